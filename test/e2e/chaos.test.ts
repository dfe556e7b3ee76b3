import { beforeAll, describe, expect, test } from 'vitest'
import { bundleProgram } from '../service/processes/program.js'
import { runChaos } from './chaos/chaos.js'
import { whyNotHere } from './chaos/server.js'

const reason = whyNotHere()
if (reason !== undefined) console.warn(`the chaos is skipped: ${reason}`)

const plan = { rows: 200, claims: 40 }

describe.runIf(reason === undefined)('a PostgreSQL that ends connections every 200 ms and restarts once', () => {
  let worker = ''
  beforeAll(async () => {
    worker = await bundleProgram(new URL('./chaos/worker.ts', import.meta.url))
  })

  test.each([
    ['with a url', { ...plan, seed: 1, ownPool: false }],
    ['with a pool of the caller', { ...plan, seed: 2, ownPool: true }],
  ])('%s: every row once, every message under one id, no claim twice, the process alive', async (_, chaos) => {
    const { ended, report, sentAgain, answersLost, breaches } = await runChaos(worker, chaos)
    expect(breaches).toEqual([])
    console.log(
      `${ended} connections ended; repeated: ${JSON.stringify(report.failed)}; ` +
        `${sentAgain} messages sent again under their own id; ${answersLost} claims whose answer was lost`,
    )
  })
})
