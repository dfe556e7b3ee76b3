// What a row of a batch costs the service, in processor time of this process: beside badges that are issued one by one,
// beside making and signing alone, and beside another build of the library (`--against <folder>`), all in turns.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { median } from './timing.mjs'

const ROWS = 400
const draft = {
  issuer: { name: 'Acme Academy' },
  achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' },
}
const mail = { send: async () => ({ outcome: 'sent' }) }
const postgres = process.env.BADGEWRIGHT_TEST_POSTGRES_URL ?? ''

export const storages = ['memory', 'sqlite', ...(postgres === '' ? [] : ['postgres'])]

/** Opens a service of the library that is built in `root`, on an empty storage. */
async function open(root, kind, number) {
  const load = (path) => import(pathToFileURL(join(root, 'dist', path)).href)
  const { createBadgeService } = await load('service.js')
  const { generateKeyPair } = await load('keys.js')
  const [storage, remove] = await storageOf(load, kind, number)
  const signer = await generateKeyPair()
  const mailSettings = { from: { address: 'badges@acme.example' } }
  const service = createBadgeService({ signer, storage, baseUrl: 'https://badges.example', mail, mailSettings })
  const { createCredential, signCredential } = await load('index.js')
  const alone = async (recipient) =>
    signCredential(createCredential({ ...draft, recipient }, { issuerId: signer.controller }), signer)
  return {
    service,
    alone,
    async close() {
      await storage.close()
      await remove()
    },
  }
}

async function storageOf(load, kind, number) {
  if (kind === 'memory') return [(await load('storage/memory.js')).memoryStorage(), async () => {}]
  if (kind === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'badgewright-bench-'))
    const storage = await (await load('storage/sqlite.js')).sqliteStorage({ file: join(folder, 'badges.db') })
    return [storage, async () => rmSync(folder, { recursive: true, force: true })]
  }
  const schema = `bench_${process.pid}_${number}`
  const storage = await (await load('storage/postgres.js')).postgresStorage({ url: postgres, schema })
  const remove = async () => {
    const { Pool } = (await import('pg')).default
    const pool = new Pool({ connectionString: postgres, max: 1 })
    await pool.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
    await pool.end()
  }
  return [storage, remove]
}

/** Milliseconds of processor time a row, by kind of storage. */
export async function measureService({ rounds, against }) {
  const result = {}
  let people = 0
  const next = () => Array.from({ length: ROWS }, () => ({ email: `person${++people}@example.org`, name: 'Kim Lee' }))
  for (const [number, kind] of storages.entries()) {
    const ours = await open(resolve('.'), kind, number)
    const other = against === undefined ? undefined : await open(resolve(against), kind, number + 100)
    const turns = {
      batch: async (rows) => void (await ours.service.batches.issue({ draft, rows })),
      'one by one': async (rows) => {
        for (const recipient of rows) await ours.service.issue({ draft, recipient })
      },
      'made and signed': async (rows) => {
        for (const recipient of rows) await ours.alone(recipient)
      },
      ...(other && { against: async (rows) => void (await other.service.batches.issue({ draft, rows })) }),
    }
    const times = Object.fromEntries(Object.keys(turns).map((name) => [name, []]))
    for (let round = -1; round < rounds; round++) {
      const names = round % 2 === 0 ? Object.keys(turns) : Object.keys(turns).toReversed()
      for (const name of names) {
        const rows = next()
        globalThis.gc?.()
        const before = process.cpuUsage()
        await turns[name](rows)
        const { user, system } = process.cpuUsage(before)
        if (round >= 0) times[name].push((user + system) / 1000 / ROWS)
      }
    }
    result[kind] = Object.fromEntries(Object.entries(times).map(([name, each]) => [name, median(each)]))
    await ours.close()
    await other?.close()
  }
  return result
}
