import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MailMessage, Stage, Visibility } from '../../src/service/index.js'
import { getStatus, parseStatusListCredential } from '../../src/status/index.js'
import { freshStorage, presentKinds } from '../adapters/storage/storages.js'
import { codeOf } from '../support/codes.js'
import { DAY, draft, type TestService, testService } from './service.js'

/** What must be true of one badge, kept by hand beside the service. */
interface ModelBadge {
  id: string
  email: string
  stage: Stage
  visibility: Visibility
  owner: string | undefined
  /** Claim links that work. */
  open: string[]
  /** Claim links that do not any more. */
  dead: string[]
  undo: string | undefined
  declinedAt: number
  revokedBit: boolean
  listId: string
  index: number
}

interface Model {
  badges: ModelBadge[]
  owners: Map<string, string>
}

interface Real extends TestService {
  seen: number
}

type Command = fc.AsyncCommand<Model, Real>

const emails = ['kim@example.org', 'lou@example.org']
const over: Stage[] = ['revoked', 'replaced']
const waiting: Stage[] = ['offered', 'accepted']

/** Sends what is due and gives the links that came. */
async function newLinks(real: Real): Promise<{ email: string; token: string }[]> {
  await real.service.mail.deliver()
  const fresh: MailMessage[] = real.sent.slice(real.seen)
  real.seen = real.sent.length
  return fresh.flatMap(({ to, text }) =>
    [...text.matchAll(/\/claim\/(clm_[\w-]{43})/g)].map(([, token = '']) => ({ email: to.address, token })),
  )
}

async function check(model: Model, real: Real): Promise<void> {
  for (const badge of model.badges) {
    const record = await real.service.get(badge.id)
    expect(record).toMatchObject({ stage: badge.stage, visibility: badge.visibility })
    expect(record?.personId).toBe(badge.owner)
    const view = await real.service.sharing.view({ badgeId: badge.id })
    expect(view !== null).toBe(badge.visibility === 'public')
    for (const token of badge.open) expect((await real.service.claims.look(token)).state).toBe('open')
    for (const token of badge.dead)
      expect(['used', 'void', 'expired']).toContain((await real.service.claims.look(token)).state)
    const history = await real.service.history(badge.id)
    expect(history.map(({ number }) => number)).toEqual(history.map((_, i) => i))
    expect(record?.events).toBe(history.length)
    expect(history.filter(({ type }) => type === 'claimed').length).toBeLessThanOrEqual(1)
  }
  const places = model.badges.map(({ listId, index }) => `${listId} ${index}`)
  expect(new Set(places).size).toBe(places.length)
}

const kill = (badge: ModelBadge): void => {
  badge.dead.push(...badge.open)
  badge.open = []
}

class Issue implements Command {
  constructor(readonly who: number) {}
  check = (model: Readonly<Model>) => model.badges.length < 6
  async run(model: Model, real: Real) {
    const email = emails[this.who] ?? ''
    const achievement = { ...draft.achievement, name: `Welder ${model.badges.length}` }
    const { id, status } = await real.service.issue({ draft: { ...draft, achievement }, recipient: { email } })
    const [link] = await newLinks(real)
    expect(link?.email).toBe(email)
    model.badges.push({
      id,
      email,
      stage: 'offered',
      visibility: 'private',
      owner: undefined,
      open: [link?.token ?? ''],
      dead: [],
      undo: undefined,
      declinedAt: 0,
      revokedBit: false,
      listId: status.listId,
      index: status.index,
    })
    await check(model, real)
  }
  toString = () => `issue to ${this.who}`
}

/** A command about one badge. */
class OnBadge implements Command {
  constructor(
    readonly name: string,
    readonly pick: number,
    readonly step: (badge: ModelBadge, real: Real, model: Model) => Promise<void>,
  ) {}
  check = (model: Readonly<Model>) => model.badges.length > 0
  async run(model: Model, real: Real) {
    const badge = model.badges[this.pick % model.badges.length] as ModelBadge
    await this.step(badge, real, model)
    await check(model, real)
  }
  toString = () => `${this.name} ${this.pick}`
}

const tokenOf = (badge: ModelBadge): string => badge.open[0] ?? badge.dead[0] ?? ''

const steps: Record<string, (badge: ModelBadge, real: Real, model: Model) => Promise<void>> = {
  async accept(badge, { service }) {
    const code = await codeOf(() => service.claims.accept({ token: tokenOf(badge) }))
    expect(code === 'no error').toBe(badge.open.length > 0)
    if (code === 'no error') badge.stage = 'accepted'
  },
  async claim(badge, { service }, model) {
    const isOpen = badge.open.length > 0
    const tries = [0, 1, 2].map(() => service.claims.claim({ token: tokenOf(badge) }))
    const done = await Promise.allSettled(tries)
    const won = done.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    expect(won).toHaveLength(isOpen ? 1 : 0)
    if (won[0] === undefined) return
    badge.stage = 'claimed'
    badge.owner = won[0].person.id
    // One address, one account.
    expect(model.owners.get(badge.email) ?? badge.owner).toBe(badge.owner)
    model.owners.set(badge.email, badge.owner)
    kill(badge)
  },
  async decline(badge, real) {
    const token = tokenOf(badge)
    if (badge.open.length === 0) {
      expect(await codeOf(() => real.service.claims.decline({ token }))).toMatch(/^ERR_TOKEN/)
      return
    }
    badge.undo = (await real.service.claims.decline({ token })).undoToken
    badge.stage = 'declined'
    badge.declinedAt = real.clock.now
    kill(badge)
  },
  async undo(badge, real) {
    const token = badge.undo ?? 'und_none'
    const isGood = badge.undo !== undefined && badge.stage === 'declined' && real.clock.now - badge.declinedAt < DAY
    if (!isGood) {
      expect(await codeOf(() => real.service.claims.undo({ token }))).toMatch(/^ERR_(TOKEN|STAGE)/)
      return
    }
    const { claimToken = '' } = await real.service.claims.undo({ token })
    badge.stage = 'offered'
    badge.open = [claimToken]
    badge.undo = undefined
  },
  async resend(badge, real) {
    const code = await codeOf(() => real.service.resend({ badgeId: badge.id }))
    expect(code).toBe(waiting.includes(badge.stage) ? 'no error' : 'ERR_STAGE_INVALID')
    if (code !== 'no error') return
    kill(badge)
    const links = await newLinks(real)
    expect(links).toHaveLength(1)
    badge.open = links.map(({ token }) => token)
  },
  async show(badge, { service }) {
    const code = await codeOf(() =>
      service.sharing.setVisibility({ badgeId: badge.id, personId: badge.owner ?? 'nobody', visibility: 'public' }),
    )
    const isAllowed = badge.owner !== undefined && badge.stage === 'claimed'
    expect(code).toBe(isAllowed ? 'no error' : badge.owner === undefined ? 'ERR_RECORD_NOT_FOUND' : 'ERR_STAGE_INVALID')
    if (isAllowed) badge.visibility = 'public'
  },
  async hide(badge, { service }) {
    // Also what is over: its owner need not leave it in view.
    if (badge.owner === undefined) return
    await service.sharing.setVisibility({ badgeId: badge.id, personId: badge.owner, visibility: 'private' })
    badge.visibility = 'private'
  },
  async revoke(badge, real) {
    const code = await codeOf(() => real.service.revoke({ badgeId: badge.id, reason: 'Mistake' }))
    expect(code).toBe(badge.stage === 'replaced' ? 'ERR_STAGE_INVALID' : 'no error')
    if (code === 'no error') badge.stage = 'revoked'
    badge.revokedBit = true
    kill(badge)
    await newLinks(real)
  },
  async replace(badge, real, model) {
    const isOver = over.includes(badge.stage)
    if (model.badges.length >= 8) return
    const result = await real.service
      .correctName({ badgeId: badge.id, name: 'Kim Lou' })
      .catch((error: { code: string }) => error.code)
    expect(typeof result === 'string' ? result : 'no error').toBe(isOver ? 'ERR_STAGE_INVALID' : 'no error')
    if (typeof result === 'string') return
    const isClaimed = badge.stage === 'claimed'
    const isOffer = waiting.includes(badge.stage)
    const links = await newLinks(real)
    expect(links).toHaveLength(isOffer ? 1 : 0)
    model.badges.push({
      ...badge,
      id: result.badge.id,
      stage: isClaimed ? 'claimed' : isOffer ? 'offered' : 'issued',
      owner: isClaimed ? badge.owner : undefined,
      visibility: isClaimed ? badge.visibility : 'private',
      open: links.map(({ token }) => token),
      dead: [],
      undo: undefined,
      listId: result.badge.status.listId,
      index: result.badge.status.index,
      revokedBit: false,
    })
    badge.stage = 'replaced'
    badge.revokedBit = true
    kill(badge)
  },
  async wait(badge, real, model) {
    real.clock.pass(15 * DAY)
    await real.service.tick()
    // Reminders bring links beside those that there are; all that were out are too old by now.
    for (const each of model.badges) kill(each)
    for (const { token } of await newLinks(real)) {
      const look = await real.service.claims.look(token)
      if (look.state === 'open') model.badges.find(({ id }) => id === look.offer.badgeId)?.open.push(token)
    }
    expect(badge.open.length).toBeLessThanOrEqual(1)
  },
  async bit(badge, { service }) {
    const list = await service.status.publish(badge.listId)
    const bits = await parseStatusListCredential(list?.credential ?? {})
    expect(getStatus(bits, badge.index)).toBe(badge.revokedBit ? 1 : 0)
  },
}

const commands = [
  fc.nat(1).map((who) => new Issue(who)),
  ...Object.entries(steps).map(([name, step]) => fc.nat(7).map((pick) => new OnBadge(name, pick, step))),
]

const runs: Record<string, number> = { memory: 100, files: 15, sqlite: 20, pglite: 6, postgres: 15 }

describe.each(presentKinds())('the service against its model, on %s', (kind) => {
  test('does what the state machine says, whatever happens in which order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 25 }), async (all) => {
        const fresh = await freshStorage(kind)
        const storage = await fresh.open()
        try {
          const t = await testService({
            storage,
            mailSettings: { from: { address: 'a@acme.example' }, perMinute: 100_000, reminderDays: [3, 10] },
          })
          const setup = () => ({
            model: { badges: [], owners: new Map() } as Model,
            real: Object.assign(t, { seen: 0 }) as Real,
          })
          await fc.asyncModelRun(setup, all)
          expect(t.errors).toEqual([])
        } finally {
          await storage.close()
          await fresh.remove()
        }
      }),
      { seed: 20260105, numRuns: runs[kind] ?? 10 },
    )
  }, 120_000)
})
