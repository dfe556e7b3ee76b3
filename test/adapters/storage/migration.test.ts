import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { expect, onTestFinished, test } from 'vitest'
import { postgresStorage } from '../../../src/adapters/storage/postgres.js'
import { postgresMigrations } from '../../../src/adapters/storage/postgres-schema.js'
import { sqliteStorage } from '../../../src/adapters/storage/sqlite.js'
import { sqliteMigrations } from '../../../src/adapters/storage/sqlite-schema.js'
import type { StorageAdapter } from '../../../src/service/index.js'
import { callersPool, postgresUrl } from './storages.js'

/** Records as the first version of the schema kept them. */
const records = [
  ['badges', 'a', 3, '{"n":1}', 7],
  ['badges', 'ä 焊接', 1, '{"n":2}', null],
  ['events', 'a', 1, '{"n":3}', null],
] as const
const indexes = [
  ['badges', 'stage', 'issued', 'a'],
  ['badges', 'tags', `it's "1"`, 'a'],
  ['badges', 'tags', '焊接 🏅', 'a'],
  ['badges', 'stage', 'issued', 'ä 焊接'],
  ['events', 'stage', 'issued', 'a'],
] as const

async function expectSame(storage: StorageAdapter): Promise<void> {
  const keys = async (collection: string, index: string, value: string) =>
    (await storage.query({ collection, index, value })).records.map(({ key }) => key)
  expect(await storage.get('badges', 'a')).toEqual({ key: 'a', version: 3, value: { n: 1 }, due: 7 })
  expect(await keys('badges', 'stage', 'issued')).toEqual(['a', 'ä 焊接'])
  expect(await keys('events', 'stage', 'issued')).toEqual(['a'])
  expect(await keys('badges', 'tags', `it's "1"`)).toEqual(['a'])
  expect(await keys('badges', 'tags', '焊接 🏅')).toEqual(['a'])
  // What was found by an entry of before is not, once the record has others.
  await storage.commit([
    { collection: 'badges', key: 'a', expectedVersion: 3, value: { n: 4 }, indexes: { stage: 'claimed', tags: 'x' } },
    { collection: 'badges', key: 'ä 焊接', expectedVersion: 1, value: null },
  ])
  expect(await keys('badges', 'stage', 'issued')).toEqual([])
  expect(await keys('badges', 'tags', '焊接 🏅')).toEqual([])
  expect(await keys('badges', 'stage', 'claimed')).toEqual(['a'])
  expect(await keys('events', 'stage', 'issued')).toEqual(['a'])
}

test('SQLite: a file of the first version is read as before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'badgewright-migration-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'badges.db')
  const client = createClient({ url: `file:${file}` })
  await client.batch(
    [
      'CREATE TABLE bw_migrations (version INTEGER PRIMARY KEY) STRICT',
      ...(sqliteMigrations[0] ?? []),
      'INSERT INTO bw_migrations (version) VALUES (1)',
      ...records.map((args) => ({ sql: 'INSERT INTO bw_records VALUES (?, ?, ?, ?, ?)', args: [...args] })),
      ...indexes.map((args) => ({ sql: 'INSERT INTO bw_indexes VALUES (?, ?, ?, ?)', args: [...args] })),
    ],
    'write',
  )
  client.close()
  const storage = await sqliteStorage({ file })
  await expectSame(storage)
  await storage.close()
})

test('PostgreSQL: a schema of the first version is read as before', async () => {
  const pool = await callersPool()
  const schema = `of_before_${process.pid}_${Math.floor(performance.now())}`
  const client = await pool.connect()
  await client.query(`CREATE SCHEMA ${schema}`)
  await client.query(`SET search_path TO ${schema}`)
  await client.query('CREATE TABLE bw_migrations (version integer PRIMARY KEY)')
  for (const statement of postgresMigrations[0] ?? []) await client.query(statement)
  await client.query('INSERT INTO bw_migrations (version) VALUES (1)')
  for (const row of records) await client.query('INSERT INTO bw_records VALUES ($1, $2, $3, $4, $5)', [...row])
  for (const row of indexes) await client.query('INSERT INTO bw_indexes VALUES ($1, $2, $3, $4)', [...row])
  await client.query('RESET search_path')
  client.release()
  onTestFinished(async () => {
    const other = await pool.connect()
    await other.query(`DROP SCHEMA ${schema} CASCADE`)
    other.release()
    // PGlite is one database of the whole run.
    if (postgresUrl !== '') await pool.end()
  })
  const storage = await postgresStorage({ pool, schema })
  await expectSame(storage)
  await storage.close()
})
