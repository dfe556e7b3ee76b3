import { beforeAll, describe, expect, test } from 'vitest'
import { bundleProgram } from '../service/processes/program.js'
import { runChaos, summaryOf } from './chaos/chaos.js'
import { whyNotHere } from './chaos/server.js'

const reason = whyNotHere()
if (reason !== undefined) console.warn(`the chaos is skipped: ${reason}`)

describe.runIf(reason === undefined)('a PostgreSQL that ends connections every 200 ms and restarts once', () => {
  let worker = ''
  beforeAll(async () => {
    worker = await bundleProgram(new URL('./chaos/worker.ts', import.meta.url))
  })

  test.each([
    ['with a url', { seed: 1, rows: 200, claims: 40, ownPool: false }],
    ['with a pool of the caller that loses answers', { seed: 2, rows: 60, claims: 20, ownPool: true }],
  ])('%s: every row once, every message under one id, no claim twice, the process alive', async (_, chaos) => {
    const result = await runChaos(worker, chaos)
    expect(result.breaches).toEqual([])
    console.log(summaryOf(result))
  })

  test('with a fault that is planted, it says so: a claim that is not fenced by the version of its record', async () => {
    const chaos = { seed: 3, rows: 40, claims: 40, ownPool: false, mutant: 'unfenced' } as const
    expect((await runChaos(worker, chaos)).breaches).not.toEqual([])
  })
})
