import { describe, expect, test } from 'vitest'
import { proofsOf } from '../../src/badge/index.js'
import { multibaseEncode } from '../../src/internal/encoding.js'
import { generateKeyPair, importPublicKey } from '../../src/keys/index.js'
import { createDocumentLoader } from '../../src/loader/index.js'
import { deriveCredential, signCredential, suiteNames, traceProof, verifyProof } from '../../src/proof/index.js'
import { suiteByName } from '../../src/proof/suites/index.js'
import type { JsonObject } from '../../src/types/json.js'
import type { KeyPair, KeyType } from '../../src/types/keys.js'
import type { SuiteName } from '../../src/types/proof.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge } from '../support/badge.js'
import { codeOf } from '../support/codes.js'

const now = new Date('2026-02-03T04:05:06Z')
const documentLoader = createDocumentLoader()
const keyTypes: readonly KeyType[] = ['Ed25519', 'P-256', 'P-384', 'RSA']
const keys: Readonly<Record<KeyType, KeyPair>> = {
  Ed25519: await generateKeyPair(),
  'P-256': await generateKeyPair({ type: 'P-256' }),
  'P-384': await generateKeyPair({ type: 'P-384' }),
  RSA: await generateKeyPair({ type: 'RSA' }),
}

/** Which keys each format takes, as the specifications say: not read from the code. */
const takes: Readonly<Record<SuiteName, readonly KeyType[]>> = {
  'eddsa-rdfc-2022': ['Ed25519'],
  Ed25519Signature2020: ['Ed25519'],
  'eddsa-jcs-2022': ['Ed25519'],
  'ecdsa-rdfc-2019': ['P-256', 'P-384'],
  'ecdsa-jcs-2019': ['P-256', 'P-384'],
  'ecdsa-sd-2023': ['P-256'],
}

const cells = suiteNames.flatMap((suite) => keyTypes.map((type) => ({ suite, type })))
const allowed = cells.filter(({ suite, type }) => takes[suite].includes(type))
const forbidden = cells.filter(({ suite, type }) => !takes[suite].includes(type))

/** What a receiver gets: of a base proof, what was derived from it. */
async function issued(suite: SuiteName, type: KeyType): Promise<JsonObject> {
  const signed = await signCredential(sampleBadge(keys[type].did), keys[type], { suite, now })
  const shown =
    suite === 'ecdsa-sd-2023' ? await deriveCredential(signed, { selectivePointers: ['/evidence'] }) : signed
  return JSON.parse(JSON.stringify(shown))
}

const firstProof = (document: JsonObject): JsonObject => proofsOf(document)[0] ?? {}

test('the matrix has every format', () => {
  expect(Object.keys(takes).toSorted()).toEqual([...suiteNames].toSorted())
  expect([allowed.length, forbidden.length]).toEqual([8, 16])
})

describe.each(allowed)('$suite with $type', ({ suite, type }) => {
  test('a badge verifies, and no tampered twin does', async () => {
    const badge = await issued(suite, type)
    const result = await verifyCredential(badge, { now })
    expect(result.problems).toEqual([])
    expect(result.outcome).toBe('verified')
    const proof = firstProof(badge)
    const value = String(proof.proofValue)
    const twins: readonly JsonObject[] = [
      { ...badge, name: 'Welder II' },
      { ...badge, issuer: { ...(badge.issuer as JsonObject), name: 'Other' } },
      { ...badge, evidence: [] },
      { ...badge, proof: [{ ...proof, created: '2026-02-03T04:05:05Z' }] },
      { ...badge, proof: [{ ...proof, expires: '2027-02-03T04:05:05Z' }] },
      { ...badge, proof: [{ ...proof, domain: 'evil.example' }] },
      {
        ...badge,
        proof: [{ ...proof, proofValue: value.slice(0, 30) + (value[30] === 'B' ? 'C' : 'B') + value.slice(31) }],
      },
      { ...badge, proof: [{ ...proof, verificationMethod: (await generateKeyPair({ type })).id }] },
    ]
    for (const [i, twin] of twins.entries()) {
      const verdict = await verifyCredential(twin, { now })
      expect([i, verdict.outcome]).toEqual([i, 'failed'])
      expect(verdict.checks.find(({ id }) => id === 'proof.signature')?.status).toBe('failed')
    }
  })

  test('a proof of one format under the name of another fails', async () => {
    const badge = await issued(suite, type)
    for (const { suite: other } of allowed.filter((cell) => cell.type === type && cell.suite !== suite)) {
      const renamed =
        other === 'Ed25519Signature2020'
          ? { type: other, cryptosuite: undefined }
          : { type: 'DataIntegrityProof', cryptosuite: other }
      const { aspects } = await verifyProof(badge, { ...firstProof(badge), ...renamed }, { documentLoader, now })
      expect([other, aspects['proof.signature'].status]).toEqual([other, 'failed'])
    }
  })
})

describe.each(forbidden)('$suite never with $type', ({ suite, type }) => {
  test('signing refuses', async () => {
    const run = () => signCredential(sampleBadge(keys[type].did), keys[type], { suite, now })
    expect(await codeOf(run)).toBe('ERR_SUITE_UNSUPPORTED')
  })

  test('a proof that names such a key fails before anything is computed', async () => {
    const own = allowed.find((cell) => cell.suite === suite)
    const badge = await issued(suite, own?.type ?? 'Ed25519')
    const proof = { ...firstProof(badge), verificationMethod: keys[type].id }
    const { aspects, report } = await verifyProof(badge, proof, { documentLoader, now })
    expect(aspects['proof.key'].problems.map(({ code }) => code)).toEqual(['ERR_KEY_UNSUPPORTED'])
    expect(aspects['proof.signature'].status).toBe('skipped')
    expect(report.status).toBe('failed')
  })

  test('not even when the signature is right', async () => {
    // What a signer without scruples makes: the bytes of this format, signed with the wrong kind of key.
    const badge = sampleBadge(keys[type].did)
    const context = [...(badge['@context'] as string[]), 'https://w3id.org/security/suites/ed25519-2020/v1']
    const document: JsonObject = { ...badge, '@context': context }
    const proof: JsonObject = {
      ...(suite === 'Ed25519Signature2020' ? { type: suite } : { type: 'DataIntegrityProof', cryptosuite: suite }),
      created: '2026-02-03T04:05:06Z',
      verificationMethod: keys[type].id,
      proofPurpose: 'assertionMethod',
    }
    const { signedBytes } = await traceProof(document, proof, { documentLoader, keyType: type })
    const signature = await keys[type].sign({ data: signedBytes })
    expect(await (await importPublicKey(keys[type].toJSON())).verify({ data: signedBytes, signature })).toBe(true)
    const signed = { ...document, proof: [{ ...proof, proofValue: multibaseEncode(signature) }] }
    expect((await verifyCredential(signed, { now })).outcome).toBe('failed')
  })
})

describe('the default format', () => {
  test.each<[KeyType, SuiteName]>([
    ['Ed25519', 'eddsa-rdfc-2022'],
    ['P-256', 'ecdsa-rdfc-2019'],
    ['P-384', 'ecdsa-rdfc-2019'],
  ])('for a key of type %s is %s', async (type, suite) => {
    const signed = await signCredential(sampleBadge(keys[type].did), keys[type], { now })
    expect(firstProof(signed).cryptosuite).toBe(suite)
  })

  test('there is none for RSA', async () => {
    const run = () => signCredential(sampleBadge(keys.RSA.did), keys.RSA, { now })
    expect(await codeOf(run)).toBe('ERR_SUITE_UNSUPPORTED')
  })
})

describe('several formats in one set', () => {
  test('all that take the key, each over the document without the others', async () => {
    const suite = allowed.filter(({ type }) => type === 'Ed25519').map(({ suite }) => suite)
    const signed = await signCredential(sampleBadge(keys.Ed25519.did), keys.Ed25519, { suite, now })
    expect(proofsOf(signed)).toHaveLength(3)
    expect((await verifyCredential(signed, { now })).outcome).toBe('verified')
    for (const proof of proofsOf(signed)) {
      expect((await verifyCredential({ ...signed, proof }, { now })).outcome).toBe('verified')
    }
    const [first = {}, ...rest] = proofsOf(signed)
    const forged = { ...signed, proof: [{ ...first, created: '2026-02-03T04:05:05Z' }, ...rest] }
    expect((await verifyCredential(forged, { now })).outcome).toBe('failed')
    const unknown = { ...signed, proof: [{ ...first, cryptosuite: 'bbs-2023' }, ...rest] }
    const result = await verifyCredential(unknown, { now })
    expect(result.outcome).toBe('indeterminate')
    expect(result.problems.map(({ code }) => code)).toEqual(['ERR_SUITE_UNSUPPORTED'])
  })
})

describe('proofs over JSON (vc-di-eddsa §3.3.2, vc-di-ecdsa §3.3.2)', () => {
  const suite = 'eddsa-jcs-2022'
  const key = keys.Ed25519
  const status = async (document: JsonObject, proof = firstProof(document)) => {
    const { status, problems } = (await verifyProof(document, proof, { documentLoader, now })).aspects[
      'proof.signature'
    ]
    return [status, ...problems.map(({ code }) => code)].join(' ')
  }

  test('the proof says under which contexts it was made', async () => {
    const badge = await issued(suite, 'Ed25519')
    expect(firstProof(badge)['@context']).toEqual(badge['@context'])
  })

  test('changes that RDF cannot see are seen', async () => {
    const badge = await issued(suite, 'Ed25519')
    const { achievement } = badge.credentialSubject as JsonObject
    const reordered = Object.fromEntries(Object.entries(badge).toReversed())
    expect(await status(reordered, firstProof(badge))).toBe('passed')
    const alias = { ...badge, type: ['VerifiableCredential', 'AchievementCredential'] }
    expect(await status(alias)).toBe('failed ERR_PROOF_INVALID')
    const tags = { ...(achievement as JsonObject), tag: ['torch', 'steel', 'seam'] }
    const shuffled = { ...badge, credentialSubject: { ...(badge.credentialSubject as JsonObject), achievement: tags } }
    expect(await status(shuffled)).toBe('failed ERR_PROOF_INVALID')
  })

  test('contexts after those that were signed must be known', async () => {
    const badge = await issued(suite, 'Ed25519')
    const context = badge['@context'] as string[]
    const withContexts = (...more: (string | JsonObject)[]) => ({ ...badge, '@context': [...context, ...more] })
    expect(await status(withContexts('https://w3id.org/security/suites/ed25519-2020/v1'))).toBe('passed')
    expect(await status(withContexts('https://evil.example/c'))).toBe('failed ERR_PROOF_MALFORMED')
    expect(await status(withContexts({ name: 'https://schema.org/description' }))).toBe('failed ERR_PROOF_MALFORMED')
    expect(await status({ ...badge, '@context': context.slice(0, 2) })).toBe('failed ERR_PROOF_MALFORMED')
    expect(await status({ ...badge, '@context': context.toReversed() })).toBe('failed ERR_PROOF_MALFORMED')
  })

  test('a proof without contexts covers those of the document', async () => {
    const document = sampleBadge(key.did)
    const proof = {
      type: 'DataIntegrityProof',
      cryptosuite: suite,
      verificationMethod: key.id,
      proofPurpose: 'assertionMethod',
    }
    const { signedBytes } = await traceProof(document, proof, { documentLoader })
    const signed = { ...proof, proofValue: multibaseEncode(await key.sign({ data: signedBytes })) }
    expect(await status(document, signed)).toBe('passed')
    const context = [...(document['@context'] as string[]), 'https://w3id.org/security/data-integrity/v2']
    expect(await status({ ...document, '@context': context }, signed)).toBe('failed ERR_PROOF_INVALID')
  })

  test('a document without any context is signed as it is', async () => {
    const proof = {
      type: 'DataIntegrityProof',
      cryptosuite: suite,
      verificationMethod: key.id,
      proofPurpose: 'assertionMethod',
    }
    const document = { issuer: key.did, name: 'x' }
    const { canonicalDocument, signedBytes } = await traceProof(document, proof, { documentLoader })
    expect(canonicalDocument).toBe(`{"issuer":"${key.did}","name":"x"}`)
    const signed = { ...proof, proofValue: multibaseEncode(await key.sign({ data: signedBytes })) }
    expect(await status(document, signed)).toBe('passed')
  })

  test('a context within the document, as an object, is covered', async () => {
    const context = [...(sampleBadge(key.did)['@context'] as string[]), { colour: 'https://acme.example/colour' }]
    const badge = await signCredential({ ...sampleBadge(key.did), '@context': context, colour: 'red' }, key, {
      suite,
      now,
    })
    expect(await status(badge as unknown as JsonObject)).toBe('passed')
    const other = [...context.slice(0, -1), { colour: 'https://acme.example/color' }]
    expect(await status({ ...badge, '@context': other } as unknown as JsonObject)).toBe('failed ERR_PROOF_MALFORMED')
  })
})

test('the allow-list of each format is what the matrix says', () => {
  for (const suite of suiteNames) expect(suiteByName(suite)?.keyTypes).toEqual(takes[suite])
})
