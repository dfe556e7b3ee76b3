import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { bakeImage } from '../../src/container/index.js'
import { issueBadge } from '../../src/issue-badge.js'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import type { KeyPair } from '../../src/types/keys.js'
import type { VerificationResult } from '../../src/types/verification.js'
import { type VerifyOptions, verifyCredential } from '../../src/verify/index.js'
import { testKey } from '../support/badge.js'

const now = '2026-06-01T00:00:00Z'
const url = 'https://acme.example/badges/7'

let key: KeyPair
let stranger: KeyPair
let original: JsonObject
beforeAll(async () => {
  key = await testKey(7)
  stranger = await testKey(8)
  original = await issue({ validUntil: '2026-05-01T00:00:00Z' })
})

/** A badge with a refresh service, by default issued when the original was. */
async function issue(change: JsonObject = {}, by = key): Promise<JsonObject> {
  const created = '2026-01-01T00:00:00Z'
  const badge = await issueBadge(
    {
      issuer: { name: 'Acme' },
      achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' },
      recipient: { email: 'kim@example.org' },
    },
    by,
    { now: created, created, id: 'urn:uuid:7', salt: 'salt' },
  )
  const { proof: _, ...unsigned } = JSON.parse(JSON.stringify(badge)) as JsonObject
  const contexts = [...(unsigned['@context'] as string[]), 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json']
  const refreshService = { id: url, type: '1EdTechCredentialRefresh' }
  const document = { ...unsigned, '@context': contexts, refreshService, ...change }
  return JSON.parse(
    JSON.stringify(await signCredential(document, by, { created, dangerouslySkipModelCheck: true })),
  ) as JsonObject
}

const verify = (badge: unknown, copy?: JsonValue, options: VerifyOptions = {}) =>
  verifyCredential(badge, { now, ...(copy === undefined ? {} : { documents: { [url]: copy } }), ...options })

function summary(result: VerificationResult) {
  const check = result.checks.find(({ id }) => id === 'refresh.service')
  return {
    outcome: result.outcome,
    refreshed: result.refreshed,
    status: check?.status,
    warnings: check?.warnings.map(({ code }) => code),
  }
}

const kept = { outcome: 'failed', refreshed: undefined, status: 'indeterminate', warnings: ['ERR_REFRESH_FAILED'] }
const untouched = { outcome: 'failed', refreshed: undefined, status: 'skipped', warnings: [] }
const renewed = (outcome: string) => ({ outcome, refreshed: true, status: 'passed', warnings: [] })

describe('refresh.service (Open Badges 3.0 §9, 1EdTechCredentialRefresh)', () => {
  it('a newer copy counts instead of an expired one', async () => {
    const copy = await issue({ validFrom: '2026-05-02T00:00:00Z', name: 'Renewed' })
    for (const served of [copy, JSON.stringify(copy)]) {
      const result = await verify(original, served)
      expect(summary(result)).toEqual(renewed('verified'))
      expect([result.credential?.name, result.source]).toEqual(['Renewed', 'object'])
    }
  })

  it('what makes a copy count is its proof: one that has expired since counts too', async () => {
    const lasting = await issue()
    expect((await verify(lasting)).outcome).toBe('verified')
    const copy = await issue({ validUntil: '2026-05-31T00:00:00Z' })
    expect(summary(await verify(lasting, copy))).toEqual(renewed('failed'))
  })

  it('the rest is about the copy: recipient, trust and checks of the caller', async () => {
    const copy = await issue()
    let runs = 0
    const checks = [
      {
        id: 'x-acme' as const,
        spec: url,
        run: () => {
          runs += 1
          return { status: 'passed' as const, summary: 's' }
        },
      },
    ]
    const result = await verify(original, copy, { recipient: 'kim@example.org', trust: { issuers: [key.did] }, checks })
    expect([result.verified, result.trusted, runs]).toEqual([true, true, 1])
    expect((await verify(original, copy, { recipient: 'lee@example.org' })).outcome).toBe('failed')
  })

  it('a baked badge stays the image that it was', async () => {
    const picture = new Uint8Array(readFileSync(new URL('../../examples/art/welder.svg', import.meta.url)))
    const result = await verify(await bakeImage(picture, original), await issue())
    expect([summary(result), result.source]).toEqual([renewed('verified'), 'svg'])
  })

  it('is asked once: the copy names the service again', async () => {
    const copy = await issue()
    let asked = 0
    const fetch = async () => {
      asked += 1
      return new Response(JSON.stringify(copy))
    }
    expect(summary(await verify(original, undefined, { fetch }))).toEqual(renewed('verified'))
    expect(asked).toBe(1)
  })

  it.each<[string, () => Promise<JsonValue>]>([
    ['of another issuer', () => issue({}, stranger)],
    ['that is another badge', () => issue({ id: 'urn:uuid:8' })],
    ['that is older', () => issue({ validFrom: '2025-12-31T00:00:00Z' })],
    ['without a date', async () => ({ ...(await issue()), validFrom: 'soon' })],
    ['that was changed', async () => ({ ...(await issue()), name: 'Doctor of Medicine' })],
    ['without a proof', async () => ({ ...(await issue()), proof: [] })],
    ['that is no badge', async () => ({ id: 'urn:uuid:7', issuer: original.issuer ?? null })],
    ['that is nothing', async () => 'Not Found'],
    ['that is a list', async () => []],
  ])('a copy %s does not count', async (_name, make) => {
    expect(summary(await verify(original, await make()))).toEqual(kept)
  })

  const hash = (digits: string): string => `sha256$${digits.repeat(64)}`
  const to = (identity: JsonObject): JsonObject => ({
    credentialSubject: {
      ...(original.credentialSubject as JsonObject),
      identifier: [{ type: 'IdentityObject', hashed: true, identityType: 'emailAddress', ...identity }],
    },
  })
  it.each<[string, JsonObject, JsonObject, object]>([
    ['its hash in capitals', { identityHash: hash('a') }, { identityHash: hash('A') }, renewed('verified')],
    [
      'its hash and its mark in capitals',
      { identityHash: hash('a') },
      { identityHash: hash('A').toUpperCase() },
      renewed('verified'),
    ],
    ['an empty salt', { identityHash: hash('a') }, { identityHash: hash('a'), salt: '' }, renewed('verified')],
    [
      'no salt instead of an empty one',
      { identityHash: hash('a'), salt: '' },
      { identityHash: hash('a') },
      renewed('verified'),
    ],
    ['another hash', { identityHash: hash('a') }, { identityHash: hash('b') }, kept],
    ['another salt', { identityHash: hash('a'), salt: 'x' }, { identityHash: hash('a'), salt: 'X' }, kept],
    ['a salt where there was none', { identityHash: hash('a') }, { identityHash: hash('a'), salt: 'x' }, kept],
    [
      'a plain identifier in capitals',
      { hashed: false, identityHash: 'kim@example.org' },
      { hashed: false, identityHash: 'KIM@example.org' },
      kept,
    ],
  ])('a copy for an identity with %s', async (_name, old, newer, expected) => {
    const copy = await issue({ ...to(newer), validFrom: '2026-05-02T00:00:00Z' })
    expect(summary(await verify(await issue({ ...to(old), validUntil: '2026-05-01T00:00:00Z' }), copy))).toEqual(
      expected,
    )
  })

  it('a service that does not answer, or breaks, leaves the original', async () => {
    const gone = async () => new Response('', { status: 503 })
    expect(summary(await verify(original, undefined, { fetch: gone }))).toEqual(kept)
    const valid = await issue()
    expect(summary(await verify(valid, undefined, { fetch: gone }))).toEqual({ ...kept, outcome: 'verified' })
    const trap = Object.defineProperty({}, url, {
      enumerable: true,
      get: () => {
        throw new Error('no')
      },
    })
    expect(summary(await verifyCredential(original, { now, documents: trap }))).toEqual(kept)
  })

  it('is not asked where nothing can answer', async () => {
    expect(summary(await verify(original))).toEqual(untouched)
  })

  it('is not asked by a badge that is not proven', async () => {
    const copy = await issue()
    expect(summary(await verify({ ...original, name: 'Doctor of Medicine' }, copy))).toEqual(untouched)
  })

  it.each<[string, JsonValue, string]>([
    ['of another type', { id: url, type: 'VerifiableCredentialRefreshService2021' }, 'skipped'],
    ['without a URL', { type: '1EdTechCredentialRefresh' }, 'indeterminate'],
  ])('a service %s', async (_name, refreshService, status) => {
    const { proof: _, ...rest } = await issue({ refreshService: undefined })
    const contexts = [
      ...(rest['@context'] as string[]),
      { VerifiableCredentialRefreshService2021: 'https://acme.example/refresh' },
    ]
    const badge = await signCredential({ ...rest, '@context': contexts, refreshService }, key, {
      created: now,
      dangerouslySkipModelCheck: true,
    })
    const result = await verifyCredential(badge, { now, documents: { [url]: await issue() }, profile: 'vcdm2' })
    expect(result.checks.find(({ id }) => id === 'refresh.service')?.status).toBe(status)
  })

  it('services of credentials inside others are not asked', async () => {
    const endorsement = await issue()
    const { proof: _, ...rest } = await issue({ refreshService: undefined })
    const badge = await signCredential({ ...rest, id: 'urn:example:outer', endorsement: [endorsement] }, key, {
      created: now,
      dangerouslySkipModelCheck: true,
    })
    const result = await verify(badge, await issue())
    const [inside] = result.checks.find(({ id }) => id === 'endorsement.each')?.nested ?? []
    expect(inside?.result.checks.find(({ id }) => id === 'refresh.service')?.status).toBe('skipped')
  })
})
