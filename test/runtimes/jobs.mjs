// pg-boss 12, which wants Node 22, as the relay of a service on PostgreSQL: two badges are offered, and both mails go out.
import process from 'node:process'
import { generateKeyPair } from 'badgewright'
import { pgBossRelay } from 'badgewright/jobs/pg-boss'
import { createBadgeService } from 'badgewright/service'
import { postgresStorage } from 'badgewright/storage/postgres'
import pg from 'pg'
import { PgBoss } from 'pg-boss'

const url = process.env.BADGEWRIGHT_TEST_POSTGRES_URL
const schema = `boss12_${process.pid}`
const boss = new PgBoss({ connectionString: url, schema: `${schema}_jobs`, supervise: false, schedule: false })
const failures = []
boss.on('error', (error) => failures.push(error))
await boss.start()
await boss.createQueue('badgewright')
const storage = await postgresStorage({ url, schema })
const sent = []
try {
  const relay = pgBossRelay({ boss, inCommit: true })
  const service = createBadgeService({
    signer: await generateKeyPair(),
    storage,
    relay,
    baseUrl: 'https://badges.example',
    mail: {
      async send({ to }) {
        sent.push(to.address)
        return { outcome: 'sent' }
      },
    },
    mailSettings: { from: { address: 'badges@badges.example' } },
    onError: (error) => failures.push(error),
  })
  await relay.work(service)
  const draft = {
    issuer: { name: 'Acme' },
    achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' },
  }
  for (const name of ['kim', 'lee']) await service.issue({ draft, recipient: { email: `${name}@example.org` } })
  for (let tries = 0; sent.length < 2 && tries < 400; tries++) await new Promise((resolve) => setTimeout(resolve, 50))
} finally {
  await boss.stop({ graceful: false })
  await storage.close()
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE; DROP SCHEMA IF EXISTS ${schema}_jobs CASCADE`)
  await admin.end()
}
const isSound = sent.toSorted().join() === 'kim@example.org,lee@example.org' && failures.length === 0
console.log(isSound ? '2 mails' : `sent ${JSON.stringify(sent)}\n${failures.join('\n')}`)
process.exitCode = isSound ? 0 : 1
