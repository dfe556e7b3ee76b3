import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createNodeListener } from '../../src/adapters/node/index.js'
import { createPresentation, generateKeyPair, issueBadge, type KeyPair, signPresentation } from '../../src/index.js'
import { importKeyPair } from '../../src/keys/index.js'
import { freshStorage, presentKinds } from '../adapters/storage/storages.js'
import { dump } from '../service/service.js'
import { makeAuthority } from '../support/certificates.js'
import { httpsServer } from '../support/servers.js'
import { type Answering, fetchWith, openRequest } from '../support/wallet.js'
import { browser } from './client.js'
import { offerTo, testSite } from './site.js'

const KIM = 'kim@learner.example'
const ACHIEVEMENT = 'https://badges.example/achievements/welder-1'
const achievement = { id: ACHIEVEMENT, name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' }
const authority = makeAuthority()
const fetch = fetchWith(authority.ca)

/** A site over TLS under a did:web of its own, and a badge there that everybody may look at. */
async function startSite(more: { didWeb?: boolean } = {}) {
  let handler: (request: Request) => Promise<Response> = () => Promise.reject(new Error('not yet'))
  const listener = createNodeListener((request) => handler(request))
  const { port } = await httpsServer(authority.issue(['localhost']), listener as never)
  const baseUrl = `https://localhost:${port}/app`
  const controller = `did:web:localhost%3A${port}:app`
  const seed = new Uint8Array(32).fill(9)
  const signer = await importKeyPair(seed, more.didWeb === false ? {} : { controller })
  // The wallet of others looks at the clock of the computer.
  const site = await testSite({}, { baseUrl, signer, secret: 'x'.repeat(50), clock: () => new Date() } as never)
  handler = site.handler
  const { badge, path } = await offerTo(site, KIM, { draft: { issuer: { name: 'Acme Academy' }, achievement } })
  const kim = browser(site.handler, baseUrl)
  await kim.submit(await kim.get(path), '/claim/', { do: 'claim' })
  const personId = (await site.service.get(badge.id))?.personId ?? ''
  await site.service.sharing.setVisibility({ badgeId: badge.id, personId, visibility: 'public' })
  return { site, badge, baseUrl, signer, asker: () => browser(site.handler, baseUrl) }
}

describe('asking somebody for a badge, over TLS', () => {
  let started: Awaited<ReturnType<typeof startSite>>
  let kim: KeyPair
  let robin: KeyPair
  let bound: object

  const issue = (more: { issuer?: KeyPair; achievement?: object; recipient?: object } = {}) =>
    issueBadge(
      {
        issuer: { name: 'Acme Academy' },
        achievement: more.achievement ?? achievement,
        recipient: more.recipient ?? { id: kim.did, name: 'Kim Doe' },
      } as never,
      more.issuer ?? started.signer,
    )

  beforeAll(async () => {
    started = await startSite()
    ;[kim, robin] = await Promise.all([generateKeyPair(), generateKeyPair()])
    bound = await issue()
  })

  /** A question, as somebody at a browser asks it. */
  async function ask(asker = started.asker(), { badge } = started) {
    const question = await asker.get(`/present?badge=${badge.id}`)
    expect(question.status).toBe(200)
    const page = await asker.follow(await asker.submit(question, '/present'))
    const links = [...page.text.matchAll(/href="(openid4vp:[^"]+)"/g)].map(([, link = '']) =>
      link.replaceAll('&amp;', '&'),
    )
    const id = /\/present\/([0-9a-z]{26})/.exec(page.text)?.[1] ?? ''
    const state = async () =>
      JSON.parse((await asker.get(`/present/${id}`, { accept: 'application/json' })).text) as {
        state: string
        links: { there: string; here: string }
        page: string
        verdict?: { outcome: string; code?: string; holder?: string; recipientName?: string }
        confirmed?: string
      }
    return { asker, id, page, links, state }
  }
  const open = (link: string, more: { badge?: object; key?: KeyPair } = {}) =>
    openRequest(link, { fetch, badge: bound, key: kim, ...more })

  test('a wallet on another device: the question, the number, the answer', async () => {
    const { asker, id, state } = await ask()
    const { links, page } = await state()
    expect(page.length).toBeLessThan(120)
    expect(links.there.length).toBeLessThan(250)
    const wallet = await open(links.there)
    expect(wallet).toMatchObject({ asker: 'Badges', prefix: 'decentralized_identifier', matches: true })
    const { status, body } = await wallet.post()
    expect(status).toBe(200)
    expect(await state()).toMatchObject({ state: 'answered' })
    expect(await state()).not.toHaveProperty('verdict')
    const shown = await started.asker().get(body.redirect_uri ?? '')
    expect(shown.status).toBe(200)
    const number = /<p class="read-out" dir="ltr">(\d{4})</.exec(shown.text)?.[1] ?? ''
    const result = await asker.follow(
      await asker.submit(await asker.get(`/present/${id}`), `/present/${id}`, { number, do: 'number' }),
    )
    expect(result.text).toContain('data-answer="proven"')
    expect(result.text).toContain('Kim Doe')
    expect(await state()).toMatchObject({
      state: 'decided',
      confirmed: 'number',
      verdict: { outcome: 'shown', holder: 'proven', recipientName: 'Kim Doe' },
    })
    const kept = await dump(started.site.storage)
    for (const secret of [wallet.nonce, kim.did, 'proofValue']) {
      expect(kept.split('\n').filter((line) => line.startsWith('asked ') && line.includes(secret))).toEqual([])
    }
  })

  test('a wallet on the device that asks: the result opens in the browser that asked, and in no other', async () => {
    const { asker, state } = await ask()
    const { links } = await state()
    const { body } = await (await open(links.here)).post()
    const back = body.redirect_uri ?? ''
    for (const stranger of [started.asker(), (await ask()).asker]) {
      expect((await stranger.get(back)).status).toBe(403)
    }
    expect(await state()).toMatchObject({ state: 'answered' })
    expect((await asker.get(back.replace(/code=.*/, 'code=wrong'))).status).toBe(403)
    const result = await asker.follow(await asker.get(back))
    expect(result.text).toContain('data-answer="proven"')
    expect(await state()).toMatchObject({ confirmed: 'browser' })
  })

  test('a code that was handed on to somebody else: another number three times, and the answer is refused', async () => {
    const { asker, id, state } = await ask()
    await (await open((await state()).links.there)).post()
    for (const number of ['abcd', '', '12345']) {
      const answer = await asker.submit(await asker.get(`/present/${id}`), `/present/${id}`, { number, do: 'number' })
      expect(answer.status).toBe(403)
    }
    expect(await state()).toMatchObject({
      state: 'decided',
      verdict: { outcome: 'refused', code: 'ERR_ACCESS_DENIED' },
    })
    expect(await dump(started.site.storage)).not.toContain('"tries":3,"badgeHash"')
  })

  test('without a number the result says that it is not certain who has answered', async () => {
    const { asker, id, state } = await ask()
    await (await open((await state()).links.there)).post()
    await asker.submit(await asker.get(`/present/${id}`), `/present/${id}`, { do: 'skip' })
    expect(await state()).toMatchObject({ state: 'decided', confirmed: 'skipped', verdict: { outcome: 'shown' } })
  })

  const refusals: Record<string, readonly [string, (wallet: Answering) => Promise<object>]> = {
    'another nonce': ['ERR_PROOF_PURPOSE', (wallet) => wallet.presentation({ challenge: 'other' })],
    'another audience': ['ERR_PROOF_PURPOSE', (wallet) => wallet.presentation({ domain: 'https://evil.example' })],
    'the key of somebody else': [
      'ERR_HOLDER_MISMATCH',
      async ({ nonce, clientId }) =>
        signPresentation(createPresentation({ credential: bound, holder: robin.did }), robin, {
          challenge: nonce,
          domain: clientId,
        }),
    ],
    'another achievement': [
      'ERR_ANSWER_MISMATCH',
      async (wallet) => show(wallet, await issue({ achievement: { ...achievement, id: `${ACHIEVEMENT}0` } })),
    ],
    'another issuer': ['ERR_ISSUER_UNTRUSTED', async (wallet) => show(wallet, await issue({ issuer: robin }))],
    'a revoked badge': ['ERR_STATUS_REVOKED', async (wallet) => show(wallet, await revoked())],
  }
  const show = ({ nonce, clientId }: Answering, badge: object) =>
    signPresentation(createPresentation({ credential: badge, holder: kim.did }), kim, {
      challenge: nonce,
      domain: clientId,
    })
  async function revoked(): Promise<object> {
    const { site } = started
    const { badge } = await offerTo(site, 'ex@learner.example', {
      draft: { issuer: { name: 'Acme Academy' }, achievement },
    })
    await site.service.revoke({ badgeId: badge.id, reason: 'wrong' })
    return (await site.service.get(badge.id))?.credential ?? {}
  }

  test.each(Object.entries(refusals))('refuses %s, and says why to the one who asks', async (_, [code, make]) => {
    const { state, asker, id } = await ask()
    const wallet = await open((await state()).links.there)
    const { status, body } = await wallet.post(await make(wallet))
    // The wallet is not told what is thought of its answer.
    expect([status, Object.keys(body)]).toEqual([200, ['redirect_uri']])
    expect(await state()).toMatchObject({ state: 'decided', verdict: { outcome: 'refused', code } })
    expect((await asker.get(`/present/${id}`)).text).toContain('data-answer="refused"')
  })

  test.each([
    [30, { outcome: 'shown', holder: 'proven' }],
    [120, { outcome: 'refused', code: 'ERR_PROOF_TIME' }],
  ])('the clock of a wallet is %i seconds ahead', async (seconds, verdict) => {
    const { asker, id, state } = await ask()
    const wallet = await open((await state()).links.there)
    await wallet.post(await wallet.presentation({ now: new Date(Date.now() + seconds * 1000) }))
    if (verdict.outcome === 'shown') {
      await asker.submit(await asker.get(`/present/${id}`), `/present/${id}`, { do: 'skip' })
    }
    expect(await state()).toMatchObject({ state: 'decided', verdict })
  })

  test('an answer counts once: a replay, and one of many at a time, are refused', async () => {
    const { state } = await ask()
    const wallet = await open((await state()).links.there)
    const presentation = await wallet.presentation()
    const answers = await Promise.all(Array.from({ length: 20 }, () => wallet.post(presentation)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === 'ERR_TOKEN_USED')).toHaveLength(19)
    const again = await ask()
    const other = await open((await again.state()).links.there)
    await other.post(presentation)
    expect(await again.state()).toMatchObject({ verdict: { outcome: 'refused', code: 'ERR_PROOF_PURPOSE' } })
  })

  test('a question that is too old is not answered', async () => {
    const { state } = await ask()
    const { links } = await state()
    const wallet = await open(links.there)
    const { storage } = started.site
    const { records } = await storage.query({ collection: 'asked', limit: 1, descending: true })
    const [record] = records
    if (record === undefined) throw new Error('none')
    await storage.commit([
      {
        collection: 'asked',
        key: record.key,
        expectedVersion: record.version,
        value: { ...record.value, expiresAt: '2026-01-01T00:00:00Z' },
      },
    ])
    expect(await wallet.post()).toMatchObject({ status: 410, body: { code: 'ERR_TOKEN_EXPIRED' } })
    expect(await state()).toMatchObject({ state: 'expired' })
  })

  test('a camera sees who asks, a wallet its protocols, and looking changes nothing (VCALM)', async () => {
    const { state, id } = await ask()
    const { page } = await state()
    const seen = await started.asker().get(page)
    expect(seen.text).toContain('Badges')
    const protocols = JSON.parse((await started.asker().get(page, { accept: 'application/json' })).text).protocols
    expect(Object.keys(protocols).toSorted()).toEqual(['OID4VP', 'oid4vp-1.0', 'vcapi'])
    expect(await state()).toMatchObject({ state: 'open' })
    const post = async (body: object) => {
      const response = await fetch(protocols.vcapi, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return { status: response.status, body: await response.json() }
    }
    const first = (await post({ referenceId: 'mine' })).body
    expect(first.referenceId).toBe('mine')
    const { challenge, domain, query } = first.verifiablePresentationRequest
    expect(query.map(({ type }: { type: string }) => type)).toEqual(['QueryByExample', 'DIDAuthentication'])
    const vp = await signPresentation(createPresentation({ credential: bound, holder: kim.did }), kim, {
      suite: 'Ed25519Signature2020',
      challenge,
    })
    expect(domain).toBe(new URL(started.baseUrl).origin)
    // With nothing around it, as Learner Credential Wallet posts.
    expect(await post(vp)).toMatchObject({ status: 200, body: { redirectUrl: expect.any(String) } })
    expect(await post({ verifiablePresentation: vp })).toMatchObject({ status: 409, body: { code: 'ERR_TOKEN_USED' } })
    const view = await started.site.service.presenting.confirm({ id, browser: 'x', skip: true }).catch((e) => e.code)
    expect(view).toBe('ERR_ACCESS_DENIED')
    expect(await state()).toMatchObject({ state: 'answered', way: 'exchange' })
  })

  test('a badge for an address proves nobody', async () => {
    const { asker, id, state } = await ask()
    const addressed = await issue({ recipient: { email: KIM } })
    const wallet = await open((await state()).links.there, { badge: addressed })
    await wallet.post()
    await asker.submit(await asker.get(`/present/${id}`), `/present/${id}`, { do: 'skip' })
    expect(await state()).toMatchObject({ verdict: { outcome: 'shown', holder: 'address' } })
  })

  test('another browser sees nothing, and a hostile answer is refused', async () => {
    const { id, state } = await ask()
    expect((await started.asker().get(`/present/${id}`)).status).toBe(404)
    const url = `${started.baseUrl}/present/${id}/answer`
    const post = async (body: string, type = 'application/x-www-form-urlencoded') =>
      (await fetch(url, { method: 'POST', headers: { 'content-type': type }, body })).status
    expect(await post('vp_token={}&state=other')).toBe(404)
    expect(await post('')).toBe(404)
    expect(await post(`vp_token=${'x'.repeat(6 * 1024 * 1024)}`)).toBe(413)
    expect(await state()).toMatchObject({ state: 'open' })
    expect((await fetch(`${started.baseUrl}/present/${id}/request/elsewhere`)).status).toBe(404)
  })

  test('the key that signs requests is under `authentication`, and signs no badge', async () => {
    const document = (await (await fetch(`${started.baseUrl}/did.json`)).json()) as Record<string, string[]>
    expect(document.authentication).toHaveLength(2)
    // As a JWK: LearnCard reads keys of a did:web in no other form.
    const methods = document.verificationMethod as unknown as { id: string; type: string; publicKeyJwk?: object }[]
    const asking = methods.find(({ id }) => id !== started.signer.id)
    expect(asking).toMatchObject({ type: 'JsonWebKey', publicKeyJwk: { kty: 'OKP', crv: 'Ed25519' } })
    expect(asking?.publicKeyJwk).not.toHaveProperty('d')
    expect(document['@context']).toEqual([
      'https://www.w3.org/ns/did/v1',
      'https://w3id.org/security/multikey/v1',
      'https://w3id.org/security/jwk/v1',
    ])
    expect(document.assertionMethod).toEqual([started.signer.id])
  })

  test('without a did:web the request is in the link, and the page says why the code is dense', async () => {
    const plain = await startSite({ didWeb: false })
    const asked = await ask(plain.asker(), plain)
    const { links } = await asked.state()
    expect(links.there.length).toBeGreaterThan(800)
    expect(asked.page.text).toContain(plain.site.handler === undefined ? '' : 'dense')
    const own = await issue({ issuer: plain.signer })
    const wallet = await open(links.there, { badge: own })
    expect(wallet).toMatchObject({ prefix: 'redirect_uri', matches: true })
    await wallet.post()
    expect(await asked.state()).toMatchObject({ state: 'answered' })
  })

  test('what was shown goes with the badge that is erased, and all of it after a day', async () => {
    const { site, badge } = started
    const { asker, id, state } = await ask()
    const credential = (await site.service.get(badge.id))?.credential ?? {}
    await (await open((await state()).links.there, { badge: credential })).post()
    await asker.submit(await asker.get(`/present/${id}`), `/present/${id}`, { do: 'skip' })
    const personId = (await site.service.get(badge.id))?.personId ?? ''
    const { shown } = await site.service.privacy.export(personId)
    expect(shown).toMatchObject([{ name: 'Badges', verdict: { outcome: 'shown', holder: 'address' } }])
    await site.service.privacy.eraseEmail({ email: KIM })
    expect(await site.service.presenting.look({ id })).toBeNull()
  })
})

test.each(presentKinds(['memory', 'postgres']))(
  'two processes on one storage: of many answers and numbers one counts: %s',
  async (kind) => {
    const fresh = await freshStorage(kind)
    onTestFinished(fresh.remove)
    const open = async () => {
      const options = { storage: await fresh.open(), baseUrl: 'https://badges.example/app', secret: 'x'.repeat(50) }
      return (await testSite({}, options)).service
    }
    const [one, other] = [await open(), await open()]
    const { id, browser: tie = '' } = await one.presenting.ask({ achievementIds: [ACHIEVEMENT], forBrowser: true })
    const verdict = { outcome: 'shown', holder: 'proven', credential: { id: 'urn:uuid:1' } } as const
    const settle = (at: typeof one) => at.presenting.settle({ id, way: 'there', verdict })
    const settled = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => settle(i % 2 === 0 ? one : other)))
    const codes = settled.map((row) => (row.status === 'fulfilled' ? 'kept' : (row.reason as { code: string }).code))
    expect(codes.toSorted()).toEqual([...Array.from({ length: 19 }, () => 'ERR_TOKEN_USED'), 'kept'].toSorted())
    const guess = (i: number) => (i % 2 === 0 ? one : other).presenting.confirm({ id, browser: tie, number: `x${i}` })
    await Promise.allSettled(Array.from({ length: 20 }, (_, i) => guess(i)))
    expect(await other.presenting.look({ id, browser: tie })).toMatchObject({
      state: 'decided',
      verdict: { outcome: 'refused', code: 'ERR_ACCESS_DENIED' },
    })
  },
)
