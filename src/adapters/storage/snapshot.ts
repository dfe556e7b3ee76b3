import { limits } from '../../internal/limits.js'
import type { StorageSnapshot } from '../../service/index.js'
import type { JsonObject } from '../../types/json.js'

/** One statement, in a transaction that sees the storage as it was when it began. */
export type Look = (sql: string, args: readonly (string | number)[]) => Promise<readonly Row[]>
interface Row {
  readonly [column: string]: unknown
}

/** A snapshot by SQL. `place` writes the nth place of a statement, from 1. */
export function sqlSnapshot(
  { look, end }: { readonly look: Look; readonly end: () => Promise<void> },
  tables: { readonly records: string; readonly indexes: string },
  place: (n: number) => string,
): StorageSnapshot {
  return {
    async collections() {
      const rows = await look(`SELECT DISTINCT collection FROM ${tables.records} ORDER BY collection`, [])
      return rows.map(({ collection }) => String(collection))
    },
    async page(collection, { cursor, limit }) {
      const most = Math.min(limit, limits.storagePage)
      const beyond = cursor === undefined ? '' : `AND key > ${place(3)}`
      const rows = await look(
        `SELECT key, version, value, due FROM ${tables.records} WHERE collection = ${place(1)} ${beyond}
         ORDER BY key LIMIT ${place(2)}`,
        [collection, most + 1, ...(cursor === undefined ? [] : [cursor])],
      )
      const shown = rows.slice(0, most)
      const [first, last] = [shown[0], shown.at(-1)]
      if (first === undefined || last === undefined) return { records: [] }
      const entries = await look(
        `SELECT key, name, value FROM ${tables.indexes} WHERE collection = ${place(1)} AND key >= ${place(2)} AND key <= ${place(3)}`,
        [collection, String(first.key), String(last.key)],
      )
      const indexes = new Map<string, Record<string, string[]>>()
      for (const entry of entries) {
        const of = indexes.get(String(entry.key)) ?? {}
        const values = of[String(entry.name)] ?? []
        values.push(String(entry.value))
        of[String(entry.name)] = values
        indexes.set(String(entry.key), of)
      }
      return {
        records: shown.map((row) => ({
          key: String(row.key),
          version: Number(row.version),
          value: JSON.parse(String(row.value)) as JsonObject,
          ...(row.due === null ? {} : { due: Number(row.due) }),
          indexes: indexes.get(String(row.key)) ?? {},
        })),
        ...(rows.length > most ? { cursor: String(last.key) } : {}),
      }
    },
    close: end,
  }
}
