import { describe, expect, test } from 'vitest'
import { dump } from '../service/service.js'
import { attribute, elements } from './client.js'
import { apiCaller, draft, offerTo, signIn, type TestSite, testSite } from './site.js'

const owner = [{ role: 'owner' }] as const

async function staffSite(options: Parameters<typeof testSite>[1] = {}) {
  const site = await testSite({ auth: { identify: async () => null } }, options)
  const ola = await site.service.staff.add({ email: 'ola@acme.example', name: 'Ola', grants: owner, invite: false })
  return { site, ola }
}

const linkIn = (text: string): string => /\/staff\/sign-in\/stl_[\w-]{43}/.exec(text)?.[0] ?? 'no link'

/** Signs a member in by a link that is handed over. */
async function enter(site: TestSite, staffId: string) {
  const visitor = site.visitor()
  const { url } = await site.service.staff.createSignInLink({ staffId })
  const answer = await visitor.submit(await visitor.get(linkIn(url)), '/staff/sign-in/')
  return { visitor, answer }
}

describe('signing in', () => {
  test('by a mailed link: the page asks, the form signs in, the cookie is for this host alone', async () => {
    const { site } = await staffSite()
    const ola = site.visitor()
    expect((await ola.get('/issuer')).status).toBe(401)
    await ola.submit(await ola.get('/issuer'), '/staff/sign-in', { email: 'ola@acme.example' })
    const link = linkIn((await site.mailTo('ola@acme.example')).text)
    const page = await ola.get(link)
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    expect(page.text).toContain('Ola')
    expect((await ola.get('/issuer')).status).toBe(401)
    const answer = await ola.submit(page, '/staff/sign-in/')
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('__Host-badges-staff=')) ?? ''
    expect(cookie).toMatch(
      /^__Host-badges-staff=sts_[\w-]{43}; Path=\/; HttpOnly; Max-Age=28800; SameSite=Lax; Secure$/,
    )
    expect((await ola.follow(answer)).text).toContain('Ola')
    expect((await site.visitor().get(link)).status).toBe(404)
  })

  test('S5 (nobody finds out who has badges): an address that has no access gets the same answer, and no mail', async () => {
    const { site } = await staffSite()
    const [known, unknown] = await Promise.all(
      ['ola@acme.example', 'eve@acme.example'].map(async (email) => {
        const visitor = site.visitor()
        return visitor.submit(await visitor.get('/staff/sign-in'), '/staff/sign-in', { email })
      }),
    )
    const plain = (text = '') => text.replaceAll(/nonce="[^"]*"|name="form" value="[^"]*"/g, '')
    expect([known?.status, plain(known?.text)]).toEqual([unknown?.status, plain(unknown?.text)])
    await site.service.mail.deliver()
    expect(site.sent.map(({ to }) => to.address)).toEqual(['ola@acme.example'])
    expect(site.defects).toEqual([])
  })

  test('without mail the page says so, and a link that an owner hands over signs in', async () => {
    const { site, ola } = await staffSite({ mail: undefined as never })
    const page = await site.visitor().get('/staff/sign-in')
    expect(elements(page.text).filter((row) => attribute(row, 'name') === 'email')).toEqual([])
    const { visitor } = await enter(site, ola.id)
    expect((await visitor.get('/issuer')).status).toBe(200)
  })

  test('signing out ends the session, also where the cookie was copied', async () => {
    const { site, ola } = await staffSite()
    const { visitor } = await enter(site, ola.id)
    const copy = site.visitor()
    for (const [name, value] of visitor.jar) copy.jar.set(name, value)
    await visitor.submit(await visitor.get('/issuer'), '/staff/sign-out')
    expect([(await visitor.get('/issuer')).status, (await copy.get('/issuer')).status]).toEqual([401, 401])
  })

  test('a new sign-in takes the place of the session that the browser had', async () => {
    const { site, ola } = await staffSite()
    const { visitor } = await enter(site, ola.id)
    const before = visitor.jar.get('__Host-badges-staff') ?? ''
    const { url } = await site.service.staff.createSignInLink({ staffId: ola.id })
    await visitor.submit(await visitor.get(linkIn(url)), '/staff/sign-in/')
    expect(await site.service.staff.session(before)).toBeNull()
    expect((await visitor.get('/issuer')).status).toBe(200)
  })

  test('somebody who is a learner too signs out of one and stays in the other', async () => {
    const { site, ola } = await staffSite()
    await site.service.issue({ draft, recipient: { email: 'ola@acme.example' } })
    await site.mailTo('ola@acme.example')
    const { visitor } = await enter(site, ola.id)
    await signIn(site, visitor, 'ola@acme.example')
    expect([(await visitor.get('/mine')).status, (await visitor.get('/issuer')).status]).toEqual([200, 200])
    await visitor.submit(await visitor.get('/issuer'), '/staff/sign-out')
    expect([(await visitor.get('/mine')).status, (await visitor.get('/issuer')).status]).toEqual([200, 403])
  })

  test('a learner who opens a page of the staff is offered the way to sign in', async () => {
    const { site } = await staffSite()
    const kim = site.visitor()
    await offerTo(site)
    await signIn(site, kim)
    const page = await kim.get('/issuer')
    expect(page.status).toBe(403)
    expect(page.text).toContain('/app/staff/sign-in')
  })
})

describe('colleagues', () => {
  test('one is invited, gets another role, is signed out by it, and goes', async () => {
    const { site, ola } = await staffSite()
    const { visitor } = await enter(site, ola.id)
    const typed = { name: 'Pat', email: 'pat@acme.example', role: 'awarder' }
    const invited = await visitor.submit(await visitor.get('/issuer/staff'), '/issuer/staff/invite', typed)
    expect(invited.headers.get('location')).toBe('/app/issuer/staff?note=added')
    const pat = site.visitor()
    await pat.submit(await pat.get(linkIn((await site.mailTo('pat@acme.example')).text)), '/staff/sign-in/')
    const [member] = (await site.service.staff.list()).filter(({ name }) => name === 'Pat')
    const base = `/issuer/staff/${member?.id}`
    expect([(await pat.get('/issuer/upload')).status, (await pat.get('/issuer/staff')).status]).toEqual([200, 403])
    await visitor.submit(await visitor.get('/issuer/staff'), `${base}/roles`, { role: 'viewer' })
    expect((await pat.get('/issuer')).status).toBe(401)
    await visitor.submit(await visitor.get('/issuer/staff'), `${base}/remove`)
    expect((await site.service.staff.list()).map(({ name }) => name)).toEqual(['Ola'])
  })

  test('the last owner stays, and the page says why', async () => {
    const { site, ola } = await staffSite()
    const { visitor } = await enter(site, ola.id)
    for (const [action, values] of [
      ['remove', {}],
      ['roles', { role: 'viewer' }],
    ] as const) {
      const answer = await visitor.submit(await visitor.get('/issuer/staff'), `${ola.id}/${action}`, values)
      expect(answer.status).toBe(409)
      expect(elements(answer.text).some((row) => attribute(row, 'role') === 'alert')).toBe(true)
    }
    expect((await visitor.get('/issuer/staff')).status).toBe(200)
  })

  test.each([
    ['an address that has access', { email: 'OLA@acme.example', role: 'viewer' }, 422],
    ['an address that is none', { email: 'nobody', role: 'viewer' }, 422],
    ['a role that does not exist', { email: 'pat@acme.example', role: 'admin' }, 422],
    ['no role', { email: 'pat@acme.example', role: '' }, 422],
  ])('%s is refused', async (_, values, status) => {
    const { site, ola } = await staffSite()
    const { visitor } = await enter(site, ola.id)
    const answer = await visitor.submit(await visitor.get('/issuer/staff'), '/issuer/staff/invite', {
      name: 'Pat',
      ...values,
    })
    expect(answer.status).toBe(status)
    expect(await site.service.staff.list()).toHaveLength(1)
    expect(site.defects).toEqual([])
  })

  describe('who has access is changed by somebody who has just signed in', () => {
    const steps: [string, (ids: { pat: string; ola: string }) => string, Record<string, string>][] = [
      ['an invitation', () => '/issuer/staff/invite', { name: 'Eve', email: 'eve@acme.example', role: 'owner' }],
      ['other roles', ({ pat }) => `${pat}/roles`, { role: 'owner' }],
      ['a removal', ({ pat }) => `${pat}/remove`, {}],
      ['a link of a colleague', ({ pat }) => `${pat}/link`, {}],
      ['a link of their own', ({ ola }) => `${ola}/link`, {}],
      ['a token of the API', () => '/issuer/tokens', { name: 'LMS', role: 'owner' }],
    ]
    const kept = async (site: TestSite) => ({
      staff: await site.service.staff.list(),
      tokens: await site.service.staff.tokens(),
    })

    test.each(steps)('%s', async (_, action, values) => {
      const { site, ola } = await staffSite()
      const grants = [{ role: 'viewer' }] as const
      const pat = await site.service.staff.add({ email: 'pat@acme.example', name: 'Pat', grants, invite: false })
      const { visitor } = await enter(site, ola.id)
      const to = action({ pat: pat.id, ola: ola.id })
      const before = await kept(site)
      site.clock.pass(16 * 60_000)
      const late = await visitor.submit(await visitor.get('/issuer/staff'), to, values)
      expect([late.status, late.text.includes('/app/staff/sign-in')]).toEqual([403, true])
      expect(late.text).not.toMatch(/stl_|api_/)
      expect(await kept(site)).toEqual(before)
      // The rest of the work goes on, and after another sign-in this does too.
      expect((await visitor.get('/issuer/upload')).status).toBe(200)
      const again = await enter(site, ola.id)
      site.clock.pass(14 * 60_000)
      const answer = await again.visitor.submit(await again.visitor.get('/issuer/staff'), to, values)
      expect([201, 303]).toContain(answer.status)
      expect(site.defects).toEqual([])
    })

    test('where the host signs people in, its word counts, and its page is asked to sign in again', async () => {
      const asked: unknown[] = []
      const at: { now?: string } = {}
      const site = await testSite({
        auth: {
          identify: async () => ({
            subject: 'h-1',
            name: 'Hal',
            emails: [],
            roles: ['owner'] as const,
            ...(at.now === undefined ? {} : { authenticated: { by: 'oidc', at: at.now } as const }),
          }),
          signInUrl: (returnTo, more) => {
            asked.push(more)
            return `/login?next=${encodeURIComponent(returnTo)}`
          },
        },
      })
      const hal = site.visitor()
      let count = 0
      const invite = async () => {
        const typed = { name: 'Pat', email: `pat${++count}@acme.example`, role: 'viewer' }
        return (await hal.submit(await hal.get('/issuer/staff'), '/issuer/staff/invite', typed)).status
      }
      at.now = new Date(site.clock.now).toISOString()
      expect(await invite()).toBe(303)
      site.clock.pass(16 * 60_000)
      expect([await invite(), asked.at(-1)]).toEqual([403, { fresh: true }])
      delete at.now
      expect(await invite()).toBe(303)
    })
  })

  test('a member with roles at single issuers has no choice of one role, which would take the others away', async () => {
    const { site, ola } = await staffSite()
    const grants = [{ role: 'viewer', issuerId: 'did:web:a' }] as const
    const pat = await site.service.staff.add({ email: 'pat@acme.example', name: 'Pat', grants, invite: false })
    const { visitor } = await enter(site, ola.id)
    const actions = elements((await visitor.get('/issuer/staff')).text).map((row) => attribute(row, 'action'))
    expect(actions).toContain(`/app/issuer/staff/${ola.id}/roles`)
    expect(actions).not.toContain(`/app/issuer/staff/${pat.id}/roles`)
  })

  test('a link and a token are shown once, and never kept by the browser', async () => {
    const { site, ola } = await staffSite()
    const { visitor } = await enter(site, ola.id)
    const link = await visitor.submit(await visitor.get('/issuer/staff'), `${ola.id}/link`)
    expect(link.text).toMatch(/stl_[\w-]{43}/)
    const made = await visitor.submit(await visitor.get('/issuer/staff'), '/issuer/tokens', {
      name: 'LMS',
      role: 'viewer',
    })
    const token = /api_[\w-]{43}/.exec(made.text)?.[0] ?? ''
    for (const { headers } of [link, made]) {
      expect([headers.get('cache-control'), headers.get('referrer-policy')]).toEqual(['no-store', 'no-referrer'])
    }
    expect((await visitor.get('/issuer/staff')).text).not.toMatch(/stl_|api_/)
    const call = (path: string) =>
      visitor.send(`https://badges.example/app${path}`, { headers: { authorization: `Bearer ${token}` } })
    expect([(await call('/api/badges')).status, (await call('/api/staff')).status]).toEqual([200, 403])
    const [stored] = await site.service.staff.tokens()
    await visitor.submit(await visitor.get('/issuer/staff'), `/issuer/tokens/${stored?.id}/end`)
    expect((await call('/api/badges')).status).toBe(401)
  })

  test('hostile names stay text', async () => {
    const { site, ola } = await staffSite()
    const name = '<script>alert(1)</script>" onload="x'
    await site.service.staff.add({ email: 'x@acme.example', name, grants: owner, invite: false })
    await site.service.staff.createToken({ name, grants: owner })
    const { visitor } = await enter(site, ola.id)
    const page = elements((await visitor.get('/issuer/staff')).text)
    expect(page.filter((row) => row.tagName === 'script' || attribute(row, 'onload') !== undefined)).toEqual([])
  })
})

test('a page shows a role what it can do, and no more', async () => {
  const { site } = await staffSite()
  const { badge } = await offerTo(site)
  const actionsFor = async (role: 'awarder' | 'approver' | 'viewer') => {
    const grants = [{ role }]
    const member = await site.service.staff.add({ email: `${role}@acme.example`, name: role, grants, invite: false })
    const { visitor } = await enter(site, member.id)
    const page = elements((await visitor.get(`/issuer/badges/${badge.id}`)).text)
    return page.flatMap((row) => {
      const to = attribute(row, row.tagName === 'form' ? 'action' : 'href') ?? ''
      return /\/issuer\/(badges\/.*\/|staff|upload)/.test(to) ? [to.replace(/.*\//, '')] : []
    })
  }
  expect(await actionsFor('awarder')).toEqual(['upload', 'resend', 'link', 'correct'])
  expect(await actionsFor('approver')).toEqual(['revoke'])
  expect(await actionsFor('viewer')).toEqual([])
})

test('the history of a badge names who did what', async () => {
  const { site, ola } = await staffSite()
  const { badge } = await offerTo(site)
  const { visitor } = await enter(site, ola.id)
  await visitor.submit(await visitor.get(`/issuer/badges/${badge.id}`), '/revoke', { reason: 'Mistake' })
  const history = await site.service.history(badge.id)
  expect(history.find(({ type }) => type === 'revoked')).toMatchObject({ by: 'issuer', actor: `staff:${ola.id}` })
  await site.service.staff.add({ email: 'pat@acme.example', name: 'Pat', grants: owner, invite: false })
  await site.service.staff.remove({ staffId: ola.id })
  const [pat] = await site.service.staff.list()
  const other = await enter(site, pat?.id ?? '')
  expect((await other.visitor.get(`/issuer/badges/${badge.id}`)).text).toContain('by Ola')
})

test.each([
  ['no name', undefined, 'hal@login.example', 'hal'],
  ['an empty name', '', 'u-1', 'u-1'],
  ['a name of which nothing is seen', ' \u200b ', 'u-1', 'u-1'],
  ['a name', 'Hal', 'hal@login.example', 'Hal'],
])(
  'whom the login of the host gives a role and %s has a name here, and no address',
  async (_, name, subject, called) => {
    const session = { subject, emails: [], roles: ['viewer'] as const, ...(name === undefined ? {} : { name }) }
    const site = await testSite({ auth: { identify: async () => session } })
    expect((await site.visitor().get('/issuer')).status).toBe(200)
    expect((await site.service.staff.list()).map((member) => member.name)).toEqual([called])
    expect(await dump(site.storage)).not.toContain('hal@')
  },
)

test('the history of a badge tells a token of the configuration from a person', async () => {
  const { site, ola } = await staffSite()
  const { badge } = await offerTo(site)
  await site.service.as({ tokenId: 'deadbeef01234567' }).resend({ badgeId: badge.id })
  const { visitor } = await enter(site, ola.id)
  expect((await visitor.get(`/issuer/badges/${badge.id}`)).text).toContain('by API deadbeef<')
})

describe('what was made in the name of a colleague, by a link handed over to oneself', () => {
  /** Pat makes a link for Ola, signs in by it, and makes things there. */
  async function made() {
    const { site, ola } = await staffSite()
    const pat = await site.service.staff.add({ email: 'pat@acme.example', name: 'Pat', grants: owner, invite: false })
    const { visitor } = await enter(site, pat.id)
    const link = linkIn((await visitor.submit(await visitor.get('/issuer/staff'), `${ola.id}/link`)).text)
    const asOla = site.visitor()
    await asOla.submit(await asOla.get(link), '/staff/sign-in/')
    const page = await asOla.submit(await asOla.get('/issuer/staff'), '/issuer/tokens', { name: 'LMS', role: 'owner' })
    const token = /api_[\w-]{43}/.exec(page.text)?.[0] ?? ''
    const further = (await apiCaller(site, token)('POST', '/api/tokens', { name: 'x', grants: owner })).body?.token
    const eve = await site.service.staff.add({ email: 'eve@acme.example', name: 'Eve', grants: owner, invite: false })
    const nextLink = linkIn((await asOla.submit(await asOla.get('/issuer/staff'), `${eve.id}/link`)).text)
    const real = (await enter(site, ola.id)).visitor
    const own = (await site.service.as({ staffId: ola.id }).staff.createToken({ name: 'own', grants: owner })).token
    const works = async () => ({
      session: (await asOla.get('/issuer')).status,
      token: (await apiCaller(site, token)('GET', '/api/badges')).status,
      further: (await apiCaller(site, further)('GET', '/api/badges')).status,
      link: (await site.visitor().get(nextLink)).status,
      real: (await real.get('/issuer')).status,
      own: (await apiCaller(site, own)('GET', '/api/badges')).status,
    })
    return { site, pat, works }
  }
  const all = { session: 200, token: 200, further: 200, link: 200, real: 200, own: 200 }

  test.each([
    ['is removed', (site: TestSite, staffId: string) => site.service.staff.remove({ staffId })],
    [
      'gets a lesser role',
      (site: TestSite, staffId: string) => site.service.staff.setRoles({ staffId, grants: [{ role: 'viewer' }] }),
    ],
  ])('ends when who made it %s; what the colleague made themself goes on', async (_, end) => {
    const { site, pat, works } = await made()
    expect(await works()).toEqual(all)
    await end(site, pat.id)
    expect(await works()).toEqual({ ...all, session: 401, token: 401, further: 401, link: 404 })
    expect(site.defects).toEqual([])
  })
})
