import { describe, expect, test } from 'vitest'
import { importPublicKey, jwkThumbprint } from '../../src/keys/index.js'
import { loaderFor, resolveVerificationMethod } from '../../src/loader/index.js'
import { signCredential, signCredentialAsJwt } from '../../src/proof/index.js'
import { createStatusEntry } from '../../src/status/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { wellKnownAt } from '../../src/wallet/index.js'
import { didJwk } from '../../src/wallet/issuing/did-jwk.js'
import { boundTo, configurationsFor, isRefusal, modelOf } from '../../src/wallet/issuing/index.js'
import { checkProofJwt } from '../../src/wallet/issuing/proof-jwt.js'
import { sampleBadge, sampleBadgeOf11, testKey } from '../support/badge.js'
import { holderKey, proofJwt } from '../support/holder.js'

const key = await testKey()
const now = new Date('2026-02-03T04:05:06Z')
const holder = await holderKey()
const status = createStatusEntry({ purpose: 'revocation', length: 131_072, statusSize: 1 }, 7, {
  statusListCredential: 'https://badges.example/status/1',
})

const badges: Readonly<Record<'2.0' | '1.1', JsonObject>> = {
  '2.0': sampleBadge(key.controller) as JsonObject,
  '1.1': {
    ...sampleBadgeOf11(key.controller),
    // The first edition of the context has no "awardedDate".
    '@context': [
      'https://www.w3.org/2018/credentials/v1',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
    ],
  },
}

describe.each(['2.0', '1.1'] as const)('a badge of data model %s', (model) => {
  test('is bound and signed again in its own data model, in both forms', async () => {
    const badge = badges[model]
    const bound = boundTo({ ...badge, proof: {} }, holder.did, now, { ...status })
    const begin = model === '2.0' ? 'validFrom' : 'issuanceDate'
    expect(modelOf(bound)).toBe(model)
    expect(bound[begin]).toBe('2026-02-03T04:05:06Z')
    expect(bound.awardedDate).toBe(badge.awardedDate ?? badge[begin])
    expect(bound).not.toHaveProperty(begin === 'validFrom' ? 'issuanceDate' : 'validFrom')
    const forms = [
      await signCredential(bound as never, key, { now }),
      await signCredentialAsJwt(bound as never, key, { now }),
    ]
    for (const form of forms) {
      const result = await verifyCredential(form, { now, checkStatus: () => 'valid' })
      expect(result.outcome, JSON.stringify(result.problems)).toBe('verified')
    }
  })

  test('has the configurations of its data model, and no others', () => {
    const ids = configurationsFor(badges[model], true)
    expect(ids).toEqual(
      model === '2.0'
        ? ['OpenBadge_ldp_vc', 'OpenBadge_jwt_vc_json']
        : ['OpenBadge_ldp_vc_v1', 'OpenBadge_jwt_vc_json_v1'],
    )
    expect(configurationsFor(badges[model], false)).toEqual(ids.map((id) => `${id}_unbound`))
  })
})

test('a badge that begins later does so in a wallet, too', () => {
  const badge = { ...badges['2.0'], validFrom: '2030-01-01T00:00:00Z' }
  expect(boundTo(badge, holder.did, now, {}).validFrom).toBe('2030-01-01T00:00:00Z')
})

test.each(['Ed25519', 'P-256'] as const)('the did:jwk of a key of type %s is that key', async (type) => {
  const pair = await holderKey(type)
  const { publicKeyJwk } = await importPublicKey(pair.toJSON())
  const did = didJwk(publicKeyJwk)
  const found = await resolveVerificationMethod(`${did}#0`, { documentLoader: loaderFor({}) })
  expect(jwkThumbprint({ ...found.key.publicKeyJwk })).toBe(jwkThumbprint({ ...publicKeyJwk }))
})

describe('a key proof of a dialect', () => {
  const audience = 'https://badges.example'
  const seconds = now.getTime() / 1000
  const claims = { aud: audience, nonce: 'n', iss: holder.did, nbf: seconds, exp: seconds + 300 }

  test('without typ and iat is taken where that is spoken, and not elsewhere', async () => {
    const jwt = await proofJwt(holder, claims, { typ: undefined })
    expect(await checkProofJwt(jwt, { audience, now, lenient: true })).toMatchObject({ did: holder.did, nonce: 'n' })
    expect(await checkProofJwt(jwt, { audience, now })).toMatchObject({ refused: 'invalid_proof' })
  })

  test.each([
    ['too old', { exp: seconds - 120 }],
    ['too young', { nbf: seconds + 120 }],
    ['good for ever', { exp: undefined }],
  ])('%s is taken nowhere', async (_, change) => {
    const jwt = await proofJwt(holder, { ...claims, ...change }, { typ: undefined })
    expect(isRefusal(await checkProofJwt(jwt, { audience, now, lenient: true }))).toBe(true)
  })

  test.each(['', 'a.b', 'a.b.c', `${'x'.repeat(2_000_000)}.b.c`])('what is not a JWT: %#', async (text) => {
    expect(await checkProofJwt(text, { audience, now })).toMatchObject({ refused: 'invalid_proof' })
  })
})

test.each([
  ['/.well-known/openid-credential-issuer', '', 'openid-credential-issuer'],
  ['/.well-known/openid-credential-issuer/lms', '/lms', 'openid-credential-issuer'],
  ['/.well-known/oauth-authorization-server/lms', '/lms', 'oauth-authorization-server'],
  ['/.well-known/openid-credential-issuer', '/lms', undefined],
  ['/.well-known/openid-credential-issuer/', '', undefined],
])('%s is, for an issuer at "%s", %s', (path, issuer, name) => {
  expect(wellKnownAt(path, issuer)).toBe(name)
})
