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
  [
    // Names and values stand in the record; what is looked up is 16 bytes of their SHA-256, in one index.
    'ALTER TABLE bw_records ADD COLUMN entries text',
    `UPDATE bw_records r SET entries = i.entries FROM (
       SELECT collection, key, json_agg(json_build_array(name, value))::text AS entries
       FROM bw_indexes GROUP BY collection, key) i
     WHERE i.collection = r.collection AND i.key = r.key`,
    `CREATE TABLE bw_places (
      place uuid NOT NULL,
      key text COLLATE "C" NOT NULL,
      PRIMARY KEY (place, key)
    )`,
    `INSERT INTO bw_places (place, key)
     SELECT encode(substring(sha256(convert_to(concat_ws(chr(10), collection, name, value), 'UTF8')) FROM 1 FOR 16), 'hex')::uuid, key
     FROM bw_indexes ON CONFLICT DO NOTHING`,
    'DROP TABLE bw_indexes',
  ],
]
