import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { memoryStorage } from '../../../src/adapters/storage/memory.js'
import type { BadgeRecord, BadgeService, StorageAdapter, StorageChange } from '../../../src/service/index.js'
import { testKey } from '../../support/badge.js'
import { draft, testService } from '../service.js'

const people = (count: number) => Array.from({ length: count }, (_, i) => ({ email: `person${i}@example.org` }))
const reason = 'It was issued by mistake.'

async function issued(service: BadgeService, count: number, statusPurpose?: 'suspension'): Promise<BadgeRecord[]> {
  const { outcomes } = await service.batches.issue({
    draft,
    rows: people(count),
    offer: false,
    ...(statusPurpose && { statusPurpose }),
  })
  const badges = outcomes.map((outcome) => service.get('badgeId' in outcome ? outcome.badgeId : ''))
  return (await Promise.all(badges)) as BadgeRecord[]
}

/** Which of the badges the published list says something of. */
async function setIn(service: BadgeService, badges: readonly BadgeRecord[]): Promise<boolean[]> {
  const answers = badges.map(async ({ status: { listId, index } }) => {
    const list = await service.status.publish(listId)
    if (list === null) throw new Error(`There is no list ${listId}.`)
    const { credentialSubject } = list.credential as unknown as { credentialSubject: { encodedList: string } }
    const bits = gunzipSync(Buffer.from(credentialSubject.encodedList.slice(1), 'base64url'))
    return (((bits[index >> 3] ?? 0) >> (7 - (index & 7))) & 1) === 1
  })
  return Promise.all(answers)
}

describe('a revocation is in the published list within the interval', () => {
  test.each([
    ['by default within 5 seconds, whatever verifiers may keep it for', { statusTtlSeconds: 3600 }, 5],
    ['after as many seconds as are asked for', { statusPublishSeconds: 60 }, 60],
  ])('%s', async (_, options, seconds) => {
    const { service, clock } = await testService({ statusPublishSeconds: undefined as never, ...options })
    const [badge, other] = (await issued(service, 2)) as [BadgeRecord, BadgeRecord]
    expect(await setIn(service, [badge, other])).toEqual([false, false])
    await service.revoke({ badgeId: badge.id, reason })
    clock.pass(seconds * 1000 - 1)
    expect(await setIn(service, [badge, other])).toEqual([false, false])
    clock.pass(1)
    expect(await setIn(service, [badge, other])).toEqual([true, false])
  })

  test('at once where the list was not signed a moment ago, and this process revoked', async () => {
    const { service, clock } = await testService({ statusPublishSeconds: 5 })
    const [badge, other] = (await issued(service, 2)) as [BadgeRecord, BadgeRecord]
    await setIn(service, [badge])
    clock.pass(20_000)
    expect(await setIn(service, [badge])).toEqual([false])
    await service.revoke({ badgeId: badge.id, reason })
    expect(await setIn(service, [badge, other])).toEqual([true, false])
    await service.revoke({ badgeId: other.id, reason })
    expect(await setIn(service, [badge, other])).toEqual([true, false])
    clock.pass(5000)
    expect(await setIn(service, [badge, other])).toEqual([true, true])
  })

  test('at once for those who ask for the newest state, such as the page of a badge', async () => {
    const { service } = await testService({ statusPublishSeconds: 5 })
    const [badge] = (await issued(service, 1)) as [BadgeRecord]
    expect(await setIn(service, [badge])).toEqual([false])
    await service.revoke({ badgeId: badge.id, reason })
    expect(await setIn(service, [badge])).toEqual([false])
    await service.status.publish(badge.status.listId, { newest: true })
    expect(await setIn(service, [badge])).toEqual([true])
  })

  test('also where another process revokes', async () => {
    const storage = memoryStorage()
    const one = await testService({ storage, statusPublishSeconds: 5 })
    const other = await testService({ storage, statusPublishSeconds: 5 })
    const [badge] = (await issued(one.service, 1)) as [BadgeRecord]
    expect(await setIn(one.service, [badge])).toEqual([false])
    await other.service.revoke({ badgeId: badge.id, reason })
    one.clock.pass(5000)
    expect(await setIn(one.service, [badge])).toEqual([true])
  })

  test('what is suspended and reinstated in between is as before', async () => {
    const { service } = await testService()
    const [badge, other] = (await issued(service, 2, 'suspension')) as [BadgeRecord, BadgeRecord]
    await service.suspend({ badgeId: badge.id })
    await service.suspend({ badgeId: other.id })
    await service.reinstate({ badgeId: badge.id })
    expect(await setIn(service, [badge, other])).toEqual([false, true])
    await service.reinstate({ badgeId: other.id })
    expect(await setIn(service, [badge, other])).toEqual([false, false])
  })

  test('also of more badges than one commit takes in', async () => {
    const { service } = await testService()
    const badges = await issued(service, 1100)
    const batchId = badges[0]?.batchId ?? ''
    expect((await service.batches.undo({ batchId })).revoked).toBe(1100)
    expect(new Set(await setIn(service, badges))).toEqual(new Set([true]))
  })
})

test('a list is signed once for all who ask, and not again while nothing has changed', async () => {
  const key = await testKey()
  let signatures = 0
  const sign: typeof key.sign = (data) => {
    signatures += 1
    return key.sign(data)
  }
  const { service, clock } = await testService({ signer: { ...key, sign }, statusPublishSeconds: 5 })
  const badges = await issued(service, 3)
  signatures = 0
  await Promise.all(Array.from({ length: 50 }, () => setIn(service, badges)))
  expect(signatures).toBe(1)
  for (let i = 0; i < 5; i++) {
    clock.pass(6000)
    await setIn(service, badges)
  }
  expect(signatures).toBe(1)
  for (const { id } of badges) await service.revoke({ badgeId: id, reason })
  clock.pass(6000)
  expect(await setIn(service, badges)).toEqual([true, true, true])
  expect(signatures).toBe(2)
})

/** A storage that counts conflicts, and the text of what was read and written. */
function watched(storage: StorageAdapter) {
  const seen = { conflicts: 0, calls: 0, characters: 0 }
  const note = <T>(value: T): T => {
    seen.calls += 1
    seen.characters += JSON.stringify(value ?? null).length
    return value
  }
  const watching: StorageAdapter = {
    ...storage,
    get: async (...args) => note(await storage.get(...args)),
    query: async (query) => note(await storage.query(query)),
    commit: (changes: readonly StorageChange[]) =>
      storage.commit(note(changes)).catch((error: unknown) => {
        seen.conflicts += 1
        throw error
      }),
  }
  return { storage: watching, seen }
}

test('of badges that are revoked side by side, none meets another', async () => {
  const { storage, seen } = watched(memoryStorage())
  const { service } = await testService({ storage })
  const badges = await issued(service, 100)
  seen.conflicts = 0
  await Promise.all(badges.map(({ id }) => service.revoke({ badgeId: id, reason, notify: false })))
  expect(seen.conflicts).toBe(0)
  expect(new Set(await setIn(service, badges))).toEqual(new Set([true]))
})

test('revoking costs the same in a list of 131 thousand entries and of four million', async () => {
  const costs = []
  for (const statusListLength of [131_072, 4_194_304]) {
    const { storage, seen } = watched(memoryStorage())
    const { service } = await testService({ storage, statusListLength })
    const [first, second] = (await issued(service, 2)) as [BadgeRecord, BadgeRecord]
    await service.revoke({ badgeId: first.id, reason, notify: false })
    Object.assign(seen, { calls: 0, characters: 0 })
    await service.revoke({ badgeId: second.id, reason, notify: false })
    costs.push({ ...seen })
  }
  const [small, large] = costs as [(typeof costs)[0], (typeof costs)[0]]
  expect(large.calls).toBe(small.calls)
  expect(large.characters).toBeLessThan(small.characters * 1.1)
})

test('a change that comes while a list is published is in the next one, and one that was taken in does not come back', async () => {
  const memory = memoryStorage()
  let meanwhile = async (): Promise<void> => {}
  const t = await testService({
    storage: {
      ...memory,
      async commit(changes) {
        if (changes.some(({ collection }) => collection === 'published-lists')) await meanwhile()
        return memory.commit(changes)
      },
    },
  })
  const [badge, other] = (await issued(t.service, 2, 'suspension')) as [BadgeRecord, BadgeRecord]
  await t.service.suspend({ badgeId: badge.id })
  meanwhile = async () => {
    meanwhile = async () => {}
    // The first is reinstated after it was read, and before it is written.
    await t.service.reinstate({ badgeId: badge.id })
    await t.service.suspend({ badgeId: other.id })
  }
  expect(await setIn(t.service, [badge])).toEqual([false])
  expect(await setIn(t.service, [badge, other])).toEqual([false, true])
})

test('a badge whose status list is not kept here is not revoked', async () => {
  const storage = memoryStorage()
  const first = await testService({ storage })
  const [badge] = (await issued(first.service, 1)) as [BadgeRecord]
  const list = await storage.get('status-lists', badge.status.listId)
  await storage.commit([
    { collection: 'status-lists', key: badge.status.listId, expectedVersion: list?.version ?? 0, value: null },
  ])
  const { service } = await testService({ storage })
  await expect(service.revoke({ badgeId: badge.id, reason })).rejects.toMatchObject({ code: 'ERR_RECORD_NOT_FOUND' })
  expect((await service.get(badge.id))?.stage).toBe('issued')
})
