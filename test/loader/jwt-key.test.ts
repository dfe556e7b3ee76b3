import { beforeAll, describe, expect, test } from 'vitest'
import { createDidDocument, createJwks, generateKeyPair, jwkThumbprint } from '../../src/keys/index.js'
import { createDocumentLoader } from '../../src/loader/index.js'
import { findJwtKey, type JwtKey } from '../../src/loader/jwt/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import type { KeyPair } from '../../src/types/keys.js'
import { codeOf } from '../support/codes.js'

const issuer = 'https://school.example/issuers/1'
const jwksUrl = 'https://school.example/.well-known/jwks.json'
const kid = 'https://school.example/keys#key-1'
let key: KeyPair
let other: KeyPair
let jwk: JsonObject
let otherJwk: JsonObject

beforeAll(async () => {
  key = await generateKeyPair({ type: 'P-256' })
  other = await generateKeyPair({ type: 'Ed25519' })
  jwk = bare(key)
  otherJwk = bare(other)
})

function bare(pair: KeyPair): JsonObject {
  const { kid: _, use: _u, alg: _a, ...rest } = createJwks([pair]).keys[0] ?? {}
  return rest
}

const find = (
  names: { kid?: string; jwk?: JsonObject },
  documents: Record<string, JsonValue> = {},
  who: string | undefined = issuer,
): Promise<JwtKey> => findJwtKey(names, who, createDocumentLoader({ documents }))

/** The owner of the key that is found, and that it is the right one; or the code of the refusal. */
async function found(...input: Parameters<typeof find>): Promise<string> {
  let owner = ''
  const code = await codeOf(async () => {
    const result = await find(...input)
    owner = jwkThumbprint(result.key.publicKeyJwk) === jwkThumbprint(jwk) ? result.owner : 'the wrong key'
  })
  return owner === '' ? code : owner
}

const controllerOf = (owner: string, pair: KeyPair, name = '#key-1', more: JsonObject = {}): JsonObject => ({
  id: owner,
  verificationMethod: [
    { id: `${owner}${name}`, type: 'JsonWebKey', controller: owner, publicKeyJwk: bare(pair), ...more },
  ],
  assertionMethod: [`${owner}${name}`],
})

/** What most issuers have at the URL that is their id. */
const profile = { [issuer]: { id: issuer, type: ['Profile'], name: 'School' } }

describe('kid is a URL', () => {
  // Whoever may upload a file to the issuer's host could put a key there: the guide asks for a list of the issuer's own.
  test.each<[string, () => Record<string, JsonValue>, string]>([
    ['a JWK behind it, listed by the authority', () => ({ [kid]: jwk, [jwksUrl]: { keys: [jwk] } }), 'issuer'],
    ['a JWK behind it, listed by the issuer', () => ({ [kid]: jwk, [issuer]: controllerOf(issuer, key) }), 'issuer'],
    ['a JWK behind it', () => ({ [kid]: jwk }), 'unknown'],
    ['a JWK behind it without the fragment', () => ({ 'https://school.example/keys': jwk }), 'unknown'],
    [
      'a set with its fragment as kid',
      () => ({
        'https://school.example/keys': {
          keys: [
            { ...otherJwk, kid: 'x' },
            { ...jwk, kid: 'key-1' },
          ],
        },
      }),
      'unknown',
    ],
    [
      'a set with the whole URL as kid',
      () => ({ 'https://school.example/keys': { keys: [{ ...jwk, kid }] } }),
      'unknown',
    ],
    ['a set of one key without kid', () => ({ 'https://school.example/keys': { keys: [jwk] } }), 'unknown'],
    [
      'a set of two keys without kid',
      () => ({ 'https://school.example/keys': { keys: [jwk, otherJwk] } }),
      'ERR_KEY_NOT_FOUND',
    ],
    [
      'a set without it',
      () => ({ 'https://school.example/keys': { keys: [{ ...jwk, kid: 'key-2' }] } }),
      'ERR_KEY_NOT_FOUND',
    ],
    [
      'a key of another issuer on the same origin',
      () => ({ [kid]: { ...jwk, iss: 'https://school.example/issuers/2' } }),
      'another',
    ],
    ['a private JWK behind it', () => ({ [kid]: { ...jwk, d: 'AA' } }), 'ERR_KEY_INVALID'],
    ['nothing', () => ({}), 'ERR_DOCUMENT_UNAVAILABLE'],
    ['nothing, but the JWKS of the authority has it', () => ({ [jwksUrl]: { keys: [{ ...jwk, kid }] } }), 'issuer'],
    [
      'nothing, and the JWKS of the authority has others',
      () => ({ [jwksUrl]: { keys: [otherJwk] } }),
      'ERR_DOCUMENT_UNAVAILABLE',
    ],
    ['text', () => ({ [kid]: 'key' }), 'ERR_KEY_NOT_FOUND'],
  ])('%s', async (_name, documents, expected) => {
    expect(await found({ kid }, documents())).toBe(expected)
  })

  test.each<[string, (url: string) => Record<string, JsonValue>, string]>([
    ['nobody vouches for it', () => ({}), 'unknown'],
    ['the JWKS of the authority lists the key', () => ({ [jwksUrl]: { keys: [{ ...jwk, kid: 'x' }] } }), 'issuer'],
    [
      'that entry is another issuer’s',
      () => ({ [jwksUrl]: { keys: [{ ...jwk, iss: 'https://school.example/2' }] } }),
      'unknown',
    ],
    ['the JWKS lists other keys', () => ({ [jwksUrl]: { keys: [otherJwk] } }), 'unknown'],
    ['the JWKS holds what is no key', () => ({ [jwksUrl]: { keys: [{ kty: 'oct' }, null, 7] } }), 'unknown'],
    ['the issuer’s document lists the key', () => ({ [issuer]: controllerOf(issuer, key) }), 'issuer'],
    ['the issuer’s document lists others', () => ({ [issuer]: controllerOf(issuer, other) }), 'another'],
    ['the issuer’s document is a profile', () => ({ [issuer]: { id: issuer, type: 'Profile' } }), 'unknown'],
  ])('a JWK on another host: %s', async (_name, documents, expected) => {
    const url = 'https://platform.example/keys/1'
    expect(await found({ kid: url }, { [url]: jwk, ...documents(url) })).toBe(expected)
  })

  test('a controller document of the issuer', async () => {
    const documents = { [issuer]: controllerOf(issuer, key) }
    expect(await found({ kid: `${issuer}#key-1` }, documents)).toBe('issuer')
    expect(await found({ kid: '#key-1' }, documents)).toBe('issuer')
    expect(await found({ kid: `${issuer}#key-2` }, documents)).toBe('ERR_KEY_NOT_FOUND')
  })

  test('a controller document of another issuer on the same origin', async () => {
    const neighbour = 'https://school.example/issuers/2'
    expect(await found({ kid: `${neighbour}#key-1` }, { [neighbour]: controllerOf(neighbour, key) })).toBe('another')
  })

  test('a key document of its own says who controls it; that needs the issuer’s word, even on its own origin', async () => {
    const document = { id: kid, type: 'JsonWebKey', controller: issuer, publicKeyJwk: jwk }
    expect(await found({ kid }, { [kid]: document })).toBe('unknown')
    expect(await found({ kid }, { [kid]: document, [issuer]: controllerOf(issuer, key) })).toBe('issuer')
    const url = 'https://platform.example/keys/1'
    expect(await found({ kid: url }, { [url]: { ...document, id: url } })).toBe('unknown')
  })

  test('the key in the fragment is self-asserted until the JWKS lists it', async () => {
    const multibase = key.did.slice('did:key:'.length)
    expect(await found({ kid: `${issuer}#${multibase}` })).toBe('unknown')
    expect(await found({ kid: `${issuer}#${multibase}` }, { [jwksUrl]: { keys: [jwk] } })).toBe('issuer')
  })
})

describe('neither kid nor jwk (VC-JOSE-COSE §4)', () => {
  const two = (): JsonObject => {
    const document = controllerOf(issuer, key)
    return { ...document, assertionMethod: [...(document.assertionMethod as string[]), `${issuer}#key-2`] }
  }

  test.each<[string, () => Record<string, JsonValue>, string]>([
    ['the only key of the issuer', () => ({ [issuer]: controllerOf(issuer, key) }), 'issuer'],
    ['the only key of its authority', () => ({ [jwksUrl]: { keys: [jwk] } }), 'issuer'],
    ['one of two', () => ({ [issuer]: two() }), 'ERR_KEY_NOT_FOUND'],
    ['one of two in a set', () => ({ [jwksUrl]: { keys: [jwk, otherJwk] } }), 'ERR_KEY_NOT_FOUND'],
    ['no key at all', () => ({ [jwksUrl]: { keys: [] } }), 'ERR_KEY_NOT_FOUND'],
    ['nothing at hand', () => ({}), 'ERR_DOCUMENT_UNAVAILABLE'],
    ['nothing at hand but a profile, which says nothing of keys', () => profile, 'ERR_DOCUMENT_UNAVAILABLE'],
    ['a profile, and the only key of its authority', () => ({ ...profile, [jwksUrl]: { keys: [jwk] } }), 'issuer'],
  ])('%s', async (_name, documents, expected) => {
    expect(await found({}, documents())).toBe(expected)
  })

  test('a did:key is its only key', async () => {
    expect(await found({}, {}, key.did)).toBe('issuer')
  })
})

describe('kid is a DID URL', () => {
  const did = 'did:web:school.example'
  const didUrl = 'https://school.example/.well-known/did.json'

  test.each<[string, () => [string, Record<string, JsonValue>, string], string]>([
    ['did:key of the issuer', () => [key.id, {}, key.did], 'issuer'],
    ['did:key without its fragment', () => [key.did, {}, key.did], 'issuer'],
    ['did:key of somebody else', () => [key.id, {}, other.did], 'another'],
    [
      'did:key that the JWKS of an https issuer lists',
      () => [key.id, { [jwksUrl]: { keys: [jwk] } }, issuer],
      'issuer',
    ],
    [
      'did:key that the document of an https issuer lists',
      () => [key.id, { [issuer]: { id: issuer, assertionMethod: [key.id] } }, issuer],
      'issuer',
    ],
    ['did:key of an https issuer of whom nothing is at hand', () => [key.id, {}, issuer], 'unknown'],
    [
      'did:key that an https issuer does not list',
      () => [key.id, { [issuer]: { id: issuer, verificationMethod: [], assertionMethod: [] } }, issuer],
      'another',
    ],
    ['did:web', () => [`${did}#key-1`, { [didUrl]: controllerOf(did, key) }, did], 'issuer'],
    [
      'did:web out of reach, with its JWKS at hand',
      () => [`${did}#key-1`, { [jwksUrl]: { keys: [{ ...jwk, kid: `${did}#key-1` }] } }, did],
      'issuer',
    ],
    [
      'did:web with a port, with its JWKS at hand',
      () => [
        'did:web:school.example%3A8443#key-1',
        {
          'https://school.example:8443/.well-known/jwks.json': {
            keys: [{ ...jwk, kid: 'did:web:school.example%3A8443#key-1' }],
          },
        },
        'did:web:school.example%3A8443',
      ],
      'issuer',
    ],
    ['did:web out of reach', () => [`${did}#key-1`, {}, did], 'ERR_DOCUMENT_UNAVAILABLE'],
    ['an unknown method', () => ['did:unknown:1#key-1', {}, 'did:unknown:1'], 'ERR_DID_METHOD_UNSUPPORTED'],
  ])('%s', async (_name, make, expected) => {
    const [name, documents, who] = make()
    expect(await found({ kid: name }, documents, who)).toBe(expected)
  })

  test('the documents that createDidDocument and createJwks publish', async () => {
    const web = await generateKeyPair({ type: 'P-256', controller: did })
    for (const documents of [{ [didUrl]: createDidDocument({ did, keys: [web] }) }, { [jwksUrl]: createJwks([web]) }]) {
      expect(await find({ kid: web.id }, documents as Record<string, JsonValue>, did)).toMatchObject({
        key: { publicKeyJwk: bare(web) },
        owner: 'issuer',
      })
    }
  })
})

describe('kid is no URL', () => {
  test.each<[string, () => [string, Record<string, JsonValue>], string]>([
    ['a JWKS that is out of reach, beside a profile', () => ['key-1', profile], 'ERR_DOCUMENT_UNAVAILABLE'],
    [
      'a JWKS without it, beside a profile',
      () => ['x', { ...profile, [jwksUrl]: { keys: [jwk] } }],
      'ERR_KEY_NOT_FOUND',
    ],
    [
      'the name of a key in the JWKS',
      () => [
        'k1',
        {
          [jwksUrl]: {
            keys: [
              { ...otherJwk, kid: 'k0' },
              { ...jwk, kid: 'k1' },
            ],
          },
        },
      ],
      'issuer',
    ],
    ['its thumbprint', () => [jwkThumbprint(jwk), { [jwksUrl]: { keys: [otherJwk, jwk] } }], 'issuer'],
    ['the thumbprint of a method', () => [jwkThumbprint(jwk), { [issuer]: controllerOf(issuer, key) }], 'issuer'],
    ['the fragment of a method', () => ['key-1', { [issuer]: controllerOf(issuer, key) }], 'issuer'],
    [
      'the kid in a method',
      () => ['k7', { [issuer]: controllerOf(issuer, key, '#key-1', { publicKeyJwk: { ...jwk, kid: 'k7' } }) }],
      'issuer',
    ],
    ['unknown to the issuer', () => ['k2', { [jwksUrl]: { keys: [{ ...jwk, kid: 'k1' }] } }], 'ERR_KEY_NOT_FOUND'],
    ['unknown, with nothing at hand', () => ['k1', {}], 'ERR_DOCUMENT_UNAVAILABLE'],
  ])('%s', async (_name, make, expected) => {
    const [name, documents] = make()
    expect(await found({ kid: name }, documents)).toBe(expected)
  })

  test('without an issuer there is nobody to ask', async () => {
    const load = createDocumentLoader()
    expect(await codeOf(() => findJwtKey({ kid: 'k1' }, undefined, load))).toBe('ERR_DOCUMENT_UNAVAILABLE')
    expect((await findJwtKey({ kid: key.id }, undefined, load)).owner).toBe('another')
    expect((await findJwtKey({ jwk }, undefined, load)).owner).toBe('unknown')
  })
})

describe('jwk', () => {
  test.each<[string, () => Record<string, JsonValue>, string]>([
    ['alone it is self-asserted', () => ({}), 'unknown'],
    ['the JWKS lists it', () => ({ [jwksUrl]: { keys: [jwk] } }), 'issuer'],
    [
      'the JWKS lists it for another issuer',
      () => ({ [jwksUrl]: { keys: [{ ...jwk, iss: 'https://school.example/2' }] } }),
      'unknown',
    ],
    ['the JWKS lists others', () => ({ [jwksUrl]: { keys: [otherJwk] } }), 'unknown'],
    ['the issuer’s document lists it', () => ({ [issuer]: controllerOf(issuer, key) }), 'issuer'],
    ['the issuer’s document lists others', () => ({ [issuer]: controllerOf(issuer, other) }), 'another'],
    [
      'the issuer’s document lists what is no key',
      () => ({ [issuer]: { id: issuer, verificationMethod: [{ type: 'X' }, 7] } }),
      'another',
    ],
  ])('%s', async (_name, documents, expected) => {
    expect(await found({ jwk }, documents())).toBe(expected)
  })

  test('of a did:key issuer', async () => {
    expect(await found({ jwk }, {}, key.did)).toBe('issuer')
    expect(await found({ jwk }, {}, other.did)).toBe('another')
  })

  test.each<[string, () => { kid: string; documents?: Record<string, JsonValue> }, string]>([
    ['kid is the same key', () => ({ kid: key.id }), 'unknown'],
    ['kid is another key', () => ({ kid: other.id }), 'ERR_JWT_HEADER'],
    ['kid is out of reach', () => ({ kid }), 'unknown'],
    [
      'kid leads to a document without the key',
      () => ({ kid: `${issuer}#x`, documents: { [issuer]: controllerOf(issuer, key) } }),
      'ERR_KEY_NOT_FOUND',
    ],
    ['kid is a name that nobody knows', () => ({ kid: 'k1', documents: { [jwksUrl]: { keys: [jwk] } } }), 'issuer'],
    [
      'kid is the name of another key',
      () => ({ kid: 'k1', documents: { [jwksUrl]: { keys: [{ ...otherJwk, kid: 'k1' }, jwk] } } }),
      'ERR_JWT_HEADER',
    ],
  ])('and kid: %s', async (_name, make, expected) => {
    const { kid: name, documents } = make()
    expect(await found({ kid: name, jwk }, documents)).toBe(expected)
  })

  test('what the document says about the key counts, though the JWT brings it along', async () => {
    const document = controllerOf(issuer, key, '#key-1', {
      revoked: '2026-01-01T00:00:00Z',
      expires: '2027-01-01T00:00:00Z',
    })
    expect(await find({ jwk }, { [issuer]: { ...document, assertionMethod: [] } })).toMatchObject({
      owner: 'issuer',
      relationships: [],
      revoked: '2026-01-01T00:00:00Z',
      expires: '2027-01-01T00:00:00Z',
    })
    const listed = { ...jwk, exp: 1_767_225_600, revoked: { revoked_at: 1 } }
    expect(await find({ jwk }, { [jwksUrl]: { keys: [listed] } })).toMatchObject({
      relationships: null,
      revoked: '1970-01-01T00:00:01.000Z',
      expires: '2026-01-01T00:00:00.000Z',
    })
  })
})

test('a loader that breaks its promise', async () => {
  const broken = async (): Promise<never> => {
    throw new Error('no')
  }
  expect(await codeOf(() => findJwtKey({ kid }, issuer, broken))).toBe('ERR_DOCUMENT_UNAVAILABLE')
})

test('among thousands of keys a thumbprint is looked for only so far', async () => {
  const keys = Array.from({ length: 5_000 }, (_, i) => ({ ...otherJwk, kid: `k${i}` }))
  const documents = { [jwksUrl]: { keys: [...keys, jwk] } }
  expect(await found({ kid: jwkThumbprint(jwk) }, documents)).toBe('ERR_KEY_NOT_FOUND')
  expect(await found({ jwk }, documents)).toBe('issuer')
})
