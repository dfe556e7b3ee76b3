import { describe, expect, test } from 'vitest'
import { proofsOf } from '../../src/badge/index.js'
import { concatBytes } from '../../src/internal/bytes.js'
import { multibaseEncode } from '../../src/internal/encoding.js'
import { sha256 } from '../../src/internal/sha256.js'
import { importKeyPair } from '../../src/keys/index.js'
import { createDocumentLoader } from '../../src/loader/index.js'
import { signCredential, verifyProof } from '../../src/proof/index.js'
import { canonicalize } from '../../src/rdf/index.js'
import type { JsonObject } from '../../src/types/json.js'
import type { SignOptions } from '../../src/types/proof.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'
import { codeOf } from '../support/codes.js'

const now = new Date('2026-02-03T04:05:06Z')
const documentLoader = createDocumentLoader()
const key = await testKey()
const second = await importKeyPair(new Uint8Array(32).fill(8))
const badge = sampleBadge(key.did)
const [one, two, three] = ['urn:uuid:1', 'urn:uuid:2', 'urn:uuid:3'] as const

const sign = async (document: object, options: SignOptions = {}): Promise<JsonObject> =>
  JSON.parse(JSON.stringify(await signCredential(document, key, { now, ...options })))

const first = await sign(badge, { proofId: one })
const set = await sign(first, { proofId: two, addToProofs: true })
const chain = await sign(set, { proofId: three, previousProof: [one, two] })

async function signatures(document: JsonObject): Promise<string[]> {
  const outcomes = await Promise.all(
    proofsOf(document).map((proof) => verifyProof(document, proof, { documentLoader, now })),
  )
  return outcomes.map(({ aspects }) => {
    const { status, problems } = aspects['proof.signature']
    return [status, ...problems.map(({ code }) => code)].join(' ')
  })
}

const passed = (count: number) => new Array(count).fill('passed')
const withProofs = (document: JsonObject, ...proofs: JsonObject[]): JsonObject =>
  JSON.parse(JSON.stringify({ ...document, proof: proofs }))
const proofAt = (document: JsonObject, i: number): JsonObject => proofsOf(document)[i] ?? {}

describe('Data Integrity 1.0 §4.3: adding proofs', () => {
  test('a proof that is added leaves the others alone and does not cover them', async () => {
    expect(proofsOf(set)).toHaveLength(2)
    expect(proofAt(set, 0)).toEqual(proofAt(first, 0))
    expect(await signatures(set)).toEqual(passed(2))
    expect(await signatures(withProofs(set, proofAt(set, 1)))).toEqual(passed(1))
    expect((await verifyCredential(set, { now })).outcome).toBe('verified')
  })

  test('a chain covers the proofs that it names', async () => {
    expect(proofAt(chain, 2).previousProof).toEqual([one, two])
    expect(await signatures(chain)).toEqual(passed(3))
    expect((await verifyCredential(chain, { now })).outcome).toBe('verified')
  })

  test('one name is text', async () => {
    const short = await sign(first, { previousProof: one })
    expect(proofAt(short, 1).previousProof).toBe(one)
    expect(await signatures(short)).toEqual(passed(2))
  })

  test('a chain of four, one after the other', async () => {
    const longer = await sign(chain, { previousProof: three })
    expect(await signatures(longer)).toEqual(passed(4))
  })

  test('a proof over JSON can end a chain', async () => {
    const end = await sign(first, { suite: 'eddsa-jcs-2022', previousProof: one })
    expect(await signatures(end)).toEqual(passed(2))
    const other = { ...proofAt(end, 0), created: '2026-02-03T04:05:05Z' }
    const forged = withProofs(end, other, proofAt(end, 1))
    expect(await signatures(forged)).toEqual(['failed ERR_PROOF_INVALID', 'failed ERR_PROOF_INVALID'])
  })

  test('Ed25519Signature2020 cannot, because its context has no word for it', async () => {
    const context = [...(badge['@context'] as string[]), 'https://w3id.org/security/suites/ed25519-2020/v1']
    const start = await sign({ ...badge, '@context': context }, { proofId: one })
    const run = () => sign(start, { suite: 'Ed25519Signature2020', previousProof: one })
    expect(await codeOf(run)).toBe('ERR_TERM_UNDEFINED')
  })

  test('what is signed is the hash of the document with the earlier proofs in it', async () => {
    const { proof: _, ...document } = chain
    const { proofValue, ...configuration } = proofAt(chain, 2)
    const secured = { ...document, proof: [proofAt(chain, 0), proofAt(chain, 1)] }
    const signed = concatBytes(
      sha256(await canonicalize({ '@context': badge['@context'], ...configuration } as JsonObject, { documentLoader })),
      sha256(await canonicalize(secured, { documentLoader })),
    )
    expect(multibaseEncode(await key.sign({ data: signed }))).toBe(proofValue)
  })

  test.each<[string, () => unknown, string]>([
    ['an unknown earlier proof', () => sign(first, { previousProof: two }), 'ERR_ARGUMENT_INVALID'],
    ['an earlier proof of nothing', () => sign(badge, { previousProof: one }), 'ERR_ARGUMENT_INVALID'],
    ['an id that is taken', () => sign(first, { proofId: one, addToProofs: true }), 'ERR_ARGUMENT_INVALID'],
    ['an id that is no URL', () => sign(badge, { proofId: 'first' }), 'ERR_ARGUMENT_INVALID'],
    [
      'one id for two proofs',
      () => sign(badge, { proofId: one, suite: ['eddsa-rdfc-2022', 'eddsa-jcs-2022'] }),
      'ERR_ARGUMENT_INVALID',
    ],
    ['a second proof unasked', () => sign(first), 'ERR_SIGN_ALREADY_SIGNED'],
    [
      'a format whose context is missing',
      () => sign(first, { suite: 'Ed25519Signature2020', addToProofs: true }),
      'ERR_SIGN_ALREADY_SIGNED',
    ],
    [
      'the seventeenth proof',
      () =>
        sign({ ...first, proof: new Array(16).fill({ ...proofAt(first, 0), id: undefined }) }, { addToProofs: true }),
      'ERR_LIMIT_EXCEEDED',
    ],
    [
      'a base proof over others',
      async () => {
        const { generateKeyPair } = await import('../../src/keys/index.js')
        const p256 = await generateKeyPair({ type: 'P-256' })
        const start = await signCredential(sampleBadge(p256.did), p256, { proofId: one, now })
        return signCredential(start, p256, { suite: 'ecdsa-sd-2023', previousProof: one, now })
      },
      'ERR_SUITE_UNSUPPORTED',
    ],
  ])('refused: %s', async (_, run, code) => {
    expect(await codeOf(run)).toBe(code)
  })
})

describe('Data Integrity 1.0 §4.5: a chain that was tampered with', () => {
  const [a, b, c] = [proofAt(chain, 0), proofAt(chain, 1), proofAt(chain, 2)]
  const forged = (proof: JsonObject) => ({ ...proof, created: '2026-02-03T04:05:05Z' })

  test.each<[string, JsonObject, string[]]>([
    ['an earlier proof taken away', withProofs(chain, a, c), ['passed', 'failed ERR_PROOF_MALFORMED']],
    ['all earlier proofs taken away', withProofs(chain, c), ['failed ERR_PROOF_MALFORMED']],
    [
      'an earlier proof forged',
      withProofs(chain, forged(a), b, c),
      ['failed ERR_PROOF_INVALID', 'passed', 'failed ERR_PROOF_INVALID'],
    ],
    [
      'an earlier proof renamed',
      withProofs(chain, { ...a, id: three }, b, { ...c, id: undefined, previousProof: [three, two] }),
      ['failed ERR_PROOF_INVALID', 'passed', 'failed ERR_PROOF_INVALID'],
    ],
    [
      'an earlier proof that waits for the last',
      withProofs(chain, { ...a, previousProof: three }, b, c),
      ['failed ERR_PROOF_MALFORMED', 'passed', 'failed ERR_PROOF_MALFORMED'],
    ],
    ['a proof that waits for itself', withProofs(chain, { ...a, previousProof: one }), ['failed ERR_PROOF_MALFORMED']],
    [
      'a circle of others',
      withProofs(chain, { ...a, previousProof: two }, { ...b, previousProof: one }, c),
      ['failed ERR_PROOF_MALFORMED', 'failed ERR_PROOF_MALFORMED', 'failed ERR_PROOF_INVALID'],
    ],
    [
      'two proofs of one name',
      withProofs(chain, a, { ...b, id: one }, { ...c, previousProof: one }),
      ['passed', 'failed ERR_PROOF_INVALID', 'failed ERR_PROOF_MALFORMED'],
    ],
    [
      'an unknown name',
      withProofs(chain, a, b, { ...c, previousProof: 'urn:uuid:9' }),
      ['passed', 'passed', 'failed ERR_PROOF_MALFORMED'],
    ],
    [
      'a name that is a number',
      withProofs(chain, a, b, { ...c, previousProof: [1] }),
      ['passed', 'passed', 'failed ERR_PROOF_MALFORMED'],
    ],
    [
      'an earlier proof whose names are numbers',
      withProofs(chain, { ...a, previousProof: [7] }, b, c),
      ['failed ERR_PROOF_MALFORMED', 'passed', 'failed ERR_PROOF_INVALID'],
    ],
    [
      'the chain forgotten',
      withProofs(chain, a, b, { ...c, previousProof: undefined }),
      ['passed', 'passed', 'failed ERR_PROOF_INVALID'],
    ],
    [
      'fewer names',
      withProofs(chain, a, b, { ...c, previousProof: one }),
      ['passed', 'passed', 'failed ERR_PROOF_INVALID'],
    ],
    [
      'a chain over another badge',
      withProofs({ ...chain, name: 'Other' }, a, b, c),
      new Array(3).fill('failed ERR_PROOF_INVALID'),
    ],
  ])('%s', async (_, document, expected) => {
    expect(await signatures(document)).toEqual(expected)
    expect((await verifyCredential(document, { now })).outcome).toBe('failed')
  })

  test('an earlier proof of an unknown format leaves the badge open, and the chain still covers it', async () => {
    const foreign = { ...a, cryptosuite: 'bbs-2023' }
    const start = withProofs(first, foreign)
    const end = await sign(start, { previousProof: one })
    const result = await verifyCredential(end, { now })
    expect([result.outcome, result.problems.map(({ code }) => code)]).toEqual([
      'indeterminate',
      ['ERR_SUITE_UNSUPPORTED'],
    ])
    const exchanged = withProofs(end, { ...foreign, proofValue: 'z3' }, proofAt(end, 1))
    expect((await signatures(exchanged))[1]).toBe('failed ERR_PROOF_INVALID')
  })

  test('the order of earlier proofs is of no matter to RDF', async () => {
    expect(await signatures(withProofs(chain, c, b, a))).toEqual(passed(3))
  })

  test('a co-signer is not the issuer', async () => {
    const end = await signCredential(first, second, {
      previousProof: one,
      verificationMethod: 'https://notary.example/key',
      now,
    })
    const documents = {
      'https://notary.example/key': {
        ...second.toJSON(),
        id: 'https://notary.example/key',
        controller: 'https://notary.example/',
      },
    }
    const loader = createDocumentLoader({ documents })
    const [, notary = {}] = proofsOf(end as unknown as JsonObject)
    const { aspects } = await verifyProof(end as unknown as JsonObject, notary, { documentLoader: loader, now })
    expect(aspects['proof.signature'].status).toBe('passed')
    expect(aspects['issuer.binding'].status).toBe('failed')
  })
})
