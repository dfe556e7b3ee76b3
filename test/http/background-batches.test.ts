import { describe, expect, test } from 'vitest'
import { hashApiToken } from '../../src/http/index.js'
import { apiCaller, draft, testSite } from './site.js'

const OWNER = 'owner-token-'.padEnd(43, 'x')

const rows = (count: number) => Array.from({ length: count }, (_, row) => ({ email: `p${row}@learner.example` }))

const withTokens = { apiTokenHashes: [hashApiToken(OWNER)] }

test('POST /api/batches answers 202 with the address of the batch, which says how far it is, and is cancelled and undone there', async () => {
  const site = await testSite(withTokens)
  const ask = apiCaller(site, OWNER)
  const first = await ask('POST', '/api/batches', { id: 'spring', draft, rows: rows(2), background: true })
  expect([first.status, first.location]).toEqual([202, 'https://badges.example/app/api/batches/spring'])
  expect(first.body).toMatchObject({ batch: { stage: 'queued', rows: 0, total: 2 }, outcomes: [] })
  await site.service.tick()
  expect((await ask('GET', '/api/batches/spring')).body).toMatchObject({ stage: 'done', issued: 2, total: 2 })
  expect((await ask('GET', '/api/batches/spring/refusals')).body).toEqual({ refusals: [] })
  expect((await ask('POST', '/api/batches/spring/cancel')).status).toBe(409)
  expect((await ask('POST', '/api/batches/spring/undo', {})).body).toMatchObject({ revoked: 2 })

  const bad = [{ email: 'nobody' }, ...rows(1)]
  const started = await ask('POST', '/api/batches', { id: 'summer', draft, rows: bad, background: true })
  expect([started.status, started.location]).toEqual([202, 'https://badges.example/app/api/batches/summer'])
  await site.service.tick()
  expect((await ask('GET', '/api/batches/summer/refusals')).body).toMatchObject({
    refusals: [{ row: 1, status: 'refused', code: 'ERR_ADDRESS_INVALID' }],
  })
  await ask('POST', '/api/batches', { id: 'autumn', draft, rows: rows(3), background: true })
  expect((await ask('POST', '/api/batches/autumn/cancel')).body).toMatchObject({ stage: 'cancelled' })
  await site.service.tick()
  expect((await ask('GET', '/api/batches/autumn')).body).toMatchObject({ stage: 'cancelled', issued: 0 })
  expect(site.defects).toEqual([])
})

test.each([
  [10_001, 'in the background', 202],
  [100_000, 'in the background', 202],
  [100_001, 'not at all', 400],
] as const)('a request of %d rows is taken %s', async (count, _, status) => {
  const site = await testSite(withTokens)
  const answer = await apiCaller(site, OWNER)('POST', '/api/batches', { id: 'b', draft, rows: rows(count) })
  expect(answer.status).toBe(status)
  if (status === 202) expect(answer.body.batch).toMatchObject({ stage: 'queued', total: count })
})

test('what a batch in the background cannot do is refused', async () => {
  const ask = apiCaller(await testSite(withTokens), OWNER)
  for (const more of [{ dryRun: true }, { concurrency: 4 }]) {
    const answer = await ask('POST', '/api/batches', { draft, rows: rows(1), background: true, ...more })
    expect([answer.status, answer.body.code]).toEqual([400, 'ERR_ARGUMENT_INVALID'])
  }
  const wrong = { ...draft, validUntil: 'tomorrow' }
  const answer = await ask('POST', '/api/batches', { draft: wrong, rows: rows(1), background: true })
  expect(answer.body.code).toBe('ERR_DRAFT_INVALID')
  expect((await ask('GET', '/api/batches')).body.batches).toEqual([])
})

test('an upload of many rows answers at once; its page shows how far it is, what was refused, and a way to stop it', async () => {
  const site = await testSite()
  const issuer = site.visitor('issuer')
  const people = rows(1010).map(({ email }, row) => (row === 1004 ? 'nobody' : email))
  const preview = await issuer.submit(await issuer.get('/issuer/upload'), '/issuer/upload', {
    name: 'Welder I',
    description: 'Welds steel.',
    criteria: 'Passed the exam.',
    csvText: ['email', ...people].join('\n'),
  })
  expect(preview.status).toBe(200)
  expect(preview.text).toContain('The first 1,000 rows were checked in full')
  const issued = await issuer.submit(preview, '/issuer/upload/confirm')
  expect(issued.status).toBe(303)
  const page = await issuer.follow(issued)
  expect(page.text).toContain('0 of 1,010 rows')
  expect(page.text).toMatch(/<progress max="1010" value="0"/)
  await site.service.tick()
  const done = await issuer.follow(issued)
  expect(done.text).not.toContain('<progress')
  expect(done.text).toContain('Rows that were refused')
  expect(done.text).toContain('1,005')

  const again = await issuer.submit(preview, '/issuer/upload/confirm')
  expect(again.headers.get('location')).toBe(issued.headers.get('location'))
  expect((await site.service.list({ limit: 500 })).badges).toHaveLength(500)
})

test('the rest of a batch is cancelled on its page', async () => {
  const site = await testSite()
  await site.service.batches.start({ id: 'course', draft, rows: rows(600) })
  const issuer = site.visitor('issuer')
  const cancelled = await issuer.submit(await issuer.get('/issuer/batches/course'), '/issuer/batches/course/cancel')
  const page = await issuer.follow(cancelled)
  expect(page.text).toContain('cancelled')
  expect(page.text).not.toContain('<progress')
  expect((await site.service.tick()).rows).toBe(0)
})

describe('a batch in the background goes on in the name of the one who began it', () => {
  async function begun() {
    const site = await testSite(withTokens)
    const ask = apiCaller(site, OWNER)
    const member = await ask('POST', '/api/staff', {
      name: 'Ada',
      email: 'ada@acme.example',
      grants: [{ role: 'awarder' }],
    })
    if (member.status !== 201) throw new Error(JSON.stringify(member.body))
    const staffId: string = member.body.id
    await site.service.as({ staffId }).batches.start({ id: 'course', draft, rows: rows(1200) })
    return { site, ask, staffId }
  }

  test.each([
    ['was removed', (ask: ReturnType<typeof apiCaller>, id: string) => ask('POST', `/api/staff/${id}/remove`, {})],
    [
      'has another role',
      (ask: ReturnType<typeof apiCaller>, id: string) =>
        ask('POST', `/api/staff/${id}/roles`, { grants: [{ role: 'viewer' }] }),
    ],
  ])('no further rows are issued once that member %s, and the owner sees it', async (_, end) => {
    const { site, ask, staffId } = await begun()
    expect((await end(ask, staffId)).status).toBeLessThan(300)
    expect((await site.service.tick()).rows).toBe(0)
    expect((await ask('GET', '/api/batches/course')).body).toMatchObject({ stage: 'stopped', issued: 0, total: 1200 })
    expect((await site.service.list({ batchId: 'course' })).badges).toEqual([])
    expect(site.events.filter((type) => type === 'batch-stopped')).toHaveLength(1)
    const page = await site.visitor('issuer').get('/issuer/batches/course')
    expect(page.text).toContain('Stopped after 0 of 1,200 rows')
    for (const collection of ['batch-rows', 'batch-jobs'])
      expect((await site.storage.query({ collection })).records, collection).toEqual([])
    expect((await site.service.tick()).rows).toBe(0)
    expect(site.defects).toEqual([])
  })

  test.each(['is removed', 'stays'])('begun in the name of a colleague by a link of somebody who %s', async (end) => {
    const site = await testSite(withTokens)
    const ask = apiCaller(site, OWNER)
    const grants = [{ role: 'owner' }] as const
    const add = (name: string) => site.service.staff.add({ email: `${name}@acme.example`, name, grants })
    const [ola, pat] = [await add('ola'), await add('pat')]
    const inName = site.service.as({ staffId: pat.id, through: [`staff:${ola.id}`] })
    await inName.batches.start({ id: 'course', draft, rows: rows(3) })
    if (end === 'is removed') expect((await ask('POST', `/api/staff/${ola.id}/remove`, {})).status).toBe(200)
    await site.service.tick()
    const expected = end === 'is removed' ? { stage: 'stopped', issued: 0 } : { stage: 'done', issued: 3 }
    expect((await ask('GET', '/api/batches/course')).body).toMatchObject(expected)
  })

  test('a token that was ended stops its batch too', async () => {
    const site = await testSite(withTokens)
    const ask = apiCaller(site, OWNER)
    const made = await ask('POST', '/api/tokens', { name: 'LMS', grants: [{ role: 'awarder' }] })
    const own = apiCaller(site, made.body.token)
    expect((await own('POST', '/api/batches', { id: 'course', draft, rows: rows(3), background: true })).status).toBe(
      202,
    )
    await ask('POST', `/api/tokens/${made.body.apiToken.id}/end`, {})
    await site.service.tick()
    expect((await ask('GET', '/api/batches/course')).body).toMatchObject({ stage: 'stopped', issued: 0 })
  })

  test('a member who still awards, or does so by another role, gets every row', async () => {
    const { site, ask, staffId } = await begun()
    await ask('POST', `/api/staff/${staffId}/roles`, { grants: [{ role: 'owner' }] })
    await site.service.tick()
    expect((await ask('GET', '/api/batches/course')).body).toMatchObject({ stage: 'done', issued: 1200 })
    const [badge] = (await site.service.list({ batchId: 'course', limit: 1 })).badges
    const [issued] = await site.service.history(badge?.id ?? '')
    expect(issued).toMatchObject({ type: 'issued', actor: `staff:${staffId}` })
  })
})
