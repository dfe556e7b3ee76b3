import { describe, expect, test } from 'vitest'
import { addProof, signCredential, signCredentialAsJwt } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import type { KeyPair, Signer } from '../../src/types/keys.js'
import { type VerifyOptions, verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'
import { codeOf } from '../support/codes.js'
import { claimsOf, compactJws } from '../support/jwt.js'

/** VC Data Integrity 1.0 §2.1: a proof set holds proofs of several parties, of which one is the issuer's. */
const now = '2026-06-01T00:00:00Z'
const created = '2026-02-01T00:00:00Z'
const issuer = await testKey()
const notary = await testKey(8)
const university = 'https://university.example/registry'
const notaryDid = 'did:web:notary.example'

const copy = <T>(value: T): JsonObject => JSON.parse(JSON.stringify(value))
const named = (key: KeyPair, id: string, controller: string): Signer => ({
  id,
  controller,
  type: key.type,
  sign: key.sign,
})
const multibase = (key: KeyPair): string => key.did.slice('did:key:'.length)
const controllerDocument = (id: string, key: KeyPair): JsonObject => ({
  '@context': ['https://www.w3.org/ns/did/v1'],
  id,
  verificationMethod: [{ id: `${id}#key-1`, type: 'Multikey', controller: id, publicKeyMultibase: multibase(key) }],
  assertionMethod: [`${id}#key-1`],
})
const notaryKey = named(notary, `${notaryDid}#key-1`, notaryDid)
const notaryDocuments = { 'https://notary.example/.well-known/did.json': controllerDocument(notaryDid, notary) }

const signed = copy(
  await signCredential(sampleBadge(issuer.did), issuer, { now, created, proofId: 'urn:uuid:the-issuers' }),
)
const add = async (key: Signer, options = {}, badge = signed): Promise<JsonObject> =>
  copy(await addProof(badge, key, { now, created, ...options }))
const change = (badge: JsonObject, edit: (badge: JsonObject & { proof: JsonObject[] }) => void): JsonObject => {
  const changed = copy(badge)
  edit(changed as JsonObject & { proof: JsonObject[] })
  return changed
}

async function judge(badge: unknown, options: VerifyOptions = {}) {
  const result = await verifyCredential(badge, { now, ...options })
  return {
    outcome: result.outcome,
    codes: [...new Set(result.problems.map(({ code }) => code))],
    by: result.proofs.map(({ by, party, status }) => [by, party, status].filter(Boolean).join(' ')),
    warned: result.checks.find(({ id }) => id === 'issuer.binding')?.warnings.map(({ code }) => code),
    issuer: result.issuer?.id,
    trusted: result.trusted,
  }
}

const byStranger = await add(notary)
const byNotary = await add(notaryKey)
const asUniversity = await add(named(notary, `${university}#${multibase(notary)}`, university))

describe('a further proof that holds', () => {
  const sound = { outcome: 'verified', codes: [], issuer: issuer.did, trusted: false }

  test('of a stranger names nobody', async () => {
    expect(await judge(byStranger, { trust: [notary.did] })).toEqual({
      ...sound,
      codes: ['ERR_ISSUER_UNTRUSTED'],
      by: ['issuer passed', 'other passed'],
      warned: ['ERR_KEY_SELF_ASSERTED'],
    })
  })

  test('of a notary is named by the document of the notary', async () => {
    const by = ['issuer passed', `other ${notaryDid} passed`]
    expect(await judge(byNotary, { documents: notaryDocuments })).toEqual({ ...sound, by, warned: [] })
  })

  test('of somebody who calls himself a university is not named so, until the university lists the key', async () => {
    expect(await judge(asUniversity, { trust: [university] })).toMatchObject({
      outcome: 'verified',
      trusted: false,
      issuer: issuer.did,
      by: ['issuer passed', 'other passed'],
      warned: ['ERR_KEY_SELF_ASSERTED'],
    })
    const listed = copy(controllerDocument(university, notary))
    listed.assertionMethod = [`${university}#${multibase(notary)}`]
    listed.verificationMethod = [
      { id: `${university}#${multibase(notary)}`, type: 'Multikey', publicKeyMultibase: multibase(notary) },
    ]
    expect(await judge(asUniversity, { documents: { [university]: listed } })).toMatchObject({
      outcome: 'verified',
      by: ['issuer passed', `other ${university} passed`],
      warned: [],
    })
  })

  test('may cover the proof of the issuer, and then falls with it', async () => {
    const chain = await add(notary, { previousProof: 'urn:uuid:the-issuers' })
    expect(await judge(chain)).toMatchObject({ outcome: 'verified', by: ['issuer passed', 'other passed'] })
    const without = change(chain, (badge) => badge.proof.shift())
    expect(await judge(without)).toMatchObject({ outcome: 'failed' })
  })

  test('may come first, and be made beside one of the issuer’s', async () => {
    const turned = change(byStranger, (badge) => badge.proof.reverse())
    expect(await judge(turned)).toMatchObject({ outcome: 'verified', by: ['other passed', 'issuer passed'] })
    const third = await add(issuer, { suite: 'eddsa-jcs-2022' }, byStranger)
    expect(await judge(third)).toMatchObject({
      outcome: 'verified',
      by: ['issuer passed', 'other passed', 'issuer passed'],
    })
  })
})

describe('a further proof that does not hold', () => {
  test.each<[string, () => JsonObject | Promise<JsonObject>, string, string[], VerifyOptions?]>([
    [
      'the issuer’s proof removed',
      () => change(byStranger, (badge) => badge.proof.shift()),
      'failed',
      ['ERR_ISSUER_MISMATCH'],
    ],
    [
      'the issuer’s proof removed beside that of a notary',
      () => change(byNotary, (badge) => badge.proof.shift()),
      'failed',
      ['ERR_ISSUER_MISMATCH'],
      { documents: notaryDocuments },
    ],
    [
      'it has expired',
      () => add(notary, { created, expires: '2026-03-01T00:00:00Z', now: created }),
      'failed',
      ['ERR_PROOF_TIME'],
    ],
    [
      'it is over something else',
      () =>
        change(byStranger, ({ proof: [, second] }) => {
          if (second !== undefined) second.created = '2026-02-02T00:00:00Z'
        }),
      'failed',
      ['ERR_PROOF_INVALID'],
    ],
    [
      'the badge was altered and only the stranger signed again',
      async () => {
        const altered = change(signed, (badge) => {
          badge.name = 'Doctor of Medicine'
        })
        return add(notary, {}, altered)
      },
      'failed',
      ['ERR_PROOF_INVALID'],
    ],
    ['its key is out of reach', () => byNotary, 'indeterminate', ['ERR_DOCUMENT_UNAVAILABLE']],
    [
      'its key is revoked',
      () => byNotary,
      'failed',
      ['ERR_KEY_REVOKED'],
      {
        documents: {
          'https://notary.example/.well-known/did.json': {
            ...controllerDocument(notaryDid, notary),
            verificationMethod: [
              {
                id: `${notaryDid}#key-1`,
                type: 'Multikey',
                controller: notaryDid,
                publicKeyMultibase: multibase(notary),
                revoked: '2026-03-01T00:00:00Z',
              },
            ],
          },
        },
      },
    ],
    [
      'the proof of the issuer is broken beside a sound one',
      () =>
        change(byStranger, ({ proof: [first] }) => {
          if (first !== undefined) first.created = '2026-02-02T00:00:00Z'
        }),
      'failed',
      ['ERR_PROOF_INVALID'],
    ],
  ])('%s', async (_, make, outcome, codes, options) => {
    expect(await judge(await make(), options)).toMatchObject({ outcome, codes })
  })
})

describe('a proof of a format that is not known here (Data Integrity 1.0 §4.5: all of a set are verified)', () => {
  const foreign = { created, proofPurpose: 'assertionMethod', verificationMethod: notary.id, proofValue: 'z3' }
  const formats = [
    ['a type', { ...foreign, type: 'FooSignature' }],
    ['a type alone', { type: 'FooSignature' }],
    ['a cryptosuite', { ...foreign, type: 'DataIntegrityProof', cryptosuite: 'foo-2030' }],
  ] as const
  const withProof = (proof: unknown): JsonObject => copy({ ...signed, proof })

  test.each(formats)('%s: beside the issuer’s it leaves the badge open, in its place', async (_, unknown) => {
    for (const [proof, pointer] of [
      [[signed.proof, unknown], '/proof/1'],
      [[unknown, signed.proof], '/proof/0'],
    ] as const) {
      const result = await verifyCredential(withProof(proof), { now })
      const found = result.problems.map(({ code, pointer: at }) => [code, at])
      expect([result.outcome, result.facts.authentic, found]).toEqual([
        'indeterminate',
        null,
        [['ERR_SUITE_UNSUPPORTED', pointer]],
      ])
    }
  })

  test.each(formats)('%s: it takes the place of none, and mends none', async (_, unknown) => {
    const alone = await verifyCredential(withProof(unknown), { now })
    expect([alone.outcome, alone.problems.map(({ code }) => code)]).toEqual([
      'indeterminate',
      ['ERR_SUITE_UNSUPPORTED'],
    ])
    const broken = withProof([{ ...(signed.proof as JsonObject), created: '2026-02-02T00:00:00Z' }, unknown])
    expect((await verifyCredential(broken, { now })).outcome).toBe('failed')
  })
})

describe('a proof that is nearly one', () => {
  const proof = signed.proof as JsonObject
  test.each<[string, JsonObject, string, string, RegExp]>([
    [
      'a cryptosuite with two digits exchanged',
      { ...proof, cryptosuite: 'eddsa-rdfc-2202' },
      'indeterminate',
      '/proof',
      /"eddsa-rdfc-2022" is near/,
    ],
    [
      'a type in small letters',
      { ...proof, type: 'dataIntegrityProof' },
      'indeterminate',
      '/proof',
      /"DataIntegrityProof" is near/,
    ],
    ['an empty one', {}, 'failed', '/proof', /empty/],
    ['made at a time in words', { ...proof, created: 'yesterday' }, 'failed', '/proof/created', /time/],
  ])('%s is named', async (_, near, outcome, pointer, words) => {
    const result = await verifyCredential(copy({ ...signed, proof: near }), { now })
    expect(result.outcome).toBe(outcome)
    const found = result.problems.filter((each) => each.pointer === pointer).map(({ detail }) => detail)
    expect(found.some((detail) => words.test(detail))).toBe(true)
  })
})

describe('a JWT around a badge with a proof of the issuer', () => {
  test.each<[string, string, KeyPair, string, string[]]>([
    ['by the issuer', 'EdDSA', issuer, 'verified', []],
    ['by a stranger', 'EdDSA', notary, 'failed', ['ERR_ISSUER_MISMATCH']],
    ['by an algorithm that is not supported', 'ES256K', notary, 'indeterminate', ['ERR_SUITE_UNSUPPORTED']],
  ])('%s', async (_, alg, key, outcome, codes) => {
    const jwt = await compactJws({ alg, typ: 'JWT', kid: key.id }, { ...signed, ...claimsOf(signed) }, key)
    expect(await judge(jwt)).toMatchObject({ outcome, codes })
  })
})

describe('the keys of others', () => {
  const asked: string[] = []
  const fetch = async (url: string | URL | Request): Promise<Response> => {
    asked.push(String(url))
    return new Response('{}', { status: 404 })
  }
  const others = (count: number): Promise<JsonObject> =>
    Array.from({ length: count }, (_, i) => `did:web:n${i}.example`).reduce(
      async (badge, id) => add(named(notary, `${id}#k`, id), {}, await badge),
      Promise.resolve(signed),
    )

  test('are looked up in few documents, and a proof beyond them leaves the badge undecided', async () => {
    asked.length = 0
    const result = await judge(await others(6), { fetch })
    expect(result.outcome).toBe('indeterminate')
    expect(result.codes).toEqual(['ERR_FETCH_FAILED', 'ERR_LIMIT_EXCEEDED'])
    expect(new Set(asked).size).toBe(4)
  })

  test('are not asked for where a proof of the issuer has failed', async () => {
    asked.length = 0
    const broken = change(await others(1), ({ proof: [first] }) => {
      if (first !== undefined) first.created = '2026-02-02T00:00:00Z'
    })
    expect(await judge(broken, { fetch })).toMatchObject({ outcome: 'failed', codes: ['ERR_PROOF_INVALID'] })
    expect(asked).toEqual([])
  })
})

describe('an https issuer with a did:key', () => {
  const school = 'https://school.example/issuers/1'
  const make = async (): Promise<JsonObject> =>
    copy(await signCredential(sampleBadge(school), named(issuer, issuer.id, school), { now, created }))
  const lists = (relationship: string): JsonObject => ({
    id: school,
    verificationMethod: [
      { id: issuer.id, type: 'Multikey', controller: issuer.did, publicKeyMultibase: multibase(issuer) },
    ],
    [relationship]: [issuer.id],
  })

  test.each<[string, VerifyOptions, string, string[]]>([
    ['nothing of the issuer is at hand', {}, 'indeterminate', ['ERR_KEY_SELF_ASSERTED']],
    ['its document lists the key', { documents: { [school]: lists('assertionMethod') } }, 'verified', []],
    [
      'its document lists it for something else',
      { documents: { [school]: lists('keyAgreement') } },
      'failed',
      ['ERR_ISSUER_MISMATCH'],
    ],
    [
      'its document lists another key',
      { documents: { [school]: controllerDocument(school, notary) } },
      'failed',
      ['ERR_ISSUER_MISMATCH'],
    ],
  ])('%s', async (_, options, outcome, codes) => {
    expect(await judge(await make(), options)).toMatchObject({ outcome, codes })
  })

  test('as a JWT too', async () => {
    const jwt = await signCredentialAsJwt(sampleBadge(school), named(issuer, issuer.id, school), { now })
    expect(await judge(jwt)).toMatchObject({ outcome: 'indeterminate', codes: ['ERR_KEY_SELF_ASSERTED'] })
    const documents = { [school]: lists('assertionMethod') }
    expect(await judge(jwt, { documents })).toMatchObject({ outcome: 'verified', codes: [] })
  })

  test('a did:key for another did:key stays a forgery', async () => {
    const forged = copy(
      await signCredential(sampleBadge(issuer.did), named(notary, notary.id, issuer.did), { now, created }),
    )
    expect(await judge(forged)).toMatchObject({ outcome: 'failed', codes: ['ERR_ISSUER_MISMATCH'] })
  })
})

test('addProof refuses what nobody has signed, a JWT, and options that there are not', async () => {
  expect(await codeOf(() => addProof(sampleBadge(issuer.did), notary))).toBe('ERR_PROOF_MISSING')
  expect(await codeOf(() => addProof('ey.ey.sig' as never, notary))).toBe('ERR_ARGUMENT_INVALID')
  expect(await codeOf(() => addProof(signed, notary, { prevousProof: 'urn:uuid:the-issuers' } as never))).toBe(
    'ERR_ARGUMENT_INVALID',
  )
  expect(await codeOf(() => addProof(signed, notary, { previousProof: 'urn:uuid:none' }))).toBe('ERR_ARGUMENT_INVALID')
  expect(await codeOf(() => addProof(signed, notary, { now, suite: 'Ed25519Signature2020' }))).toBe(
    'ERR_SIGN_ALREADY_SIGNED',
  )
})

/**
 * VC Data Integrity 1.0 §4.5: each proof of a set is verified by the steps of §4.4, to which domain and challenge
 * belong. A receiver who asks for them wants every proof to be made for it, and none to be shown once more.
 */
describe('domain and challenge are asked of every proof', () => {
  const asked = { domain: 'lms.example', challenge: 'c7a1' }
  const issued = async (terms: object) =>
    copy(await signCredential(sampleBadge(issuer.did), issuer, { now, created, ...terms }))
  const forBoth = async (issuers: object, others: object) => add(notaryKey, others, await issued(issuers))

  test.each<[string, object, object, string]>([
    ['both proofs are made for it', asked, asked, 'verified'],
    ['the second party’s is made for nobody', asked, {}, 'failed'],
    ['the second party’s is made for another domain', asked, { ...asked, domain: 'evil.example' }, 'failed'],
    ['the second party’s answers another challenge', asked, { ...asked, challenge: 'old' }, 'failed'],
    ['the issuer’s is made for nobody', {}, asked, 'failed'],
  ])('%s', async (_name, issuers, others, outcome) => {
    const badge = await forBoth(issuers, others)
    const found = await judge(badge, { documents: notaryDocuments, ...asked })
    expect([found.outcome, found.codes]).toEqual([outcome, outcome === 'failed' ? ['ERR_PROOF_PURPOSE'] : []])
    // Not asked for, they decide nothing.
    expect((await judge(badge, { documents: notaryDocuments })).outcome).toBe('verified')
  })
})
