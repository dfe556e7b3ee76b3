import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { describe, expect, onTestFinished, test } from 'vitest'
import { importPeer } from '../../../src/adapters/peer.js'
import { postgresStorage } from '../../../src/adapters/storage/postgres.js'
import { sqliteStorage } from '../../../src/adapters/storage/sqlite.js'
import { codeOf } from '../../support/codes.js'
import { callersPool, freshStorage, postgresUrl, presentKinds } from './storages.js'

function file(): string {
  const folder = mkdtempSync(join(tmpdir(), 'badgewright-sql-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'badges & more #1?.db')
}

describe('SQLite', () => {
  test('keeps a write-ahead log, whatever the file is called', async () => {
    const path = file()
    const storage = await sqliteStorage({ file: path })
    await storage.commit([{ collection: 'a', key: 'a', expectedVersion: 0, value: {} }])
    const client = createClient({ url: `file:${path.replace(/[%?#]/g, encodeURIComponent)}` })
    expect((await client.execute('PRAGMA journal_mode')).rows[0]?.journal_mode).toBe('wal')
    expect((await client.execute('SELECT count(*) AS n FROM bw_records')).rows[0]?.n).toBe(1)
    client.close()
    await storage.close()
  })

  test('a file of a newer version is left alone', async () => {
    const path = file()
    await (await sqliteStorage({ file: path })).close()
    const client = createClient({ url: `file:${path.replace(/[%?#]/g, encodeURIComponent)}` })
    await client.execute('INSERT INTO bw_migrations (version) VALUES (999)')
    client.close()
    expect(await codeOf(() => sqliteStorage({ file: path }))).toBe('ERR_STORAGE_FAILED')
  })

  test('a file that is no database, or cannot be opened, is said', async () => {
    const path = file()
    writeFileSync(path, 'not a database, but long enough to be looked at as one'.repeat(100))
    expect(await codeOf(() => sqliteStorage({ file: path }))).toBe('ERR_STORAGE_FAILED')
    expect(await codeOf(() => sqliteStorage({ file: '/dev/null/badges.db' }))).toBe('ERR_STORAGE_FAILED')
    expect(await codeOf(() => sqliteStorage({ file: '' }))).toBe('ERR_ARGUMENT_INVALID')
  })

  test('in memory it forgets, and says so', async () => {
    const storage = await sqliteStorage({ file: ':memory:' })
    await storage.commit([{ collection: 'a', key: 'a', expectedVersion: 0, value: { n: 1 } }])
    expect((await storage.get('a', 'a'))?.value).toEqual({ n: 1 })
    expect(storage.capabilities).toEqual({ durable: false, sharedBy: 'process' })
    await storage.close()
  })
})

describe('PostgreSQL', () => {
  test('a schema of a newer version is left alone; its name is a plain one', async () => {
    const pool = await callersPool()
    const schema = `newer_${process.pid}_${Math.floor(performance.now())}`
    const query = async (sql: string): Promise<void> => {
      const client = await pool.connect()
      await client.query(sql).finally(() => client.release())
    }
    onTestFinished(async () => {
      await query(`DROP SCHEMA ${schema} CASCADE`)
      // PGlite is one database of the whole run.
      if (postgresUrl !== '') await pool.end()
    })
    await postgresStorage({ pool, schema })
    await query(`INSERT INTO ${schema}.bw_migrations (version) VALUES (999)`)
    expect(await codeOf(() => postgresStorage({ pool, schema }))).toBe('ERR_STORAGE_FAILED')
    for (const schema of ['a b', 'a;drop', '', 'A', '1a', 'a"b']) {
      expect(await codeOf(() => postgresStorage({ pool, schema }))).toBe('ERR_ARGUMENT_INVALID')
    }
    expect(await codeOf(() => postgresStorage({}))).toBe('ERR_ARGUMENT_INVALID')
  })

  test('a server that is not there is said', async () => {
    expect(await codeOf(() => postgresStorage({ url: 'postgres://nobody@127.0.0.1:1/none' }))).toBe(
      'ERR_STORAGE_FAILED',
    )
  })
})

test.each(presentKinds(['sqlite', 'postgres']))(
  '%s: many that open it for the first time at once all can',
  async (kind) => {
    const fresh = await freshStorage(kind)
    const opened = await Promise.all(Array.from({ length: 6 }, () => fresh.open()))
    await opened[0]?.commit([{ collection: 'a', key: 'a', expectedVersion: 0, value: { n: 1 } }])
    for (const storage of opened) {
      expect((await storage.get('a', 'a'))?.version).toBe(1)
      await storage.close()
    }
    await fresh.remove()
  },
)

test('without an optional package the error has the line that installs it; other failures stay what they are', async () => {
  const failing = (code: string) => () => Promise.reject(Object.assign(new Error('no'), { code }))
  for (const code of ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']) {
    await expect(importPeer('pg', failing(code))).rejects.toMatchObject({
      code: 'ERR_PEER_MISSING',
      message: expect.stringMatching(/npm i pg$/),
    })
  }
  await expect(importPeer('pg', failing('ERR_DLOPEN_FAILED'))).rejects.toMatchObject({ code: 'ERR_DLOPEN_FAILED' })
})
