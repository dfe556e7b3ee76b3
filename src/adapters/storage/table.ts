import { defined } from '../../internal/defined.js'
import type {
  LeaseOptions,
  StorageChange,
  StoragePage,
  StorageQuery,
  StorageSnapshot,
  StoredRecord,
} from '../../service/index.js'
import type { JsonObject } from '../../types/json.js'
import { type CountQuery, conflict, entriesOf, pageOf, readLimit } from './checks.js'

interface Row {
  readonly version: number
  /** As text, so that nobody changes what is kept. */
  readonly json: string
  readonly indexes: readonly (readonly [string, string])[]
  readonly due?: number
}

interface Collection {
  readonly rows: Map<string, Row>
  readonly indexes: Map<string, Set<string>>
}

/** A change as it is applied: with the version that comes out. */
export interface Applied {
  readonly collection: string
  readonly key: string
  readonly version: number
  readonly json: string | null
  readonly indexes: readonly (readonly [string, string])[]
  readonly due?: number
}

/** Records in memory. Synchronous, so that nobody can come in between. */
export class RecordTable {
  readonly #collections = new Map<string, Collection>()

  get(collection: string, key: string): StoredRecord | undefined {
    const row = this.#collections.get(collection)?.rows.get(key)
    return row && recordOf(key, row)
  }

  /** What the changes come to; throws `ERR_STORAGE_CONFLICT`, and changes nothing. */
  plan(changes: readonly StorageChange[]): Applied[] {
    return changes.map(({ collection, key, expectedVersion, value, indexes = {}, due }) => {
      const version = this.#collections.get(collection)?.rows.get(key)?.version ?? 0
      if (version !== expectedVersion) throw conflict()
      return {
        collection,
        key,
        version: version + 1,
        json: value === null ? null : JSON.stringify(value),
        indexes: value === null ? [] : entriesOf(indexes),
        ...defined({ due }),
      }
    })
  }

  apply(changes: readonly Applied[]): void {
    for (const { collection, key, version, json, indexes, due } of changes) {
      const { rows, indexes: byIndex } = this.#collection(collection)
      for (const [name, value] of rows.get(key)?.indexes ?? []) byIndex.get(place(name, value))?.delete(key)
      if (json === null) {
        rows.delete(key)
        continue
      }
      rows.set(key, { version, json, indexes, ...defined({ due }) })
      for (const [name, value] of indexes) {
        const keys = byIndex.get(place(name, value)) ?? new Set()
        keys.add(key)
        byIndex.set(place(name, value), keys)
      }
    }
  }

  query(query: StorageQuery): StoragePage {
    const { collection, index, value = '', cursor, descending = false } = query
    const limit = readLimit(query)
    const found = this.#collections.get(collection)
    const keys = index === undefined ? found?.rows.keys() : found?.indexes.get(place(index, value))?.keys()
    const sign = descending ? -1 : 1
    const wanted = [...(keys ?? [])]
      .filter((key) => cursor === undefined || sign * compareKeys(key, cursor) > 0)
      .sort((a, b) => sign * compareKeys(a, b))
      .slice(0, limit + 1)
    return pageOf(
      wanted.flatMap((key) => this.get(collection, key) ?? []),
      limit,
    )
  }

  count({ collection, index, value = '', due, limit }: CountQuery): { count: number; since?: number } {
    const found = this.#collections.get(collection)
    if (index !== undefined) return { count: Math.min(found?.indexes.get(place(index, value))?.size ?? 0, limit) }
    if (due === undefined) return { count: Math.min(found?.rows.size ?? 0, limit) }
    const dues = [...(found?.rows.values() ?? [])].flatMap((row) =>
      row.due !== undefined && row.due <= due ? row.due : [],
    )
    const since = dues.sort((a, b) => a - b)[0]
    return { count: Math.min(dues.length, limit), ...defined({ since }) }
  }

  /** What a lease comes to; changes nothing. */
  planLease(collection: string, { due, n, until }: LeaseOptions): Applied[] {
    const rows = [...(this.#collections.get(collection)?.rows ?? [])]
    return rows
      .filter(([, row]) => row.due !== undefined && row.due <= due)
      .sort(([a, one], [b, other]) => (one.due ?? 0) - (other.due ?? 0) || compareKeys(a, b))
      .slice(0, n)
      .map(([key, row]) => ({
        collection,
        key,
        version: row.version + 1,
        json: row.json,
        indexes: row.indexes,
        due: until,
      }))
  }

  /** Rows are never changed, only replaced: holding on to them is a copy. */
  snapshot(): StorageSnapshot {
    const held = new Map([...this.#collections].map(([name, { rows }]) => [name, new Map(rows)]))
    return {
      collections: async () =>
        [...held]
          .filter(([, rows]) => rows.size > 0)
          .map(([name]) => name)
          .sort(compareKeys),
      async page(collection, { cursor, limit }) {
        const rows = held.get(collection) ?? new Map<string, Row>()
        const keys = [...rows.keys()].filter((key) => cursor === undefined || compareKeys(key, cursor) > 0)
        const shown = keys.sort(compareKeys).slice(0, limit)
        const last = shown.at(-1)
        return {
          records: shown.flatMap((key) => {
            const row = rows.get(key)
            return row === undefined ? [] : [{ ...recordOf(key, row), indexes: namesOf(row) }]
          }),
          ...(keys.length > limit && last !== undefined ? { cursor: last } : {}),
        }
      },
      async close() {
        held.clear()
      },
    }
  }

  #collection(name: string): Collection {
    const found = this.#collections.get(name)
    if (found !== undefined) return found
    const made: Collection = { rows: new Map(), indexes: new Map() }
    this.#collections.set(name, made)
    return made
  }
}

export const recordsOf = (applied: readonly Applied[]): StoredRecord[] =>
  applied.map(({ key, version, json, due }) => recordOf(key, { version, json: json ?? 'null', ...defined({ due }) }))

const recordOf = (key: string, { version, json, due }: Pick<Row, 'version' | 'json' | 'due'>): StoredRecord => ({
  key,
  version,
  value: JSON.parse(json) as JsonObject,
  ...defined({ due }),
})

function namesOf({ indexes }: Row): Record<string, string[]> {
  const names: Record<string, string[]> = {}
  for (const [name, value] of indexes) names[name] = [...(names[name] ?? []), value]
  return names
}

const place = (name: string, value: string): string => `${name}\n${value}`

/** As UTF-8 bytes sort, which is by code point. */
function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [one, other] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (one === other) continue
    // Surrogates mean code points above all others.
    const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdfff
    return isHigh(one) === isHigh(other) ? one - other : isHigh(one) ? 1 : -1
  }
  return a.length - b.length
}
