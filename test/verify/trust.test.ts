import { beforeAll, describe, expect, it } from 'vitest'
import { issueBadge } from '../../src/issue-badge.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { parseTrustPolicy, type TrustPolicy, verifyCredential } from '../../src/verify/index.js'
import { testKey } from '../support/badge.js'
import { codeOf } from '../support/codes.js'

const now = '2026-02-01T00:00:00Z'
const key = await testKey()
const url = 'https://registry.example/registry.json'
const dcc = (did: string): JsonObject => ({
  meta: { created: '2020-12-02T02:32:16+0000' },
  registry: {
    'did:example:other': { name: 'Other' },
    [did]: { name: 'Acme', location: 'Here', url: 'https://acme.example' },
  },
})

let badge: JsonObject
beforeAll(async () => {
  const draft = {
    issuer: { name: 'Acme' },
    achievement: { name: 'Welder', description: 'Welds.', criteria: 'Passed.' },
    recipient: 'did:example:kim',
  }
  badge = (await issueBadge(draft, key, { now })) as JsonObject
})

async function ask(trust: TrustPolicy, documents: Record<string, JsonValue> = {}) {
  const result = await verifyCredential(badge, { now, trust, documents })
  const check = result.checks.find(({ id }) => id === 'issuer.trust')
  return [result.outcome, result.trusted, check?.status, check?.problems[0]?.code]
}

describe('issuer.trust with registries', () => {
  const trusted = ['verified', true, 'passed', undefined]
  const untrusted = ['verified', false, 'failed', 'ERR_ISSUER_UNTRUSTED']
  it.each<[string, () => TrustPolicy, Record<string, JsonValue>, readonly unknown[]]>([
    ['a registry as it is', () => ({ registries: [dcc(key.did)] }), {}, trusted],
    ['a registry of others', () => ({ registries: [dcc('did:example:x')] }), {}, untrusted],
    ['a registry by its URL', () => ({ registries: [url] }), { [url]: dcc(key.did) }, trusted],
    [
      'a registry that is not at hand',
      () => ({ registries: [url] }),
      {},
      ['verified', false, 'indeterminate', 'ERR_DOCUMENT_UNAVAILABLE'],
    ],
    ['a registry that is not at hand, beside a list', () => ({ issuers: [key.did], registries: [url] }), {}, trusted],
    [
      'a registry that is not at hand, before one that lists it',
      () => ({ registries: [url, dcc(key.did)] }),
      {},
      trusted,
    ],
    [
      'a registry of an unknown form',
      () => ({ registries: [url] }),
      { [url]: { members: [] } },
      ['verified', false, 'indeterminate', 'ERR_REGISTRY_INVALID'],
    ],
    [
      'a registry that is a web page',
      () => ({ registries: [url] }),
      { [url]: '<html>' },
      ['verified', false, 'indeterminate', 'ERR_REGISTRY_INVALID'],
    ],
    [
      'a list of registries',
      () => ({ registries: ['https://registry.example/all.json'] }),
      {
        [url]: dcc(key.did),
        'https://registry.example/all.json': [
          { name: 'One', type: 'dcc-legacy', url },
          { name: 'Two', type: 'oidf' },
        ],
      },
      trusted,
    ],
    ['a registry that names itself', () => ({ registries: [url] }), { [url]: { registries: [url] } }, untrusted],
    ['nobody at all', () => ({ issuers: [] }), {}, untrusted],
  ])('%s', async (_name, trust, documents, expected) => {
    expect(await ask(trust(), documents)).toEqual(expected)
  })

  it('more registries than are asked leave it open', async () => {
    const registries = Array.from({ length: 40 }, () => dcc('did:example:x'))
    expect(await ask({ registries })).toEqual(['verified', false, 'indeterminate', 'ERR_LIMIT_EXCEEDED'])
  })

  it('a forged badge is not trusted, whoever lists the issuer it names', async () => {
    const forged = { ...badge, name: 'Professor' }
    const result = await verifyCredential(forged, { now, trust: { registries: [dcc(key.did)] } })
    expect([result.outcome, result.trusted]).toEqual(['failed', false])
  })

  it.each([{}, { issuer: ['x'] }, { issuers: 'x' }])('a policy that says nothing is refused: %j', async (trust) => {
    expect(await codeOf(() => verifyCredential(badge, { trust: trust as never }))).toBe('ERR_ARGUMENT_INVALID')
  })
})

describe('parseTrustPolicy', () => {
  const id = 'did:web:acme.example'
  it.each<[string, unknown]>([
    ['a list', [id]],
    ['a list of objects', [{ id }]],
    ['a list of objects by DID', [{ did: id, name: 'Acme' }]],
    ['an object with a list', { issuers: [id] }],
    ['the registry of the DCC', dcc(id)],
    ['its older form', { meta: {}, entries: { [id]: { name: 'Acme' } } }],
    ['trusted issuers', { trustedIssuers: [{ issuer: id }] }],
  ])('%s', (_name, value) => {
    expect(parseTrustPolicy(value).issuers).toContain(id)
  })

  it('registries are kept by their URL', () => {
    expect(parseTrustPolicy({ registries: [url, { name: 'x', url }] })).toEqual({ issuers: [], registries: [url, url] })
  })

  it.each([
    null,
    5,
    'x',
    {},
    { issuers: 5 },
    [5],
    [null],
    ['no id'],
    [{ name: 'x' }],
    { registries: ['x'] },
    { registries: [{}] },
  ])('nothing is guessed: %j', async (value) => {
    expect(await codeOf(() => parseTrustPolicy(value))).toBe('ERR_REGISTRY_INVALID')
  })

  it('a registry without end is refused', async () => {
    const issuers = Array.from({ length: 100_001 }, (_, i) => `did:example:${i}`)
    expect(await codeOf(() => parseTrustPolicy({ issuers }))).toBe('ERR_LIMIT_EXCEEDED')
  })
})
