import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isBadgeError } from '../../src/errors.js'
import {
  decodeMultikey,
  encodeMultikey,
  generateKeyPair,
  importKeyPair,
  importPublicKey,
  jwkThumbprint,
} from '../../src/keys/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { codeOf } from '../support/codes.js'
import { backends, useBackend } from './backends.js'
import { ed25519Multikey } from './digitalbazaar.js'
import { fixedSeed, foreign, foreignTypes, privateJwks, publicJwkOf, rfc8032 } from './material.js'

const data = new TextEncoder().encode('what is signed')
const hash = { Ed25519: null, 'P-256': 'sha256', 'P-384': 'sha384', RSA: 'sha256' } as const
const signatureBytes = { Ed25519: 64, 'P-256': 64, 'P-384': 96, RSA: 256 } as const

afterEach(() => {
  vi.unstubAllGlobals()
})

describe.each(backends)('key pairs on %s', (backend) => {
  beforeEach(() => {
    useBackend(backend)
  })

  it.each(foreignTypes)('%s: a new key signs, and its public part verifies', async (type) => {
    const key = await generateKeyPair({ type })
    const signature = await key.sign({ data })
    const publicKey = await importPublicKey(key.toJSON())
    expect(key.type).toBe(type)
    expect(signature).toHaveLength(signatureBytes[type])
    expect(await publicKey.verify({ data, signature })).toBe(true)
    expect(await publicKey.verify({ data: data.slice(1), signature })).toBe(false)
    expect(await publicKey.verify({ data, signature: signature.slice(1) })).toBe(false)
    expect(await publicKey.verify({ data, signature: new Uint8Array(signature.length) })).toBe(false)
    expect(await publicKey.verify({ data, signature: new Uint8Array() })).toBe(false)
  })

  it.each(foreignTypes)('%s: node:crypto verifies ours and we verify its', async (type) => {
    const { privateKey, publicKey } = foreign[type]()
    const jwk = privateKey.export({ format: 'jwk' }) as JsonObject
    const ours = await importKeyPair(jwk)
    const dsaEncoding = 'ieee-p1363'
    const mine = await ours.sign({ data })
    expect(verify(hash[type], data, { key: publicKey, dsaEncoding }, mine)).toBe(true)
    const theirs = new Uint8Array(sign(hash[type], data, { key: privateKey, dsaEncoding }))
    const key = await importPublicKey(publicKey.export({ format: 'jwk' }) as JsonObject)
    expect(await key.verify({ data, signature: theirs })).toBe(true)
  })

  it.each(['P-256', 'P-384'] as const)('%s: a DER signature is not raw r‖s', async (type) => {
    const { privateKey, publicKey } = foreign[type]()
    const key = await importPublicKey(publicKey.export({ format: 'jwk' }) as JsonObject)
    const signature = new Uint8Array(sign(hash[type], data, privateKey))
    expect(await key.verify({ data, signature })).toBe(false)
  })

  it.each(foreignTypes)('%s: every format comes back as the same key', async (type) => {
    const id = 'https://issuer.example/keys#one'
    const key = await importKeyPair(privateJwks[type] as JsonObject, { id })
    const formats = ['multikey', 'multibase', 'jwk', 'pem', 'seed'] as const
    const has = {
      Ed25519: formats,
      'P-256': formats.slice(0, 4),
      'P-384': formats.slice(0, 4),
      RSA: formats.slice(2, 4),
    }
    for (const format of formats) {
      if (!has[type].includes(format)) {
        expect(await codeOf(() => key.exportSecret(format))).toBe('ERR_KEY_UNSUPPORTED')
        continue
      }
      const exported = await key.exportSecret(format)
      const again = await importKeyPair(exported)
      expect(again.did).toBe(key.did)
      expect(await (await importKeyPair(exported, { id })).exportSecret('jwk')).toEqual(await key.exportSecret('jwk'))
      if (format === 'multikey' || format === 'jwk') {
        expect(again.id).toBe(id)
        expect(again.controller).toBe('https://issuer.example/keys')
        expect((await importKeyPair(JSON.stringify(exported))).toJSON()).toEqual(key.toJSON())
      }
    }
  })

  it.each(foreignTypes)('%s: PEM is byte for byte what OpenSSL writes', async (type) => {
    const { privateKey } = foreign[type]()
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' })
    expect(await (await importKeyPair(pem as string)).exportSecret('pem')).toBe(pem)
  })

  it('makes the key and signature of RFC 8032 §7.1 from its seed', async () => {
    const key = await generateKeyPair({ seed: rfc8032.seed })
    expect((await key.exportSecret('jwk')).x).toBe(rfc8032.x)
    const signature = await key.sign({ data: new Uint8Array() })
    expect(Buffer.from(signature).toString('hex')).toBe(rfc8032.signatureOfNothing)
    expect(await key.exportSecret('seed')).toEqual(rfc8032.seed)
  })

  it('derives the public part of a bare scalar', async () => {
    for (const type of ['P-256', 'P-384'] as const) {
      const key = await importKeyPair(privateJwks[type] as JsonObject)
      expect((await importKeyPair(await key.exportSecret('multibase'))).did).toBe(key.did)
    }
  })

  it('reads what @digitalbazaar/ed25519-multikey writes, and the other way round', async () => {
    const Ed25519Multikey = await ed25519Multikey()
    const theirs = await Ed25519Multikey.generate({ controller: 'did:web:issuer.example' })
    const exported = await theirs.export({ publicKey: true, secretKey: true })
    const ours = await importKeyPair(exported as JsonObject)
    expect(ours.id).toBe(theirs.id)
    const verifier = (await Ed25519Multikey.from(ours.toJSON())).verifier()
    expect(await verifier.verify({ data, signature: await ours.sign({ data }) })).toBe(true)
    const back = await Ed25519Multikey.from(await ours.exportSecret('multikey'))
    const key = await importPublicKey(ours.toJSON())
    expect(await key.verify({ data, signature: await back.signer().sign({ data }) })).toBe(true)
  })

  it.each(foreignTypes)('%s: a secret with the public part of another key is refused', async (type) => {
    const other = publicJwkOf((await (await generateKeyPair({ type })).exportSecret('jwk')) as Record<string, string>)
    expect(await codeOf(() => importKeyPair({ ...privateJwks[type], ...other }))).toBe('ERR_KEY_INVALID')
  })
})

describe('names of keys', () => {
  it('a key is its own did:key; for RSA a did:jwk', async () => {
    const ed = await generateKeyPair({ seed: fixedSeed })
    const multibase = ed.toJSON().publicKeyMultibase
    expect(ed.did).toBe(`did:key:${multibase}`)
    expect(ed.id).toBe(`did:key:${multibase}#${multibase}`)
    expect(ed).toMatchObject({ controller: ed.did, verificationMethod: ed.id })
    const rsa = await importKeyPair(privateJwks.RSA as JsonObject)
    expect(rsa.id).toBe(`${rsa.did}#0`)
    const jwk = JSON.parse(Buffer.from(rsa.did.slice('did:jwk:'.length), 'base64url').toString()) as JsonObject
    expect(jwk).toEqual(publicJwkOf(privateJwks.RSA))
  })

  it('a controller gets the key as fragment, an id gives its controller', async () => {
    const controller = 'did:web:issuer.example'
    const key = await generateKeyPair({ seed: fixedSeed, controller })
    expect(key.id).toBe(`${controller}#${key.toJSON().publicKeyMultibase}`)
    expect(key.did).toMatch(/^did:key:z6Mk/)
    expect((await generateKeyPair({ id: `${controller}#a` })).controller).toBe(controller)
    const rsa = await importKeyPair(privateJwks.RSA as JsonObject, { controller })
    expect(rsa.id).toBe(`${controller}#${jwkThumbprint(publicJwkOf(privateJwks.RSA))}`)
  })

  it('options re-home a key that names another controller', async () => {
    const stored = await (await generateKeyPair({ controller: 'did:web:a.example' })).exportSecret()
    const moved = await importKeyPair(stored, { controller: 'did:web:b.example' })
    expect(moved.id.startsWith('did:web:b.example#z6Mk')).toBe(true)
  })

  it('the did:key of another key is refused as id', async () => {
    const other = await generateKeyPair()
    expect(await codeOf(() => generateKeyPair({ id: other.id }))).toBe('ERR_KEY_INVALID')
  })
})

describe('a secret never shows', () => {
  const forms = (jwk: Record<string, JsonValue | undefined>): string[] =>
    ['d', 'p', 'q', 'dp', 'dq', 'qi'].flatMap((name) => (typeof jwk[name] === 'string' ? [jwk[name]] : []))

  it.each(foreignTypes)('%s: in print, JSON, clones or iteration', async (type) => {
    const key = await importKeyPair(privateJwks[type] as JsonObject)
    const clone = (): string => {
      try {
        return inspect(structuredClone(key), { depth: 9 })
      } catch (error) {
        return inspect(error, { depth: 9, showHidden: true })
      }
    }
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    console.log(key)
    const shown = [
      inspect(key, { depth: 9, showHidden: true, getters: true }),
      JSON.stringify(key),
      JSON.stringify(Object.entries(key)),
      String(key),
      clone(),
      inspect(Object.getOwnPropertyDescriptors(key), { depth: 9, showHidden: true }),
      ...log.mock.calls.map((args) => inspect(args)),
    ].join('\n')
    log.mockRestore()
    const bytes = Buffer.from(privateJwks[type].d ?? '', 'base64url')
    const written = [...forms(privateJwks[type]), bytes.toString('hex'), bytes.toString('base64')]
    if (type !== 'RSA') written.push((await key.exportSecret('multibase')).slice(1))
    for (const secret of written) expect(shown.includes(secret)).toBe(false)
  })

  const seed = Buffer.from(fixedSeed)
  const marker = 'S3CRETS3CRETS3CRET'
  it.each<[string, JsonObject | string]>([
    ['JSON that breaks off', `{"secretKeyMultibase": "${marker}`],
    ['a member that is not base64url', { kty: 'OKP', crv: 'Ed25519', x: rfc8032.x, d: `${marker}!` }],
    ['a multibase text that is not base58', `z${marker}0OIl`],
    ['a PEM body that is not base64', `-----BEGIN PRIVATE KEY-----\n${marker}=a\n-----END PRIVATE KEY-----`],
    ['an encrypted PEM', `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${marker}\n-----END ENCRYPTED PRIVATE KEY-----`],
    ['an unknown type', { type: 'X', secretKeyMultibase: `z${marker}` }],
    ['a wrong public half', { kty: 'OKP', crv: 'Ed25519', x: rfc8032.x, d: seed.toString('base64url') }],
    ['an RSA key whose members differ', { ...privateJwks.RSA, qi: Buffer.from(marker).toString('base64url') }],
  ])('in the error about %s', async (_name, secret) => {
    let caught: unknown
    await importKeyPair(secret).catch((error: unknown) => {
      caught = error
    })
    const shown = inspect(caught, { depth: 9, showHidden: true })
    expect(isBadgeError(caught)).toBe(true)
    expect(caught).not.toHaveProperty('cause')
    for (const part of [marker, seed.toString('base64url'), privateJwks.RSA.d ?? '']) {
      expect(shown.includes(part)).toBe(false)
    }
  })
})

describe('RFC 7638 and Multikey texts', () => {
  it('the thumbprint of RFC 8037 appendix A.3', () => {
    expect(jwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x: rfc8032.x })).toBe(
      'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
    )
  })

  it.each(foreignTypes)('%s: the thumbprint hashes the required members only', (type) => {
    const jwk = publicJwkOf(privateJwks[type])
    const text = JSON.stringify(Object.fromEntries(Object.entries(jwk).sort(([a], [b]) => (a < b ? -1 : 1))))
    const expected = createHash('sha256').update(text).digest('base64url')
    expect(jwkThumbprint({ ...privateJwks[type], kid: 'x', alg: 'whatever' })).toBe(expected)
  })

  it('encodes what it decodes, also from base64url', async () => {
    const text = (await generateKeyPair({ type: 'P-384' })).toJSON().publicKeyMultibase ?? ''
    const key = decodeMultikey(text)
    expect(encodeMultikey(key)).toBe(text)
    const base64url = `u${Buffer.concat([Buffer.of(0x81, 0x24), key.bytes]).toString('base64url')}`
    expect(decodeMultikey(base64url)).toEqual(key)
  })

  it('exports a PEM that OpenSSL takes, with the public point inside', async () => {
    const key = await generateKeyPair({ type: 'P-256' })
    const theirs = createPublicKey(createPrivateKey(await key.exportSecret('pem'))).export({ format: 'jwk' })
    expect((await importPublicKey(theirs as JsonObject)).publicKeyMultibase).toBe(key.toJSON().publicKeyMultibase)
  })
})
