import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createCredential } from '../../src/credential/index.js'
import { createDidDocument, importKeyPair } from '../../src/keys/index.js'
import { signCredential } from '../../src/proof/index.js'
import { answerOf, answerWords, loadAnswers } from '../../src/texts/answers/index.js'
import { formatFor, languages } from '../../src/texts/index.js'
import type { CredentialKind } from '../../src/types/credential.js'
import type { JsonObject } from '../../src/types/json.js'
import type { VerificationResult } from '../../src/types/verification.js'
import { type StatusAnswer, type VerifyOptions, verifyCredential } from '../../src/verify/index.js'
import { testKey } from '../support/badge.js'

const now = '2026-02-01T00:00:00Z'
const key = await testKey(7)
const fixture = (name: string) => readFileSync(`fixtures/badges/${name}`, 'utf8')

const draft = (issuer: string = key.did): JsonObject =>
  JSON.parse(
    JSON.stringify(
      createCredential(
        {
          issuer: { id: issuer, name: 'Acme Academy' },
          achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Passed.' },
          recipient: { email: 'kim@learner.example' },
          validFrom: '2026-01-01T00:00:00Z',
          validUntil: '2026-12-31T00:00:00Z',
        },
        { now: '2026-01-01T00:00:00Z' },
      ),
    ),
  ) as JsonObject

const sign = async (document: JsonObject, signer: object = key): Promise<JsonObject> =>
  JSON.parse(
    JSON.stringify(
      await signCredential(document as never, signer as never, {
        created: '2026-01-01T00:00:00Z',
        dangerouslySkipModelCheck: true,
      }),
    ),
  ) as JsonObject

const listed = {
  id: 'https://acme.example/status/1#7',
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: '7',
  statusListCredential: 'https://acme.example/status/1',
}
const named: JsonObject = { id: 'https://acme.example/evidence', type: ['Evidence'] }
const withStatus = (answer: StatusAnswer): VerifyOptions<CredentialKind> => ({ checkStatus: () => answer })
const plain: JsonObject = {
  '@context': ['https://www.w3.org/ns/credentials/v2'],
  type: ['VerifiableCredential'],
  issuer: key.did,
  validFrom: '2026-01-01T00:00:00Z',
  credentialSubject: { id: 'did:example:kim' },
}
const old: JsonObject = {
  '@context': 'https://w3id.org/openbadges/v2',
  id: 'https://acme.example/kim.json',
  type: 'Assertion',
  recipient: { type: 'email', hashed: false, identity: 'kim@learner.example' },
  badge: 'https://acme.example/welder.json',
  verification: { type: 'hosted' },
  issuedOn: '2026-01-01T00:00:00Z',
}
const badge = await sign(draft())
const changed = (change: (document: JsonObject) => void): JsonObject => {
  const copy = structuredClone(badge)
  change(copy)
  return copy
}
const achievementOf = (document: JsonObject): JsonObject =>
  (document.credentialSubject as JsonObject).achievement as JsonObject
const withoutId = draft()
delete (withoutId.credentialSubject as JsonObject).id
const formless = await sign({
  ...withoutId,
  credentialSubject: { ...(withoutId.credentialSubject as JsonObject), identifier: undefined as never },
})

type Row = readonly [
  name: string,
  input: unknown,
  options: VerifyOptions<CredentialKind>,
  id: string,
  look: string,
  why: string,
  next: string,
]

/** Each case that people meet, with the one answer to it. */
const rows: readonly Row[] = [
  ['sound, by a key alone', badge, {}, 'verified', 'good', 'verified.key', 'next.issuer'],
  [
    'another name',
    changed((d) => (achievementOf(d).name = 'Welder IX')),
    {},
    'forged',
    'bad',
    'forged.changed',
    'next.never',
  ],
  ['unsigned', draft(), {}, 'forged', 'bad', 'forged.unsigned', 'next.never'],
  ['signed by a stranger', fixture('signed-by-somebody-else.json'), {}, 'forged', 'bad', 'forged.issuer', 'next.never'],
  [
    'in the name of a university, by a key that only it vouches for',
    fixture('forged-in-the-name-of-a-university.json'),
    {},
    'unproven',
    'warn',
    'unproven.self',
    'next.ask',
  ],
  [
    'revoked',
    await sign({ ...draft(), credentialStatus: listed }),
    withStatus('revoked'),
    'revoked',
    'bad',
    'revoked.why',
    'revoked.next',
  ],
  [
    'suspended',
    await sign({ ...draft(), credentialStatus: listed }),
    withStatus('suspended'),
    'suspended',
    'bad',
    'suspended.why',
    'next.later',
  ],
  [
    'its list out of reach',
    await sign({ ...draft(), credentialStatus: listed }),
    {},
    'statusUnknown',
    'warn',
    'statusUnknown.why',
    'next.later',
  ],
  [
    'neither revoked nor suspended',
    await sign({ ...draft(), credentialStatus: listed }),
    withStatus('valid'),
    'verified',
    'good',
    'verified.key',
    'next.issuer',
  ],
  ['expired', badge, { now: '2027-02-01T00:00:00Z' }, 'expired', 'bad', 'expired.why', 'expired.next'],
  [
    'expired, and its list out of reach',
    await sign({ ...draft(), credentialStatus: listed }),
    { now: '2027-02-01T00:00:00Z' },
    'expired',
    'bad',
    'expired.why',
    'expired.next',
  ],
  ['not valid yet', fixture('not-yet-valid.json'), {}, 'notYet', 'bad', 'notYet.why', 'notYet.next'],
  ['with a fault of form', formless, {}, 'malformed', 'warn', 'malformed.why', 'malformed.next'],
  [
    'forged and expired',
    changed((d) => (achievementOf(d).name = 'Welder IX')),
    { now: '2027-02-01T00:00:00Z' },
    'forged',
    'bad',
    'forged.changed',
    'next.never',
  ],
  [
    'a credential, but no badge',
    await sign(plain),
    { accept: ['badge', 'clr'] },
    'otherKind',
    'warn',
    'otherKind.true',
    'otherKind.next',
  ],
  [
    'the same where any credential is accepted',
    await sign(plain),
    { accept: 'credential' },
    'otherKind',
    'warn',
    'otherKind.true',
    'otherKind.next',
  ],
  [
    'a forged credential that is no badge',
    { ...(await sign(plain)), validFrom: '2026-01-02T00:00:00Z' },
    { accept: ['badge', 'clr'] },
    'forged',
    'bad',
    'forged.changed',
    'next.never',
  ],
  ['of Open Badges 2.0, hosted out of reach', old, {}, 'unproven', 'warn', 'unproven.hosted', 'next.ask'],
  [
    'of Open Badges 1',
    { uid: '1', recipient: 'x', badge: 'https://acme.example/b', verify: {} },
    {},
    'old',
    'warn',
    'old.why',
    'old.next',
  ],
  [
    'for somebody else',
    badge,
    { recipient: 'lee@learner.example', require: ['subject.recipient'] },
    'otherPerson',
    'bad',
    'otherPerson.why',
    'otherPerson.next',
  ],
  [
    'of an issuer that is not trusted',
    badge,
    { trust: ['did:web:other.example'], require: ['issuer.trust'] },
    'untrusted',
    'warn',
    'untrusted.why',
    'untrusted.next',
  ],
  [
    'a badge where something else was asked for',
    badge,
    { accept: 'endorsement' },
    'unexpected',
    'warn',
    'unexpected.why',
    'unexpected.next',
  ],
  [
    'signed in an unknown way',
    changed((d) => Object.assign(d.proof as JsonObject, { cryptosuite: 'bbs-2023' })),
    {},
    'unproven',
    'warn',
    'unproven.method',
    'next.ask',
  ],
  [
    'with two names for one node',
    await sign({
      ...draft(),
      evidence: [
        { ...named, name: 'One' },
        { ...named, name: 'Two' },
      ],
    }),
    {},
    'unproven',
    'warn',
    'unproven.ambiguous',
    'next.ask',
  ],
  [
    'with a context out of reach',
    changed((d) => (d['@context'] as unknown[]).push('https://acme.example/context')),
    {},
    'unproven',
    'warn',
    'unproven.words',
    'next.ask',
  ],
  [
    'a picture without a badge',
    new Uint8Array(readFileSync('fixtures/badges/not-baked.png')),
    {},
    'empty',
    'warn',
    'empty.why',
    'empty.next',
  ],
  ['no badge', 'hello', {}, 'unreadable', 'warn', 'unreadable.why', 'next.original'],
]

test.each(rows)('%s', async (_, input, options, id, look, why, next) => {
  const result: VerificationResult<CredentialKind> = await verifyCredential(input, { now, ...options })
  const answer = answerOf(result)
  expect({ id: answer.id, look: answer.look, why: answer.why, next: answer.next }).toEqual({ id, look, why, next })
  expect(answer.claims).toBe(result.facts.authentic !== true)
  // Nothing but what is verified looks like it.
  if (!result.verified) expect(answer.look).not.toBe('good')
})

describe('what it says', () => {
  const said = async (
    result: VerificationResult<CredentialKind>,
    locale = 'en' as (typeof languages)[number],
    asked = {},
  ) => {
    return answerWords(await loadAnswers(locale), formatFor(locale), answerOf(result, asked), result)
  }

  test('of what is not genuine, no sentence names the issuer that it claims', async () => {
    for (const [, input, options] of rows) {
      const result: VerificationResult<CredentialKind> = await verifyCredential(input, { now, ...options })
      if (result.facts.authentic === true) continue
      for (const locale of languages) {
        expect(Object.values(await said(result, locale)).join(' ')).not.toMatch(/Acme|acme\.example/)
      }
    }
  })

  test('a badge of the site, one for the person that was entered, and one for another', async () => {
    const result = await verifyCredential(badge, { now })
    expect(await said(result, 'en', { isKnownIssuer: true, match: 'yes' })).toEqual({
      what: 'This badge is genuine and in force.',
      why: 'It was issued on this site by Acme Academy, and nothing was changed since.',
      next: 'It was issued to the person you entered.',
    })
    expect((await said(result, 'en', { isKnownIssuer: true, match: 'no' })).what).toBe(
      'This badge is genuine, but was issued to somebody else.',
    )
    expect((await said(result, 'en', { match: 'unclear' })).next).toContain('Compare the id of the issuer')
  })

  test('an issuer by its domain, with all of its path', async () => {
    const did = 'did:web:host.example%3A8443:schools:acme'
    const signer = await importKeyPair(new Uint8Array(32).fill(7), { controller: did, id: `${did}#key` })
    const documents = {
      'https://host.example:8443/schools/acme/did.json': createDidDocument({ did, keys: [signer] }) as never,
    }
    const result = await verifyCredential(await sign(draft(did), signer), { now, documents })
    expect([result.outcome, answerOf(result).why, answerOf(result).next]).toEqual([
      'verified',
      'verified.domain',
      'next.person',
    ])
    expect((await said(result)).why).toContain('host.example:8443/schools/acme')
  })
})
