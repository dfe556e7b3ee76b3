import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { utf8Encode } from '../../src/internal/bytes.js'
import { base58Encode, base64urlEncode, multibaseDecode } from '../../src/internal/encoding.js'
import { generateKeyPair } from '../../src/keys/index.js'
import {
  createDocumentLoader,
  didWebUrl,
  isOutOfReach,
  issuerLists,
  resolveVerificationMethod,
} from '../../src/loader/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { codeOf } from '../support/codes.js'

const multibase = 'z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2'
const other = 'z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi'
const bytes = multibaseDecode(multibase).subarray(2)
const jwk = { kty: 'OKP', crv: 'Ed25519', x: base64urlEncode(bytes) }
const didKey = `did:key:${multibase}`

const resolve = (id: string, documents: Record<string, JsonObject | string> = {}) =>
  resolveVerificationMethod(id, { documentLoader: createDocumentLoader({ documents }) })
const rejection = (id: string, documents?: Record<string, JsonObject | string>) => codeOf(() => resolve(id, documents))

describe('Controlled Identifiers 1.0 §3.3: one id, described twice', () => {
  const subject = 'https://uni.example/issuers/1'
  const id = `${subject}#k`
  const method = (controller: string) => ({ id, type: 'Multikey', controller, publicKeyMultibase: multibase })
  const among = (...controllers: string[]) => ({
    [subject]: { id: subject, verificationMethod: controllers.map(method), assertionMethod: [id] },
  })
  const foreign = 'https://evil.example/me'

  test('both by its own controller', async () => {
    expect(await resolve(id, among(subject, subject))).toMatchObject({ controller: subject })
  })

  test.each([
    [foreign, subject],
    [subject, foreign],
  ])('somebody else’s word counts in any order: %s, %s', async (...controllers) => {
    const found = await resolve(id, among(...controllers)).catch(({ code }) => code)
    expect(found.controller ?? found).not.toBe(subject)
  })
})

describe('did:key', () => {
  test.each([didKey, `${didKey}#${multibase}`])('%s is its own document', async (id) => {
    expect(await resolve(id)).toMatchObject({
      id: `${didKey}#${multibase}`,
      controller: didKey,
      origin: 'did',
      selfAsserted: false,
      relationships: ['authentication', 'assertionMethod', 'capabilityInvocation', 'capabilityDelegation'],
      document: {
        '@context': 'https://w3id.org/security/multikey/v1',
        id: `${didKey}#${multibase}`,
        controller: didKey,
        type: 'Multikey',
        publicKeyMultibase: multibase,
      },
    })
  })

  test.each([
    ['P-256', 'did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169'],
    ['P-384', 'did:key:z82LkvCwHNreneWpsgPEbV3gu1C6NFJEBg4srfJ5gdxEsMGRJUz2sG9FE42shbn2xkZJh54'],
  ])('%s', async (type, did) => {
    const { key, document } = await resolve(did)
    expect(key.type).toBe(type)
    expect(document.publicKeyMultibase).toBe(did.slice('did:key:'.length))
  })

  test.each([
    [`${didKey}#${other}`, 'ERR_KEY_NOT_FOUND'],
    [`${didKey}#key-1`, 'ERR_KEY_NOT_FOUND'],
    ['did:key:zzz', 'ERR_DID_INVALID'],
    ['did:key:', 'ERR_DID_INVALID'],
    [`did:key:${multibase}0OIl`, 'ERR_DID_INVALID'],
    ['did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme', 'ERR_KEY_UNSUPPORTED'],
    [`did:key:z${'1'.repeat(100_000)}`, 'ERR_KEY_NOT_FOUND'],
  ])('%s: %s', async (id, code) => {
    expect(await rejection(id)).toBe(code)
  })

  test('RSA in PKCS #1', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pkcs1 = publicKey.export({ type: 'pkcs1', format: 'der' })
    const did = `did:key:z${base58Encode(Uint8Array.of(0x85, 0x24, ...pkcs1))}`
    for (const id of [did, `${did}#${did.slice('did:key:'.length)}`]) {
      expect((await resolve(id)).key.publicKeyJwk).toEqual(publicKey.export({ format: 'jwk' }))
    }
    const cut = `did:key:z${base58Encode(Uint8Array.of(0x85, 0x24, ...pkcs1.subarray(0, 200)))}`
    expect(await rejection(cut)).toBe('ERR_KEY_INVALID')
  })

  test('a whole JWK, in its canonical form only', async () => {
    const didOf = (text: string) => `did:key:z${base58Encode(Uint8Array.of(0xd1, 0xd6, 0x03, ...utf8Encode(text)))}`
    const canonical = JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x })
    const did = didOf(canonical)
    for (const id of [did, `${did}#${did.slice('did:key:'.length)}`]) {
      expect(await resolve(id)).toMatchObject({ controller: did, key: { publicKeyJwk: jwk }, selfAsserted: false })
    }
    expect(await rejection(didOf(JSON.stringify({ kty: jwk.kty, crv: jwk.crv, x: jwk.x })))).toBe('ERR_DID_INVALID')
    expect(await rejection(didOf('[]'))).toBe('ERR_DID_INVALID')
    expect(await rejection(didOf('{"crv":"secp256k1","kty":"EC"}'))).toBe('ERR_KEY_UNSUPPORTED')
  })

  test('no document can say otherwise', async () => {
    const evil = {
      id: didKey,
      verificationMethod: [{ id: `${didKey}#x`, type: 'Multikey', publicKeyMultibase: other }],
    }
    expect(await rejection(`${didKey}#x`, { [didKey]: evil })).toBe('ERR_KEY_NOT_FOUND')
  })
})

describe('did:jwk', () => {
  const did = (value: unknown) => `did:jwk:${base64urlEncode(utf8Encode(JSON.stringify(value)))}`

  test.each(['#0', ''])('is its own document, and its only key (%s)', async (fragment) => {
    const found = await resolve(`${did(jwk)}${fragment}`)
    expect(found).toMatchObject({ controller: did(jwk), origin: 'did', selfAsserted: false })
    expect(found.document.publicKeyMultibase).toBe(multibase)
    expect(found.relationships).toContain('assertionMethod')
  })

  test('a key for encryption makes no assertions', async () => {
    expect(await rejection(`${did({ ...jwk, use: 'enc' })}#0`)).toBe('ERR_KEY_UNSUPPORTED')
  })

  test.each([
    [`${did(jwk)}#1`, 'ERR_KEY_NOT_FOUND'],
    [did({ ...jwk, use: 'enc' }), 'ERR_KEY_NOT_FOUND'],
    [`${did({ ...jwk, d: jwk.x })}#0`, 'ERR_KEY_INVALID'],
    [`${did([])}#0`, 'ERR_DID_INVALID'],
    ['did:jwk:e30x#0', 'ERR_DID_INVALID'],
    ['did:jwk:%%%#0', 'ERR_DID_INVALID'],
  ])('%s: %s', async (id, code) => {
    expect(await rejection(id)).toBe(code)
  })
})

describe('did:web', () => {
  test.each([
    ['did:web:example.org', 'https://example.org/.well-known/did.json'],
    ['did:web:example.org%3A3000', 'https://example.org:3000/.well-known/did.json'],
    ['did:web:example.org%3a3000:a:b', 'https://example.org:3000/a/b/did.json'],
  ])('%s lies at %s', (did, url) => {
    expect(didWebUrl(did)).toBe(url)
  })

  test.each([
    'did:web:',
    'did:web:example.org%2Fevil',
    'did:web:user%40example.org',
    'did:web:example.org:..:x',
    'did:web:example.org:%2e%2e:x',
    'did:web:example.org:a/b',
    'did:web:example.org::x',
    'did:web:example.org%3A',
    'did:web:example.org%3A65536',
    'did:web:example.org?x=y',
    'did:web:127.0.0.1',
    'did:web:8.8.8.8%3A8443',
    'did:web:2130706433',
    'did:web:0x7f000001',
    'did:web:0177.0.0.1.',
    'did:web:[::1]',
  ])('%s is malformed', async (did) => {
    expect(await codeOf(() => didWebUrl(did))).toBe('ERR_DID_INVALID')
  })

  const did = 'did:web:example.org'
  const url = didWebUrl(did)
  const method = (more: JsonObject = {}): JsonObject => ({
    id: `${did}#key-1`,
    type: 'Multikey',
    controller: did,
    publicKeyMultibase: multibase,
    ...more,
  })
  const document = (methods: JsonObject[], more: JsonObject = { assertionMethod: ['#key-1'] }): JsonObject => ({
    id: did,
    verificationMethod: methods,
    ...more,
  })

  test.each([
    ['Multikey', method()],
    ['a relative id', method({ id: '#key-1' })],
    ['Ed25519VerificationKey2020', method({ type: 'Ed25519VerificationKey2020' })],
    [
      'Ed25519VerificationKey2018',
      { id: '#key-1', controller: did, type: 'Ed25519VerificationKey2018', publicKeyBase58: base58Encode(bytes) },
    ],
    ['JsonWebKey2020', { id: '#key-1', controller: did, type: 'JsonWebKey2020', publicKeyJwk: jwk }],
  ])('%s is read as Multikey', async (_, entry) => {
    for (const documents of [{ [url]: document([entry]) }, { [did]: document([entry]) }]) {
      const found = await resolve(`${did}#key-1`, documents)
      expect(found).toMatchObject({ id: `${did}#key-1`, controller: did, origin: 'did', selfAsserted: false })
      expect(found.document).toEqual({
        '@context': 'https://w3id.org/security/multikey/v1',
        id: `${did}#key-1`,
        controller: did,
        type: 'Multikey',
        publicKeyMultibase: multibase,
      })
      expect(found.relationships).toEqual(['assertionMethod'])
    }
  })

  test('a method embedded in its relationship', async () => {
    const found = await resolve(`${did}#key-1`, { [url]: { id: did, assertionMethod: [method()] } })
    expect(found.relationships).toEqual(['assertionMethod'])
  })

  test('a method that no relationship lists', async () => {
    expect((await resolve(`${did}#key-1`, { [url]: document([method()], {}) })).relationships).toEqual([])
  })

  test('revoked and expires are handed on as they are', async () => {
    const entry = method({ revoked: '2026-01-01T00:00:00Z', expires: 7 })
    const found = await resolve(`${did}#key-1`, { [url]: document([entry]) })
    expect(found).toMatchObject({ revoked: '2026-01-01T00:00:00Z', expires: 7 })
  })

  test.each([
    ['the document is about another DID', { id: 'did:web:evil.example' }, 'ERR_DID_INVALID'],
    ['the document is text', 'hello', 'ERR_DID_UNRESOLVED'],
    ['the key is not there', { id: did }, 'ERR_KEY_NOT_FOUND'],
    [
      'the members are of wrong kinds',
      { id: did, verificationMethod: 7, assertionMethod: { a: 1 } },
      'ERR_KEY_NOT_FOUND',
    ],
    ['two keys in one method', document([method({ publicKeyJwk: jwk })]), 'ERR_KEY_INVALID'],
    ['a secret key is published', document([method({ secretKeyMultibase: 'z1' })]), 'ERR_KEY_INVALID'],
    ['several controllers', document([method({ controller: [did] })]), 'ERR_KEY_INVALID'],
  ])('%s', async (_, content, code) => {
    expect(await rejection(`${did}#key-1`, { [url]: content as JsonObject })).toBe(code)
  })

  test('out of reach is told apart from wrong', async () => {
    const error = await resolve(`${did}#key-1`).catch((thrown: unknown) => thrown)
    expect(isOutOfReach(error)).toBe(true)
    expect(await rejection(`${did}#key-1`)).toBe('ERR_DOCUMENT_UNAVAILABLE')
    expect(await rejection('did:example:1#key-1')).toBe('ERR_DID_METHOD_UNSUPPORTED')
    const malformed = await resolve('did:web:#key-1').catch((thrown: unknown) => thrown)
    expect(isOutOfReach(malformed)).toBe(false)
  })

  test('a foreign DID method is answered from documents', async () => {
    const document = {
      id: 'did:example:1',
      verificationMethod: [{ id: '#k', type: 'Multikey', publicKeyMultibase: multibase }],
      assertionMethod: ['did:example:1#k'],
    }
    expect((await resolve('did:example:1#k', { 'did:example:1': document })).controller).toBe('did:example:1')
  })

  test.each<[string, JsonObject | undefined]>([
    ['who is out of reach', undefined],
    ['who says nothing of it', {}],
    ['who lists it', { assertionMethod: [`${did}#key-1`] }],
  ])('a method in the document of one DID may not name another as its controller, %s', async (_, said) => {
    const victim = 'did:web:university.example'
    const documents = {
      [url]: document([method({ controller: victim })]),
      ...(said === undefined ? {} : { [didWebUrl(victim)]: { id: victim, ...said } }),
    }
    expect(await rejection(`${did}#key-1`, documents)).toBe('ERR_KEY_INVALID')
    const own = { [url]: document([method({ controller: did })]) }
    expect((await resolve(`${did}#key-1`, own)).controller).toBe(did)
  })
})

test('an RSA key has no Multikey form and is handed on as JsonWebKey', async () => {
  const issuer = 'https://issuer.example/x'
  const pair = await generateKeyPair({ type: 'RSA', id: `${issuer}#rsa`, controller: issuer })
  const document = { id: issuer, verificationMethod: [pair.toJSON()], assertionMethod: [`${issuer}#rsa`] }
  const found = await resolve(`${issuer}#rsa`, { [issuer]: document })
  expect(found.key.type).toBe('RSA')
  expect(found.document).toMatchObject({ type: 'JsonWebKey', id: `${issuer}#rsa` })
})

describe('https', () => {
  const issuer = 'https://issuer.example/x'
  const key = (more: JsonObject = {}): JsonObject => ({
    id: `${issuer}/keys/1`,
    type: 'Multikey',
    controller: issuer,
    publicKeyMultibase: multibase,
    ...more,
  })

  test('a key document that the controller lists', async () => {
    const documents = {
      [`${issuer}/keys/1`]: key(),
      [issuer]: { id: issuer, assertionMethod: [`${issuer}/keys/1`] },
    }
    expect(await resolve(`${issuer}/keys/1`, documents)).toMatchObject({
      controller: issuer,
      origin: 'document',
      selfAsserted: false,
      relationships: ['assertionMethod'],
    })
  })

  test('a key document alone is self-asserted', async () => {
    const found = await resolve(`${issuer}/keys/1`, { [`${issuer}/keys/1`]: key() })
    expect(found).toMatchObject({ selfAsserted: true, relationships: null })
  })

  test('a controller document', async () => {
    const document = { id: issuer, verificationMethod: key({ id: '#1' }), assertionMethod: '#1' }
    const found = await resolve(`${issuer}#1`, { [issuer]: document })
    expect(found).toMatchObject({ controller: issuer, selfAsserted: false, relationships: ['assertionMethod'] })
  })

  test.each([
    ['another key', { [`${issuer}/keys/1`]: key({ id: `${issuer}/keys/2` }) }, 'ERR_KEY_NOT_FOUND'],
    ['no id', { [`${issuer}/keys/1`]: key({ id: null }) }, 'ERR_KEY_NOT_FOUND'],
    ['text', { [`${issuer}/keys/1`]: '<html>' }, 'ERR_KEY_NOT_FOUND'],
    ['nothing', {}, 'ERR_DOCUMENT_UNAVAILABLE'],
    [
      'a controller document of somebody else',
      { [`${issuer}/keys/1`]: { id: 'https://evil.example', verificationMethod: [key()] } },
      'ERR_KEY_NOT_FOUND',
    ],
    [
      'a controller document without the key',
      { [`${issuer}/keys/1`]: { verificationMethod: [] } },
      'ERR_KEY_NOT_FOUND',
    ],
  ])('%s', async (_, documents, code) => {
    expect(await rejection(`${issuer}/keys/1`, documents as Record<string, JsonObject>)).toBe(code)
  })

  describe('the key in the fragment (1EdTech)', () => {
    const id = `${issuer}#${multibase}`

    test.each([id, `urn:uuid:4ca4a241-fc3b-4d92-978e-f56fa96ae795#${multibase}`])(
      '%s is self-asserted',
      async (url) => {
        expect(await resolve(url)).toMatchObject({
          id: url,
          controller: url.split('#')[0],
          origin: 'fragment',
          selfAsserted: true,
          relationships: null,
        })
      },
    )

    test.each([
      [
        'the issuer’s JWKS lists it',
        { 'https://issuer.example/.well-known/jwks.json': { keys: [{ ...jwk, kid: 'x' }] } },
        false,
      ],
      [
        'a JWKS entry of another issuer',
        { 'https://issuer.example/.well-known/jwks.json': { keys: [{ ...jwk, iss: 'https://a.example' }] } },
        true,
      ],
      [
        'a JWKS with other keys',
        { 'https://issuer.example/.well-known/jwks.json': { keys: [{ ...jwk, x: 'AA' }, 'x'] } },
        true,
      ],
      ['a JWKS that is none', { 'https://issuer.example/.well-known/jwks.json': 'x' }, true],
      ['the issuer’s document is the key', { [issuer]: { publicKeyMultibase: multibase } }, false],
      ['the issuer’s profile', { [issuer]: { id: issuer, type: 'Profile' } }, true],
    ])('%s', async (_, documents, selfAsserted) => {
      expect((await resolve(id, documents as Record<string, JsonObject>)).selfAsserted).toBe(selfAsserted)
    })

    test('the issuer’s controller document decides', async () => {
      const listing = { id: issuer, verificationMethod: [key({ id })], assertionMethod: [id] }
      expect(await resolve(id, { [issuer]: listing })).toMatchObject({
        selfAsserted: false,
        relationships: ['assertionMethod'],
      })
      const without = { id: issuer, verificationMethod: [key({ publicKeyMultibase: other })] }
      expect(await rejection(id, { [issuer]: without })).toBe('ERR_KEY_NOT_FOUND')
    })

    test('a broken answer is not taken for silence', async () => {
      const fetch = async () => new Response('{"a":1,"a":2}')
      const documentLoader = createDocumentLoader({ fetch })
      expect(await codeOf(() => resolveVerificationMethod(id, { documentLoader }))).toBe('ERR_JSON_DUPLICATE_KEY')
    })
  })

  test('issuerLists asks the issuer’s own document', async () => {
    const lists = (document: JsonObject | undefined) =>
      issuerLists(
        issuer,
        `${didKey}#${multibase}`,
        createDocumentLoader(document === undefined ? {} : { documents: { [issuer]: document } }),
      )
    expect(await lists({ id: issuer, assertionMethod: [`${didKey}#${multibase}`] })).toBe(true)
    expect(await lists({ id: issuer, authentication: [`${didKey}#${multibase}`] })).toBe(false)
    expect(await lists({ id: issuer, verificationMethod: [] })).toBe(false)
    expect(await lists({ id: 'https://evil.example', assertionMethod: [`${didKey}#${multibase}`] })).toBe(undefined)
    expect(await lists({ id: issuer, type: 'Profile' })).toBe(undefined)
    expect(await lists(undefined)).toBe(undefined)
  })
})

test.each(['', 'x', '#key', 'javascript', 'a b:c'])('%j names no key', async (id) => {
  expect(await rejection(id)).toBe('ERR_KEY_NOT_FOUND')
})
