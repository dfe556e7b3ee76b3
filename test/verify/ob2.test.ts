import { constants, createSign, generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { base64urlEncode } from '../../src/internal/encoding.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import type { VerificationResult } from '../../src/types/verification.js'
import { assertVerified, explain, type VerifyOptions, verifyCredential } from '../../src/verify/index.js'
import { codeOf } from '../support/codes.js'
import { pngWith, svgWith } from '../support/ob2-images.js'
import { ob2VectorDocuments } from '../support/ob2-vectors.js'
import { hasVectors, noVectorsReason, readVector, readVectorJson, readVectorText } from '../support/vectors.js'

const now = '2026-02-01T00:00:00Z'
const host = 'https://badges.example'
const at = (path: string): string => `${host}/${path}`
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = (key: typeof publicKey): string => key.export({ type: 'spki', format: 'pem' }) as string

const issuer: JsonObject = {
  '@context': 'https://w3id.org/openbadges/v2',
  type: 'Issuer',
  id: at('issuer.json'),
  name: 'Acme',
  url: host,
  email: 'badges@acme.example',
  publicKey: at('key.json'),
  revocationList: at('revoked.json'),
}
const badgeClass: JsonObject = {
  '@context': 'https://w3id.org/openbadges/v2',
  type: 'BadgeClass',
  id: at('welder.json'),
  name: 'Welder I',
  description: 'Welds.',
  image: at('welder.png'),
  criteria: { narrative: 'Passed.' },
  issuer: at('issuer.json'),
}
const hosted: JsonObject = {
  '@context': 'https://w3id.org/openbadges/v2',
  type: 'Assertion',
  id: at('kim.json'),
  recipient: {
    type: 'email',
    hashed: true,
    salt: 'deadsea',
    identity: 'sha256$ecf5409f3f4b91ab60cc5ef4c02aef7032354375e70cf4d8e43f6a1d29891942',
  },
  badge: at('welder.json'),
  issuedOn: '2025-01-01T00:00:00Z',
  verification: { type: 'hosted' },
}
const signed: JsonObject = {
  ...hosted,
  id: 'urn:uuid:1',
  verification: { type: 'SignedBadge', creator: at('key.json') },
}
const key: JsonObject = {
  type: 'CryptographicKey',
  id: at('key.json'),
  owner: at('issuer.json'),
  publicKeyPem: pem(publicKey),
}

const documents: Record<string, JsonValue> = {
  [at('kim.json')]: hosted,
  [at('welder.json')]: badgeClass,
  [at('issuer.json')]: issuer,
  [at('key.json')]: key,
  [at('revoked.json')]: { type: 'RevocationList', id: at('revoked.json'), revokedAssertions: ['urn:uuid:9'] },
}

const part = (value: JsonValue): string => base64urlEncode(new TextEncoder().encode(JSON.stringify(value)))
function jws(payload: JsonObject, by = privateKey, header: JsonObject = { alg: 'RS256' }): string {
  const input = `${part(header)}.${part(payload)}`
  return `${input}.${createSign('sha256').update(input).sign(by).toString('base64url')}`
}

const verify = (input: unknown, changes: Record<string, JsonValue | undefined> = {}, options: VerifyOptions = {}) => {
  const known = Object.entries({ ...documents, ...changes }).filter(([, value]) => value !== undefined)
  return verifyCredential(input, { now, documents: Object.fromEntries(known) as never, ...options })
}
/** The outcome, and what decided it. */
const verdict = ({ outcome, checks }: VerificationResult): readonly unknown[] => [
  outcome,
  ...checks
    .filter(({ required, status, waitsFor }) => required && status !== 'passed' && waitsFor === undefined)
    .map(({ id, problems }) => `${id} ${problems[0]?.code}`),
]

describe('Open Badges 2.0, extensions', () => {
  const context = at('place/context.json')
  const schema = at('place/schema.json')
  const known: Record<string, JsonValue> = {
    [context]: {
      '@context': {
        extensions: 'https://w3id.org/openbadges/extensions#',
        schema: 'http://schema.org/',
        latitude: 'schema:latitude',
      },
      'obi:validation': [{ 'obi:validatesType': 'extensions:Place', 'obi:validationSchema': schema }],
    },
    [schema]: {
      $schema: 'http://json-schema.org/draft-04/schema#',
      type: 'object',
      properties: { latitude: { type: 'number' } },
      required: ['latitude'],
    },
  }
  const place = (members: JsonObject, own: JsonObject = { '@context': context }): JsonObject => ({
    ...own,
    type: ['Extension', 'extensions:Place'],
    ...members,
  })
  const withPlace = (extension: JsonObject, more: JsonObject = {}): JsonObject => ({
    ...hosted,
    ...more,
    'extensions:place': extension,
  })
  const verdictOf = async (badge: JsonObject, changes: Record<string, JsonValue | undefined> = {}) => {
    const result = await verify(badge, { ...known, [at('kim.json')]: badge, ...changes })
    return [...verdict(result), ...result.warnings.map(({ code, pointer }) => `${code} ${pointer}`)]
  }

  it.each<[string, JsonObject, readonly string[], Record<string, JsonValue | undefined>?]>([
    ['as its schema has it', withPlace(place({ latitude: 5 })), ['verified']],
    ['with the IRI of a term', withPlace(place({ 'http://schema.org/latitude': 5 })), ['verified']],
    ['with the prefix of a term', withPlace(place({ 'schema:latitude': 5 })), ['verified']],
    ['otherwise', withPlace(place({ latitude: 'north' })), ['failed', 'model.schema ERR_MODEL_INVALID']],
    ['with nothing', withPlace(place({})), ['failed', 'model.schema ERR_MODEL_INVALID']],
    [
      'with the IRI of a term, otherwise',
      withPlace(place({ 'http://schema.org/latitude': 'north' })),
      ['failed', 'model.schema ERR_MODEL_INVALID'],
    ],
    [
      'described by a context of the badge',
      withPlace(place({}, {}), { '@context': ['https://w3id.org/openbadges/v2', context] }),
      ['failed', 'model.schema ERR_MODEL_INVALID'],
    ],
    [
      'with its type as an IRI',
      withPlace({ ...place({}), type: ['Extension', 'https://w3id.org/openbadges/extensions#Place'] }),
      ['failed', 'model.schema ERR_MODEL_INVALID'],
    ],
    [
      'of a type that the context does not describe',
      withPlace({ ...place({}), type: ['Extension', 'extensions:Other'] }),
      ['verified'],
    ],
    ['without a context', withPlace(place({}, {})), ['verified']],
    [
      'whose context is out of reach',
      withPlace(place({})),
      ['verified', 'ERR_DOCUMENT_UNAVAILABLE /extensions:place'],
      { [context]: undefined },
    ],
    [
      'whose schema is out of reach',
      withPlace(place({})),
      ['verified', 'ERR_DOCUMENT_UNAVAILABLE /extensions:place'],
      { [schema]: undefined },
    ],
    [
      'whose schema is none',
      withPlace(place({})),
      ['verified', 'ERR_SCHEMA_UNUSABLE /extensions:place'],
      { [schema]: { $ref: '#/nowhere' } },
    ],
  ])('%s', async (_name, badge, expected, changes) => {
    expect(await verdictOf(badge, changes)).toEqual(expected)
  })

  it('in the badge class and the issuer too', async () => {
    const badge = { ...badgeClass, 'extensions:place': place({}) }
    expect(await verdictOf(hosted, { [at('welder.json')]: badge })).toContain('model.schema ERR_MODEL_INVALID')
    const owner = { ...issuer, 'extensions:place': place({}) }
    expect(await verdictOf(hosted, { [at('issuer.json')]: owner })).toContain('model.schema ERR_MODEL_INVALID')
  })

  it('thousands of them cost a bounded number of requests', async () => {
    const contexts = Array.from({ length: 300 }, (_, i) => at(`context-${i}.json`))
    const many = Array.from({ length: 50 }, () => place({}, { '@context': contexts }))
    const asked: string[] = []
    const badge = { ...hosted, 'extensions:place': many }
    await verify(
      badge,
      { [at('kim.json')]: badge },
      {
        fetch: async (url) => {
          asked.push(url)
          return new Response(null, { status: 404 })
        },
      },
    )
    expect(asked.length).toBeLessThan(20)
  })
})

describe('Open Badges 2.0, endorsements', () => {
  const guild = {
    type: 'Profile',
    id: 'https://guild.example/guild',
    name: 'Guild',
    url: 'https://guild.example',
    email: 'a@guild.example',
  }
  const praise = {
    '@context': 'https://w3id.org/openbadges/v2',
    type: 'Endorsement',
    id: 'https://guild.example/praise',
    claim: { id: at('welder.json'), endorsementComment: 'Good.' },
    issuer: guild.id,
    issuedOn: '2025-01-01T00:00:00Z',
    verification: { type: 'HostedBadge' },
  }
  const endorsed = (endorsement: JsonValue = praise.id): JsonObject => ({ ...badgeClass, endorsement })
  const known: Record<string, JsonValue> = { [guild.id]: guild, [praise.id]: praise }
  const checkOf = async (changes: Record<string, JsonValue | undefined>, options: VerifyOptions = {}) => {
    const result = await verify(hosted, { [at('welder.json')]: endorsed(), ...known, ...changes }, options)
    const check = result.checks.find(({ id }) => id === 'endorsement.each')
    const codes = [...(check?.problems ?? []), ...(check?.warnings ?? [])].map(
      ({ code, pointer }) => `${code} ${pointer}`,
    )
    return [result.outcome, check?.status, ...codes]
  }
  const at0 = '/badge/endorsement'
  const bad = ['verified', 'failed', `ERR_VERIFICATION_FAILED ${at0}`]
  const open = ['verified', 'indeterminate', `ERR_DOCUMENT_UNAVAILABLE ${at0}`]

  it.each<[string, Record<string, JsonValue | undefined>, readonly unknown[]]>([
    ['at its own address', {}, ['verified', 'passed']],
    ['inside, as its address has it', { [at('welder.json')]: endorsed(praise) }, ['verified', 'passed']],
    [
      'inside, with another comment',
      { [at('welder.json')]: endorsed({ ...praise, issuedOn: '2020-01-01T00:00:00Z' }) },
      bad,
    ],
    [
      'of the issuer',
      { [at('welder.json')]: badgeClass, [at('issuer.json')]: { ...issuer, endorsement: [praise.id] } },
      ['verified', 'passed', 'ERR_ENDORSEMENT_MISMATCH /badge/issuer/endorsement/0'],
    ],
    [
      'about something else',
      { [praise.id]: { ...praise, claim: { id: 'https://other.example/x' } } },
      ['verified', 'passed', `ERR_ENDORSEMENT_MISMATCH ${at0}`],
    ],
    ['about nothing', { [praise.id]: { ...praise, claim: {} } }, bad],
    ['of another type', { [praise.id]: { ...praise, type: 'Assertion' } }, bad],
    ['revoked', { [praise.id]: { ...praise, revoked: true } }, bad],
    ['gone', { [praise.id]: null }, bad],
    ['expired', { [praise.id]: { ...praise, expires: '2025-06-01T00:00:00Z' } }, bad],
    ['that has not expired', { [praise.id]: { ...praise, expires: '2027-06-01T00:00:00Z' } }, ['verified', 'passed']],
    ['that expires at no time', { [praise.id]: { ...praise, expires: '2025-06-01' } }, bad],
    ['revoked in words', { [praise.id]: { ...praise, revoked: 'true' } }, bad],
    ['that was not revoked', { [praise.id]: { ...praise, revoked: false } }, ['verified', 'passed']],
    ['of the future', { [praise.id]: { ...praise, issuedOn: '2027-01-01T00:00:00Z' } }, bad],
    // Published examples have such a date; only the end of an endorsement must be known.
    ['that was issued at no time', { [praise.id]: { ...praise, issuedOn: '2018-01-01' } }, ['verified', 'passed']],
    [
      'by a name that leads nowhere, at the address of somebody else',
      {
        'https://evil.example/guild': {
          ...guild,
          id: 'urn:guild',
          verification: { startsWith: 'https://guild.example/' },
        },
        [praise.id]: { ...praise, issuer: 'https://evil.example/guild' },
      },
      open,
    ],
    [
      'that lies elsewhere than its issuer',
      { [guild.id]: undefined, [praise.id]: { ...praise, issuer: at('issuer.json') } },
      bad,
    ],
    ['whose issuer is no profile', { [guild.id]: { ...guild, type: 'BadgeClass' } }, bad],
    ['out of reach', { [praise.id]: undefined }, open],
    ['whose issuer is out of reach', { [guild.id]: undefined }, open],
    ['that is signed', { [praise.id]: { ...praise, verification: { type: 'SignedBadge' } } }, open],
  ])('%s', async (_name, changes, expected) => {
    expect(await checkOf(changes)).toEqual(expected)
  })

  it('without any there is nothing to look at; many are looked at so far only', async () => {
    expect(await checkOf({ [at('welder.json')]: badgeClass })).toEqual(['verified', 'skipped'])
    const many = await checkOf({ [at('welder.json')]: endorsed(Array.from({ length: 40 }, () => praise.id)) })
    expect(many).toEqual(['verified', 'indeterminate', 'ERR_LIMIT_EXCEEDED undefined'])
  })

  it('whoever asks gets them required', async () => {
    expect((await checkOf({ [praise.id]: undefined }, { require: ['endorsement.each'] }))[0]).toBe('indeterminate')
  })
})

describe('Open Badges 2.0, hosted', () => {
  it('the badge at its own address is verified, and given back whole', async () => {
    const result = await verify(hosted)
    expect(verdict(result)).toEqual(['verified'])
    expect([result.standard, result.issuer, result.proofs]).toEqual([
      'ob2',
      { id: at('issuer.json'), name: 'Acme' },
      [{ type: 'Hosted', verificationMethod: at('kim.json'), status: 'passed' }],
    ])
    expect(result.credential).toMatchObject({ badge: { name: 'Welder I', issuer: { name: 'Acme' } } })
    expect(result.checks.map(({ id }) => id)).toEqual((await verify('{}')).checks.map(({ id }) => id))
    expect(() => assertVerified(result)).not.toThrow()
    expect(explain(result)).toContain('proof.signature')
  })

  it('nothing is fetched, and nothing is guessed, without its documents', async () => {
    const result = await verifyCredential(hosted, { now })
    expect([result.outcome, result.standard]).toEqual(['indeterminate', 'ob2'])
  })

  const elsewhere = 'https://evil.example'
  const copy = { ...hosted, id: `${elsewhere}/kim.json` }
  const cases: readonly (readonly [string, JsonObject, Record<string, JsonValue | undefined>, readonly string[]])[] = [
    [
      'altered after it was handed out',
      { ...hosted, issuedOn: '2020-01-01T00:00:00Z' },
      {},
      ['failed', 'proof.signature ERR_PROOF_INVALID'],
    ],
    [
      'with a member that the hosted one lacks',
      { ...hosted, narrative: 'x' },
      {},
      ['failed', 'proof.signature ERR_PROOF_INVALID'],
    ],
    [
      'with another badge class inside than at its address',
      { ...hosted, badge: { ...badgeClass, name: 'Professor' } },
      {},
      ['failed', 'proof.signature ERR_PROOF_INVALID'],
    ],
    [
      'with the badge class inside, as its address has it',
      { ...hosted, badge: { ...badgeClass, issuer } },
      {},
      ['verified'],
    ],
    [
      'whose issuer has a name that leads nowhere',
      hosted,
      { [at('issuer.json')]: { ...issuer, id: 'urn:uuid:7' } },
      ['indeterminate', 'issuer.binding ERR_KEY_SELF_ASSERTED'],
    ],
    [
      'whose issuer has no name',
      hosted,
      { [at('issuer.json')]: { ...issuer, id: 'nobody' } },
      ['failed', 'model.schema ERR_MODEL_INVALID', 'issuer.binding ERR_MODEL_INVALID'],
    ],
    [
      'out of reach',
      hosted,
      { [at('kim.json')]: undefined },
      ['indeterminate', 'proof.signature ERR_DOCUMENT_UNAVAILABLE'],
    ],
    [
      'whose badge class is out of reach',
      hosted,
      { [at('welder.json')]: undefined },
      ['indeterminate', 'model.schema ERR_DOCUMENT_UNAVAILABLE', 'issuer.binding ERR_DOCUMENT_UNAVAILABLE'],
    ],
    [
      'whose issuer is out of reach',
      hosted,
      { [at('issuer.json')]: undefined },
      ['indeterminate', 'model.schema ERR_DOCUMENT_UNAVAILABLE', 'issuer.binding ERR_DOCUMENT_UNAVAILABLE'],
    ],
    ['hosted by somebody else', copy, { [copy.id]: copy }, ['failed', 'issuer.binding ERR_ISSUER_MISMATCH']],
    [
      'hosted by somebody else, who has an issuer of the same name',
      { ...copy, badge: { ...badgeClass, issuer: { ...issuer, verification: { allowedOrigins: 'evil.example' } } } },
      {
        [copy.id]: {
          ...copy,
          badge: { ...badgeClass, issuer: { ...issuer, verification: { allowedOrigins: 'evil.example' } } },
        },
      },
      ['failed', 'issuer.binding ERR_ISSUER_MISMATCH'],
    ],
    [
      'the same, with the true issuer out of reach',
      { ...copy, badge: { ...badgeClass, issuer: { ...issuer, verification: { allowedOrigins: 'evil.example' } } } },
      {
        [copy.id]: {
          ...copy,
          badge: { ...badgeClass, issuer: { ...issuer, verification: { allowedOrigins: 'evil.example' } } },
        },
        [at('issuer.json')]: undefined,
      },
      ['indeterminate', 'issuer.binding ERR_KEY_SELF_ASSERTED'],
    ],
    [
      'whose issuer is a document that borrows a name',
      { ...copy, badge: `${elsewhere}/badge.json` },
      {
        [copy.id]: { ...copy, badge: `${elsewhere}/badge.json` },
        [`${elsewhere}/badge.json`]: {
          ...badgeClass,
          id: `${elsewhere}/badge.json`,
          issuer: `${elsewhere}/issuer.json`,
        },
        [`${elsewhere}/issuer.json`]: { ...issuer, verification: { allowedOrigins: 'evil.example' } },
      },
      ['failed', 'issuer.binding ERR_ISSUER_MISMATCH'],
    ],
    [
      'where the issuer allows it',
      copy,
      { [copy.id]: copy, [at('issuer.json')]: { ...issuer, verification: { allowedOrigins: ['evil.example'] } } },
      ['verified'],
    ],
    [
      'within what must come first',
      hosted,
      { [at('issuer.json')]: { ...issuer, verification: { startsWith: [`${host}/kim.json`] } } },
      ['verified'],
    ],
    [
      'with half a segment that must come first',
      hosted,
      { [at('issuer.json')]: { ...issuer, verification: { startsWith: [`${host}/k`] } } },
      ['failed', 'issuer.binding ERR_ISSUER_MISMATCH'],
    ],
    [
      'outside of what must come first, said in a list of one',
      hosted,
      { [at('issuer.json')]: { ...issuer, verification: [{ startsWith: `${host}/x` }] } },
      ['failed', 'issuer.binding ERR_ISSUER_MISMATCH'],
    ],
    [
      'within what must come first, said in a list of one',
      hosted,
      { [at('issuer.json')]: { ...issuer, verification: [{ startsWith: `${host}/kim.json` }] } },
      ['verified'],
    ],
    [
      'outside of what must come first',
      hosted,
      { [at('issuer.json')]: { ...issuer, verification: { startsWith: `${host}/x` } } },
      ['failed', 'issuer.binding ERR_ISSUER_MISMATCH'],
    ],
    [
      'revoked at its address',
      hosted,
      { [at('kim.json')]: { id: at('kim.json'), revoked: true, revocationReason: 'A mistake' } },
      ['failed', 'status.revocation ERR_STATUS_REVOKED'],
    ],
    [
      'expired',
      { ...hosted, expires: '2025-06-01T00:00:00Z' },
      { [at('kim.json')]: { ...hosted, expires: '2025-06-01T00:00:00Z' } },
      ['failed', 'validity.until ERR_EXPIRED'],
    ],
    [
      'issued in the future',
      { ...hosted, issuedOn: '2027-01-01T00:00:00Z' },
      { [at('kim.json')]: { ...hosted, issuedOn: '2027-01-01T00:00:00Z' } },
      ['failed', 'validity.from ERR_NOT_YET_VALID'],
    ],
    [
      'with an address of no host',
      { ...hosted, id: 'urn:uuid:1' },
      {},
      [
        'failed',
        'model.schema ERR_MODEL_INVALID',
        'proof.signature ERR_DOCUMENT_UNAVAILABLE',
        'issuer.binding ERR_ISSUER_MISMATCH',
      ],
    ],
    [
      'that does not say how it is verified',
      { ...hosted, verification: {} },
      {},
      ['failed', 'proof.present ERR_PROOF_MISSING'],
    ],
    ['that is signed, without its signature', signed, {}, ['failed', 'proof.present ERR_PROOF_MISSING']],
  ]
  it.each(cases)('a badge %s', async (_name, badge, changes, expected) => {
    expect(verdict(await verify(badge, changes))).toEqual(expected)
  })

  const hostile: readonly (readonly [string, JsonValue])[] = [
    ['null', null],
    ['a number', 5],
    ['text', 'x'],
    ['an empty list', []],
    ['an empty object', {}],
    ['a list of null', [null]],
    ['a list of itself', [hosted]],
  ]
  it.each(Object.keys(hosted).flatMap((member) => hostile.map(([name, value]) => [member, name, value] as const)))(
    '%s set to %s: never an exception, never verified',
    async (member, _name, value) => {
      const odd = { ...hosted, [member]: value }
      const result = await verify(odd, { [at('kim.json')]: odd })
      expect(result.problems.filter(({ code }) => code === 'ERR_INTERNAL')).toEqual([])
      if (member !== '@context' && !(member === 'type' && value === hosted.type)) expect(result.verified).toBe(false)
    },
  )

  it.each(
    [badgeClass, issuer].flatMap((document) =>
      Object.keys(document).flatMap((member) =>
        hostile.map(([name, value]) => [String(document.type), member, name, value, document] as const),
      ),
    ),
  )('%s, %s set to %s: never an exception', async (_type, member, _name, value, document) => {
    const result = await verify(hosted, { [String(document.id)]: { ...document, [member]: value } })
    expect(result.problems.filter(({ code }) => code === 'ERR_INTERNAL')).toEqual([])
    if (['id', 'type', 'issuer'].includes(member)) expect(result.verified).toBe(false)
  })
})

/** Open Badges 2.0, "Revoking Hosted Assertions": 410 alone says it, whatever the body. */
describe('Open Badges 2.0, what its address says is gone', () => {
  /** Everything but these addresses is served. */
  const gone = (...paths: readonly string[]): VerifyOptions => ({
    now,
    fetch: async (url) => {
      const document = documents[url]
      if (paths.some((path) => url === at(path))) return new Response('{"revoked":true}', { status: 410 })
      return document === undefined ? new Response(null, { status: 404 }) : Response.json(document)
    },
  })
  const picture = new Uint8Array(readFileSync(new URL('../../examples/art/welder.png', import.meta.url)))

  it.each<[string, unknown, readonly string[], readonly string[]]>([
    ['a hosted badge is revoked', hosted, ['kim.json'], ['failed', 'status.revocation ERR_STATUS_REVOKED']],
    [
      'so is one of which only the address was baked in',
      pngWith(picture, 'tEXt', at('kim.json')),
      ['kim.json'],
      ['failed', 'input.parse ERR_STATUS_REVOKED'],
    ],
    [
      'of one whose badge class is gone nothing can be said',
      hosted,
      ['welder.json'],
      ['indeterminate', 'model.schema ERR_DOCUMENT_GONE', 'issuer.binding ERR_DOCUMENT_GONE'],
    ],
    [
      'nor of a signed one whose list is gone',
      jws(signed),
      ['revoked.json'],
      ['indeterminate', 'status.revocation ERR_STATUS_UNAVAILABLE'],
    ],
  ])('%s', async (_name, input, paths, expected) => {
    expect(verdict(await verifyCredential(input, gone(...paths)))).toEqual(expected)
  })

  it('of one that moved to an address that is gone nothing can be said', async () => {
    const moved = { ...hosted, id: at('elsewhere.json') }
    const result = await verify(hosted, { [at('kim.json')]: moved, [at('elsewhere.json')]: null })
    expect(verdict(result)).toEqual(['indeterminate', 'proof.signature ERR_DOCUMENT_GONE'])
  })

  it('in `documents`, null says the same', async () => {
    expect(verdict(await verify(hosted, { [at('kim.json')]: null }))).toEqual([
      'failed',
      'status.revocation ERR_STATUS_REVOKED',
    ])
  })
})

describe('Open Badges 2.0, signed', () => {
  it('a JWS of the key that the issuer lists is verified', async () => {
    const result = await verify(jws(signed))
    expect(verdict(result)).toEqual(['verified'])
    expect([result.source, result.standard, result.proofs]).toEqual([
      'jwt',
      'ob2',
      [{ type: 'JWS', alg: 'RS256', verificationMethod: at('key.json'), status: 'passed' }],
    ])
  })

  const inline = { ...key, publicKeyPem: pem(stranger.publicKey) }
  const strangersIssuer = { ...issuer, publicKey: [{ ...key, publicKeyPem: pem(stranger.publicKey) }] }
  const cases: readonly (readonly [
    string,
    string,
    Record<string, JsonValue | undefined>,
    readonly string[],
    VerifyOptions?,
  ])[] = [
    ['of another key', jws(signed, stranger.privateKey), {}, ['failed', 'proof.signature ERR_PROOF_INVALID']],
    // A length that no base64url has, whatever the signature.
    ['cut short', jws(signed).slice(0, -9), {}, ['failed', 'input.parse ERR_JWT_MALFORMED']],
    ['with alg none', jws(signed, privateKey, { alg: 'none' }), {}, ['failed', 'proof.signature ERR_JWT_ALGORITHM']],
    ['with an HMAC', jws(signed, privateKey, { alg: 'HS256' }), {}, ['failed', 'proof.signature ERR_JWT_ALGORITHM']],
    [
      'with crit',
      jws(signed, privateKey, { alg: 'RS256', crit: ['x'] }),
      {},
      ['failed', 'proof.signature ERR_JWT_ALGORITHM'],
    ],
    [
      'whose key the badge brings along under the name of the true one',
      jws({ ...signed, verification: { type: 'SignedBadge', creator: inline } }, stranger.privateKey),
      {},
      ['failed', 'proof.signature ERR_PROOF_INVALID'],
    ],
    [
      'whose key the badge brings along without a name',
      jws(
        {
          ...signed,
          verification: { type: 'SignedBadge', creator: { owner: issuer.id, publicKeyPem: pem(stranger.publicKey) } },
        } as never,
        stranger.privateKey,
      ),
      {},
      ['failed', 'issuer.binding ERR_ISSUER_MISMATCH'],
    ],
    [
      'whose key the issuer does not list',
      jws(
        { ...signed, verification: { type: 'SignedBadge', creator: 'https://evil.example/key.json' } },
        stranger.privateKey,
      ),
      {
        'https://evil.example/key.json': {
          ...key,
          id: 'https://evil.example/key.json',
          publicKeyPem: pem(stranger.publicKey),
        },
      },
      ['failed', 'issuer.binding ERR_ISSUER_MISMATCH'],
    ],
    [
      'whose issuer the badge brings along, with a key of its own',
      jws({ ...signed, badge: { ...badgeClass, issuer: strangersIssuer } }, stranger.privateKey),
      {},
      ['failed', 'proof.signature ERR_PROOF_INVALID'],
    ],
    [
      'the same, with the true issuer out of reach',
      jws({ ...signed, badge: { ...badgeClass, issuer: strangersIssuer } }, stranger.privateKey),
      { [at('issuer.json')]: undefined },
      ['indeterminate', 'issuer.binding ERR_KEY_SELF_ASSERTED'],
    ],
    [
      'the same, with self-asserted keys accepted',
      jws({ ...signed, badge: { ...badgeClass, issuer: strangersIssuer } }, stranger.privateKey),
      { [at('issuer.json')]: undefined },
      ['verified'],
      { dangerouslyAcceptSelfAssertedKeys: true },
    ],
    [
      'whose key names another owner',
      jws(signed),
      { [at('key.json')]: { ...key, owner: 'https://a.example' } },
      ['failed', 'issuer.binding ERR_ISSUER_MISMATCH'],
    ],
    [
      'whose key is out of reach',
      jws(signed),
      { [at('key.json')]: undefined },
      ['indeterminate', 'proof.key ERR_DOCUMENT_UNAVAILABLE'],
    ],
    [
      'whose key is none',
      jws(signed),
      { [at('key.json')]: { ...key, publicKeyPem: 'x' } },
      ['failed', 'proof.key ERR_KEY_INVALID'],
    ],
    [
      'without creator, where the issuer has one key',
      jws({ ...signed, verification: { type: 'signed' } }),
      {},
      ['verified'],
    ],
    [
      'without creator, where the issuer is out of reach',
      jws({ ...signed, verification: { type: 'signed' } }),
      { [at('issuer.json')]: undefined },
      ['indeterminate', 'model.schema ERR_DOCUMENT_UNAVAILABLE', 'proof.key ERR_DOCUMENT_UNAVAILABLE'],
    ],
    ['that says that it is hosted', jws(hosted), {}, ['failed', 'proof.present ERR_PROOF_MALFORMED']],
    [
      'that was revoked, with the reason',
      jws({ ...signed, id: 'urn:uuid:8' }),
      { [at('revoked.json')]: { revokedAssertions: [{ id: 'urn:uuid:8', revocationReason: 'Fraud' }] } },
      ['failed', 'status.revocation ERR_STATUS_REVOKED'],
    ],
    [
      'that was revoked by its id alone',
      jws({ ...signed, id: 'urn:uuid:9' }),
      {},
      ['failed', 'status.revocation ERR_STATUS_REVOKED'],
    ],
    [
      'that was revoked by an address with capitals and dot segments',
      jws({ ...signed, id: at('kim/1') }),
      { [at('revoked.json')]: { revokedAssertions: [`HTTPS${at('x/../kim/1').slice('https'.length)}`] } },
      ['failed', 'status.revocation ERR_STATUS_REVOKED'],
    ],
    [
      'of an issuer whose list holds an entry that names no badge',
      jws({ ...signed, id: at('kim/1') }),
      { [at('revoked.json')]: { revokedAssertions: [{ revocationReason: 'Fraud' }] } },
      ['indeterminate', 'status.revocation ERR_STATUS_LIST_INVALID'],
    ],
    [
      'that was revoked by an address that is spelled otherwise',
      jws({ ...signed, id: at('kim/1') }),
      { [at('revoked.json')]: { revokedAssertions: [{ id: at('kim/%31') }] } },
      ['failed', 'status.revocation ERR_STATUS_REVOKED'],
    ],
    [
      'whose neighbour was revoked',
      jws({ ...signed, id: at('kim/1') }),
      { [at('revoked.json')]: { revokedAssertions: [{ id: at('kim/%32') }] } },
      ['verified'],
    ],
    [
      'whose key is another one by its own name',
      jws(signed),
      { [at('key.json')]: { ...key, id: at('old-key.json') } },
      ['failed', 'proof.key ERR_KEY_INVALID'],
    ],
    [
      'whose key does not say its name',
      jws(signed),
      { [at('key.json')]: { ...key, id: undefined } as never },
      ['verified'],
    ],
    [
      'whose revocation list is out of reach',
      jws(signed),
      { [at('revoked.json')]: undefined },
      ['indeterminate', 'status.revocation ERR_STATUS_UNAVAILABLE'],
    ],
    [
      'whose revocation list is malformed',
      jws(signed),
      { [at('revoked.json')]: {} },
      ['indeterminate', 'status.revocation ERR_STATUS_LIST_INVALID'],
    ],
    [
      'whose issuer has no revocation list',
      jws(signed),
      { [at('issuer.json')]: { ...issuer, revocationList: undefined } as never },
      ['verified'],
    ],
  ]
  it.each(cases.map(([name, text, changes, expected, options]) => ({ name, text, changes, expected, options })))(
    'a badge $name',
    async ({ text, changes, expected, options }) => {
      expect(verdict(await verify(text, changes, options))).toEqual(expected)
    },
  )

  it('nothing can be said of a sound algorithm that is not supported', async () => {
    const input = `${part({ alg: 'PS256' })}.${part(signed)}`
    const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
    const signature = sign('sha256', Buffer.from(input), { key: privateKey, ...padding })
    expect(verdict(await verify(`${input}.${signature.toString('base64url')}`))).toEqual([
      'indeterminate',
      'proof.signature ERR_SUITE_UNSUPPORTED',
    ])
  })

  it('a key of P-256', async () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const input = `${part({ alg: 'ES256' })}.${part(signed)}`
    const signature = sign('sha256', Buffer.from(input), { key: pair.privateKey, dsaEncoding: 'ieee-p1363' })
    const result = await verify(`${input}.${signature.toString('base64url')}`, {
      [at('key.json')]: { ...key, publicKeyPem: pem(pair.publicKey) },
    })
    expect(result.verified).toBe(true)
  })
})

describe('Open Badges 2.0, what is asked besides', () => {
  const address = 'beth@example.org'
  it.each([
    ['the address', address, 'failed'],
    ['another type', { type: 'ext:url', value: address }, 'failed'],
  ])('a recipient that does not match: %s', async (_name, recipient, outcome) => {
    expect((await verify(hosted, {}, { recipient })).outcome).toBe(outcome)
  })

  it('a recipient that matches', async () => {
    const plain = { ...hosted, recipient: { type: 'email', hashed: false, identity: address } }
    const changes = { [at('kim.json')]: plain }
    expect((await verify(plain, changes, { recipient: address })).outcome).toBe('verified')
    expect((await verify(plain, changes, { recipient: { type: 'emailAddress', value: address } })).outcome).toBe(
      'verified',
    )
  })

  it('trust, clock skew and checks of the caller', async () => {
    const result = await verify(
      hosted,
      {},
      {
        now: '2024-12-31T23:59:30Z',
        clockSkewSeconds: 60,
        trust: { issuers: [at('issuer.json')] },
        checks: [
          {
            id: 'x-own',
            required: true,
            spec: 'urn:x',
            run: ({ id }) => ({ status: id === hosted.id ? 'passed' : 'failed', summary: 'x' }),
          },
        ],
      },
    )
    expect([result.outcome, result.trusted]).toEqual(['verified', true])
    expect(await codeOf(() => verify(hosted, {}, { require: ['nothing'] }))).toBe('ERR_ARGUMENT_INVALID')
  })
})

describe('Open Badges 2.0, baked', () => {
  const picture = new Uint8Array(readFileSync(new URL('../../examples/art/welder.png', import.meta.url)))
  it.each<[string, Uint8Array, string]>([
    ['PNG, iTXt with JSON', pngWith(picture, 'iTXt', JSON.stringify(hosted)), 'png'],
    ['PNG, iTXt with a JWS', pngWith(picture, 'iTXt', jws(signed)), 'png'],
    ['PNG, tEXt with the address', pngWith(picture, 'tEXt', at('kim.json')), 'png'],
    ['SVG, JSON in the body', svgWith({ body: JSON.stringify(hosted) }), 'svg'],
    [
      'SVG, JSON in the body beside an address',
      svgWith({ verify: at('kim.json'), body: JSON.stringify(hosted) }),
      'svg',
    ],
    ['SVG, a JWS in the attribute', svgWith({ verify: jws(signed) }), 'svg'],
    ['SVG, the address in the attribute', svgWith({ verify: at('kim.json') }), 'svg'],
  ])('%s', async (_name, image, source) => {
    const result = await verify(image)
    expect([verdict(result), result.source, result.standard]).toEqual([['verified'], source, 'ob2'])
  })

  it('an address that is out of reach leaves it open, and one that leads astray fails', async () => {
    const image = pngWith(picture, 'tEXt', at('kim.json'))
    expect(verdict(await verify(image, { [at('kim.json')]: undefined }))).toEqual([
      'indeterminate',
      'input.parse ERR_DOCUMENT_UNAVAILABLE',
    ])
    expect((await verify(image, { [at('kim.json')]: 5 })).outcome).toBe('failed')
  })

  it.each<[string, unknown]>([
    ['1.1', { ...hosted, '@context': 'https://w3id.org/openbadges/v1' }],
    ['1.0', { uid: '1', recipient: {}, badge: at('welder.json'), verify: { type: 'hosted', url: at('kim.json') } }],
    ['0.5', { recipient: 'sha256$x', badge: { version: '0.5.0' } }],
  ])('a badge of Open Badges %s is told apart', async (_name, badge) => {
    expect(verdict(await verify(badge))).toEqual(['indeterminate', 'input.parse ERR_FORMAT_UNKNOWN'])
  })
})

const vectors = '1edtech-validator/ob20'
describe.skipIf(!hasVectors)(
  `Open Badges 2.0, verdicts of the official validator ${hasVectors ? '' : noVectorsReason}`,
  () => {
    const ask = (input: unknown, given?: JsonObject) => {
      const own = given === undefined ? {} : { [String(given.id)]: given }
      return verifyCredential(input, {
        now: '2023-01-01T00:00:00Z',
        documents: { ...ob2VectorDocuments(given), ...own },
      })
    }

    it.each([
      ['basic-assertion.json', 'verified'],
      ['basic-assertion-invalid-context.json', 'failed'],
      ['basic-assertion-invalid-type.json', 'failed'],
      ['assertion-with-data-image.json', 'failed'],
      ['assertion-with-endorsements.json', 'verified'],
      ['basic-assertion-no-public-key.json', 'verified'],
      ['basic-assertion-with-allowed-origins.json', 'verified'],
      ['basic-assertion-expired.json', 'failed'],
      ['basic-assertion-expired-before-issued.json', 'failed'],
      ['basic-assertion-in-future.json', 'failed'],
      ['assertion-with-extension-node-basic.json', 'verified'],
      ['assertion-with-multiple-extensions.json', 'verified'],
    ])('%s: %s', async (file, outcome) => {
      const document = readVectorJson<JsonObject>(`${vectors}/${file}`)
      const result = await ask(document, document)
      expect([result.outcome, result.problems.map(({ detail }) => detail)]).toEqual([
        outcome,
        outcome === 'verified' ? [] : expect.anything(),
      ])
    })

    it.each([
      ['simple.jwt', 'verified'],
      ['simple-not-revoked.jwt', 'verified'],
      ['simple-revoked.jwt', 'failed'],
    ])('%s: %s', async (file, outcome) => {
      const result = await ask(readVectorText(`${vectors}/${file}`))
      expect(verdict(result)).toEqual(
        outcome === 'verified' ? ['verified'] : ['failed', 'status.revocation ERR_STATUS_REVOKED'],
      )
    })

    it('simple-badge.png', async () => {
      const basic = readVectorJson<JsonObject>(`${vectors}/basic-assertion.json`)
      const result = await ask(readVector(`${vectors}/simple-badge.png`), basic)
      expect([result.source, result.standard, result.outcome]).toEqual(['png', 'ob2', 'verified'])
    })

    it.each([
      'openbadges-validator-core/public_domain_heart.png',
      'mozilla-openbadges-validator/cc.large.png',
      'luisgf-openbadgeslib/images/sample1.png',
      'luisgf-openbadgeslib/images/sample1.svg',
    ])('nothing is baked into %s', async (path) => {
      expect((await ask(readVector(path))).problems.map(({ code }) => code)).toEqual(['ERR_BAKE_NOTHING_BAKED'])
    })
  },
)
