import { describe, expect, test } from 'vitest'
import { createCredential } from '../../src/credential/index.js'
import { isBadgeError } from '../../src/errors.js'
import { createPresentation, signCredential, signCredentialAsJwt, signPresentation } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import type { SignOptions } from '../../src/types/proof.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'

const now = '2026-02-03T04:05:06Z'
const key = await testKey()
const badge = sampleBadge(key.did)
const subject = badge.credentialSubject as JsonObject

const refusal = async (run: () => Promise<unknown>): Promise<readonly unknown[]> => {
  try {
    await run()
  } catch (error) {
    if (isBadgeError(error)) return [error.code, error.pointer]
    throw error
  }
  return ['no error']
}

/** What a verifier would refuse, with the place that the refusal names. */
const broken: readonly (readonly [string, JsonObject, string, string])[] = [
  ['a description of null', { ...badge, description: null }, 'ERR_MODEL_INVALID', '/description'],
  ['a day as validFrom', { ...badge, validFrom: '2026-01-01' }, 'ERR_MODEL_INVALID', '/validFrom'],
  ['an end before the beginning', { ...badge, validUntil: '2020-01-01T00:00:00Z' }, 'ERR_MODEL_INVALID', '/validUntil'],
  [
    'an expiry under its IRI',
    { ...badge, 'https://www.w3.org/2018/credentials#validUntil': '2020-01-01T00:00:00Z' },
    'ERR_TERM_RENAMED',
    '/https:~1~1www.w3.org~12018~1credentials#validUntil',
  ],
]

describe('what verifiers refuse is not signed', () => {
  test.each<readonly [string, (credential: Record<string, unknown>) => unknown, readonly unknown[]]>([
    ['as it was made', () => {}, ['no error']],
    ['with a name of its own', (credential) => Object.assign(credential, { name: 'Welder' }), ['no error']],
    [
      'with a description of null',
      (credential) => Object.assign(credential, { description: null }),
      ['ERR_MODEL_INVALID', '/description'],
    ],
    [
      'with a broken subject',
      ({ credentialSubject }) => Object.assign(credentialSubject as object, { source: 5 }),
      ['ERR_MODEL_INVALID', '/credentialSubject/source'],
    ],
  ])('what createCredential made, %s', async (_name, change, expected) => {
    const made = createCredential({
      issuer: { id: key.did, name: 'Acme' },
      achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld.' },
      recipient: { email: 'kim@example.org' },
    })
    await signCredential(made, key, { now })
    change(made as unknown as Record<string, unknown>)
    expect(await refusal(() => signCredential(made, key, { now }))).toEqual(expected)
    expect(await refusal(() => signCredentialAsJwt(made, key))).toEqual(expected)
  })

  test.each(broken)('%s', async (_name, document, code, pointer) => {
    expect(await refusal(() => signCredential(document, key, { now }))).toEqual([code, pointer])
    expect(await refusal(() => signCredentialAsJwt(document, key))).toEqual([code, pointer])
  })

  test.each(broken.filter(([, , , pointer]) => pointer !== '/validFrom'))(
    '%s: signed all the same as test material, it is not verified',
    async (_name, document) => {
      const signed = await signCredential(document, key, { now, dangerouslySkipModelCheck: true })
      expect((await verifyCredential(signed, { now })).outcome).toBe('failed')
    },
  )

  test.each<[string, JsonObject]>([
    ['no id', { ...badge, id: undefined } as never],
    [
      'no criteria',
      {
        ...badge,
        credentialSubject: { ...subject, achievement: { ...(subject.achievement as JsonObject), criteria: {} } },
      },
    ],
  ])('the rules of Open Badges: %s', async (_name, document) => {
    expect((await refusal(() => signCredential(document, key, { now })))[0]).toBe('ERR_MODEL_INVALID')
    const result = await verifyCredential(await signCredential(document, key, { now, lint: 'off' }), { now })
    expect(result.checks.filter(({ status }) => status === 'failed').map(({ id }) => id)).toEqual(['model.schema'])
  })

  test.each<[string, SignOptions, string]>([
    ['an expiry in the past', { expires: '2026-02-03T04:05:05Z' }, '/proof/expires'],
    [
      'made after now, and so after its expiry',
      { created: '2027-01-01T00:00:00Z', expires: '2026-06-01T00:00:00Z' },
      '/proof/created',
    ],
    [
      'an expiry before the proof is made',
      { created: '2026-01-01T00:00:00Z', expires: '2025-06-01T00:00:00Z' },
      '/proof/expires',
    ],
    ['an expiry at the very moment', { expires: now }, '/proof/expires'],
    ['hour 24', { created: '2026-01-01T24:00:00Z' }, '/proof/created'],
    ['a year of six digits', { created: new Date('+012026-01-01T00:00:00Z') }, '/proof/created'],
    ['an expiry in a year of six digits', { expires: new Date('+012026-01-01T00:00:00Z') }, '/proof/expires'],
    ['no date at all', { created: new Date(Number.NaN) }, ''],
  ])('times of the proof: %s', async (_name, options, pointer) => {
    expect(await refusal(() => signCredential(badge, key, { now, ...options }))).toEqual([
      'ERR_ARGUMENT_INVALID',
      pointer || undefined,
    ])
  })

  test('a presentation that hides its holder', async () => {
    const presentation = {
      ...createPresentation({ id: 'urn:uuid:1' }),
      'https://www.w3.org/2018/credentials#holder': { id: 'did:example:somebody' },
    }
    expect((await refusal(() => signPresentation(presentation, key, { now })))[0]).toBe('ERR_TERM_RENAMED')
  })

  test('other credentials are held against VCDM alone', async () => {
    const other = {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiableCredential'],
      issuer: key.did,
      credentialSubject: { id: 'did:example:kim' },
    }
    expect((await signCredential(other, key, { now })).proof).toMatchObject({ cryptosuite: 'eddsa-rdfc-2022' })
    const dated = { ...other, validFrom: 'yesterday' }
    expect(await refusal(() => signCredential(dated, key, { now }))).toEqual(['ERR_MODEL_INVALID', '/validFrom'])
  })
})
