import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { memoryStorage } from '../../src/adapters/storage/memory.js'
import { generateKeyPair } from '../../src/keys/index.js'
import type { BadgeServiceOptions, BlobStore, StorageAdapter } from '../../src/service/index.js'
import { type FreshStorage, freshStorage, presentKinds } from '../adapters/storage/storages.js'
import { codeOf } from '../support/codes.js'
import { draft, dump, type TestService, testService, tokenIn } from './service.js'

type Part = { readonly name: string; readonly bytes: Uint8Array }

const picture = new Uint8Array(readFileSync(new URL('../../examples/art/welder.png', import.meta.url)))
const secret = 's'.repeat(43)
const signer = () => generateKeyPair({ seed: new Uint8Array(32).fill(3) })
const service = async (storage: StorageAdapter, more: Partial<BadgeServiceOptions> = {}) =>
  testService({ storage, secret, signer: await signer(), ...more })

const opened: FreshStorage[] = []
afterAll(async () => {
  for (const storage of opened) await storage.remove()
})
async function open(kind: Parameters<typeof freshStorage>[0]): Promise<StorageAdapter> {
  const fresh = await freshStorage(kind)
  opened.push(fresh)
  return fresh.open()
}

async function* stream(parts: readonly Part[]): AsyncGenerator<Part> {
  yield* parts
}

async function backupOf(t: TestService): Promise<Part[]> {
  const parts: Part[] = []
  for await (const part of await t.service.backup.read()) parts.push(part)
  return parts
}

/** A service with a bit of everything. */
async function lived(storage: StorageAdapter): Promise<TestService> {
  const t = await service(storage)
  const input = { draft, recipient: { email: 'kim@example.org', name: 'Kim Lee' }, picture }
  await t.service.issue(input)
  const claimed = await t.service.claims.claim({ token: tokenIn(await t.mailTo('kim@example.org'), 'claim') })
  await t.service.issue({ draft, recipient: { email: 'sam@example.org' } })
  const gone = await t.service.issue({ draft, recipient: { email: 'gone@example.org' }, offer: false })
  await t.service.revoke({ badgeId: gone.id, reason: 'A mistake.' })
  await t.service.displays.create({ title: 'Foyer' })
  expect(claimed.badge.stage).toBe('claimed')
  return t
}

const others: Readonly<Record<string, 'sqlite' | 'postgres' | 'memory'>> = {
  sqlite: 'postgres',
  postgres: 'sqlite',
  memory: 'memory',
}

describe.each(presentKinds(['memory', 'sqlite', 'postgres']))('a backup of %s', (kind) => {
  test.each([kind, ...presentKinds([others[kind] ?? 'memory'])])(
    'restored into %s has every record, and every badge verifies',
    async (target) => {
      const t = await lived(await open(kind))
      const parts = await backupOf(t)
      const manifest = await t.service.backup.check({ parts: stream(parts) })
      expect(manifest.records).toMatchObject({ badges: 3, people: 1, outbox: 2, blobs: 1, displays: 1 })
      const before = await dump(t.storage)
      const copy = await service(await open(target))
      expect(await copy.service.backup.restore({ parts: stream(parts), sendWaiting: true })).toEqual({
        manifest,
        held: 0,
      })
      expect(await dump(copy.storage)).toBe(before)
      expect(await copy.service.keys.check()).toEqual({ badges: 3, lists: 1 })
      // By every index and due time too: what waited is sent, and links that were mailed before open.
      const mail = await copy.mailTo('sam@example.org')
      expect((await copy.service.claims.claim({ token: tokenIn(mail, 'claim') })).badge.stage).toBe('claimed')
      const [kims] = (await copy.service.list({ email: 'kim@example.org' })).badges
      expect((await copy.service.picture(kims?.id ?? ''))?.bytes).toEqual(picture)
    },
  )

  test('taken while badges are issued holds of each everything or nothing', async () => {
    const t = await service(await open(kind))
    const issue = (n: number) => t.service.issue({ draft, recipient: { email: `learner${n}@example.org` } })
    await issue(0)
    const issuing = Promise.all(Array.from({ length: 20 }, (_, n) => issue(n + 1)))
    const parts = await backupOf(t)
    await issuing
    const copy = await service(memoryStorage())
    const { manifest } = await copy.service.backup.restore({ parts: stream(parts) })
    const { badges = 0, outbox } = manifest.records
    expect(badges).toBeGreaterThan(0)
    expect(outbox).toBe(badges)
    expect(await copy.service.keys.check()).toEqual({ badges, lists: 1 })
  })
})

test('mail that waited when the backup was made is not sent again by itself, and is by hand', async () => {
  const t = await lived(memoryStorage())
  const parts = await backupOf(t)
  // Sent after the backup was made: the copy cannot know.
  await t.mailTo('sam@example.org')
  const copy = await service(memoryStorage())
  expect(await copy.service.backup.restore({ parts: stream(parts) })).toMatchObject({ held: 1 })
  await copy.service.tick()
  expect(copy.sent).toEqual([])
  const { messages } = await copy.service.mail.messages()
  expect(messages).toHaveLength(1)
  await copy.service.mail.retry({ messageId: messages[0]?.id ?? '' })
  expect((await copy.mailTo('sam@example.org')).idempotencyKey).toBe(t.sent.at(-1)?.idempotencyKey)
})

describe('a batch whose rows waited when the backup was made', () => {
  const restored = async (sendWaiting: boolean) => {
    const t = await service(memoryStorage())
    await t.service.batches.start({ id: 'course', draft, rows: [{ email: 'sam@example.org' }] })
    const parts = await backupOf(t)
    // Issued after the backup was made: the copy cannot know.
    await t.service.tick()
    const copy = await service(memoryStorage())
    await copy.service.backup.restore({ parts: stream(parts), sendWaiting })
    await copy.service.tick()
    return copy
  }

  test('is cancelled: nobody gets a second badge by itself, and the rows are not kept', async () => {
    const copy = await restored(false)
    expect(await copy.service.batches.get('course')).toMatchObject({ stage: 'cancelled', rows: 0, total: 1 })
    expect((await copy.service.list()).badges).toEqual([])
    expect(JSON.stringify(await dump(copy.storage))).not.toContain('sam@example.org')
  })

  test('goes on where what waited is to be sent', async () => {
    const copy = await restored(true)
    expect(await copy.service.batches.get('course')).toMatchObject({ stage: 'done', issued: 1 })
  })
})

const LENGTH = 131_072

/** Gives away all that is left of every list. */
async function fill(storage: StorageAdapter): Promise<void> {
  const { records } = await storage.query({ collection: 'status-counters' })
  await storage.commit(
    records.map(({ key, version, value }) => ({
      collection: 'status-counters',
      key,
      expectedVersion: version,
      value: { ...value, next: LENGTH },
    })),
  )
}

describe('places in status lists that were given away after the backup was made', () => {
  const places = async (sendWaiting: boolean) => {
    const storage = memoryStorage()
    const t = await service(storage)
    const issue = async ({ service }: TestService) =>
      (await service.issue({ draft, recipient: { email: 'kim@example.org' }, offer: false })).status
    await issue(t)
    const parts = await backupOf(t)
    const lost = await issue(await service(storage))
    const copy = await service(memoryStorage())
    await copy.service.backup.restore({ parts: stream(parts), sendWaiting })
    const [kept] = (await copy.service.list()).badges
    return { lost, next: await issue(copy), kept: kept?.status, lists: (await copy.service.keys.check()).lists }
  }

  test('are given to nobody else: whoever revokes the one would revoke the other', async () => {
    const { lost, next, kept, lists } = await places(false)
    expect(lost.listId).toBe(kept?.listId)
    expect(next.listId).not.toBe(lost.listId)
    expect(lists).toBe(2)
  })

  test('are there where nothing happened since', async () => {
    const { lost, next, lists } = await places(true)
    expect([next, lists]).toEqual([lost, 1])
  })

  test.each([
    [false, 'have no URL of a list that is begun after the restore'],
    [true, 'are those of the lists that go on, where nothing has happened since'],
  ])('where a lost server had begun another list (sendWaiting %s), its places %s', async (sendWaiting) => {
    const storage = memoryStorage()
    const small = async (kept: ReturnType<typeof memoryStorage>) => service(kept, { statusListLength: LENGTH })
    const issue = async ({ service }: TestService, count: number) => {
      for (let i = 0; i < count; i++) {
        await service.issue({ draft, recipient: { email: `p${i}@example.org` }, offer: false })
      }
      const { badges } = await service.list({ limit: 500 })
      return new Set(badges.map(({ status }) => status.listId))
    }
    const t = await small(storage)
    await issue(t, 1)
    const parts = await backupOf(t)
    await fill(storage)
    const lost = await issue(await small(storage), 2)
    expect(lost.size).toBe(2)
    const copy = await small(memoryStorage())
    await copy.service.backup.restore({ parts: stream(parts), sendWaiting })
    await fill(copy.storage)
    const next = await issue(copy, 2)
    expect([...next].filter((id) => lost.has(id))).toHaveLength(sendWaiting ? 2 : 1)
    // And again, from a backup of what was restored.
    const again = await small(memoryStorage())
    await again.service.backup.restore({ parts: stream(await backupOf(copy)), sendWaiting })
    const last = await issue(again, 1)
    expect([...last].filter((id) => !next.has(id))).toHaveLength(sendWaiting ? 0 : 1)
  })
})

describe('a reminder that was due between backup and restore', () => {
  const DAY = 86_400_000
  const kim = 'kim@example.org'
  const restored = async (sendWaiting: boolean) => {
    const t = await service(memoryStorage())
    await t.service.issue({ draft, recipient: { email: kim } })
    await t.mailTo(kim)
    const parts = await backupOf(t)
    const copy = await service(memoryStorage())
    copy.clock.pass(4 * DAY)
    await copy.service.backup.restore({ parts: stream(parts), sendWaiting })
    await copy.service.tick()
    return copy
  }

  test('is not mailed again; the next one is, in its time', async () => {
    const copy = await restored(false)
    expect(copy.sent).toEqual([])
    copy.clock.pass(5 * DAY)
    await copy.service.tick()
    expect(copy.sent).toEqual([])
    copy.clock.pass(2 * DAY)
    await copy.service.tick()
    expect((await copy.mailTo(kim)).text).toContain('/claim/')
    expect(copy.sent).toHaveLength(1)
  })

  test('is mailed where what waited is to be sent', async () => {
    expect((await restored(true)).sent).toHaveLength(1)
  })

  test('so is a notice that a badge expires', async () => {
    const t = await service(memoryStorage())
    const validUntil = new Date(t.clock.now + 40 * DAY).toISOString()
    await t.service.issue({ draft: { ...draft, validUntil }, recipient: { email: kim } })
    await t.service.claims.claim({ token: tokenIn(await t.mailTo(kim), 'claim') })
    const parts = await backupOf(t)
    const copy = await service(memoryStorage())
    copy.clock.pass(12 * DAY)
    await copy.service.backup.restore({ parts: stream(parts) })
    await copy.service.tick()
    expect(copy.sent).toEqual([])
    copy.clock.pass(22 * DAY)
    await copy.service.tick()
    expect((await copy.mailTo(kim)).subject).toContain('Welder I')
  })
})

/** A store of pictures apart from the records. */
const storeIn = (map = new Map<string, { bytes: Uint8Array; mediaType: string }>()): BlobStore => ({
  put: async (key, blob) => !map.has(key) && map.set(key, blob) !== undefined,
  get: async (key) => map.get(key),
  delete: async (key) => void map.delete(key),
})

test('pictures of a store of their own are in it, each once', async () => {
  const kept = new Map<string, { bytes: Uint8Array; mediaType: string }>()
  const t = await service(memoryStorage(), { blobs: storeIn(kept) })
  for (const n of [1, 2])
    await t.service.issue({ draft, recipient: { email: `k${n}@example.org` }, picture, offer: false })
  const parts = await backupOf(t)
  const restored = new Map<string, { bytes: Uint8Array; mediaType: string }>()
  const copy = await service(memoryStorage(), { blobs: storeIn(restored) })
  expect((await copy.service.backup.restore({ parts: stream(parts) })).manifest.blobs).toBe(1)
  expect(restored).toEqual(kept)
})

test('so is the picture of a batch that waits', async () => {
  const t = await service(memoryStorage(), { blobs: storeIn() })
  await t.service.batches.start({ id: 'course', draft, picture, rows: [{ email: 'sam@example.org' }] })
  const parts = await backupOf(t)
  const copy = await service(memoryStorage(), { blobs: storeIn() })
  await copy.service.backup.restore({ parts: stream(parts), sendWaiting: true })
  await copy.service.tick()
  const [badge] = (await copy.service.list()).badges
  expect((await copy.service.picture(badge?.id ?? ''))?.bytes).toEqual(picture)
})

describe('a backup that is not right is refused', () => {
  const text = (part: Part | undefined) => new TextDecoder().decode(part?.bytes)
  const changed = (part: Part | undefined, change: (text: string) => string): Part => ({
    name: part?.name ?? '',
    bytes: new TextEncoder().encode(change(text(part))),
  })

  test.each<[string, (parts: Part[]) => Part[]]>([
    ['without its manifest', (parts) => parts.slice(0, -1)],
    ['without a part', (parts) => parts.slice(1)],
    ['empty', () => []],
    ['with a part twice', ([first, ...parts]) => (first === undefined ? [] : [first, first, ...parts])],
    ['with something after its manifest', (parts) => [...parts, ...parts.slice(0, 1)]],
    [
      'with a record that was altered',
      ([first, ...parts]) => [changed(first, (line) => line.replace('Kim', 'Tim')), ...parts],
    ],
    ['with half a line', ([first, ...parts]) => [changed(first, (line) => line.slice(0, -9)), ...parts]],
    ['with a line that is not JSON', ([first, ...parts]) => [changed(first, (line) => `x${line}`), ...parts]],
    [
      'with a record of an unknown kind',
      ([first, ...parts]) => [changed(first, (line) => line.replace('"badges"', '"baddies"')), ...parts],
    ],
    [
      'with a part of another name',
      ([first, ...parts]) => [{ name: '../../etc/passwd', bytes: first?.bytes ?? new Uint8Array() }, ...parts],
    ],
    [
      'whose manifest is of a later version',
      (parts) => [...parts.slice(0, -1), changed(parts.at(-1), (line) => line.replace('"version": 1', '"version": 2'))],
    ],
    ['whose manifest is something else', (parts) => [...parts.slice(0, -1), changed(parts.at(-1), () => '{}')]],
    [
      'whose manifest has other counts',
      (parts) => [...parts.slice(0, -1), changed(parts.at(-1), (line) => line.replace('"badges": 3', '"badges": 2'))],
    ],
  ])('%s', async (_, change) => {
    const t = await lived(memoryStorage())
    const parts = change(await backupOf(t))
    const copy = await service(memoryStorage())
    expect(await codeOf(() => copy.service.backup.check({ parts: stream(parts) }))).toBe('ERR_BACKUP_INVALID')
    expect(await codeOf(() => copy.service.backup.restore({ parts: stream(parts) }))).toBe('ERR_BACKUP_INVALID')
  })

  test('into a storage that is not empty, or for another issuer; the same backup is taken where it belongs', async () => {
    const t = await lived(memoryStorage())
    const parts = await backupOf(t)
    expect(await codeOf(() => t.service.backup.restore({ parts: stream(parts) }))).toBe('ERR_STORAGE_CONFLICT')
    const other = await testService({ storage: memoryStorage(), signer: await generateKeyPair(), secret })
    expect(await codeOf(() => other.service.backup.restore({ parts: stream(parts) }))).toBe('ERR_SIGN_ISSUER_MISMATCH')
    const copy = await service(memoryStorage())
    expect(await copy.service.backup.restore({ parts: stream(parts) })).toMatchObject({ held: 1 })
  })

  test('a storage that gives no snapshot says so', async () => {
    const { snapshot: _, ...storage } = memoryStorage()
    const t = await service(storage)
    expect(await codeOf(() => t.service.backup.read())).toBe('ERR_STORAGE_FAILED')
    expect(await codeOf(() => t.service.backup.check({ part: [] } as never))).toBe('ERR_ARGUMENT_INVALID')
  })
})
