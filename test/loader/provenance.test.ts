import { describe, expect, test } from 'vitest'
import { base58Encode, base64urlEncode, multibaseDecode } from '../../src/internal/encoding.js'
import { generateKeyPair, importPublicKey } from '../../src/keys/index.js'
import { createDocumentLoader, issuerLists, resolveVerificationMethod } from '../../src/loader/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { codeOf } from '../support/codes.js'

const multibase = 'z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2'
const other = 'z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi'
const bytes = multibaseDecode(multibase).subarray(2)
const jwk = { kty: 'OKP', crv: 'Ed25519', x: base64urlEncode(bytes) }
const otherJwk = { ...jwk, x: base64urlEncode(multibaseDecode(other).subarray(2)) }

const issuer = 'https://issuer.example/issuers/1'
const jwksUrl = 'https://issuer.example/.well-known/jwks.json'
const inFragment = `${issuer}#${multibase}`

type Documents = Record<string, JsonObject | string>
const resolve = (id: string, documents: Documents) =>
  resolveVerificationMethod(id, { documentLoader: createDocumentLoader({ documents }) })
const multikey = (more: JsonObject = {}): JsonObject => ({ type: 'Multikey', publicKeyMultibase: multibase, ...more })
const controller = (more: JsonObject): Documents => ({ [issuer]: { id: issuer, ...more } })

describe('implementation guide, "Key provenance": a key in the fragment is the issuer’s when the issuer lists it', () => {
  const listed: readonly [string, Documents][] = [
    [
      'under verificationMethod, as an object',
      controller({ verificationMethod: multikey({ id: inFragment }), assertionMethod: inFragment }),
    ],
    [
      'under verificationMethod, in a list',
      controller({ verificationMethod: [multikey({ id: inFragment })], assertionMethod: [inFragment] }),
    ],
    ['embedded in assertionMethod', controller({ assertionMethod: [multikey({ id: inFragment })] })],
    ['by a relative id', controller({ assertionMethod: [multikey({ id: `#${multibase}` })] })],
    [
      'under another name',
      controller({ verificationMethod: [multikey({ id: '#key-1' })], assertionMethod: ['#key-1'] }),
    ],
    ['as MultiKey', controller({ assertionMethod: [multikey({ id: '#1', type: 'MultiKey' })] })],
    ['as 2020', controller({ assertionMethod: [multikey({ id: '#1', type: 'Ed25519VerificationKey2020' })] })],
    [
      'as base58',
      controller({
        assertionMethod: [{ id: '#1', type: 'Ed25519VerificationKey2018', publicKeyBase58: base58Encode(bytes) }],
      }),
    ],
    ['as JsonWebKey', controller({ assertionMethod: [{ id: '#1', type: 'JsonWebKey', publicKeyJwk: { ...jwk } }] })],
    ['by its name alone', controller({ assertionMethod: [inFragment] })],
    ['as what lies there', controller(multikey())],
    ['as what lies there, by its full name', { [issuer]: multikey({ id: inFragment }) }],
    ['as a JWK that lies there', { [issuer]: { ...jwk, kid: 'x' } }],
    ['in a JWKS that lies there', { [issuer]: { keys: [otherJwk, { ...jwk, iss: issuer }] } }],
    ['in the JWKS of the authority', { [jwksUrl]: { keys: [{ ...jwk, use: 'sig', alg: 'EdDSA' }] } }],
    ['in the JWKS of the authority, for this issuer', { [jwksUrl]: { keys: [{ ...jwk, iss: issuer }] } }],
    [
      'in the JWKS although not in the controller document',
      { ...controller({ verificationMethod: [] }), [jwksUrl]: { keys: [jwk] } },
    ],
  ]

  test.each(listed)('%s', async (_, documents) => {
    const found = await resolve(inFragment, documents)
    expect(found).toMatchObject({ controller: issuer, selfAsserted: false })
    expect(found.relationships ?? ['assertionMethod']).toContain('assertionMethod')
  })

  test.each<[string, Documents]>([
    ['nothing is known', {}],
    ['the profile says nothing of keys', controller({ type: ['Profile'], name: 'Acme' })],
    [
      'the document is about somebody else',
      { [issuer]: { id: 'https://evil.example', assertionMethod: [inFragment] } },
    ],
    ['what lies there is another key', controller(multikey({ publicKeyMultibase: other }))],
    ['what lies there is a key of somebody else', { [issuer]: multikey({ id: 'https://evil.example' }) }],
    ['the JWKS names another issuer', { [jwksUrl]: { keys: [{ ...jwk, iss: 'https://issuer.example/issuers/2' }] } }],
    ['the JWKS has the key for encryption', { [jwksUrl]: { keys: [{ ...jwk, use: 'enc' }] } }],
    ['the JWKS gives the private key away', { [jwksUrl]: { keys: [{ ...jwk, d: jwk.x }] } }],
    ['the JWKS of another host', { 'https://evil.example/.well-known/jwks.json': { keys: [jwk] } }],
    ['the JWKS is a web page', { [jwksUrl]: '<html>' }],
    ['the JWKS has no keys', { [jwksUrl]: { keys: 'x' } }],
  ])('self-asserted: %s', async (_, documents) => {
    expect(await resolve(inFragment, documents)).toMatchObject({ selfAsserted: true, relationships: null })
  })

  test.each<[string, Documents, string]>([
    ['has no key', controller({ verificationMethod: [] }), 'ERR_KEY_NOT_FOUND'],
    [
      'has another key',
      controller({ assertionMethod: [multikey({ publicKeyMultibase: other })] }),
      'ERR_KEY_NOT_FOUND',
    ],
    [
      'has another key of that name',
      controller({ assertionMethod: [multikey({ id: inFragment, publicKeyMultibase: other })] }),
      'ERR_KEY_NOT_FOUND',
    ],
    [
      'has two keys of that name',
      controller({
        verificationMethod: [multikey({ id: inFragment })],
        assertionMethod: [multikey({ id: inFragment, publicKeyMultibase: other })],
      }),
      'ERR_KEY_INVALID',
    ],
  ])('refused: the controller document %s', async (_, documents, code) => {
    expect(await codeOf(() => resolve(inFragment, documents))).toBe(code)
  })

  test('listed, but not for assertions', async () => {
    const documents = controller({ verificationMethod: [multikey({ id: '#k' })], authentication: ['#k'] })
    expect((await resolve(inFragment, documents)).relationships).toEqual(['authentication'])
  })
})

describe('what a listing says against the key is handed on', () => {
  const revoked = '2026-01-01T00:00:00Z'
  const later = '2027-01-01T00:00:00Z'

  test.each<[string, Documents, JsonObject]>([
    ['under the same name', controller({ assertionMethod: [multikey({ id: inFragment, revoked })] }), { revoked }],
    ['under another name', controller({ assertionMethod: [multikey({ id: '#k', revoked })] }), { revoked }],
    ['in the key that lies there', controller(multikey({ expires: revoked })), { expires: revoked }],
    [
      'by one of two descriptions',
      controller({ verificationMethod: multikey({ id: '#a' }), assertionMethod: multikey({ id: '#b', revoked }) }),
      { revoked },
    ],
    [
      'the earlier of two times',
      controller({ assertionMethod: [multikey({ id: '#a', revoked: later }), multikey({ id: '#b', revoked })] }),
      { revoked },
    ],
    [
      'what is no time, before all times',
      controller({ assertionMethod: [multikey({ id: '#a', revoked: later }), multikey({ id: '#b', revoked: true })] }),
      { revoked: true },
    ],
    [
      'by `exp` of a JWK',
      { [jwksUrl]: { keys: [{ ...jwk, exp: 1767225600 }] } },
      { expires: '2026-01-01T00:00:00.000Z' },
    ],
    [
      'by `revoked` of a JWK',
      { [jwksUrl]: { keys: [{ ...jwk, revoked: { revoked_at: 1767225600 } }] } },
      { revoked: '2026-01-01T00:00:00.000Z' },
    ],
    ['by `revoked` without a time', { [jwksUrl]: { keys: [{ ...jwk, revoked: {} }] } }, { revoked: null }],
    ['by an absurd `exp`', { [jwksUrl]: { keys: [{ ...jwk, exp: 1e300 }] } }, { expires: 1e300 }],
  ])('%s', async (_, documents, said) => {
    expect(await resolve(inFragment, documents)).toMatchObject(said)
  })

  test('by the controller, of a key document that is silent about it', async () => {
    const id = `${issuer}/keys/1`
    const documents = {
      [id]: multikey({ id, controller: issuer }),
      ...controller({ assertionMethod: [multikey({ id, revoked })] }),
    }
    expect(await resolve(id, documents)).toMatchObject({ revoked, selfAsserted: false })
  })
})

describe('Open Badges 3.0 §8.5: a `kid` leads to a JWK, a JWKS or a controller document', () => {
  const keys = 'https://issuer.example/keys'

  test.each<[string, string, Documents]>([
    ['a JWK', `${keys}/1`, { [`${keys}/1`]: jwk }],
    ['a JWK with a kid of its own', `${keys}/1`, { [`${keys}/1`]: { ...jwk, kid: 'abc' } }],
    ['a JWK at the address before the fragment', `${keys}#key-1`, { [keys]: jwk }],
    ['a JWK whose kid is the fragment', `${keys}#key-1`, { [keys]: { ...jwk, kid: 'key-1' } }],
    ['a JWKS, by fragment', `${keys}#key-1`, { [keys]: { keys: [otherJwk, { ...jwk, kid: 'key-1' }] } }],
    ['a JWKS, by full name', `${keys}#key-1`, { [keys]: { keys: [{ ...jwk, kid: `${keys}#key-1` }, otherJwk] } }],
    ['a JWKS of one key', keys, { [keys]: { keys: [jwk] } }],
  ])('%s: nothing says whose it is', async (_, id, documents) => {
    const found = await resolve(id, documents)
    expect(found).toMatchObject({ id, controller: keys === id ? keys : id.split('#')[0], ownerless: true })
    expect(found.key.publicKeyMultibase).toBe(multibase)
  })

  test.each<[string, string, Documents, string]>([
    ['another kid', `${keys}#key-1`, { [keys]: { ...jwk, kid: 'key-2' } }, 'ERR_KEY_NOT_FOUND'],
    ['no key of that name', `${keys}#key-1`, { [keys]: { keys: [jwk, otherJwk] } }, 'ERR_KEY_NOT_FOUND'],
    ['several keys, none named', keys, { [keys]: { keys: [jwk, otherJwk] } }, 'ERR_KEY_NOT_FOUND'],
    ['no keys', keys, { [keys]: { keys: [] } }, 'ERR_KEY_NOT_FOUND'],
    ['a private key', keys, { [keys]: { ...jwk, d: jwk.x } }, 'ERR_KEY_INVALID'],
    ['a symmetric key', keys, { [keys]: { kty: 'oct', k: 'AAAA' } }, 'ERR_KEY_INVALID'],
    ['an issuer that is none', keys, { [keys]: { ...jwk, iss: 7 } }, 'ERR_KEY_INVALID'],
  ])('refused: %s', async (_, id, documents, code) => {
    expect(await codeOf(() => resolve(id, documents))).toBe(code)
  })

  test('`iss` names the owner, whose own word decides', async () => {
    const key = { [keys]: { ...jwk, iss: issuer } }
    expect(await resolve(keys, key)).toMatchObject({ controller: issuer, selfAsserted: true, ownerless: false })
    const agreeing = { ...key, [jwksUrl]: { keys: [{ ...jwk, iss: issuer }] } }
    expect(await resolve(keys, agreeing)).toMatchObject({ controller: issuer, selfAsserted: false })
    const denying = { ...key, ...controller({ verificationMethod: [] }) }
    expect(await resolve(keys, denying)).toMatchObject({ selfAsserted: false, relationships: [] })
  })

  test('a key document whose controller has only a profile is self-asserted', async () => {
    const id = `${issuer}/keys/1`
    const documents = { [id]: multikey({ id, controller: issuer }), ...controller({ type: ['Profile'] }) }
    expect(await resolve(id, documents)).toMatchObject({ selfAsserted: true, relationships: null })
    const listed = { ...documents, [jwksUrl]: { keys: [jwk] } }
    expect(await resolve(id, listed)).toMatchObject({ selfAsserted: false, relationships: null })
  })

  test('a key document whose controller gives its name to another key is not listed', async () => {
    const id = `${issuer}/keys/1`
    const documents = {
      [id]: multikey({ id, controller: issuer }),
      ...controller({ assertionMethod: [multikey({ id, publicKeyMultibase: other })] }),
    }
    expect(await resolve(id, documents)).toMatchObject({ selfAsserted: false, relationships: [] })
  })
})

describe('issuerLists', () => {
  const lists = async (documents: Documents, id = '', more: { now?: Date; owner?: string } = {}) => {
    const key = await importPublicKey({ ...jwk })
    const load = createDocumentLoader({ documents })
    return issuerLists(more.owner ?? issuer, id, load, { key, ...(more.now && { now: more.now }) })
  }

  test.each<[string, Documents, boolean | undefined]>([
    ['a key without a name, in the JWKS', { [jwksUrl]: { keys: [jwk] } }, true],
    [
      'a key without a name, in the controller document',
      controller({ assertionMethod: [multikey({ id: '#k' })] }),
      true,
    ],
    ['a method without a name', controller({ assertionMethod: [multikey(), ''] }), false],
    ['not for assertions', controller({ authentication: [multikey({ id: '#k' })] }), false],
    ['another key', controller({ assertionMethod: [multikey({ publicKeyMultibase: other })] }), false],
    ['a broken document', { [issuer]: '{"a":1,"a":2}' }, false],
    ['nothing', {}, undefined],
    ['a profile', controller({ type: 'Profile' }), undefined],
  ])('%s', async (_, documents, expected) => {
    expect(await lists(documents)).toBe(expected)
  })

  test('a did:key lists its own key', async () => {
    expect(await lists({}, '', { owner: `did:key:${multibase}` })).toBe(true)
    expect(await lists({}, '', { owner: `did:key:${other}` })).toBe(false)
  })

  test('a key that is no longer in force is not listed', async () => {
    const at = (time: string) => ({ now: new Date(time) })
    const documents = controller({ assertionMethod: [multikey({ id: '#k', expires: '2026-01-01T00:00:00Z' })] })
    expect(await lists(documents, '', at('2025-12-31T00:00:00Z'))).toBe(true)
    expect(await lists(documents, '', at('2026-01-01T00:00:00Z'))).toBe(false)
    const revoked = controller({ assertionMethod: [multikey({ id: '#k', revoked: '2026-01-01T00:00:00Z' })] })
    expect(await lists(revoked, '', at('2026-01-01T00:00:00Z'))).toBe(false)
  })
})

test('ten thousand methods are searched in no time', async () => {
  const methods = Array.from({ length: 10_000 }, (_, i) => multikey({ id: `#${i}` }))
  const ids = methods.map(({ id }) => id as string)
  const documents = controller({ verificationMethod: methods, assertionMethod: ids, authentication: ids })
  expect((await resolve(inFragment, documents)).relationships).toContain('assertionMethod')
})

test.each(['Ed25519', 'P-256', 'P-384', 'RSA'] as const)('did:jwk of a %s key', async (type) => {
  const { publicKeyJwk } = await importPublicKey((await generateKeyPair({ type })).toJSON())
  const did = `did:jwk:${base64urlEncode(new TextEncoder().encode(JSON.stringify(publicKeyJwk)))}`
  const found = await resolve(`${did}#0`, {})
  expect(found).toMatchObject({ controller: did, origin: 'did', selfAsserted: false })
  expect(found.relationships).toContain('assertionMethod')
  expect(found.key.publicKeyJwk).toEqual(publicKeyJwk)
})
