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
  [
    // Names and values stand in the record; what is looked up is one text of them, in one index.
    'ALTER TABLE bw_records ADD COLUMN entries TEXT',
    `UPDATE bw_records SET entries = (
       SELECT json_group_array(json_array(i.name, i.value)) FROM bw_indexes i
       WHERE i.collection = bw_records.collection AND i.key = bw_records.key)
     WHERE EXISTS (SELECT 1 FROM bw_indexes i WHERE i.collection = bw_records.collection AND i.key = bw_records.key)`,
    `CREATE TABLE bw_places (
      place TEXT NOT NULL,
      key TEXT NOT NULL,
      PRIMARY KEY (place, key)
    ) STRICT, WITHOUT ROWID`,
    `INSERT INTO bw_places (place, key)
     SELECT collection || char(10) || name || char(10) || value, key FROM bw_indexes`,
    'DROP TABLE bw_indexes',
  ],
]
