import { describe, expect, test } from 'vitest'
import { oidcAuth } from '../../src/adapters/auth/oidc.js'
import type { ClaimPolicy } from '../../src/service/index.js'
import { startProvider } from '../support/oidc-provider.js'
import type { browser } from './client.js'
import { offerTo, signIn, type TestSite, testSite } from './site.js'

type Visitor = ReturnType<typeof browser>
type Prove = (site: TestSite, visitor: Visitor, path: string) => Promise<Readonly<Record<string, string>>>

interface Policy {
  readonly claimPolicy: ClaimPolicy
  readonly open: () => Promise<{
    site: TestSite
    kim: Visitor
    /** Somebody else, signed in where the policy has accounts. */
    other: Visitor
    /** What the learner does before the button is pressed, and what the form then carries. */
    prove: Prove
  }>
}

const nothing: Prove = async () => ({})

/** Six digits, mailed to the address on record. */
const byCode: Prove = async (site, visitor, path) => {
  const sent = await visitor.follow(await visitor.submit(await visitor.get(path), '/claim/', { do: 'code' }))
  expect(sent.text).toContain('k•••@l•••.example')
  return { code: /\b(\d{6})\b/.exec((await site.mailTo('kim@learner.example')).text)?.[1] ?? '' }
}

const policies: Record<string, Policy> = {
  none: {
    claimPolicy: 'link',
    async open() {
      const site = await testSite({ auth: { identify: async () => null } })
      return { site, kim: site.visitor(), other: site.visitor(), prove: nothing }
    },
  },
  'an e-mail link': {
    claimPolicy: 'session',
    async open() {
      const auth = { identify: async () => null }
      const site = await testSite({ auth }, { claimPolicy: 'session' })
      const [kim, other] = [site.visitor(), site.visitor()]
      await offerTo(site, 'lee@learner.example')
      await signIn(site, other, 'lee@learner.example')
      const prove: Prove = async (_, visitor, path) => {
        expect((await visitor.get(path)).text).toContain('<a class="button large" href="/app/sign-in">')
        await signIn(site, kim)
        return {}
      }
      return { site, kim, other, prove }
    },
  },
  'a one-time code': {
    claimPolicy: 'code',
    async open() {
      const site = await testSite({ auth: { identify: async () => null } }, { claimPolicy: 'code' })
      return { site, kim: site.visitor(), other: site.visitor(), prove: byCode }
    },
  },
  'the session of the host': {
    claimPolicy: 'session',
    async open() {
      const site = await testSite({}, { claimPolicy: 'session' })
      return { site, kim: site.visitor('kim'), other: site.visitor('lee'), prove: nothing }
    },
  },
  OIDC: {
    claimPolicy: 'session',
    async open() {
      const redirectUri = 'https://badges.example/app/oidc/callback'
      const account = (name: string) => ({
        sub: name,
        name,
        email: `${name}@learner.example`,
        email_verified: true,
      })
      const accounts = { kim: account('kim'), lee: account('lee') }
      const provider = await startProvider(accounts, { id: 'badges', secret: 'secret', redirectUri })
      const auth = await oidcAuth({
        issuer: provider.issuer,
        clientId: 'badges',
        clientSecret: 'secret',
        baseUrl: 'https://badges.example/app',
        secret: 'x'.repeat(43),
      })
      const site = await testSite({ auth }, { claimPolicy: 'session' })
      /** From the page of the offer to the provider and back to it. */
      const signInAt = async (visitor: Visitor, path: string, who: string) => {
        const href = /href="([^"]*\/oidc\/login[^"]*)"/.exec((await visitor.get(path)).text)?.[1] ?? ''
        const begun = await visitor.get(href.replaceAll('&amp;', '&'))
        const answer = await visitor.get(await provider.visit(begun.headers.get('location') ?? '', who))
        expect(answer.headers.get('location')).toBe(path === '/mine' ? '/app/mine' : `/app${path}`)
      }
      const [kim, other] = [site.visitor(), site.visitor()]
      await signInAt(other, '/mine', 'lee')
      const prove: Prove = async (_, visitor, path) => {
        await signInAt(visitor, path, 'kim')
        return {}
      }
      return { site, kim, other, prove }
    },
  },
}

describe.each(Object.entries(policies))('the same journey, where the account is shown by %s', (_, policy) => {
  test('opened, claimed, seen by its owner alone, public, private, and in the collection', async () => {
    const { site, kim, prove } = await policy.open()
    const { badge, path } = await offerTo(site)
    const values = await prove(site, kim, path)
    const offer = await kim.get(path)
    expect(offer.status).toBe(200)
    const claimed = await kim.submit(offer, '/claim/', { do: 'claim', ...values })
    expect([claimed.status, claimed.headers.get('location')]).toEqual([303, `/app/b/${badge.id}?claimed=1`])
    const own = await kim.follow(claimed)
    expect(own.text).toContain('data-outcome="verified"')
    const stranger = () => site.visitor().get(`/b/${badge.id}`)
    expect((await stranger()).status).toBe(404)
    await kim.submit(own, '/visibility', { visibility: 'public' })
    expect((await stranger()).status).toBe(200)
    await kim.submit(own, '/visibility', { visibility: 'private' })
    expect((await stranger()).status).toBe(404)
    expect((await kim.get(path)).headers.get('location')).toBe(`/app/b/${badge.id}`)
    expect((await site.visitor().get(path)).status).toBe(409)
    // A link, also with a code, is good for its badge alone.
    if (policy.claimPolicy !== 'session') {
      expect((await kim.get('/mine')).status).toBe(401)
      await signIn(site, kim)
    }
    expect((await kim.get('/mine')).text).toContain('Welder I')
    expect(site.defects).toEqual([])
  })

  test('declined, and taken back', async () => {
    const { site, kim, prove } = await policy.open()
    const { badge, path } = await offerTo(site)
    const values = await prove(site, kim, path)
    const undo = await kim.follow(await kim.submit(await kim.get(path), '/claim/', { do: 'decline', ...values }))
    expect((await site.service.get(badge.id))?.stage).toBe('declined')
    const again = await kim.follow(await kim.submit(undo, '/undo/'))
    expect([again.status, (await site.service.get(badge.id))?.stage]).toEqual([200, 'offered'])
  })

  if (policy.claimPolicy !== 'link') {
    test('whoever has nothing but the link gets nothing', async () => {
      const { site, other } = await policy.open()
      const { badge, path } = await offerTo(site)
      for (const visitor of [other, site.visitor()]) {
        const page = await visitor.get(path)
        for (const action of ['claim', 'accept', 'decline']) {
          const answer = await visitor
            .submit(page, '/claim/', { do: action, code: '000000' })
            .catch(() => ({ status: 403 }))
          expect([403, 422]).toContain(answer.status)
        }
      }
      expect((await site.service.get(badge.id))?.stage).toBe('offered')
    })
  }
})

describe('the page says which account will own the badge, before the button', () => {
  test('signed in at the host', async () => {
    const site = await testSite()
    const { path } = await offerTo(site)
    const page = await site.visitor('lee').get(path)
    expect(page.text).toContain('signed in as lee')
    expect(page.text.indexOf('signed in as lee')).toBeLessThan(page.text.indexOf('value="claim"'))
  })

  test('a wrong account is 403, and told so on the page of the offer', async () => {
    const site = await testSite({}, { claimPolicy: 'session' })
    const { badge, path } = await offerTo(site)
    const lee = site.visitor('lee')
    const answer = await lee.submit(await lee.get(path), '/claim/', { do: 'claim' })
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('role="alert"')
    expect(answer.text).toContain('signed in as lee')
    expect((await site.service.get(badge.id))?.stage).toBe('offered')
  })

  test('not signed in: the way to the login comes back to the offer, and there is no button', async () => {
    const site = await testSite({}, { claimPolicy: 'session' })
    const { path } = await offerTo(site)
    const page = await site.visitor().get(path)
    expect(page.text).toContain(`/login?next=${encodeURIComponent(`/app${path}`)}`)
    expect(page.text).not.toContain('value="claim"')
  })
})

describe('the page of a code', () => {
  test('asks for six digits, says where they went in a mask, and that a wrong one is wrong', async () => {
    const site = await testSite({}, { claimPolicy: 'code' })
    const { badge, path } = await offerTo(site)
    const kim = site.visitor()
    const page = await kim.get(path)
    expect(page.text).toContain('autocomplete="one-time-code"')
    expect(page.text).not.toContain('kim@learner.example')
    const { code = '' } = await byCode(site, kim, path)
    const wrong = await kim.submit(page, '/claim/', { do: 'claim', code: code === '000000' ? '1' : '000000' })
    expect([wrong.status, wrong.text.includes('role="alert"')]).toEqual([422, true])
    expect((await kim.submit(page, '/claim/', { do: 'claim', code })).status).toBe(303)
    expect((await site.service.get(badge.id))?.stage).toBe('claimed')
  })

  test('a code that is too old is told like a wrong one, and a new one works', async () => {
    const site = await testSite({}, { claimPolicy: 'code' })
    const { path } = await offerTo(site)
    const kim = site.visitor()
    const page = await kim.get(path)
    const { code = '' } = await byCode(site, kim, path)
    site.clock.pass(601_000)
    expect((await kim.submit(page, '/claim/', { do: 'claim', code })).status).toBe(422)
    const fresh = await byCode(site, kim, path)
    expect((await kim.submit(page, '/claim/', { do: 'claim', ...fresh })).status).toBe(303)
  })

  test('of claims with the right code at once, one succeeds', async () => {
    const site = await testSite({}, { claimPolicy: 'code' })
    const { path } = await offerTo(site)
    const kim = site.visitor()
    const page = await kim.get(path)
    const { code = '' } = await byCode(site, kim, path)
    const answers = await Promise.all([1, 2, 3].map(() => kim.submit(page, '/claim/', { do: 'claim', code })))
    const statuses = answers.map(({ status }) => status).toSorted()
    expect(statuses[0]).toBe(303)
    expect(statuses.slice(1).every((status) => status >= 400)).toBe(true)
  })
})
