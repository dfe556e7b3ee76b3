/**
 * One of several processes on one database: does what is due, sends mail, claims and revokes its share, until its standard
 * input ends or it is killed.
 */
import { Pool } from 'pg'
import { postgresStorage } from '../../../src/adapters/storage/postgres.js'
import { isBadgeError } from '../../../src/errors.js'
import { createBadgeService, type MailMessage } from '../../../src/service/index.js'
import { START } from '../../service/clock.js'
import { testKey } from '../../support/badge.js'
import { plantedMessage, plantedStorage } from '../chaos/mutants.js'
import { HASTE, OWN, type ShareReport, type ShareTask } from './plan.js'

const { url, share, begun, mutant } = JSON.parse(process.argv[2] ?? '{}') as ShareTask
const own = new Pool({ connectionString: url, max: 4 })
const opened = await postgresStorage({ url, connections: 8 })
const plain = plantedStorage(opened, mutant)
let conflicts = 0
const reported: Record<string, number> = {}
let isOver = false
process.stdin.on('end', () => {
  isOver = true
})
process.stdin.resume()

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

const mail = {
  async send(message: MailMessage) {
    const { messageId, to, text } = plantedMessage(message, mutant)
    const token = /\/claim\/(clm_[\w-]{43})/.exec(text)?.[1] ?? null
    await own.query(`INSERT INTO ${OWN}.sent VALUES ($1, $2, $3)`, [messageId, to.address, token])
    // As long as a server takes to answer: deaths fall into it.
    await pause(20)
    return { outcome: 'sent' as const }
  },
}

const service = createBadgeService({
  signer: await testKey(),
  storage: {
    ...plain,
    async commit(changes) {
      try {
        await plain.commit(changes)
      } catch (error) {
        if (isBadgeError(error, 'ERR_STORAGE_CONFLICT')) conflicts += 1
        throw error
      }
    },
  },
  baseUrl: 'https://badges.example',
  mail,
  mailSettings: { from: { address: 'badges@acme.example' }, perMinute: 1_000_000, reminderDays: [] },
  clock: () => new Date(START + (Date.now() - begun) * HASTE),
  onError(error) {
    const name = isBadgeError(error) ? error.code : String(error)
    reported[name] = (reported[name] ?? 0) + 1
  },
})

async function doWhatIsDue(): Promise<void> {
  while (!isOver) {
    const { mail, rows } = await service.tick()
    if (mail.sent + mail.ended + rows === 0) await pause(50)
  }
}

/** Claims what has been mailed of its share; what an earlier process of the share has claimed and not noted is used. */
async function claim(): Promise<void> {
  while (!isOver) {
    const { rows } = await own.query(
      `SELECT c.address, min(s.token) AS token FROM ${OWN}.claims c JOIN ${OWN}.sent s ON s.address = c.address
       WHERE c.share = $1 AND c.outcome IS NULL AND s.token IS NOT NULL GROUP BY c.address LIMIT 20`,
      [share],
    )
    const done = rows.map(async ({ address, token }) => {
      const outcome = await service.claims.claim({ token }).then(
        () => 'claimed',
        (error: unknown) => {
          if (isBadgeError(error, 'ERR_TOKEN_USED')) return 'used'
          throw error
        },
      )
      await own.query(`UPDATE ${OWN}.claims SET outcome = $2 WHERE address = $1`, [address, outcome])
    })
    await Promise.all(done)
    if (rows.length === 0) await pause(100)
  }
}

async function revoke(): Promise<void> {
  while (!isOver) {
    const { rows } = await own.query(
      `SELECT r.address FROM ${OWN}.revocations r JOIN ${OWN}.sent s ON s.address = r.address
       WHERE r.share = $1 AND NOT r.done GROUP BY r.address LIMIT 5`,
      [share],
    )
    for (const { address } of rows) {
      const [badge] = (await service.list({ email: address })).badges
      if (badge === undefined) throw new Error(`${address} has mail and no badge`)
      if (badge.stage !== 'revoked') await service.revoke({ badgeId: badge.id, reason: 'By mistake.', notify: false })
      await own.query(`UPDATE ${OWN}.revocations SET done = true WHERE address = $1`, [address])
    }
    if (rows.length === 0) await pause(100)
  }
}

const before = process.cpuUsage()
await Promise.all([doWhatIsDue(), claim(), revoke()])
const { user, system } = process.cpuUsage(before)
await service.close()
await opened.close()
await own.end()
const report: ShareReport = { cpuMs: Math.round((user + system) / 1000), conflicts, reported }
console.log(JSON.stringify(report))
