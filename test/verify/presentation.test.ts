import { beforeAll, describe, expect, test } from 'vitest'
import { multibaseEncode } from '../../src/internal/encoding.js'
import { issueBadge } from '../../src/issue-badge.js'
import { generateKeyPair, importKeyPair } from '../../src/keys/index.js'
import {
  createPresentation,
  deriveCredential,
  signCredential,
  signPresentation,
  suiteNames,
} from '../../src/proof/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import type { KeyPair } from '../../src/types/keys.js'
import type { PresentationResult } from '../../src/types/presentation.js'
import type { SignOptions } from '../../src/types/proof.js'
import { type PresentationVerifyOptions, presentationClauses, verifyPresentation } from '../../src/verify/index.js'
import { testKey } from '../support/badge.js'
import { codeOf } from '../support/codes.js'

const now = '2026-02-03T04:05:06Z'
const challenge = 'c7a1'
const domain = 'lms.example'
const asked = { now, challenge, domain }

const issuer = await testKey(1)
const learner = await testKey(2)
const stranger = await testKey(3)

const draft = (id: string) => ({
  issuer: { name: 'Acme' },
  achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' },
  recipient: { id },
})

const badgeFor = async (id: string, key: KeyPair = issuer): Promise<JsonObject> =>
  JSON.parse(JSON.stringify(await issueBadge(draft(id), key, { now })))

let badge: JsonObject
let shown: JsonObject
beforeAll(async () => {
  badge = await badgeFor(learner.did)
  shown = await present({})
})

async function present(
  options: Omit<SignOptions, 'mandatoryPointers'> & {
    credential?: JsonObject | JsonObject[]
    holder?: string
    key?: KeyPair
  } = {},
): Promise<JsonObject> {
  const { credential = badge, holder = learner.did, key = learner, ...rest } = options
  const signed = await signPresentation(createPresentation({ credential, holder }), key, { ...asked, ...rest })
  return JSON.parse(JSON.stringify(signed))
}

const verify = (input: unknown, options: PresentationVerifyOptions = {}) =>
  verifyPresentation(input, { ...asked, ...options })

const proofOf = (presentation: JsonObject): JsonObject => ([presentation.proof].flat() as JsonObject[])[0] ?? {}
const statusOf = (result: PresentationResult, id: string) => result.checks.find((check) => check.id === id)?.status
const codesOf = (result: PresentationResult) => result.problems.map(({ code }) => code)

describe('a signed presentation', () => {
  test('is verified with everything in it, and says whose it is', async () => {
    const result = await verify(shown, { holder: learner.did, require: ['holder.subject'] })
    expect(result.problems).toEqual([])
    expect(result.outcome).toBe('verified')
    expect(result.holder).toBe(learner.did)
    expect(result.checks.map(({ id }) => id)).toEqual(Object.keys(presentationClauses))
    expect(result.checks.map(({ status }) => status)).toEqual(result.checks.map(() => 'passed'))
    expect(result.credentials.map(({ pointer, result: { outcome } }) => [pointer, outcome])).toEqual([
      ['/verifiableCredential/0', 'verified'],
    ])
    expect(Object.isFrozen(result.presentation)).toBe(true)
    expect(result.checkedAt).toBe('2026-02-03T04:05:06.000Z')
  })

  test('may come as JSON text or bytes', async () => {
    const text = JSON.stringify(shown)
    expect((await verify(text)).outcome).toBe('verified')
    expect((await verify(new TextEncoder().encode(text))).outcome).toBe('verified')
  })

  test('is trusted when a policy lists the issuers of all credentials', async () => {
    const both = await present({ credential: [badge, await badgeFor(learner.did, stranger)] })
    const trusting = (...issuers: string[]) => verify(both, { trust: { issuers } })
    expect((await trusting(issuer.did, stranger.did)).trusted).toBe(true)
    expect(await trusting(issuer.did)).toMatchObject({ trusted: false, outcome: 'verified' })
    expect((await verify(both)).trusted).toBe(false)
  })

  test('without credentials shows who the holder is', async () => {
    const presentation = await signPresentation(createPresentation({ holder: learner.did }), learner, asked)
    const result = await verify(presentation, { holder: learner.did })
    expect([result.outcome, result.credentials]).toEqual(['verified', []])
    expect(statusOf(result, 'holder.subject')).toBe('skipped')
  })

  test('gets the controller of the key as holder when it names none', async () => {
    const signed = await signPresentation(createPresentation({ credential: badge }), learner, asked)
    expect(signed.holder).toBe(learner.did)
  })

  test('a derived badge can be shown', async () => {
    const key = await generateKeyPair({ type: 'P-256' })
    const base = await issueBadge({ ...draft(learner.did), credentialSubject: { narrative: 'Secret' } }, key, {
      suite: 'ecdsa-sd-2023',
      now,
    })
    const credential = await deriveCredential(base, { selectivePointers: [] })
    const result = await verify(await present({ credential: credential as unknown as JsonObject }))
    expect(result.problems).toEqual([])
    expect(result.outcome).toBe('verified')
  })

  test('a holder of their own document is found there, for authentication', async () => {
    const holder = 'did:web:learner.example'
    const own = await importKeyPair(new Uint8Array(32).fill(9), { id: `${holder}#k1`, controller: holder })
    const presentation = await present({ credential: await badgeFor(holder), holder, key: own })
    const document = (relationship: string): Record<string, JsonValue> => ({
      [holder]: { id: holder, verificationMethod: [own.toJSON()], [relationship]: [`${holder}#k1`] },
    })
    expect((await verify(presentation, { documents: document('authentication') })).outcome).toBe('verified')
    const wrong = await verify(presentation, { documents: document('assertionMethod') })
    expect(codesOf(wrong)).toContain('ERR_KEY_RELATIONSHIP')
    const unknown = await verify(presentation)
    expect([unknown.outcome, statusOf(unknown, 'proof.key')]).toEqual(['indeterminate', 'indeterminate'])
  })

  test('a credential as text goes in as enveloped', () => {
    const jws = 'eyJhbGciOiJFUzI1NiJ9.e30.AAAA'
    expect(createPresentation({ credential: jws }).verifiableCredential).toEqual([
      {
        '@context': ['https://www.w3.org/ns/credentials/v2'],
        id: `data:application/vc+jwt,${jws}`,
        type: 'EnvelopedVerifiableCredential',
      },
    ])
  })
})

describe('every suite, in both data models', () => {
  const suites = suiteNames.filter((suite) => suite !== 'ecdsa-sd-2023')
  const typeOf = (suite: string) => (suite.startsWith('ecdsa') ? (['P-256', 'P-384'] as const) : (['Ed25519'] as const))
  const cases = suites.flatMap((suite) =>
    typeOf(suite).flatMap((type) => (['2.0', '1.1'] as const).map((dataModel) => ({ suite, type, dataModel }))),
  )

  test.each(cases)('$suite with $type, data model $dataModel', async ({ suite, type, dataModel }) => {
    const key = await generateKeyPair({ type })
    const credential = dataModel === '2.0' ? await badgeFor(key.did) : await oldBadgeFor(key.did)
    const draft = createPresentation({ credential, holder: key.did, dataModel })
    const signed = await signPresentation(draft, key, { ...asked, suite })
    const result = await verify(signed, { require: ['holder.subject'] })
    expect(result.problems).toEqual([])
    expect(result.outcome).toBe('verified')
    const tampered = { ...signed, id: 'urn:uuid:other' }
    expect(statusOf(await verify(tampered), 'proof.signature')).toBe('failed')
  })

  test('an old badge in a new presentation', async () => {
    const result = await verify(await present({ credential: await oldBadgeFor(learner.did) }))
    expect(result.problems).toEqual([])
    expect(result.outcome).toBe('verified')
  })

  async function oldBadgeFor(id: string): Promise<JsonObject> {
    const credential = {
      '@context': ['https://www.w3.org/2018/credentials/v1', 'https://purl.imsglobal.org/spec/ob/v3p0/context.json'],
      id: 'urn:uuid:1',
      type: ['VerifiableCredential', 'OpenBadgeCredential'],
      issuer: { id: issuer.did, type: ['Profile'], name: 'Acme' },
      issuanceDate: '2026-01-01T00:00:00Z',
      name: 'Welder I',
      credentialSubject: {
        id,
        type: ['AchievementSubject'],
        achievement: {
          id: 'urn:uuid:2',
          type: ['Achievement'],
          name: 'Welder I',
          description: 'Welds.',
          criteria: { narrative: 'Weld.' },
        },
      },
    }
    const signed = await signCredential(credential, issuer, { now, suite: 'Ed25519Signature2020' })
    return JSON.parse(JSON.stringify(signed))
  }
})

describe('challenge and domain', () => {
  test.each<[string, Omit<SignOptions, 'mandatoryPointers'>, PresentationVerifyOptions, string]>([
    ['both as asked', {}, {}, 'passed'],
    ['another challenge', { challenge: 'old' }, {}, 'failed'],
    ['no challenge', { challenge: undefined as never }, {}, 'failed'],
    ['another domain', { domain: 'evil.example' }, {}, 'failed'],
    ['no domain', { domain: undefined as never }, {}, 'failed'],
    ['another challenge asked for', {}, { challenge: 'c7a2' }, 'failed'],
    ['an empty challenge asked for', {}, { challenge: '' }, 'failed'],
  ])('%s: %s', async (_, signing, verifying, status) => {
    const result = await verify(await present(signing), verifying)
    expect(statusOf(result, 'proof.purpose')).toBe(status)
    expect(result.verified).toBe(status === 'passed')
    if (status === 'failed') expect(codesOf(result)).toContain('ERR_PROOF_PURPOSE')
  })

  test('none asked for is a warning', async () => {
    const result = await verifyPresentation(shown, { now })
    expect(result.outcome).toBe('verified')
    expect(result.warnings.map(({ code }) => code)).toEqual(['ERR_CHALLENGE_UNCHECKED'])
    expect((await verify(shown)).warnings).toEqual([])
  })

  test('changed after signing they fail', async () => {
    const presentation = { ...shown, proof: [{ ...proofOf(shown), challenge: 'c7a2' }] }
    expect(statusOf(await verify(presentation, { challenge: 'c7a2' }), 'proof.signature')).toBe('failed')
  })

  test('an old presentation cannot be shown for ever when the proof expires', async () => {
    const result = await verify(await present({ expires: '2026-02-03T04:10:00Z' }), { now: '2026-02-03T04:10:01Z' })
    expect(codesOf(result)).toEqual(['ERR_PROOF_TIME'])
  })
})

describe('whose presentation', () => {
  test('somebody else’s badge shown by a thief as their own: verified, but not about the holder', async () => {
    const presentation = await present({ holder: stranger.did, key: stranger })
    const result = await verify(presentation)
    expect(statusOf(result, 'holder.subject')).toBe('failed')
    // All problems are listed; the check says that this one decides nothing.
    expect([result.verified, codesOf(result)]).toEqual([true, ['ERR_HOLDER_MISMATCH']])
    expect(result.checks.find(({ problems }) => problems.length > 0)?.required).toBe(false)
    const strict = await verify(presentation, { require: ['holder.subject'] })
    expect([strict.outcome, codesOf(strict)]).toEqual(['failed', ['ERR_HOLDER_MISMATCH']])
  })

  test('signed by a thief in the name of the holder', async () => {
    const signed = await signPresentation(createPresentation({ credential: badge }), stranger, asked)
    const renamed = { ...signed, holder: learner.did }
    expect(codesOf(await verify(renamed))).toEqual(expect.arrayContaining(['ERR_PROOF_INVALID', 'ERR_HOLDER_MISMATCH']))
  })

  test('signed over the name of the holder with the thief’s key', async () => {
    const forged = await signPresentation(
      createPresentation({ credential: badge, holder: learner.did }),
      { ...learner, sign: (input) => stranger.sign(input) },
      asked,
    )
    expect(statusOf(await verify(forged), 'proof.signature')).toBe('failed')
    const named = {
      ...forged,
      proof: [{ ...(forged.proof as unknown as JsonObject), verificationMethod: stranger.id }],
    }
    expect(statusOf(await verify(named), 'holder.binding')).toBe('failed')
  })

  test('another holder than the one expected', async () => {
    const result = await verify(shown, { holder: stranger.did })
    expect(codesOf(result)).toEqual(['ERR_HOLDER_MISMATCH'])
    expect(statusOf(result, 'holder.binding')).toBe('failed')
  })

  test('no holder named: the key must be that of the expected one', async () => {
    const { holder: _, ...nameless } = createPresentation({ credential: badge })
    const signed = await withoutHolder(nameless)
    expect((await verify(signed)).outcome).toBe('verified')
    expect((await verify(signed, { holder: learner.did })).outcome).toBe('verified')
    expect(codesOf(await verify(signed, { holder: stranger.did }))).toEqual(['ERR_HOLDER_MISMATCH'])
    expect(statusOf(await verify(signed), 'holder.subject')).toBe('skipped')
  })

  test('a self-asserted key leaves it open', async () => {
    const holder = 'https://learner.example/me'
    const id = `${holder}#${learner.did.slice('did:key:'.length)}`
    const key = await importKeyPair(new Uint8Array(32).fill(2), { id, controller: holder })
    const presentation = await present({ credential: await badgeFor(holder), holder, key })
    const result = await verify(presentation)
    expect([result.outcome, codesOf(result)]).toEqual(['indeterminate', ['ERR_KEY_SELF_ASSERTED']])
    expect((await verify(presentation, { dangerouslyAcceptSelfAssertedKeys: true })).outcome).toBe('verified')
  })

  test('a badge for an identifier leaves open whether it is the holder’s', async () => {
    const anonymous = await issueBadge({ ...draft(learner.did), recipient: { email: 'kim@example.org' } }, issuer, {
      now,
    })
    const result = await verify(await present({ credential: anonymous as unknown as JsonObject }))
    expect(statusOf(result, 'holder.subject')).toBe('indeterminate')
    expect(result.outcome).toBe('verified')
  })

  /** As wallets do that leave the holder out: the vendor’s library, signed with its own code. */
  async function withoutHolder(presentation: object): Promise<JsonObject> {
    const { traceProof } = await import('../../src/proof/index.js')
    const { createDocumentLoader } = await import('../../src/loader/index.js')
    const proof: JsonObject = {
      type: 'DataIntegrityProof',
      cryptosuite: 'eddsa-rdfc-2022',
      created: now,
      verificationMethod: learner.id,
      proofPurpose: 'authentication',
      challenge,
      domain,
    }
    const document = JSON.parse(JSON.stringify(presentation)) as JsonObject
    const { signedBytes } = await traceProof(document, proof, { documentLoader: createDocumentLoader() })
    const proofValue = multibaseEncode(await learner.sign({ data: signedBytes }))
    return { ...document, proof: [{ ...proof, proofValue }] }
  }
})

describe('what is in it', () => {
  test('one bad credential fails the presentation, and the others keep their results', async () => {
    const tampered = { ...badge, name: 'Welder II' }
    const result = await verify(await present({ credential: [badge, tampered] }))
    expect(result.outcome).toBe('failed')
    expect(statusOf(result, 'proof.signature')).toBe('passed')
    expect(result.credentials.map(({ pointer, result: { outcome } }) => [pointer, outcome])).toEqual([
      ['/verifiableCredential/0', 'verified'],
      ['/verifiableCredential/1', 'failed'],
    ])
    expect(result.problems.map(({ code, pointer }) => [code, pointer])).toEqual([
      ['ERR_VERIFICATION_FAILED', '/verifiableCredential/1'],
    ])
  })

  test('one undecided credential leaves it open', async () => {
    const credentialStatus = {
      id: 'https://acme.example/status#1',
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: '1',
      statusListCredential: 'https://acme.example/status',
    }
    const { proof: _, ...unsigned } = badge
    const revocable = await signCredential({ ...unsigned, credentialStatus }, issuer, { now })
    const presentation = await present({ credential: JSON.parse(JSON.stringify(revocable)) })
    expect((await verify(presentation)).outcome).toBe('indeterminate')
    expect((await verify(presentation, { checkStatus: () => 'valid' })).outcome).toBe('verified')
    expect((await verify(presentation, { checkStatus: () => 'revoked' })).outcome).toBe('failed')
  })

  test('a credential alone, not in a list', async () => {
    const alone = { ...createPresentation({ holder: learner.did }), verifiableCredential: badge }
    const result = await verify(await signPresentation(alone, learner, asked))
    expect(result.outcome).toBe('verified')
    expect(result.credentials[0]?.pointer).toBe('/verifiableCredential')
  })

  test.each<[string, (presentation: JsonObject) => void]>([
    ['a credential added', (p) => (p.verifiableCredential as JsonValue[]).push(badge)],
    ['a credential exchanged', (p) => Object.assign(p, { verifiableCredential: [{ ...badge, id: 'urn:uuid:9' }] })],
    ['a credential taken away', (p) => Object.assign(p, { verifiableCredential: [] })],
    ['another id', (p) => Object.assign(p, { id: 'urn:uuid:8' })],
    ['another purpose', (p) => Object.assign(proofOf(p), { proofPurpose: 'assertionMethod' })],
    ['another time', (p) => Object.assign(proofOf(p), { created: '2026-02-03T04:05:05Z' })],
    ['another domain', (p) => Object.assign(proofOf(p), { domain: 'evil.example' })],
    ['an undefined term', (p) => Object.assign(p, { colour: 'red' })],
    ['another context', (p) => (p['@context'] as JsonValue[]).push({ name: 'https://schema.org/description' })],
    ['no proof', (p) => delete p.proof],
    ['a proof that is text', (p) => Object.assign(p, { proof: 'z' })],
    ['a proof of a credential', (p) => Object.assign(p, { proof: badge.proof })],
    ['no type', (p) => delete p.type],
    ['the type of a credential', (p) => Object.assign(p, { type: ['VerifiableCredential'] })],
    ['no context', (p) => Object.assign(p, { '@context': [] })],
    ['a holder that is a number', (p) => Object.assign(p, { holder: 7 })],
    ['a holder without an id', (p) => Object.assign(p, { holder: {} })],
    ['a credential that is a number', (p) => Object.assign(p, { verifiableCredential: [7] })],
    ['seventy credentials', (p) => Object.assign(p, { verifiableCredential: new Array(70).fill(badge) })],
    ['seventeen proofs', (p) => Object.assign(p, { proof: new Array(17).fill(proofOf(p)) })],
    [
      'a good and a forged proof',
      (p) => {
        p.proof = [p.proof as JsonObject, { ...proofOf(p), created: '2026-02-03T04:05:05Z' }]
      },
    ],
  ])('%s: not verified', async (_, change) => {
    const presentation = structuredClone(shown)
    change(presentation)
    const result = await verify(presentation)
    expect(result.verified).toBe(false)
    expect(result.problems.length).toBeGreaterThan(0)
    expect(codesOf(result)).not.toContain('ERR_INTERNAL')
  })

  test('a context that is not at hand leaves it open', async () => {
    const presentation = { ...shown, '@context': [...(shown['@context'] as string[]), 'https://a.example/c'] }
    const result = await verify(presentation)
    expect(statusOf(result, 'model.terms')).toBe('indeterminate')
    expect(result.outcome).toBe('indeterminate')
  })

  test.each([
    ['nothing', undefined],
    ['a list', []],
    ['text', 'x'],
    ['a JWT', 'eyJhbGciOiJub25lIn0.e30.AAAA'],
    ['a credential', () => badge],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ])('%s is no presentation', async (_, input) => {
    const result = await verify(typeof input === 'function' ? input() : input)
    expect(result.outcome).toBe('failed')
    expect(codesOf(result)).not.toContain('ERR_INTERNAL')
  })

  test('an unsigned presentation is not verified, its credentials are', async () => {
    const result = await verify(createPresentation({ credential: badge, holder: learner.did }))
    expect([result.outcome, codesOf(result)]).toEqual(['failed', ['ERR_PROOF_MISSING']])
    expect(result.credentials[0]?.result.outcome).toBe('verified')
    expect(result.proofs).toEqual([])
  })

  test('wrong options throw', async () => {
    expect(await codeOf(() => verifyPresentation(shown, { now: 'today' }))).toBe('ERR_ARGUMENT_INVALID')
  })
})

describe('making a presentation refuses', () => {
  const unsigned = () => {
    const { proof: _, ...rest } = badge
    return rest
  }
  const sign = (presentation: object, options: Omit<SignOptions, 'mandatoryPointers'> = {}) =>
    signPresentation(presentation, learner, { now, ...options })

  test.each<[string, () => unknown, string]>([
    ['a holder that is no URL', () => createPresentation({ holder: 'kim' }), 'ERR_ARGUMENT_INVALID'],
    ['an id that is no URL', () => createPresentation({ id: '1' }), 'ERR_ARGUMENT_INVALID'],
    ['an unsigned credential', () => createPresentation({ credential: unsigned() }), 'ERR_PROOF_MISSING'],
    ['text that is no JWS', () => createPresentation({ credential: 'x' }), 'ERR_ARGUMENT_INVALID'],
    [
      'a JWS in data model 1.1',
      () => createPresentation({ credential: 'a.b.c', dataModel: '1.1' }),
      'ERR_ARGUMENT_INVALID',
    ],
    ['a list in the list', () => createPresentation({ credential: [[]] }), 'ERR_ARGUMENT_INVALID'],
    ['seventy credentials', () => createPresentation({ credential: new Array(70).fill(badge) }), 'ERR_LIMIT_EXCEEDED'],
    [
      'a base proof',
      async () => {
        const key = await generateKeyPair({ type: 'P-256' })
        return createPresentation({ credential: await issueBadge(draft(learner.did), key, { suite: 'ecdsa-sd-2023' }) })
      },
      'ERR_PROOF_IS_BASE',
    ],
    ['a credential to sign', () => sign(unsigned()), 'ERR_MODEL_INVALID'],
    ['another holder', () => sign(createPresentation({ holder: stranger.did })), 'ERR_HOLDER_MISMATCH'],
    [
      'another holder as object',
      () => sign({ ...createPresentation({}), holder: { id: stranger.did } }),
      'ERR_HOLDER_MISMATCH',
    ],
    ['a signed one', async () => sign(await sign(createPresentation({}))), 'ERR_SIGN_ALREADY_SIGNED'],
    ['no context', () => sign({ type: ['VerifiablePresentation'] }), 'ERR_MODEL_INVALID'],
    [
      'selective disclosure',
      async () =>
        signPresentation(createPresentation({}), await generateKeyPair({ type: 'P-256' }), { suite: 'ecdsa-sd-2023' }),
      'ERR_SUITE_UNSUPPORTED',
    ],
  ])('%s', async (_, run, code) => {
    expect(await codeOf(run)).toBe(code)
  })

  test('but not another holder whose document may list the key', async () => {
    const holder = 'https://learner.example/me'
    const key = await importKeyPair(new Uint8Array(32).fill(2), {
      id: 'https://keys.example/1',
      controller: 'https://keys.example/',
    })
    expect(await codeOf(() => signPresentation(createPresentation({ holder }), key, { now }))).toBe('no error')
  })
})
