import { isBadgeError } from '../errors.js'
import { defined } from '../internal/defined.js'
import type { StorageAdapter, StorageChange } from '../service/index.js'
import { expectCode, expectEqual } from './expect.js'

/** One demand on a storage adapter. */
export interface StorageCase {
  readonly name: string
  /** Rejects when the adapter does not meet the demand. */
  readonly run: (context: {
    /**
     * Opens the storage, empty when the case begins. Every call gives another handle on the same data, where the adapter
     * can have several; otherwise the same.
     */
    readonly open: () => Promise<StorageAdapter>
  }) => Promise<void>
}

const change = (key: string, expectedVersion: number, more: Partial<StorageChange> = {}): StorageChange => ({
  collection: 'things',
  key,
  expectedVersion,
  value: { schemaVersion: 1, key },
  ...more,
})

const keysOf = async (storage: StorageAdapter, query: Parameters<StorageAdapter['query']>[0]): Promise<string[]> =>
  (await storage.query(query)).records.map(({ key }) => key)

/** Text that storages are known to stumble over. */
const HOSTILE = [
  "Robert'); DROP TABLE bw_records;--",
  '"quoted" \\ back\\slash',
  '%_?*#&=+ /../..',
  'ünïcode 焊接 🏅 \u202e',
  '\u0000\u0001\u001f\u2028',
  '__proto__',
  ' '.repeat(8),
]

/**
 * The demands on every storage adapter, as data: give each case an `open` of yours, under any test runner. A case that
 * is not met rejects with what was expected and found.
 *
 * @example
 * import { memoryStorage } from 'badgewright/storage/memory'
 * import { storageCases } from 'badgewright/testing'
 *
 * for (const { name, run } of storageCases) {
 *   const storage = memoryStorage()
 *   await run({ open: async () => storage })
 *   console.log(`ok: ${name}`)
 * }
 */
export const storageCases: readonly StorageCase[] = [
  {
    name: 'get: undefined for what is not there',
    async run({ open }) {
      expectEqual('record', await (await open()).get('things', 'nothing'), undefined)
    },
  },
  {
    name: 'commit: creates with version 1, changes with one more, removes',
    async run({ open }) {
      const storage = await open()
      await storage.commit([change('a', 0, { value: { schemaVersion: 1, n: 1 }, due: 5 })])
      expectEqual('created', await storage.get('things', 'a'), {
        key: 'a',
        version: 1,
        value: { schemaVersion: 1, n: 1 },
        due: 5,
      })
      await storage.commit([change('a', 1, { value: { schemaVersion: 1, n: 2 } })])
      expectEqual('changed', await storage.get('things', 'a'), {
        key: 'a',
        version: 2,
        value: { schemaVersion: 1, n: 2 },
      })
      await storage.commit([change('a', 2, { value: null })])
      expectEqual('removed', await storage.get('things', 'a'), undefined)
      await storage.commit([change('a', 0)])
      expectEqual('version when made again', (await storage.get('things', 'a'))?.version, 1)
    },
  },
  {
    name: 'commit: refuses a version that is not the expected one',
    async run({ open }) {
      const storage = await open()
      await storage.commit([change('a', 0)])
      for (const [what, wrong] of Object.entries({
        'made twice': change('a', 0),
        'changed from a version to come': change('a', 2),
        'removed from a version to come': change('a', 7, { value: null }),
        'changed although not there': change('b', 1),
        'removed although not there': change('b', 1, { value: null }),
        'said to be absent': change('a', 0, { value: null }),
      })) {
        await expectCode(what, storage.commit([wrong]), 'ERR_STORAGE_CONFLICT')
      }
      await storage.commit([change('c', 0, { value: null })])
      expectEqual('record', await storage.get('things', 'a'), {
        key: 'a',
        version: 1,
        value: { schemaVersion: 1, key: 'a' },
      })
    },
  },
  {
    name: 'commit: all or nothing',
    async run({ open }) {
      const storage = await open()
      await storage.commit([change('a', 0, { indexes: { colour: 'red' } })])
      const changes = [
        change('new', 0, { indexes: { colour: 'red' } }),
        change('a', 1, { value: { schemaVersion: 1, changed: true }, indexes: { colour: 'blue' } }),
        change('missing', 3),
      ]
      await expectCode('commit', storage.commit(changes), 'ERR_STORAGE_CONFLICT')
      expectEqual('new record', await storage.get('things', 'new'), undefined)
      expectEqual('old record', (await storage.get('things', 'a'))?.version, 1)
      expectEqual('red', await keysOf(storage, { collection: 'things', index: 'colour', value: 'red' }), ['a'])
      expectEqual('blue', await keysOf(storage, { collection: 'things', index: 'colour', value: 'blue' }), [])
    },
  },
  {
    name: 'commit: refuses one record twice, and names that cannot be kept',
    async run({ open }) {
      const storage = await open()
      const refused: Record<string, StorageChange[]> = {
        twice: [change('a', 0), change('a', 0)],
        'empty key': [change('', 0)],
        'zero byte': [change('a\0b', 0)],
        'long key': [change('k'.repeat(513), 0)],
        'half a surrogate pair': [change('\ud800', 0)],
        'version below 0': [change('a', -1)],
        'due in a fraction': [change('a', 0, { due: 0.5 })],
        'empty value of an index': [change('a', 0, { indexes: { colour: '' } })],
      }
      for (const [what, changes] of Object.entries(refused)) {
        await expectCode(what, storage.commit(changes), 'ERR_ARGUMENT_INVALID')
      }
      expectEqual('records', await keysOf(storage, { collection: 'things' }), [])
      await storage.commit([])
    },
  },
  {
    name: 'commit: keeps every text as it is',
    async run({ open }) {
      const storage = await open()
      for (const [i, text] of HOSTILE.entries()) {
        const indexes = { text: `x${text.replaceAll('\0', '').replaceAll('\n', '')}` }
        const value = { schemaVersion: 1, text, nested: { [`k${text}`]: [text, 1.5, true, null] } }
        await storage.commit([change(`key ${i} ${text.replaceAll('\0', '')}`, 0, { value, indexes })])
        const [found] = (await storage.query({ collection: 'things', index: 'text', value: indexes.text })).records
        expectEqual(`text ${i}`, found?.value, value)
      }
      expectEqual('records', (await keysOf(storage, { collection: 'things' })).length, HOSTILE.length)
    },
  },
  {
    name: 'commit: values are copies',
    async run({ open }) {
      const storage = await open()
      const value = { schemaVersion: 1, list: ['a'] }
      await storage.commit([change('a', 0, { value })])
      value.list.push('b')
      const read = await storage.get('things', 'a')
      if (Array.isArray(read?.value.list)) read.value.list.push('c')
      expectEqual('value', (await storage.get('things', 'a'))?.value, { schemaVersion: 1, list: ['a'] })
    },
  },
  {
    name: 'query: by index, by several values, and after a change only by the new ones',
    async run({ open }) {
      const storage = await open()
      await storage.commit([
        change('a', 0, { indexes: { colour: ['red', 'blue', 'red'], size: 'big' } }),
        change('b', 0, { indexes: { colour: 'red' } }),
        change('c', 0),
        { ...change('d', 0, { indexes: { colour: 'red' } }), collection: 'others' },
      ])
      const by = (index: string, value: string) => keysOf(storage, { collection: 'things', index, value })
      expectEqual('red', await by('colour', 'red'), ['a', 'b'])
      expectEqual('blue', await by('colour', 'blue'), ['a'])
      expectEqual('Red', await by('colour', 'Red'), [])
      expectEqual('all', await keysOf(storage, { collection: 'things' }), ['a', 'b', 'c'])
      await storage.commit([change('a', 1, { indexes: { size: 'small' } }), change('b', 1, { value: null })])
      expectEqual('red after', await by('colour', 'red'), [])
      expectEqual('big after', await by('size', 'big'), [])
      expectEqual('small after', await by('size', 'small'), ['a'])
    },
  },
  {
    name: 'query: pages in the order of keys, both ways, without gaps or repetition',
    async run({ open }) {
      const storage = await open()
      const keys = ['A', 'a', 'aa', 'b', 'ä', 'ﬀ', '😀', ...Array.from({ length: 20 }, (_, i) => `n${i}`)]
      const encoder = new TextEncoder()
      const hex = (key: string) => [...encoder.encode(key)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
      const sorted = keys.toSorted((a, b) => (hex(a) < hex(b) ? -1 : 1))
      await storage.commit(keys.map((key) => change(key, 0, { indexes: { all: 'yes' } })))
      for (const descending of [false, true]) {
        for (const by of [{}, { index: 'all', value: 'yes' }]) {
          const seen: string[] = []
          let cursor: string | undefined
          do {
            const page = await storage.query({
              collection: 'things',
              ...by,
              limit: 4,
              descending,
              ...defined({ cursor }),
            })
            seen.push(...page.records.map(({ key }) => key))
            cursor = page.cursor
          } while (cursor !== undefined)
          expectEqual('keys', seen, descending ? sorted.toReversed() : sorted)
        }
      }
      await expectCode('limit 0', storage.query({ collection: 'things', limit: 0 }), 'ERR_ARGUMENT_INVALID')
    },
  },
  {
    name: 'getMany, queryMany: what get and query give, in the order asked for',
    async run({ open }) {
      const storage = await open()
      const keys = Array.from({ length: 30 }, (_, i) => `n${i}`)
      await storage.commit([
        ...keys.map((key, i) => change(key, 0, { due: i, indexes: { all: 'yes', rest: `${i % 3}` } })),
        { ...change('n1', 0, { value: { schemaVersion: 1, other: true } }), collection: 'others' },
      ])
      const places = [
        ...['n7', 'nothing', 'n1', 'n7'].map((key) => ({ collection: 'things', key })),
        { collection: 'others', key: 'n1' },
        { collection: 'nowhere', key: 'n1' },
      ]
      if (storage.getMany !== undefined) {
        const alone = await Promise.all(places.map(({ collection, key }) => storage.get(collection, key)))
        expectEqual('records', await storage.getMany(places), alone)
        expectEqual('none', await storage.getMany([]), [])
      }
      const by = (value: string, more = {}) => ({ collection: 'things', index: 'rest', value, ...more })
      const queries = [
        [by('1'), by('2', { limit: 3 }), by('9'), by('1', { limit: 10 }), { ...by('1'), collection: 'others' }],
        [by('1'), by('0', { limit: 2, descending: true }), by('0', { cursor: 'n12' }), { collection: 'things' }],
        [],
      ]
      for (const [i, some] of queries.entries()) {
        const alone = await Promise.all(some.map((query) => storage.query(query)))
        if (storage.queryMany !== undefined) expectEqual(`pages ${i}`, await storage.queryMany(some), alone)
      }
    },
  },
  {
    name: 'lease: what is due, the longest due first, to one at a time',
    async run({ open }) {
      const storage = await open()
      await storage.commit([
        change('late', 0, { due: 30 }),
        change('early', 0, { due: 10, indexes: { colour: 'red' } }),
        change('middle', 0, { due: 20 }),
        change('never', 0),
      ])
      const lease = async (due: number, n: number, until: number) =>
        (await storage.lease('things', { due, n, until })).map(({ key }) => key).toSorted()
      expectEqual('nothing due', await lease(9, 10, 100), [])
      expectEqual('two of three', await lease(30, 2, 100), ['early', 'middle'])
      expectEqual('the rest', await lease(30, 2, 100), ['late'])
      expectEqual('none left', await lease(99, 9, 200), [])
      const record = await storage.get('things', 'early')
      expectEqual('leased record', [record?.version, record?.due], [2, 100])
      expectEqual('index', await keysOf(storage, { collection: 'things', index: 'colour', value: 'red' }), ['early'])
      expectEqual('due again', await lease(100, 9, 200), ['early', 'late', 'middle'])
      await storage.commit([change('early', 3)])
      expectEqual('no longer due', await lease(1000, 9, 2000), ['late', 'middle'])
    },
  },
  {
    name: 'lease: anyone who had it before cannot write any more',
    async run({ open }) {
      const storage = await open()
      await storage.commit([change('a', 0, { due: 1 })])
      const [first] = await storage.lease('things', { due: 1, n: 1, until: 10 })
      const [second] = await storage.lease('things', { due: 10, n: 1, until: 20 })
      await expectCode('late writer', storage.commit([change('a', first?.version ?? 0)]), 'ERR_STORAGE_CONFLICT')
      await storage.commit([change('a', second?.version ?? 0)])
    },
  },
  {
    name: 'close: may be called again',
    async run({ open }) {
      const storage = await open()
      await storage.commit([change('a', 0)])
      await storage.close()
      await storage.close()
    },
  },
  {
    name: 'concurrency: of 50 commits that expect the same version, one succeeds',
    async run({ open }) {
      const handles = [await open(), await open(), await open()]
      await handles[0]?.commit([change('token', 0)])
      const outcomes = await Promise.allSettled(
        Array.from({ length: 50 }, (_, i) =>
          handles[i % handles.length]?.commit([
            change('token', 1, { value: { schemaVersion: 1, winner: i } }),
            change(`event ${i}`, 0),
          ]),
        ),
      )
      const lost = outcomes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[]
      const unexpected = lost.filter(({ reason }) => !isBadgeError(reason, 'ERR_STORAGE_CONFLICT'))
      expectEqual(
        'other errors',
        unexpected.map(({ reason }) => String(reason)),
        [],
      )
      expectEqual('losers', lost.length, 49)
      expectEqual('records', (await keysOf(handles[0] as StorageAdapter, { collection: 'things' })).length, 2)
    },
  },
  {
    name: 'concurrency: counting with retries loses nothing',
    async run({ open }) {
      const handles = [await open(), await open()] as const
      await handles[0].commit([change('counter', 0, { value: { schemaVersion: 1, n: 0 } })])
      const count = async (storage: StorageAdapter): Promise<void> => {
        for (;;) {
          const record = await storage.get('things', 'counter')
          const value = { schemaVersion: 1, n: Number(record?.value.n) + 1 }
          try {
            return await storage.commit([change('counter', record?.version ?? 0, { value })])
          } catch (error) {
            if (!isBadgeError(error, 'ERR_STORAGE_CONFLICT')) throw error
          }
        }
      }
      await Promise.all(Array.from({ length: 20 }, (_, i) => count(handles[i % 2 === 0 ? 0 : 1])))
      expectEqual('count', (await handles[0].get('things', 'counter'))?.value.n, 20)
    },
  },
  {
    name: 'count: of a collection, of an index, of what is due, no further than the limit (where the adapter counts)',
    async run({ open }) {
      const storage = await open()
      if (storage.count === undefined) return
      const count = storage.count.bind(storage)
      expectEqual('nothing', await count({ collection: 'things', due: 9, limit: 5 }), { count: 0 })
      await storage.commit([
        change('a', 0, { due: 7, indexes: { colour: 'red' } }),
        change('b', 0, { due: 3, indexes: { colour: ['red', 'blue'] } }),
        change('c', 0, { due: 20 }),
        change('d', 0),
      ])
      expectEqual('all', await count({ collection: 'things', limit: 10 }), { count: 4 })
      expectEqual('to the limit', await count({ collection: 'things', limit: 3 }), { count: 3 })
      expectEqual('red', await count({ collection: 'things', index: 'colour', value: 'red', limit: 10 }), { count: 2 })
      expectEqual('due', await count({ collection: 'things', due: 9, limit: 10 }), { count: 2, since: 3 })
      expectEqual('due, to the limit', await count({ collection: 'things', due: 99, limit: 1 }), { count: 1, since: 3 })
      expectEqual('elsewhere', await count({ collection: 'others', limit: 10 }), { count: 0 })
      await expectCode('limit', count({ collection: 'things', limit: 0 }), 'ERR_ARGUMENT_INVALID')
      await expectCode('both', count({ collection: 'things', index: 'a', due: 1, limit: 1 }), 'ERR_ARGUMENT_INVALID')
    },
  },
  {
    name: 'concurrency: two that lease at once never get the same record',
    async run({ open }) {
      const handles = [await open(), await open()] as const
      await handles[0].commit(Array.from({ length: 40 }, (_, i) => change(`m${i}`, 0, { due: 1 })))
      const leases = await Promise.all(
        Array.from({ length: 10 }, (_, i) => handles[i % 2 === 0 ? 0 : 1].lease('things', { due: 1, n: 7, until: 99 })),
      )
      const keys = leases.flat().map(({ key }) => key)
      expectEqual('keys handed out once', new Set(keys).size, keys.length)
      const rest = await handles[0].lease('things', { due: 1, n: 100, until: 99 })
      expectEqual('all handed out', keys.length + rest.length, 40)
    },
  },
  {
    name: 'concurrency: commits that cross each other neither fail nor hang',
    async run({ open }) {
      const handles = [await open(), await open()] as const
      await handles[0].commit([change('a', 0), change('b', 0)])
      const cross = async (storage: StorageAdapter, first: string, second: string): Promise<void> => {
        for (let i = 0; i < 10; ) {
          const [one, other] = await Promise.all([storage.get('things', first), storage.get('things', second)])
          try {
            await storage.commit([change(first, one?.version ?? 0), change(second, other?.version ?? 0)])
            i++
          } catch (error) {
            if (!isBadgeError(error, 'ERR_STORAGE_CONFLICT')) throw error
          }
        }
      }
      await Promise.all([cross(handles[0], 'a', 'b'), cross(handles[1], 'b', 'a')])
      expectEqual('versions', (await handles[0].get('things', 'a'))?.version, 21)
    },
  },
]

/** Further demands on an adapter that says it is durable. */
export const durableStorageCases: readonly StorageCase[] = [
  {
    name: 'durable: what was committed is there after closing and opening',
    async run({ open }) {
      const storage = await open()
      await storage.commit([change('a', 0, { indexes: { colour: 'red' }, due: 7 }), change('b', 0)])
      await storage.commit([change('b', 1, { value: null })])
      await storage.close()
      const again = await open()
      expectEqual('records', await keysOf(again, { collection: 'things', index: 'colour', value: 'red' }), ['a'])
      expectEqual('due', (await again.get('things', 'a'))?.due, 7)
      await again.close()
    },
  },
]
