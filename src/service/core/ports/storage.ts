import type { JsonObject } from '../../../types/json.js'

/** A record as storage has it. */
export interface StoredRecord<Value extends JsonObject = JsonObject> {
  readonly key: string
  /** 1 for a new record, one more with every change. */
  readonly version: number
  readonly value: Value
  /** Milliseconds since 1970 from which on `lease` hands the record out; absent for one that is never leased. */
  readonly due?: number
}

/** One change of one record. */
export interface StorageChange {
  readonly collection: string
  readonly key: string
  /** The version that the record must have for the change to happen; 0 where there must be none. */
  readonly expectedVersion: number
  /** The new content, in place of the old; `null` removes the record. */
  readonly value: JsonObject | null
  /** Names and values by which `query` finds the record, in place of those of before. */
  readonly indexes?: Readonly<Record<string, string | readonly string[]>>
  /** See {@link StoredRecord.due}; in place of that of before. */
  readonly due?: number
}

/** What to look for in {@link StorageAdapter.query}. */
export interface StorageQuery {
  readonly collection: string
  /** Records that have `value` under this name; without it, all records of the collection. */
  readonly index?: string
  readonly value?: string
  /** Where an earlier answer ended: its `cursor`. */
  readonly cursor?: string
  /** How many records at most: 1 to 1000. Default 100. */
  readonly limit?: number
  /** From the last key to the first. */
  readonly descending?: boolean
}

/** Records in the order of their keys (by UTF-8 bytes), and where to go on. */
export interface StoragePage {
  readonly records: readonly StoredRecord[]
  /** Absent when there are no further records. */
  readonly cursor?: string
}

/** What an adapter can do beyond the five verbs. */
export interface StorageCapabilities {
  /** Whether what was committed is there after the process ended. */
  readonly durable: boolean
  /** Who may use the same data at once: this process alone, processes of one host, or any. */
  readonly sharedBy: 'process' | 'host' | 'network'
}

/**
 * Where records are kept: five verbs that know nothing of badges. Values are JSON; what collections, keys and indexes
 * mean is up to the service. `badgewright/testing` has the cases that every adapter must pass.
 */
export interface StorageAdapter {
  readonly capabilities: StorageCapabilities
  /** The record, or `undefined` if there is none. */
  get(collection: string, key: string): Promise<StoredRecord | undefined>
  /**
   * Makes all changes, or none. A record may occur once.
   *
   * @throws BadgeError `ERR_STORAGE_CONFLICT` when a record does not have its expected version
   */
  commit(changes: readonly StorageChange[]): Promise<void>
  /**
   * The same, with statements of others in the same transaction: what `within` throws undoes all of it, and so does a conflict. It
   * may be called again where the database asks for that. Only for a database that others have tables in, such as PostgreSQL.
   */
  commitWith?(
    changes: readonly StorageChange[],
    within: (sql: (text: string, values: unknown[]) => Promise<{ readonly rows: unknown[] }>) => Promise<unknown>,
  ): Promise<void>
  query(query: StorageQuery): Promise<StoragePage>
  /**
   * Hands out up to `n` records of the collection that are due at `due`, the longest due first, and makes them due again
   * at `until`: until then nobody else gets them. Their versions go up by one.
   */
  lease(collection: string, options: LeaseOptions): Promise<readonly StoredRecord[]>
  /**
   * What `get` gives for each of the places, in their order, in as few statements as the storage can. Where an adapter
   * leaves it out, `get` is called for each.
   */
  getMany?(
    places: readonly { readonly collection: string; readonly key: string }[],
  ): Promise<readonly (StoredRecord | undefined)[]>
  /** What `query` gives for each, in their order; as `getMany` beside `get`. */
  queryMany?(queries: readonly StorageQuery[]): Promise<readonly StoragePage[]>
  /**
   * How many records there are, counted to `limit` at most: of the collection, with a `value` of an `index`, or due at `due`;
   * of these also since when the first has been. For figures: an adapter that would have to read the records leaves it out.
   */
  count?(query: {
    readonly collection: string
    readonly index?: string
    readonly value?: string
    /** Not beside `index`. */
    readonly due?: number
    readonly limit: number
  }): Promise<{ readonly count: number; readonly since?: number }>
  /**
   * Calls `onDue` when another process has committed something that is due, or may have; also without reason, and not for
   * certain: who waits looks from time to time as well. Gives what ends it. An adapter that hears of nothing leaves it out.
   */
  listen?(onDue: () => void): () => Promise<void>
  /**
   * The whole storage as it is at this moment, while others go on writing. Backups are made of it; an adapter that cannot
   * give one leaves it out.
   */
  snapshot?(): Promise<StorageSnapshot>
  close(): Promise<void>
}

/** What was committed when it was taken, and nothing later. */
export interface StorageSnapshot {
  /** Names of the collections that have records. */
  collections(): Promise<readonly string[]>
  /** Up to `limit` records of a collection in the order of their keys, each with the indexes that it was stored with. */
  page(
    collection: string,
    options: { readonly cursor?: string; readonly limit: number },
  ): Promise<{
    readonly records: readonly (StoredRecord & {
      readonly indexes: Readonly<Record<string, readonly string[]>>
    })[]
    readonly cursor?: string
  }>
  /** Lets go of it; a database keeps old versions of what it holds for as long. */
  close(): Promise<void>
}

/** Times in milliseconds since 1970. */
export interface LeaseOptions {
  readonly due: number
  readonly n: number
  readonly until: number
}
