/**
 * Whether a step asks for more where more is stored.
 *
 *     npm run growth -- --storage postgres --sizes 1000,10000,100000,1000000
 *     npm run growth -- --storage sqlite --sizes 1000,100000
 *     npm run growth -- --storage postgres --sizes 1000 --lists 77
 *
 * Starts a PostgreSQL of its own. Prints statements, records and buffers of each step by size, and how many times those of the
 * smallest the largest takes; `--plans FILE` keeps the plans of the largest as text. Exit code 1 where a step takes more than
 * 1.3 times as much, or a plan reads a table of the service from end to end. A tree is a level higher for each hundred times as
 * many entries, and a look into it reads one page of each level and one of the table: that much buffers may grow by themselves.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { postgresStorage } from '../../src/adapters/storage/postgres.js'
import { sqliteStorage } from '../../src/adapters/storage/sqlite.js'
import type { StorageAdapter } from '../../src/service/index.js'
import { startPostgres, whyNotHere } from '../e2e/chaos/server.js'
import { countingStorage } from '../service/growth/counting.js'
import { fillLists } from '../service/growth/fill-lists.js'
import { draft, testService } from '../service/service.js'
import { type Explained, explainingPool } from './explain.js'
import { loadBadges } from './load.js'
import { steps } from './steps.js'

const MOST = 1.3
const ROUNDS = 3

interface Figures {
  readonly calls: number
  readonly records: number
  readonly statements?: number
  readonly buffers?: number
}

interface Opened {
  readonly storage: StorageAdapter
  readonly seen?: Explained
  /** What a server does by itself within minutes. Gives the levels of the tallest tree, where there is a way to know. */
  readonly settle: () => Promise<number>
  readonly close: () => Promise<void>
}

async function openPostgres(): Promise<Opened> {
  const server = await startPostgres()
  const { pool, seen, end } = explainingPool(server.url)
  const storage = await postgresStorage({ pool })
  return {
    storage,
    seen,
    async settle() {
      const client = await pool.connect()
      await client.query('VACUUM ANALYZE')
      await client.query('CREATE EXTENSION IF NOT EXISTS pageinspect')
      const trees = `SELECT max((bt_metap(indexrelid::regclass::text)).level) AS level FROM pg_index
        WHERE indrelid IN ('badgewright.bw_records'::regclass, 'badgewright.bw_places'::regclass)`
      const { rows } = await client.query(trees)
      client.release()
      seen.plans.clear()
      return Number(rows[0].level) + 1
    },
    async close() {
      await storage.close()
      await end()
      await server.stop()
    },
  }
}

async function openSqlite(): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'badgewright-growth-'))
  const storage = await sqliteStorage({ file: join(folder, 'badges.db') })
  return {
    storage,
    settle: async () => 0,
    async close() {
      await storage.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The figures of each step, of one badge or one look, over what a database of this size asks for. */
async function measure(open: () => Promise<Opened>, size: number, seed: number, lists: number) {
  const { storage, seen, settle, close } = await open()
  try {
    const { storage: counted, count } = countingStorage(storage)
    const t = await testService({ storage: counted })
    await t.service.issue({ draft, recipient: { email: 'first@steps.example' } })
    await loadBadges(storage, size, seed)
    if (lists > 0) await fillLists(storage, lists)
    const levels = await settle()
    const figures = new Map<string, Figures>()
    for (const { name, times, prepare } of steps) {
      for (let round = 0; round < ROUNDS; round++) {
        const run = await prepare(t, round)
        const before = { ...count, statements: seen?.statements ?? 0, buffers: seen?.buffers ?? 0 }
        await run()
        // The last round is that of a process at work.
        figures.set(name, {
          calls: (count.calls - before.calls) / times,
          records: (count.records - before.records) / times,
          ...(seen && {
            statements: (seen.statements - before.statements) / times,
            buffers: (seen.buffers - before.buffers) / times,
          }),
        })
      }
    }
    return { figures, levels, plans: seen?.plans ?? new Map<string, string>() }
  } finally {
    await close()
  }
}

const round = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0))

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      storage: { type: 'string', default: 'postgres' },
      sizes: { type: 'string', default: '1000,10000,100000,1000000' },
      lists: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      plans: { type: 'string' },
    },
  })
  const sizes = values.sizes.split(',').map(Number)
  const [lists, seed] = [Number(values.lists), Number(values.seed)]
  const opens: Readonly<Record<string, () => Promise<Opened>>> = { postgres: openPostgres, sqlite: openSqlite }
  const open = Object.hasOwn(opens, values.storage) ? opens[values.storage] : undefined
  if (open === undefined || ![...sizes, lists, seed].every(Number.isSafeInteger)) {
    console.error('Usage: growth [--storage postgres|sqlite] [--sizes N,N,…] [--lists N] [--seed N] [--plans FILE]')
    return 2
  }
  const reason = values.storage === 'postgres' ? whyNotHere() : undefined
  if (reason !== undefined) {
    console.error(`No PostgreSQL can be started: ${reason}.`)
    return 2
  }
  const measured: Map<string, Figures>[] = []
  const levels: number[] = []
  let plans = new Map<string, string>()
  for (const size of sizes) {
    console.error(`${size} badges`)
    const { figures, levels: taller, plans: seen } = await measure(open, size, seed, lists)
    measured.push(figures)
    levels.push(taller)
    plans = seen
  }
  if (values.plans !== undefined) {
    writeFileSync(values.plans, [...plans].map(([text, plan]) => `${text}\n    ${plan}\n`).join('\n'))
  }
  let breaches = 0
  console.log(`\n| step | what | ${sizes.join(' | ')} | times |\n|---|---|${sizes.map(() => '---|').join('')}---|`)
  for (const { name } of steps) {
    const all = measured.map((figures) => figures.get(name))
    for (const what of ['statements', 'records', 'buffers'] as const) {
      const row = all.map((figures) => figures?.[what])
      const [first, last] = [row[0], row.at(-1)]
      if (first === undefined || last === undefined) continue
      const times = last / Math.max(first, 1)
      const trees = what === 'buffers' ? ((levels.at(-1) ?? 0) + 1) / ((levels[0] ?? 0) + 1) : 1
      const isBreach = times > MOST * trees
      if (isBreach) breaches += 1
      const cells = row.map((value) => round(value ?? 0)).join(' | ')
      console.log(`| ${name} | ${what} | ${cells} | ${times.toFixed(2)}${isBreach ? ' BREACH' : ''} |`)
    }
  }
  if (levels.some((level) => level > 0)) console.log(`| levels of the tallest tree | | ${levels.join(' | ')} | |`)
  for (const [text, plan] of plans) {
    if (!/Seq Scan bw_(records|places)/.test(plan)) continue
    breaches += 1
    console.log(`BREACH: read from end to end: ${text}\n    ${plan}`)
  }
  return breaches > 0 ? 1 : 0
}

main().then((code) => {
  process.exitCode = code
})
