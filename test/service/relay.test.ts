import { describe, expect, test } from 'vitest'
import { memoryStorage } from '../../src/adapters/storage/memory.js'
import type { JobRelay } from '../../src/service/index.js'
import { codeOf } from '../support/codes.js'
import { draft, START, testService } from './service.js'

type Job = Parameters<JobRelay['push']>[0][number]

/** An engine that remembers what it was told. */
function listening() {
  const jobs: Job[] = []
  const relay: JobRelay = {
    push: async (told) => {
      jobs.push(...told)
    },
  }
  return { jobs, relay }
}

const rows = (count: number) => Array.from({ length: count }, (_, i) => ({ email: `person${i}@example.org` }))
const issue = { draft, recipient: { email: 'kim@example.org', name: 'Kim' } }

describe('a relay', () => {
  test('is told of mail after its commit, and of nothing that is due in years', async () => {
    const { jobs, relay } = listening()
    const t = await testService({ relay })
    const badge = await t.service.issue({ ...issue, draft: { ...draft, validUntil: '2099-01-01' } })
    expect(badge.stage).toBe('offered')
    expect(jobs.map(({ kind, due }) => [kind, due])).toEqual([['mail', START]])
  })

  test('a job is done alone, and once, however often it is said', async () => {
    const { jobs, relay } = listening()
    const t = await testService({ relay })
    await t.service.issue(issue)
    await t.service.issue({ ...issue, recipient: { email: 'lee@example.org' } })
    const [, second] = jobs
    const reports = await Promise.all([1, 2, 3].map(() => t.service.tick({ job: second?.id ?? '' })))
    expect(reports.map(({ mail }) => mail.sent).toSorted()).toEqual([0, 0, 1])
    expect(t.sent.map(({ to }) => to.address)).toEqual(['lee@example.org'])
    expect((await t.service.tick({ job: second?.id ?? '' })).mail.sent).toBe(0)
  })

  test('a job that is not due yet waits', async () => {
    const { jobs, relay } = listening()
    const t = await testService({ relay, mailOutcome: () => ({ outcome: 'later', reason: 'Busy.' }) })
    await t.service.issue(issue)
    const id = jobs[0]?.id ?? ''
    expect((await t.service.tick({ job: id })).mail).toMatchObject({ later: 1 })
    // It was told of the next try, which is a minute away.
    expect(jobs.at(-1)).toMatchObject({ id, kind: 'mail' })
    expect(jobs.at(-1)?.due).toBeGreaterThan(START + 59_000)
    expect((await t.service.tick({ job: id })).mail).toMatchObject({ later: 0, sent: 0 })
    t.clock.pass(80_000)
    expect((await t.service.tick({ job: id })).mail).toMatchObject({ later: 1 })
  })

  test('a batch in the background is a job', async () => {
    const { jobs, relay } = listening()
    const t = await testService({ relay })
    await t.service.batches.start({ id: 'spring', draft, rows: rows(120) })
    expect(jobs.map(({ id }) => id)).toEqual(['batch:spring'])
    expect((await t.service.tick({ job: 'batch:spring' })).rows).toBe(120)
    expect(await t.service.batches.get('spring')).toMatchObject({ stage: 'done', issued: 120 })
    const mails = new Set(jobs.filter(({ kind }) => kind === 'mail').map(({ id }) => id))
    expect(mails.size).toBe(120)
    expect(t.sent).toEqual([])
  })

  test('an engine that is away costs nothing but its help: what was committed is there, and tick does it', async () => {
    const t = await testService({
      relay: {
        push: async () => {
          throw new Error('The engine is away.')
        },
      },
    })
    await t.service.issue(issue)
    expect(t.errors.map((error) => (error as Error).message)).toEqual(['The engine is away.'])
    expect((await t.service.tick()).mail.sent).toBe(1)
  })

  test('an engine that loses 30 % of its jobs, and says others twice, leaves no mail unsent and sends none twice', async () => {
    const { jobs, relay } = listening()
    const t = await testService({ relay })
    await t.service.batches.start({ id: 'autumn', draft, rows: rows(200) })
    await t.service.tick({ job: 'batch:autumn' })
    const mails = jobs.filter(({ kind }) => kind === 'mail')
    const kept = mails.filter((_, i) => i % 10 >= 3)
    for (const { id } of [...kept, ...kept.slice(0, 20)]) await t.service.tick({ job: id })
    expect(t.sent).toHaveLength(140)
    t.clock.pass(60_000)
    await t.service.tick()
    expect(new Set(t.sent.map(({ to }) => to.address)).size).toBe(200)
    expect(t.sent).toHaveLength(200)
  })

  test.each(['', 'mail', 'mail:', 'mall:abc', 'mail:a\0b', 'settings:pepper', 'toString:x'])(
    'what is not a job is refused: %j',
    async (job) => {
      const t = await testService()
      expect(await codeOf(() => t.service.tick({ job }))).toBe('ERR_ARGUMENT_INVALID')
    },
  )

  test('a job that is not there is nothing to do', async () => {
    const t = await testService()
    expect((await t.service.tick({ job: 'mail:01m0000000000000000000000000' })).mail.sent).toBe(0)
  })

  test('inside the commit it takes a storage that can', async () => {
    const relay: JobRelay = { inCommit: true, push: async () => {} }
    await expect(testService({ relay, storage: memoryStorage() })).rejects.toMatchObject({
      code: 'ERR_ARGUMENT_INVALID',
    })
  })
})
