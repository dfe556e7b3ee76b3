import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { Pool } from 'pg'
import { postgresStorage } from '../../../src/adapters/storage/postgres.js'
import { type BadgeRecord, createBadgeService, type StorageAdapter } from '../../../src/service/index.js'
import { START } from '../../service/clock.js'
import { type Program, startProgram } from '../../service/processes/program.js'
import { draft } from '../../service/service.js'
import { testKey } from '../../support/badge.js'
import { type PrivatePostgres, startPostgres } from '../chaos/server.js'
import { random } from '../kill-plan.js'
import { addressOf, chosenRows, HASTE, OWN, type SeveralPlan, type ShareReport, type ShareTask } from './plan.js'

export interface SeveralResult {
  readonly plan: SeveralPlan
  readonly killed: number
  readonly seconds: number
  /** Processor time of a row with its mail and its share of claims and revocations: of the processes, and of PostgreSQL. */
  readonly nodeMsPerRow: number
  readonly postgresMsPerRow: number
  /** In a hundred rows. Of processes that were not killed. */
  readonly conflicts: number
  /** What must not be; empty when all held. */
  readonly breaches: readonly string[]
}

/** Issues, mails, claims and revokes in several processes on one PostgreSQL, one of which is killed again and again. */
export async function runSeveral(worker: string, plan: SeveralPlan): Promise<SeveralResult> {
  const server = await startPostgres()
  try {
    const own = new Pool({ connectionString: server.url, max: 2 })
    own.on('error', () => {})
    await prepare(own, server.url, plan)
    const usedBefore = processorMs(server)
    const started = performance.now()
    const { reports, killed, fate } = await work(worker, server.url, own, plan)
    const seconds = Math.round((performance.now() - started) / 1000)
    const postgresMs = processorMs(server) - usedBefore
    const breaches = [...fate, ...(await breachesOf(server.url, own, plan))]
    for (const { reported } of reports) {
      for (const code of Object.keys(reported)) breaches.push(`reported: ${code}`)
    }
    await own.end()
    const sum = (of: (report: ShareReport) => number): number => reports.reduce((all, each) => all + of(each), 0)
    return {
      plan,
      killed,
      seconds,
      nodeMsPerRow: sum(({ cpuMs }) => cpuMs) / plan.rows,
      postgresMsPerRow: postgresMs / plan.rows,
      conflicts: (sum(({ conflicts }) => conflicts) * 100) / plan.rows,
      breaches,
    }
  } finally {
    await server.stop()
  }
}

/** Batches in the background, and what is to be claimed and revoked. */
async function prepare(own: Pool, url: string, plan: SeveralPlan): Promise<void> {
  await own.query(`CREATE SCHEMA ${OWN}`)
  await own.query(`CREATE TABLE ${OWN}.sent (message_id text, address text, token text)`)
  await own.query(`CREATE INDEX ON ${OWN}.sent (address)`)
  await own.query(`CREATE TABLE ${OWN}.claims (address text PRIMARY KEY, share int, outcome text)`)
  await own.query(`CREATE TABLE ${OWN}.revocations (address text PRIMARY KEY, share int, done boolean DEFAULT false)`)
  const { claimed, revoked } = chosenRows(plan)
  for (const [table, chosen] of [
    ['claims', claimed],
    ['revocations', revoked],
  ] as const) {
    const text = `INSERT INTO ${OWN}.${table} (address, share) SELECT * FROM unnest($1::text[], $2::int[])`
    await own.query(text, [chosen.map(addressOf), chosen.map((_, i) => i % plan.processes)])
  }
  const storage = await postgresStorage({ url })
  const service = createBadgeService({
    signer: await testKey(),
    storage,
    baseUrl: 'https://badges.example',
    clock: () => new Date(START),
  })
  const rows = Array.from({ length: plan.rows }, (_, row) => ({ email: addressOf(row), name: `Person ${row}` }))
  for (let part = 0; part < 4; part++) {
    const own = rows.filter((_, row) => row % 4 === part)
    await service.batches.start({ id: `graduation-${part}`, draft, rows: own })
  }
  await service.close()
  await storage.close()
}

async function work(worker: string, url: string, own: Pool, plan: SeveralPlan) {
  const begun = Date.now()
  const start = (share: number): Program => {
    const task: ShareTask = { url, share, begun, ...(plan.mutant !== undefined && { mutant: plan.mutant }) }
    return startProgram(worker, [JSON.stringify(task)])
  }
  const programs = Array.from({ length: plan.processes }, (_, share) => start(share))
  const next = random(plan.seed + 1)
  const fate: string[] = []
  let killed = 0
  let killAt = begun + plan.killEveryMs
  const count = async (text: string): Promise<number> => Number((await own.query(text)).rows[0].n)
  const isDone = async (): Promise<boolean> =>
    (await count(`SELECT count(DISTINCT address) AS n FROM ${OWN}.sent`)) === plan.rows &&
    (await count(`SELECT count(*) AS n FROM ${OWN}.claims WHERE outcome IS NULL`)) === 0 &&
    (await count(`SELECT count(*) AS n FROM ${OWN}.revocations WHERE NOT done`)) === 0 &&
    // What a process had sent and not marked is sent again.
    (await count(
      `SELECT count(*) AS n FROM badgewright.bw_records WHERE collection = 'outbox' AND value::json->>'state' = 'queued'`,
    )) === 0
  const giveUpAt = begun + 60_000 + plan.rows * 200
  while (!(await isDone())) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    if (Date.now() > giveUpAt) {
      fate.push('it was not done in time')
      break
    }
    for (const [share, program] of programs.entries()) {
      const { exitCode } = program.child
      if (exitCode === null) continue
      fate.push(`a process ended by itself: ${(await program.ended).stderr.slice(0, 1000)}`)
      programs[share] = start(share)
    }
    if (fate.length > 5) break
    if (plan.killEveryMs === 0 || Date.now() < killAt) continue
    killAt = Date.now() + plan.killEveryMs
    const share = Math.floor(next() * programs.length)
    programs[share]?.child.kill('SIGKILL')
    await programs[share]?.ended
    programs[share] = start(share)
    killed += 1
  }
  const reports: ShareReport[] = []
  for (const program of programs) {
    program.child.stdin?.end()
    const { code, stderr } = await program.ended
    const line = await program.line()
    if (code === 0 && line !== undefined) reports.push(JSON.parse(line))
    else fate.push(`a process ended with ${code}: ${stderr.slice(0, 1000)}`)
  }
  return { reports, killed, fate }
}

/** Processor time of the server so far, of connections that have ended too. */
function processorMs({ pid }: PrivatePostgres): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  // utime, stime, cutime and cstime, in hundredths of a second.
  return fields.slice(11, 15).reduce((all, ticks) => all + Number(ticks) * 10, 0)
}

/** What must not be, of what is stored, published and was sent. */
async function breachesOf(url: string, own: Pool, plan: SeveralPlan): Promise<string[]> {
  const breaches: string[] = []
  const expect = (isSo: boolean, breach: string): void => {
    if (!isSo && breaches.length < 20) breaches.push(breach)
  }
  const distinct = (values: readonly unknown[]): number => new Set(values).size
  const storage = await postgresStorage({ url })
  try {
    const { claimed, revoked } = chosenRows(plan)
    const [claimers, losers] = [new Set(claimed.map(addressOf)), new Set(revoked.map(addressOf))]
    const badges = (await all(storage, 'badges')) as unknown as BadgeRecord[]
    expect(badges.length === plan.rows, `${badges.length} badges of ${plan.rows} rows`)
    expect(distinct(badges.map(({ recipient }) => recipient.email)) === plan.rows, 'a row was issued twice or never')
    expect(distinct(badges.map(({ credentialId }) => credentialId)) === badges.length, 'one credential twice')
    const places = badges.map(({ status }) => `${status.listId} ${status.index}`)
    expect(distinct(places) === badges.length, 'one place of a status list twice')
    const events = new Map<string, string[]>()
    for (const { subject, type } of (await all(storage, 'events')) as unknown as { subject: string; type: string }[]) {
      events.set(subject, [...(events.get(subject) ?? []), type])
    }
    for (const badge of badges) {
      const { email } = badge.recipient
      const history = events.get(`badge:${badge.id}`) ?? []
      const times = (type: string): number => history.filter((each) => each === type).length
      const stage = claimers.has(email) ? 'claimed' : losers.has(email) ? 'revoked' : 'offered'
      expect(badge.stage === stage, `${email} is ${badge.stage}, not ${stage}`)
      expect(times('issued') === 1 && times('offered') === 1, `${email}: ${history}`)
      expect(times('claimed') === (stage === 'claimed' ? 1 : 0), `${email}: ${history}`)
      expect(times('revoked') === (stage === 'revoked' ? 1 : 0), `${email}: ${history}`)
      expect(badge.events === history.length, `${email}: ${badge.events} events, ${history}`)
    }
    expect((await all(storage, 'people')).length === claimed.length, 'accounts and claimed badges differ')
    const sent = (
      await own.query(`SELECT address, count(DISTINCT message_id) AS ids FROM ${OWN}.sent GROUP BY address`)
    ).rows as { address: string; ids: string }[]
    expect(sent.length === plan.rows, `mail to ${sent.length} of ${plan.rows}`)
    for (const { address, ids } of sent) expect(ids === '1', `${ids} Message-IDs to ${address}`)
    await expectPublished(storage, badges, expect)
  } finally {
    await storage.close()
  }
  return breaches
}

/** Published lists say of each badge what is so. */
async function expectPublished(
  storage: StorageAdapter,
  badges: readonly BadgeRecord[],
  expect: (isSo: boolean, breach: string) => void,
): Promise<void> {
  const service = createBadgeService({
    signer: await testKey(),
    storage,
    baseUrl: 'https://badges.example',
    statusPublishSeconds: 0,
    clock: () => new Date(START + 1000 * HASTE * 60_000),
  })
  for (const listId of new Set(badges.map(({ status }) => status.listId))) {
    const list = await service.status.publish(listId)
    const { credentialSubject } = (list?.credential ?? {}) as { credentialSubject?: { encodedList?: string } }
    const bits = gunzipSync(Buffer.from(credentialSubject?.encodedList?.slice(1) ?? '', 'base64url'))
    for (const { status, stage, recipient } of badges) {
      if (status.listId !== listId) continue
      const isSet = (((bits[status.index >> 3] ?? 0) >> (7 - (status.index & 7))) & 1) === 1
      expect(isSet === (stage === 'revoked'), `the list says ${isSet ? 'revoked' : 'valid'} of ${recipient.email}`)
    }
  }
}

async function all(storage: StorageAdapter, collection: string): Promise<unknown[]> {
  const values: unknown[] = []
  let cursor: string | undefined
  do {
    const page = await storage.query({ collection, limit: 1000, ...(cursor === undefined ? {} : { cursor }) })
    values.push(...page.records.map(({ value }) => value))
    cursor = page.cursor
  } while (cursor !== undefined)
  return values
}
