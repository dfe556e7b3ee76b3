import { describe, expect, test } from 'vitest'
import { memoryStorage } from '../../src/adapters/storage/memory.js'
import type { BadgeService, BatchInput, StorageAdapter } from '../../src/service/index.js'
import { codeOf } from '../support/codes.js'
import { DAY, draft, dump, START, testService, tokenIn } from './service.js'

const rows = [
  { email: 'kim@example.org', name: 'Kim Lee' },
  { email: 'sam@example.org', name: 'Sam Roe' },
]
const inDays = (days: number): string => new Date(START + days * DAY).toISOString()
type T = Awaited<ReturnType<typeof testService>>

/** A held batch by each of the two ways. */
const ways = {
  'at once': async ({ service }: T, more: Partial<BatchInput> = {}) =>
    (await service.batches.issue({ id: 'class', draft, rows, ...more })).batch,
  'in the background': async ({ service }: T, more: Partial<BatchInput> = {}) => {
    await service.batches.start({ id: 'class', draft, rows, ...more })
    await service.tick()
    return (await service.batches.get('class')) as NonNullable<Awaited<ReturnType<BadgeService['batches']['get']>>>
  },
}
const people = ['kim@example.org', 'sam@example.org']
const stagesOf = async ({ service }: T) => (await service.list({ batchId: 'class' })).badges.map(({ stage }) => stage)
const sentTo = ({ sent }: T) => sent.map(({ to }) => to.address).sort()

describe.each(Object.entries(ways))('a batch with a date, issued %s', (_, start) => {
  test('is issued now and offered on that date, once', async () => {
    const t = await testService()
    const batch = await start(t, { releaseAt: inDays(3) })
    expect(batch).toMatchObject({ stage: 'held', issued: 2, release: { at: inDays(3) } })
    expect(await stagesOf(t)).toEqual(['issued', 'issued'])
    t.clock.pass(3 * DAY - 1)
    await t.service.tick()
    expect([await stagesOf(t), sentTo(t)]).toEqual([['issued', 'issued'], []])
    t.clock.pass(1)
    expect((await t.service.tick()).released).toBe(2)
    await t.service.tick()
    expect(sentTo(t)).toEqual(people)
    expect(await t.service.batches.get('class')).toMatchObject({ stage: 'done', offered: 2 })
    const [badge] = (await t.service.list({ batchId: 'class' })).badges
    expect(badge).toMatchObject({ stage: 'offered', releasedAt: inDays(3) })
    expect(badge).not.toHaveProperty('unreleased')
    // The link that was mailed works.
    const token = tokenIn(t.sent[0] as never, 'claim')
    expect((await t.service.claims.claim({ token })).badge.stage).toBe('claimed')
    expect((await t.service.tick()).released).toBe(0)
    expect(t.events.filter((type) => type === 'batch-released')).toHaveLength(1)
    expect(t.errors).toEqual([])
  })

  test('that is cancelled before sends nothing, then gets another date or is undone', async () => {
    const t = await testService()
    await start(t, { releaseAt: inDays(3) })
    expect(await t.service.batches.cancel({ batchId: 'class' })).toMatchObject({ stage: 'cancelled' })
    t.clock.pass(4 * DAY)
    await t.service.tick()
    expect(await stagesOf(t)).toEqual(['issued', 'issued'])
    await t.service.batches.schedule({ batchId: 'class', releaseAt: inDays(6) })
    await t.service.tick()
    expect(await stagesOf(t)).toEqual(['issued', 'issued'])
    t.clock.pass(2 * DAY)
    await t.service.tick()
    await t.service.tick()
    expect(sentTo(t)).toEqual(people)

    const other = await testService()
    await start(other, { releaseAt: inDays(3) })
    expect((await other.service.batches.undo({ batchId: 'class' })).revoked).toBe(2)
    other.clock.pass(4 * DAY)
    await other.service.tick()
    await other.service.tick()
    expect([await stagesOf(other), other.sent]).toEqual([['revoked', 'revoked'], []])
  })
})

test('a date without a time is the beginning of that day where the issuer is', async () => {
  const t = await testService({ timeZone: 'America/New_York' })
  const { batch } = await t.service.batches.issue({ draft, rows, releaseAt: '2027-06-30' })
  expect(batch.release?.at).toBe('2027-06-30T04:00:00.000Z')
  const local = await t.service.batches.issue({ draft, rows, releaseAt: '2027-06-30T10:00' })
  expect(local.batch.release?.at).toBe('2027-06-30T14:00:00.000Z')
  for (const releaseAt of ['tomorrow', '2027-02-30', '01/02/2027', ''])
    expect(await codeOf(() => t.service.batches.issue({ draft, rows, releaseAt })), releaseAt).toBe(
      'ERR_ARGUMENT_INVALID',
    )
  expect(await codeOf(() => t.service.batches.start({ draft, rows, releaseAt: '2027-06-30', offer: false }))).toBe(
    'ERR_ARGUMENT_INVALID',
  )
})

describe('before its release', () => {
  test('a learner who has an account sees nothing of the badge, and neither does a guardian', async () => {
    const t = await testService()
    await t.service.issue({
      draft: { ...draft, achievement: { ...draft.achievement, name: 'Other' } },
      recipient: { email: 'kim@example.org' },
    })
    const token = tokenIn(await t.mailTo('kim@example.org'), 'claim')
    const { person } = await t.service.claims.claim({ token })
    const personId = person?.id ?? ''
    const child = { email: 'sam@example.org', guardian: { email: 'pat@example.org', until: inDays(900) } }
    await t.service.batches.issue({ id: 'class', draft, rows: [rows[0], child] as never, releaseAt: inDays(3) })
    t.sent.length = 0
    const seen = async () => ({
      badges: (await t.service.people.badges(personId)).length,
      exported: (await t.service.privacy.export(personId)).badges.length,
    })
    expect(await seen()).toEqual({ badges: 1, exported: 1 })
    const issued = (await t.service.list({ batchId: 'class' })).badges
    const badge = issued.find(({ recipient }) => recipient.email === 'kim@example.org')
    const badgeId = badge?.id ?? ''
    for (const viewer of [undefined, { personId }])
      expect(await t.service.sharing.view({ badgeId, ...(viewer && { viewer }) })).toBeNull()
    await t.service.mail.deliver()
    expect(t.sent).toEqual([])
    // What ends before anybody heard of it stays unseen.
    await t.service.revoke({ badgeId, reason: 'Mistake' })
    await t.service.tick()
    expect([await seen(), t.sent]).toEqual([{ badges: 1, exported: 1 }, []])
    const guardian = await t.service.guardians.createLink({ email: 'sam@example.org' })
    expect(await t.service.guardians.look(guardian.token)).toMatchObject({ badges: [], issuers: [] })
    t.clock.pass(3 * DAY)
    await t.service.tick()
    await t.service.tick()
    // The guardian is asked with the release; the child waits for the answer.
    expect(sentTo(t)).toEqual(['pat@example.org'])
    expect(await t.service.guardians.look(guardian.token)).toMatchObject({ badges: [{ name: 'Welder I' }] })
  })

  test('no step offers the badge or makes a link to it, a correction waits as well, and the sound twin is offered', async () => {
    const t = await testService()
    await t.service.batches.issue({ id: 'class', draft, rows, releaseAt: inDays(3) })
    const free = await t.service.issue({ draft, recipient: { email: 'lou@example.org' }, offer: false })
    const [badge] = (await t.service.list({ batchId: 'class' })).badges
    const badgeId = badge?.id ?? ''
    for (const step of ['offer', 'resend', 'createClaimLink'] as const)
      expect(await codeOf(() => t.service[step]({ badgeId })), step).toBe('ERR_STAGE_INVALID')
    expect((await t.service.offer({ badgeId: free.id })).stage).toBe('offered')
    const { badge: corrected } = await t.service.correctName({ badgeId, name: 'Samira Roe' })
    expect(corrected).toMatchObject({ stage: 'issued', unreleased: true, batchId: 'class' })
    t.sent.length = 0
    t.clock.pass(3 * DAY)
    await t.service.tick()
    await t.service.tick()
    expect(sentTo(t).filter((address) => people.includes(address))).toEqual(people)
    expect((await t.service.get(corrected.id))?.stage).toBe('offered')
  })

  test('retention counts from the release, and a badge that expires meanwhile is not offered', async () => {
    const t = await testService({ retention: { unclaimedDays: 5 } })
    const validUntil = inDays(4)
    await t.service.batches.issue({
      id: 'class',
      draft,
      rows: [{ email: 'kim@example.org' }, { email: 'sam@example.org', draft: { validUntil } }],
      releaseAt: inDays(10),
    })
    t.clock.pass(9 * DAY)
    await t.service.tick()
    expect((await stagesOf(t)).sort()).toEqual(['expired', 'issued'])
    t.clock.pass(DAY)
    await t.service.tick()
    await t.service.tick()
    expect(sentTo(t)).toEqual(['kim@example.org'])
    t.clock.pass(6 * DAY)
    await t.service.tick()
    expect(await stagesOf(t)).toEqual(['expired'])
  })

  test('a guardian is not named for somebody who has the badge already, in a batch that waits; the row says so', async () => {
    const t = await testService()
    await t.service.issue({ draft, recipient: { email: 'kim@example.org' } })
    const guardian = { email: 'pat@example.org', until: inDays(900) }
    const named = { rows: [{ email: 'kim@example.org', guardian }], draft }
    const { outcomes } = await t.service.batches.issue({ id: 'class', ...named, releaseAt: inDays(3) })
    expect(outcomes).toMatchObject([{ status: 'refused', code: 'ERR_ROW_INVALID' }])
    expect((await t.service.batches.issue({ id: 'other', ...named })).outcomes).toMatchObject([{ status: 'already' }])
  })
})

test('two badges of one child in a batch are both released, and its guardian is asked once', async () => {
  const t = await testService()
  const guardian = { email: 'pat@example.org', until: inDays(900) }
  const other = { achievement: { ...draft.achievement, name: 'Other' } }
  const child = [
    { email: 'kim@example.org', guardian },
    { email: 'kim@example.org', draft: other, guardian },
  ]
  await t.service.batches.issue({ id: 'class', draft, rows: child, releaseAt: inDays(1) })
  t.clock.pass(DAY)
  await t.service.tick()
  await t.service.tick()
  expect([await stagesOf(t), sentTo(t)]).toEqual([['offered', 'offered'], ['pat@example.org']])
})

test('a batch that is cancelled in the middle of its release offers no further badge, whichever commit was under way', async () => {
  const memory = memoryStorage()
  let isCancelled = false
  const storage: StorageAdapter = {
    ...memory,
    async commit(changes) {
      const offers = changes.some(({ collection, value }) => collection === 'badges' && value?.stage === 'offered')
      if (offers && !isCancelled) {
        isCancelled = true
        await one.service.batches.cancel({ batchId: 'class' })
      }
      await memory.commit(changes)
    },
  }
  const one = await testService({ storage: memory })
  await ways['at once'](one, { releaseAt: inDays(1) })
  const worker = await testService({ storage, clock: () => new Date(START + DAY) })
  await worker.service.tick()
  expect(isCancelled).toBe(true)
  expect(await stagesOf(one)).toEqual(['issued', 'issued'])
})

test('two workers release every badge once', async () => {
  const storage = memoryStorage()
  const one = await testService({ storage })
  const many = Array.from({ length: 130 }, (_, i) => ({ email: `p${i}@example.org` }))
  await one.service.batches.issue({ id: 'class', draft, rows: many, releaseAt: inDays(1) })
  one.clock.pass(DAY)
  const other = await testService({ storage, clock: () => new Date(one.clock.now) })
  await Promise.all([one.service.tick(), other.service.tick()])
  while ((await one.service.tick()).mail.sent > 0);
  const all = [...sentTo(one), ...sentTo(other)]
  expect([all.length, new Set(all).size]).toEqual([130, 130])
  expect(await one.service.batches.get('class')).toMatchObject({ stage: 'done', offered: 130 })
})

const ana = { staffId: 'a'.repeat(26) }
const bob = { staffId: 'b'.repeat(26) }

describe.each(Object.entries(ways))('a batch that needs approval, issued %s', (_, start) => {
  const held = async (options: Parameters<typeof testService>[0] = {}) => {
    const t = await testService(options)
    const member = { email: 'ana@acme.example', name: 'Ana', grants: [{ role: 'awarder' }], invite: false } as const
    const ana = { staffId: (await t.service.staff.add(member)).id }
    const by = t.service.as(ana)
    await start({ ...t, service: { ...by, tick: t.service.tick } as BadgeService }, { approval: true })
    return { ...t, ana }
  }

  test('is offered once somebody else approves, and by nobody before', async () => {
    const t = await held()
    t.clock.pass(400 * DAY)
    await t.service.tick()
    expect(await stagesOf(t)).toEqual(['issued', 'issued'])
    expect(await codeOf(() => t.service.as(t.ana).batches.approve({ batchId: 'class' }))).toBe('ERR_ACCESS_DENIED')
    expect(await t.service.as(bob).batches.approve({ batchId: 'class' })).toMatchObject({
      release: { approval: 'given' },
    })
    await t.service.tick()
    await t.service.tick()
    expect(sentTo(t)).toEqual(people)
    expect(t.events).toContain('batch-approved')
  })

  test('is approved by whoever gave its rows where the issuer has settled that they may', async () => {
    const t = await held({ approval: { own: true } })
    await t.service.as(t.ana).batches.approve({ batchId: 'class' })
    await t.service.tick()
    expect(await stagesOf(t)).toEqual(['offered', 'offered'])
  })

  test('is revoked when it is rejected, and nobody hears of it', async () => {
    const t = await held()
    expect(await t.service.as(bob).batches.reject({ batchId: 'class', reason: 'Wrong list' })).toMatchObject({
      revoked: 2,
      batch: { stage: 'undone', release: { approval: 'rejected' } },
    })
    await t.service.tick()
    await t.service.tick()
    expect([await stagesOf(t), t.sent]).toEqual([['revoked', 'revoked'], []])
    for (const step of ['approve', 'schedule', 'reject'] as const)
      expect(await codeOf(() => t.service.as(bob).batches[step]({ batchId: 'class' })), step).toBe('ERR_STAGE_INVALID')
  })

  test('needs it again after another date', async () => {
    const t = await held()
    await t.service.as(bob).batches.approve({ batchId: 'class' })
    await t.service.as(t.ana).batches.schedule({ batchId: 'class' })
    await t.service.tick()
    expect(await stagesOf(t)).toEqual(['issued', 'issued'])
  })
})

test('rows that are added to a batch after it was approved are not approved with it', async () => {
  const t = await testService()
  const by = t.service.as(ana)
  await by.batches.issue({ id: 'class', draft, rows, approval: true, releaseAt: inDays(2) })
  await t.service.as(bob).batches.approve({ batchId: 'class' })
  await by.batches.issue({ id: 'class', draft, rows: [{ email: 'eve@example.org' }] })
  t.clock.pass(3 * DAY)
  await t.service.tick()
  expect(await stagesOf(t)).toEqual(['issued', 'issued', 'issued'])
  // Nor does somebody approve who has added to it.
  await t.service.as(bob).batches.issue({ id: 'class', draft, rows: [{ email: 'bob@example.org' }] })
  expect(await codeOf(() => t.service.as(bob).batches.approve({ batchId: 'class' }))).toBe('ERR_ACCESS_DENIED')
})

test('rows that are not offered are not added to a batch that waits, or they would go out with what was approved', async () => {
  const t = await testService({ approval: { required: true } })
  const eve = { email: 'eve@example.org' }
  await t.service.as(ana).batches.issue({ id: 'class', draft, rows })
  const add = () => t.service.as(ana).batches.issue({ id: 'class', draft, rows: [eve], offer: false })
  expect(await codeOf(add)).toBe('ERR_ARGUMENT_INVALID')
  await t.service.as(bob).batches.approve({ batchId: 'class' })
  expect(await codeOf(add)).toBe('ERR_ARGUMENT_INVALID')
  await t.service.tick()
  await t.service.tick()
  expect(await codeOf(add)).toBe('ERR_ARGUMENT_INVALID')
  await t.service.tick()
  expect(sentTo(t)).toEqual(people)
  // In a batch of their own they wait for nothing, and go nowhere.
  const own = await t.service.as(ana).batches.issue({ id: 'own', draft, rows: [eve], offer: false })
  expect(own.batch).toMatchObject({ stage: 'done', issued: 1 })
  await t.service.as(ana).batches.issue({ id: 'own', draft, rows: [eve], offer: false })
  await t.service.tick()
  expect(sentTo(t)).toEqual(people)
})

describe('a batch to which two add rows at once', () => {
  async function two() {
    const t = await testService()
    const by = t.service.as(ana)
    let open = (): void => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    let fail = false
    async function* slowly() {
      yield { email: 'eve@example.org' }
      await gate
      if (fail) throw new Error('The source of rows is away.')
      yield { email: 'lou@example.org' }
    }
    const slow = by.batches.issue({ id: 'class', draft, rows: slowly(), approval: true })
    const failed = slow.catch(() => 'failed')
    await by.batches.issue({ id: 'class', draft, rows, approval: true })
    const end = (withFault = false) => {
      fail = withFault
      open()
      return failed
    }
    const approve = () => t.service.as(bob).batches.approve({ batchId: 'class' })
    return { ...t, by, end, approve }
  }

  test('is approved when all of them are there, and not while more may come', async () => {
    const t = await two()
    expect(await codeOf(t.approve)).toBe('ERR_STAGE_INVALID')
    await t.service.tick()
    await t.end()
    await t.approve()
    await t.service.tick()
    await t.service.tick()
    expect(sentTo(t)).toEqual(['eve@example.org', ...people, 'lou@example.org'].sort())
    expect(await t.service.batches.get('class')).toMatchObject({ stage: 'done', offered: 4 })
    expect(await t.service.batches.get('class')).not.toHaveProperty('runs')
  })

  test('goes on by another call where one of them failed', async () => {
    const t = await two()
    expect(await t.end(true)).toBe('failed')
    expect(await codeOf(t.approve)).toBe('ERR_STAGE_INVALID')
    await t.by.batches.issue({ id: 'class', draft, rows: [{ email: 'eve@example.org' }] })
    expect(await t.approve()).toMatchObject({ release: { approval: 'given' } })
  })

  test('goes on after an hour where one of them was killed', async () => {
    const t = await two()
    t.clock.pass(DAY / 24 + 1)
    await t.by.batches.issue({ id: 'class', draft, rows: [{ email: 'eve@example.org' }] })
    expect(await t.approve()).toMatchObject({ release: { approval: 'given' } })
    // It was not: it ends at its next row, and what it added is approved with the others, or not at all.
    expect(await t.end()).toBe('failed')
    await t.service.tick()
    expect(sentTo(t)).toEqual([])
    expect(await t.service.batches.get('class')).toMatchObject({ stage: 'held', release: { approval: 'needed' } })
    await t.approve()
    await t.service.tick()
    await t.service.tick()
    expect(sentTo(t)).toEqual(['eve@example.org', ...people, 'lou@example.org'].sort())
  })
})

test('a token of the API that somebody made does not approve of their rows, nor they of its', async () => {
  const t = await testService()
  const staff = await t.service.staff.add({
    email: 'ana@acme.example',
    name: 'Ana',
    grants: [{ role: 'owner' }],
    invite: false,
  })
  const own = t.service.as({ staffId: staff.id })
  const token = await own.staff.createToken({ name: 'Script', grants: [{ role: 'owner' }] })
  const script = t.service.as({ tokenId: token.apiToken.id })
  const inner = await script.staff.createToken({ name: 'Inner', grants: [{ role: 'owner' }] })
  await own.batches.issue({ id: 'class', draft, rows, approval: true })
  for (const tokenId of [token.apiToken.id, inner.apiToken.id])
    expect(await codeOf(() => t.service.as({ tokenId }).batches.approve({ batchId: 'class' }))).toBe(
      'ERR_ACCESS_DENIED',
    )
  await script.batches.issue({ id: 'other', draft, rows: [{ email: 'lou@example.org' }], approval: true })
  expect(await codeOf(() => own.batches.approve({ batchId: 'other' }))).toBe('ERR_ACCESS_DENIED')
  expect(await t.service.as(bob).batches.approve({ batchId: 'other' })).toMatchObject({ stage: 'held' })
})

test('where every batch is approved, nothing else offers a badge', async () => {
  const t = await testService({ approval: { required: true } })
  const recipient = { email: 'kim@example.org' }
  expect(await codeOf(() => t.service.issue({ draft, recipient }))).toBe('ERR_ACCESS_DENIED')
  const badge = await t.service.issue({ draft, recipient, offer: false })
  expect(await codeOf(() => t.service.offer({ badgeId: badge.id }))).toBe('ERR_ACCESS_DENIED')
  const { batch } = await t.service.as(ana).batches.issue({ id: 'class', draft, rows, approval: false })
  expect(batch).toMatchObject({ stage: 'held', release: { approval: 'needed' } })
  // The application itself, which does not say for whom, counts as one.
  await t.service.batches.issue({ id: 'host', draft, rows: [{ email: 'lou@example.org' }] })
  expect(await codeOf(() => t.service.batches.approve({ batchId: 'host' }))).toBe('ERR_ACCESS_DENIED')
  expect(await t.service.as(bob).batches.approve({ batchId: 'host' })).toMatchObject({ stage: 'held' })
})

test('where every batch is approved, nothing takes the place of an offered badge without it but a corrected name', async () => {
  const t = await testService({ approval: { required: true } })
  await t.service.as(ana).batches.issue({ id: 'class', draft, rows })
  const [waiting, offered] = (await t.service.list({ batchId: 'class' })).badges.map(({ id }) => id)
  const other = { ...draft, achievement: { ...draft.achievement, name: 'Master' } }
  // What waits is approved with what takes its place.
  await t.service.as(ana).replace({ badgeId: waiting ?? '', draft: other })
  await t.service.as(bob).batches.approve({ batchId: 'class' })
  await t.service.tick()
  await t.service.tick()
  const before = t.sent.length
  for (const input of [{ draft: other }, { draft, recipient: { email: 'eve@evil.example' } }])
    expect(await codeOf(() => t.service.as(ana).replace({ badgeId: offered ?? '', ...input }))).toBe(
      'ERR_ACCESS_DENIED',
    )
  const eve = { badgeId: offered ?? '', email: 'eve@evil.example' }
  expect(await codeOf(() => t.service.as(ana).resend(eve))).toBe('ERR_ACCESS_DENIED')
  await t.service.mail.deliver()
  expect(t.sent).toHaveLength(before)
  await t.service.as(ana).resend({ badgeId: offered ?? '' })
  expect((await t.service.as(ana).correctName({ badgeId: offered ?? '', name: 'Kim Doe' })).badge.stage).toBe('offered')
  // One that nobody was offered goes nowhere by it.
  const own = await t.service.issue({ draft, recipient: { email: 'lou@example.org' }, offer: false })
  expect((await t.service.replace({ badgeId: own.id, draft: other })).badge.stage).toBe('issued')
})

test.each(['correctName', 'replace'] as const)('what was approved needs it again after %s', async (step) => {
  const t = await testService()
  await t.service.as(ana).batches.issue({ id: 'class', draft, rows, approval: true, releaseAt: inDays(2) })
  await t.service.as(bob).batches.approve({ batchId: 'class' })
  const badgeId = (await t.service.list({ batchId: 'class' })).badges[0]?.id ?? ''
  const by = t.service.as(ana)
  await (step === 'replace' ? by.replace({ badgeId, draft }) : by.correctName({ badgeId, name: 'Mallory' }))
  t.clock.pass(3 * DAY)
  await t.service.tick()
  expect(sentTo(t)).toEqual([])
  expect(await t.service.batches.get('class')).toMatchObject({ stage: 'held', release: { approval: 'needed' } })
  await t.service.as(bob).batches.approve({ batchId: 'class' })
  await t.service.tick()
  await t.service.tick()
  expect(sentTo(t)).toEqual(people)
})

test.each([
  [false, 'cancelled'],
  [true, 'done'],
])('a batch that waited when a backup was made (sendWaiting: %s) is %s after its date', async (sendWaiting, stage) => {
  const t = await testService()
  await ways['at once'](t, { releaseAt: inDays(3) })
  const parts: { name: string; bytes: Uint8Array }[] = []
  for await (const part of await t.service.backup.read()) parts.push(part)
  const copy = await testService()
  await copy.service.backup.restore({
    parts: (async function* () {
      yield* parts
    })(),
    sendWaiting,
  })
  copy.clock.pass(4 * DAY)
  await copy.service.tick()
  await copy.service.tick()
  expect(await copy.service.batches.get('class')).toMatchObject({ stage })
  expect(copy.sent).toHaveLength(sendWaiting ? 2 : 0)
  await t.service.batches.undo({ batchId: 'class' })
  if (!sendWaiting) {
    await copy.service.batches.schedule({ batchId: 'class' })
    await copy.service.tick()
    await copy.service.tick()
    expect(copy.sent).toHaveLength(2)
  }
})

test('somebody who is erased before the release is offered nothing', async () => {
  const t = await testService()
  await ways['at once'](t, { releaseAt: inDays(3) })
  await t.service.privacy.eraseEmail({ email: 'kim@example.org' })
  expect(await dump(t.storage)).not.toContain('kim@example.org')
  t.clock.pass(3 * DAY)
  await t.service.tick()
  await t.service.tick()
  expect(sentTo(t)).toEqual(['sam@example.org'])
})

describe('a batch that waits for its date, once the one who began it may not award any more', () => {
  async function begun() {
    const t = await testService()
    const member = { email: 'ada@acme.example', name: 'Ada', grants: [{ role: 'awarder' }], invite: false } as const
    const ada = await t.service.staff.add(member)
    await t.service.as({ staffId: ada.id }).batches.issue({ id: 'class', draft, rows, releaseAt: inDays(3) })
    return { t, ada }
  }

  test('is stopped, and sends nothing', async () => {
    const { t, ada } = await begun()
    await t.service.staff.remove({ staffId: ada.id })
    t.clock.pass(4 * DAY)
    expect((await t.service.tick()).released).toBe(0)
    expect(await t.service.batches.get('class')).toMatchObject({ stage: 'stopped' })
    expect([await stagesOf(t), sentTo(t)]).toEqual([['issued', 'issued'], []])
    expect(t.events.filter((type) => type === 'batch-stopped')).toHaveLength(1)
    expect((await t.service.tick()).released).toBe(0)
  })

  test('goes on in the name of somebody else who sets its date', async () => {
    const { t, ada } = await begun()
    await t.service.staff.remove({ staffId: ada.id })
    t.clock.pass(4 * DAY)
    await t.service.tick()
    await t.service.batches.schedule({ batchId: 'class' })
    expect((await t.service.tick()).released).toBe(2)
  })

  test('goes out on its date where they still may', async () => {
    const { t } = await begun()
    t.clock.pass(4 * DAY)
    expect((await t.service.tick()).released).toBe(2)
  })
})
