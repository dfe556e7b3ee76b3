/**
 * Issues rows in batches and one by one, sends their mail and claims some, all at once, while the database goes away
 * again and again. A call that fails is made again with what it was made with, until it succeeds.
 */
import { postgresStorage } from '../../../src/adapters/storage/postgres.js'
import { isBadgeError } from '../../../src/errors.js'
import { createBadgeService, type MailMessage } from '../../../src/service/index.js'
import { START } from '../../service/clock.js'
import { testKey } from '../../support/badge.js'
import { random } from '../kill-plan.js'
import { losingPool } from './losing-pool.js'
import { plantedMessage, plantedPool, plantedStorage } from './mutants.js'
import { addressOf, claimedRows, NAME, type WorkerReport, type WorkerTask } from './plan.js'

const task = JSON.parse(process.argv[2] ?? '{}') as WorkerTask
const { mutant, rows, seed } = task
/** Rows of one call: between two endings there must be time for some more of them. */
const BATCH = Math.min(40, Math.ceil(rows / 10))
const SINGLES_AT_ONCE = 4
const CLAIMS_AT_ONCE = 8
/** Longer than a message belongs to the process that took it up. */
const LEASE_MS = 150_000

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
const failed: Record<string, number> = {}
const reported: Record<string, number> = {}
const count = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1
}
const codeOf = (error: unknown): string => (isBadgeError(error) ? error.code : `not a BadgeError: ${String(error)}`)

/** The same call again and again while the database is away; anything else that it throws ends the process. */
async function untilDone<T>(name: string, call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call()
    } catch (error) {
      if (!isBadgeError(error, 'ERR_STORAGE_FAILED')) throw error
      count(failed, `${name} ${error.code}`)
      await pause(10)
    }
  }
}

/** As many workers as asked for, each with the next of the items. */
async function eachOf<T>(items: Iterable<T>, atOnce: number, act: (item: T) => Promise<void>): Promise<void> {
  const iterator = items[Symbol.iterator]()
  const work = async (): Promise<void> => {
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) await act(next.value)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}

const url = new URL(task.url)
url.searchParams.set('application_name', NAME)
const next = random(seed + 1)
const own = task.ownPool ? losingPool(url.href, () => next() < 0.05) : undefined
const storage = plantedStorage(
  await untilDone('open', () =>
    postgresStorage(own === undefined ? { url: url.href } : { pool: plantedPool(own.pool, mutant) }),
  ),
  mutant,
)

const sent: [string, string][] = []
const claimed = new Set([...claimedRows(task)].map(addressOf))
/** Links of mails that have arrived and are to be claimed. */
const links: { readonly address: string; readonly token: string }[] = []
const mail = {
  async send(message: MailMessage) {
    const { messageId, to } = plantedMessage(message, mutant)
    await pause(next() * 5)
    sent.push([messageId, to.address])
    const token = /\/claim\/(clm_[\w-]{43})/.exec(message.text)?.[1]
    if (claimed.delete(to.address)) links.push({ address: to.address, token: token ?? '' })
    return { outcome: 'sent' as const }
  },
}

let shift = 0
const service = createBadgeService({
  signer: await testKey(),
  storage,
  baseUrl: 'https://badges.example',
  mail,
  mailSettings: { from: { address: 'badges@acme.example' }, perMinute: 1_000_000, reminderDays: [] },
  clock: () => new Date(START + shift + Math.floor(performance.now())),
  onError: (error) => count(reported, codeOf(error)),
})
const draft = {
  issuer: { name: 'Acme Academy' },
  achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' },
} as const

let issued = 0
const hasIssued = (more: number): void => {
  issued += more
  console.log(`issued ${issued}`)
}

/** Every other chunk of the rows is a batch; the rest is issued one by one. */
const chunks = Array.from({ length: Math.ceil(rows / BATCH) }, (_, i) =>
  Array.from({ length: Math.min(BATCH, rows - i * BATCH) }, (_, j) => i * BATCH + j),
)
async function issueBatches(): Promise<void> {
  for (const [i, chunk] of chunks.entries()) {
    if (i % 2 !== 0) continue
    const people = chunk.map((row) => ({ email: addressOf(row), name: `Person ${row}` }))
    const call = () => service.batches.issue({ id: `graduation-${i}`, draft, rows: people })
    const { outcomes } = await untilDone('batches.issue', call)
    const refused = outcomes.filter(({ status }) => status !== 'issued' && status !== 'already')
    if (refused.length > 0 || outcomes.length !== chunk.length) throw new Error(JSON.stringify({ outcomes }))
    hasIssued(chunk.length)
  }
}
async function issueSingles(): Promise<void> {
  const singles = chunks.filter((_, i) => i % 2 !== 0).flat()
  await eachOf(singles, SINGLES_AT_ONCE, async (row) => {
    const recipient = { email: addressOf(row), name: `Person ${row}` }
    const badge = await untilDone('issue', () => service.issue({ draft, recipient, idempotencyKey: `row-${row}` }))
    if (badge.recipient.email !== recipient.email) throw new Error(`row ${row} is ${badge.recipient.email}`)
    hasIssued(1)
  })
}

let isIssuing = true
let isMailing = true
async function sendMail(): Promise<void> {
  for (;;) {
    const isLast = !isIssuing
    const { mail } = await untilDone('tick', () => {
      // What was taken up by a call that failed is due again.
      shift += LEASE_MS
      return service.tick()
    })
    if (isLast && mail.sent + mail.later + mail.ended === 0) break
    await pause(20)
  }
  isMailing = false
}

const claims: WorkerReport['claims'][number][] = []
/** Two with one link, at the same time. */
async function claimLinks(): Promise<void> {
  while (isMailing || links.length > 0) {
    const link = links.shift()
    if (link === undefined) {
      await pause(10)
      continue
    }
    let lost = 0
    const one = async (): Promise<'claimed' | 'used'> => {
      try {
        await untilDone('claims.claim', () =>
          service.claims.claim({ token: link.token }).catch((error: unknown) => {
            if (isBadgeError(error, 'ERR_STORAGE_FAILED')) lost += 1
            throw error
          }),
        )
        return 'claimed'
      } catch (error) {
        if (isBadgeError(error, 'ERR_TOKEN_USED')) return 'used'
        throw error
      }
    }
    const outcomes = await Promise.all([one(), one()])
    claims.push({ address: link.address, outcomes, lost })
  }
}

const issuing = Promise.all([issueBatches(), issueSingles()]).then(() => {
  isIssuing = false
})
await Promise.all([issuing, sendMail(), ...Array.from({ length: CLAIMS_AT_ONCE }, claimLinks)])
await service.close()
// Once the storage is closed, the pool is its owner's again, who must listen: connections are ended until the last moment.
own?.pool.on?.('error', () => {})
await storage.close()
await own?.pool.end()
const report: WorkerReport = { failed, reported, commitsLost: own?.lost() ?? 0, sent, claims }
console.log(JSON.stringify(report))
