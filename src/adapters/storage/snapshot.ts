import { limits } from '../../internal/limits.js'
import type { StorageSnapshot } from '../../service/index.js'
import type { JsonObject } from '../../types/json.js'
import { indexesOf } from './entries.js'

/** One statement, in a transaction that sees the storage as it was when it began. */
export type Look = (sql: string, args: readonly (string | number)[]) => Promise<readonly Row[]>
interface Row {
  readonly [column: string]: unknown
}

/** A snapshot by SQL. `place` writes the nth place of a statement, from 1. */
export function sqlSnapshot(
  { look, end }: { readonly look: Look; readonly end: () => Promise<void> },
  { records }: { readonly records: string },
  place: (n: number) => string,
): StorageSnapshot {
  return {
    async collections() {
      const rows = await look(`SELECT DISTINCT collection FROM ${records} ORDER BY collection`, [])
      return rows.map(({ collection }) => String(collection))
    },
    async page(collection, { cursor, limit }) {
      const most = Math.min(limit, limits.storagePage)
      const beyond = cursor === undefined ? '' : `AND key > ${place(3)}`
      const rows = await look(
        `SELECT key, version, value, due, entries FROM ${records} WHERE collection = ${place(1)} ${beyond}
         ORDER BY key LIMIT ${place(2)}`,
        [collection, most + 1, ...(cursor === undefined ? [] : [cursor])],
      )
      const shown = rows.slice(0, most)
      const last = shown.at(-1)
      if (last === undefined) return { records: [] }
      return {
        records: shown.map((row) => ({
          key: String(row.key),
          version: Number(row.version),
          value: JSON.parse(String(row.value)) as JsonObject,
          ...(row.due === null ? {} : { due: Number(row.due) }),
          indexes: indexesOf(row.entries),
        })),
        ...(rows.length > most ? { cursor: String(last.key) } : {}),
      }
    },
    close: end,
  }
}
