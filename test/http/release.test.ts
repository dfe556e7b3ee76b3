import { describe, expect, test } from 'vitest'
import { hashApiToken } from '../../src/http/index.js'
import { formToken } from '../../src/http/web/csrf.js'
import type { Role } from '../../src/service/index.js'
import { DAY, START } from '../service/service.js'
import { apiCaller, draft, type TestSite, testSite } from './site.js'

type Visitor = ReturnType<TestSite['visitor']>

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

describe('persons are counted, not sessions: somebody who uploaded does not approve', () => {
  /** A batch that waits, and what of its page a browser has that got in like this. */
  async function held() {
    const site = await testSite({ auth: { identify: async () => null } })
    const { staff } = site.service
    const add = (name: string, role: Role) =>
      staff.add({ email: `${name}@acme.example`, name, grants: [{ role }], invite: false })
    const [ola, pat] = [await add('ola', 'owner'), await add('pat', 'owner')]
    const enter = async (link: string) => {
      const visitor = site.visitor()
      await visitor.submit(await visitor.get(link), '/staff/sign-in/')
      return visitor
    }
    const handed = async (staffId: string) => `/staff/sign-in/${(await staff.createSignInLink({ staffId })).token}`
    const uploadAs = async (visitor: Visitor) => {
      const preview = await visitor.submit(await visitor.get('/issuer/upload'), '/issuer/upload', {
        ...upload,
        approval: 'true',
      })
      const issued = await visitor.submit(preview, '/issuer/upload/confirm')
      return issued.headers.get('location')?.split('?')[0]?.replace('/app', '') ?? ''
    }
    /** A link that the visitor makes on the page of the staff for a colleague. */
    const linkMadeBy = async (visitor: Visitor, staffId: string) => {
      const page = await visitor.submit(await visitor.get('/issuer/staff'), `${staffId}/link`)
      return /\/staff\/sign-in\/stl_[\w-]{43}/.exec(page.text)?.[0] ?? ''
    }
    return { site, ola, pat, enter, handed, uploadAs, linkMadeBy }
  }

  /** Presses the button, whether the page has it or not. */
  async function approve(visitor: Visitor, path: string) {
    const shown = (await visitor.get(path)).text.includes(`${path}/approve`)
    const form = formToken(visitor.jar.get('__Host-badges-form') ?? '')
    const body = new URLSearchParams({ form })
    const { status } = await visitor.send(`/app${path}/approve`, { method: 'POST', body })
    return { shown, status }
  }
  const refused = { shown: false, status: 403 }

  test.each(['removed', 'a colleague still'])(
    'what was to go out on a date in the name of a colleague, by somebody who is %s then',
    async (now) => {
      const { site, ola, pat, enter, handed, linkMadeBy } = await held()
      const asPat = await enter(await linkMadeBy(await enter(await handed(ola.id)), pat.id))
      const day = new Date(START + 3 * DAY).toISOString().slice(0, 10)
      const fields = { ...upload, releaseAt: `${day}T10:30` }
      await asPat.submit(
        await asPat.submit(await asPat.get('/issuer/upload'), '/issuer/upload', fields),
        '/issuer/upload/confirm',
      )
      if (now === 'removed') await site.service.staff.remove({ staffId: ola.id })
      site.clock.pass(4 * DAY)
      await site.service.tick()
      await site.service.tick()
      const [batch] = (await site.service.batches.list()).batches
      expect([batch?.stage, site.sent.length]).toEqual(now === 'removed' ? ['stopped', 0] : ['done', 1])
      if (now !== 'removed') return
      // The colleague sets its date, and answers for it.
      await site.service.as({ staffId: pat.id }).batches.schedule({ batchId: batch?.id ?? '' })
      await site.service.tick()
      await site.service.tick()
      expect(site.sent).toHaveLength(1)
    },
  )

  test('in the name of a colleague, by a link that they made', async () => {
    const { ola, pat, enter, handed, uploadAs, linkMadeBy, site } = await held()
    const own = await enter(await handed(ola.id))
    const path = await uploadAs(own)
    const asPat = await enter(await linkMadeBy(own, pat.id))
    expect(await approve(asPat, path)).toEqual(refused)
    // Nor by a link that they made there for somebody else.
    const eve = await site.service.staff.add({
      email: 'eve@acme.example',
      name: 'Eve',
      grants: [{ role: 'approver' }],
      invite: false,
    })
    expect(await approve(await enter(await linkMadeBy(asPat, eve.id)), path)).toEqual(refused)
    expect(site.defects).toEqual([])
  })

  test('what they uploaded in the name of a colleague', async () => {
    const { ola, pat, enter, handed, uploadAs, linkMadeBy } = await held()
    const own = await enter(await handed(ola.id))
    const path = await uploadAs(await enter(await linkMadeBy(own, pat.id)))
    expect(await approve(own, path)).toEqual(refused)
  })

  test('by a token of the API that they made in the name of a colleague', async () => {
    const { site, ola, pat, enter, handed, uploadAs, linkMadeBy } = await held()
    const own = await enter(await handed(ola.id))
    const path = await uploadAs(own)
    const asPat = await enter(await linkMadeBy(own, pat.id))
    const made = await asPat.submit(await asPat.get('/issuer/staff'), '/issuer/tokens', { name: 'x', role: 'approver' })
    const token = /api_[\w-]{43}/.exec(made.text)?.[0] ?? ''
    const answer = await apiCaller(site, token)('POST', `/api/batches/${path.split('/').at(-1)}/approve`)
    expect(answer.status).toBe(403)
  })

  test.each(['a link that was mailed', 'a link that the application around it made'])(
    'the twin: a colleague by %s',
    async (way) => {
      const { site, ola, pat, enter, handed, uploadAs } = await held()
      const path = await uploadAs(await enter(await handed(ola.id)))
      let link = await handed(pat.id)
      if (way === 'a link that was mailed') {
        await site.service.staff.sendLink({ email: 'pat@acme.example' })
        link = /\/staff\/sign-in\/stl_[\w-]{43}/.exec((await site.mailTo('pat@acme.example')).text)?.[0] ?? ''
      }
      expect(await approve(await enter(link), path)).toEqual({ shown: true, status: 303 })
    },
  )
})

describe('where badges are approved before they are offered, one person alone offers none', () => {
  const required = { approval: { required: true } } as const
  async function school(options: Parameters<typeof testSite>[1] = required) {
    const site = await testSite({ auth: { identify: async () => null } }, options)
    const call = async (name: string, role: Role) =>
      apiCaller(site, (await site.service.staff.createToken({ name, grants: [{ role }] })).token)
    return { site, ana: await call('ana', 'owner'), bob: await call('bob', 'owner'), awa: await call('awa', 'awarder') }
  }
  const other = { ...draft, achievement: { ...draft.achievement, name: 'Doctor of Medicine' } }

  test.each(['replaced', 'corrected'])(
    'who has %s a badge of a batch that waits does not approve of it; somebody else does',
    async (how) => {
      const { site, ana, bob } = await school()
      await ana('POST', '/api/batches', { id: 'class', draft, rows })
      const [badge] = (await site.service.list()).badges
      const badgeId = badge?.id ?? ''
      if (how === 'corrected') {
        expect((await bob('POST', `/api/badges/${badgeId}/correct`, { name: 'Mallory' })).status).toBe(201)
      } else {
        const [{ id: tokenId } = { id: '' }] = (await site.service.staff.tokens()).filter(({ name }) => name === 'bob')
        await site.service.as({ tokenId }).replace({ badgeId, draft: other })
      }
      expect((await bob('POST', '/api/batches/class/approve')).status).toBe(403)
      expect((await ana('POST', '/api/batches/class/approve')).status).toBe(403)
      const { token } = await site.service.staff.createToken({ name: 'eve', grants: [{ role: 'approver' }] })
      expect((await apiCaller(site, token)('POST', '/api/batches/class/approve')).status).toBe(200)
    },
  )

  const form = {
    id: 'welder',
    title: 'Welder',
    schema: { type: 'object', properties: { a: { type: 'string' } } },
    draft,
  }
  const apply = async ({ site }: { site: TestSite }) => {
    const visitor = site.visitor()
    const fields = { 'you.email': 'kim@learner.example', 'you.name': 'Kim', 'answer.a': 'b' }
    await visitor.submit(await visitor.get('/apply/welder'), '/apply/welder', fields)
    const [application] = (await site.service.applications.list()).applications
    const badges = (await site.service.list()).badges.map(({ stage }) => stage)
    return { path: `/api/applications/${application?.id}/approve`, stage: application?.stage, badges }
  }

  test('a form that approves by itself is refused, and one that was made before waits for somebody', async () => {
    const { site, ana, awa } = await school()
    for (const call of [ana, awa]) expect((await call('POST', '/api/forms', { ...form, auto: true })).status).toBe(403)
    const earlier = await school({ storage: site.storage })
    await earlier.ana('POST', '/api/forms', { ...form, auto: true })
    expect(await apply({ site })).toMatchObject({ stage: 'submitted', badges: [] })
  })

  test('an application is approved by somebody else than who made the form', async () => {
    const { site, ana, bob } = await school()
    await ana('POST', '/api/forms', form)
    const { path } = await apply({ site })
    expect((await ana('POST', path)).status).toBe(403)
    expect((await site.service.list()).badges).toEqual([])
    expect((await bob('POST', path)).status).toBe(200)
    // Again changes nothing, whoever asks.
    expect((await ana('POST', path)).status).toBe(200)
    expect((await site.service.list()).badges).toHaveLength(1)
  })

  test.each([
    ['where it is not required', {}],
    ['where the issuer has settled that they may', { approval: { required: true, own: true } }],
  ])('the twin: who made the form approves %s', async (_, options) => {
    const { site, ana } = await school(options)
    await ana('POST', '/api/forms', form)
    expect((await ana('POST', (await apply({ site })).path)).status).toBe(200)
  })

  test('the twin: a form that approves by itself, where nothing is approved', async () => {
    const { site, awa } = await school({})
    expect((await awa('POST', '/api/forms', { ...form, auto: true })).status).toBe(200)
    expect(await apply({ site })).toMatchObject({ stage: 'approved', badges: ['offered'] })
    const [shown] = (await awa('GET', '/api/forms')).body.forms
    expect(shown).not.toHaveProperty('changedBy')
  })
})
