import { describe, expect, test } from 'vitest'
import { proofsOf } from '../../src/badge/index.js'
import { concatBytes, hexDecode, utf8Encode } from '../../src/internal/bytes.js'
import { base64urlDecode, base64urlEncode, multibaseDecode } from '../../src/internal/encoding.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { createDocumentLoader } from '../../src/loader/index.js'
import { deriveCredential, signCredential, verifyProof } from '../../src/proof/index.js'
import { createBaseProofValue } from '../../src/proof/sd/base.js'
import { decodeCbor, encodeCbor } from '../../src/proof/sd/cbor.js'
import {
  type DerivedProofValue,
  decodeBaseProofValue,
  decodeDerivedProofValue,
  encodeBaseProofValue,
  encodeDerivedProofValue,
} from '../../src/proof/sd/proof-value.js'
import { takeApart } from '../../src/proof/sd/statements.js'
import type { JsonObject } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge } from '../support/badge.js'
import { codeOf } from '../support/codes.js'
import { deterministicSigner } from '../support/deterministic.js'
import { vectorContexts } from '../support/vector-contexts.js'
import { hasVectors, readVectorJson } from '../support/vectors.js'

const now = new Date('2026-02-03T04:05:06Z')
const key = await generateKeyPair({ type: 'P-256' })
const badge = sampleBadge(key.did)
const base = (await signCredential(badge, key, { suite: 'ecdsa-sd-2023', now })) as unknown as JsonObject
const derive = async (selectivePointers: readonly string[], from: object = base) =>
  (await deriveCredential(from, { selectivePointers })) as unknown as JsonObject

const documentLoader = createDocumentLoader()

async function signatureOf(document: JsonObject, proof = proofsOf(document)[0] ?? {}): Promise<string> {
  const { status, problems } = (await verifyProof(document, proof, { documentLoader, now })).aspects['proof.signature']
  return [status, ...problems.map(({ code }) => code)].join(' ')
}

describe('a badge in parts', () => {
  test('what is required stays, what was chosen is shown, the rest is gone, and it verifies', async () => {
    const shown = await derive(['/credentialSubject/achievement/image', '/evidence/0'])
    const result = await verifyCredential(shown, { now })
    expect(result.problems).toEqual([])
    expect(result.outcome).toBe('verified')
    const { achievement, ...subject } = shown.credentialSubject as JsonObject
    expect(subject).toEqual({ id: 'did:example:kim', type: ['AchievementSubject'] })
    const { criteria, description, id, image, name, type } = (badge.credentialSubject as JsonObject)
      .achievement as JsonObject
    expect(achievement).toEqual({ criteria, description, id, image, name, type })
    expect(shown.evidence).toEqual(badge.evidence)
    expect(shown.awardedDate).toBeUndefined()
  })

  test('nothing chosen is a whole badge, everything chosen is the badge that was signed', async () => {
    const least = await derive([])
    expect((await verifyCredential(least, { now })).outcome).toBe('verified')
    const all = await derive([''])
    const { proof: _, ...document } = all
    expect(document).toEqual(badge)
    expect((await verifyCredential(all, { now })).outcome).toBe('verified')
  })

  test('one item of a list, and one item of a list of one', async () => {
    const result = await derive(['/credentialSubject/achievement/alignment/1', '/evidence/0/name'])
    const { achievement } = result.credentialSubject as JsonObject
    expect((achievement as JsonObject).alignment).toEqual([
      { type: ['Alignment'], targetName: 'Steel', targetUrl: 'https://skills.example/steel' },
    ])
    expect(result.evidence).toEqual([{ id: 'https://acme.example/evidence/1', type: ['Evidence'], name: 'The seam' }])
    expect(await signatureOf(result)).toBe('passed')
  })

  test('a status, an end and an anonymous recipient’s identifiers can never be left out', async () => {
    const { credentialSubject, ...rest } = badge
    const { id: _, ...nameless } = credentialSubject as JsonObject
    const document = {
      ...rest,
      credentialSubject: nameless,
      validUntil: '2027-01-01T00:00:00Z',
      credentialStatus: {
        id: 'https://acme.example/status#1',
        type: 'BitstringStatusListEntry',
        statusPurpose: 'revocation',
        statusListIndex: '1',
        statusListCredential: 'https://acme.example/status',
      },
    }
    const signed = await signCredential(document, key, { suite: 'ecdsa-sd-2023', now })
    const shown = await derive([], signed)
    expect(shown.validUntil).toBe('2027-01-01T00:00:00Z')
    expect(shown.credentialStatus).toEqual(document.credentialStatus)
    expect((shown.credentialSubject as JsonObject).identifier).toEqual(nameless.identifier)
    expect(await signatureOf(shown)).toBe('passed')
  })

  test('the issuer may fix more', async () => {
    const mandatoryPointers = ['/credentialSubject/result']
    const signed = await signCredential(
      { ...badge, credentialSubject: { ...(badge.credentialSubject as JsonObject) } },
      key,
      { suite: 'ecdsa-sd-2023', mandatoryPointers: [...mandatoryPointers, '/credentialSubject/achievement'], now },
    )
    const shown = await derive([], signed)
    expect((shown.credentialSubject as JsonObject).result).toEqual((badge.credentialSubject as JsonObject).result)
    expect(await signatureOf(shown)).toBe('passed')
  })

  test('embedded credentials with their own proofs can be shown or left out', async () => {
    const endorser = await generateKeyPair()
    const endorse = (n: number) =>
      signCredential(
        {
          '@context': (badge['@context'] as string[]).slice(0, 2),
          id: `urn:uuid:e${n}`,
          type: ['VerifiableCredential', 'EndorsementCredential'],
          name: 'A good badge',
          issuer: { id: endorser.did, type: ['Profile'] },
          validFrom: '2026-01-01T00:00:00Z',
          credentialSubject: { id: String(badge.id), type: ['EndorsementSubject'], endorsementComment: `No. ${n}` },
        },
        endorser,
        { now },
      )
    const endorsement = [await endorse(1), await endorse(2)]
    const signed = await signCredential({ ...badge, endorsement }, key, { suite: 'ecdsa-sd-2023', now })
    const shown = await derive(['/endorsement/1'], signed)
    expect(shown.endorsement).toEqual([endorsement[1]])
    const result = await verifyCredential(shown, { now })
    expect(result.outcome).toBe('verified')
    expect(result.checks.find(({ id }) => id === 'endorsement.each')?.status).toBe('passed')
    expect(await signatureOf(await derive([], signed))).toBe('passed')
  })

  test('labels of hidden parts tell nothing: two bases of one badge have none in common', async () => {
    const again = await signCredential(badge, key, { suite: 'ecdsa-sd-2023', now })
    const labels = async (from: object) =>
      [...(decodeDerivedProofValue(proofValueOf(await derive([''], from)))?.labelMap.values() ?? [])].map(
        base64urlEncode,
      )
    const [first, second] = [await labels(base), await labels(again)]
    expect(first.length).toBeGreaterThan(3)
    expect(first.filter((label) => second.includes(label))).toEqual([])
  })

  test('text that looks like a blank node stays text', async () => {
    const document = { ...badge, description: 'The label _:c14n0 . and "_:b1" <g> .' }
    const signed = await signCredential(document, key, { suite: 'ecdsa-sd-2023', now })
    const shown = await derive(['/description'], signed)
    expect(shown.description).toBe(document.description)
    expect(await signatureOf(shown)).toBe('passed')
    expect(await signatureOf({ ...shown, description: document.description.replace('c14n0', 'c14n1') })).toMatch(
      'failed',
    )
  })
})

describe('a base proof is no badge', () => {
  test('ERR_PROOF_IS_BASE, and the badge is not valid', async () => {
    expect(await signatureOf(base)).toBe('failed ERR_PROOF_IS_BASE')
    const result = await verifyCredential(base, { now })
    expect(result.outcome).toBe('failed')
    expect(result.problems.map(({ code }) => code)).toContain('ERR_PROOF_IS_BASE')
  })

  test('not even beside a good proof', async () => {
    const document = await signCredential(badge, key, { suite: ['ecdsa-rdfc-2019', 'ecdsa-sd-2023'], now })
    expect((await verifyCredential(document, { now })).outcome).toBe('failed')
  })
})

describe('deriveCredential refuses', () => {
  test.each<[string, () => unknown, string]>([
    ['a badge without a base proof', () => derive([], badge), 'ERR_PROOF_MISSING'],
    ['a derived badge', async () => derive([], await derive([])), 'ERR_PROOF_MISSING'],
    ['text', () => derive([], 'x' as never), 'ERR_ARGUMENT_INVALID'],
    ['a list', () => derive([], []), 'ERR_ARGUMENT_INVALID'],
    ['a pointer that leads nowhere', () => derive(['/credentialSubject/colour']), 'ERR_ARGUMENT_INVALID'],
    ['a pointer without its slash', () => derive(['evidence']), 'ERR_ARGUMENT_INVALID'],
    ['an index that is not there', () => derive(['/evidence/1']), 'ERR_ARGUMENT_INVALID'],
    ['half an alignment', () => derive(['/credentialSubject/achievement/alignment/0/targetName']), 'ERR_MODEL_INVALID'],
    [
      'a base whose credential was changed',
      () => derive([], { ...base, name: 'X', image: undefined, evidence: [] }),
      'ERR_PROOF_INVALID',
    ],
    [
      'a damaged base',
      () => derive([], withProof(`u${base64urlEncode(Uint8Array.of(0xd9, 0x5d, 0x00, 0x80))}`)),
      'ERR_PROOF_MALFORMED',
    ],
    [
      'two base proofs',
      () => derive([], { ...base, proof: [...proofsOf(base), ...proofsOf(base)] }),
      'ERR_ARGUMENT_INVALID',
    ],
  ])('%s', async (_, run, code) => {
    expect(await codeOf(run)).toBe(code)
  })

  test('one of two base proofs can be named', async () => {
    const [first = {}] = proofsOf(base)
    const two = { ...base, proof: [{ ...first, id: 'urn:uuid:1' }, first] }
    expect(await codeOf(() => deriveCredential(two, { selectivePointers: [], proofId: 'urn:uuid:1' }))).toBe('no error')
    expect(await codeOf(() => deriveCredential(two, { selectivePointers: [], proofId: 'urn:uuid:2' }))).toBe(
      'ERR_PROOF_MISSING',
    )
  })
})

describe('signing a base refuses', () => {
  const sign = (document: object, options: object = {}) =>
    codeOf(() => signCredential(document, key, { suite: 'ecdsa-sd-2023', now, ...options }))

  test.each<[string, () => Promise<string>, string]>([
    [
      'a mandatory pointer that leads nowhere',
      () => sign(badge, { mandatoryPointers: ['/colour'] }),
      'ERR_ARGUMENT_INVALID',
    ],
    [
      'a blank node id of its own',
      () => sign({ ...badge, image: { id: '_:x', type: 'Image' } }, { dangerouslySkipModelCheck: true }),
      'ERR_SUITE_UNSUPPORTED',
    ],
    [
      'an id that stands for blank nodes',
      () => sign({ ...badge, evidence: [{ id: 'urn:bnid:b000001', type: ['Evidence'] }] }),
      'ERR_SUITE_UNSUPPORTED',
    ],
  ])('%s', async (_, run, code) => {
    expect(await run()).toBe(code)
  })

  test('an Ed25519 or P-384 key', async () => {
    for (const type of ['Ed25519', 'P-384'] as const) {
      const other = await generateKeyPair({ type })
      const run = () => signCredential(sampleBadge(other.did), other, { suite: 'ecdsa-sd-2023' })
      expect(await codeOf(run)).toBe('ERR_SUITE_UNSUPPORTED')
    }
  })
})

const chosen = ['/evidence', '/awardedDate', '/credentialSubject/achievement/alignment']
const shown = await derive(chosen)
const proofValueOf = (document: JsonObject): string => String(proofsOf(document)[0]?.proofValue)

function withProof(proofValue: string, document: JsonObject = base): JsonObject {
  return { ...document, proof: [{ ...proofsOf(document)[0], proofValue }] }
}

/** The derived badge with something else in its proof value. */
function forged(change: (value: DerivedProofValue) => Partial<DerivedProofValue>): JsonObject {
  const value = decodeDerivedProofValue(proofValueOf(shown))
  if (value === null) throw new TypeError('not derived')
  return withProof(encodeDerivedProofValue({ ...value, ...change(value) }), shown)
}

describe('derived proofs that are tampered with fail', () => {
  test('the untouched one passes', async () => {
    expect(await signatureOf(shown)).toBe('passed')
    expect(await signatureOf(forged(() => ({})))).toBe('passed')
  })

  const flipped = (bytes: Uint8Array = new Uint8Array(64)) => bytes.map((byte, i) => (i === 5 ? byte ^ 1 : byte))

  test.each<[string, () => JsonObject | Promise<JsonObject>]>([
    ['a mandatory value', () => ({ ...shown, name: 'Welder II' })],
    ['a chosen value', () => ({ ...shown, awardedDate: '2026-01-02T00:00:00Z' })],
    ['a mandatory value left out', () => ({ ...shown, name: undefined })],
    ['a chosen value left out', () => ({ ...shown, awardedDate: undefined })],
    ['a value added', () => ({ ...shown, description: 'More' })],
    ['a value that was hidden, put back', () => ({ ...shown, credentialSubject: badge.credentialSubject })],
    [
      'another time of the proof',
      () => ({ ...shown, proof: [{ ...proofsOf(shown)[0], created: '2026-01-01T00:00:00Z' }] }),
    ],
    ['the issuer’s signature', () => forged(({ baseSignature }) => ({ baseSignature: flipped(baseSignature) }))],
    [
      'a single signature',
      () => forged(({ signatures }) => ({ signatures: [flipped(signatures[0]), ...signatures.slice(1)] })),
    ],
    ['single signatures in another order', () => forged(({ signatures }) => ({ signatures: signatures.toReversed() }))],
    ['a single signature too few', () => forged(({ signatures }) => ({ signatures: signatures.slice(1) }))],
    [
      'a single signature too many',
      () => forged(({ signatures }) => ({ signatures: [...signatures, ...signatures.slice(0, 1)] })),
    ],
    ['no mandatory part', () => forged(() => ({ mandatoryIndexes: [] }))],
    ['everything mandatory', () => forged(() => ({ mandatoryIndexes: Array.from({ length: 60 }, (_, i) => i) }))],
    ['an index twice', () => forged(({ mandatoryIndexes: all }) => ({ mandatoryIndexes: [...all, all[0] ?? 0] }))],
    [
      'an index beyond the end',
      () => forged(({ mandatoryIndexes: all }) => ({ mandatoryIndexes: [...all.slice(1), 1e6] })),
    ],
    ['a label too few', () => forged(({ labelMap }) => ({ labelMap: new Map([...labelMap].slice(1)) }))],
    [
      'two labels swapped',
      () =>
        forged(({ labelMap }) => ({
          labelMap: new Map([...labelMap].map(([k], i, all) => [k, all.at(i - 1)?.[1] ?? new Uint8Array()])),
        })),
    ],
    [
      'two labels alike',
      () => forged(({ labelMap }) => ({ labelMap: new Map([...labelMap].map(([k]) => [k, new Uint8Array(32)])) })),
    ],
    ['a key for statements that is none', () => forged(() => ({ publicKey: new Uint8Array(35) }))],
    [
      'a key for statements of somebody else',
      async () => {
        const other = await generateKeyPair({ type: 'P-256' })
        return forged(() => ({ publicKey: multibaseDecode(other.did.slice('did:key:'.length)) }))
      },
    ],
    [
      'a derived proof of another badge',
      async () =>
        withProof(
          proofValueOf(
            await derive(
              ['/evidence', '/awardedDate'],
              await signCredential({ ...badge, name: 'Other' }, key, { suite: 'ecdsa-sd-2023', now }),
            ),
          ),
          shown,
        ),
    ],
  ])('%s', async (_, make) => {
    const document = await make()
    expect(await signatureOf(document)).toMatch(/^failed/)
    expect((await verifyCredential(document, { now })).verified).toBe(false)
  })

  test('statements that the attacker signs with a key of their own', async () => {
    // The issuer's signature does not cover what a key of somebody else signed, though every single signature is right.
    const attacker = await generateKeyPair({ type: 'P-256' })
    const { proof: _, ...document } = { ...shown, description: 'Knighted' } as JsonObject
    const value = decodeDerivedProofValue(proofValueOf(shown))
    const { statements } = await takeApart(document, new Uint8Array(32), { documentLoader })
    const signatures = await Promise.all(statements.map((line) => attacker.sign({ data: utf8Encode(line) })))
    const proofValue = encodeDerivedProofValue({
      ...(value as DerivedProofValue),
      publicKey: multibaseDecode(attacker.did.slice('did:key:'.length)),
      signatures,
      mandatoryIndexes: [],
    })
    expect(await signatureOf(withProof(proofValue, { ...shown, description: 'Knighted' }))).toMatch(/^failed/)
  })

  const cbor = (...bytes: readonly number[]) => `u${base64urlEncode(Uint8Array.of(0xd9, 0x5d, 0x01, ...bytes))}`

  test.each([
    ['nothing', 'u'],
    ['base58', 'z2PjT'],
    ['no base64url', 'u2V0B+/='],
    ['an unknown tag', `u${base64urlEncode(Uint8Array.of(0xd9, 0x5d, 0x02, 0x80))}`],
    ['no CBOR', cbor()],
    ['an empty list', cbor(0x80)],
    ['a number', cbor(0x01)],
    ['a list cut short', cbor(0x85, 0x58, 0x40)],
    ['a list of four thousand million', cbor(0x9a, 0xff, 0xff, 0xff, 0xff)],
    ['an indefinite list', cbor(0x9f, 0xff)],
    ['a length of eight bytes', cbor(0x9b, 0, 0, 0, 0, 0, 0, 0, 1)],
    ['deep nesting', cbor(...new Array(1000).fill(0x81))],
    ['a float', cbor(0xf9, 0x3c, 0x00)],
    ['a negative number', cbor(0x20)],
    ['more than a list', cbor(0x80, 0x80)],
    ['a map of texts', cbor(0xa1, 0x61, 0x61, 0x61, 0x61)],
    ['a map with a key twice', cbor(0xa2, 0x00, 0x40, 0x00, 0x40)],
    ['text that is not UTF-8', cbor(0x61, 0xff)],
    ['a tag', cbor(0xc1, 0x00)],
    ['a million characters', `${cbor(0x85)}${'A'.repeat(1 << 20)}`],
  ])('a proof value that is %s', async (_, proofValue) => {
    expect(await signatureOf(withProof(proofValue, shown))).toBe('failed ERR_PROOF_MALFORMED')
  })
})

describe('CBOR', () => {
  test('what is written is read again', () => {
    const bytes = (length: number) => new Uint8Array(length).fill(7)
    const values = [0, 23, 24, 255, 256, 65535, 65536, 4294967295, 'é', bytes(0), bytes(300), [[1], ['a']]]
    for (const value of values) expect(decodeCbor(encodeCbor(value))).toEqual(value)
    const map = new Map([
      [0, bytes(2)],
      [300, bytes(3)],
    ])
    expect(decodeCbor(encodeCbor(map))).toEqual(map)
    const long = Array.from({ length: 70_000 }, () => 1)
    expect(decodeCbor(encodeCbor(long))).toEqual(long)
  })

  test('a byte string as typed array (RFC 8746) is read', () => {
    expect(decodeCbor(Uint8Array.of(0xd8, 0x40, 0x41, 0x07))).toEqual(Uint8Array.of(7))
  })
})

const folder = 'w3c-vc-di-ecdsa/TestVectors'

describe.skipIf(!hasVectors).each(['employ', 'prc'])('vc-di-ecdsa, published example %s', (name) => {
  const json = <T = JsonObject>(path: string) => readVectorJson<T>(`${folder}/${path}`)
  const at = (file: string) => `ecdsa-sd-2023/${name}/${file}.json`
  const prefix = name === 'employ' ? 'employ' : 'prCred'
  const contexts = hasVectors ? vectorContexts() : {}
  const loader = createDocumentLoader({ contexts })
  const keys = () =>
    json<Record<string, { publicKeyMultibase: string; secretKeyMultibase: string }>>('ecdsa-sd-2023/SDKeyMaterial.json')

  test('the statements, their labels and the base proof are those published', async () => {
    const { baseKeyPair, proofKeyPair, hmacKeyString } = keys() as never as {
      baseKeyPair: { publicKeyMultibase: string; secretKeyMultibase: string }
      proofKeyPair: { publicKeyMultibase: string; secretKeyMultibase: string }
      hmacKeyString: string
    }
    const { proof: _, ...document } = json(at('addSignedSDBase'))
    const [published = {}] = proofsOf(json(at('addSignedSDBase')))
    const { proofValue, ...proof } = published
    const hmacKey = hexDecode(hmacKeyString)
    const { statements } = await takeApart(document, hmacKey, { documentLoader: loader })
    expect(statements).toEqual(json<string[]>(at('addBaseDocHMACCanon')))
    const issuer = deterministicSigner(baseKeyPair.publicKeyMultibase, baseKeyPair.secretKeyMultibase, 'urn:issuer')
    const statementKey = deterministicSigner(proofKeyPair.publicKeyMultibase, proofKeyPair.secretKeyMultibase, 'urn:x')
    const made = await createBaseProofValue(
      {
        document,
        proof,
        mandatoryPointers: json<string[]>(`${prefix}Mandatory.json`),
        documentLoader: loader,
        sign: (data) => issuer.sign({ data }),
      },
      {
        hmacKey,
        statementKey: {
          ...statementKey,
          toJSON: () => ({ publicKeyMultibase: proofKeyPair.publicKeyMultibase }) as never,
        },
      },
    )
    expect(decodeBaseProofValue(made)).toEqual(decodeBaseProofValue(String(proofValue)))
    expect(made).toBe(proofValue)
  })

  test('what is derived from the base is as published', async () => {
    const selectivePointers = json<string[]>(`${prefix}Selective.json`)
    const derived = await deriveCredential(json(at('addSignedSDBase')), { selectivePointers, contexts })
    const expected = json(at('derivedRevealDocument'))
    expect({ ...derived, proof: proofsOf(derived)[0] }).toEqual(expected)
  })

  test('the derived credential verifies; the base and a tampered twin do not', async () => {
    const verify = async (document: JsonObject) => {
      const [proof = {}] = proofsOf(document)
      return (await verifyProof(document, proof, { documentLoader: loader, now })).aspects['proof.signature'].status
    }
    const derived = json(at('derivedRevealDocument'))
    expect(await verify(derived)).toBe('passed')
    expect(await verify({ ...derived, validUntil: '2039-12-03T00:00:00Z' })).toBe('failed')
    expect(await verify(json(at('addSignedSDBase')))).toBe('failed')
  })
})

test('a proof value of either kind survives being read and written', () => {
  const value = decodeBaseProofValue(proofValueOf(base))
  expect(value === null ? '' : encodeBaseProofValue(value)).toBe(proofValueOf(base))
  const [head, tail] = [base64urlDecode(proofValueOf(base).slice(1)).subarray(0, 3), Uint8Array.of(0x80)]
  expect(decodeBaseProofValue(`u${base64urlEncode(concatBytes(head, tail))}`)).toBeNull()
  expect(decodeDerivedProofValue(proofValueOf(base))).toBeNull()
})
