import { memoryStorage } from '../../src/adapters/storage/memory.js'
import { serviceEvents } from '../../src/service/core/records/index.js'
import type {
  BadgeService,
  BadgeServiceOptions,
  MailMessage,
  MailOutcome,
  StorageAdapter,
} from '../../src/service/index.js'
import { createBadgeService } from '../../src/service/index.js'
import { testKey } from '../support/badge.js'
import { DAY, START } from './clock.js'

export { DAY, START }

export const draft = {
  issuer: { name: 'Acme Academy' },
  achievement: {
    name: 'Welder I',
    description: 'Welds steel.',
    criteria: 'Passed the exam.',
    achievementType: 'Certificate',
  },
} as const

export interface TestService {
  readonly service: BadgeService
  readonly storage: StorageAdapter
  /** Messages that were sent, in order. */
  readonly sent: MailMessage[]
  readonly events: string[]
  readonly errors: unknown[]
  readonly clock: { now: number; pass: (milliseconds: number) => void }
  /** Sends what is due and gives the newest message to the address. */
  readonly mailTo: (address: string) => Promise<MailMessage>
}

/** A service whose clock stands still, with mail into a list. */
export async function testService(
  options: Partial<BadgeServiceOptions> & { mailOutcome?: (message: MailMessage) => MailOutcome } = {},
): Promise<TestService> {
  const { mailOutcome = () => ({ outcome: 'sent' as const }), ...more } = options
  const clock = {
    now: START,
    pass(milliseconds: number) {
      clock.now += milliseconds
    },
  }
  const sent: MailMessage[] = []
  const events: string[] = []
  const errors: unknown[] = []
  const storage = more.storage ?? memoryStorage()
  const service = createBadgeService({
    signer: await testKey(),
    storage,
    baseUrl: 'https://badges.example/app/',
    clock: () => new Date(clock.now),
    // The clock stands still, and what was changed is looked at.
    statusPublishSeconds: 0,
    mail: {
      async send(message) {
        const outcome = mailOutcome(message)
        if (outcome.outcome === 'sent') sent.push(message)
        return outcome
      },
    },
    mailSettings: { from: { address: 'badges@acme.example', name: 'Acme Academy' }, perMinute: 100_000 },
    onEvent({ type, data }) {
      events.push(type)
      const unlisted = Object.keys(data).filter(
        (name) => !(serviceEvents[type].data as readonly string[]).includes(name),
      )
      // What it throws goes to `onError`, where nobody may look.
      if (unlisted.length > 0) events.push(`${type} with ${unlisted}, which its row does not name`)
    },
    onError: (error) => errors.push(error),
    ...more,
  })
  return {
    service,
    storage,
    sent,
    events,
    errors,
    clock,
    async mailTo(address) {
      await service.mail.deliver()
      const message = sent.findLast(({ to }) => to.address === address)
      if (message === undefined) throw new Error('nothing was sent there')
      return message
    },
  }
}

/** The token at the end of the first link to this path in a message. */
export function tokenIn(message: MailMessage, path: string): string {
  const token = new RegExp(`${path}/(\\w{3}_[\\w-]{43})`).exec(message.text)?.[1]
  if (token === undefined) throw new Error(`no link to ${path} in the message`)
  return token
}

/** Everything that is kept, as text. */
export async function dump(storage: StorageAdapter): Promise<string> {
  const collections = [
    'badges',
    'events',
    'tokens',
    'outbox',
    'deliveries',
    'reports',
    'outside-badges',
    'suppressions',
    'people',
    'staff',
    'staff-keys',
    'addresses',
    'consents',
    'guardianships',
    'shares',
    'notices',
    'portfolios',
    'displays',
    'asked',
    'forms',
    'applications',
    'batches',
    'status-lists',
    'status-changes',
    'status-counters',
    'published-lists',
    'issuer-keys',
    'settings',
    'taken',
    'counters',
    'blobs',
  ]
  const lines: string[] = []
  for (const collection of collections) {
    let cursor: string | undefined
    do {
      const page = await storage.query({ collection, limit: 1000, ...(cursor === undefined ? {} : { cursor }) })
      for (const { key, value } of page.records) lines.push(`${collection} ${key} ${JSON.stringify(value)}`)
      cursor = page.cursor
    } while (cursor !== undefined)
  }
  return lines.join('\n')
}
