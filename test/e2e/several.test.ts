import { beforeAll, describe, expect, test } from 'vitest'
import { bundleProgram } from '../service/processes/program.js'
import { whyNotHere } from './chaos/server.js'
import type { SeveralPlan } from './several/plan.js'
import { runSeveral } from './several/several.js'

const reason = whyNotHere()
if (reason !== undefined) console.warn(`several processes are skipped: ${reason}`)

describe.runIf(reason === undefined)('four processes on one PostgreSQL, one of which is killed again and again', () => {
  const plan: SeveralPlan = { seed: 1, rows: 400, claims: 60, revocations: 8, processes: 4, killEveryMs: 800 }
  let worker = ''
  beforeAll(async () => {
    worker = await bundleProgram(new URL('./several/worker.ts', import.meta.url))
  })

  test('every row once, its mail under one id, every claim and revocation once, and the published lists say so', async () => {
    const { breaches, killed } = await runSeveral(worker, plan)
    expect(breaches).toEqual([])
    expect(killed).toBeGreaterThan(1)
  })

  test('with a fault that is planted, it says so: each try to send a message has a Message-ID of its own', async () => {
    const { breaches } = await runSeveral(worker, { ...plan, seed: 2, killEveryMs: 400, mutant: 'id anew' })
    expect(breaches.filter((breach) => breach.includes('Message-IDs to'))).not.toEqual([])
  })
})
