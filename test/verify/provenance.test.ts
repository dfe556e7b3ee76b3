import { beforeAll, describe, expect, test } from 'vitest'
import { importPublicKey } from '../../src/keys/index.js'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import type { KeyPair } from '../../src/types/keys.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'

/** Open Badges 3.0 implementation guide, "Key provenance", from the proof to the verdict. */
const issuer = 'https://issuer.example/issuers/1'
const keyUrl = 'https://issuer.example/keys/1'
const jwksUrl = 'https://issuer.example/.well-known/jwks.json'
const now = '2026-06-01T00:00:00Z'

let jwk: JsonObject
let multibase: string
let byUrl: JsonObject
let byFragment: JsonObject

beforeAll(async () => {
  const pair = await testKey()
  const key = await importPublicKey(pair.toJSON())
  jwk = { ...key.publicKeyJwk }
  multibase = String(key.publicKeyMultibase)
  byUrl = await signedAs(pair, keyUrl)
  byFragment = await signedAs(pair, `${issuer}#${multibase}`)
})

async function signedAs(pair: KeyPair, id: string): Promise<JsonObject> {
  const signer = { id, controller: issuer, type: pair.type, sign: pair.sign }
  return (await signCredential(sampleBadge(issuer), signer, {
    created: '2026-01-01T00:00:00Z',
  })) as unknown as JsonObject
}

type Documents = Record<string, JsonObject>
const judge = async (badge: JsonObject, documents: Documents, accept = false) => {
  const result = await verifyCredential(badge, { documents, now, dangerouslyAcceptSelfAssertedKeys: accept })
  return [result.outcome, ...result.problems.map(({ code }) => code)]
}

describe('a JWK that does not say whose it is', () => {
  const lying = () => ({ [keyUrl]: jwk })
  const listing = (more: JsonObject = {}): Documents => ({
    [issuer]: {
      id: issuer,
      verificationMethod: [{ id: '#k', type: 'Multikey', publicKeyMultibase: multibase, ...more }],
      assertionMethod: ['#k'],
    },
  })

  test.each<[string, () => Documents, string[]]>([
    ['nothing else is known', () => ({}), ['indeterminate', 'ERR_KEY_SELF_ASSERTED']],
    [
      'the issuer has a profile',
      () => ({ [issuer]: { id: issuer, type: 'Profile' } }),
      ['indeterminate', 'ERR_KEY_SELF_ASSERTED'],
    ],
    ['the JWKS of the issuer lists it', () => ({ [jwksUrl]: { keys: [jwk] } }), ['verified']],
    [
      'the JWKS lists it for another issuer',
      () => ({ [jwksUrl]: { keys: [{ ...jwk, iss: 'https://x.example' }] } }),
      ['indeterminate', 'ERR_KEY_SELF_ASSERTED'],
    ],
    [
      'the JWKS says that it is revoked',
      () => ({ [jwksUrl]: { keys: [{ ...jwk, revoked: {} }] } }),
      ['failed', 'ERR_ISSUER_MISMATCH'],
    ],
    ['the issuer lists it under another name', () => listing(), ['verified']],
    [
      'the issuer lists it as expired',
      () => listing({ expires: '2026-05-01T00:00:00Z' }),
      ['failed', 'ERR_ISSUER_MISMATCH'],
    ],
    [
      'the issuer lists others',
      () => ({ [issuer]: { id: issuer, verificationMethod: [] } }),
      ['failed', 'ERR_ISSUER_MISMATCH'],
    ],
  ])('%s', async (_, documents, expected) => {
    expect(await judge(byUrl, { ...lying(), ...documents() })).toEqual(expected)
  })

  test('counts when the caller says so, unless the issuer contradicts', async () => {
    expect(await judge(byUrl, lying(), true)).toEqual(['verified'])
    const denied = { ...lying(), [issuer]: { id: issuer, verificationMethod: [] } }
    expect(await judge(byUrl, denied, true)).toEqual(['failed', 'ERR_ISSUER_MISMATCH'])
  })

  test('that names another issuer is nobody else’s', async () => {
    const documents = { [keyUrl]: { ...jwk, iss: 'https://other.example' } }
    expect(await judge(byUrl, documents, true)).toEqual(['failed', 'ERR_ISSUER_MISMATCH'])
  })
})

describe('a key in the fragment', () => {
  test.each<[string, () => Documents, string[]]>([
    ['nobody lists it', () => ({}), ['indeterminate', 'ERR_KEY_SELF_ASSERTED']],
    ['the JWKS lists it', () => ({ [jwksUrl]: { keys: [jwk] } }), ['verified']],
    // Made in January, revoked in March, verified in June: when a proof was made is the signer's word.
    [
      'it was revoked after the proof says it was made',
      () => ({
        [issuer]: { id: issuer, publicKeyMultibase: multibase, type: 'Multikey', revoked: '2026-03-01T00:00:00Z' },
      }),
      ['failed', 'ERR_KEY_REVOKED'],
    ],
    [
      'it expired after the proof says it was made',
      () => ({ [jwksUrl]: { keys: [{ ...jwk, exp: 1772323200 }] } }),
      ['failed', 'ERR_KEY_EXPIRED'],
    ],
    ['it expires later', () => ({ [jwksUrl]: { keys: [{ ...jwk, exp: 1800000000 }] } }), ['verified']],
    [
      'the issuer lists others',
      () => ({ [issuer]: { id: issuer, assertionMethod: [] } }),
      ['failed', 'ERR_KEY_NOT_FOUND'],
    ],
  ])('%s', async (_, documents, expected) => {
    expect(await judge(byFragment, documents())).toEqual(expected)
  })
})

describe('a context that cannot be fetched', () => {
  const unknown = () => {
    const badge = sampleBadge(issuer)
    return { ...badge, '@context': [...(badge['@context'] as string[]), 'https://context.example/v1'] }
  }

  test.each([
    ['the server is down', async () => new Response('', { status: 503 })],
    ['the network is down', async () => Promise.reject(new Error('ENETUNREACH'))],
  ])('%s: nobody can tell', async (_, fetch) => {
    const result = await verifyCredential(unknown(), { fetch, now })
    expect(result.checks.find(({ id }) => id === 'model.context')?.status).toBe('indeterminate')
    expect(result.checks.find(({ id }) => id === 'model.terms')?.status).toBe('skipped')
  })
})
