import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { type OidcAuthOptions, oidcAuth } from '../../../src/adapters/auth/oidc.js'
import { testSite } from '../../http/site.js'
import { codeOf } from '../../support/codes.js'
import { type Mischief, startProvider } from '../../support/oidc-provider.js'

const accounts = {
  kim: { sub: 'u-1', email: 'Kim@learner.example', email_verified: true, name: 'Kim Doe' },
  lee: { sub: 'u-2', email: 'lee@learner.example', email_verified: true },
  eve: { sub: 'u-3', email: 'kim@learner.example', email_verified: false },
  // As Microsoft Entra ID sends it.
  ada: { sub: 'u-4', email: 'ada@learner.example', preferred_username: 'ada@learner.example' },
}
const secret = 'x'.repeat(43)

async function oidcSite(more: Partial<OidcAuthOptions> = {}, serviceOptions: object = {}) {
  const redirectUri = 'https://badges.example/app/oidc/callback'
  const provider = await startProvider(accounts, { id: 'badges', secret: 's3cret/+', redirectUri })
  const auth = await oidcAuth({
    issuer: provider.issuer,
    clientId: 'badges',
    clientSecret: 's3cret/+',
    baseUrl: 'https://badges.example/app',
    secret,
    ...more,
  })
  const site = await testSite({ auth }, serviceOptions)
  const signIn = async (visitor: ReturnType<typeof site.visitor>, who: string, returnTo = '/app/mine') => {
    const begun = await visitor.get(auth.signInUrl(returnTo))
    const back = await provider.visit(begun.headers.get('location') ?? '', who)
    return { begun, back, answer: await visitor.get(back) }
  }
  return { provider, auth, site, signIn }
}

describe('OpenID Connect Core 1.0 §5.1: a provider that leaves `email_verified` out', () => {
  const ownDomain = (claims: { email?: unknown }): string[] =>
    typeof claims.email === 'string' && claims.email.endsWith('@learner.example') ? [claims.email] : []
  const addresses = async (who: keyof typeof accounts, trustAddresses?: OidcAuthOptions['trustAddresses']) => {
    const { site, signIn } = await oidcSite(trustAddresses === undefined ? {} : { trustAddresses })
    const visitor = site.visitor()
    await signIn(visitor, who)
    const { text } = await visitor.get('/account')
    return Object.values(accounts).flatMap(({ email }) => (text.includes(email) ? [email] : []))
  }

  test.each<[string, keyof typeof accounts, OidcAuthOptions['trustAddresses'], string[]]>([
    ['vouches for nobody by itself', 'ada', undefined, []],
    ['has addresses that the host vouches for', 'ada', ownDomain, ['ada@learner.example']],
    ['has none that the host does not vouch for', 'ada', () => [], []],
    [
      'has none that are not addresses',
      'ada',
      () => ['ada', 'a b@learner.example', `${'x'.repeat(250)}@y.example`],
      [],
    ],
    ['is not asked where the claim says false', 'eve', ownDomain, []],
    ['is not asked where the claim says true', 'lee', () => ['kim@learner.example'], ['lee@learner.example']],
  ])('%s', async (_, who, trust, expected) => {
    expect(await addresses(who, trust)).toEqual(expected)
  })
})

describe('OpenID Connect Core 1.0 §3.1: authorization code with PKCE, state and nonce', () => {
  test('signs in, comes back to where it began, and out again', async () => {
    const { site, signIn, auth } = await oidcSite()
    const kim = site.visitor()
    expect((await kim.get('/mine')).text).toContain('/app/oidc/login?returnTo=%2Fapp%2Fmine')
    const { begun, back, answer } = await signIn(kim, 'kim', '/app/account')
    const asked = new URL(begun.headers.get('location') ?? '').searchParams
    expect(asked.get('code_challenge_method')).toBe('S256')
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)?.length).toBeGreaterThanOrEqual(43)
    expect(back).toMatch(/^https:\/\/badges\.example\/app\/oidc\/callback\?/)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/app/account'])
    const account = await kim.follow(answer)
    expect([account.text.includes('Kim Doe'), account.text.includes('Kim@learner.example')]).toEqual([true, true])
    expect((await kim.submit(account, '/sign-out')).status).toBe(303)
    expect((await kim.get('/mine')).status).toBe(401)
    expect(await auth.signOut(new Request('https://badges.example/app/'))).toEqual([])
  })

  test('cookies are of this host alone, and nothing of the person or the login can be read in them', async () => {
    const { site, signIn } = await oidcSite()
    const kim = site.visitor()
    const { begun, answer } = await signIn(kim, 'kim')
    for (const cookie of [...begun.headers.getSetCookie(), ...answer.headers.getSetCookie()]) {
      expect(cookie).toMatch(/^__Host-badges-oidc[\w-]*=[\w-]*; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/)
      const value = Buffer.from(/=([\w-]*)/.exec(cookie)?.[1] ?? '', 'base64url').toString('latin1')
      expect(value).not.toMatch(/kim|learner|u-1|nonce/i)
    }
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? ''
    expect(begun.headers.getSetCookie().join()).not.toContain(state)
  })

  test('what changes the ways in asks the provider again, by prompt=login, after a quarter of an hour', async () => {
    let now = Date.UTC(2026, 0, 5, 12)
    const clock = () => new Date(now)
    const { site, signIn } = await oidcSite({ clock }, { clock })
    const kim = site.visitor()
    await signIn(kim, 'kim', '/app/account')
    const page = await kim.get('/account')
    now += 16 * 60_000
    const late = await kim.submit(page, '/account/addresses', { email: 'kim@home.example' })
    expect([late.status, late.text.includes('fresh=1')]).toEqual([403, true])
    expect((await kim.get('/account')).text).not.toContain('/account/addresses')
    const again = await kim.get('/oidc/login?returnTo=%2Fapp%2Faccount&fresh=1')
    expect(new URL(again.headers.get('location') ?? '').searchParams.get('prompt')).toBe('login')
    const { begun } = await signIn(kim, 'kim', '/app/account')
    expect(new URL(begun.headers.get('location') ?? '').searchParams.get('prompt')).toBeNull()
    const next = await kim.submit(await kim.get('/account'), '/account/addresses', { email: 'kim@home.example' })
    expect(next.status).toBe(303)
  })

  test('several logins of one browser do not get in each other’s way', async () => {
    const { provider, auth, site } = await oidcSite()
    const kim = site.visitor()
    const [a, b] = [await kim.get(auth.signInUrl('/app/account')), await kim.get(auth.signInUrl('/app/mine'))]
    for (const [begun, to] of [
      [a, '/app/account'],
      [b, '/app/mine'],
    ] as const) {
      const answer = await kim.get(await provider.visit(begun.headers.get('location') ?? '', 'kim'))
      expect([answer.status, answer.headers.get('location')]).toEqual([303, to])
    }
  })

  test('whoever cancels at the provider is brought back, and not signed in', async () => {
    const { site, signIn } = await oidcSite()
    const nobody = site.visitor()
    const { answer } = await signIn(nobody, 'nobody')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/app/mine'])
    expect((await nobody.get('/mine')).status).toBe(401)
  })

  test('an address that the provider did not verify is nobody’s: the account has none', async () => {
    const { site, signIn } = await oidcSite()
    const [kim, eve] = [site.visitor(), site.visitor()]
    await signIn(kim, 'kim')
    await kim.get('/mine')
    await signIn(eve, 'eve')
    expect((await eve.get('/account')).text).not.toContain('learner.example')
  })

  test('an address that stands only in the userinfo counts, where that is about the same person', async () => {
    const { provider, site, signIn } = await oidcSite()
    const kim = site.visitor()
    provider.misbehave({ claims: { email: undefined } })
    await signIn(kim, 'kim')
    expect((await kim.get('/account')).text).toContain('Kim@learner.example')
    provider.misbehave({ claims: { email: undefined }, userinfo: { sub: 'u-2' } })
    expect((await signIn(site.visitor(), 'kim')).answer.status).toBe(403)
  })

  test.each([
    [
      'the token names one address, and the userinfo has verified another',
      { email: 'kim@learner.example', email_verified: undefined },
      { email: 'eve@evil.example', email_verified: true },
      [],
    ],
    [
      'the token says of no address that it is verified',
      { email: undefined, email_verified: true },
      { email: 'kim@learner.example', email_verified: false },
      [],
    ],
    [
      'both name one address, and the userinfo has verified it',
      { email: 'kim@learner.example', email_verified: undefined },
      { email: 'kim@learner.example', email_verified: true },
      ['kim@learner.example'],
    ],
  ])('that an address is verified counts for this address alone: %s', async (_, claims, userinfo, expected) => {
    // Groups are not in the token, so that the userinfo is asked.
    const { provider, site, signIn } = await oidcSite({ groups: { staff: { role: 'viewer' } } })
    provider.misbehave({ claims, userinfo })
    const visitor = site.visitor()
    await signIn(visitor, 'kim')
    const { text } = await visitor.get('/account')
    const found = ['kim@learner.example', 'eve@evil.example'].filter((email) => text.includes(email))
    expect(found).toEqual(expected)
  })

  test('roles follow from the claims', async () => {
    const { site, signIn } = await oidcSite({
      roles: ({ sub }) => (sub === 'u-2' ? ['learner', 'viewer'] : ['learner']),
    })
    const [kim, lee] = [site.visitor(), site.visitor()]
    await signIn(kim, 'kim')
    await signIn(lee, 'lee')
    expect([(await kim.get('/issuer')).status, (await lee.get('/issuer')).status]).toEqual([403, 200])
  })

  describe('groups of the institution bring roles', () => {
    const groups = {
      '/staff/registry': { role: 'awarder' },
      board: { role: 'viewer', issuerId: 'did:web:elsewhere.example' },
      heads: { role: 'owner' },
    } as const
    /** What answers a visit to the list, the upload and the colleagues. */
    const reached = async (given: Mischief, more: Partial<OidcAuthOptions> = {}) => {
      const { provider, site, signIn } = await oidcSite({ groups, ...more })
      provider.misbehave(given)
      const visitor = site.visitor()
      await signIn(visitor, 'lee')
      const pages = ['/issuer', '/issuer/upload', '/issuer/staff']
      return { site, statuses: await Promise.all(pages.map(async (path) => (await visitor.get(path)).status)) }
    }

    test.each<[string, Mischief, Partial<OidcAuthOptions>, number[]]>([
      ['no group', {}, {}, [403, 403, 403]],
      ['another group', { claims: { groups: ['students', '__proto__', 'constructor'] } }, {}, [403, 403, 403]],
      ['a group', { claims: { groups: ['students', '/staff/registry'] } }, {}, [200, 200, 403]],
      ['one as text', { claims: { groups: 'heads' } }, {}, [200, 200, 200]],
      ['one of another issuer', { claims: { groups: ['board'] } }, {}, [403, 403, 403]],
      ['several', { claims: { groups: ['board', 'heads'] } }, {}, [200, 200, 200]],
      ['no list', { claims: { groups: { heads: true } } }, {}, [403, 403, 403]],
      ['those of the userinfo', { userinfo: { groups: ['heads'] } }, {}, [200, 200, 200]],
      ['another claim', { claims: { roles: ['heads'], groups: [] } }, { groupsClaim: 'roles' }, [200, 200, 200]],
      [
        'a claim that is read by the host',
        { claims: { realm_access: { roles: ['heads'] } } },
        { groupsClaim: ({ realm_access: access }) => (access as { roles: string[] }).roles },
        [200, 200, 200],
      ],
      ['no configuration', { claims: { groups: ['heads'] } }, { groups: {} }, [403, 403, 403]],
    ])('%s', async (_, given, more, expected) => {
      expect((await reached(given, more)).statuses).toEqual(expected)
    })

    test('the member has a name, an id, and no address here', async () => {
      const { site } = await reached({ claims: { groups: ['heads'], name: 'Lee Park' } })
      const [member] = await site.service.staff.list()
      expect(member).toMatchObject({ name: 'Lee Park', grants: [{ role: 'owner' }] })
      expect(JSON.stringify(member)).not.toMatch(/@|u-2/)
    })

    test.each([
      ['a role that does not exist', { x: { role: 'admin' } }],
      ['a misspelt member', { x: { role: 'viewer', issuer: 'did:web:a' } }],
      ['text', { x: 'owner' }],
    ])('%s is refused', async (_, wrong) => {
      expect(await codeOf(() => oidcSite({ groups: wrong as never }))).toBe('ERR_ARGUMENT_INVALID')
    })
  })

  test('a session ends when its time is over', async () => {
    let now = Date.parse('2026-01-01T00:00:00Z')
    const { site, signIn } = await oidcSite({ clock: () => new Date(now), sessionHours: 2 })
    const kim = site.visitor()
    await signIn(kim, 'kim')
    expect((await kim.get('/mine')).status).toBe(200)
    now += 2 * 3_600_000
    expect((await kim.get('/mine')).status).toBe(401)
  })
})

describe('what is refused, with a page and no session', () => {
  const attacks: Record<string, Mischief> = {
    'an ID token without signature': { signature: 'none' },
    'an ID token of a key that is not published': { signature: 'other' },
    'another nonce': { claims: { nonce: 'other' } },
    'no nonce': { claims: { nonce: undefined } },
    'an ID token for another client': { claims: { aud: 'other' } },
    'an ID token of another issuer': { claims: { iss: 'https://other.example' } },
    'an ID token that is over': { claims: { exp: 1 } },
    'an ID token without subject': { claims: { sub: undefined } },
    'a token endpoint that fails': { tokenStatus: 500 },
  }

  test.each(Object.entries(attacks))('%s', async (_, mischief) => {
    const { provider, site, signIn } = await oidcSite()
    provider.misbehave(mischief)
    const kim = site.visitor()
    const { answer } = await signIn(kim, 'kim')
    expect([answer.status, answer.text.includes('Signing in failed')]).toEqual([403, true])
    expect(answer.headers.getSetCookie()).toEqual([])
    expect((await kim.get('/mine')).status).toBe(401)
    expect(site.defects).toHaveLength(1)
    expect(inspect(site.defects, { depth: 9 })).not.toMatch(/code-\d|at u-|learner\.example|eyJ/)
  })

  test.each([
    ['the configuration of another issuer', { issuer: 'https://other.example' }],
    ['a provider without a page to sign in on', { authorization_endpoint: undefined }],
  ])('%s', async (_, discovery) => {
    const { provider, site, auth } = await oidcSite()
    provider.misbehave({ discovery })
    expect((await site.visitor().get(auth.signInUrl('/app/mine'))).status).toBe(403)
    provider.misbehave({})
    expect((await site.visitor().get(auth.signInUrl('/app/mine'))).status).toBe(303)
  })

  test('login CSRF: the way back of somebody else’s login', async () => {
    const { provider, auth, site } = await oidcSite()
    const mallory = site.visitor()
    const begun = await mallory.get(auth.signInUrl('/app/mine'))
    const back = await provider.visit(begun.headers.get('location') ?? '', 'lee')
    const kim = site.visitor()
    expect((await kim.get(back)).status).toBe(403)
    expect((await kim.get('/mine')).status).toBe(401)
  })

  test.each([
    ['state', 'x'],
    ['iss', 'https://other.example'],
    ['code', 'code-99'],
  ])('a way back whose %s was changed', async (name, value) => {
    const { provider, auth, site } = await oidcSite()
    const kim = site.visitor()
    const begun = await kim.get(auth.signInUrl('/app/mine'))
    const back = new URL(await provider.visit(begun.headers.get('location') ?? '', 'kim'))
    back.searchParams.set(name, value)
    expect((await kim.get(back.href)).status).toBe(403)
  })

  test('a way back a second time, and one that comes too late', async () => {
    let now = Date.parse('2026-01-01T00:00:00Z')
    const { provider, auth, site, signIn } = await oidcSite({ clock: () => new Date(now) })
    const kim = site.visitor()
    const { back } = await signIn(kim, 'kim')
    expect((await kim.get(back)).status).toBe(403)
    const late = site.visitor()
    const begun = await late.get(auth.signInUrl('/app/mine'))
    now += 901_000
    expect((await late.get(await provider.visit(begun.headers.get('location') ?? '', 'kim'))).status).toBe(403)
  })

  test('a session cookie that was changed, of another secret, or that is a login’s', async () => {
    const { auth, site, signIn } = await oidcSite()
    const kim = site.visitor()
    const { begun } = await signIn(kim, 'kim')
    const name = '__Host-badges-oidc'
    const good = kim.jar.get(name) ?? ''
    const login = /=([\w-]+)/.exec(begun.headers.getSetCookie()[0] ?? '')?.[1] ?? ''
    const others = await oidcSite({ secret: 'y'.repeat(43) })
    const identify = (cookie: string, by = auth) =>
      by.identify(new Request('https://badges.example/', { headers: { cookie } }))
    expect(await identify(`${name}=${good}`)).toMatchObject({ name: 'Kim Doe', roles: ['learner'] })
    const flipped = `${good.slice(0, 20)}${good[20] === 'A' ? 'B' : 'A'}${good.slice(21)}`
    for (const value of [flipped, login, '', 'x', 'A'.repeat(5000)])
      expect(await identify(`${name}=${value}`)).toBeNull()
    expect(await identify(`${name}=${good}; ${name}=${good}`)).toBeNull()
    expect(await identify(`${name}=${good}`, others.auth)).toBeNull()
  })

  test.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/\t/evil.example'])(
    'S15 (the way back stays on this host): %j as the place to come back to',
    async (returnTo) => {
      const { site, signIn } = await oidcSite()
      const { answer } = await signIn(site.visitor(), 'kim', returnTo)
      expect(answer.headers.get('location')).toBe('/app/mine')
    },
  )
})

test.each([
  ['an http issuer elsewhere', { issuer: 'http://login.example' }],
  ['no URL', { issuer: 'login' }],
  ['no client', { clientId: '' }],
  ['a short secret', { secret: 'short' }],
  ['a base URL that is none', { baseUrl: '/app' }],
  ['no time at all', { sessionHours: 0 }],
])('options with %s are refused', async (_, wrong) => {
  const good = { issuer: 'https://login.example', clientId: 'badges', baseUrl: 'https://badges.example', secret }
  expect(await codeOf(() => oidcAuth({ ...good, ...wrong }))).toBe('ERR_ARGUMENT_INVALID')
})
