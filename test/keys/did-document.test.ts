import { describe, expect, it } from 'vitest'
import {
  createDidDocument,
  createIssuerFiles,
  createJwks,
  didWebFor,
  generateKeyPair,
  importKeyPair,
  importPublicKey,
  jwkThumbprint,
} from '../../src/keys/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { codeOf } from '../support/codes.js'
import { fixedSeed, privateJwks, publicJwkOf } from './material.js'

const did = 'did:web:issuer.example'
const ed = await generateKeyPair({ seed: fixedSeed, controller: did })
const p256 = await importKeyPair(privateJwks['P-256'], { controller: did })
const rsa = await importKeyPair(privateJwks.RSA, { controller: did })

describe('did:web method specification §3.1 and §3.2', () => {
  it.each([
    ['example.org', undefined, 'did:web:example.org'],
    ['Example.ORG', '', 'did:web:example.org'],
    ['example.org:443', undefined, 'did:web:example.org'],
    ['example.org:8443', undefined, 'did:web:example.org%3A8443'],
    ['localhost:3000', 'u/alice', 'did:web:localhost%3A3000:u:alice'],
    ['example.org', '/u/alice/', 'did:web:example.org:u:alice'],
    ['schule.münchen.example', undefined, 'did:web:schule.xn--mnchen-3ya.example'],
  ])('%s %s', (domain, path, expected) => {
    expect(didWebFor(domain, path)).toBe(expected)
  })

  it.each([
    ['https://example.org', undefined],
    ['example.org/path', undefined],
    ['user@example.org', undefined],
    ['exa mple.org', undefined],
    ['example.org.', undefined],
    ['127.0.0.1', undefined],
    ['2130706433', undefined],
    ['0x7f.1', undefined],
    ['[::1]:80', undefined],
    ['example.org:99999', undefined],
    ['', undefined],
    ['a'.repeat(300), undefined],
    ['example.org', '../x'],
    ['example.org', 'a//b'],
    ['example.org', 'a:b'],
    ['example.org', 'a%2Fb'],
    ['example.org', '/'],
    ['example.org', 'a/'.repeat(40)],
  ])('%s %s is refused', async (domain, path) => {
    expect(await codeOf(() => didWebFor(domain, path))).toBe('ERR_ARGUMENT_INVALID')
  })
})

describe('the DID document', () => {
  const document = createDidDocument({ did, keys: [ed, p256, rsa], alsoKnownAs: ['https://issuer.example/'] })

  it('lists every key as a method for assertions and authentication', async () => {
    expect(document['@context']).toEqual([
      'https://www.w3.org/ns/did/v1',
      'https://w3id.org/security/multikey/v1',
      'https://w3id.org/security/jwk/v1',
    ])
    expect(document).toMatchObject({ id: did, alsoKnownAs: ['https://issuer.example/'] })
    const ids = [ed.id, p256.id, rsa.id]
    expect(document.assertionMethod).toEqual(ids)
    expect(document.authentication).toEqual(ids)
    expect(document.verificationMethod.map(({ type }) => type)).toEqual(['Multikey', 'Multikey', 'JsonWebKey'])
    const data = Uint8Array.of(1, 2)
    for (const [i, key] of [ed, p256, rsa].entries()) {
      const method = await importPublicKey(document.verificationMethod[i] as JsonObject)
      expect(method).toMatchObject({ id: key.id, controller: did })
      expect(await method.verify({ data, signature: await key.sign({ data }) })).toBe(true)
    }
  })

  it('takes published documents of keys as well, and brings them to one form', () => {
    const older = { ...ed.toJSON(), type: 'Ed25519VerificationKey2020' }
    expect(createDidDocument({ did, keys: [older] })).toEqual(createDidDocument({ did, keys: [ed] }))
  })

  it('holds no context that no key needs', () => {
    expect(createDidDocument({ did, keys: [rsa] })['@context']).toEqual([
      'https://www.w3.org/ns/did/v1',
      'https://w3id.org/security/jwk/v1',
    ])
  })

  it.each<[string, () => unknown, string]>([
    ['no key', () => createDidDocument({ did, keys: [] }), 'ERR_ARGUMENT_INVALID'],
    ['one key twice', () => createDidDocument({ did, keys: [ed, ed] }), 'ERR_ARGUMENT_INVALID'],
    ['a DID that is none', () => createDidDocument({ did: 'example', keys: [ed] }), 'ERR_ARGUMENT_INVALID'],
    ['a key without names', () => createJwks([publicJwkOf(privateJwks.RSA) as never]), 'ERR_ARGUMENT_INVALID'],
    ['a secret', async () => createDidDocument({ did, keys: [(await ed.exportSecret()) as never] }), 'ERR_KEY_INVALID'],
    ['a malformed key', () => createJwks([{ ...ed.toJSON(), publicKeyMultibase: 'z' }]), 'ERR_KEY_UNSUPPORTED'],
  ])('%s is refused', async (_name, run, code) => {
    expect(await codeOf(run)).toBe(code)
  })

  it('a key of another controller is refused', async () => {
    const other = await generateKeyPair()
    expect(await codeOf(() => createDidDocument({ did, keys: [other] }))).toBe('ERR_ARGUMENT_INVALID')
  })
})

describe('the JWKS', () => {
  it('names each key by its verification method, with the algorithm it is for', async () => {
    const { keys } = createJwks([ed, p256, rsa])
    expect(keys.map(({ kid, alg, use }) => [kid, alg, use])).toEqual([
      [ed.id, 'EdDSA', 'sig'],
      [p256.id, 'ES256', 'sig'],
      [rsa.id, 'RS256', 'sig'],
    ])
    expect(keys[2]).toMatchObject(publicJwkOf(privateJwks.RSA))
    expect(rsa.id).toBe(`${did}#${jwkThumbprint(keys[2] as JsonObject)}`)
    for (const key of keys) expect(await importPublicKey(key)).toMatchObject({ id: key.kid })
  })
})

describe('what an issuer publishes', () => {
  it('DID document, JWKS and profile, each with its place', () => {
    const {
      did: issuer,
      files,
      profile,
    } = createIssuerFiles({
      domain: 'issuer.example',
      name: 'Issuer',
      key: ed,
      description: 'A school.',
      email: 'badges@issuer.example',
      image: 'https://issuer.example/logo.png',
    })
    expect(issuer).toBe(did)
    expect(files.map(({ path }) => path)).toEqual(['.well-known/did.json', '.well-known/jwks.json', 'issuer.json'])
    expect(files.map(({ url }) => url)).toEqual(files.map(({ path }) => `https://issuer.example/${path}`))
    expect(files.map(({ content }) => content)).toEqual([
      createDidDocument({ did, keys: [ed] }),
      createJwks([ed]),
      profile,
    ])
    expect(profile).toMatchObject({ id: did, type: ['Profile'], name: 'Issuer', url: 'https://issuer.example/' })
    for (const { instruction, url } of files) expect(instruction).toContain(url)
  })

  it('an issuer in a folder has its documents there', async () => {
    const key = await generateKeyPair({ controller: didWebFor('issuer.example:8443', 'a/b') })
    const { files } = createIssuerFiles({ domain: 'issuer.example:8443', path: 'a/b', name: 'Issuer', key: [key] })
    expect(files.map(({ url }) => url)).toEqual([
      'https://issuer.example:8443/a/b/did.json',
      'https://issuer.example:8443/.well-known/jwks.json',
      'https://issuer.example:8443/a/b/issuer.json',
    ])
  })

  it('no file holds a secret', async () => {
    const text = JSON.stringify(createIssuerFiles({ domain: 'issuer.example', name: 'Issuer', key: [ed, rsa] }))
    for (const { d } of [privateJwks.RSA, await ed.exportSecret('jwk')]) expect(text.includes(String(d))).toBe(false)
  })

  it.each([
    ['a key of another domain', { domain: 'other.example' }],
    ['no name', { name: ' ' }],
    ['a name that is no text', { name: 7 }],
    ['a website that is no URL', { url: 'www' }],
    ['a picture that is no URL', { image: 'logo.png' }],
  ])('%s is refused', async (_name, change) => {
    const options = { domain: 'issuer.example', name: 'Issuer', key: ed, ...change }
    expect(await codeOf(() => createIssuerFiles(options as never))).toBe('ERR_ARGUMENT_INVALID')
  })
})
