import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isHere, postgresReason, postgresUrl } from '../adapters/storage/storages.js'
import { cli, startCli, temporaryFolder } from './cli.js'
import { serveHere } from './server.js'

const file = temporaryFolder()
const BASE = 'https://badges.example'
const database = `badgewright_cli_${process.pid}`
const url = postgresUrl === '' ? '' : Object.assign(new URL(postgresUrl), { pathname: `/${database}` }).href

async function admin(statement: string): Promise<void> {
  const pool = new Pool({ connectionString: postgresUrl, max: 1 })
  await pool.query(statement)
  await pool.end()
}

/** Whether it becomes so within ten seconds. */
async function becomes(isSo: () => boolean): Promise<boolean> {
  for (let i = 0; i < 200 && !isSo(); i++) await wait(50)
  return isSo()
}

const outboxOf = (data: string): string[] => {
  try {
    return readdirSync(join(data, 'outbox')).filter((name) => name.endsWith('.eml'))
  } catch {
    return []
  }
}

describe.skipIf(!isHere('postgres'))(
  `servers and workers of one PostgreSQL${isHere('postgres') ? '' : ` (${postgresReason})`}`,
  () => {
    beforeAll(() => admin(`CREATE DATABASE ${database}`))
    afterAll(() => admin(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`))

    test('two servers that do no work and a worker are one house; another secret is not let in', async () => {
      const [one, two, three] = [file('one'), file('two'), file('three')]
      const config = file('servers.json')
      writeFileSync(config, JSON.stringify({ storage: { url, connections: 4 }, work: false }))
      const first = await serveHere(one, BASE, ['--config', config])
      cpSync(one, two, { recursive: true })
      const second = await serveHere(two, BASE, ['--config', config])

      const { id } = await first.issue(1)
      expect((await second.badges()).map((badge) => badge.id)).toEqual([id])
      // Both wait for a worker.
      await wait(300)
      expect([...outboxOf(one), ...outboxOf(two)]).toEqual([])

      cpSync(two, three, { recursive: true })
      const worker = startCli(['work', '--data', three, '--base-url', BASE, '--storage', url])
      expect(await becomes(() => outboxOf(three).length > 0)).toBe(true)
      const [name = ''] = outboxOf(three)
      const mail = readFileSync(join(three, 'outbox', name), 'utf8').replace(/=\r\n/g, '')
      const path = /https:\/\/badges\.example(\/claim\/clm_[\w-]{43})/.exec(mail)?.[1] ?? ''
      expect([(await first.ask(path)).status, (await second.ask(path)).status]).toEqual([200, 200])
      worker.signal('SIGTERM')
      expect(await worker.ended).toMatchObject({ code: 0, err: '' })

      const stranger = await cli([
        'serve',
        '--port',
        '0',
        '--data',
        file('stranger'),
        '--base-url',
        BASE,
        '--storage',
        url,
      ])
      expect([stranger.code, stranger.err.includes('ERR_USAGE')]).toEqual([2, true])

      // Nor is it backed up with the keys of another, which could not read it.
      const mixed = ['--data', file('stranger'), '--storage', url, '--out', file('mixed')]
      const wrong = await cli(['backup', ...mixed])
      expect([wrong.code, wrong.err.includes('ERR_USAGE'), readdirSync(file('.')).includes('mixed')]).toEqual([
        2,
        true,
        false,
      ])

      // What a server keeps in PostgreSQL is backed up from there, and goes into a folder as well as into a database.
      const backup = file('house.backup')
      expect((await cli(['backup', '--data', one, '--storage', url, '--out', backup])).code).toBe(0)
      const full = await cli(['restore', backup, '--data', file('again'), '--storage', url])
      expect([full.code, full.err.includes('ERR_STORAGE_CONFLICT')]).toEqual([1, true])
      expect((await cli(['restore', backup, '--data', file('folder')])).code).toBe(0)
      writeFileSync(file('folder.json'), JSON.stringify({ baseUrl: BASE, data: 'folder' }))
      expect(await cli(['keys', 'check', '--config', file('folder.json')])).toMatchObject({ code: 0, err: '' })
      expect([await first.stop(), await second.stop()]).toEqual([0, 0])
      rmSync(two, { recursive: true })
    })
  },
)

test('a worker makes no secrets: where no server has begun it ends', async () => {
  for (const more of [[], ['--storage', 'postgres://nobody@127.0.0.1:1/none']]) {
    const { code, err } = await cli(['work', '--data', file('nothing'), ...more])
    expect([code, err.includes('ERR_FILE_UNREADABLE')]).toEqual([1, true])
  }
})

test('a worker beside a server on one file does what is due', async () => {
  const data = file('beside')
  writeFileSync(file('beside.json'), JSON.stringify({ work: false }))
  const server = await serveHere(data, BASE, ['--config', file('beside.json')])
  await server.issue(1)
  const worker = startCli(['work', '--data', data, '--base-url', BASE])
  expect(await becomes(() => outboxOf(data).length > 0)).toBe(true)
  worker.signal('SIGINT')
  expect((await worker.ended).code).toBe(0)
  expect(await server.stop()).toBe(0)
})

test.each(['mysql://root:s3cret@db/badges', 'badges.db', 'postgres:s3cret', ''])(
  'a storage "%s" is refused, and not repeated',
  async (storage) => {
    const { code, err } = await cli(['serve', '--port', '0', '--data', file('no'), '--storage', storage])
    expect([code, err.includes('ERR_USAGE'), err.includes('s3cret')]).toEqual([2, true, false])
  },
)

test('a database that cannot be reached is said without its password', async () => {
  const storage = 'postgres://someone:s3cret@127.0.0.1:1/none'
  const { code, err } = await cli(['serve', '--port', '0', '--data', file('unreached'), '--storage', storage])
  expect([code, err.includes('ERR_STORAGE_FAILED'), err.includes('s3cret')]).toEqual([1, true, false])
})
