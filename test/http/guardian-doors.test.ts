import { afterAll, describe, expect, test } from 'vitest'
import { passkeys } from '../../src/adapters/auth/passkeys.js'
import { routes } from '../../src/http/routes.js'
import { sha256Hex } from '../../src/internal/sha256.js'
import { doors } from '../../src/service/core/consent.js'
import { freshStorage, presentKinds, type StorageKind } from '../adapters/storage/storages.js'
import { draft, START } from '../service/service.js'
import type { Authenticator } from '../support/authenticator.js'
import type { Answer, browser } from './client.js'
import { addPasskey, device, optionsFrom, passkeyIdsOf, post } from './passkeys.js'
import { welder } from './sharing.js'
import { type TestSite, testSite } from './site.js'

type Visitor = ReturnType<typeof browser>
type DoorName = keyof typeof doors

const HOUR = 3_600_000
const CHILD = 'kim@learner.example'
const GUARDIAN = 'parent@home.example'
/** While the offers and sessions of the cases still work. */
const OF_AGE = new Date(START + 6 * HOUR).toISOString()

/** What a guardian has decided, and which doors are open then. */
const states = {
  'no consent': [],
  'consent to have badges': ['badges'],
  given: ['badges', 'publishing'],
  withdrawn: [],
  'come of age': ['badges', 'publishing'],
} as const satisfies Record<string, readonly (typeof doors)[DoorName][]>

type State = keyof typeof states

interface Kit {
  readonly site: TestSite
  /** Nobody. */
  readonly anybody: Visitor
  /** The child, signed in at the host. */
  readonly kim: Visitor
  /** A browser that claimed `tabBadge` by its link, and is not signed in. */
  readonly tab: Visitor
  /** Claimed before a guardian was named, public, with a link, on screens. */
  readonly badgeId: string
  readonly tabBadge: string
  readonly link: string
  readonly display: string
  /** The link of an offer that nobody has answered. */
  readonly claim: string
  readonly signIn: string
  /** Links that let somebody into the account, mailed before a guardian was named. */
  readonly recovery: string
  readonly bringBack: string
  readonly personId: string
  /** The page of a hand-over to a wallet that began before a guardian was named. */
  readonly held: string
  /** The address of the child's page. */
  readonly page: string
  /** Of the child, with a passkey that was added before a guardian was named. */
  readonly device: Authenticator
}

const issueTo = (site: TestSite, name: string, more: object = {}) =>
  site.service.issue({
    draft: { ...draft, achievement: { ...draft.achievement, name } },
    recipient: { email: CHILD, name: 'Kim Doe' },
    picture: welder(),
    ...more,
  })

const claimPath = async (site: TestSite, badgeId: string): Promise<string> =>
  `/claim/${(await site.service.createClaimLink({ badgeId })).token}`

/** Presses a button on the guardian's page. */
async function decide(site: TestSite, question: string, decision: string): Promise<Answer> {
  const path = /\/guardian\/grd_[\w-]{43}/.exec((await site.mailTo(GUARDIAN)).text)?.[0] ?? ''
  return post(site.visitor(), path, { question, do: decision })
}

async function open(state: State, storage: Awaited<ReturnType<Awaited<ReturnType<typeof freshStorage>>['open']>>) {
  const site = await testSite({ passes }, { storage, passkeys: await passkeys() })
  const [anybody, kim, tab] = [site.visitor(), site.visitor('kim'), site.visitor()]
  const { id: badgeId } = await issueTo(site, 'Welder I')
  await post(kim, await claimPath(site, badgeId), { do: 'claim' })
  const { id: tabBadge } = await issueTo(site, 'Welder II')
  const personId = (await site.service.get(badgeId))?.personId ?? ''
  const own = { badgeId, personId }
  await site.service.sharing.setVisibility({ ...own, visibility: 'public' })
  await site.service.sharing.setDisplay({ ...own, allowed: true })
  const { token: link } = await site.service.sharing.createLink(own)
  const { token: display } = await site.service.displays.create({ title: 'Hall' })
  const { address: page } = await site.service.portfolio.set({
    personId,
    open: true,
    title: 'Kim',
    badgeIds: [badgeId],
  })
  const issuerId = (await site.service.get(badgeId))?.issuerId ?? ''
  await site.service.people.addRule({ personId, issuerId, achievementTypes: ['Badge'] })

  const { url: held } = await site.service.wallet.createOwnOffer({ badgeId, viewer: { personId } })
  const phone = device()
  await addPasskey(kim, phone)
  const mailed = async (address: string, path: string) =>
    new RegExp(`/${path}/[a-z]{3}_[\\w-]{43}`).exec((await site.mailTo(address)).text)?.[0] ?? ''
  const { people } = site.service
  await people.addEmail({ personId, email: 'kim@old.example' })
  await post(anybody, await mailed('kim@old.example', 'address'))
  await people.removeEmail({ personId, email: 'kim@old.example' })
  const bringBack = await mailed('kim@old.example', 'bring-back')
  const [code = ''] = await people.createRecoveryCodes(personId)
  await people.recover({ email: CHILD, code, newEmail: 'kim@new.example' })
  const recovery = await mailed('kim@new.example', 'recovery')
  // Removing an address has ended every session.
  await post(tab, await claimPath(site, tabBadge), { do: 'claim' })

  await site.service.guardians.name({
    email: CHILD,
    name: 'Kim Doe',
    guardian: { email: GUARDIAN, until: OF_AGE },
  })
  const decisions: Record<State, readonly (readonly [string, string])[]> = {
    'no consent': [],
    'consent to have badges': [['badges', 'give']],
    given: [
      ['badges', 'give'],
      ['publishing', 'give'],
    ],
    withdrawn: [
      ['badges', 'give'],
      ['publishing', 'give'],
      ['badges', 'refuse'],
    ],
    'come of age': [],
  }
  for (const [question, decision] of decisions[state]) {
    expect((await decide(site, question, decision)).status).toBe(303)
  }
  if (state === 'come of age') site.clock.pass(6 * HOUR)
  const offered = await issueTo(site, 'Welder III')
  const claim = await claimPath(site, offered.id)
  await site.service.people.sendLinks({ email: CHILD })
  const signIn = /\/sign-in\/log_[\w-]{43}/.exec((await site.mailTo(CHILD)).text)?.[0] ?? ''
  return {
    site,
    anybody,
    kim,
    tab,
    badgeId,
    tabBadge,
    held,
    link,
    display,
    claim,
    signIn,
    recovery,
    bringBack,
    personId,
    page,
    device: phone,
  }
}

interface Row {
  /** Method and path of the route. Absent for a door inside. */
  readonly route?: string
  readonly what?: string
  readonly door: DoorName
  /** What it answers before a closed door. */
  readonly closed?: readonly number[]
  readonly ask: (kit: Kit) => Promise<Answer | boolean>
}

const ofBadge = (file: string) => (kit: Kit) => kit.anybody.get(`/b/${kit.badgeId}${file}`)
const ofLink = (file: string) => (kit: Kit) => kit.anybody.get(`/s/${kit.link}${file}`)
const anyCard = '/cards/link.0123456789abcdef.png'
const GONE = [404, 410]
const ASK = [401, 403]

const page = (path: string, route = `GET /b/:badgeId${path}`, file = path): Row => ({
  route,
  door: 'page',
  closed: [404],
  ask: ofBadge(file),
})
const link = (path: string, file = path): Row => ({
  route: `GET /s/:token${path}`,
  door: 'link',
  closed: GONE,
  ask: ofLink(file),
})
const passes = {
  apple: async () => new Uint8Array([80, 75]),
  google: async () => 'https://pay.google.com/gp/v/save/a.b.c',
}

const own = (route: string, ask: Row['ask'], door: DoorName = 'session'): Row => ({ route, door, closed: ASK, ask })
const account = (path: string, fields: Readonly<Record<string, string>>): Row =>
  own(`POST ${path}`, ({ kim }) => post(kim, path, fields))

const shows = async (answer: Promise<Answer>, text: string): Promise<boolean> => (await answer).text.includes(text)
/** A session of our own, whatever the host says. */
const signedIn = async ({ site, personId }: Kit): Promise<boolean> =>
  site.service.people.startSession(personId).then(
    async ({ token }) => (await site.service.people.session(token)) !== null,
    () => false,
  )

const files = ['/credential.json', '/credential.jwt', '/badge.png', '/badge.svg', '/picture']

/** Every door, in an order in which one can be tried after the other. */
const rows: readonly Row[] = [
  page(''),
  ...files.map((file) => page(file)),
  page('/embed'),
  page('/cards/:file', undefined, anyCard),
  {
    route: 'GET /present',
    door: 'page',
    closed: [404],
    ask: ({ anybody, badgeId }) => anybody.get(`/present?badge=${badgeId}`),
  },
  {
    route: 'POST /present',
    door: 'page',
    closed: [404],
    ask: ({ anybody, badgeId }) => post(anybody, '/present', { badge: badgeId }),
  },
  page('/certificate.pdf'),
  page('/bundle.zip'),
  page('/snippets/:file', undefined, '/snippets/badge.txt'),
  {
    route: 'GET /oembed',
    door: 'page',
    closed: [404],
    ask: ({ anybody, badgeId }) =>
      anybody.get(`/oembed?url=${encodeURIComponent(`https://badges.example/app/b/${badgeId}`)}`),
  },
  link(''),
  ...files.map((file) => link(file)),
  link('/cards/:file', anyCard),
  {
    route: 'GET /display/:token',
    door: 'screens',
    ask: ({ anybody, display, badgeId }) => shows(anybody.get(`/display/${display}`), badgeId),
  },
  ...['xml', 'json'].map(
    (form): Row => ({
      route: `GET /display/:token/feed.${form}`,
      door: 'screens',
      ask: ({ anybody, display, badgeId }) => shows(anybody.get(`/display/${display}/feed.${form}`), badgeId),
    }),
  ),
  {
    route: 'GET /display/:token/:badgeId/:file',
    door: 'screens',
    closed: [404],
    ask: ({ anybody, display, badgeId }) => anybody.get(`/display/${display}/${badgeId}/screen.0123456789abcdef.png`),
  },
  { route: 'GET /claim/:token', door: 'offer', closed: [403], ask: ({ anybody, claim }) => anybody.get(claim) },
  {
    route: 'GET /claim/:token/picture',
    door: 'offer',
    closed: [403],
    ask: ({ anybody, claim }) => anybody.get(`${claim}/picture`),
  },
  ...['accept', 'claim'].map(
    (what): Row => ({
      route: 'POST /claim/:token',
      what,
      door: 'offer',
      closed: [403],
      ask: ({ anybody, claim }) => post(anybody, claim, { do: what }),
    }),
  ),
  ...[['page', ({ badgeId }: Kit) => `/b/${badgeId}`] as const, ['link', ({ link }: Kit) => `/s/${link}`] as const].map(
    ([door, path]): Row => ({
      route: 'POST /verify',
      what: `by the address of a ${door}`,
      door,
      ask: (kit) => {
        const address = `${kit.site.service.baseUrl}${path(kit)}`
        return shows(post(kit.anybody, '/verify', { address }), 'data-answer="')
      },
    }),
  ),
  {
    route: 'GET /b/:badgeId',
    what: 'by the session of a badge',
    door: 'session',
    closed: [404],
    ask: ({ tab, tabBadge }) => tab.get(`/b/${tabBadge}`),
  },
  {
    route: 'POST /sign-in/:token',
    door: 'session',
    closed: [403],
    ask: ({ anybody, signIn }) => post(anybody, signIn),
  },
  {
    route: 'POST /sign-in/passkey',
    door: 'session',
    closed: [403],
    ask: async ({ site, device: phone }) => {
      const fresh = site.visitor()
      const answer = phone.get(await optionsFrom(fresh, '/sign-in/passkey/options'))
      return post(fresh, '/sign-in/passkey', { answer: JSON.stringify(answer) })
    },
  },
  { what: 'a session that the host starts', door: 'session', ask: signedIn },
  {
    route: 'GET /b/:badgeId',
    what: 'by its owner',
    door: 'own',
    ask: ({ kim, badgeId }) => shows(kim.get(`/b/${badgeId}`), 'action="/app/b/'),
  },
  own('GET /b/:badgeId/wallet.pkpass', ({ kim, badgeId }) => kim.get(`/b/${badgeId}/wallet.pkpass`)),
  own('GET /b/:badgeId/google-wallet', ({ kim, badgeId }) => kim.get(`/b/${badgeId}/google-wallet`)),
  own('GET /mine', ({ kim }) => kim.get('/mine'), 'mine'),
  {
    route: 'GET /p/:name',
    door: 'page',
    closed: [404],
    ask: ({ anybody, page }) => anybody.get(`/p/${page}`),
  },
  own('GET /mine/page', ({ kim }) => kim.get('/mine/page'), 'mine'),
  own('GET /mine/page/archive.zip', ({ kim }) => kim.get('/mine/page/archive.zip')),
  own(
    'POST /mine/page',
    ({ kim }) => post(kim, '/mine/page', { open: 'yes', title: 'Kim', address: 'kim-doe' }),
    'publish',
  ),
  own('GET /mine/notices', ({ kim }) => kim.get('/mine/notices'), 'mine'),
  own('POST /mine/notices', ({ kim }) => post(kim, '/mine/notices', { all: 'yes' }), 'mine'),
  own('GET /mine/offers/:badgeId/picture', async ({ site, kim }) => {
    const { id } = await issueTo(site, 'Welder VI')
    return kim.get(`/mine/offers/${id}/picture`)
  }),
  own('POST /mine/offers', async ({ site, kim }) => {
    const { id } = await issueTo(site, 'Welder VII')
    return post(kim, '/mine/offers', { badgeId: id, do: 'claim' })
  }),
  own('GET /account', ({ kim }) => kim.get('/account')),
  account('/account/profile', { name: 'Kim' }),
  account('/account/addresses', { email: 'kim@other.example' }),
  own('POST /account/addresses/remove', async ({ kim }) => {
    // The address that a guardian decides about stays.
    const { status, ...rest } = await post(kim, '/account/addresses/remove', { email: CHILD })
    return { ...rest, status: status === 403 ? 403 : 303 }
  }),
  own('POST /account/rules', ({ kim }) => post(kim, '/account/rules', { issuerId: 'did:example:acme' }), 'rules'),
  account('/account/rules/remove', { issuerId: 'did:example:acme' }),
  account('/account/recovery', {}),
  account('/account/passkeys/options', {}),
  own('POST /account/passkeys', async ({ kim }) => {
    const begun = await post(kim, '/account/passkeys/options')
    if (begun.status !== 200) return begun
    return post(kim, '/account/passkeys', { answer: JSON.stringify(device().create(JSON.parse(begun.text))) })
  }),
  own('POST /account/passkeys/rename', async ({ site, kim, personId }) => {
    const [passkeyId = ''] = await passkeyIdsOf(site, personId)
    return post(kim, '/account/passkeys/rename', { passkeyId, name: 'Phone' })
  }),
  own('POST /account/passkeys/remove', async ({ site, kim, personId }) => {
    const [passkeyId = ''] = await passkeyIdsOf(site, personId)
    return post(kim, '/account/passkeys/remove', { passkeyId })
  }),
  own('GET /account/export.json', ({ kim }) => kim.get('/account/export.json')),
  {
    what: 'mail to the learner about a badge',
    door: 'mail',
    ask: async ({ site }) => {
      const { id } = await issueTo(site, 'Welder V')
      await site.service.revoke({ badgeId: id, reason: 'By mistake.' })
      await site.service.mail.deliver()
      return site.sent.some(({ to, subject }) => to.address === CHILD && subject.includes('Welder V'))
    },
  },
  {
    what: 'a rule accepts a badge',
    door: 'automatic',
    ask: async ({ site }) => {
      const achievement = { ...draft.achievement, name: 'Welder IV', achievementType: 'Badge' as const }
      const badge = await site.service.issue({ draft: { ...draft, achievement }, recipient: { email: CHILD } })
      return badge.stage === 'claimed'
    },
  },
  {
    what: 'a corrected badge takes the place of one that was claimed',
    door: 'automatic',
    ask: async ({ site, tabBadge }) =>
      (await site.service.correctName({ badgeId: tabBadge, name: 'Kim D.' })).badge.stage === 'claimed',
  },
  own(
    'POST /b/:badgeId/visibility',
    ({ kim, badgeId }) => post(kim, `/b/${badgeId}/visibility`, { visibility: 'public' }),
    'publish',
  ),
  own('POST /b/:badgeId/links', ({ kim, badgeId }) => post(kim, `/b/${badgeId}/links`), 'publish'),
  own(
    'POST /b/:badgeId/share',
    ({ kim, badgeId }) => post(kim, `/b/${badgeId}/share`, { network: 'copy-link', as: 'public' }),
    'publish',
  ),
  own(
    'POST /b/:badgeId/display',
    async ({ kim, badgeId }) => {
      await post(kim, `/b/${badgeId}/display`, { allowed: 'no' })
      return post(kim, `/b/${badgeId}/display`, { allowed: 'yes' })
    },
    'publish',
  ),
  own('POST /b/:badgeId/wallet', ({ kim, badgeId }) => post(kim, `/b/${badgeId}/wallet`)),
  {
    what: 'the issuer holds a badge out to a wallet',
    door: 'own',
    ask: ({ site, badgeId }) =>
      site.service.wallet.createOffer({ badgeId }).then(
        () => true,
        () => false,
      ),
  },
  {
    route: 'GET /i/:token',
    door: 'own',
    closed: [404],
    async ask({ site, badgeId, held }) {
      const fresh = await site.service.wallet.createOffer({ badgeId }).catch(() => undefined)
      return site.visitor().get(new URL(fresh?.url ?? held).pathname.slice('/app'.length))
    },
  },
  {
    route: 'POST /b/:badgeId/links/:shareId/revoke',
    door: 'session',
    closed: ASK,
    ask: async ({ site, kim, badgeId, personId }) => {
      const [share] = await site.service.sharing.links({ badgeId, personId })
      return post(kim, `/b/${badgeId}/links/${share?.id}/revoke`)
    },
  },
  {
    route: 'POST /recovery/:token',
    door: 'session',
    closed: [403],
    ask: ({ site, recovery }) => post(site.visitor(), recovery),
  },
  {
    route: 'POST /bring-back/:token',
    door: 'session',
    closed: [403],
    ask: ({ site, bringBack }) => post(site.visitor(), bringBack),
  },
  own('POST /b/:badgeId/decline', ({ kim, badgeId }) => post(kim, `/b/${badgeId}/decline`)),
  account('/account/erase', { confirm: 'yes' }),
]

/** Routes that lead to no badge of a child, and why. */
const free: Readonly<Record<string, readonly string[]>> = {
  'says nothing about a person': [
    'GET /',
    'GET /verify',
    'GET /help',
    'GET /assets/:name',
    'GET /status/:listId',
    'GET /did.json',
    'GET /jwks.json',
    'GET /api/openapi.json',
    'GET /i/:token/state',
    'GET /.well-known/openid-credential-issuer',
    'GET /.well-known/oauth-authorization-server',
    'POST /language',
  ],
  'shows what the wallet of its owner has sent, and nothing that is kept here': [
    'GET /present/:id',
    'POST /present/:id',
    'GET /present/:id/state',
    'GET /present/:id/back',
    'GET /present/:id/number',
    'GET /present/:id/show',
  ],
  'only ends something': [
    'GET /u/:token',
    'POST /u/:token',
    'POST /sign-out',
    'POST /account/wallets/end',
    // What was undone is an offer again, or was removed.
    'GET /undo/:token',
    'POST /undo/:token',
  ],
  'lets colleagues of the issuer in, who see what it awards': [
    'GET /staff/sign-in',
    'POST /staff/sign-in',
    'GET /staff/sign-in/:token',
    'POST /staff/sign-in/:token',
    'POST /staff/sign-out',
  ],
  'is where the guardian decides': ['GET /guardian/:token', 'POST /guardian/:token'],
  'mails somebody who asks, or proves a mailbox': [
    'GET /sign-in',
    'POST /sign-in',
    'POST /sign-in/passkey/options',
    'GET /sign-in/:token',
    'GET /address/:token',
    'POST /address/:token',
    'GET /recovery',
    'POST /recovery',
    'GET /recovery/:token',
    'GET /bring-back/:token',
  ],
  'is for those who act for the issuer': [
    'GET /staff/sign-in',
    'POST /staff/sign-in',
    'GET /staff/sign-in/:token',
    'POST /staff/sign-in/:token',
    'POST /staff/sign-out',
  ],
  'is an application, whose badge is offered like any other': [
    'GET /apply',
    'GET /apply/:formId',
    'POST /apply/:formId',
    'GET /application/:token',
    'POST /application/:token',
  ],
}

/** The issuer has records of what it awards. */
const isIssuers = ({ who, kind }: Pick<(typeof routes)[number], 'who' | 'kind'>): boolean =>
  typeof who === 'object' || kind === 'api'

describe('the doors to a badge of a child', () => {
  test('are known: every route is one, or has a reason why it is not', () => {
    const unnamed = new Set(routes.filter((route) => !isIssuers(route)).map(({ method, path }) => `${method} ${path}`))
    // Programs that act for the issuer have a route that says so itself.
    const named = [...rows.flatMap(({ route }) => route ?? []), ...Object.values(free).flat()]
    expect([...unnamed].filter((route) => !named.includes(route))).toEqual([])
    const all = routes.map(({ method, path }) => `${method} ${path}`)
    expect(named.filter((route) => !all.includes(route))).toEqual([])
  })

  test('each row of the table of doors is tried', () => {
    expect([...new Set(rows.map(({ door }) => door))].toSorted()).toEqual(Object.keys(doors).toSorted())
  })
})

const kinds: readonly StorageKind[] = presentKinds(['memory', 'sqlite', 'postgres'])

describe.each(kinds)('on %s', { timeout: 120_000 }, (kind) => {
  const closing: (() => Promise<unknown>)[] = []
  afterAll(async () => {
    for (const close of closing) await close()
  })

  describe.each(Object.keys(states) as State[])('%s', (state) => {
    let kit: Promise<Kit> | undefined
    const opened = (): Promise<Kit> => {
      kit ??= (async () => {
        const fresh = await freshStorage(kind)
        const storage = await fresh.open()
        closing.push(async () => {
          await storage.close()
          await fresh.remove()
        })
        return open(state, storage)
      })()
      return kit
    }
    const allowed: readonly string[] = states[state]

    test.each(rows.map((row) => [`${row.route ?? ''} ${row.what ?? ''}`.trim(), row] as const))(
      '%s',
      async (_, { door, closed = [], ask }) => {
        const answer = await ask(await opened())
        const isOpen = allowed.includes(doors[door])
        if (typeof answer === 'boolean') expect(answer).toBe(isOpen)
        else if (isOpen) expect([200, 201, 303], answer.text.slice(0, 2000)).toContain(answer.status)
        else expect(closed, answer.text.slice(0, 2000)).toContain(answer.status)
        expect((await opened()).site.defects).toEqual([])
      },
    )
  })
})

test('what is kept is the digest of the words that the page shows, which name the site where there are no badges yet', async () => {
  const site = await testSite({ siteName: 'Acme Badges' })
  const guardian = { email: GUARDIAN, until: OF_AGE }
  await site.service.guardians.name({ email: CHILD, name: 'Kim Doe', guardian })
  const { url } = await site.service.guardians.createLink({ email: CHILD })
  const parent = site.visitor()
  const page = await parent.get(new URL(url).pathname)
  const words =
    'Kim Doe may accept badges of Acme Badges and keep them in an account on this site. The address, the name and the badges of Kim Doe are stored for that. Nobody else sees them.'
  expect(page.text.replaceAll(/[\u2066-\u2069]/g, '')).toContain(words)
  const done = await parent.follow(await parent.submit(page, '/guardian/', { do: 'give' }))
  expect(done.text).toContain('Withdraw consent')
  const { records } = await site.storage.query({ collection: 'consents', limit: 10 })
  const [, shown = ''] = /aria-labelledby="badges"><h2[^>]*>[^<]*<\/h2><p>([^<]*)<\/p>/.exec(page.text) ?? []
  expect(records).toHaveLength(1)
  expect(records[0]?.value).toMatchObject({
    purpose: 'badges',
    given: true,
    guardian: { textDigest: sha256Hex(shown), via: 'hand' },
  })
})
