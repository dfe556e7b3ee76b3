import { Client } from 'pg'
import { postgresStorage } from '../../../src/adapters/storage/postgres.js'
import { createBadgeService, type StorageAdapter, type StoredRecord } from '../../../src/service/index.js'
import { START } from '../../service/clock.js'
import { startProgram } from '../../service/processes/program.js'
import { testKey } from '../../support/badge.js'
import { random } from '../kill-plan.js'
import { addressOf, type ChaosPlan, claimedRows, NAME, type WorkerReport, type WorkerTask } from './plan.js'
import { type PrivatePostgres, startPostgres } from './server.js'

/** Connections are ended this often. */
const EVERY_MS = 200

/** What came of a run. */
export interface ChaosResult {
  readonly plan: ChaosPlan
  readonly ended: number
  readonly restarts: number
  readonly seconds: number
  readonly report: WorkerReport
  readonly sentAgain: number
  readonly answersLost: number
  /** What must not be; empty when all held. */
  readonly breaches: readonly string[]
}

/** What came of it, in words. */
export function summaryOf({ plan, ended, restarts, seconds, report, sentAgain, answersLost }: ChaosResult): string {
  return [
    `seed ${plan.seed}: ${plan.rows} rows and ${plan.claims} claims in ${seconds} s`,
    `${ended} connections ended, ${restarts} restart, ${report.commitsLost} commits without an answer`,
    `calls repeated: ${JSON.stringify(report.failed)}; reported: ${JSON.stringify(report.reported)}`,
    `${sentAgain} messages sent again under their own id; ${answersLost} claims of which nobody was told`,
  ].join('\n')
}

/** Issues, mails and claims on a PostgreSQL that ends connections all the time and restarts once. */
export async function runChaos(worker: string, plan: ChaosPlan): Promise<ChaosResult> {
  const server = await startPostgres()
  try {
    const begun = performance.now()
    const { ended, restarts, report, fate } = await disturbed(worker, server, plan)
    const seconds = Math.round((performance.now() - begun) / 1000)
    const sentAgain = report.sent.length - new Set(report.sent.map(([id]) => id)).size
    const answersLost = report.claims.filter(({ outcomes }) => !outcomes.includes('claimed')).length
    const breaches = [...fate, ...(fate.length > 0 ? [] : await breachesOf(server.url, plan, report))]
    if (ended === 0 || restarts !== 1) breaches.push(`${ended} connections were ended, in ${restarts} restarts`)
    return { plan, ended, restarts, seconds, report, sentAgain, answersLost, breaches }
  } finally {
    await server.stop()
  }
}

/** Runs the process, and disturbs it until it is done. */
async function disturbed(worker: string, server: PrivatePostgres, plan: ChaosPlan) {
  const task: WorkerTask = { ...plan, url: server.url }
  const program = startProgram(worker, [JSON.stringify(task)])
  const next = random(plan.seed + 2)
  // Somewhere in the middle, when much is under way.
  const restartAt = Math.floor(plan.rows * (0.3 + 0.3 * next()))
  let isOver = false
  let isRestarting = false
  let ended = 0
  const ending = (async () => {
    while (!isOver) {
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
      if (!isOver && !isRestarting) ended += await endConnections(server.url, next).catch(() => 0)
    }
  })()
  let restarts = 0
  let report: WorkerReport = { failed: {}, reported: {}, commitsLost: 0, sent: [], claims: [] }
  for (let line = await program.line(); line !== undefined; line = await program.line()) {
    const issued = /^issued (\d+)$/.exec(line)
    if (issued === null) report = JSON.parse(line)
    else if (restarts === 0 && Number(issued[1]) >= restartAt) {
      isRestarting = true
      await server.restart()
      restarts += 1
      isRestarting = false
    }
  }
  const { code, signal, stderr } = await program.ended
  isOver = true
  await ending
  const isAlive = code === 0 && signal === null && stderr === ''
  const fate = isAlive ? [] : [`the process ended with ${code ?? signal}: ${stderr}`]
  return { ended, restarts, report, fate }
}

/** Ends all connections of the library, or some of them; returns how many. */
async function endConnections(url: string, next: () => number): Promise<number> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    const share = [1, 0.5, 0.2][Math.floor(next() * 3)] ?? 1
    const { rows } = await client.query('SELECT pid FROM pg_stat_activity WHERE application_name = $1', [NAME])
    const pids = rows.map(({ pid }) => pid).filter(() => next() < share)
    await client.query('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS pid', [pids])
    return pids.length
  } finally {
    await client.end()
  }
}

/** What must not be, of what is stored and what was sent. */
async function breachesOf(url: string, plan: ChaosPlan, report: WorkerReport): Promise<string[]> {
  const breaches: string[] = []
  const expect = (isSo: boolean, breach: string): void => {
    if (!isSo) breaches.push(breach)
  }
  const storage = await postgresStorage({ url })
  try {
    const service = createBadgeService({
      signer: await testKey(),
      storage,
      baseUrl: 'https://badges.example',
      clock: () => new Date(START),
    })
    const people = new Set(Array.from({ length: plan.rows }, (_, row) => addressOf(row)))
    const claimed = new Set([...claimedRows(plan)].map(addressOf))

    const badges = []
    let cursor: string | undefined
    do {
      const page = await service.list({ limit: 500, ...(cursor === undefined ? {} : { cursor }) })
      badges.push(...page.badges)
      cursor = page.cursor
    } while (cursor !== undefined)
    const distinct = (values: readonly unknown[]): number => new Set(values).size
    expect(badges.length === plan.rows, `${badges.length} badges of ${plan.rows} rows`)
    expect(
      badges.every(({ recipient }) => people.has(recipient.email)),
      'a badge of nobody',
    )
    expect(distinct(badges.map(({ recipient }) => recipient.email)) === plan.rows, 'a row was issued twice or never')
    expect(distinct(badges.map(({ credentialId }) => credentialId)) === badges.length, 'one credential twice')
    const places = badges.map(({ status }) => `${status.listId} ${status.index}`)
    expect(distinct(places) === badges.length, 'one place of a status list twice')

    for (const badge of badges) {
      const { email } = badge.recipient
      const history = (await service.history(badge.id)).map(({ type }) => type)
      const times = (type: (typeof history)[number]): number => history.filter((each) => each === type).length
      const isClaimed = claimed.has(email)
      expect(badge.stage === (isClaimed ? 'claimed' : 'offered'), `${email} is ${badge.stage}`)
      expect(times('issued') === 1 && times('offered') === 1, `${email}: ${history}`)
      expect(times('claimed') === (isClaimed ? 1 : 0), `${email}: ${history}`)
      // Of a mail that was claimed before it could be marked, the record may say nothing.
      expect(badge.mail === 'sent' || (isClaimed && badge.mail === undefined), `mail to ${email}: ${badge.mail}`)
      expect(times('mail-sent') === (badge.mail === 'sent' ? 1 : 0), `${email}: ${history}`)
      expect(badge.events === history.length, `${email}: ${badge.events} events, ${history}`)
    }
    const owners = badges.flatMap(({ personId }) => personId ?? [])
    expect(distinct(owners) === claimed.size, `${distinct(owners)} owners of ${claimed.size} claimed badges`)
    expect((await all(storage, 'people')).length === claimed.size, 'an account that owns nothing')
    expect(
      (await all(storage, 'batches')).every(({ value }) => value.stage === 'done'),
      'a batch that is not done',
    )

    const messages = await all(storage, 'outbox')
    expect(messages.length === plan.rows, `${messages.length} messages`)
    const open = messages.filter(({ value }) => value.state !== 'sent' && value.state !== 'dropped')
    expect(open.length === 0, `${open.length} messages neither sent nor dropped`)
  } finally {
    await storage.close()
  }
  return [...breaches, ...breachesOfReport(plan, report)]
}

function breachesOfReport(plan: ChaosPlan, { failed, reported, commitsLost, sent, claims }: WorkerReport): string[] {
  const breaches: string[] = []
  const ids = new Map<string, Set<string>>()
  for (const [id, address] of sent) ids.set(address, (ids.get(address) ?? new Set()).add(id))
  if (ids.size !== plan.rows) breaches.push(`mail to ${ids.size} of ${plan.rows}`)
  for (const [address, { size }] of ids) if (size !== 1) breaches.push(`${size} Message-IDs to ${address}`)
  if (new Set(sent.map(([id]) => id)).size !== ids.size) breaches.push('one Message-ID to two people')

  if (claims.length !== plan.claims) breaches.push(`${claims.length} links were claimed`)
  for (const { address, outcomes, lost } of claims) {
    const winners = outcomes.filter((outcome) => outcome === 'claimed').length
    // Nobody was told of the claim where the connection ended after it was written.
    if (winners > 1 || (winners === 0 && lost === 0)) breaches.push(`${address} was claimed ${winners} times`)
  }
  for (const code of Object.keys(reported)) if (code !== 'ERR_STORAGE_FAILED') breaches.push(`reported: ${code}`)
  if (plan.ownPool && commitsLost === 0) breaches.push('no answer to a commit was lost')
  if (Object.keys(failed).length === 0) breaches.push('no call failed')
  return breaches
}

async function all(storage: StorageAdapter, collection: string): Promise<StoredRecord[]> {
  const records: StoredRecord[] = []
  let cursor: string | undefined
  do {
    const page = await storage.query({ collection, limit: 1000, ...(cursor === undefined ? {} : { cursor }) })
    records.push(...page.records)
    cursor = page.cursor
  } while (cursor !== undefined)
  return records
}
