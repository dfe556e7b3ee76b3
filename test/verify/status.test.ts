import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { issueBadge } from '../../src/issue-badge.js'
import { signCredential } from '../../src/proof/index.js'
import {
  createStatusEntry,
  createStatusList,
  createStatusListCredential,
  publishStatusList,
  setStatus,
  type statusPurposes,
} from '../../src/status/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import type { KeyPair } from '../../src/types/keys.js'
import type { DocumentMap } from '../../src/types/loader.js'
import type { VerificationResult } from '../../src/types/verification.js'
import { type VerifyOptions, verifyCredential } from '../../src/verify/index.js'
import { testKey } from '../support/badge.js'

const now = '2026-06-01T00:00:00Z'
const issued = '2026-01-01T00:00:00Z'
const url = 'https://acme.example/status/1'
const other = 'https://acme.example/status/2'
const badgeId = 'urn:uuid:7'

let key: KeyPair
let stranger: KeyPair
beforeAll(async () => {
  key = await testKey(7)
  stranger = await testKey(8)
})

const issue = async (credentialStatus: unknown, by = key): Promise<JsonObject> => {
  const badge = await issueBadge(
    {
      issuer: { name: 'Acme' },
      achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' },
      recipient: { email: 'kim@example.org' },
    },
    by,
    { now: issued, created: issued, id: badgeId, salt: 'salt' },
  )
  const { proof: _, ...unsigned } = JSON.parse(JSON.stringify(badge)) as JsonObject
  const contexts = [...(unsigned['@context'] as string[]), 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json']
  const signed = await signCredential({ ...unsigned, '@context': contexts, credentialStatus }, by, {
    created: issued,
    dangerouslySkipModelCheck: true,
  })
  return JSON.parse(JSON.stringify(signed)) as JsonObject
}

const entryFor = (index: number | string, change: JsonObject = {}): JsonObject => ({
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: index,
  statusListCredential: url,
  ...change,
})

interface ListOptions {
  readonly purpose?: (typeof statusPurposes)[number]
  readonly statusSize?: number
  readonly set?: readonly (readonly [number, number])[]
  readonly by?: KeyPair
  readonly change?: (credential: JsonObject) => JsonObject
}

/** A signed list; `change` is made before signing. */
async function publish({ purpose = 'revocation', statusSize = 1, set = [], by = key, change }: ListOptions = {}) {
  let list = createStatusList({ purpose, statusSize })
  for (const [index, value] of set) list = setStatus(list, index, value)
  const credential = await createStatusListCredential(list, { id: url, issuer: by.did, validFrom: issued })
  const signed = await signCredential(change?.(credential) ?? credential, by, { created: issued })
  return JSON.parse(JSON.stringify(signed)) as JsonObject
}

const withSubject = (change: JsonObject) => (credential: JsonObject) => ({
  ...credential,
  credentialSubject: { ...(credential.credentialSubject as JsonObject), ...change },
})

const verify = (badge: JsonValue, documents: DocumentMap = {}, options: VerifyOptions = {}) =>
  verifyCredential(badge, { now, documents, ...options })

function statusOf(result: VerificationResult) {
  const check = result.checks.find(({ id }) => id === 'status.revocation')
  if (check === undefined) throw new Error('there is always a status check')
  return {
    outcome: result.outcome,
    status: check.status,
    codes: check.problems.map(({ code }) => code),
    warnings: check.warnings.map(({ code }) => code),
    answers: check.statuses?.map(({ answer }) => answer),
  }
}

const clear = { outcome: 'verified', status: 'passed', codes: [], warnings: [], answers: ['clear'] }
const withdrawn = (answer: string) => ({
  outcome: 'failed',
  status: 'failed',
  codes: ['ERR_STATUS_REVOKED'],
  warnings: [],
  answers: [answer],
})
const unclear = (code: string, warnings: string[] = []) => ({
  outcome: 'indeterminate',
  status: 'indeterminate',
  codes: [code],
  warnings,
  answers: ['unknown'],
})

describe('BitstringStatusListEntry (Bitstring Status List 1.0 §3.2)', () => {
  it.each([0, 7, 8, 94_567, 131_071])('entry %i: clear, then revoked', async (index) => {
    const badge = await issue(
      createStatusEntry(createStatusList({ purpose: 'revocation' }), index, { statusListCredential: url }),
    )
    expect(statusOf(await verify(badge, { [url]: await publish() }))).toEqual(clear)
    const neighbours = [index - 1, index + 1].filter((each) => each >= 0 && each < 131_072)
    const beside = await publish({ set: neighbours.map((each) => [each, 1] as const) })
    expect(statusOf(await verify(badge, { [url]: beside }))).toEqual(clear)
    expect(statusOf(await verify(badge, { [url]: await publish({ set: [[index, 1]] }) }))).toEqual(withdrawn('revoked'))
  })

  it('the index may be a number', async () => {
    const badge = await issue(entryFor(23))
    expect(statusOf(await verify(badge, { [url]: await publish() }))).toEqual(clear)
    expect(statusOf(await verify(badge, { [url]: await publish({ set: [[23, 1]] }) }))).toEqual(withdrawn('revoked'))
  })

  it('suspension counts until it is lifted', async () => {
    const badge = await issue(entryFor('5', { statusPurpose: 'suspension' }))
    const suspended = await publish({ purpose: 'suspension', set: [[5, 1]] })
    expect(statusOf(await verify(badge, { [url]: suspended }))).toEqual(withdrawn('suspended'))
    expect(statusOf(await verify(badge, { [url]: await publish({ purpose: 'suspension' }) }))).toEqual(clear)
  })

  it('the list may be served as text', async () => {
    const badge = await issue(entryFor('5'))
    expect(statusOf(await verify(badge, { [url]: JSON.stringify(await publish()) }))).toEqual(clear)
  })

  it('the list may be fetched, once for entries that share it', async () => {
    const list = await publish({ set: [[6, 1]] })
    const asked: string[] = []
    const fetch = async (address: string) => {
      asked.push(address)
      return new Response(JSON.stringify(list))
    }
    const both = await issue([entryFor('5'), entryFor('6')])
    const result = await verify(both, {}, { fetch })
    expect(statusOf(result)).toMatchObject({ status: 'failed', answers: ['clear', 'revoked'] })
    expect(asked).toEqual([url])
    const revoked = result.problems.filter(({ code }) => code === 'ERR_STATUS_REVOKED')
    expect(revoked.map(({ pointer }) => pointer)).toEqual(['/credentialStatus/1'])
  })

  it('several entries: revoked beats unknown, unknown beats clear', async () => {
    const badge = await issue([entryFor('5'), entryFor('6', { statusListCredential: other })])
    const clean = await publish()
    expect(statusOf(await verify(badge, { [url]: clean }))).toMatchObject({
      status: 'indeterminate',
      answers: ['clear', 'unknown'],
    })
    expect(statusOf(await verify(badge, { [url]: await publish({ set: [[5, 1]] }) }))).toMatchObject({
      status: 'failed',
      codes: ['ERR_STATUS_REVOKED', 'ERR_STATUS_UNCHECKED'],
    })
  })

  it('a report says where the answer comes from', async () => {
    const result = await verify(await issue(entryFor('5')), { [url]: await publish() })
    expect(result.checks.find(({ id }) => id === 'status.revocation')?.statuses).toEqual([
      {
        pointer: '/credentialStatus',
        type: 'BitstringStatusListEntry',
        purpose: 'revocation',
        list: url,
        index: 5,
        value: 0,
        answer: 'clear',
      },
    ])
  })

  it('a message is told and takes nothing away', async () => {
    const list = createStatusList({ purpose: 'message', statusSize: 2 })
    const statusMessage = ['fine', 'in review', 'under appeal', 'superseded']
    const badge = await issue({ ...createStatusEntry(list, 9, { statusListCredential: url, statusMessage }) })
    const of = async (value: number) => {
      const published = await publish({ purpose: 'message', statusSize: 2, set: [[9, value]] })
      const result = await verify(badge, { [url]: published })
      const [report] = result.checks.find(({ id }) => id === 'status.revocation')?.statuses ?? []
      return [result.outcome, report?.value, report?.message, statusOf(result).warnings]
    }
    expect(await of(0)).toEqual(['verified', 0, 'fine', []])
    expect(await of(2)).toEqual(['verified', 2, 'under appeal', ['ERR_STATUS_MESSAGE']])
  })

  it('a message without words is told by its number', async () => {
    const badge = await issue(
      entryFor('9', { statusPurpose: 'message', statusMessage: [{ status: 'x', message: 'no' }] }),
    )
    const result = await verify(badge, { [url]: await publish({ purpose: 'message', set: [[9, 1]] }) })
    expect(statusOf(result)).toEqual({ ...clear, warnings: ['ERR_STATUS_MESSAGE'] })
  })

  it('of several lists in one credential, the one for what the entry asks counts, wherever it is', async () => {
    const badge = await issue(entryFor('5'))
    const [revoked, suspension] = [
      { ...((await publish({ set: [[5, 1]] })).credentialSubject as JsonObject), id: `${url}#a` },
      { ...((await publish({ purpose: 'suspension' })).credentialSubject as JsonObject), id: `${url}#b` },
    ]
    const whole = { ...((await publish()).credentialSubject as JsonObject), id: `${url}#c` }
    const of = async (...credentialSubject: JsonObject[]) =>
      statusOf(await verify(badge, { [url]: await publish({ change: (list) => ({ ...list, credentialSubject }) }) }))
    expect(await of(suspension, revoked)).toEqual(withdrawn('revoked'))
    expect(await of(revoked, suspension)).toEqual(withdrawn('revoked'))
    expect(await of(suspension, whole)).toEqual(clear)
    // Their order is not signed, so that anyone who hands them over could choose the first.
    for (const twice of [
      [whole, revoked],
      [revoked, whole],
    ] as const) {
      expect(await of(...twice)).toEqual(unclear('ERR_STATUS_LIST_INVALID'))
    }
  })

  it('a refresh status is a warning', async () => {
    const badge = await issue(entryFor('9', { statusPurpose: 'refresh' }))
    const result = await verify(badge, { [url]: await publish({ purpose: 'refresh', set: [[9, 1]] }) })
    expect(statusOf(result)).toEqual({ ...clear, warnings: ['ERR_STATUS_MESSAGE'] })
  })

  it('a value of an unknown purpose cannot be judged, unless it is 0', async () => {
    const badge = await issue(entryFor('9', { statusPurpose: 'fun' }))
    const fun = (set: ListOptions['set']) =>
      publish({ set: set ?? [], change: withSubject({ statusPurpose: ['x', 'fun'] }) })
    expect(statusOf(await verify(badge, { [url]: await fun([[9, 1]]) }))).toEqual(unclear('ERR_STATUS_UNSUPPORTED'))
    expect(statusOf(await verify(badge, { [url]: await fun([]) }))).toEqual(clear)
  })

  it('a list below 131,072 entries is a warning', async () => {
    const encodedList = `u${gzipSync(new Uint8Array(12_500)).toString('base64url')}`
    const short = await publish({ change: withSubject({ encodedList }) })
    expect(statusOf(await verify(await issue(entryFor('99999')), { [url]: short }))).toEqual({
      ...clear,
      warnings: ['ERR_STATUS_LIST_LENGTH'],
    })
    const outside = await verify(await issue(entryFor('100000')), { [url]: short })
    expect(statusOf(outside)).toEqual(unclear('ERR_STATUS_INDEX', ['ERR_STATUS_LIST_LENGTH']))
    expect(outside.problems[0]?.type).toBe('https://www.w3.org/TR/vc-data-model#RANGE_ERROR')
    const tooShort = outside.warnings.find(({ code }) => code === 'ERR_STATUS_LIST_LENGTH')
    expect(tooShort?.type).toBe('https://www.w3.org/ns/credentials/status-list#STATUS_LIST_LENGTH_ERROR')
  })

  it('a list below 131,072 entries is unclear where lists are held against the standard', async () => {
    const encodedList = `u${gzipSync(new Uint8Array(12_500)).toString('base64url')}`
    const short = await publish({ change: withSubject({ encodedList }) })
    const badge = await issue(entryFor('99999'))
    expect(statusOf(await verify(badge, { [url]: short }, { strictStatusList: true }))).toEqual(
      unclear('ERR_STATUS_LIST_LENGTH'),
    )
    expect(statusOf(await verify(badge, { [url]: await publish() }, { strictStatusList: true }))).toEqual(clear)
  })

  it('a list that was signed while it was fetched counts, and one from the future does not', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const badge = await issue(entryFor(3))
    const asked = new Date('2026-06-01T00:00:00.900Z')
    const fetched = async (from: string, until: string) => {
      vi.setSystemTime(asked)
      const fetch = async () => {
        vi.setSystemTime(new Date(until))
        return new Response(JSON.stringify(await publish({ change: (list) => ({ ...list, validFrom: from }) })))
      }
      return statusOf(await verifyCredential(badge, { fetch }))
    }
    expect(await fetched('2026-06-01T00:00:01Z', '2026-06-01T00:00:01.500Z')).toEqual(clear)
    expect(await fetched('2026-06-01T00:00:03Z', '2026-06-01T00:00:01.500Z')).toMatchObject({ status: 'indeterminate' })
  })

  it('a list at hand that is older than its ttl is a warning; one that was just fetched is fresh', async () => {
    const badge = await issue(entryFor('5'))
    const old = await publish({ change: withSubject({ ttl: 86_400_000 }) })
    expect(statusOf(await verify(badge, { [url]: old }))).toEqual({ ...clear, warnings: ['ERR_STATUS_LIST_EXPIRED'] })
    expect(statusOf(await verify(badge, { [url]: old }, { now: '2026-01-01T12:00:00Z' }))).toEqual(clear)
    expect(statusOf(await verify(badge, {}, { fetch: async () => new Response(JSON.stringify(old)) }))).toEqual(clear)
  })

  it('a ttl that is not a number of milliseconds is a warning', async () => {
    const badge = await issue(entryFor('5'))
    for (const ttl of ['one day', -1]) {
      const list = await publish({ change: withSubject({ ttl }) })
      expect(statusOf(await verify(badge, { [url]: list }))).toEqual({
        ...clear,
        warnings: ['ERR_STATUS_LIST_INVALID'],
      })
    }
  })
})

describe('who speaks for a badge', () => {
  const mismatch = unclear('ERR_STATUS_LIST_MISMATCH')
  const served = (document: JsonValue) => ({ fetch: async () => new Response(JSON.stringify(document)) })
  const renamed = (issuer: string, id?: string) => (credential: JsonObject) => ({
    ...credential,
    issuer,
    ...(id && { id }),
  })

  it.each<[string, ListOptions]>([
    ['a stranger, in their own name', {}],
    ['a stranger who has it revoked', { set: [[5, 1]] }],
    [
      'a stranger of a short list',
      { change: withSubject({ encodedList: `u${gzipSync(new Uint8Array(1)).toString('base64url')}` }) },
    ],
  ])('not %s', async (_name, list) => {
    const badge = await issue(entryFor('5'))
    const foreign = await publish({ ...list, by: stranger })
    for (const result of [await verify(badge, { [url]: foreign }), await verify(badge, {}, served(foreign))]) {
      expect(statusOf(result)).toMatchObject({ outcome: 'indeterminate', codes: ['ERR_STATUS_LIST_MISMATCH'] })
      expect(result.problems[0]?.detail).toContain(stranger.did)
    }
    expect(statusOf(await verify(badge, { [url]: foreign }, { statusIssuers: ['did:example:else'] })).outcome).toBe(
      'indeterminate',
    )
    const accepted = await verify(badge, { [url]: foreign }, { statusIssuers: [stranger.did] })
    expect(statusOf(accepted).outcome).toBe(list.set === undefined ? 'verified' : 'failed')
  })

  it('not another list of the same issuer, whatever it says', async () => {
    const badge = await issue(entryFor('5'))
    const elsewhere = (credential: JsonObject) => ({ ...credential, id: other })
    expect(statusOf(await verify(badge, { [url]: await publish({ change: elsewhere }) }))).toEqual(mismatch)
    const revoking = await publish({ change: elsewhere, set: [[5, 1]] })
    expect(statusOf(await verify(badge, { [url]: revoking }))).toEqual(mismatch)
    expect(statusOf(await verify(badge, {}, served(revoking)))).toEqual(mismatch)
    const spelt = await publish({
      change: (credential) => ({ ...credential, id: 'HTTPS://ACME.example:443/status/1' }),
    })
    expect(statusOf(await verify(badge, { [url]: spelt }))).toEqual(clear)
  })

  it('a list without an id only where it was fetched from its address', async () => {
    const badge = await issue(entryFor('5'))
    const nameless = await publish({ change: ({ id: _, ...rest }) => rest })
    expect(statusOf(await verify(badge, { [url]: nameless }))).toEqual(mismatch)
    expect(statusOf(await verify(badge, {}, served(nameless)))).toEqual({
      ...clear,
      warnings: ['ERR_STATUS_LIST_MISMATCH'],
    })
  })

  const web = (host: string) => `did:web:${host}`
  const document = (did: string, by: KeyPair, more: JsonObject = {}): JsonObject => ({
    id: did,
    verificationMethod: [
      { id: `${did}#1`, type: 'Multikey', controller: did, publicKeyMultibase: by.did.slice('did:key:'.length) },
    ],
    assertionMethod: [`${did}#1`],
    ...more,
  })
  const as = (did: string, by: KeyPair) => ({ id: `${did}#1`, controller: did, type: by.type, sign: by.sign })

  /** A badge of one name and a list of another, and what verifying it with their documents says. */
  async function between(issuer: string, lister: string, more: JsonObject = {}) {
    const badge = await issue(entryFor('5'), as(issuer, key) as unknown as KeyPair)
    const { proof: _, ...list } = await publish()
    const signed = await signCredential(renamed(lister)(list), as(lister, stranger), { created: issued })
    const documents = {
      [issuer]: document(issuer, key, more),
      [lister]: document(lister, stranger),
      [url]: JSON.parse(JSON.stringify(signed)),
    }
    return statusOf(await verify(badge, documents)).outcome
  }

  it.each<[string, string, string, JsonObject, string]>([
    ['another who is not named', web('a.example'), web('b.example'), {}, 'indeterminate'],
    ['who controls the issuer', web('a.example'), web('b.example'), { controller: web('b.example') }, 'verified'],
    ['another name of the issuer', web('a.example'), web('b.example'), { alsoKnownAs: [web('b.example')] }, 'verified'],
    [
      'whose key the issuer lists',
      web('a.example'),
      web('b.example'),
      { assertionMethod: [`${web('a.example')}#1`, `${web('b.example')}#1`] },
      'verified',
    ],
    [
      'one whose name goes on',
      web('a.example'),
      web('b.example'),
      { alsoKnownAs: [web('b.example.not')] },
      'indeterminate',
    ],
    [
      'one who is mentioned elsewhere',
      web('a.example'),
      web('b.example'),
      { service: [{ id: '#s', type: 'X', serviceEndpoint: web('b.example') }] },
      'indeterminate',
    ],
    ['the same origin without paths', web('a.example'), 'https://a.example', {}, 'verified'],
    ['the same origin, a path', web('a.example'), 'https://a.example/mallory', {}, 'indeterminate'],
    ['the same origin, the issuer with a path', web('a.example:school'), 'https://a.example', {}, 'indeterminate'],
    ['two users of one host', web('a.example:kim'), web('a.example:mallory'), {}, 'indeterminate'],
    ['another port', web('a.example'), web('a.example%3A8443'), {}, 'indeterminate'],
    ['a subdomain', web('a.example'), web('b.a.example'), {}, 'indeterminate'],
  ])('%s', async (_name, issuer, lister, more, outcome) => {
    expect(await between(issuer, lister, more)).toBe(outcome)
  })

  it('is named by a document that is about the issuer, and nobody else', async () => {
    expect(await between(web('a.example'), web('b.example'), { alsoKnownAs: web('b.example') })).toBe('verified')
    const { issuerNames } = await import('../../src/loader/index.js')
    const load = async () => ({
      contextUrl: null,
      documentUrl: url,
      document: { id: 'did:x:2', controller: 'did:x:3' },
    })
    expect(await issuerNames('https://a.example/1', 'did:x:3', load)).toBe(false)
  })
})

describe('a list that says nothing is indeterminate, never clear', () => {
  const retrieval = 'https://www.w3.org/ns/credentials/status-list#STATUS_RETRIEVAL_ERROR'
  const verification = 'https://www.w3.org/ns/credentials/status-list#STATUS_VERIFICATION_ERROR'
  const bomb = () => `u${gzipSync(new Uint8Array(40 * 1024 * 1024)).toString('base64url')}`
  const tampered = async () => {
    const [clean, revoked] = [await publish(), await publish({ set: [[5, 1]] })]
    return { ...revoked, credentialSubject: clean.credentialSubject ?? null }
  }

  it.each<[string, string, string | undefined, () => Promise<JsonValue>]>([
    ['tampered with', 'ERR_STATUS_LIST_UNVERIFIED', verification, tampered],
    ['unsigned', 'ERR_STATUS_LIST_UNVERIFIED', verification, async () => ({ ...(await publish()), proof: [] })],
    [
      'expired',
      'ERR_STATUS_LIST_EXPIRED',
      verification,
      () => publish({ change: (list) => ({ ...list, validUntil: '2026-05-31T23:59:59Z' }) }),
    ],
    [
      'not yet in force',
      'ERR_STATUS_LIST_EXPIRED',
      verification,
      () => publish({ change: (list) => ({ ...list, validFrom: '2026-06-01T00:00:01Z' }) }),
    ],
    [
      'expired and tampered with',
      'ERR_STATUS_LIST_UNVERIFIED',
      verification,
      async () => ({ ...(await publish()), validUntil: '2026-05-31T23:59:59Z' }),
    ],
    ['for another purpose', 'ERR_STATUS_PURPOSE', verification, () => publish({ purpose: 'suspension' })],
    [
      'no BitstringStatusListCredential',
      'ERR_STATUS_LIST_INVALID',
      verification,
      () => publish({ change: (list) => ({ ...list, type: ['VerifiableCredential'] }) }),
    ],
    [
      'without a list',
      'ERR_STATUS_LIST_INVALID',
      verification,
      () => publish({ change: withSubject({ encodedList: undefined }) }),
    ],
    [
      'about something else',
      'ERR_STATUS_LIST_INVALID',
      verification,
      () => publish({ change: (list) => ({ ...list, credentialSubject: { id: 'urn:uuid:1' } }) }),
    ],
    [
      'not readable',
      'ERR_STATUS_LIST_INVALID',
      verification,
      () => publish({ change: withSubject({ encodedList: 'uAAAA' }) }),
    ],
    ['a bomb', 'ERR_LIMIT_EXCEEDED', undefined, () => publish({ change: withSubject({ encodedList: bomb() }) })],
    ['an array', 'ERR_STATUS_LIST_UNVERIFIED', verification, async () => []],
    ['a text', 'ERR_STATUS_LIST_INVALID', verification, async () => 'Not Found'],
    ['a JWT that is none', 'ERR_STATUS_LIST_UNVERIFIED', verification, async () => 'a.b.c'],
    ['null', 'ERR_STATUS_LIST_INVALID', verification, async () => 'null'],
    ['gone', 'ERR_STATUS_UNAVAILABLE', retrieval, async () => null],
  ])('%s', async (_name, code, type, make) => {
    const result = await verify(await issue(entryFor('5')), { [url]: await make() })
    expect(statusOf(result)).toEqual(unclear(code))
    if (type !== undefined) expect(result.problems[0]?.type).toBe(type)
  })

  it('a list whose own key is only self-asserted', async () => {
    const issuer = 'https://acme.example/issuer'
    const self = { id: `${issuer}#${key.did.slice(8)}`, controller: issuer, type: key.type, sign: key.sign }
    const list = await publishStatusList(createStatusList({ purpose: 'revocation' }), self, { id: url, now: issued })
    const badge = await issue(entryFor('5'))
    const documents = { [url]: JSON.parse(JSON.stringify(list)) }
    expect(statusOf(await verify(badge, documents))).toEqual(unclear('ERR_STATUS_LIST_UNVERIFIED'))
    const accepting = { dangerouslyAcceptSelfAssertedKeys: true, statusIssuers: [issuer] }
    expect(statusOf(await verify(badge, documents, accepting)).outcome).toBe('verified')
  })

  it('not at hand, or not reachable', async () => {
    const badge = await issue(entryFor('5'))
    const absent = await verify(badge)
    expect(statusOf(absent)).toEqual(unclear('ERR_STATUS_UNCHECKED'))
    expect(absent.problems[0]?.type).toBe(retrieval)
    const gone = await verify(badge, {}, { fetch: async () => new Response('', { status: 404 }) })
    expect(statusOf(gone)).toEqual(unclear('ERR_STATUS_UNAVAILABLE'))
    expect(gone.problems[0]?.type).toBe(retrieval)
    const insecure = await issue(entryFor('5', { statusListCredential: 'http://acme.example/status/1' }))
    const fetch = async () => new Response(JSON.stringify(await publish()))
    expect(statusOf(await verify(insecure, {}, { fetch }))).toEqual(unclear('ERR_STATUS_UNAVAILABLE'))
  })

  it('a list that has a status itself is not relied on: lists could lead to lists without end', async () => {
    const asked: string[] = []
    const loop = await publish({ change: (list) => ({ ...list, credentialStatus: entryFor('1') }) })
    const fetch = async (address: string) => {
      asked.push(address)
      return new Response(JSON.stringify(loop))
    }
    expect(statusOf(await verify(await issue(entryFor('5')), {}, { fetch }))).toEqual(
      unclear('ERR_STATUS_LIST_UNVERIFIED'),
    )
    expect(asked).toEqual([url])
  })
})

describe('the entry', () => {
  it.each<[string, string, JsonValue]>([
    [
      'no type that is known',
      'ERR_STATUS_UNSUPPORTED',
      { id: url, type: 'https://w3id.org/vc-revocation-list-2020#RevocationList2020Status' },
    ],
    ['a purpose that is missing', 'ERR_STATUS_ENTRY_INVALID', entryFor('5', { statusPurpose: undefined })],
    ['an index that is negative', 'ERR_STATUS_ENTRY_INVALID', entryFor('-1')],
    ['an index that is no number', 'ERR_STATUS_ENTRY_INVALID', entryFor('five')],
    ['an index with a fraction', 'ERR_STATUS_ENTRY_INVALID', entryFor(1.5)],
    ['an index that is enormous', 'ERR_STATUS_ENTRY_INVALID', entryFor('9'.repeat(400))],
    ['a size of no bits', 'ERR_STATUS_ENTRY_INVALID', entryFor('5', { statusSize: 0 })],
    ['no list', 'ERR_STATUS_ENTRY_INVALID', entryFor('5', { statusListCredential: undefined })],
    ['an index outside the list', 'ERR_STATUS_INDEX', entryFor('131072')],
  ])('%s', async (_name, code, entry) => {
    const result = await verify(await issue(entry), { [url]: await publish() })
    expect(statusOf(result)).toMatchObject({ status: 'indeterminate', codes: [code] })
  })

  it('several bits are one value', async () => {
    const badge = await issue(entryFor('3', { statusSize: 3 }))
    const change = withSubject({ encodedList: `u${gzipSync(new Uint8Array(49_152)).toString('base64url')}` })
    expect(statusOf(await verify(badge, { [url]: await publish({ change }) }))).toEqual(clear)
    const bits = new Uint8Array(49_152)
    bits[1] = 0b0010_0000
    const set = withSubject({ encodedList: `u${gzipSync(bits).toString('base64url')}` })
    expect(statusOf(await verify(badge, { [url]: await publish({ change: set }) }))).toEqual(withdrawn('revoked'))
  })

  it('more entries than the limit are not all read', async () => {
    const badge = await issue(Array.from({ length: 17 }, (_, i) => entryFor(String(i))))
    expect(statusOf(await verify(badge, { [url]: await publish() }))).toMatchObject({
      status: 'indeterminate',
      codes: ['ERR_LIMIT_EXCEEDED'],
    })
  })

  it('is looked at only once the proof has passed: it says where to fetch from', async () => {
    const forged = { ...(await issue(entryFor('5'))), name: 'Doctor of Medicine' }
    const asked: string[] = []
    const fetch = async (address: string) => {
      asked.push(address)
      return new Response('{}')
    }
    const result = await verify(forged, {}, { fetch })
    expect([statusOf(result).status, result.outcome, asked]).toEqual(['skipped', 'failed', []])
  })

  it('noise never throws and never clears', async () => {
    const list = await publish()
    const member = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(url), fc.object())
    const noise = fc.record(
      {
        type: fc.constantFrom<JsonValue>('BitstringStatusListEntry', 'StatusList2021Entry', '1EdTechRevocationList', 7),
        id: member,
        statusPurpose: member,
        statusListIndex: member,
        statusListCredential: member,
        statusSize: member,
        statusMessage: member,
      },
      { requiredKeys: ['type'] },
    )
    const { readStatus } = await import('../../src/status/read/index.js')
    await fc.assert(
      fc.asyncProperty(fc.oneof(noise, fc.jsonValue()), async (credentialStatus) => {
        const findings = await readStatus(
          { credentialStatus: credentialStatus as JsonValue },
          {
            credentialId: badgeId,
            load: async () => ({ contextUrl: null, documentUrl: url, document: list }),
            verifyList: async () => ({ proven: true, credential: list }),
          },
        )
        for (const { report, problems } of findings) {
          expect(['clear', 'unknown']).toContain(report.answer)
          expect(problems.length > 0).toBe(report.answer === 'unknown')
        }
      }),
      { seed: 20263, numRuns: 300 },
    )
  })
})

describe('StatusList2021Entry', () => {
  const entry = entryFor('94567', { type: 'StatusList2021Entry', id: `${url}#94567` })
  const context = 'https://w3id.org/vc/status-list/2021/v1'
  const withContext = async () => {
    const badge = await issue(undefined)
    const { proof: _, credentialStatus: _s, ...unsigned } = badge
    const contexts = [...(unsigned['@context'] as string[]), context]
    const signed = await signCredential({ ...unsigned, '@context': contexts, credentialStatus: entry }, key, {
      created: issued,
    })
    return JSON.parse(JSON.stringify(signed)) as JsonObject
  }
  const publish2021 = async (index?: number) => {
    const list = createStatusList({ purpose: 'revocation' })
    const { bits } = index === undefined ? list : setStatus(list, index)
    const signed = await signCredential(
      {
        '@context': ['https://www.w3.org/2018/credentials/v1', context],
        id: url,
        type: ['VerifiableCredential', 'StatusList2021Credential'],
        issuer: key.did,
        issuanceDate: issued,
        credentialSubject: {
          id: `${url}#list`,
          type: 'StatusList2021',
          statusPurpose: 'revocation',
          encodedList: gzipSync(bits).toString('base64url'),
        },
      },
      key,
      { created: issued, suite: 'Ed25519Signature2020' },
    )
    return JSON.parse(JSON.stringify(signed)) as JsonObject
  }

  it('is read like a bitstring status list, also in the envelope of data model 1.1', async () => {
    const badge = await withContext()
    expect(statusOf(await verify(badge, { [url]: await publish2021() }))).toEqual(clear)
    expect(statusOf(await verify(badge, { [url]: await publish2021(94_567) }))).toEqual(withdrawn('revoked'))
  })

  it('needs a list of its own type', async () => {
    expect(statusOf(await verify(await withContext(), { [url]: await publish() }))).toEqual(
      unclear('ERR_STATUS_LIST_INVALID'),
    )
  })
})

describe('1EdTechRevocationList (Open Badges 3.0 §9.1)', () => {
  const entry = { id: url, type: '1EdTechRevocationList' }
  const listOf = (change: JsonObject): JsonObject => ({ id: url, issuer: key?.did ?? '', ...change })

  it.each<[string, JsonObject, object]>([
    ['not listed', { revokedCredential: [{ id: 'urn:uuid:8', revoked: true }] }, clear],
    ['an empty list', { revokedCredential: [] }, clear],
    ['an empty list, left out', {}, clear],
    ['listed', { revokedCredential: [{ id: badgeId, revoked: true }] }, withdrawn('revoked')],
    ['listed, without a word', { revokedCredential: [{ id: badgeId, revocationReason: 'x' }] }, withdrawn('revoked')],
    ['listed as a text', { revokedCredential: [badgeId] }, withdrawn('revoked')],
    ['one entry that is no array', { revokedCredential: { id: badgeId } }, withdrawn('revoked')],
    ['the older name', { revokedCredentials: [{ id: badgeId, revoked: 'true' }] }, withdrawn('revoked')],
    ['ids differ in writing only', { revokedCredential: [{ id: ' urn%3Auuid:7' }] }, withdrawn('revoked')],
    ['listed as not revoked', { revokedCredential: [{ id: badgeId, revoked: false }] }, clear],
    ['listed as not revoked, in words', { revokedCredentials: [{ id: badgeId, revoked: 'false' }] }, clear],
    [
      'listed twice, revoked once',
      { revokedCredential: [{ id: badgeId, revoked: false }, { id: badgeId }] },
      withdrawn('revoked'),
    ],
    [
      'listed unclearly',
      { revokedCredential: [{ id: badgeId, revoked: 'maybe' }] },
      unclear('ERR_STATUS_LIST_INVALID'),
    ],
    ['a UUID in capitals', { revokedCredential: [{ id: badgeId.toUpperCase() }] }, withdrawn('revoked')],
    ['an entry that is nothing', { revokedCredential: [null] }, unclear('ERR_STATUS_LIST_INVALID')],
    ['an entry that is a number', { revokedCredential: 7 }, unclear('ERR_STATUS_LIST_INVALID')],
    ['an entry that names nothing', { revokedCredential: [{ revoked: true }] }, unclear('ERR_STATUS_LIST_INVALID')],
    ['listed, beside an entry that is nothing', { revokedCredential: [null, { id: badgeId }] }, withdrawn('revoked')],
    ['an issuer object', { issuer: {} }, clear],
  ])('%s', async (_name, change, expected) => {
    const list = listOf(change)
    if (typeof change.issuer === 'object') list.issuer = { id: key.did }
    expect(statusOf(await verify(await issue(entry), { [url]: list }))).toEqual(expected)
  })

  it('of another issuer or address decides nothing', async () => {
    const badge = await issue(entry)
    const mismatch = unclear('ERR_STATUS_LIST_MISMATCH')
    for (const revokedCredential of [[], [{ id: badgeId }]]) {
      const foreign = listOf({ issuer: 'https://other.example', revokedCredential })
      expect(statusOf(await verify(badge, { [url]: foreign }))).toEqual(mismatch)
      expect(statusOf(await verify(badge, { [url]: listOf({ id: other, revokedCredential }) }))).toEqual(mismatch)
      const { id: _, ...nameless } = listOf({ revokedCredential })
      expect(statusOf(await verify(badge, { [url]: nameless }))).toEqual(mismatch)
      const fetch = async () => new Response(JSON.stringify(nameless))
      const status = revokedCredential.length === 0 ? 'passed' : 'failed'
      expect(statusOf(await verify(badge, {}, { fetch }))).toMatchObject({
        status,
        warnings: ['ERR_STATUS_LIST_MISMATCH'],
      })
      const { outcome } = statusOf(
        await verify(badge, { [url]: foreign }, { statusIssuers: ['https://other.example'] }),
      )
      expect(outcome).toBe(revokedCredential.length === 0 ? 'verified' : 'failed')
    }
  })

  it.each<[string, JsonValue, string]>([
    ['no list', {}, 'ERR_STATUS_LIST_INVALID'],
    ['a list of null', listOf({ revokedCredential: null }), 'ERR_STATUS_LIST_INVALID'],
    ['an array', [], 'ERR_STATUS_LIST_INVALID'],
    ['a text that is no JSON', 'Not Found', 'ERR_STATUS_LIST_INVALID'],
    ['more entries than the limit', { revokedCredential: new Array(200_001).fill('x') }, 'ERR_STATUS_LIST_INVALID'],
  ])('%s is unclear', async (_name, list, code) => {
    expect(statusOf(await verify(await issue(entry), { [url]: list }))).toEqual(unclear(code))
  })

  it('may be a text of JSON, or not there', async () => {
    const badge = await issue(entry)
    const text = JSON.stringify(listOf({ revokedCredential: [{ id: badgeId }] }))
    expect(statusOf(await verify(badge, { [url]: text }))).toEqual(withdrawn('revoked'))
    expect(statusOf(await verify(badge))).toEqual(unclear('ERR_STATUS_UNCHECKED'))
    const gone = async () => new Response('', { status: 500 })
    expect(statusOf(await verify(badge, {}, { fetch: gone }))).toEqual(unclear('ERR_STATUS_UNAVAILABLE'))
  })

  it('needs a URL, and a credential with an id', async () => {
    const { readStatus } = await import('../../src/status/read/index.js')
    const context = {
      load: async () => ({ contextUrl: null, documentUrl: url, document: {} }),
      verifyList: async () => ({ proven: true as const, credential: {} }),
    }
    const codes = async (credentialStatus: JsonObject) =>
      (await readStatus({ credentialStatus }, context)).flatMap(({ problems }) => problems.map(({ code }) => code))
    expect(await codes({ type: '1EdTechRevocationList' })).toEqual(['ERR_STATUS_ENTRY_INVALID'])
    expect(await codes(entry)).toEqual(['ERR_STATUS_ENTRY_INVALID'])
  })
})

describe('checkStatus', () => {
  it('wins over the lists', async () => {
    const badge = await issue(entryFor('5'))
    const documents = { [url]: await publish({ set: [[5, 1]] }) }
    expect(statusOf(await verify(badge, documents, { checkStatus: () => 'valid' }))).toEqual(clear)
    expect(statusOf(await verify(badge, documents, { checkStatus: () => 'unknown' }))).toEqual(
      unclear('ERR_STATUS_UNCHECKED'),
    )
  })

  it('is asked for each entry', async () => {
    const badge = await issue([entryFor('5'), entryFor('6')])
    const checkStatus = (entry: JsonObject) => (entry.statusListIndex === '6' ? 'suspended' : 'valid')
    expect(statusOf(await verify(badge, {}, { checkStatus })).answers).toEqual(['clear', 'suspended'])
  })
})
