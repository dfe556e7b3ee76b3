/** Each entry is one version of the schema: never changed once released, only followed by another. */
export const postgresMigrations: readonly (readonly string[])[] = [
  [
    `CREATE TABLE bw_records (
      collection text COLLATE "C" NOT NULL,
      key text COLLATE "C" NOT NULL,
      version bigint NOT NULL,
      value text NOT NULL,
      due bigint,
      PRIMARY KEY (collection, key)
    )`,
    'CREATE INDEX bw_records_due ON bw_records (collection, due, key) WHERE due IS NOT NULL',
    `CREATE TABLE bw_indexes (
      collection text COLLATE "C" NOT NULL,
      name text COLLATE "C" NOT NULL,
      value text COLLATE "C" NOT NULL,
      key text COLLATE "C" NOT NULL,
      PRIMARY KEY (collection, name, value, key)
    )`,
    'CREATE INDEX bw_indexes_key ON bw_indexes (collection, key)',
  ],
]
