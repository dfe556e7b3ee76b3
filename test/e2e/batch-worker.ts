/** Issues a batch and sends its mail; dies where it is told to. Started again, it goes on. */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { folderMail } from '../../src/adapters/mail/folder.js'
import { createBadgeService, type MailAdapter, type StorageAdapter } from '../../src/service/index.js'
import { openPlace } from '../service/processes/open-place.js'
import { testKey } from '../support/badge.js'
import type { WorkerTask } from './kill-plan.js'

const task = JSON.parse(process.argv[2] ?? '{}') as WorkerTask
const { place, folder, rows, batchId, now, kill } = task

const die = (): never => {
  process.kill(process.pid, 'SIGKILL')
  // Nothing comes after: the signal cannot be caught.
  for (;;);
}

let passed = 0
/** Counts how often a point was passed, and dies the n-th time. */
const at = (point: string): void => {
  if (kill === undefined || kill.point !== point) return
  passed += 1
  if (passed >= kill.after) die()
}

/** The storage, with the points at which a process may die around it. */
function watched(storage: StorageAdapter): StorageAdapter {
  return {
    ...storage,
    async commit(changes) {
      const touches = (collection: string) => changes.some((change) => change.collection === collection)
      if (touches('taken')) at('after sign, before write')
      if (touches('status-counters')) at('before the next status index is written')
      const marks = changes.some(({ collection, value }) => collection === 'outbox' && value?.state === 'sent')
      if (marks) at('after send, before mark')
      await storage.commit(changes)
      if (touches('taken')) at('after a row was written')
      if (touches('status-counters')) at('at the next status index')
    },
  }
}

const storage = watched(await openPlace(place))
const files = await folderMail({ folder: join(folder, 'outbox') })
const mail: MailAdapter = {
  async send(message) {
    at('before send')
    const outcome = await files.send(message)
    appendFileSync(join(folder, 'sent.log'), `${message.messageId} ${message.to.address}\n`)
    return outcome
  },
}
const service = createBadgeService({
  signer: await testKey(),
  storage,
  baseUrl: 'https://badges.example',
  mail,
  mailSettings: { from: { address: 'badges@acme.example' }, perMinute: 1_000_000 },
  clock: () => new Date(now + Math.floor(performance.now())),
  onError: (error) => console.error(String(error)),
})
console.log('ready')

async function* people() {
  for (let row = 0; row < rows; row++) {
    if (row % 25 === 24) await service.mail.deliver({ n: 25 })
    yield { email: `person${row}@example.org`, name: `Person ${row}` }
  }
}

const { batch, outcomes } = await service.batches.issue({
  id: batchId,
  draft: {
    issuer: { name: 'Acme Academy' },
    achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' },
  },
  rows: people(),
  // Small groups, so that there are many commits to die at.
  concurrency: 4,
})
for (;;) {
  const { sent, later, ended } = await service.mail.deliver({ n: 100 })
  if (sent + later + ended === 0) break
}
const refused = outcomes.filter(({ status }) => status === 'refused')
console.log(JSON.stringify({ stage: batch.stage, rows: batch.rows, refused }))
await storage.close()
