import { beforeAll, describe, expect, test } from 'vitest'
import { catalogue } from '../../src/catalogue/index.js'
import { bindings } from '../../src/http/api/bindings.js'
import { hashApiToken } from '../../src/http/index.js'
import { routes } from '../../src/http/routes.js'
import { formToken } from '../../src/http/web/csrf.js'
import type { Grant, Role } from '../../src/service/index.js'
import { dump } from '../service/service.js'
import { offerTo, type TestSite, testSite } from './site.js'

/**
 * Who may do what, written by hand: the demand that the tables of the code are held against. Every operation that acts
 * for the issuer has a row.
 */
const everybody = ['owner', 'awarder', 'approver', 'viewer'] as const
const mayCall: Readonly<Record<string, readonly Role[]>> = {
  'badges.get': everybody,
  'badges.list': everybody,
  'badges.history': everybody,
  'badges.picture': everybody,
  'badges.image': everybody,
  'badges.jwt': everybody,
  'batches.get': everybody,
  'batches.refusals': everybody,
  'batches.list': everybody,
  'applications.forms': everybody,
  'applications.get': everybody,
  'applications.list': everybody,
  'applications.history': everybody,
  'displays.list': everybody,
  'reports.list': everybody,
  'reports.settle': ['owner', 'awarder'],
  'presenting.ask': everybody,
  'presenting.look': everybody,
  'mail.messages': everybody,
  'webhooks.deliveries': everybody,
  'guardians.get': everybody,
  'guardians.holding': everybody,
  'badges.issue': ['owner', 'awarder'],
  'badges.figures': everybody,
  'batches.resend': ['owner', 'awarder'],
  'badges.offer': ['owner', 'awarder'],
  'badges.resend': ['owner', 'awarder'],
  'badges.createClaimLink': ['owner', 'awarder'],
  'wallet.createOffer': ['owner', 'awarder'],
  'batches.issue': ['owner', 'awarder'],
  'batches.cancel': ['owner', 'awarder'],
  'batches.schedule': ['owner', 'awarder'],
  'batches.approve': ['owner', 'approver'],
  'batches.reject': ['owner', 'approver'],
  'credentials.issue': ['owner', 'awarder'],
  'presentations.create': ['owner', 'awarder'],
  'presentations.get': everybody,
  'presentations.remove': ['owner'],
  'credentials.get': everybody,
  'credentials.setStatus': ['owner', 'approver'],
  'credentials.remove': ['owner'],
  'badges.correctName': ['owner', 'awarder'],
  'applications.setForm': ['owner', 'awarder'],
  'displays.create': ['owner', 'awarder'],
  'displays.revoke': ['owner', 'awarder'],
  'guardians.name': ['owner', 'awarder'],
  'guardians.createLink': ['owner', 'awarder'],
  'badges.revoke': ['owner', 'approver'],
  'badges.suspend': ['owner', 'approver'],
  'badges.reinstate': ['owner', 'approver'],
  'batches.undo': ['owner', 'approver'],
  'applications.approve': ['owner', 'approver'],
  'applications.reject': ['owner', 'approver'],
  'applications.ask': ['owner', 'approver'],
  'badges.replace': ['owner'],
  'mail.suppress': ['owner'],
  'mail.release': ['owner'],
  'mail.retry': ['owner'],
  'mail.dismiss': ['owner'],
  'webhooks.retry': ['owner'],
  'webhooks.dismiss': ['owner'],
  'privacy.eraseEmail': ['owner'],
  'staff.add': ['owner'],
  'staff.setRoles': ['owner'],
  'staff.remove': ['owner'],
  'staff.list': ['owner'],
  'staff.get': ['owner'],
  'staff.createSignInLink': ['owner'],
  'staff.createToken': ['owner'],
  'staff.tokens': ['owner'],
  'staff.endToken': ['owner'],
  'library.save': ['owner', 'awarder'],
  'library.setSkills': ['owner', 'awarder'],
  'library.duplicate': ['owner', 'awarder'],
  'library.retire': ['owner', 'awarder'],
  'library.addSkills': ['owner', 'awarder'],
  'library.removeSkills': ['owner', 'awarder'],
  'library.list': everybody,
  'library.get': everybody,
  'library.history': everybody,
  'library.picture': everybody,
  'library.mail': everybody,
  'library.frameworks': everybody,
  'library.findSkills': everybody,
  'issuers.brand': ['owner'],
  'issuers.setBrand': ['owner'],
  'mail.sendTest': ['owner'],
}

const CONFIGURED = 'k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk'
const VIEWING = 'v1ewv1ewv1ewv1ewv1ewv1ewv1ewv1ewv1ewv1ewv1e'
const KEY = 'a'.repeat(32)
const ELSEWHERE = 'did:web:other.example'

/** How a request says who it is from, and the roles that must count. */
interface Someone {
  readonly cookies?: Readonly<Record<string, string>>
  readonly bearer?: string
  readonly roles: readonly Role[]
  /** What a learner may do besides. */
  readonly is?: 'learner' | 'badge'
}

const principals = [
  'nobody',
  'a learner',
  'a badge session',
  ...everybody.map((role) => `a session: ${role}`),
  'a session: owner of another issuer',
  'a session: viewer here, owner of another issuer',
  'a session that is over',
  'a session from before the role changed',
  'a session of somebody who was removed',
  'a session that was signed out',
  'a learner who is a viewer too',
  'the operator token as a cookie',
  ...everybody.map((role) => `a token: ${role}`),
  'a token: owner of another issuer',
  'a token that was ended',
  'a token of the configuration',
  'a token of the configuration with the role viewer',
  'a session of the staff as a bearer',
] as const

async function open() {
  const site = await testSite({
    auth: { identify: async () => null },
    // Without them the files below a badge are not there for anybody.
    passes: {
      apple: async () => new Uint8Array([80, 75]),
      google: async () => 'https://pay.google.com/gp/v/save/a.b.c',
    },
    apiTokenHashes: [hashApiToken(CONFIGURED), { hash: hashApiToken(VIEWING), role: 'viewer' }],
  })
  const { staff, claims, people } = site.service
  const own = site.service.options.signer.controller ?? ''
  const { token, badge } = await offerTo(site)
  const claimed = await claims.claim({ token })
  const badgeToken = claimed.badgeSession?.token ?? ''
  const learner = (await people.startSession(claimed.person.id)).token
  let count = 0
  const member = async (grants: readonly Grant[], name = grants.map(({ role }) => role).join('-')) => {
    count += 1
    const email = `${name}-${count}@acme.example`
    const added = await staff.add({ email, name, grants, invite: false })
    return {
      id: added.id,
      enter: async () => {
        const { token } = await staff.createSignInLink({ staffId: added.id })
        return (await staff.signIn({ token })).token
      },
    }
  }
  const session = async (...grants: readonly Grant[]) => (await member(grants)).enter()
  const apiToken = async (...grants: readonly Grant[]) => (await staff.createToken({ name: 'A program', grants })).token
  // One owner who stays, whatever the cells do.
  await member([{ role: 'owner' }], 'stays')
  const someones = new Map<string, Someone>()
  const add = (name: (typeof principals)[number], someone: Someone) => someones.set(name, someone)
  add('nobody', { roles: [] })
  add('a learner', { cookies: { session: learner }, roles: [], is: 'learner' })
  add('a badge session', { cookies: { claimed: badgeToken }, roles: [], is: 'badge' })
  for (const role of everybody) {
    add(`a session: ${role}`, { cookies: { staff: await session({ role, issuerId: own }) }, roles: [role] })
    add(`a token: ${role}`, { bearer: await apiToken({ role }), roles: [role] })
  }
  const elsewhere = { role: 'owner', issuerId: ELSEWHERE } as const
  add('a session: owner of another issuer', { cookies: { staff: await session(elsewhere) }, roles: [] })
  add('a session: viewer here, owner of another issuer', {
    cookies: { staff: await session(elsewhere, { role: 'viewer' }) },
    roles: ['viewer'],
  })
  add('a token: owner of another issuer', { bearer: await apiToken(elsewhere), roles: [] })
  const changed = await member([{ role: 'owner' }])
  add('a session from before the role changed', { cookies: { staff: await changed.enter() }, roles: [] })
  await staff.setRoles({ staffId: changed.id, grants: [{ role: 'viewer' }] })
  const removed = await member([{ role: 'owner' }])
  add('a session of somebody who was removed', { cookies: { staff: await removed.enter() }, roles: [] })
  await staff.remove({ staffId: removed.id })
  const signedOut = await session({ role: 'owner' })
  await staff.endSession(signedOut)
  add('a session that was signed out', { cookies: { staff: signedOut }, roles: [] })
  add('a learner who is a viewer too', {
    cookies: { session: learner, staff: await session({ role: 'viewer' }) },
    roles: ['viewer'],
    is: 'learner',
  })
  add('the operator token as a cookie', {
    cookies: { staff: CONFIGURED, session: CONFIGURED, issuer: CONFIGURED },
    roles: [],
  })
  const made = await staff.createToken({ name: 'Old', grants: [{ role: 'owner' }] })
  await staff.endToken({ tokenId: made.apiToken.id })
  add('a token that was ended', { bearer: made.token, roles: [] })
  add('a token of the configuration', { bearer: CONFIGURED, roles: ['owner'] })
  add('a token of the configuration with the role viewer', { bearer: VIEWING, roles: ['viewer'] })
  add('a session of the staff as a bearer', { bearer: await session({ role: 'owner' }), roles: [] })
  // Eight hours, and no more: the others are made anew after that.
  const old = await session({ role: 'owner' })
  add('a session that is over', { cookies: { staff: old }, roles: [] })
  return { site, badge, people: someones, old }
}

type Opened = Awaited<ReturnType<typeof open>>

async function ask({ site, badge }: Opened, someone: Someone, method: string, path: string): Promise<number> {
  const { cookies = {}, bearer } = someone
  const jar = { form: KEY, ...cookies }
  const cookie = Object.entries(jar)
    .map(([name, value]) => `__Host-badges-${name}=${value}`)
    .join('; ')
  const isApi = /^\/(api|credentials|presentations)\b/.test(path)
  const body = isApi ? '{}' : new URLSearchParams({ form: formToken(KEY) }).toString()
  const type = isApi ? 'application/json' : 'application/x-www-form-urlencoded'
  const to = path.replace(':badgeId', badge.id).replaceAll(/:\w+/g, '0'.repeat(26))
  const response = await site.handler(
    new Request(`https://badges.example/app${to}`, {
      method,
      headers: {
        cookie,
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...(method === 'POST' ? { 'content-type': type } : {}),
      },
      ...(method === 'POST' ? { body } : {}),
    }),
  )
  return response.status
}

const isRefused = (status: number): boolean => status === 401 || status === 403

/** Every path that asks who it is, and whether somebody may. */
const paths = [
  ...routes.flatMap(({ method, path, who, kind }) => {
    if (who === undefined || kind === 'api') return []
    const may = ({ roles, is, bearer }: Someone): boolean => {
      if (bearer !== undefined) return false
      if (who === 'person') return is === 'learner'
      if (who === 'owner') return is !== undefined
      return roles.some((role) => mayCall[who.operation]?.includes(role))
    }
    return [{ method, path, may }]
  }),
  ...bindings.map(({ method, path, operation }) => ({
    method,
    path,
    may: ({ roles, bearer }: Someone): boolean =>
      operation.access === 'anyone' ||
      (bearer !== undefined && roles.some((role) => mayCall[operation.name]?.includes(role))),
  })),
]

test('every operation that acts for the issuer has a row here, and names what it takes', () => {
  const issuers = catalogue.filter(({ access }) => access === 'issuer')
  expect(issuers.map(({ name }) => name).toSorted()).toEqual(Object.keys(mayCall).toSorted())
  expect(
    catalogue.filter((row) => (row.access === 'issuer') !== (row.actions !== undefined && row.actions.length > 0)),
  ).toEqual([])
})

test('every page of the issuer asks for an operation that acts for the issuer', () => {
  const pages = routes.filter(({ path }) => path.startsWith('/issuer'))
  expect(pages.length).toBeGreaterThan(20)
  for (const { path, who } of pages) {
    expect(typeof who === 'object' && Object.hasOwn(mayCall, who.operation), path).toBe(true)
  }
})

test('no page, route of the API or operation makes, rotates or removes keys, backs up or restores', async () => {
  const { service } = await testSite()
  const steps = (['keys', 'backup'] as const).flatMap((name) =>
    Object.keys(service[name]).map((step) => `${name}.${step}`),
  )
  expect(steps).toEqual(expect.arrayContaining(['keys.rotate', 'keys.remove', 'backup.read', 'backup.restore']))
  const known = catalogue.map(({ name }) => name)
  expect(known.filter((name) => /^(keys|backup)\./.test(name) || steps.includes(name))).toEqual([])
  const doors = [...routes, ...bindings].map(({ method, path }) => `${method} ${path}`)
  expect(doors.filter((door) => /(?<!pass)key|rotat|backup|restore|export/i.test(door))).toEqual([
    'GET /account/export.json',
  ])
  expect(routes.find(({ path }) => path === '/account/export.json')?.who).toBe('person')
})

test('what is kept of one person is exported to that person alone', () => {
  const rows = catalogue.filter(({ name }) => name.endsWith('.export'))
  expect(rows.map(({ name, access }) => [name, access])).toEqual([['privacy.export', 'learner']])
  expect(bindings.filter(({ operation }) => operation.name === 'privacy.export')).toEqual([])
})

describe('every principal and every path', () => {
  let shared: Opened
  beforeAll(async () => {
    shared = await open()
  })

  test.each(principals)('%s: what is not theirs is refused, and changes nothing', async (name) => {
    const opened = name === 'a session that is over' ? await open() : shared
    const someone = opened.people.get(name) as Someone
    if (opened !== shared) opened.site.clock.pass(8 * 3_600_000)
    const before = await dump(opened.site.storage)
    const denied = paths.filter(({ may }) => !may(someone))
    expect(denied.length).toBeGreaterThan(0)
    for (const { method, path } of denied) {
      expect(isRefused(await ask(opened, someone, method, path)), `${method} ${path}`).toBe(true)
    }
    expect(await dump(opened.site.storage)).toBe(before)
    expect(opened.site.defects).toEqual([])
  })

  test.each(principals)('%s: what is theirs is not refused', { timeout: 60_000 }, async (name) => {
    let opened = await open()
    const theirs = paths.filter(({ may }) => may(opened.people.get(name) as Someone))
    for (const { method, path } of theirs) {
      // A form that works may end what the next cell needs.
      if (method === 'POST' && /erase|remove|revoke|roles|decline/.test(path)) opened = await open()
      const someone = opened.people.get(name) as Someone
      expect(isRefused(await ask(opened, someone, method, path)), `${method} ${path}`).toBe(false)
      expect(opened.site.defects).toEqual([])
    }
  })
})

test('a session that is about to be over still works: eight hours', async () => {
  const opened = await open()
  opened.site.clock.pass(8 * 3_600_000 - 1000)
  expect(await ask(opened, { cookies: { staff: opened.old }, roles: [] }, 'GET', '/issuer/staff')).toBe(200)
})

test.each<[string, readonly (Role | Grant)[], number, number]>([
  ['owner', ['owner'], 200, 200],
  ['viewer', ['viewer'], 200, 403],
  ['owner of another issuer', [{ role: 'owner', issuerId: ELSEWHERE }], 403, 403],
  ['a role that does not exist', ['issuer' as Role], 403, 403],
  ['a role of the prototype', [{ role: 'constructor' as Role }], 403, 403],
])('roles that the login of the host gives: %s', async (_, roles, list, staff) => {
  const auth = { identify: async () => ({ subject: 's-1', emails: [], name: 'Sam', roles }) }
  const site: TestSite = await testSite({ auth })
  const visitor = site.visitor()
  expect([(await visitor.get('/issuer')).status, (await visitor.get('/issuer/staff')).status]).toEqual([list, staff])
})
