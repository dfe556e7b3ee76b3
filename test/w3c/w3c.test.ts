import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { base64urlDecode, base64urlEncode } from '../../src/internal/encoding.js'
import { generateKeyPair } from '../../src/keys/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { chainCases, chained } from './chains.js'
import { patched } from './patch.js'
import { type Answer, DEFAULT, type Issuers, issuerSettings, startIssuers } from './server.js'
import { type Case, codeAt, misshapen, type Shape, table } from './tables.js'

/**
 * What the interoperability suites of the W3C look at, as tables in our own words, over HTTP and TLS against one server with
 * the issuers of `examples/w3c`. The suites take any 400; here the code must be the right one. `npm run test:w3c` goes through
 * all issuers; without it, as a part of `npm test`, one of each kind of proof is asked.
 */
const isFull = process.env.BADGEWRIGHT_W3C === 'full'
const names = Object.keys(issuerSettings)
const isJwt = (name: string): boolean => String(issuerSettings[name]?.form ?? 'vc') !== 'vc'
const asked = (sample: readonly string[]): readonly string[] => (isFull ? names : sample)
const issuing = asked(['eddsa-rdfc', 'vc-jwt'])
const embedded = asked(['eddsa-rdfc', 'ecdsa-jcs-384', 'ecdsa-sd']).filter((name) => !isJwt(name))
const jwts = asked(['jwt', 'vc-jwt']).filter(isJwt)
const presenting = asked(['eddsa-jcs', 'jwt'])

const rows = (file: string, name: string) =>
  table<readonly Case[]>(file)
    .filter(({ not = [] }) => !not.includes(name))
    .map((row) => [row.name, row] as const)

let issuers: Issuers
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'badgewright-w3c-'))
  issuers = await startIssuers(folder)
}, 60_000)
afterAll(async () => {
  await issuers.stop()
  rmSync(folder, { recursive: true, force: true })
})

const issue = (name: string, credential = issuers.credential(name), options: JsonObject = {}) =>
  issuers.at(name, '/credentials/issue', { credential, options })
const signed = async (name: string): Promise<JsonObject | string> =>
  (await issue(name)).body.verifiableCredential as JsonObject | string
/** What a holder shows: of a base proof, all of what is derived from it. */
async function shown(name: string): Promise<JsonObject> {
  const credential = (await signed(name)) as JsonObject
  if (name !== 'ecdsa-sd') return credential
  const options = { selectivePointers: ['/credentialSubject', '/validFrom'] }
  return (await issuers.at(name, '/credentials/derive', { verifiableCredential: credential, options })).body
}
const codes = ({ problemDetails = [] }: Answer) => problemDetails.map(({ code }) => code)
const textOf = (secured: JsonObject | string): string =>
  typeof secured === 'string' ? secured : String(secured.id).slice('data:application/vc+jwt,'.length)

interface Parts extends JsonObject {
  readonly header: JsonObject
  readonly payload: JsonObject
  readonly signature: string
}
const partsOf = (secured: JsonObject | string): Parts => {
  const [header = '', payload = '', signature = ''] = textOf(secured).split('.')
  const read = (text: string) => JSON.parse(new TextDecoder().decode(base64urlDecode(text))) as JsonObject
  return { header: read(header), payload: read(payload), signature }
}
const joined = ({ header, payload, signature }: Parts): string =>
  [...[header, payload].map((part) => base64urlEncode(new TextEncoder().encode(JSON.stringify(part)))), signature].join(
    '.',
  )

test('it listens by TLS', () => {
  expect(issuers.origin).toMatch(/^https:/)
})

describe.each(issuing)('%s issues', (name) => {
  test.each(rows('issue', name))('a credential %s', async (_, row) => {
    const code = codeAt(row, name)
    const { status, body } = await issue(name, patched(issuers.credential(name), row.patch), row.options)
    expect([status, body.code]).toEqual(code === undefined ? [201, undefined] : [400, code])
  })
})

describe.each(embedded)('%s verifies', (name) => {
  test('its own credential', async () => {
    expect((await issuers.verify(await shown(name))).body).toMatchObject({ verified: true, problemDetails: [] })
  })

  test.each(rows('mutations', name))('not with %s', async (_, row) => {
    const { status, body } = await issuers.verify(patched(await shown(name), row.patch))
    expect([status, body.verified, codes(body)[0]]).toEqual([400, false, codeAt(row, name)])
  })
})

describe.each(jwts)('%s verifies', (name) => {
  test('its own credential, with its envelope and as text', async () => {
    const credential = await signed(name)
    for (const form of [credential, textOf(credential), joined(partsOf(credential))]) {
      expect((await issuers.verify(form)).body).toMatchObject({ verified: true, problemDetails: [] })
    }
  })

  test.each(rows('jwt', name))('not with %s', async (_, row) => {
    const { status, body } = await issuers.verify(joined(patched(partsOf(await signed(name)), row.patch)))
    expect([status, body.verified, codes(body)[0]]).toEqual([400, false, codeAt(row, name)])
  })
})

describe('the shape of what is published', () => {
  const shapes = table<readonly Shape[]>('shapes')

  test('is written down for every issuer', () => {
    expect(new Set(shapes.map(({ issuer }) => issuer))).toEqual(new Set(names))
  })

  test.each(shapes.map((row) => [row.issuer, row.of, row.shape] as const))('%s: %s', async (name, of, shape) => {
    const credential = of === 'derived' ? await shown(name) : await signed(name)
    const entry = (credential as JsonObject).credentialStatus as JsonObject | undefined
    const list = of === 'list' ? (await issuers.get(String(entry?.statusListCredential))).body : undefined
    const document = list ?? (typeof credential === 'string' ? {} : credential)
    const jwt = isJwt(name) ? { jwt: partsOf(credential) } : {}
    expect(misshapen({ ...document, ...jwt }, shape, issuers.idOf(name))).toEqual([])
    if (of !== 'credential') expect((await issuers.verify(document)).body.verified).toBe(true)
  })

  test('a base proof is not verified, and what is not there is not shown', async () => {
    const base = await signed('ecdsa-sd')
    expect(codes((await issuers.verify(base)).body)).toEqual(['ERR_PROOF_IS_BASE'])
    const options = { selectivePointers: ['/nothing'] }
    const derived = await issuers.at('ecdsa-sd', '/credentials/derive', { verifiableCredential: base, options })
    expect(derived.body.code).toBe('ERR_ARGUMENT_INVALID')
  })

  test('a status is set, and counts', async () => {
    const credential = (await signed('status')) as JsonObject
    const { id: _, ...credentialStatus } = credential.credentialStatus as JsonObject
    expect((await issuers.verify(credential)).body).toMatchObject({ verified: true, warnings: [] })
    expect((await issuers.at('status', '/credentials/status', { credentialStatus, status: true })).status).toBe(200)
    expect(codes((await issuers.verify(credential)).body)).toEqual(['ERR_STATUS_REVOKED'])
  })
})

describe.each(presenting)('%s presents', (name) => {
  const options = { challenge: 'c', domain: 'd' }
  const present = async (more: JsonObject = {}) => {
    const presentation = {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiablePresentation'],
      verifiableCredential: [await shown(isJwt(name) ? 'eddsa-rdfc' : name)],
    }
    const { body } = await issuers.at(name, '/presentations', { presentation, options: { ...options, ...more } })
    return body.verifiablePresentation as JsonObject
  }

  test('in its own form, and as a JWT', async () => {
    expect((await present()).type).toEqual(isJwt(name) ? 'EnvelopedVerifiablePresentation' : ['VerifiablePresentation'])
    for (const presentation of [await present(), await present({ form: 'vp+jwt' })]) {
      const { body } = await issuers.verifyPresentation(presentation, options)
      expect(body).toMatchObject({ verified: true, problemDetails: [] })
    }
  })

  test.each(rows('presentations', name))('and is not verified with %s', async (_, row) => {
    const { status, body } = await issuers.verifyPresentation(
      patched(await present({ form: 'vp' }), row.patch),
      options,
    )
    expect([status, body.verified]).toEqual([400, false])
    // What is in it breaks its proof, too.
    expect(codes(body)).toContain(codeAt(row, name))
  })
})

describe.each([
  ['one party', undefined],
  ['two parties', 'P-256'],
] as const)('a chain of proofs by %s', (_, other) => {
  let chain: JsonObject
  beforeAll(async () => {
    const issuer = await generateKeyPair()
    const second = other === undefined ? issuer : await generateKeyPair({ type: other })
    chain = await chained({ ...issuers.credential(DEFAULT), issuer: issuer.did }, issuer, second, new Date())
  })

  test.each(chainCases.map((row) => [row.name, row] as const))('%s', async (_name, { patch, code }) => {
    const { body } = await issuers.verify(patched(chain, patch))
    if (code === undefined) expect(body).toMatchObject({ verified: true, problemDetails: [] })
    else expect([body.verified, codes(body)[0]]).toEqual([false, code])
  })
})
