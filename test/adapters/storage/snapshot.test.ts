import { describe, expect, test } from 'vitest'
import type { StorageAdapter } from '../../../src/service/index.js'
import { type FreshStorage, freshStorage, presentKinds } from './storages.js'

const put = (key: string, more: object = {}) => ({
  collection: 'things',
  key,
  expectedVersion: 0,
  value: { key },
  ...more,
})

async function withStorage(kind: Parameters<typeof freshStorage>[0], act: (storage: StorageAdapter) => Promise<void>) {
  const fresh: FreshStorage = await freshStorage(kind)
  const storage = await fresh.open()
  try {
    await act(storage)
  } finally {
    await storage.close()
    await fresh.remove()
  }
}

async function all(storage: StorageAdapter, limit: number) {
  const snapshot = await storage.snapshot?.()
  if (snapshot === undefined) throw new Error('it gives none')
  return { snapshot, read: (collection: string) => pages(snapshot, collection, limit) }
}

async function pages(
  snapshot: NonNullable<Awaited<ReturnType<NonNullable<StorageAdapter['snapshot']>>>>,
  collection: string,
  limit: number,
) {
  const records = []
  let cursor: string | undefined
  do {
    const page = await snapshot.page(collection, { limit, ...(cursor === undefined ? {} : { cursor }) })
    expect(page.records.length).toBeLessThanOrEqual(limit)
    records.push(...page.records)
    cursor = page.cursor
  } while (cursor !== undefined)
  return records
}

// PGlite has one connection: nobody could write meanwhile.
describe.each(presentKinds(['memory', 'sqlite', 'postgres']))('a snapshot of %s', (kind) => {
  test('has everything that was committed, with indexes and due times, and nothing that comes later', () =>
    withStorage(kind, async (storage) => {
      await storage.commit([
        put('b', { indexes: { a: ['2', '1'], of: 'x' }, due: 7 }),
        put('ä 焊接'),
        put('a', { indexes: { of: 'y' } }),
        { ...put('one'), collection: 'others' },
      ])
      const { snapshot, read } = await all(storage, 2)
      await storage.commit([
        put('c'),
        put('a', { expectedVersion: 1, value: { changed: true } }),
        { ...put('b'), expectedVersion: 1, value: null },
        { ...put('x'), collection: 'later' },
      ])
      expect(await snapshot.collections()).toEqual(['others', 'things'].sort())
      const found = (await read('things')).map(({ indexes, ...rest }) => ({
        ...rest,
        indexes: Object.fromEntries(Object.entries(indexes).map(([name, values]) => [name, values.toSorted()])),
      }))
      expect(found).toEqual([
        { key: 'a', version: 1, value: { key: 'a' }, indexes: { of: ['y'] } },
        { key: 'b', version: 1, value: { key: 'b' }, due: 7, indexes: { a: ['1', '2'], of: ['x'] } },
        { key: 'ä 焊接', version: 1, value: { key: 'ä 焊接' }, indexes: {} },
      ])
      expect(await read('later')).toEqual([])
      await snapshot.close()
      const after = await all(storage, 100)
      expect((await after.read('things')).map(({ key }) => key)).toEqual(['a', 'c', 'ä 焊接'])
      await after.snapshot.close()
    }))

  test('is whole while many write: of each commit all or nothing', () =>
    withStorage(kind, async (storage) => {
      let number = 0
      let isOver = false
      const writing = Promise.all(
        [1, 2, 3].map(async () => {
          while (!isOver) {
            number += 1
            const name = String(number).padStart(5, '0')
            await storage.commit([put(`left ${name}`), put(`right ${name}`)])
          }
        }),
      )
      // On a machine that has much to do, writing takes its time.
      for (let n = 0; n < 5 || number <= 5; n++) {
        const { snapshot, read } = await all(storage, 7)
        const keys = (await read('things')).map(({ key }) => key)
        const side = (name: string) => keys.filter((key) => key.startsWith(name)).map((key) => key.slice(-5))
        expect(side('left ')).toEqual(side('right'))
        await snapshot.close()
      }
      isOver = true
      await writing
      expect(number).toBeGreaterThan(5)
    }))
})
