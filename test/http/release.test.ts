import { expect, test } from 'vitest'
import { hashApiToken } from '../../src/http/index.js'
import { DAY, START } from '../service/service.js'
import { apiCaller, draft, testSite } from './site.js'

const OWNER = 'k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk'
const APPROVER = 'app1app1app1app1app1app1app1app1app1app1app'
const rows = [{ email: 'kim@learner.example', name: 'Kim Lee' }]
const upload = {
  name: 'Welder I',
  description: 'Welds steel.',
  criteria: 'Passed.',
  csvText: 'email\nkim@learner.example',
}

test('an upload with a date is looked at, gets another date, is stopped, and goes out on its day', async () => {
  const site = await testSite({}, { timeZone: 'Europe/Berlin' })
  const issuer = site.visitor('issuer')
  const day = new Date(START + 3 * DAY).toISOString().slice(0, 10)
  const preview = await issuer.submit(await issuer.get('/issuer/upload'), '/issuer/upload', {
    ...upload,
    releaseAt: `${day}T10:30`,
  })
  expect(preview.text).toContain('send nothing yet')
  const issued = await issuer.submit(preview, '/issuer/upload/confirm')
  const page = await issuer.follow(issued)
  expect(page.text).toContain('Not offered yet')
  expect(page.text).toContain(' 10:30')
  await site.service.mail.deliver()
  expect(site.sent).toEqual([])
  // The learner who signs in sees nothing, nor does a visitor who knows the id.
  const [badge] = (await site.service.list()).badges
  const learner = site.visitor('kim')
  expect((await learner.get('/mine')).text).not.toContain('Welder I')
  for (const path of [`/badges/${badge?.id}`, `/badges/${badge?.id}.json`])
    expect((await learner.get(path)).status, path).toBe(404)

  const path = issued.headers.get('location')?.split('?')[0]?.replace('/app', '') ?? ''
  const stopped = await issuer.follow(await issuer.submit(page, `${path}/cancel`))
  expect(stopped.text).toContain('cancelled')
  site.clock.pass(9 * DAY)
  await site.service.tick()
  const again = await issuer.follow(await issuer.submit(stopped, `${path}/schedule`, { releaseAt: '' }))
  expect(again.text).toContain('Not offered yet')
  await site.service.tick()
  await site.service.tick()
  expect(site.sent.map(({ to }) => to.address)).toEqual(['kim@learner.example'])
  expect((await issuer.get(path)).text).not.toContain('Not offered yet')
  expect(site.defects).toEqual([])
})

test('a date that cannot be read is said at the form', async () => {
  const issuer = (await testSite()).visitor('issuer')
  const page = await issuer.get('/issuer/upload')
  const answer = await issuer.submit(page, '/issuer/upload', { ...upload, releaseAt: 'soon' })
  expect(answer.status).toBe(422)
})

test('an upload that needs approval has no button for who uploaded it, and one for the approver', async () => {
  const roles = { ana: 'owner', bob: 'approver', eve: 'viewer' } as const
  const auth = {
    async identify(request: Request) {
      const name = request.headers.get('x-account') as keyof typeof roles | null
      return name === null ? null : { subject: name, emails: [], name, roles: [roles[name]] }
    },
  }
  const site = await testSite({ auth })
  const [ana, bob, eve] = [site.visitor('ana'), site.visitor('bob'), site.visitor('eve')]
  const preview = await ana.submit(await ana.get('/issuer/upload'), '/issuer/upload', { ...upload, approval: 'true' })
  const issued = await ana.submit(preview, '/issuer/upload/confirm')
  const path = issued.headers.get('location')?.split('?')[0]?.replace('/app', '') ?? ''
  const own = await ana.follow(issued)
  expect(own.text).toContain('somebody else has to approve')
  expect(own.text).not.toContain(`${path}/approve`)
  const seen = await eve.get(path)
  expect([seen.status, seen.text.includes(`${path}/approve`), seen.text.includes(`${path}/reject`)]).toEqual([
    200,
    false,
    false,
  ])
  const page = await bob.get(path)
  const approved = await bob.submit(page, `${path}/approve`)
  expect(approved.status).toBe(303)
  await site.service.tick()
  await site.service.tick()
  expect(site.sent).toHaveLength(1)
  expect(site.defects).toEqual([])
})

test('POST /api/batches takes a date and an approval; approve, reject and schedule are below the batch', async () => {
  const hashes = [hashApiToken(OWNER), { hash: hashApiToken(APPROVER), role: 'approver' as const }]
  const site = await testSite({ apiTokenHashes: hashes })
  const ask = apiCaller(site, OWNER)
  const first = await ask('POST', '/api/batches', { id: 'a', draft, rows, releaseAt: '2027-06-30', approval: true })
  expect(first.body.batch).toMatchObject({
    stage: 'held',
    release: { at: '2027-06-30T00:00:00.000Z', approval: 'needed' },
  })
  expect((await ask('POST', '/api/batches/a/approve')).status).toBe(403)
  expect((await ask('POST', '/api/batches/a/schedule', { releaseAt: '2027-07-01' })).body).toMatchObject({
    release: { at: '2027-07-01T00:00:00.000Z', approval: 'needed' },
  })
  const approved = await ask('POST', '/api/batches/a/approve', undefined, APPROVER)
  expect([approved.status, approved.body.release?.approval]).toEqual([200, 'given'])
  expect((await ask('POST', '/api/batches/a/reject', {}, APPROVER)).body).toMatchObject({ revoked: 1 })
  expect((await ask('POST', '/api/batches/a/schedule', { releaseAt: 'x'.repeat(41) })).status).toBe(400)
  expect(site.defects).toEqual([])
})
