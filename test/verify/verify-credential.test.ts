import { beforeAll, describe, expect, it } from 'vitest'
import { issueBadge } from '../../src/issue-badge.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import type { VerificationResult } from '../../src/types/verification.js'
import { assertVerified, explain, type VerifyOptions, verifyCredential } from '../../src/verify/index.js'
import { sampleBadge } from '../support/badge.js'
import { codeOf } from '../support/codes.js'

const now = '2026-01-01T00:00:00Z'
const draft = {
  issuer: { name: 'Acme' },
  achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' },
  recipient: { email: 'kim@example.org', name: 'Kim' },
}

let badge: JsonObject
beforeAll(async () => {
  const key = await generateKeyPair({ seed: new Uint8Array(32).fill(7) })
  const signed = await issueBadge(draft, key, { now, created: now, id: 'urn:uuid:1', salt: 'salt' })
  badge = JSON.parse(JSON.stringify(signed))
})

const edited = (edit: (copy: JsonObject) => void): JsonObject => {
  const copy = structuredClone(badge)
  edit(copy)
  return copy
}

const withProof = (members: JsonObject): JsonObject =>
  edited((copy) => {
    copy.proof = { ...([copy.proof].flat()[0] as JsonObject), ...members }
  })

const verify = (input: unknown, options: VerifyOptions = {}) => verifyCredential(input, { now, ...options })
const statusOf = (result: VerificationResult, id: string) => result.checks.find((check) => check.id === id)?.status
const codesOf = (result: VerificationResult) => result.problems.map(({ code }) => code)

describe('what may be handed in', () => {
  it.each([
    ['an object', () => badge, 'object'],
    ['JSON text', () => JSON.stringify(badge), 'json'],
    ['JSON text between blanks', () => `\n  ${JSON.stringify(badge, null, 2)}\n`, 'json'],
    ['the bytes of JSON', () => new TextEncoder().encode(JSON.stringify(badge)), 'json'],
    [
      'the bytes of JSON after a byte order mark',
      () => new TextEncoder().encode(`\ufeff${JSON.stringify(badge)}`),
      'json',
    ],
    [
      'the bytes of JSON after a byte order mark and a line end',
      () => new TextEncoder().encode(`\ufeff\n${JSON.stringify(badge)}`),
      'json',
    ],
  ])('%s', async (_name, make, source) => {
    const result = await verify(make())
    expect([result.outcome, result.source]).toEqual(['verified', source])
  })

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a number', 7],
    ['a function', () => 1],
    ['a date', new Date(0)],
    ['an array', []],
    ['an empty text', ''],
    ['a JSON string', '"text"'],
    ['a URL', 'https://example.org/badge'],
    ['no bytes', new Uint8Array()],
    ['noise', new Uint8Array([1, 2, 3, 255])],
    ['bytes that start like JSON but are not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d])],
    ['JSON after two byte order marks', new TextEncoder().encode('\ufeff\ufeff{}')],
    ['half a PNG', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])],
    ['an SVG text without a badge', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a PDF', '%PDF-1.7'],
    ['JSON 100,000 levels deep', '{"a":'.repeat(100_000)],
    ['100 MB', ' '.repeat(100_000_000)],
    ['a member called __proto__', '{"__proto__":{"verified":true}}'],
    ['a JWT whose payload is no JSON', 'a.b.c'],
    [
      'an object with a getter that throws',
      Object.defineProperty({}, 'id', {
        enumerable: true,
        get: () => {
          throw new Error('no')
        },
      }),
    ],
  ])('%s is a result with a failed input.parse', async (_name, input) => {
    const result = await verify(input)
    expect([result.outcome, statusOf(result, 'input.parse')]).toEqual(['failed', 'failed'])
    expect(result.checks.filter(({ id }) => id !== 'input.parse').every(({ status }) => status === 'skipped')).toBe(
      true,
    )
  })

  it('leaves the input alone, and a frozen one is fine', async () => {
    const frozen = JSON.parse(JSON.stringify(badge), (_key, value) => Object.freeze(value)) as JsonObject
    const before = JSON.stringify(frozen)
    expect((await verify(frozen)).verified).toBe(true)
    expect(JSON.stringify(frozen)).toBe(before)
  })

  it('returns a credential that nobody can change', async () => {
    const result = await verify(badge)
    assertVerified(result)
    expect(Object.isFrozen(result.credential)).toBe(true)
    expect(Object.isFrozen(result.credential.credentialSubject)).toBe(true)
  })
})

describe('outcome', () => {
  it('independent checks run after a failure: forged and expired is both', async () => {
    const forged = edited((copy) => {
      copy.validUntil = '2025-12-31T00:00:00Z'
    })
    const result = await verify(forged)
    expect(codesOf(result)).toEqual(expect.arrayContaining(['ERR_PROOF_INVALID', 'ERR_EXPIRED']))
  })

  it.each([
    ['nothing to read', 'x', 'proof.key', 'proof.present'],
    ['no proof', () => edited((copy) => delete copy.proof), 'proof.signature', 'proof.present'],
    ['no proof, seen from trust', () => edited((copy) => delete copy.proof), 'issuer.trust', 'proof.signature'],
    ['no key', () => withProof({ verificationMethod: 'https://a.example/#k' }), 'proof.signature', 'proof.key'],
    ['no known suite', () => withProof({ cryptosuite: 'x-2030' }), 'proof.key', 'proof.signature'],
    ['a malformed proof', () => withProof({ proofValue: 7 }), 'issuer.binding', 'proof.signature'],
  ])('%s: a dependent check is skipped and names the check it waited for', async (_name, input, id, waitsFor) => {
    const result = await verify(typeof input === 'function' ? input() : input)
    const check = result.checks.find((each) => each.id === id)
    expect(check).toMatchObject({ status: 'skipped', waitsFor })
    expect(check?.summary).toContain(waitsFor)
  })

  it('a check that had nothing to look at waited for none', async () => {
    const result = await verify(badge, { require: ['status.revocation'] })
    const check = result.checks.find(({ id }) => id === 'status.revocation')
    expect([result.outcome, check?.status, check?.waitsFor]).toEqual(['indeterminate', 'skipped', undefined])
    expect(explain(result)).toMatch(/unclear +status\.revocation/)
  })

  it.each([
    ['2025-12-31T23:59:59Z', undefined, 'failed'],
    ['2025-12-31T23:59:59Z', 1, 'verified'],
    ['2026-01-01T00:00:00Z', undefined, 'verified'],
  ])('a badge valid from midnight, at %s with a skew of %s s: %s', async (at, clockSkewSeconds, outcome) => {
    const options = clockSkewSeconds === undefined ? {} : { clockSkewSeconds }
    expect((await verify(badge, { now: at, ...options })).outcome).toBe(outcome)
  })

  it('a badge of data model 1.1 is held to validFrom and validUntil as well', async () => {
    const old = edited((copy) => {
      copy['@context'] = ['https://www.w3.org/2018/credentials/v1', (copy['@context'] as string[])[1] ?? '']
      copy.issuanceDate = copy.validFrom
      copy.validFrom = '2090-01-01T00:00:00Z'
      copy.validUntil = '2020-01-01T00:00:00Z'
    })
    expect(codesOf(await verify(old))).toEqual(expect.arrayContaining(['ERR_NOT_YET_VALID', 'ERR_EXPIRED']))
  })

  it.each(['validFrom', 'validUntil'])('%s that is no date fails', async (name) => {
    const result = await verify(
      edited((copy) => {
        copy[name] = ['2026-01-01T00:00:00Z']
      }),
    )
    expect(statusOf(result, name === 'validFrom' ? 'validity.from' : 'validity.until')).toBe('failed')
  })

  it('the time may be a Date', async () => {
    const at = new Date('2027-01-01T00:00:00Z')
    expect((await verify(badge, { now: at })).checkedAt).toBe('2027-01-01T00:00:00.000Z')
  })

  it.each(['yesterday', '2026-01-01', new Date(Number.NaN)])('now = %s is a wrong argument', async (at) => {
    expect(await codeOf(() => verifyCredential(badge, { now: at }))).toBe('ERR_ARGUMENT_INVALID')
  })
})

describe('proof.present', () => {
  it.each([
    ['no proof', (copy: JsonObject) => delete copy.proof, 'ERR_PROOF_MISSING'],
    [
      'an empty list',
      (copy: JsonObject) => {
        copy.proof = []
      },
      'ERR_PROOF_MISSING',
    ],
    [
      'a proof that is a text',
      (copy: JsonObject) => {
        copy.proof = 'signed'
      },
      'ERR_PROOF_MALFORMED',
    ],
    [
      'a text beside a good proof',
      (copy: JsonObject) => {
        copy.proof = [copy.proof as JsonObject, 'signed']
      },
      'ERR_PROOF_MALFORMED',
    ],
    [
      'null beside a good proof',
      (copy: JsonObject) => {
        copy.proof = [null, copy.proof as JsonObject]
      },
      'ERR_PROOF_MALFORMED',
    ],
    [
      '17 proofs',
      (copy: JsonObject) => {
        copy.proof = Array(17).fill(copy.proof as JsonObject)
      },
      'ERR_LIMIT_EXCEEDED',
    ],
  ])('%s', async (_name, edit, code) => {
    const result = await verify(edited(edit))
    expect([result.outcome, statusOf(result, 'proof.present')]).toEqual(['failed', 'failed'])
    expect(codesOf(result)).toContain(code)
  })
})

describe('subject.recipient (Open Badges 3.0 §9.3)', () => {
  it.each([
    ['kim@example.org', 'passed'],
    [{ type: 'emailAddress', value: 'kim@example.org' }, 'passed'],
    [{ type: 'name', value: 'Kim' }, 'passed'],
    ['Kim', 'failed'],
    ['kim@example.com', 'failed'],
    ['did:key:z6Mkother', 'failed'],
    [{ type: 'emailAddress', value: 'Kim' }, 'failed'],
  ])('%j: %s', async (recipient, status) => {
    const result = await verify(badge, { recipient })
    expect(statusOf(result, 'subject.recipient')).toBe(status)
    expect(result.verified).toBe(status === 'passed')
  })

  it('a subject id is compared as a string', async () => {
    const key = await generateKeyPair({ seed: new Uint8Array(32).fill(8) })
    const byDid = await issueBadge({ ...draft, recipient: { did: 'did:example:kim' } }, key, { now, created: now })
    expect(statusOf(await verify(byDid, { recipient: 'did:example:kim' }), 'subject.recipient')).toBe('passed')
    expect(
      statusOf(await verify(byDid, { recipient: { type: 'id', value: 'did:example:kim' } }), 'subject.recipient'),
    ).toBe('passed')
  })

  it.each([
    ['kim@example.org', 'passed'],
    ['mailto:kim@example.org', 'passed'],
    [{ type: 'emailAddress', value: 'kim@example.org' }, 'passed'],
    ['kim@example.com', 'failed'],
    [{ type: 'name', value: 'kim@example.org' }, 'failed'],
  ])('a subject whose id is the address, as mailto: %j: %s', async (recipient, status) => {
    const key = await generateKeyPair({ seed: new Uint8Array(32).fill(8) })
    const { identifier: _, ...subject } = sampleBadge(key.did).credentialSubject as JsonObject
    const credentialSubject = { ...subject, id: 'mailto:kim@example.org' }
    const signed = await signCredential({ ...sampleBadge(key.did), credentialSubject }, key, { now })
    expect(statusOf(await verify(signed, { recipient }), 'subject.recipient')).toBe(status)
  })
})

describe('issuer.trust', () => {
  it('is apart from verification', async () => {
    const none = await verify(badge)
    const yes = await verify(badge, { trust: { issuers: [none.issuer?.id ?? ''] } })
    const no = await verify(badge, { trust: { issuers: ['did:example:other'] } })
    expect([none, yes, no].map(({ verified, trusted }) => [verified, trusted])).toEqual([
      [true, false],
      [true, true],
      [true, false],
    ])
  })

  it('compares ids after decoding percent signs and trimming, as Open Badges 3.0 §8.4 does', async () => {
    const key = await generateKeyPair({ seed: new Uint8Array(32).fill(7) })
    const id = 'https://acme.example/staff/%C3%A9'
    const fragment = { id: `${id}#${key.did.slice('did:key:'.length)}`, controller: id, type: key.type, sign: key.sign }
    const web = await issueBadge({ ...draft, issuer: { id, name: 'Acme' } }, fragment, { now, created: now })
    const trustedBy = async (...issuers: string[]) =>
      (await verify(web, { trust: { issuers }, dangerouslyAcceptSelfAssertedKeys: true })).trusted
    expect(await trustedBy('%', ' https://acme.example/staff/\u00e9 ')).toBe(true)
    expect(await trustedBy('https://acme.example%2Fstaff/%C3%A9')).toBe(false)
  })

  it('compares DIDs as they are: %3A in did:web is a port, a colon a path', async () => {
    const policy = { trust: { issuers: [((await verify(badge)).issuer?.id ?? '').replace('key:', 'key%3A')] } }
    expect((await verify(badge, policy)).trusted).toBe(false)
  })

  it('is not said of a forged badge that names a trusted issuer', async () => {
    const issuers = [(await verify(badge)).issuer?.id ?? '']
    const forged = edited((copy) => {
      copy.name = 'Doctor of Medicine'
    })
    const result = await verify(forged, { trust: { issuers } })
    expect([result.trusted, statusOf(result, 'issuer.trust')]).toEqual([false, 'skipped'])
  })

  it('is said of an expired badge of a trusted issuer', async () => {
    const issuers = [(await verify(badge)).issuer?.id ?? '']
    const result = await verify(badge, { trust: { issuers }, now: '2025-01-01T00:00:00Z' })
    expect([result.verified, result.trusted]).toEqual([false, true])
  })
})

describe('status.revocation with a checkStatus', () => {
  const entry = { id: 'https://acme.example/status#1', type: 'BitstringStatusListEntry' }
  const withStatus = async () => {
    const key = await generateKeyPair({ seed: new Uint8Array(32).fill(7) })
    const credentialStatus = {
      ...entry,
      statusPurpose: 'revocation',
      statusListIndex: '1',
      statusListCredential: 'https://acme.example/status',
    }
    return issueBadge({ ...draft, credentialStatus }, key, { now, created: now })
  }

  it.each([
    ['valid', 'passed', 'verified'],
    ['revoked', 'failed', 'failed'],
    ['suspended', 'failed', 'failed'],
    ['unknown', 'indeterminate', 'indeterminate'],
  ] as const)('%s: %s', async (answer, status, outcome) => {
    const result = await verify(await withStatus(), { checkStatus: () => answer })
    expect([statusOf(result, 'status.revocation'), result.outcome]).toEqual([status, outcome])
  })

  it('a checker that throws makes the check fail, not the call', async () => {
    const result = await verify(await withStatus(), {
      checkStatus: () => {
        throw new Error('broken')
      },
    })
    expect([statusOf(result, 'status.revocation'), result.outcome]).toEqual(['failed', 'failed'])
    expect(codesOf(result)).toContain('ERR_INTERNAL')
  })
})

describe('checks of the caller', () => {
  const spec = 'https://acme.example/rules'
  it.each([
    [true, 'failed', 'failed'],
    [true, 'indeterminate', 'indeterminate'],
    [false, 'failed', 'verified'],
    [undefined, 'passed', 'verified'],
  ] as const)('required %s and %s: %s', async (required, status, outcome) => {
    const check = {
      id: 'x-acme' as const,
      spec,
      run: () => ({ status, summary: 's' }),
      ...(required === undefined ? {} : { required }),
    }
    const result = await verify(badge, { checks: [check] })
    expect([result.outcome, result.checks.at(-1)?.id]).toEqual([outcome, 'x-acme'])
  })

  it('a check that returns nothing fails', async () => {
    const check = { id: 'x-acme' as const, spec, required: true, run: () => undefined as never }
    const result = await verify(badge, { checks: [check] })
    expect([result.outcome, codesOf(result)]).toEqual(['failed', ['ERR_INTERNAL']])
  })

  it('may be required by id too', async () => {
    const check = { id: 'x-acme' as const, spec, run: () => ({ status: 'failed' as const, summary: 's' }) }
    expect((await verify(badge, { checks: [check], require: ['x-acme'] })).outcome).toBe('failed')
  })

  it.each([
    ['a required check that there is not', { require: ['status.revocaton'] }],
    [
      'a check that takes the name of a registered one',
      { checks: [{ id: 'proof.signature' as never, spec, run: () => ({ status: 'passed' as const, summary: '' }) }] },
    ],
    ['a skew without end', { clockSkewSeconds: Number.POSITIVE_INFINITY }],
    ['a negative skew', { clockSkewSeconds: -1 }],
    ['a time that is a number', { now: 5 as never }],
    ['a time that is null', { now: null as never }],
  ])('%s is a wrong argument', async (_name, options) => {
    expect(await codeOf(() => verify(badge, options))).toBe('ERR_ARGUMENT_INVALID')
  })

  it('a required check may be asked for by id', async () => {
    expect((await verify(badge, { require: ['issuer.trust'] })).outcome).toBe('indeterminate')
    expect((await verify(badge, { require: ['endorsement.each'] })).outcome).toBe('indeterminate')
  })
})

describe('assertVerified', () => {
  it('says nothing of a verified result', async () => {
    expect(await codeOf(async () => assertVerified(await verify(badge)))).toBe('no error')
  })

  it('says what decides, and not what a check of the caller found beside it', async () => {
    const aside = {
      id: 'x-aside' as const,
      spec: 'https://a.example',
      required: false,
      run: () => ({
        status: 'failed' as const,
        summary: 'Aside.',
        problems: [{ type: 'urn:x', title: 'Aside', detail: 'Aside.', code: 'X' }],
      }),
    }
    const result = await verify(badge, { checks: [aside], require: ['issuer.trust'] })
    expect(result.problems.map(({ code }) => code)).toContain('X')
    const message = await Promise.resolve()
      .then(() => assertVerified(result))
      .catch((error: Error) => error.message)
    expect(message).not.toContain('Aside')
  })

  it('throws all problems of another', async () => {
    const failed = await verify('{}')
    const undecided = await verify(badge, { require: ['issuer.trust'] })
    expect(await codeOf(() => assertVerified(failed))).toBe('ERR_VERIFICATION_FAILED')
    expect(await codeOf(() => assertVerified(undecided))).toBe('ERR_VERIFICATION_FAILED')
  })
})

describe('explain', () => {
  it('names the outcome, each check, and the place, clause and next step of each finding', async () => {
    const text = explain(
      await verify(
        edited((copy) => {
          copy.validUntil = '2025-12-31T00:00:00Z'
        }),
      ),
    )
    expect(text).toContain('validity.until')
    expect(text).toContain('/validUntil')
    expect(text).toContain('2025-12-31T00:00:00Z')
    expect(text).toContain('ERR_EXPIRED')
    expect(text).toContain('https://www.w3.org/TR/vc-data-model-2.0/#validity-period')
  })

  it('does not repeat whom the badge is about', async () => {
    const broken = edited((copy) => {
      copy.credentialSubject = { type: ['AchievementSubject'], identifier: [{ identityHash: 'kim@example.org' }] }
    })
    expect(explain(await verify(broken))).not.toContain('kim@example.org')
  })

  it('finds words for what could not be read at all', async () => {
    expect(explain(await verify(undefined))).toContain('input.parse')
  })
})
