import { describe, expect, onTestFinished, test } from 'vitest'
import { memoryStorage } from '../../src/adapters/storage/memory.js'
import type { StorageAdapter } from '../../src/service/index.js'
import { freshStorage, presentKinds, type StorageKind } from '../adapters/storage/storages.js'
import type { browser } from './client.js'
import { draft, offerTo, signIn, type TestSite, testSite } from './site.js'

type Visitor = ReturnType<typeof browser>

/** No login of the host: accounts are opened by mail. */
const byMail = { auth: { identify: async () => null } }
const KIM = 'kim@learner.example'

const named = (name: string) => ({ draft: { ...draft, achievement: { ...draft.achievement, name } } })

/** The link of this kind in the newest message to an address. */
async function linkTo(site: TestSite, address: string, path: string): Promise<string> {
  const { text } = await site.mailTo(address)
  return new RegExp(`/${path}/\\w{3}_[\\w-]{43}`).exec(text)?.[0] ?? ''
}

/** The bare link of an offer, pressed by somebody. */
async function claimBy(visitor: Visitor, path: string) {
  const claimed = await visitor.submit(await visitor.get(path), '/claim/', { do: 'claim' })
  expect(claimed.status).toBe(303)
  return visitor.follow(claimed)
}

async function siteOn(kind: StorageKind, options = {}, serviceOptions = {}): Promise<TestSite> {
  const fresh = await freshStorage(kind)
  const storage = await fresh.open()
  onTestFinished(async () => {
    await storage.close()
    await fresh.remove()
  })
  return testSite({ ...byMail, ...options }, { storage, ...serviceOptions })
}

/** A learner with a private badge and an account, and a second badge whose mail is forwarded to a stranger. */
async function forwarded(site: TestSite) {
  const first = await offerTo(site)
  const kim = site.visitor()
  await claimBy(kim, first.path)
  await signIn(site, kim, KIM)
  site.clock.pass(1000)
  const second = await offerTo(site, KIM, named('Welder II'))
  const stranger = site.visitor()
  const page = await claimBy(stranger, second.path)
  return { kim, stranger, page, first: first.badge, second: second.badge, path: second.path }
}

describe.each(presentKinds(['memory', 'sqlite', 'postgres']))(
  'a claim link is good for its badge alone, on %s',
  (kind) => {
    test('a forwarded link opens no account: its badge is attached, and every door of the account stays shut', async () => {
      const site = await siteOn(kind)
      const { kim, stranger, page, first, second } = await forwarded(site)
      expect([page.status, page.text.includes('Welder II')]).toEqual([200, true])
      for (const path of ['/mine', '/account', '/account/export.json']) {
        const shut = await stranger.get(path)
        expect([path, shut.status]).toEqual([path, 401])
        expect(shut.text).not.toContain('Welder I<')
        expect(shut.text).not.toContain(KIM)
      }
      const forms: [string, Record<string, string>][] = [
        ['/account/profile', { name: 'Mallory' }],
        ['/account/addresses', { email: 'mallory@evil.example' }],
        ['/account/addresses/remove', { email: KIM }],
        ['/account/rules', { issuerId: second.issuerId }],
        ['/account/rules/remove', { issuerId: second.issuerId }],
        ['/account/recovery', {}],
        ['/account/erase', { confirm: 'yes' }],
        [`/b/${second.id}/display`, { allowed: 'yes' }],
        [`/b/${first.id}/visibility`, { visibility: 'public' }],
        [`/b/${first.id}/links`, { days: '30' }],
        [`/b/${first.id}/decline`, {}],
      ]
      for (const [action, values] of forms) {
        const retargeted = {
          ...page,
          text: page.text.replaceAll(`action="/app/b/${second.id}/visibility"`, `action="/app${action}"`),
        }
        const answer = await stranger.submit(retargeted, action, values)
        expect([action, answer.status]).toEqual([action, 401])
      }
      for (const file of [
        '',
        '/credential.json',
        '/badge.svg',
        '/certificate.pdf',
        '/bundle.zip',
        '/snippets/badge.txt',
      ])
        expect([file, (await stranger.get(`/b/${first.id}${file}`)).status]).toEqual([file, 404])
      for (const path of ['/api/badges', `/api/badges/${second.id}`])
        expect([path, (await stranger.get(path)).status]).toEqual([path, 401])
      const [a, b] = [await site.service.get(first.id), await site.service.get(second.id)]
      expect([a?.visibility, b?.display, a?.personId === b?.personId]).toEqual(['private', false, true])
      const mine = await kim.get('/mine')
      expect([mine.text.includes('Welder II'), mine.text.includes(KIM)]).toEqual([true, false])
      expect((await site.service.people.get(a?.personId ?? ''))?.recoveryHashes).toEqual([])
      expect(site.defects).toEqual([])
    })

    test('sees, shares, publishes, downloads and declines this badge', async () => {
      const site = await siteOn(kind)
      const { stranger, page, second } = await forwarded(site)
      expect(page.text).toContain('/app/mine')
      expect(page.text).not.toContain(`/b/${second.id}/display`)
      expect(page.text).not.toContain('/account/rules')
      for (const file of ['credential.json', 'credential.jwt', 'badge.svg'])
        expect([file, (await stranger.get(`/b/${second.id}/${file}`)).status]).toEqual([file, 200])
      expect((await stranger.submit(page, '/visibility', { visibility: 'unlisted' })).status).toBe(303)
      const made = await stranger.submit(await stranger.get(`/b/${second.id}`), '/links', { days: '30' })
      const link = /\/s\/shr_[\w-]{43}/.exec(made.text)?.[0] ?? ''
      expect((await site.visitor().get(link)).status).toBe(200)
      expect((await stranger.submit(made, '/visibility', { visibility: 'public' })).status).toBe(303)
      expect((await site.visitor().get(`/b/${second.id}`)).status).toBe(200)
      const undo = await stranger.follow(await stranger.submit(await stranger.get(`/b/${second.id}`), '/decline'))
      expect((await site.service.get(second.id))?.stage).toBe('declined')
      expect((await stranger.get(`/b/${second.id}`)).status).toBe(404)
      expect((await site.visitor().get(link)).status).toBe(410)
      const again = await stranger.follow(await stranger.submit(undo, '/undo/'))
      expect([again.status, (await site.service.get(second.id))?.personId]).toEqual([200, undefined])
      expect(site.defects).toEqual([])
    })

    test('a new address: the first claim opens its badge, and the account is entered by the mailbox', async () => {
      const site = await siteOn(kind)
      const { badge, path } = await offerTo(site)
      const kim = site.visitor()
      await claimBy(kim, path)
      expect((await kim.get('/mine')).status).toBe(401)
      await signIn(site, kim, KIM)
      expect((await kim.get('/mine')).text).toContain('Welder I')
      expect((await kim.get(`/b/${badge.id}`)).text).toContain(`/b/${badge.id}/display`)
      expect((await kim.get('/account')).text).toContain(KIM)
    })

    test('a forwarded link gives the badge to the account that is signed in, and not the address', async () => {
      const site = await siteOn(kind)
      const lee = site.visitor()
      await offerTo(site, 'lee@learner.example')
      await signIn(site, lee, 'lee@learner.example')
      const { badge, path } = await offerTo(site)
      const page = await claimBy(lee, path)
      expect(page.text).toContain('once its owner confirms')
      const record = await site.service.get(badge.id)
      const account = () => site.service.people.get(record?.personId ?? '')
      expect((await account())?.emails.map(({ email }) => email)).toEqual(['lee@learner.example'])
      const asked = await linkTo(site, KIM, 'address')
      expect(asked).not.toBe('')
      // The next badge is offered again, also where lee accepts badges of this issuer.
      await site.service.people.addRule({ personId: record?.personId ?? '', issuerId: badge.issuerId })
      site.clock.pass(1000)
      const next = await offerTo(site, KIM, named('Welder II'))
      expect([next.badge.stage, next.badge.personId]).toEqual(['offered', undefined])
      expect((await lee.get('/mine')).text).not.toContain('Welder II')
      // Asked once, however many links come.
      const before = site.sent.filter(({ to, text }) => to.address === KIM && text.includes('/address/')).length
      await claimBy(lee, next.path)
      await site.service.mail.deliver()
      expect(site.sent.filter(({ to, text }) => to.address === KIM && text.includes('/address/'))).toHaveLength(before)
      // Its owner answers: now it is lee's.
      const owner = site.visitor()
      expect((await owner.submit(await owner.get(asked), '/address/')).status).toBe(200)
      expect((await account())?.emails.map(({ email }) => email)).toEqual(['lee@learner.example', KIM])
      site.clock.pass(1000)
      const third = await site.service.issue({ ...named('Welder III'), recipient: { email: KIM } })
      expect(third.stage).toBe('claimed')
      expect(site.defects).toEqual([])
    })

    test('a question about an address is settled when the address gets an account of its own', async () => {
      const site = await siteOn(kind)
      const lee = site.visitor()
      await offerTo(site, 'lee@learner.example')
      await signIn(site, lee, 'lee@learner.example')
      await claimBy(lee, (await offerTo(site)).path)
      const asked = await linkTo(site, KIM, 'address')
      const kim = site.visitor()
      const page = await kim.get(asked)
      expect(page.status).toBe(200)
      site.clock.pass(1000)
      await claimBy(site.visitor(), (await offerTo(site, KIM, named('Welder II'))).path)
      expect([(await kim.get(asked)).status, (await kim.submit(page, '/address/')).status]).toEqual([404, 410])
      expect((await signIn(site, kim)).text).toContain('Welder II')
    })

    test('the first sign-in of the host that merges into an account ends what could be used to be in it', async () => {
      const identify = async (request: Request) =>
        request.headers.get('x-account') === null
          ? null
          : { subject: 'kim', emails: [KIM], roles: ['learner'] as const }
      const site = await siteOn(kind, { auth: { identify } })
      const { path, badge } = await offerTo(site)
      const earlier = site.visitor()
      await claimBy(earlier, path)
      const byLink = new Map(earlier.jar)
      await signIn(site, earlier, KIM)
      const codes = await earlier.submit(await earlier.get('/account'), '/account/recovery')
      const code = /<li><code>([^<]+)/.exec(codes.text)?.[1] ?? ''
      await earlier.submit(codes, '/account/addresses', { email: 'mallory@evil.example' })
      const planted = await linkTo(site, 'mallory@evil.example', 'address')
      expect((await site.visitor('kim').get('/mine')).text).toContain('Welder I')
      expect((await earlier.get('/mine')).status).toBe(401)
      earlier.jar.clear()
      for (const [name, value] of byLink) earlier.jar.set(name, value)
      expect((await earlier.get(`/b/${badge.id}`)).status).toBe(404)
      const sent = site.sent.length
      await earlier.submit(await earlier.get('/recovery'), '/recovery', {
        email: KIM,
        code,
        newEmail: 'm@evil.example',
      })
      await site.service.mail.deliver()
      expect(site.sent).toHaveLength(sent)
      expect((await earlier.get(planted)).status).toBe(404)
      // Signing in again ends nothing.
      const kim = site.visitor('kim')
      expect((await kim.get('/mine')).status).toBe(200)
      const fresh = await kim.submit(await kim.get('/account'), '/account/recovery')
      expect((await kim.get('/mine')).status).toBe(200)
      const person = await site.service.people.fromSession({ subject: 'kim', emails: [KIM] })
      expect([fresh.status, person.recoveryHashes.length]).toEqual([200, 10])
    })

    test('of the addresses of such an account those leave that came later and lately: they are ways back', async () => {
      const identify = async (request: Request) =>
        request.headers.get('x-account') === null
          ? null
          : { subject: 'kim', emails: [KIM], roles: ['learner'] as const }
      const site = await siteOn(kind, { auth: { identify } })
      const { badge, token } = await offerTo(site)
      const { id: personId } = (await site.service.claims.claim({ token })).person
      const add = async (address: string) => {
        await site.service.people.addEmail({ personId, email: address })
        const owner = site.visitor()
        await owner.submit(await owner.get(await linkTo(site, address, 'address')), '/address/')
      }
      await add('kim@home.example')
      site.clock.pass(31 * 24 * 3_600_000)
      await add('mallory@evil.example')
      site.clock.pass(60_000)
      expect((await site.visitor('kim').get(`/b/${badge.id}`)).status).toBe(200)
      const person = await site.service.people.fromSession({ subject: 'kim', emails: [KIM] })
      expect(person.id).toBe(personId)
      expect(person.emails.map(({ email }) => email)).toEqual([KIM, 'kim@home.example'])
      // The address opens nothing any more, and every address hears of it.
      const mallory = site.visitor()
      await mallory.submit(await mallory.get('/sign-in'), '/sign-in', { email: 'mallory@evil.example' })
      expect((await site.mailTo('mallory@evil.example')).text).not.toContain('/sign-in/')
      const told = site.sent.filter(({ subject }) => subject === 'Your account was changed').map(({ to }) => to.address)
      expect(new Set(told)).toEqual(new Set([KIM, 'kim@home.example', 'mallory@evil.example']))
    })
  },
)

describe('how long what a link opens stays open', () => {
  test('twelve hours, or until the owner of the mailbox signs in, or somebody closes it', async () => {
    const ends: ((site: TestSite, stranger: Visitor) => Promise<unknown>)[] = [
      async (site) => site.clock.pass(12 * 3_600_000),
      async (site) => signIn(site, site.visitor(), KIM),
      async (_, stranger) => {
        const cookies = new Map(stranger.jar)
        await stranger.submit(await stranger.get('/mine'), '/language', { locale: 'en' })
        const page = await stranger.get('/verify')
        await stranger.submit({ ...page, text: page.text.replaceAll('/language"', '/sign-out"') }, '/sign-out')
        for (const [name, value] of cookies) stranger.jar.set(name, value)
      },
      async (site) => {
        const { badges } = await site.service.list()
        const [badge] = badges
        await site.service.claims.giveBack({ badgeId: badge?.id ?? '', personId: badge?.personId ?? '' })
      },
      async (site) => {
        const { badges } = await site.service.list()
        await site.service.privacy.erase({ personId: badges[0]?.personId ?? '' })
      },
    ]
    for (const end of ends) {
      const site = await testSite(byMail)
      const { badge, path } = await offerTo(site)
      const stranger = site.visitor()
      await claimBy(stranger, path)
      site.clock.pass(12 * 3_600_000 - 1000 - (end === ends[0] ? 11 * 3_600_000 : 0))
      if (end !== ends[0]) expect((await stranger.get(`/b/${badge.id}`)).status).toBe(200)
      await end(site, stranger)
      expect((await stranger.get(`/b/${badge.id}`)).status).toBe(404)
    }
  })

  test('several badges stay open side by side, each on its own, and none at another address', async () => {
    const site = await testSite(byMail)
    const visitor = site.visitor()
    const badges = []
    for (const email of [KIM, 'lee@learner.example']) {
      const { badge, path } = await offerTo(site, email)
      await claimBy(visitor, path)
      badges.push(badge)
    }
    for (const { id } of badges) expect((await visitor.get(`/b/${id}`)).text).toContain('/visibility')
    expect((await visitor.get('/mine')).status).toBe(401)
  })

  test('its token is no session, and a session is no token of a badge', async () => {
    const site = await testSite(byMail)
    const { token } = await offerTo(site)
    const { person, badgeSession } = await site.service.claims.claim({ token })
    const opened = badgeSession?.token ?? ''
    expect(await site.service.people.session(opened)).toBeNull()
    expect(await site.service.people.badgeSession(`ses_${opened.slice(4)}`)).toBeNull()
    const session = await site.service.people.startSession(person.id)
    expect(await site.service.people.badgeSession(session.token)).toBeNull()
    const visitor = site.visitor()
    const cookie = [
      ...(
        await (async () => {
          const other = await offerTo(site, 'lee@learner.example')
          await claimBy(visitor, other.path)
          return visitor.jar
        })()
      ).keys(),
    ].find((name) => name.endsWith('claimed'))
    visitor.jar.set((cookie ?? '').replace('claimed', 'session'), opened)
    expect((await visitor.get('/mine')).status).toBe(401)
  })

  test('a badge session is nobody where an account is asked for', async () => {
    const site = await testSite(byMail, { claimPolicy: 'session' })
    const kim = await site.service.people.fromSession({ subject: 'kim', emails: [KIM] })
    const { token, badge } = await offerTo(site)
    const viewer = { personId: kim.id, badgeId: badge.id }
    await expect(site.service.claims.claim({ token, viewer })).rejects.toMatchObject({ code: 'ERR_ACCESS_DENIED' })
    expect((await site.service.claims.claim({ token, viewer: { personId: kim.id } })).badgeSession).toBeUndefined()
  })
})

describe('links that were handed out', () => {
  test('give the badge to the account of its address, or keep it until the mailbox is proven', async () => {
    const site = await testSite(byMail)
    const badge = await site.service.issue({ ...named('By hand'), recipient: { email: KIM }, offer: true })
    const { token } = await site.service.createClaimLink({ badgeId: badge.id })
    const visitor = site.visitor()
    await claimBy(visitor, `/claim/${token}`)
    expect((await site.service.get(badge.id))?.personId).toBeDefined()
    const kim = site.visitor()
    await signIn(site, kim, KIM)
    expect((await kim.get('/mine')).text).toContain('By hand')
    expect((await visitor.get(`/b/${badge.id}`)).status).toBe(404)
    const second = await site.service.issue({ ...named('By hand II'), recipient: { email: KIM } })
    const link = await site.service.createClaimLink({ badgeId: second.id })
    await claimBy(site.visitor(), `/claim/${link.token}`)
    expect((await kim.get('/mine')).text).toContain('By hand II')
  })
})

test('an address that moves to an account brings along what nobody could sign in to any more', async () => {
  const site = await testSite(byMail)
  const { path } = await offerTo(site)
  await claimBy(site.visitor(), path)
  const lee = site.visitor()
  await offerTo(site, 'lee@learner.example')
  await signIn(site, lee, 'lee@learner.example')
  await lee.submit(await lee.get('/account'), '/account/addresses', { email: KIM })
  const link = await linkTo(site, KIM, 'address')
  expect((await lee.submit(await lee.get(link), '/address/')).status).toBe(303)
  expect((await lee.get('/mine')).text.match(/class="tile"/g)).toHaveLength(2)
})

describe('without mail', () => {
  test('the way to all badges is the login of the host, and nothing else is offered', async () => {
    const site = await testSite({}, { mail: undefined as never })
    const badge = await site.service.issue({ draft, recipient: { email: KIM } })
    const { token } = await site.service.createClaimLink({ badgeId: badge.id })
    const visitor = site.visitor()
    await claimBy(visitor, `/claim/${token}`)
    const shut = await visitor.get('/mine')
    expect(shut.status).toBe(401)
    expect(shut.text).toContain('/login?next=')
    expect(shut.text).not.toContain('type="email"')
    expect(shut.text).not.toContain('/app/recovery')
    expect((await site.visitor('kim').get('/mine')).text).toContain('Welder I')
  })
})

describe('declining takes what claiming takes', () => {
  test.each(['code', 'session'] as const)('with the policy %s, a bare link declines nothing', async (claimPolicy) => {
    const site = await testSite(byMail, { claimPolicy })
    const { badge, token } = await offerTo(site)
    for (const step of ['decline', 'accept', 'claim'] as const)
      await expect(site.service.claims[step]({ token, code: '000000' })).rejects.toMatchObject({
        code: claimPolicy === 'code' ? 'ERR_TOKEN_INVALID' : 'ERR_ACCESS_DENIED',
      })
    expect((await site.service.get(badge.id))?.stage).toBe('offered')
  })

  test('with the policy code, on the page: without it nothing, with it the decline', async () => {
    const site = await testSite(byMail, { claimPolicy: 'code' })
    const { badge, path } = await offerTo(site)
    const kim = site.visitor()
    const page = await kim.get(path)
    await kim.submit(page, '/claim/', { do: 'code' })
    expect((await kim.submit(page, '/claim/', { do: 'decline' })).status).toBe(422)
    const code = /\b(\d{6})\b/.exec((await site.mailTo(KIM)).text)?.[1] ?? ''
    expect((await kim.submit(page, '/claim/', { do: 'decline', code })).status).toBe(303)
    expect((await site.service.get(badge.id))?.stage).toBe('declined')
  })

  test.each(['link', 'code', 'session'] as const)('with the policy %s, what a rule accepted', async (claimPolicy) => {
    const site = await testSite(byMail)
    const { token, badge: first } = await offerTo(site)
    const { person } = await site.service.claims.claim({ token })
    await site.service.people.addRule({ personId: person.id, issuerId: first.issuerId })
    site.clock.pass(1000)
    const badge = await site.service.issue({ ...named('Welder II'), recipient: { email: KIM }, claimPolicy })
    expect(badge.stage).toBe('claimed')
    const undo = await linkTo(site, KIM, 'undo')
    const stranger = site.visitor()
    const answer = await stranger.submit(await stranger.get(undo), '/undo/')
    expect(answer.status).toBe(claimPolicy === 'link' ? 303 : 403)
    if (claimPolicy === 'link') return
    const kim = site.visitor()
    await signIn(site, kim, KIM)
    expect((await kim.submit(await kim.get(undo), '/undo/')).status).toBe(303)
    expect((await site.service.get(badge.id))?.stage).toBe('declined')
  })
})

describe('a link that is over says why', () => {
  test('a used one leads its owner to the badge, and tells others that it was answered', async () => {
    const site = await testSite(byMail)
    const { badge, path } = await offerTo(site)
    const opener = site.visitor()
    await claimBy(opener, path)
    const to = `/app/b/${badge.id}`
    expect((await opener.get(path)).headers.get('location')).toBe(to)
    const kim = site.visitor()
    await signIn(site, kim, KIM)
    expect((await kim.get(path)).headers.get('location')).toBe(to)
    const other = site.visitor()
    expect((await other.get(path)).status).toBe(409)
    await signIn(site, other, 'lee@learner.example').catch(() => {})
    expect((await other.get(path)).text).toContain('already been answered')
  })

  const DAY = 86_400_000
  const until = (site: TestSite, days: number) => new Date(site.clock.now + days * DAY).toISOString()

  test.each([true, false])('a badge that expired before it was claimed says so (tick: %s)', async (ticks) => {
    const site = await testSite(byMail)
    const validUntil = until(site, 5)
    const { badge, path, mail } = await offerTo(site, KIM, { draft: { ...draft, validUntil } })
    const [end] = validUntil.split('T')
    expect(mail.text).toContain(
      new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(end ?? '')),
    )
    const kim = site.visitor()
    const offer = await kim.get(path)
    site.clock.pass(5 * DAY + 2000)
    if (ticks) await site.service.tick()
    for (const answer of [await kim.get(path), await kim.submit(offer, '/claim/', { do: 'claim' })]) {
      expect(answer.status).toBe(410)
      expect(answer.text).toContain('This badge has expired')
      expect(answer.text).not.toContain('newer')
    }
    await site.service.tick()
    const told = site.sent.filter(({ subject }) => subject.includes('has expired'))
    expect(told.map(({ to }) => to.address)).toEqual([KIM])
    expect((await site.service.get(badge.id))?.stage).toBe('expired')
  })

  test('a badge that was claimed in time expires without that mail, and its link is used', async () => {
    const site = await testSite(byMail)
    const { path, token } = await offerTo(site, KIM, { draft: { ...draft, validUntil: until(site, 5) } })
    await site.service.claims.claim({ token })
    site.clock.pass(6 * DAY)
    await site.service.tick()
    expect(site.sent.filter(({ subject }) => subject.includes('has expired'))).toEqual([])
    expect((await site.visitor().get(path)).status).toBe(409)
  })

  test('an offer that waits in the outbox until its badge has expired is not sent', async () => {
    const site = await testSite(byMail)
    await site.service.issue({ draft: { ...draft, validUntil: until(site, 1) }, recipient: { email: KIM } })
    site.clock.pass(2 * DAY)
    await site.service.mail.deliver()
    expect(site.sent).toEqual([])
    await site.service.tick()
    expect(site.sent.map(({ subject }) => subject)).toEqual(['The badge “Welder I” has expired'])
  })

  test.each([
    ['resent', 'There is a newer link', (site: TestSite, badgeId: string) => site.service.resend({ badgeId })],
    [
      'handed out',
      'There is a newer link',
      (site: TestSite, badgeId: string) => site.service.createClaimLink({ badgeId }),
    ],
    [
      'revoked',
      'This badge was revoked',
      (site: TestSite, badgeId: string) => site.service.revoke({ badgeId, reason: 'x' }),
    ],
    [
      'corrected',
      'There is a newer link',
      (site: TestSite, badgeId: string) => site.service.correctName({ badgeId, name: 'Kim' }),
    ],
    ['old', 'This offer has expired', async (site: TestSite) => site.clock.pass(15 * DAY)],
    [
      'replaced by a link that is too old itself',
      'This offer has expired',
      async (site: TestSite, badgeId: string) => {
        await site.service.resend({ badgeId })
        site.clock.pass(15 * DAY)
      },
    ],
  ] as const)('%s: %s', async (_, words, change) => {
    const site = await testSite(byMail)
    const { badge, path } = await offerTo(site)
    const kim = site.visitor()
    const offer = await kim.get(path)
    await change(site, badge.id)
    for (const answer of [await kim.get(path), await kim.submit(offer, '/claim/', { do: 'decline' })]) {
      expect(answer.status).toBe(410)
      expect(answer.text).toContain(words)
      if (words !== 'There is a newer link') expect(answer.text).not.toContain('newer')
    }
  })
})

test('a claim by a link reads its token and its badge once each, as the step itself does', async () => {
  const memory = memoryStorage()
  const got: string[] = []
  const storage: StorageAdapter = {
    ...memory,
    get: (collection, key) => {
      got.push(collection)
      return memory.get(collection, key)
    },
  }
  const count = () => ({
    tokens: got.filter((name) => name === 'tokens').length,
    badges: got.filter((name) => name === 'badges').length,
  })
  const site = await testSite(byMail, { storage })
  const [one, other] = [await offerTo(site, 'a@learner.example'), await offerTo(site, 'b@learner.example')]
  got.length = 0
  await site.service.claims.claim({ token: one.token, consent: { purpose: 'claim', textVersion: '1' } })
  const step = count()
  const visitor = site.visitor()
  const page = await visitor.get(other.path)
  got.length = 0
  expect((await visitor.submit(page, '/claim/', { do: 'claim' })).status).toBe(303)
  expect(count()).toEqual(step)
  expect(step.tokens).toBeGreaterThan(0)
})
