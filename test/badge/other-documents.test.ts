import { describe, expect, test } from 'vitest'
import { otherDocument } from '../../src/badge/other/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge } from '../support/badge.js'

const badge = sampleBadge('did:example:issuer')

describe('a document of another kind is named', () => {
  test.each<[string, JsonObject, RegExp]>([
    ['a DID document', { '@context': ['https://www.w3.org/ns/did/v1'], id: 'did:web:x.example' }, /DID document/],
    ['one without contexts', { id: 'did:web:x.example', verificationMethod: [] }, /DID document/],
    ['a key set', { keys: [{ kty: 'OKP', x: 'a' }] }, /key set/],
    ['a public key', { kty: 'EC', crv: 'P-256', x: 'a', y: 'b' }, /public key/],
    ['a status list', { type: ['VerifiableCredential', 'BitstringStatusListCredential'] }, /status list/],
    ['a badge class', { type: 'BadgeClass', name: 'x' }, /badge class/],
    ['a profile', { type: ['Profile'], name: 'x' }, /profile/],
    ['an achievement', { type: ['Achievement'], name: 'x' }, /achievement/],
    ['a draft', { issuer: {}, achievement: {}, recipient: {} }, /draft/],
    ['an error of a server', { error: 'not_found', message: 'x' }, /error/],
    ['the file of a package', { name: 'x', version: '1.0.0', type: 'module', scripts: {} }, /something else/],
    ['a file of a map', { type: 'FeatureCollection', features: [] }, /something else/],
    ['a person', { '@context': 'https://schema.org', '@type': 'Person', name: 'Kim' }, /something else/],
    ['the record of a service', { entityType: 'Assertion', openBadgeId: 'x', recipient: {} }, /"openBadgeId"/],
    ['how to sign in somewhere', { issuer: 'https://x.example', jwks_uri: 'https://x.example/j' }, /signing in/],
    ['a collection', { '@context': 'https://w3id.org/openbadges/v2', type: 'Collection' }, /collection/],
    ['an older endorsement', { '@context': 'https://w3id.org/openbadges/v2', type: 'Endorsement' }, /endorsement/],
    ['a request for a presentation', { type: 'VerifiablePresentationRequest', query: [] }, /something else/],
    ['an offer', { credential_issuer: 'https://x.example', grants: {} }, /wallet/],
  ])('%s', async (_name, document, words) => {
    expect(otherDocument(document)).toMatchObject({ code: 'ERR_NOT_A_BADGE', says: expect.stringMatching(words) })
    const { problems, outcome } = await verifyCredential(document)
    expect([outcome, problems.map(({ code }) => code)]).toEqual(['failed', ['ERR_NOT_A_BADGE']])
  })

  test.each<[string, JsonObject, RegExp, string]>([
    // `input.kind` says it.
    [
      'a presentation',
      { type: 'VerifiablePresentation', verifiableCredential: [badge] },
      /presentation/,
      'ERR_KIND_UNEXPECTED',
    ],
    // It is unwrapped, and judged as what it is.
    ['an answer around a badge', { credential: badge, status: 'ok' }, /inside "credential"/, 'ERR_PROOF_MISSING'],
  ])('%s is named, and judged by a check of its own', async (_name, document, words, code) => {
    expect(otherDocument(document)).toMatchObject({ code: 'ERR_NOT_A_BADGE', says: expect.stringMatching(words) })
    const { problems, outcome } = await verifyCredential(document)
    expect([outcome, problems.map((found) => found.code)]).toEqual(['failed', [code]])
  })

  test.each<[string, JsonObject, string]>([
    ['what a wallet exports', { type: 'UniversalWallet2020', contents: [badge] }, '/contents/0'],
    ['an answer of OpenID', { credentials: [{ credential: badge }] }, '/credentials/0/credential'],
    ['an answer within an answer', { data: { credential: badge } }, '/data/credential'],
  ])('where the badge is inside %s', async (_name, document, pointer) => {
    expect((await verifyCredential(document)).problems).toMatchObject([{ code: 'ERR_NOT_A_BADGE', pointer }])
  })

  test.each<[string, JsonObject]>([
    ['a JWK', { kty: 'OKP', crv: 'Ed25519', x: 'a', d: 'TOPSECRET' }],
    ['a key set', { keys: [{ kty: 'EC', d: 'TOPSECRET' }] }],
    ['a Multikey', { type: 'Multikey', id: 'did:x:y#z', secretKeyMultibase: 'TOPSECRET' }],
    ['a DID document', { id: 'did:x:y', verificationMethod: [{ privateKeyJwk: { d: 'TOPSECRET' } }] }],
    ['a file with a PEM', { key: '-----BEGIN PRIVATE KEY-----\nTOPSECRET' }],
  ])('a secret key in %s, which is never said again', async (_name, document) => {
    for (const profile of ['ob3', 'vcdm'] as const) {
      const result = await verifyCredential(document, { profile })
      expect(result.problems.map(({ code }) => code)).toEqual(['ERR_SECRET_KEY'])
      expect(JSON.stringify(result)).not.toContain('TOPSECRET')
    }
  })

  test('a badge is not, also with faults', () => {
    const { type: _, ...untyped } = badge
    for (const document of [badge, untyped, { ...badge, type: 'x' }, {}, { type: 'nothing' }]) {
      expect(otherDocument(document)).toBeUndefined()
    }
  })
})
