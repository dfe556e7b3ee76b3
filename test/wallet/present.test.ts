import { createHash } from 'node:crypto'
import { Openid4vpClient, Openid4vpVerifier } from '@openid4vc/openid4vp'
import { DcqlQuery } from 'dcql'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  createPresentation,
  generateKeyPair,
  issueBadge,
  type KeyPair,
  signCredentialAsJwt,
  signPresentation,
  signPresentationAsJwt,
} from '../../src/index.js'
import { createDidDocument, importPublicKey } from '../../src/keys/index.js'
import { didWebUrl } from '../../src/loader/index.js'
import { signJws } from '../../src/proof/index.js'
import { didJwk } from '../../src/wallet/issuing/did-jwk.js'
import { checkPresentationAnswer, createPresentationRequest, type Presenting } from '../../src/wallet/present/index.js'
import { badgeQuery, meets } from '../../src/wallet/present/query.js'

const now = '2026-11-29T12:00:00Z'
const achievement = 'https://acme.example/achievements/welder-1'
const WELDER = { id: achievement, name: 'Welder I', description: 'Welds.', criteria: 'Weld a seam.' }
const EXPANDED = [
  'https://www.w3.org/2018/credentials#VerifiableCredential',
  'https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential',
]

const unused = () => Promise.reject(new Error('unused'))

const callbacks = {
  fetch,
  hash: (data: Uint8Array, algorithm: string) => createHash(algorithm.replace('-', '')).update(data).digest(),
  signJwt: unused,
  verifyJwt: () => Promise.resolve({ verified: false }),
  encryptJwe: unused,
  decryptJwe: unused,
}
const wallet = new Openid4vpClient({ callbacks: callbacks as never })

describe('a request for a badge (OpenID4VP 1.0 §5)', () => {
  let issuer: KeyPair
  let kim: KeyPair
  let robin: KeyPair
  let badge: object
  let request: Presenting.PresentationRequest
  const issue = (more: { issuer?: KeyPair; achievement?: object; recipient?: object } = {}) =>
    issueBadge(
      {
        issuer: { name: 'Acme' },
        achievement: more.achievement ?? WELDER,
        recipient: more.recipient ?? { id: kim.did },
      } as never,
      more.issuer ?? issuer,
      { now } as never,
    )
  const present = (credential: object, key: KeyPair, more: object = {}) =>
    signPresentation(createPresentation({ credential, holder: key.did }), key, {
      challenge: request.asked.nonce,
      domain: request.asked.clientId,
      now,
      ...more,
    })
  const ask = (more: object = {}) =>
    createPresentationRequest({
      achievement,
      issuers: [issuer.did],
      name: 'Shipyard',
      responseUri: 'https://shipyard.example/answers/7',
      now,
      ...more,
    })
  const judged = async (presentation: object | string, id = 'badge') => {
    const answer = { vp_token: JSON.stringify({ [id]: [presentation] }), state: request.asked.state }
    return checkPresentationAnswer(answer, request.asked, { now })
  }

  beforeAll(async () => {
    ;[issuer, kim, robin] = await Promise.all([generateKeyPair(), generateKeyPair(), generateKeyPair()])
    badge = await issue()
    request = await ask()
  })

  it('is read by a wallet of others, whose answer is the badge by the person whom it is about', async () => {
    const parsed = wallet.parseOpenid4vpAuthorizationRequest({ authorizationRequest: request.link })
    const resolved = await wallet.resolveOpenId4vpAuthorizationRequest({
      authorizationRequestPayload: parsed.params as never,
    })
    expect(resolved.client.prefix).toBe('redirect_uri')
    const query = DcqlQuery.parse(resolved.dcql?.query as never)
    DcqlQuery.validate(query)
    const found = DcqlQuery.query(query, [
      {
        credential_format: 'ldp_vc',
        type: EXPANDED,
        claims: badge as never,
        cryptographic_holder_binding: true,
      } as never,
    ])
    expect(found.can_be_satisfied).toBe(true)
    const verdict = await judged(await present(badge, kim))
    expect(verdict).toMatchObject({ outcome: 'shown', holder: 'proven' })
  })

  it('is one that the verifier of others makes of the same parameters', async () => {
    const verifier = new Openid4vpVerifier({ callbacks: { fetch, signJwt: unused, encryptJwe: unused } as never })
    const theirs = await verifier.createOpenId4vpAuthorizationRequest({
      scheme: 'openid4vp://',
      authorizationRequestPayload: request.parameters as never,
    })
    const keys = (link: string) => [...new URL(link.replace('openid4vp://', 'https://x/')).searchParams.keys()].sort()
    expect(keys(theirs.authorizationRequest)).toEqual(keys(request.link))
    expect(theirs.authorizationRequestPayload).toEqual(request.parameters)
  })

  it('says what it reads under the name of drafts too: without it LearnCard signs for another purpose', async () => {
    const { vp_formats_supported: formats } = request.parameters.client_metadata as never as {
      vp_formats_supported: Record<string, { proof_type_values?: string[]; cryptosuite_values?: string[] }>
    }
    expect(formats.ldp_vp).toEqual(formats.ldp_vc)
    expect(formats.ldp_vp?.proof_type_values).toContain('DataIntegrityProof')
    expect(formats.ldp_vp?.cryptosuite_values).toContain('eddsa-rdfc-2022')
  })

  it('is a link without escapes that a query needs not, and says the same by it', async () => {
    const odd = await ask({ name: 'A&B=C+D #%3A, Ü/"?', issuers: ['did:web:localhost%3A8443:a'] })
    const query = odd.link.slice('openid4vp://?'.length)
    expect(query).not.toMatch(/%(?:2C|2F)/)
    const { dcql_query: dcql, client_metadata: metadata, ...texts } = Object.fromEntries(new URLSearchParams(query))
    expect({ ...texts, dcql_query: JSON.parse(dcql ?? ''), client_metadata: JSON.parse(metadata ?? '') }).toEqual(
      odd.parameters,
    )
  })

  it('is signed where there is a did:web, and its link is short', async () => {
    const key = await generateKeyPair({ controller: 'did:web:shipyard.example' })
    const signed = await ask({
      signer: key,
      requestUri: 'https://shipyard.example/requests/7',
      // The wallet of others looks at the clock of the computer.
      now: new Date(),
    })
    expect(signed.link.length).toBeLessThan(200)
    expect(request.link.length).toBeGreaterThan(800)
    const resolved = await new Openid4vpClient({
      callbacks: {
        ...callbacks,
        fetch: async () => new Response(signed.jwt, { headers: { 'content-type': 'application/oauth-authz-req+jwt' } }),
        verifyJwt: async (signer: { didUrl: string }, { header }: { header: { typ: string } }) => {
          expect(header.typ).toBe('oauth-authz-req+jwt')
          expect(signer.didUrl).toBe(key.id)
          return { verified: true, signerJwk: (key.toJSON() as never) ?? {} }
        },
      } as never,
    }).resolveOpenId4vpAuthorizationRequest({
      authorizationRequestPayload: wallet.parseOpenid4vpAuthorizationRequest({ authorizationRequest: signed.link })
        .params as never,
    })
    expect(resolved.client.prefix).toBe('decentralized_identifier')
    expect(Object.keys(createDidDocument({ did: 'did:web:shipyard.example', keys: [key] }))).toContain('authentication')
    expect(didWebUrl('did:web:shipyard.example')).toBe('https://shipyard.example/.well-known/did.json')
  })

  const refusals: Record<string, () => Promise<readonly [Promise<Presenting.Verdict>, string]>> = {
    'another nonce': async () => [
      judged(await present(badge, kim, { challenge: 'x'.repeat(43) })),
      'ERR_PROOF_PURPOSE',
    ],
    'somebody else as the audience': async () => [
      judged(await present(badge, kim, { domain: 'redirect_uri:https://evil.example' })),
      'ERR_PROOF_PURPOSE',
    ],
    'the key of somebody else': async () => [judged(await present(badge, robin)), 'ERR_HOLDER_MISMATCH'],
    'another achievement': async () => [
      judged(await present(await issue({ achievement: { ...WELDER, id: `${achievement}0` } }), kim)),
      'ERR_ANSWER_MISMATCH',
    ],
    'another issuer': async () => [judged(await present(await issue({ issuer: robin }), kim)), 'ERR_ISSUER_UNTRUSTED'],
    'a badge that was altered': async () => [
      judged(await present({ ...(badge as object), name: 'Master welder' }, kim)),
      'ERR_PROOF_INVALID',
    ],
    'another state': async () => [
      checkPresentationAnswer(
        { vp_token: { badge: [await present(badge, kim)] as never }, state: 'other' },
        request.asked,
        { now },
      ),
      'ERR_TOKEN_INVALID',
    ],
    'an error of the wallet': async () => [
      checkPresentationAnswer({ error: 'access_denied' }, request.asked),
      'ERR_ACCESS_DENIED',
    ],
    'a query that was not made': async () => [judged(await present(badge, kim), 'other'), 'ERR_ANSWER_MISMATCH'],
    'a badge without a presentation': async () => [judged(badge), 'ERR_MODEL_INVALID'],
    'another format': async () => [judged(await present(badge, kim), 'badge_jwt'), 'ERR_ANSWER_MISMATCH'],
  }
  it.each(Object.entries(refusals))('refuses %s', async (_, make) => {
    const [verdict, code] = await make()
    expect(await verdict).toMatchObject({ outcome: 'refused', code })
  })

  it('takes another name of the same key for the same holder, and that of another key not', async () => {
    const didOf = async (key: KeyPair) => didJwk((await importPublicKey(key.toJSON())).publicKeyJwk)
    const about = async (key: KeyPair) => issue({ recipient: { id: await didOf(key) } })
    expect(await judged(await present(await about(kim), kim))).toMatchObject({ outcome: 'shown', holder: 'proven' })
    expect(await judged(await present(await about(robin), kim))).toMatchObject({ code: 'ERR_HOLDER_MISMATCH' })
    const named = await issue({ recipient: { id: 'did:web:kim.example' } })
    expect(await judged(await present(named, kim))).toMatchObject({ code: 'ERR_HOLDER_MISMATCH' })
  })

  it('says of a badge for an address that it does not prove who shows it', async () => {
    const addressed = await issue({ recipient: { email: 'kim@learner.example' } })
    expect(await judged(await present(addressed, robin))).toMatchObject({ outcome: 'shown', holder: 'address' })
  })

  it('counts no presentation as proven that does not say for whom it was made (VCALM, Ed25519Signature2020)', async () => {
    const vp = await signPresentation(createPresentation({ credential: badge, holder: kim.did }), kim, {
      suite: 'Ed25519Signature2020',
      challenge: request.asked.nonce,
      now,
    })
    const open = await checkPresentationAnswer({ verifiablePresentation: vp as never }, request.asked, { now })
    expect(open).toMatchObject({ outcome: 'shown', holder: 'unproven' })
    const exact = await present(badge, kim, { domain: request.asked.domain })
    const bound = await checkPresentationAnswer({ verifiablePresentation: exact as never }, request.asked, { now })
    expect(bound).toMatchObject({ outcome: 'shown', holder: 'proven' })
    expect(await judged(vp)).toMatchObject({ outcome: 'refused', code: 'ERR_PROOF_PURPOSE' })
  })

  it('takes badges and presentations that are JWTs (jwt_vc_json)', async () => {
    const key = await generateKeyPair({ type: 'P-256' })
    const { proof: _, ...unsigned } = (await issue({ recipient: { id: key.did } })) as { proof?: unknown }
    const jwt = await signCredentialAsJwt(unsigned, issuer, { format: 'vc-jwt', now } as never)
    const vp = {
      '@context': ['https://www.w3.org/2018/credentials/v1'],
      type: ['VerifiablePresentation'],
      verifiableCredential: [jwt],
    }
    const iat = Date.parse(now) / 1000
    const claims = { iss: key.did, aud: request.asked.clientId, nonce: request.asked.nonce, iat, exp: iat + 60, vp }
    const signed = (more: object) => signJws(key, { typ: 'JWT', kid: key.id }, { ...claims, ...more })
    expect(await judged(await signed({}), 'badge_jwt')).toMatchObject({ outcome: 'shown', holder: 'proven' })
    const enveloped = await signPresentationAsJwt(createPresentation({ credential: jwt, holder: key.did }), key, {
      challenge: request.asked.nonce,
      domain: request.asked.clientId,
      now,
    })
    expect(await judged(enveloped, 'badge_jwt')).toMatchObject({ outcome: 'shown', holder: 'proven' })
    for (const more of [{ nonce: 'other' }, { aud: 'https://other.example' }, { aud: undefined }]) {
      expect(await judged(await signed(more), 'badge_jwt')).toMatchObject({ code: 'ERR_PROOF_PURPOSE' })
    }
  })

  it('counts only the answer of the person that was named', async () => {
    const named = { ...request.asked, holder: robin.did }
    const answer = { vp_token: { badge: [await present(badge, kim)] as never }, state: named.state }
    expect(await checkPresentationAnswer(answer, named, { now })).toMatchObject({ code: 'ERR_HOLDER_MISMATCH' })
  })

  it('agrees with the matcher of others on what the query asks for', () => {
    const query = badgeQuery({ achievements: ['urn:a', 'urn:b'], issuers: ['did:x:1'] })
    const types = [
      ['VerifiableCredential', 'OpenBadgeCredential'],
      ['VerifiableCredential', 'AchievementCredential'],
      ['VerifiableCredential'],
      ['OpenBadgeCredential'],
    ]
    const expand: Record<string, string> = {
      VerifiableCredential: EXPANDED[0] as string,
      OpenBadgeCredential: EXPANDED[1] as string,
      AchievementCredential: EXPANDED[1] as string,
    }
    let satisfied = 0
    for (const format of ['ldp_vc', 'jwt_vc_json'] as const)
      for (const type of types)
        for (const issuerId of [{ id: 'did:x:1' }, { id: 'did:x:2' }, 'did:x:1', undefined])
          for (const id of ['urn:a', 'urn:b', 'urn:c', undefined, 7]) {
            const credential = { type, issuer: issuerId, credentialSubject: { achievement: { id } } }
            const claims = JSON.parse(JSON.stringify(credential))
            const theirs = DcqlQuery.query(DcqlQuery.parse(query as never), [
              {
                credential_format: format,
                type: type.map((name) => expand[name] as string),
                claims,
                cryptographic_holder_binding: true,
              } as never,
            ]).can_be_satisfied
            const ours = query.credentials.some((each) => meets(claims, format, each))
            expect({ credential, format, ours }).toEqual({ credential, format, ours: theirs })
            satisfied += Number(ours)
          }
    expect(satisfied).toBe(8)
  })
})
