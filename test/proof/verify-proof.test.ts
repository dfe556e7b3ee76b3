import { describe, expect, test } from 'vitest'
import { base64urlEncode, multibaseEncode } from '../../src/internal/encoding.js'
import { decodeMultikey, generateKeyPair } from '../../src/keys/index.js'
import { createDocumentLoader } from '../../src/loader/index.js'
import {
  type ProofAspect,
  signCredential,
  traceProof,
  type VerifyProofOptions,
  verifyProof,
} from '../../src/proof/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { sampleBadge, testKey } from '../support/badge.js'

const key = await testKey()
const now = new Date('2026-02-03T04:05:06Z')
const signed = (await signCredential(sampleBadge(key.did), key, { now })) as unknown as JsonObject
const goodProof = signed.proof as unknown as JsonObject
const multibase = key.did.slice('did:key:'.length)

async function verify(
  document: JsonObject = signed,
  proof: JsonObject = goodProof,
  options: Partial<VerifyProofOptions> & { documents?: Record<string, JsonObject> } = {},
) {
  const { documents = {}, ...rest } = options
  return verifyProof(document, proof, { documentLoader: createDocumentLoader({ documents }), now, ...rest })
}

/** `proof.key: passed` and so on, with codes where there are any. */
async function aspects(...input: Parameters<typeof verify>) {
  const outcome = await verify(...input)
  return Object.fromEntries(
    Object.entries(outcome.aspects).map(([id, { status, problems }]) => [
      id,
      [status, ...problems.map((problem) => problem.code)].join(' '),
    ]),
  )
}

const allPassed: Record<ProofAspect, string> = {
  'proof.key': 'passed',
  'proof.signature': 'passed',
  'proof.purpose': 'passed',
  'proof.validity': 'passed',
  'issuer.binding': 'passed',
}
const allSkipped: Record<ProofAspect, string> = {
  'proof.key': 'skipped',
  'proof.signature': 'skipped',
  'proof.purpose': 'skipped',
  'proof.validity': 'skipped',
  'issuer.binding': 'skipped',
}

/** A badge of another issuer, signed under any name. */
async function badgeOf(issuer: string, verificationMethod: string, options: object = {}) {
  const document = await signCredential(sampleBadge(issuer), key, { now, verificationMethod, ...options })
  const [proof = {}] = [document.proof].flat() as unknown as JsonObject[]
  return [document as unknown as JsonObject, proof] as const
}

test('a good proof passes in every aspect', async () => {
  expect(await aspects()).toEqual(allPassed)
  expect((await verify()).report).toEqual({
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-rdfc-2022',
    verificationMethod: key.id,
    created: '2026-02-03T04:05:06Z',
    status: 'passed',
  })
})

test('other proofs of the document are left aside', async () => {
  const others = { ...signed, proof: [{ type: 'Unknown' }, goodProof, { ...goodProof, proofValue: 'z1' }] }
  expect(await aspects(others)).toEqual(allPassed)
})

describe('Data Integrity 1.0 §2.1: the form of a proof', () => {
  test.each<[string, JsonObject, string]>([
    ['no proof value', { proofValue: undefined }, 'ERR_PROOF_MALFORMED'],
    ['a proof value that is no text', { proofValue: 7 }, 'ERR_PROOF_MALFORMED'],
    ['base64url', { proofValue: 'uAAAA' }, 'ERR_PROOF_MALFORMED'],
    ['63 bytes', { proofValue: `z${'1'.repeat(63)}` }, 'ERR_PROOF_MALFORMED'],
    ['base58 with a 0', { proofValue: 'z0' }, 'ERR_PROOF_MALFORMED'],
    ['a proof value of 1 MB', { proofValue: `z${'2'.repeat(1 << 20)}` }, 'ERR_PROOF_MALFORMED'],
    ['no key', { verificationMethod: undefined }, 'ERR_PROOF_MALFORMED'],
    ['a key that is an object', { verificationMethod: { id: key.id } }, 'ERR_PROOF_MALFORMED'],
    ['a key that is no URL', { verificationMethod: 'key' }, 'ERR_PROOF_MALFORMED'],
    ['no purpose', { proofPurpose: undefined }, 'ERR_PROOF_MALFORMED'],
    ['several purposes', { proofPurpose: ['assertionMethod', 'authentication'] }, 'ERR_PROOF_MALFORMED'],
    ['a time without a zone', { created: '2026-02-03T04:05:06' }, 'ERR_PROOF_MALFORMED'],
    ['a day as time', { created: '2026-02-03' }, 'ERR_PROOF_MALFORMED'],
    ['a time that is a number', { created: 7 }, 'ERR_PROOF_MALFORMED'],
    ['the 31st of February', { expires: '2026-02-31T00:00:00Z' }, 'ERR_PROOF_MALFORMED'],
    ['a domain that is no text', { domain: [7] }, 'ERR_PROOF_MALFORMED'],
    ['a challenge that is no text', { challenge: {} }, 'ERR_PROOF_MALFORMED'],
    ['a nonce that is no text', { nonce: 1 }, 'ERR_PROOF_MALFORMED'],
    ['a context of its own', { '@context': { foo: 'urn:foo' } }, 'ERR_PROOF_MALFORMED'],
    [
      'a context that the document does not begin with',
      { '@context': 'https://www.w3.org/2018/credentials/v1' },
      'ERR_PROOF_MALFORMED',
    ],
    ['a context deep inside', { foo: { bar: [{ '@context': {} }] } }, 'ERR_PROOF_MALFORMED'],
    ['no type', { type: undefined }, 'ERR_PROOF_MALFORMED'],
    ['a list of types', { type: ['DataIntegrityProof'] }, 'ERR_PROOF_MALFORMED'],
    ['no cryptosuite', { cryptosuite: undefined }, 'ERR_PROOF_MALFORMED'],
    ['a cryptosuite that is a list', { cryptosuite: ['eddsa-rdfc-2022'] }, 'ERR_PROOF_MALFORMED'],
  ])('%s', async (_, change, code) => {
    const outcome = await verify(signed, { ...goodProof, ...change })
    expect(outcome.supported).toBe(true)
    expect(outcome.report.status).toBe('failed')
    const { status, problems } = outcome.aspects['proof.signature']
    expect([status, ...new Set(problems.map((problem) => problem.code))]).toEqual(['failed', code])
    expect(problems[0]?.pointer).toMatch(/^\/proof\//)
  })

  test('a context of its own that repeats the document’s is allowed', async () => {
    const context = signed['@context'] as JsonValue[]
    for (const own of [context, context.slice(0, 1), context[0] as string]) {
      expect(await aspects(signed, { ...goodProof, '@context': own })).toEqual(allPassed)
    }
  })

  test('members that no context defines, or that were not signed, fail', async () => {
    expect(await aspects(signed, { ...goodProof, foo: 'x' })).toMatchObject({
      'proof.signature': 'failed ERR_TERM_UNDEFINED',
    })
    expect(await aspects(signed, { ...goodProof, nonce: 'x' })).toMatchObject({
      'proof.signature': 'failed ERR_PROOF_INVALID',
    })
  })

  test.each(['jws', 'signatureValue'])(
    'Ed25519Signature2020 leaves %s unsigned, so it must not be there',
    async (member) => {
      const [document, proof] = await badgeOf(key.did, key.id, { suite: 'Ed25519Signature2020' })
      expect(await aspects(document, proof)).toEqual(allPassed)
      expect(await aspects(document, { ...proof, [member]: 'x' })).toEqual({
        ...allSkipped,
        'proof.signature': 'failed ERR_PROOF_MALFORMED',
      })
    },
  )
})

describe('formats', () => {
  test.each<[string, JsonObject]>([
    ['an unknown type', { type: 'RsaSignature2018' }],
    ['an unknown cryptosuite', { cryptosuite: 'eddsa-rdf-2022' }],
    ['a cryptosuite in other letters', { cryptosuite: 'EdDSA-rdfc-2022' }],
  ])('%s is not supported: nothing can be said', async (_, change) => {
    const outcome = await verify(signed, { ...goodProof, ...change })
    expect(outcome.supported).toBe(false)
    expect(outcome.report.status).toBe('indeterminate')
    expect(await aspects(signed, { ...goodProof, ...change })).toEqual({
      ...allSkipped,
      'proof.signature': 'indeterminate ERR_SUITE_UNSUPPORTED',
    })
  })

  test('eddsa-2022, the earlier name, is read; renaming the suite of a proof is noticed', async () => {
    expect(await aspects(signed, { ...goodProof, cryptosuite: 'eddsa-2022' })).toEqual({
      ...allPassed,
      'proof.signature': 'failed ERR_PROOF_INVALID',
    })
    const { proofValue: _, ...unsigned } = goodProof
    const old = { ...unsigned, cryptosuite: 'eddsa-2022' }
    const { signedBytes } = await traceProof(signed, old, { documentLoader: createDocumentLoader() })
    const proofValue = multibaseEncode(await key.sign({ data: signedBytes }))
    expect(await aspects(signed, { ...old, proofValue })).toEqual(allPassed)
  })

  test('without the context of its format a proof has no defined terms', async () => {
    const [document, proof] = await badgeOf(key.did, key.id, { suite: 'Ed25519Signature2020' })
    const contexts = (document['@context'] as string[]).slice(0, -1)
    expect(await aspects({ ...document, '@context': contexts }, proof)).toMatchObject({
      'proof.signature': 'failed ERR_TERM_UNDEFINED',
    })
  })
})

const otherKey = (await testKey(8)).did.slice('did:key:'.length)
const p256Key = (await generateKeyPair({ type: 'P-256' })).did.slice('did:key:'.length)
const webBadge = await badgeOf('did:web:acme.example', 'did:web:acme.example#key-1')

describe('keys', () => {
  const issuer = 'did:web:acme.example'
  const method = `${issuer}#key-1`
  const url = 'https://acme.example/.well-known/did.json'
  const [document, proof] = webBadge
  const did = (
    more: JsonObject = {},
    relationships: JsonObject = { assertionMethod: [method] },
  ): Record<string, JsonObject> => ({
    [url]: {
      id: issuer,
      verificationMethod: [
        { id: method, type: 'Multikey', controller: issuer, publicKeyMultibase: multibase, ...more },
      ],
      ...relationships,
    },
  })

  test.each<[string, Record<string, JsonObject>, Partial<Record<ProofAspect, string>>]>([
    ['listed for assertions', did(), {}],
    [
      'out of reach',
      {},
      {
        'proof.key': 'indeterminate ERR_DOCUMENT_UNAVAILABLE',
        'proof.signature': 'skipped',
        'issuer.binding': 'skipped',
      },
    ],
    [
      'not in its document',
      { [url]: { id: issuer } },
      { 'proof.key': 'failed ERR_KEY_NOT_FOUND', 'proof.signature': 'skipped', 'issuer.binding': 'skipped' },
    ],
    [
      'listed for authentication only',
      did({}, { authentication: [method] }),
      { 'proof.key': 'failed ERR_KEY_RELATIONSHIP' },
    ],
    ['listed for nothing', did({}, {}), { 'proof.key': 'failed ERR_KEY_RELATIONSHIP' }],
    [
      'revoked before the proof was made',
      did({ revoked: '2026-01-01T00:00:00Z' }),
      { 'proof.key': 'failed ERR_KEY_REVOKED' },
    ],
    [
      'revoked after the proof was made',
      did({ revoked: '2026-02-03T04:05:06Z' }),
      { 'proof.key': 'failed ERR_KEY_REVOKED' },
    ],
    ['revoked at an unreadable time', did({ revoked: true }), { 'proof.key': 'failed ERR_KEY_REVOKED' }],
    ['to be revoked', did({ revoked: '2027-01-01T00:00:00Z' }), {}],
    ['expired', did({ expires: '2026-02-01T00:00:00Z' }), { 'proof.key': 'failed ERR_KEY_EXPIRED' }],
    ['not expired yet', did({ expires: '2026-03-01T00:00:00Z' }), {}],
    [
      'another key under the same name',
      did({ publicKeyMultibase: otherKey }),
      { 'proof.signature': 'failed ERR_PROOF_INVALID' },
    ],
    [
      'of another type',
      did({ publicKeyMultibase: p256Key }),
      { 'proof.key': 'failed ERR_KEY_UNSUPPORTED', 'proof.signature': 'skipped' },
    ],
  ])('%s', async (_, documents, different) => {
    expect(await aspects(document, proof, { documents })).toEqual({ ...allPassed, ...different })
  })
})

describe('issuer.binding', () => {
  const university = 'https://university.example'

  test('a key that only the badge vouches for leaves the issuer open', async () => {
    const [document, proof] = await badgeOf(university, `${university}#${multibase}`)
    expect(await aspects(document, proof)).toEqual({
      ...allPassed,
      'issuer.binding': 'indeterminate ERR_KEY_SELF_ASSERTED',
    })
    expect(await aspects(document, proof, { acceptSelfAssertedKeys: true })).toEqual(allPassed)
    const { bytes } = decodeMultikey(multibase)
    const jwks = { keys: [{ kty: 'OKP', crv: 'Ed25519', x: base64urlEncode(bytes) }] }
    expect(await aspects(document, proof, { documents: { [`${university}/.well-known/jwks.json`]: jwks } })).toEqual(
      allPassed,
    )
  })

  test('a key of somebody else fails, whoever accepts what', async () => {
    const forged = { ...sampleBadge(university) }
    const [document, proof] = await badgeOf(university, `https://evil.example#${multibase}`)
    expect(document.issuer).toEqual(forged.issuer)
    for (const acceptSelfAssertedKeys of [false, true]) {
      expect(await aspects(document, proof, { acceptSelfAssertedKeys })).toEqual({
        ...allPassed,
        'issuer.binding': 'failed ERR_ISSUER_MISMATCH',
      })
    }
  })

  test('the issuer’s own document may list a key of another name', async () => {
    const controlled = { id: key.id, type: key.type, controller: university, sign: key.sign }
    const document = (await signCredential(sampleBadge(university), controlled, { now })) as unknown as JsonObject
    const [proof = {}] = [document.proof].flat() as JsonObject[]
    expect(await aspects(document, proof)).toMatchObject({ 'issuer.binding': 'indeterminate ERR_KEY_SELF_ASSERTED' })
    const documents = { [university]: { id: university, assertionMethod: [key.id] } }
    expect(await aspects(document, proof, { documents })).toEqual(allPassed)
  })

  test.each<[string, JsonValue | undefined]>([
    ['no issuer', undefined],
    ['a number', 7],
    ['a list', [key.did]],
    ['an object without id', { type: 'Profile', name: 'x' }],
  ])('%s', async (_, issuer) => {
    const document = { ...signed, issuer } as JsonObject
    expect(await aspects(document)).toMatchObject({ 'issuer.binding': 'failed ERR_ISSUER_MISMATCH' })
  })
})

const boundBadge = await badgeOf(key.did, key.id, {
  domain: 'lms.example',
  challenge: 'c1',
  expires: '2026-03-01T00:00:00Z',
})

describe('purpose, domain, challenge and time', () => {
  const [document, proof] = boundBadge

  test.each<[string, Partial<VerifyProofOptions>, Partial<Record<ProofAspect, string>>]>([
    ['as expected', { domain: 'lms.example', challenge: 'c1' }, {}],
    ['nothing expected', {}, {}],
    ['another domain', { domain: 'evil.example' }, { 'proof.purpose': 'failed ERR_PROOF_PURPOSE' }],
    ['another challenge', { challenge: 'c2' }, { 'proof.purpose': 'failed ERR_PROOF_PURPOSE' }],
    ['at its end', { now: new Date('2026-03-01T00:00:00Z') }, { 'proof.validity': 'failed ERR_PROOF_TIME' }],
    ['at its end, clocks differing', { now: new Date('2026-03-01T00:00:00Z'), clockSkewSeconds: 1 }, {}],
    ['before it was made', { now: new Date('2026-02-03T04:05:05Z') }, { 'proof.validity': 'failed ERR_PROOF_TIME' }],
    ['before it was made, clocks differing', { now: new Date('2026-02-03T04:05:05Z'), clockSkewSeconds: 1 }, {}],
  ])('%s', async (_, options, different) => {
    expect(await aspects(document, proof, options)).toEqual({ ...allPassed, ...different })
  })

  test('a proof for authentication is none for an assertion', async () => {
    const outcome = await aspects(signed, { ...goodProof, proofPurpose: 'authentication' })
    expect(outcome).toMatchObject({
      'proof.purpose': 'failed ERR_PROOF_PURPOSE',
      'proof.signature': 'failed ERR_PROOF_INVALID',
    })
  })

  test('a challenge is missed where the proof has none', async () => {
    expect(await aspects(signed, goodProof, { challenge: 'c1', domain: 'x' })).toEqual({
      ...allPassed,
      'proof.purpose': 'failed ERR_PROOF_PURPOSE ERR_PROOF_PURPOSE',
    })
  })
})

describe('hostile input', () => {
  test('a loader that breaks leaves the key open', async () => {
    const documentLoader = async () => {
      throw new Error('ECONNRESET')
    }
    const proof = { ...goodProof, verificationMethod: 'did:web:acme.example#key-1' }
    expect(await aspects(signed, proof, { documentLoader })).toMatchObject({
      'proof.key': 'indeterminate ERR_DOCUMENT_UNAVAILABLE',
    })
  })

  test('a context that is not to be had leaves the signature open', async () => {
    const document = { ...signed, '@context': [...(signed['@context'] as string[]), 'https://evil.example/context'] }
    expect(await aspects(document)).toMatchObject({ 'proof.signature': 'indeterminate ERR_CONTEXT_UNAVAILABLE' })
  })

  const values: readonly JsonValue[] = [null, 7, true, '', 'x', [], {}, [[]], [goodProof], { type: [] }]

  test('wrong values in every member of a proof fail, and nothing throws', async () => {
    for (const member of Object.keys(goodProof)) {
      for (const value of values) {
        const outcome = await verify(signed, { ...goodProof, [member]: value })
        expect(outcome.report.status, `${member}: ${JSON.stringify(value)}`).not.toBe('passed')
      }
    }
  })

  test('wrong values in every member of the document fail, and nothing throws', async () => {
    for (const member of Object.keys(signed).filter((name) => name !== 'proof')) {
      for (const value of values) {
        const { report } = await verify({ ...signed, [member]: value })
        expect(report.status, `${member}: ${JSON.stringify(value)}`).not.toBe('passed')
      }
    }
  })
})
