import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createClr, createCredential, createEndorsement } from '../../src/credential/index.js'
import { type BadgeError, isBadgeError } from '../../src/errors.js'
import { isJsonObject } from '../../src/internal/json.js'
import { issueBadge } from '../../src/issue-badge.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { addProof, signCredential, signCredentialAsJwt } from '../../src/proof/index.js'
import type { BadgeDraft } from '../../src/types/draft.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import type { ModelFinding } from '../../src/types/model.js'
import type { SignOptions } from '../../src/types/proof.js'
import type { VerificationResult } from '../../src/types/verification.js'
import { type VerifyOptions, verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'
import { faults, hasFaults, inputOf, issuedBy } from '../support/single-faults.js'
import { vectorContexts } from '../support/vector-contexts.js'
import { hasVectors } from '../support/vectors.js'

const now = '2026-02-03T04:05:06Z'
/** The context of learner records is not bundled. */
const contexts = hasVectors ? vectorContexts() : {}
const key = await testKey()
const sound = sampleBadge(key.did)
const subject = sound.credentialSubject as JsonObject
const achievement = subject.achievement as JsonObject
const entry = {
  id: 'https://acme.example/status/1#94567',
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: '94567',
  statusListCredential: 'https://acme.example/status/1',
}
const kinds = ['badge', 'clr', 'endorsement', 'credential'] as const

/** Of what is sound, a verifier may miss what the issuer publishes, or come too early or too late. */
const NOT_OF_THE_DOCUMENT = /^ERR_(STATUS_UNCHECKED|STATUS_UNSUPPORTED|NOT_YET_VALID|EXPIRED|DOCUMENT_UNAVAILABLE)$/

/** What somebody else's signature inside a record comes to is not the record's own. */
const OF_OTHERS = /^ERR_(PROOF_INVALID|PROOF_MISSING|PROOF_MALFORMED|SUITE_UNSUPPORTED)$/

/** What speaks against a signed document, other than that. */
const against = ({ checks }: Pick<VerificationResult, 'checks'>): readonly string[] =>
  checks
    .filter(({ required, status }) => required && (status === 'failed' || status === 'indeterminate'))
    .flatMap(({ id, problems, nested = [] }) => {
      const inside = nested.flatMap(({ result }) => result.problems).filter(({ code }) => !OF_OTHERS.test(code))
      const own = id === 'clr.credentials' && nested.length > 0 ? inside : problems
      return own
        .filter(({ code }) => !NOT_OF_THE_DOCUMENT.test(code))
        .map(({ code, pointer, detail }) => `${id} ${code} ${pointer}: ${detail}`)
    })

const refusal = async (run: () => unknown): Promise<BadgeError> => {
  try {
    await run()
  } catch (error) {
    if (isBadgeError(error)) return error
    throw error
  }
  throw new Error('It was not refused.')
}

type Door = (document: JsonObject, options?: SignOptions) => Promise<unknown>
const doors: readonly (readonly [string, Door])[] = [
  ['embedded proof', (document, options) => signCredential(document, key, { now, contexts, ...options })],
  ['vc-jwt', (document, options) => signCredentialAsJwt(document, key, { now, contexts, ...options } as object)],
  [
    'vc+jwt',
    (document, options) =>
      signCredentialAsJwt(document, key, { now, contexts, format: 'vc+jwt', ...options } as object),
  ],
]

/** Whether a door signs the document; if it does, nothing of it may keep it from being verified. */
async function agrees(sign: () => Promise<unknown>, options: VerifyOptions<(typeof kinds)[number]>): Promise<string> {
  let signed: unknown
  try {
    signed = await sign()
  } catch (error) {
    if (isBadgeError(error)) return 'refused'
    throw error
  }
  const found = against(await verifyCredential(signed, { accept: kinds, contexts, ...options }))
  return found.length === 0 ? 'signed' : `signed, and not verified: ${found.join(' | ')}`
}

describe('what signing accepts, verifying does not fail', () => {
  test.each(doors)('the sound badge is signed and verified: %s', async (_name, sign) => {
    expect((await verifyCredential(await sign(sound), { now })).outcome).toBe('verified')
  })

  test.skipIf(!hasFaults)('badges with one fault each', async () => {
    const { key: issuer, documents } = await issuedBy()
    const answers: Record<string, number> = {}
    const wrong: string[] = []
    for (const fault of faults.cases.filter(({ as }) => as !== 'bytes')) {
      let document: unknown
      try {
        document = fault.as === 'text' ? JSON.parse(inputOf(fault) as string) : inputOf(fault)
      } catch {
        continue
      }
      if (!isJsonObject(document as JsonValue)) continue
      const { proof: _, ...unsigned } = document as JsonObject
      // What is asked of the list and of the issuer's keys is not what the badge says.
      const options = { now: faults.now, documents: { ...documents } }
      delete options.documents['https://badges.example.edu/status/1']
      const answer = await agrees(() => signCredential(unsigned, issuer, { now: faults.now }), options)
      answers[answer] = (answers[answer] ?? 0) + 1
      if (answer.startsWith('signed,')) wrong.push(`${fault.name}: ${answer}`)
    }
    expect(wrong).toEqual([])
    expect(answers.refused).toBeGreaterThan(80)
    expect(answers.signed).toBeGreaterThan(40)
  })

  test('badges, learner records and endorsements with faults at random', async () => {
    const random = seeded(20261130)
    const originals = await originalsOf()
    const answers = { refused: 0, signed: 0 }
    const wrong: string[] = []
    for (let i = 0; i < 600; i++) {
      const original = originals[i % originals.length] ?? sound
      const { document, what } = mutated(original, random)
      const [name, sign] = doors[i % doors.length] ?? doors[0] ?? never()
      const answer = await agrees(() => sign(document), { now })
      if (answer === 'refused' || answer === 'signed') answers[answer] += 1
      else wrong.push(`${i} ${name}, ${what}: ${answer}`)
    }
    expect(wrong).toEqual([])
    expect(answers.refused).toBeGreaterThan(150)
    expect(answers.signed).toBeGreaterThan(100)
  }, 120_000)

  /** Faults that no rule of the JSON Schemas has, with the place that is named, and a twin without the fault. */
  const picture = 'data:image/png;base64,iVBORw0KGgo='
  const pictured = {
    ...sound,
    credentialSubject: { ...subject, achievement: { ...achievement, image: { id: picture, type: 'Image' } } },
  }
  const digest = (digestSRI: string) => ({ ...pictured, relatedResource: [{ id: picture, digestSRI }] })
  const nested = { ...sound, name: ['Welder'] as JsonValue }
  test.each<[string, JsonObject, JsonObject, string]>([
    [
      'a badge that is an endorsement too',
      { ...sound, type: ['VerifiableCredential', 'OpenBadgeCredential', 'EndorsementCredential'] },
      sound,
      '/type',
    ],
    [
      'a badge that is a presentation too',
      { ...sound, type: ['VerifiableCredential', 'OpenBadgeCredential', 'VerifiablePresentation'] },
      sound,
      '/type',
    ],
    [
      'a badge that is an issuer profile too',
      { ...sound, type: ['VerifiableCredential', 'OpenBadgeCredential', 'Profile'] },
      sound,
      '/type',
    ],
    [
      'a badge that is an envelope too',
      { ...sound, type: ['VerifiableCredential', 'OpenBadgeCredential', 'EnvelopedVerifiableCredential'] },
      sound,
      '/type',
    ],
    [
      'a status index with a sign',
      { ...sound, credentialStatus: { ...entry, statusListIndex: '-1' } },
      { ...sound, credentialStatus: entry },
      '/credentialStatus/statusListIndex',
    ],
    [
      'a status index of 16 digits',
      { ...sound, credentialStatus: { ...entry, statusListIndex: '1234567890123456' } },
      { ...sound, credentialStatus: { ...entry, statusListIndex: '123456789012345' } },
      '/credentialStatus/statusListIndex',
    ],
    [
      'a status of no bits',
      { ...sound, credentialStatus: { ...entry, statusSize: 0 } },
      { ...sound, credentialStatus: { ...entry, statusSize: 1 } },
      '/credentialStatus/statusSize',
    ],
    [
      'a revocation list without its URL',
      { ...sound, credentialStatus: { type: '1EdTechRevocationList' } },
      { ...sound, credentialStatus: { id: 'https://acme.example/revoked', type: '1EdTechRevocationList' } },
      '/credentialStatus/id',
    ],
    [
      'the digest of another picture',
      digest(`sha256-${'A'.repeat(43)}=`),
      digest(`sha256-${createHash('sha256').update(Buffer.from('iVBORw0KGgo=', 'base64')).digest('base64')}`),
      '/relatedResource/0',
    ],
    [
      'a record with a badge that breaks the model',
      record(nested),
      record(sound),
      '/credentialSubject/verifiableCredential/0/name',
    ],
  ])('%s', async (_name, document, twin, pointer) => {
    for (const [, sign] of doors) {
      const error = await refusal(() => sign(document))
      expect([error.code, error.pointer]).toEqual(['ERR_MODEL_INVALID', pointer])
      const [first] = error.problems ?? []
      expect(first).toMatchObject({ pointer, code: expect.stringMatching(/^ERR_/), fix: expect.stringMatching(/./) })
      expect(await agrees(() => sign(twin), { now })).toBe('signed')
    }
    // Only who says so gets it signed, and then nobody takes it for a badge.
    const forced = () => signCredential(document, key, { now, contexts, lint: 'off' })
    expect(await agrees(forced, { now, accept: ['badge', 'clr'] })).toMatch(/^signed, and not verified/)
  })
})

describe('lint', () => {
  const formless = { ...sound, name: ['Welder'] as JsonValue }

  test.each(doors)('a function is handed the findings once, and then it is signed: %s', async (_name, sign) => {
    const seen: (readonly ModelFinding[])[] = []
    const lint = (findings: readonly ModelFinding[]): void => void seen.push(findings)
    await sign(sound, { lint })
    expect(seen).toEqual([])
    const result = await verifyCredential(await sign(formless, { lint }), { now })
    expect(result.outcome).toBe('failed')
    expect(seen.map((findings) => findings.map(({ pointer, code, fix }) => [pointer, code, fix !== '']))).toEqual([
      [['/name', 'ERR_MODEL_INVALID', true]],
    ])
  })

  test('a JWT around an embedded proof is looked at once', async () => {
    let calls = 0
    const lint = (): void => void calls++
    await signCredentialAsJwt(formless, key, { now, embed: 'eddsa-rdfc-2022', lint })
    expect(calls).toBe(1)
  })

  test('what the function throws is thrown, also later, and nothing is signed', async () => {
    const failed = new Error('no')
    const lint = (): void => {
      throw failed
    }
    await expect(signCredential(formless, key, { now, lint })).rejects.toBe(failed)
    const later = async (): Promise<void> => Promise.reject(failed)
    await expect(signCredential(formless, key, { now, lint: later })).rejects.toBe(failed)
  })

  test.each<[string, JsonObject, RegExp]>([
    ['what the signature would not cover', { ...sound, colour: 'red' }, /ERR_TERM_UNDEFINED/],
    ['what is no credential', { ...sound, type: ['Own'] }, /ERR_(TERM_UNDEFINED|MODEL_INVALID)/],
    ['what has no subject', { ...sound, credentialSubject: [] }, /ERR_MODEL_INVALID/],
    ['a window that ends before it begins', { ...sound, validUntil: '2020-01-01T00:00:00Z' }, /ERR_MODEL_INVALID/],
  ])('off and a function sign nothing that cannot be signed: %s', async (_name, document, code) => {
    for (const [, sign] of doors) {
      expect((await refusal(() => sign(document, { lint: 'off' }))).code).toMatch(code)
      expect((await refusal(() => sign(document, { lint: () => {} }))).code).toMatch(code)
    }
  })

  test('any other value is refused with those that exist', async () => {
    for (const lint of ['of', 'warn', '', false, true, null, {}] as never[]) {
      for (const [, sign] of doors)
        expect((await refusal(() => sign(sound, { lint }))).code).toBe('ERR_ARGUMENT_INVALID')
      const draft = draftOf(key.did)
      expect((await refusal(() => issueBadge(draft, key, { now, lint }))).code).toBe('ERR_ARGUMENT_INVALID')
    }
  })

  test('other credentials are held against the data model alone', async () => {
    const plain = {
      '@context': [
        'https://www.w3.org/ns/credentials/v2',
        'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
      ],
      type: ['VerifiableCredential'],
      issuer: key.did,
      credentialSubject: { id: 'did:example:kim' },
    }
    let calls = 0
    const lint = (): void => void calls++
    expect((await signCredential(plain, key, { now, lint })).proof).toMatchObject({ cryptosuite: 'eddsa-rdfc-2022' })
    expect(calls).toBe(0)
    expect((await refusal(() => signCredential({ ...plain, validFrom: 'soon' }, key, { now }))).code).toBe(
      'ERR_MODEL_INVALID',
    )
  })

  test('a further proof is held to it too', async () => {
    const notary = await generateKeyPair()
    const signed = await signCredential(formless, key, { now, lint: 'off' })
    expect((await refusal(() => addProof(signed, notary, { now }))).code).toBe('ERR_MODEL_INVALID')
    expect((await addProof(signed, notary, { now, lint: 'off' })).proof).toHaveLength(2)
  })

  test.each<[string, Partial<BadgeDraft>, string]>([
    [
      'a status entry that nobody can read',
      { credentialStatus: { ...entry, statusListIndex: 'x' } },
      '/credentialStatus/statusListIndex',
    ],
    ['two kinds at once', { type: 'ClrCredential' }, '/type'],
    ['a type that no context defines', { type: 'Own' }, '/type/2'],
  ])('createCredential and issueBadge refuse it with its place in the draft: %s', async (_name, part, pointer) => {
    const draft = { ...draftOf(key.did), ...part }
    const errors = [
      await refusal(() => createCredential(draft, { now })),
      await refusal(() => issueBadge(draft, key, { now, lint: 'off' })),
    ]
    for (const { code, problems = [] } of errors) {
      expect(code).toBe('ERR_DRAFT_INVALID')
      expect(problems.map((problem) => problem.pointer)).toContain(pointer)
    }
    expect((await verifyCredential(await issueBadge(draftOf(key.did), key, { now }), { now })).verified).toBe(true)
  })
})

const draftOf = (id: string): BadgeDraft => ({
  issuer: { id, name: 'Acme' },
  achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld a seam.' },
  recipient: { email: 'kim@example.org' },
})

function record(badge: JsonObject): JsonObject {
  const empty = createClr(
    {
      issuer: { id: key.did, name: 'Acme' },
      name: 'Record',
      recipient: { id: 'did:example:kim' },
      credential: [sound as never],
    },
    { now, id: 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc99' },
  ) as unknown as JsonObject
  const inside = { ...(empty.credentialSubject as JsonObject), verifiableCredential: [badge] }
  return { ...empty, credentialSubject: inside }
}

async function originalsOf(): Promise<readonly JsonObject[]> {
  const signed = (await signCredential(sound, key, { now })) as unknown as JsonObject
  const endorsement = createEndorsement(
    {
      issuer: { id: key.did, name: 'Guild' },
      endorsed: { id: 'https://acme.example', name: 'Acme' },
      comment: 'Good.',
    },
    { now },
  ) as unknown as JsonObject
  return [sound, { ...sound, credentialStatus: entry }, record(signed), endorsement]
}

function never(): never {
  throw new Error('unreachable')
}

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const oddities: readonly JsonValue[] = [
  ...['', ' ', 'x', 'https://a.example/x', 'not a url', '2026-01-01', '2026-01-01T00:00:00Z', '2031-02-30T00:00:00Z'],
  ...['OpenBadgeCredential', 'EndorsementCredential', 'ClrCredential', 'Profile', 'Achievement', 'urn:uuid:r1', '-1'],
  ...[
    'Revocation',
    'suspension',
    'Completed',
    'ext:own',
    'did:example:x',
    'sha256$00',
    'https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement',
  ],
  ...[0, -1, 0.5, 1e21, true, false, null],
  ...[[], {}, [[]], { id: 'urn:x:1' }, { '@value': 'x' }, { '@value': 'x', '@language': 'de' }, { type: 'Image' }],
]

/** A copy with one to two faults at random places: a value changed, left out, doubled, put into a list, renamed, moved. */
function mutated(original: JsonObject, random: () => number): { document: JsonObject; what: string } {
  const document = structuredClone(original)
  const what: string[] = []
  const upTo = (count: number): number => Math.floor(random() * count)
  for (let n = 0; n <= upTo(2); n++) {
    const places: [JsonObject | JsonValue[], string | number][] = []
    const collect = (value: JsonValue): void => {
      if (typeof value !== 'object' || value === null) return
      for (const name of Object.keys(value)) {
        const key = Array.isArray(value) ? Number(name) : name
        places.push([value as JsonObject, key])
        collect((value as JsonObject)[name] as JsonValue)
      }
    }
    collect(document)
    const [parent, name] = places[upTo(places.length)] as [JsonObject, string]
    const value = parent[name] as JsonValue
    const how = upTo(7)
    what.push(`${['odd', 'gone', 'listed', 'unlisted', 'renamed', 'doubled', 'text'][how]} at ${name}`)
    if (how === 0) parent[name] = structuredClone(oddities[upTo(oddities.length)] ?? null)
    else if (how === 1) {
      if (Array.isArray(parent)) parent.splice(Number(name), 1)
      else delete parent[name]
    } else if (how === 2) parent[name] = [value]
    else if (how === 3 && Array.isArray(value)) parent[name] = value[0] ?? null
    else if (how === 4 && !Array.isArray(parent)) {
      const { [name]: moved, ...rest } = parent
      for (const each of Object.keys(parent)) delete parent[each]
      Object.assign(parent, rest, {
        [['name', 'description', 'type', 'id', 'evidence', 'email'][upTo(6)] ?? 'id']: moved,
      })
    } else if (how === 5 && Array.isArray(value)) value.push(...structuredClone(value))
    else if (how === 6) parent[name] = JSON.stringify(value)
  }
  return { document, what: what.join(', ') }
}
