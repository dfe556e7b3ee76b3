import { describe, expect, test } from 'vitest'
import { isBadgeError } from '../../src/errors.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { createDocumentLoader } from '../../src/loader/index.js'
import { signCredential, suiteNames, traceProof, verifyProof } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import type { Signer } from '../../src/types/keys.js'
import type { SuiteName } from '../../src/types/proof.js'
import { sampleBadge, testKey } from '../support/badge.js'
import { codeOf } from '../support/codes.js'

const key = await testKey()
const badge = sampleBadge(key.did)
const now = new Date('2026-02-03T04:05:06.789Z')
const documentLoader = createDocumentLoader()
const proofsOf = (document: object) => [(document as JsonObject).proof].flat() as JsonObject[]
const signerOf = (sign: unknown): Signer => ({
  id: key.id,
  controller: key.did,
  type: 'Ed25519',
  sign: sign as Signer['sign'],
})

async function statuses(document: object) {
  const outcomes = await Promise.all(
    proofsOf(document).map((proof) => verifyProof(document as JsonObject, proof, { documentLoader, now })),
  )
  return outcomes.map((outcome) => outcome.report.status)
}

describe('signCredential', () => {
  test.each<[SuiteName, string, string | undefined]>([
    ['eddsa-rdfc-2022', 'DataIntegrityProof', 'eddsa-rdfc-2022'],
    ['Ed25519Signature2020', 'Ed25519Signature2020', undefined],
  ])('%s on data model 2.0', async (suite, type, cryptosuite) => {
    const signed = await signCredential(badge, key, { suite, now })
    expect(proofsOf(signed)).toEqual([
      {
        type,
        ...(cryptosuite === undefined ? {} : { cryptosuite }),
        created: '2026-02-03T04:05:06Z',
        verificationMethod: key.id,
        proofPurpose: 'assertionMethod',
        proofValue: expect.stringMatching(/^z[1-9A-HJ-NP-Za-km-z]{80,90}$/),
      },
    ])
    expect(await statuses(signed)).toEqual(['passed'])
  })

  test('eddsa-rdfc-2022 is the default, and the badge is otherwise as it was', async () => {
    const { proof, ...rest } = await signCredential(badge, key, { now })
    expect(rest).toEqual(badge)
    expect(proof).toMatchObject({ cryptosuite: 'eddsa-rdfc-2022' })
    expect(suiteNames[0]).toBe('eddsa-rdfc-2022')
  })

  test('a proof set: each proof covers the document without the others', async () => {
    const suite: SuiteName[] = ['eddsa-rdfc-2022', 'Ed25519Signature2020']
    const signed = await signCredential(badge, key, { suite, now })
    expect(proofsOf(signed).map((proof) => proof.type)).toEqual(['DataIntegrityProof', 'Ed25519Signature2020'])
    expect(await statuses(signed)).toEqual(['passed', 'passed'])
    const [first] = proofsOf(signed)
    expect(await statuses({ ...signed, proof: [first] })).toEqual(['passed'])
    const twice = await signCredential(badge, key, { suite: ['eddsa-rdfc-2022', 'eddsa-rdfc-2022'], now })
    expect(proofsOf(twice)).toHaveLength(1)
  })

  test.each<[SuiteName | SuiteName[], string[], string[]]>([
    ['eddsa-rdfc-2022', [], ['https://w3id.org/security/data-integrity/v2']],
    ['eddsa-rdfc-2022', ['https://w3id.org/security/data-integrity/v1'], []],
    ['eddsa-rdfc-2022', ['https://w3id.org/security/data-integrity/v2'], []],
    ['Ed25519Signature2020', [], ['https://w3id.org/security/suites/ed25519-2020/v1']],
    ['Ed25519Signature2020', ['https://w3id.org/security/suites/ed25519-2020/v1'], []],
    [
      ['Ed25519Signature2020', 'eddsa-rdfc-2022'],
      [],
      ['https://w3id.org/security/suites/ed25519-2020/v1', 'https://w3id.org/security/data-integrity/v2'],
    ],
  ])('%j on data model 1.1 with %j gets %j', async (suite, given, added) => {
    const contexts = ['https://www.w3.org/2018/credentials/v1', ...given]
    const credential = {
      '@context': contexts,
      type: ['VerifiableCredential'],
      issuer: key.did,
      issuanceDate: '2026-01-01T00:00:00Z',
      credentialSubject: { id: 'did:example:kim' },
    }
    const signed = await signCredential(credential, key, { suite, now })
    expect(signed['@context']).toEqual([...contexts, ...added])
    expect(new Set(await statuses(signed))).toEqual(new Set(['passed']))
    expect(credential['@context']).toBe(contexts)
  })

  test('any Verifiable Credential is signed, with one context as text too', async () => {
    const credential = {
      '@context': 'https://www.w3.org/ns/credentials/v2',
      type: 'VerifiableCredential',
      issuer: key.did,
      credentialSubject: { id: 'did:example:kim' },
    }
    expect(await statuses(await signCredential(credential, key, { now }))).toEqual(['passed'])
  })

  test('the input stays untouched, frozen or not, and the result is frozen through and through', async () => {
    const before = JSON.stringify(badge)
    const frozen = deepFrozen(structuredClone(badge))
    const first = await signCredential(badge, key, { now })
    const second = await signCredential(frozen, key, { now })
    expect(JSON.stringify(badge)).toBe(before)
    expect(JSON.stringify(frozen)).toBe(before)
    expect(second).toEqual(first)
    expect(Object.isFrozen(first)).toBe(true)
    expect(Object.isFrozen(proofsOf(first)[0])).toBe(true)
    expect(Object.isFrozen(first.credentialSubject.achievement)).toBe(true)
  })

  test('expires, domain and challenge are part of what is signed', async () => {
    const signed = await signCredential(badge, key, {
      now,
      created: '2026-02-03T05:05:06.500+01:00',
      expires: new Date('2027-01-01T00:00:00Z'),
      domain: 'lms.example',
      challenge: 'c1',
    })
    const [proof = {}] = proofsOf(signed)
    expect(proof).toMatchObject({
      created: '2026-02-03T04:05:06Z',
      expires: '2027-01-01T00:00:00Z',
      domain: 'lms.example',
      challenge: 'c1',
    })
    expect(await statuses(signed)).toEqual(['passed'])
    for (const member of ['created', 'expires', 'domain', 'challenge']) {
      const { [member]: _, ...without } = proof
      expect(await statuses({ ...signed, proof: [without] }), member).toEqual(['failed'])
    }
  })

  test('what the signer gets is the trace’s bytes', async () => {
    const seen: Uint8Array[] = []
    const recording = signerOf(({ data }: { data: Uint8Array }) => {
      seen.push(data)
      return key.sign({ data })
    })
    const signed = await signCredential(badge, recording, { now })
    const [proof = {}] = proofsOf(signed)
    const trace = await traceProof(signed, proof, { documentLoader })
    expect(seen.map((data) => [...data])).toEqual([[...trace.signedBytes]])
    expect(trace.signedBytes).toHaveLength(64)
  })
})

describe('signCredential refuses', () => {
  const unsigned = (more: object) => ({ ...badge, ...more })

  test.each<[string, () => unknown, string]>([
    [
      'what is signed already',
      async () => signCredential(await signCredential(badge, key), key),
      'ERR_SIGN_ALREADY_SIGNED',
    ],
    ['an empty proof', () => signCredential(unsigned({ proof: [] }), key), 'ERR_SIGN_ALREADY_SIGNED'],
    ['text', () => signCredential('{}' as never, key), 'ERR_ARGUMENT_INVALID'],
    ['an array', () => signCredential([badge], key), 'ERR_ARGUMENT_INVALID'],
    ['a date inside', () => signCredential(unsigned({ name: new Date() }), key), 'ERR_JSON_INVALID'],
    ['an unknown suite', () => signCredential(badge, key, { suite: 'x' as never }), 'ERR_SUITE_UNSUPPORTED'],
    ['no suite', () => signCredential(badge, key, { suite: [] }), 'ERR_ARGUMENT_INVALID'],
    ['a created time that is none', () => signCredential(badge, key, { created: 'today' }), 'ERR_ARGUMENT_INVALID'],
    ['an invalid date', () => signCredential(badge, key, { created: new Date('x') }), 'ERR_ARGUMENT_INVALID'],
    ['an expiry that is none', () => signCredential(badge, key, { expires: '2026-01-01' }), 'ERR_ARGUMENT_INVALID'],
    [
      'a method that is no URL',
      () => signCredential(badge, key, { verificationMethod: '#key' }),
      'ERR_ARGUMENT_INVALID',
    ],
    [
      'a key without an id',
      () => signCredential(badge, { ...signerOf(key.sign), id: undefined as never }),
      'ERR_ARGUMENT_INVALID',
    ],
    [
      'an unknown context',
      () =>
        signCredential(unsigned({ '@context': ['https://www.w3.org/ns/credentials/v2', 'https://a.example/'] }), key),
      'ERR_CONTEXT_UNAVAILABLE',
    ],
    ['a value without an RDF form', () => signCredential(unsigned({ id: 'relative' }), key), 'ERR_RDF_INVALID'],
    ['no issuer', () => signCredential(unsigned({ issuer: undefined }), key), 'ERR_MODEL_INVALID'],
    [
      'a presentation',
      () => signCredential({ '@context': badge['@context'], type: ['VerifiablePresentation'], holder: key.did }, key),
      'ERR_MODEL_INVALID',
    ],
    ['no subject', () => signCredential(unsigned({ credentialSubject: undefined }), key), 'ERR_MODEL_INVALID'],
    [
      'no data model',
      () => signCredential({ ...badge, '@context': [{ '@vocab': 'urn:x:' }] }, key),
      'ERR_MODEL_INVALID',
    ],
    [
      'data model 1.1 without a date',
      () =>
        signCredential({ '@context': ['https://www.w3.org/2018/credentials/v1'], type: ['VerifiableCredential'] }, key),
      'ERR_MODEL_INVALID',
    ],
    [
      'a signer that throws',
      () =>
        signCredential(
          badge,
          signerOf(() => Promise.reject(new Error('HSM'))),
        ),
      'ERR_SIGN_FAILED',
    ],
    [
      'a signer that returns text',
      () =>
        signCredential(
          badge,
          signerOf(async () => 'x'),
        ),
      'ERR_SIGN_FAILED',
    ],
    [
      'a signer that returns too little',
      () =>
        signCredential(
          badge,
          signerOf(async () => new Uint8Array(63)),
        ),
      'ERR_SIGN_FAILED',
    ],
  ])('%s', async (_, run, code) => {
    expect(await codeOf(run)).toBe(code)
  })

  test('a key of another type', async () => {
    const rsa = await generateKeyPair({ type: 'RSA' })
    expect(await codeOf(() => signCredential(sampleBadge(rsa.did), rsa))).toBe('ERR_SUITE_UNSUPPORTED')
  })

  test('undefined terms, all at once, with their places', async () => {
    const spoiled = unsigned({ colour: 'red', type: ['VerifiableCredential', 'OpenBadgeCredential', 'Medal'] })
    const error: unknown = await signCredential(spoiled, key).catch((thrown: unknown) => thrown)
    if (!isBadgeError(error, 'ERR_TERM_UNDEFINED')) throw error
    expect(error.problems?.map(({ code, pointer }) => [code, pointer]).toSorted()).toEqual([
      ['ERR_TERM_UNDEFINED', '/colour'],
      ['ERR_TERM_UNDEFINED', '/type/2'],
    ])
    expect(error.pointer).toBe(error.problems?.[0]?.pointer)
  })
})

describe('signCredential and the issuer', () => {
  const other = 'did:web:acme.example'
  const sign = (issuer: unknown, options: object, signer: Signer = key) =>
    codeOf(() => signCredential({ ...badge, issuer }, signer, { now, ...options }))

  test.each<[string, unknown, object, string]>([
    ['the key’s own DID', key.did, {}, 'no error'],
    ['an object with the key’s own DID', { id: key.did, type: 'Profile', name: 'x' }, {}, 'no error'],
    ['another DID', other, {}, 'ERR_SIGN_ISSUER_MISMATCH'],
    ['an https issuer with a did:key', 'https://acme.example/issuer', {}, 'ERR_SIGN_ISSUER_MISMATCH'],
    ['another DID that lists the key', other, { verificationMethod: `${other}#key-1` }, 'no error'],
    [
      'a method of a third DID',
      other,
      { verificationMethod: 'did:web:evil.example#key-1' },
      'ERR_SIGN_ISSUER_MISMATCH',
    ],
    [
      'an https issuer with its key document',
      'https://acme.example/issuer',
      { verificationMethod: 'https://acme.example/keys/1' },
      'no error',
    ],
    [
      'an https issuer with the key in the fragment (1EdTech)',
      'https://acme.example/issuer',
      { verificationMethod: `https://acme.example/issuer#${key.id.split('#')[1]}` },
      'no error',
    ],
  ])('%s', async (_, issuer, options, code) => {
    expect(await sign(issuer, options)).toBe(code)
  })

  test('a key that names the issuer as its controller is believed', async () => {
    const controlled = {
      ...signerOf((input: { data: Uint8Array }) => key.sign(input)),
      controller: 'https://acme.example/issuer',
    }
    expect(await sign('https://acme.example/issuer', {}, controlled)).toBe('no error')
  })
})

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFrozen)
    Object.freeze(value)
  }
  return value
}
