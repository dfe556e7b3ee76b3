import { describe, expect, it } from 'vitest'
import { issueBadge } from '../../src/issue-badge.js'
import { generateKeyPair } from '../../src/keys/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'

const now = '2026-01-01T00:00:00Z'
const later = '2026-06-01T00:00:00Z'
const key = await generateKeyPair({ seed: new Uint8Array(32).fill(7) })
const status = 'https://acme.example/status'
const issue = (suite: 'eddsa-rdfc-2022' | 'Ed25519Signature2020' = 'eddsa-rdfc-2022') =>
  issueBadge(
    {
      issuer: { name: 'Acme' },
      achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Passed.' },
      recipient: { email: 'kim@example.org' },
      validUntil: '2026-02-01T00:00:00Z',
      credentialStatus: {
        id: `${status}#1`,
        type: 'BitstringStatusListEntry',
        statusPurpose: 'revocation',
        statusListIndex: '1',
        statusListCredential: status,
      },
    },
    key,
    { now, created: now, expires: '2026-02-01T00:00:00Z', suite },
  )

const CREDENTIALS = 'https://www.w3.org/2018/credentials#'
const XSD = 'http://www.w3.org/2001/XMLSchema#'

/** Ways to say the same in RDF under another name: the new members, and contexts that they need. */
const disguises: Record<string, (iri: string, value: JsonValue, datatype?: string) => [JsonObject, JsonObject?]> = {
  'the keyword @nest': (iri, value) => [{ '@nest': { [iri.replace(/.*#/, '')]: value } }],
  'the IRI of the term': (iri, value, type) => [{ [iri]: typed(value, type) }],
  '@included': (iri, value, type) => [{ '@included': [{ id: '', [iri]: typed(value, type) }] }],
  'a term of an inline context': (iri, value, type) => [{ zzz: value }, { zzz: { '@id': iri, ...coerced(type) } }],
  'a term within a term': (iri, value, type) => [
    { zzz: value },
    { cr: CREDENTIALS, zzz: { '@id': iri.replace(CREDENTIALS, 'cr:'), ...coerced(type) } },
  ],
  'a compact IRI': (iri, value, type) => [
    { [iri.replace(CREDENTIALS, 'cr:')]: typed(value, type) },
    { cr: CREDENTIALS },
  ],
  'a compact IRI of two steps': (iri, value, type) => [
    { [iri.replace('https://www.w3.org/', 'b:')]: typed(value, type) },
    { a: 'https://', b: 'a:www.w3.org/' },
  ],
  'a vocabulary': (iri, value, type) => [{ [iri.slice(-3)]: typed(value, type) }, { '@vocab': iri.slice(0, -3) }],
  'an alias of @nest': (iri, value) => [{ box: { [iri.replace(/.*#/, '')]: value } }, { box: '@nest' }],
  'a context within a context': (iri, value, type) => [
    { zzz: value },
    { '@context': { zzz: { '@id': iri, ...coerced(type) } } },
  ],
  'a term that is nested': (iri, value, type) => [
    { box: { zzz: value } },
    { box: '@nest', zzz: { '@id': iri, '@nest': 'box', ...coerced(type) } },
  ],
}

const typed = (value: JsonValue, type?: string): JsonValue =>
  type === undefined ? value : { '@value': value, '@type': XSD + type }
const coerced = (type?: string): JsonObject => (type === undefined ? {} : { '@type': XSD + type })

const hidden: [member: string, iri: string, datatype?: string][] = [
  ['validUntil', `${CREDENTIALS}validUntil`, 'dateTime'],
  ['validFrom', `${CREDENTIALS}validFrom`, 'dateTime'],
  ['credentialStatus', `${CREDENTIALS}credentialStatus`],
]

function disguise(badge: JsonObject, [member, iri, datatype]: (typeof hidden)[number], name: string): JsonObject {
  const { [member]: value, ...rest } = structuredClone(badge)
  const [members, context] = disguises[name]?.(iri, value ?? null, datatype) ?? [{}]
  const included = members['@included'] as [JsonObject] | undefined
  if (included) included[0].id = rest.id
  const contexts = [...(rest['@context'] as string[]), ...(context === undefined ? [] : [context])]
  return { ...rest, ...members, '@context': contexts }
}

describe('what the specifications have a name for cannot be hidden under another', () => {
  const cases = hidden.flatMap((what) => Object.keys(disguises).map((name) => [what[0], name, what] as const))
  it.each(cases)('%s by %s', async (_member, name, what) => {
    const badge = JSON.parse(JSON.stringify(await issue()))
    const result = await verifyCredential(disguise(badge, what, name), { now: later, checkStatus: () => 'valid' })
    expect(result.outcome).toBe('failed')
    const failed = result.checks.filter(({ status }) => status === 'failed').map(({ id }) => id)
    expect(failed).toContain('model.terms')
  })

  it.each(['eddsa-rdfc-2022', 'Ed25519Signature2020'] as const)('the end of a proof: %s', async (suite) => {
    const badge = JSON.parse(JSON.stringify(await issue(suite)))
    const { expires, ...proof } = badge.proof
    for (const members of [
      { '@nest': { expires } },
      { 'https://w3id.org/security#expiration': typed(expires, 'dateTime') },
    ]) {
      const result = await verifyCredential(
        { ...badge, validUntil: undefined, proof: [{ ...proof, ...members }] },
        { now: later },
      )
      expect(result.verified).toBe(false)
      expect(result.problems.map(({ code }) => code)).toContain('ERR_TERM_RENAMED')
    }
  })

  it.each(Object.keys(disguises))('%s, in a context that is fetched', async (name) => {
    const badge = JSON.parse(JSON.stringify(await issue()))
    const disguised = disguise(badge, ['validUntil', `${CREDENTIALS}validUntil`, 'dateTime'], name)
    const contexts = disguised['@context'] as JsonValue[]
    const own = contexts.at(-1) as JsonValue
    if (typeof own === 'string') return
    const url = 'https://evil.example/context'
    const document = { ...disguised, '@context': [...contexts.slice(0, -1), url] }
    const contextMap = { [url]: { '@context': own } }
    const result = await verifyCredential(document, { now: later, checkStatus: () => 'valid', contexts: contextMap })
    expect(result.outcome).toBe('failed')
    expect(result.problems.map(({ code }) => code)).toContain('ERR_TERM_RENAMED')
  })

  it('a context of the issuer’s own that adds terms is no disguise', async () => {
    const own = {
      score: 'https://acme.example/vocab#score',
      title: 'https://schema.org/name',
      acme: 'https://acme.example/',
    }
    const badge = await issueBadge(
      {
        '@context': own,
        issuer: { name: 'Acme' },
        achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Passed.', score: 7, title: 'T' } as never,
        recipient: { email: 'kim@example.org' },
      },
      key,
      { now, created: now },
    )
    expect((await verifyCredential(badge, { now })).problems).toEqual([])
  })

  it('a published context may define what the badge does not use; used, as a member or a value, it hides', async () => {
    const own: JsonObject = {
      until: `${CREDENTIALS}validUntil`,
      awardedOnCompletionOf: { '@reverse': 'https://acme.example/vocab#awarded' },
      box: '@nest',
      note: 'https://acme.example/vocab#note',
    }
    const badge = (more: JsonObject) =>
      issueBadge(
        {
          '@context': own,
          issuer: { name: 'Acme' },
          achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Passed.', ...more } as never,
          recipient: { email: 'kim@example.org' },
        },
        key,
        { now, created: now, dangerouslySkipModelCheck: true },
      )
    expect((await verifyCredential(await badge({}), { now })).problems).toEqual([])
    for (const term of ['until', 'awardedOnCompletionOf']) {
      const result = await verifyCredential(await badge({ note: term }), { now })
      expect(result.problems.map(({ code }) => code)).toEqual(['ERR_TERM_RENAMED'])
    }
  })
})

describe('names that JavaScript objects share', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s as an id harms nobody else', async (name) => {
    const badge = JSON.parse(JSON.stringify(await issue()))
    const before = Reflect.ownKeys(Object.prototype)
    for (const hostile of [
      { ...badge, issuer: name },
      { ...badge, id: name },
      { ...badge, type: [...badge.type, name] },
      { ...badge, credentialSubject: { ...badge.credentialSubject, id: name } },
      { ...badge, 'urn:p': { id: name, 'urn:q': 1 } },
    ]) {
      expect((await verifyCredential(hostile, { now })).verified).toBe(false)
    }
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before)
    expect(Object.keys(Object)).toEqual([])
    expect((await verifyCredential(badge, { now, checkStatus: () => 'valid' })).problems).toEqual([])
  })
})
