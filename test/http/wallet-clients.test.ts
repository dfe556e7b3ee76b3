import { beforeAll, describe, expect, test } from 'vitest'
import { createNodeListener } from '../../src/adapters/node/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { makeAuthority } from '../support/certificates.js'
import {
  collectWithDigitalBazaar,
  fetchTrusting,
  presentedBy,
  referenceVerifies,
  strictWallet,
  walletKey,
} from '../support/issuing-clients.js'
import { httpsServer } from '../support/servers.js'
import { draft, type TestSite, testSite } from './site.js'

const authority = makeAuthority()
const trusting = fetchTrusting(authority.ca)

/** A site over TLS on loopback, by its own clock: clients have that of the machine. */
async function servedSite(options: Parameters<typeof testSite>[0] = {}, path = ''): Promise<TestSite> {
  let site: TestSite | undefined
  const listener = createNodeListener(async (request) => {
    if (site === undefined) return new Response(null, { status: 503 })
    return new URL(request.url).pathname.startsWith('/.well-known/')
      ? site.handler.wellKnown(request)
      : site.handler(request)
  })
  const { port } = await httpsServer(
    authority.issue(['localhost']),
    (request, response) => void listener(request, response),
  )
  site = await testSite(options, { baseUrl: `https://localhost:${port}${path}`, clock: () => new Date() })
  return site
}

async function claimed(site: TestSite) {
  const badge = await site.service.issue({ draft, recipient: { email: 'kim@learner.example', name: 'Kim Doe' } })
  const { token } = await site.service.createClaimLink({ badgeId: badge.id })
  const { badge: own, person } = await site.service.claims.claim({ token })
  return { badgeId: own.id, personId: person.id, credential: own.credential as unknown as JsonObject }
}

/** With the status list as the site publishes it. */
async function checkedAt(site: TestSite, credential: object | string) {
  const first = await verifyCredential(credential)
  const badge = (first.verified ? first.credential : first.unverifiedCredential) as JsonObject
  const { statusListCredential: url } = badge.credentialStatus as { statusListCredential: string }
  const list = await (await site.handler(new Request(url))).json()
  return verifyCredential(credential, { documents: { [url]: list as JsonObject } })
}

describe.each(['', '/lms/badges'])('below https://localhost%s', (path) => {
  let site: TestSite
  beforeAll(async () => {
    site = await servedSite({}, path)
  })

  test('@openid4vc/openid4vci collects by reference with a transaction code, in both forms, by strict rules', async () => {
    const { badgeId, personId, credential: kept } = await claimed(site)
    const { offerLink, code } = await site.service.wallet.createOwnOffer({ badgeId, viewer: { personId }, code: true })
    const wallet = await strictWallet(trusting)
    const offered = await wallet.offered(offerLink)
    await expect(offered.redeem('000000')).rejects.toMatchObject({ errorResponse: { error: 'invalid_grant' } })
    const { access_token: access, token_type: type } = await offered.redeem(code)
    expect(type).toBe('bearer')
    const ids = offered.credentialOffer.credential_configuration_ids
    expect(ids).toEqual(['OpenBadge_ldp_vc', 'OpenBadge_jwt_vc_json'])
    const handed: (object | string)[] = []
    for (const id of ids) {
      const { credential, notificationId } = await offered.collect(access, id)
      const result = await checkedAt(site, credential)
      expect(result.outcome, JSON.stringify(result.problems)).toBe('verified')
      handed.push(result.credential as object)
      await offered.notify(access, notificationId)
    }
    const [embedded] = handed as JsonObject[]
    expect(await referenceVerifies(embedded ?? {})).toBe(true)
    const subject = embedded?.credentialSubject as JsonObject
    expect(subject.id).toMatch(/^did:jwk:/)
    expect(embedded?.id).toBe(kept.id)
    expect(subject.identifier).toEqual((kept.credentialSubject as JsonObject).identifier)
    expect(embedded?.awardedDate).toBe(kept.awardedDate)
    expect(embedded?.credentialStatus).not.toEqual(kept.credentialStatus)
    expect(site.defects).toEqual([])
  })
})

describe('@digitalbazaar/oid4-client', () => {
  test('collects where its dialect is spoken', async () => {
    const site = await servedSite({ wallets: { compat: ['digitalbazaar'] } }, '/tenant')
    const { badgeId, personId } = await claimed(site)
    const { offerLink } = await site.service.wallet.createOwnOffer({ badgeId, viewer: { personId } })
    const { credential, holder } = await collectWithDigitalBazaar(offerLink, authority.ca)
    const result = await checkedAt(site, credential)
    expect(result.outcome).toBe('verified')
    expect(credential.credentialSubject.id).toBe(holder)
  })

  test('does not where it is not', async () => {
    const site = await servedSite()
    const { badgeId, personId } = await claimed(site)
    const { offerLink } = await site.service.wallet.createOwnOffer({ badgeId, viewer: { personId } })
    await expect(collectWithDigitalBazaar(offerLink, authority.ca)).rejects.toThrow()
  })
})

describe('an exchange, VCALM 1.0', () => {
  const post = async (url: string, body: unknown) => {
    const answer = await trusting(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return {
      status: answer.status,
      type: answer.headers.get('content-type'),
      body: (await answer.json()) as JsonObject,
    }
  }
  const json = async (url: string) =>
    (await (await trusting(url, { headers: { accept: 'application/json' } })).json()) as JsonObject

  async function open() {
    const site = await servedSite()
    const { badgeId, personId } = await claimed(site)
    const { url } = await site.service.wallet.createOwnOffer({ badgeId, viewer: { personId } })
    const { protocols } = await json(url)
    const { vcapi = '' } = protocols as { vcapi?: string }
    return { site, badgeId, personId, url, vcapi }
  }

  test.each([
    ['as Learner Credential Wallet does', { suite: 'Ed25519Signature2020', v1: false, domain: false }],
    ['in the data model 1.1', { suite: 'Ed25519Signature2020', v1: true, domain: false }],
    ['with eddsa-rdfc-2022 and the domain', { suite: 'eddsa-rdfc-2022', v1: false, domain: true }],
  ] as const)('a presentation of plain @digitalbazaar/vc gets the badge: %s', async (_, how) => {
    const { site, vcapi, url } = await open()
    const asked = await post(vcapi, { referenceId: 'mine' })
    const request = asked.body.verifiablePresentationRequest as { challenge: string; domain: string }
    expect(asked.body.referenceId).toBe('mine')
    expect(await json(`${vcapi}/protocols`)).toEqual(await json(url))
    expect(await json(`${vcapi}/request`)).toEqual({ verifiablePresentationRequest: request })
    const key = await walletKey()
    const { challenge, domain } = request
    const presentation = await presentedBy(key, { challenge, v1: how.v1, ...(how.domain ? { domain } : {}) }, how.suite)
    const answer = await post(vcapi, { verifiablePresentation: presentation })
    const { verifiablePresentation } = answer.body as {
      verifiablePresentation?: { verifiableCredential: JsonObject[] }
    }
    const [credential = {}] = verifiablePresentation?.verifiableCredential ?? []
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    expect(credential.credentialSubject as JsonObject).toMatchObject({ id: key.controller })
    expect((await checkedAt(site, credential)).outcome).toBe('verified')
    expect(await referenceVerifies(credential)).toBe(true)
    // The answer was lost: the same wallet asks again, and gets the same.
    expect((await post(vcapi, { verifiablePresentation: presentation })).body).toEqual(answer.body)
  })

  test('the presentation may come at once, with nothing around it', async () => {
    const { vcapi } = await open()
    const { body } = await post(vcapi, {})
    const { challenge } = body.verifiablePresentationRequest as { challenge: string }
    const key = await walletKey()
    const answer = await post(vcapi, await presentedBy(key, { challenge }))
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ type: ['VerifiablePresentation'], verifiableCredential: [{}] })
  })

  test.each([
    ['another challenge', { challenge: 'zzz' }, 'Ed25519Signature2020'],
    ['another domain', { domain: 'https://other.example' }, 'Ed25519Signature2020'],
    ['no domain in the suite that was to have one', {}, 'eddsa-rdfc-2022'],
  ] as const)('refused: %s', async (_, other, suite) => {
    const { vcapi } = await open()
    const { body } = await post(vcapi, {})
    const { challenge } = body.verifiablePresentationRequest as { challenge: string }
    const presentation = await presentedBy(await walletKey(), { challenge, ...other }, suite)
    const answer = await post(vcapi, { verifiablePresentation: presentation })
    expect(answer).toMatchObject({ status: 400, type: 'application/problem+json' })
  })

  test('a message that cannot be read is refused in the form of the protocol', async () => {
    const { vcapi } = await open()
    for (const body of ['{', '{"a":1,"a":2}', `{"a":"${'x'.repeat(70_000)}"}`, 'null', '7']) {
      const answer = await trusting(vcapi, { method: 'POST', body })
      expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/problem+json'])
    }
    expect((await post(vcapi, {})).status).toBe(200)
  })

  test('a second wallet gets nothing, and an altered presentation nothing either', async () => {
    const { vcapi } = await open()
    const { body } = await post(vcapi, {})
    const { challenge } = body.verifiablePresentationRequest as { challenge: string }
    const first = await presentedBy(await walletKey(), { challenge })
    const other = await walletKey()
    expect((await post(vcapi, { verifiablePresentation: { ...first, holder: other.controller } })).status).toBe(400)
    expect((await post(vcapi, { verifiablePresentation: first })).status).toBe(200)
    const second = await presentedBy(other, { challenge })
    expect((await post(vcapi, { verifiablePresentation: second })).status).toBe(400)
    expect((await post(vcapi, {})).status).toBe(404)
  })
})
