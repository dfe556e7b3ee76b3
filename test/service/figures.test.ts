import { describe, expect, test } from 'vitest'
import { limits } from '../../src/internal/limits.js'
import { draft, testService } from './service.js'

const tokenIn = (text: string): string => /clm_[\w-]{43}/.exec(text)?.[0] ?? ''

describe('figures', () => {
  test('say how far badges came, of all, of a batch and of a badge of the library', async () => {
    const site = await testService()
    const { service } = site
    const { badge } = await service.library.save({ name: 'A', description: 'B', criteria: 'C' })
    const rows = ['a', 'b', 'c'].map((name) => ({ email: `${name}@learner.example` }))
    const { batch } = await service.batches.issue({
      draft: { issuer: draft.issuer } as never,
      saved: { id: badge.id },
      rows,
    })
    await service.issue({ draft, recipient: { email: 'other@learner.example' } })
    const none = { opened: 0, accepted: 0, shared: 0, bounced: 0, isMore: false }
    expect(await service.figures()).toEqual({ ...none, issued: 4 })
    expect(await service.figures({ batchId: batch.id })).toEqual({ ...none, issued: 3 })
    expect(await service.figures({ savedId: badge.id })).toEqual({ ...none, issued: 3 })
    expect(await service.figures({ batchId: 'nothing' })).toEqual({ ...none, issued: 0 })

    const token = tokenIn((await site.mailTo('a@learner.example')).text)
    // A visit, as a scanner of mail makes one, is nobody's.
    await service.claims.look(token)
    expect((await service.figures({ batchId: batch.id })).opened).toBe(0)
    const { badge: claimed, person } = await service.claims.claim({ token })
    expect(await service.figures({ batchId: batch.id })).toMatchObject({ opened: 1, accepted: 1, shared: 0 })
    await service.sharing.setVisibility({ badgeId: claimed.id, visibility: 'public', personId: person.id })
    expect(await service.figures({ savedId: badge.id })).toMatchObject({ issued: 3, accepted: 1, shared: 1 })
    await service.privacy.eraseEmail({ email: 'a@learner.example' })
    expect(await service.figures({ savedId: badge.id })).toMatchObject({ issued: 2, accepted: 0, shared: 0 })
  })

  test('are of a batch or of a badge, and not of both', async () => {
    const { service } = await testService()
    await expect(service.figures({ batchId: 'a', savedId: 'b' })).rejects.toMatchObject({
      code: 'ERR_ARGUMENT_INVALID',
    })
  })

  test('look at no record: counts that stop at the limit', async () => {
    const { service, storage } = await testService()
    const asked: string[] = []
    for (const name of ['get', 'query'] as const) {
      const own = storage[name].bind(storage) as (...given: unknown[]) => never
      Object.assign(storage, {
        [name]: (...given: unknown[]) => {
          asked.push(name)
          return own(...given)
        },
      })
    }
    const count = storage.count?.bind(storage)
    const caps: number[] = []
    Object.assign(storage, {
      count: (query: { limit: number }) => {
        caps.push(query.limit)
        return count?.(query as never)
      },
    })
    await service.figures()
    expect([asked.filter((name) => name === 'query'), [...new Set(caps)]]).toEqual([[], [limits.backlogRecords]])
  })
})

describe('sending again to a batch', () => {
  test('reaches those who have not answered, and nobody else', async () => {
    const site = await testService()
    const { service } = site
    const rows = ['a', 'b', 'c'].map((name) => ({ email: `${name}@learner.example` }))
    const { batch } = await service.batches.issue({ draft, rows })
    // The first mails are still on their way.
    expect(await service.batches.resend({ batchId: batch.id })).toEqual({ resent: 0 })
    const token = tokenIn((await site.mailTo('a@learner.example')).text)
    await service.claims.claim({ token })
    const before = site.sent.length
    expect(await service.batches.resend({ batchId: batch.id })).toEqual({ resent: 2 })
    await service.tick()
    const to = site.sent.slice(before).flatMap(({ to, subject }) => (subject.includes('Welder') ? [to.address] : []))
    expect(to.toSorted()).toEqual(['b@learner.example', 'c@learner.example'])
    expect(await service.claims.look(tokenIn((await site.mailTo('b@learner.example')).text))).toMatchObject({
      state: 'open',
    })
  })

  test('of a batch that waits for its release sends nothing, and one that there is not is refused', async () => {
    const { service } = await testService()
    const { batch } = await service.batches.issue({
      draft,
      rows: [{ email: 'a@learner.example' }],
      releaseAt: '2030-01-01',
    })
    expect(await service.batches.resend({ batchId: batch.id })).toEqual({ resent: 0 })
    await expect(service.batches.resend({ batchId: 'nothing' })).rejects.toMatchObject({ code: 'ERR_RECORD_NOT_FOUND' })
  })
})
