/** Each entry is one version of the schema: never changed once released, only followed by another. */
export const sqliteMigrations: readonly (readonly string[])[] = [
  [
    `CREATE TABLE bw_records (
      collection TEXT NOT NULL,
      key TEXT NOT NULL,
      version INTEGER NOT NULL,
      value TEXT NOT NULL,
      due INTEGER,
      PRIMARY KEY (collection, key)
    ) STRICT`,
    'CREATE INDEX bw_records_due ON bw_records (collection, due, key) WHERE due IS NOT NULL',
    `CREATE TABLE bw_indexes (
      collection TEXT NOT NULL,
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      key TEXT NOT NULL,
      PRIMARY KEY (collection, name, value, key)
    ) STRICT, WITHOUT ROWID`,
    'CREATE INDEX bw_indexes_key ON bw_indexes (collection, key)',
    // Never holds a row: putting one in breaks the rule, and so the transaction that noticed a conflict.
    'CREATE TABLE bw_conflicts (found INTEGER NOT NULL CHECK (found = 0)) STRICT',
  ],
]
