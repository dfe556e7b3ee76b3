import { describe, expect, test } from 'vitest'
import {
  type AuthenticationLevel,
  authenticationLevels,
  authenticationRanks,
} from '../../src/service/core/records/index.js'
import type { Auth } from '../../src/service/index.js'
import { codeOf } from '../support/codes.js'
import { attribute, type browser, elements } from './client.js'
import { draft, headerAuth, offerTo, signIn, type TestSite, testSite } from './site.js'

type Visitor = ReturnType<typeof browser>
type Way = keyof typeof authenticationRanks

/** A host that says by a header how it has made sure who it is. */
const auth: Auth = {
  ...headerAuth,
  async identify(request) {
    const session = await headerAuth.identify(request)
    const by = request.headers.get('x-by') as Way | null
    if (session === null || by === null) return session
    return { ...session, authenticated: { by, at: '2026-01-05T11:00:00Z', acr: 'urn:mfa', amr: ['pwd', 'otp'] } }
  },
}

const open = () => testSite({ auth })

/** How a visitor comes to the page of the offer, by each way. */
const ways: Record<
  Exclude<Way, 'hand'>,
  (site: TestSite) => Promise<{ visitor: Visitor; more?: Record<string, string> }>
> = {
  async link(site) {
    const visitor = site.visitor()
    await signIn(site, visitor)
    return { visitor }
  },
  async code(site) {
    return { visitor: site.visitor() }
  },
  async host(site) {
    return { visitor: site.visitor('kim') }
  },
  async oidc(site) {
    return { visitor: site.visitor('kim'), more: { 'x-by': 'oidc' } }
  },
  async passkey(site) {
    return { visitor: site.visitor('kim'), more: { 'x-by': 'passkey' } }
  },
}

async function claim(site: TestSite, visitor: Visitor, path: string, more: Record<string, string> = {}) {
  const page = await visitor.get(path, more)
  const csrf = elements(page.text).find((row) => attribute(row, 'name') === 'form')
  const form = (csrf && attribute(csrf, 'value')) ?? ''
  const post = (fields: Record<string, string>) =>
    visitor.send(`/app${path}`, {
      method: 'POST',
      body: new URLSearchParams({ form, ...fields }),
      headers: { 'sec-fetch-site': 'same-origin', ...more },
    })
  if (page.text.includes('name="code"')) {
    await post({ do: 'code' })
    const code = /\b(\d{6})\b/.exec((await site.mailTo('kim@learner.example')).text)?.[1] ?? ''
    return { page, answer: await post({ do: 'claim', code }) }
  }
  return { page, answer: await post({ do: 'claim' }) }
}

describe.each(authenticationLevels)('a badge that asks for %s', (level: AuthenticationLevel) => {
  test.each(Object.keys(ways) as (keyof typeof ways)[])('by %s', async (way) => {
    const site = await open()
    const { badge, path } = await offerTo(site, undefined, { requireAuthentication: level })
    const { visitor, more } = await ways[way](site)
    const { answer } = await claim(site, visitor, path, more)
    const stored = await site.service.get(badge.id)
    // A code is asked for where the level is one, and then it is what counts below an account.
    const shown = level === 'code' && authenticationRanks[way] < authenticationRanks.code ? 'code' : way
    // By a mailed link alone, without a session.
    const isBare = way === 'code' && level === 'link'
    const isOpen = isBare || authenticationRanks[shown] >= authenticationRanks[level]
    expect(answer.status, answer.text).toBe(isOpen ? 303 : 403)
    expect(stored?.stage).toBe(isOpen ? 'claimed' : 'offered')
    if (isOpen) expect(stored?.authenticatedBy?.by).toBe(isBare ? 'link' : shown)
    if (isOpen && more !== undefined) {
      expect(stored?.authenticatedBy).toEqual({
        by: way,
        at: '2026-01-05T11:00:00Z',
        acr: 'urn:mfa',
        amr: ['pwd', 'otp'],
      })
    }
    expect(site.defects).toEqual([])
  })
})

test('a link that was handed out shows nothing, so that it reaches no level', async () => {
  const site = await open()
  const { badge } = await offerTo(site, undefined, { requireAuthentication: 'link' })
  const { token } = await site.service.createClaimLink({ badgeId: badge.id })
  expect(await codeOf(() => site.service.claims.claim({ token }))).toBe('ERR_AUTHENTICATION_NEEDED')
  const plain = await site.service.issue({ draft, recipient: { email: 'robin@learner.example' } })
  const handed = await site.service.createClaimLink({ badgeId: plain.id })
  expect((await site.service.claims.claim({ token: handed.token })).badge.authenticatedBy?.by).toBe('hand')
})

test('the session of another account shows nothing about the recipient', async () => {
  const site = await open()
  const { path } = await offerTo(site, undefined, { requireAuthentication: 'passkey' })
  const { answer } = await claim(site, site.visitor('robin'), path, { 'x-by': 'passkey' })
  expect(answer.status).toBe(403)
})

test('declining takes the same, and the page says what to do', async () => {
  const site = await open()
  const { path, token } = await offerTo(site, undefined, { requireAuthentication: 'passkey' })
  const { person } = await site.service.people
    .fromSession({ subject: 'kim', emails: ['kim@learner.example'] })
    .then((person) => ({ person }))
  const viewer = { personId: person.id }
  expect(await codeOf(() => site.service.claims.decline({ token, viewer }))).toBe('ERR_AUTHENTICATION_NEEDED')
  expect((await site.visitor().get(path)).text).toContain('signing in with a passkey')
  const { answer } = await claim(site, site.visitor('kim'), path)
  expect(answer.text).toContain('signing in with a passkey')
})

test('no rule accepts a badge that asks for a level; it does accept one that does not', async () => {
  const site = await open()
  const { badge, token } = await offerTo(site)
  const { person } = await site.service.claims.claim({ token })
  await site.service.people.addRule({ personId: person.id, issuerId: badge.issuerId })
  const recipient = { email: 'kim@learner.example' }
  expect((await site.service.issue({ draft, recipient, requireAuthentication: 'link' })).stage).toBe('offered')
  const accepted = await site.service.issue({ draft, recipient })
  expect(accepted.stage).toBe('claimed')
  expect(accepted.authenticatedBy).toBeUndefined()
})

test('a level that is not known is refused', async () => {
  const site = await open()
  const wrong = { requireAuthentication: 'Passkey' as 'passkey' }
  expect(await codeOf(() => site.service.issue({ draft, recipient: { email: 'a@b.example' }, ...wrong }))).toBe(
    'ERR_ARGUMENT_INVALID',
  )
})
