/** Random, valid credentials of every class of Open Badges 3.0, with the constructs that real badges use. */
import type { JsonObject, JsonValue } from '../../../src/types/json.js'
import type { Random } from './random.js'

const V2 = 'https://www.w3.org/ns/credentials/v2'
const V1 = 'https://www.w3.org/2018/credentials/v1'
const OB = 'https://purl.imsglobal.org/spec/ob/v3p0/'

const words = [
  'Welder',
  'Ärztin für Übungen',
  '日本語のバッジ',
  'naïve café',
  'quote " and \\ backslash',
  'tab\tnew\nline\r',
  '😀🏅',
  'control \u0001 \u007f',
  '',
  ' ',
  '<b>&amp;</b>',
  'שלום',
  '\u2028line',
] as const

const text = (r: Random): string => r.many(1, 3, () => r.pick(words)).join(' ')
const uuid = (r: Random): string =>
  `urn:uuid:${r
    .many(8, 8, () => r.below(65536).toString(16).padStart(4, '0'))
    .join('')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`
const url = (r: Random): string =>
  r.pick([
    `https://acme.example/${r.below(1000)}`,
    'https://acme.example/ä/ö?x=1&y=%20#frag',
    'http://example.org/path/',
    'mailto:kim@example.org',
    'data:image/png;base64,iVBORw0KGgo=',
  ])
const did = (r: Random): string =>
  r.pick(['did:key:z6MkrHKzgsahxBLyNAbLQyB1pcWNYC9GmywiWPgkrvntAZcj', 'did:web:acme.example', 'did:example:123'])
const date = (r: Random): string =>
  `20${10 + r.below(30)}-0${1 + r.below(9)}-1${r.below(10)}T0${r.below(10)}:00:00${r.pick(['Z', '+02:00', '.123Z'])}`
const types = (r: Random, name: string): JsonValue => (r.chance(0.7) ? [name] : name)
const amount = (r: Random): number => r.pick([0, 1, -0, 1.5, 1e21, 1e-7, -12.75, 100, 0.1, 1.0, 123456789012])

const drop = (object: Record<string, JsonValue | undefined>): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))

/** A string, or in VCDM 2.0 one with a language and a direction. */
const phrase = (r: Random): JsonValue => {
  if (r.chance(0.8)) return text(r)
  const one = (): JsonObject =>
    drop({
      '@value': text(r),
      '@language': r.maybe(0.8, () => r.pick(['en', 'de', 'ar', 'zh-Hans', 'EN-us'])),
      '@direction': r.maybe(0.3, () => r.pick(['ltr', 'rtl'])),
    })
  return r.chance(0.5) ? one() : r.many(1, 3, one)
}

const image = (r: Random): JsonObject => drop({ id: url(r), type: 'Image', caption: r.maybe(0.5, () => text(r)) })

const identityObject = (r: Random): JsonObject =>
  drop({
    type: 'IdentityObject',
    hashed: r.chance(0.5),
    identityHash: r.chance(0.5) ? `sha256$${uuid(r).slice(9)}` : 'kim@example.org',
    identityType: r.pick(['emailAddress', 'name', 'ext:custom', 'studentId']),
    salt: r.maybe(0.6, () => text(r)),
  })

const identifierEntry = (r: Random): JsonObject => ({
  type: 'IdentifierEntry',
  identifier: text(r),
  identifierType: r.pick(['sourcedId', 'nationalIdentityNumber', 'identifier']),
})

const address = (r: Random): JsonObject =>
  drop({
    type: types(r, 'Address'),
    addressCountry: r.maybe(0.5, () => 'Deutschland'),
    addressCountryCode: r.maybe(0.5, () => 'DE'),
    addressLocality: text(r),
    postalCode: r.maybe(0.5, () => '12345'),
    geo: r.maybe(0.5, () => ({ type: 'GeoCoordinates', latitude: amount(r), longitude: amount(r) })),
  })

const profile = (r: Random, depth = 0): JsonObject =>
  drop({
    id: r.chance(0.7) ? did(r) : url(r),
    type: types(r, 'Profile'),
    name: r.maybe(0.8, () => text(r)),
    url: r.maybe(0.5, () => url(r)),
    phone: r.maybe(0.2, () => '+49 30 1'),
    description: r.maybe(0.4, () => text(r)),
    email: r.maybe(0.4, () => 'badges@acme.example'),
    image: r.maybe(0.3, () => image(r)),
    address: r.maybe(0.3, () => address(r)),
    otherIdentifier: r.maybe(0.3, () => r.many(0, 2, () => identifierEntry(r))),
    official: r.maybe(0.1, () => text(r)),
    parentOrg: r.maybe(depth < 1 ? 0.2 : 0, () => profile(r, depth + 1)),
    dateOfBirth: r.maybe(0.1, () => '1990-01-31'),
    givenName: r.maybe(0.2, () => text(r)),
    familyName: r.maybe(0.2, () => text(r)),
  })

const alignment = (r: Random): JsonObject =>
  drop({
    type: types(r, 'Alignment'),
    targetCode: r.maybe(0.5, () => text(r)),
    targetDescription: r.maybe(0.5, () => text(r)),
    targetName: text(r),
    targetFramework: r.maybe(0.4, () => text(r)),
    targetType: r.maybe(0.5, () => r.pick(['CFItem', 'CTDL', 'ceasn:Competency', 'ext:other'])),
    targetUrl: url(r),
  })

const resultDescription = (r: Random): JsonObject =>
  drop({
    id: uuid(r),
    type: types(r, 'ResultDescription'),
    name: text(r),
    resultType: r.pick(['LetterGrade', 'Percent', 'RubricCriterionLevel', 'ext:Points']),
    allowedValue: r.maybe(0.5, () => r.many(0, 4, () => text(r))),
    requiredLevel: r.maybe(0.2, () => uuid(r)),
    requiredValue: r.maybe(0.3, () => 'C'),
    valueMin: r.maybe(0.3, () => '0'),
    valueMax: r.maybe(0.3, () => '100'),
    alignment: r.maybe(0.3, () => r.many(1, 2, () => alignment(r))),
    rubricCriterionLevel: r.maybe(0.3, () =>
      r.many(1, 2, () =>
        drop({
          id: uuid(r),
          type: types(r, 'RubricCriterionLevel'),
          name: text(r),
          level: r.maybe(0.5, () => text(r)),
          description: r.maybe(0.5, () => text(r)),
          points: r.maybe(0.5, () => '4'),
        }),
      ),
    ),
  })

const result = (r: Random): JsonObject =>
  drop({
    type: types(r, 'Result'),
    resultDescription: r.maybe(0.7, () => uuid(r)),
    value: r.maybe(0.6, () => text(r)),
    status: r.maybe(0.3, () => r.pick(['Completed', 'InProgress', 'Failed'])),
    achievedLevel: r.maybe(0.2, () => uuid(r)),
    alignment: r.maybe(0.2, () => [alignment(r)]),
  })

const achievement = (r: Random, base: string): JsonObject =>
  drop({
    id: r.chance(0.5) ? uuid(r) : url(r),
    type: types(r, 'Achievement'),
    name: text(r),
    description: text(r),
    criteria: drop({
      id: r.maybe(0.3, () => url(r)),
      type: r.maybe(0.1, () => 'Criteria'),
      narrative: r.maybe(0.8, () => text(r)),
    }),
    achievementType: r.maybe(0.5, () => r.pick(['Certificate', 'Degree', 'ext:Own'])),
    alignment: r.maybe(0.3, () => r.many(0, 3, () => alignment(r))),
    creator: r.maybe(0.3, () => profile(r)),
    creditsAvailable: r.maybe(0.2, () => amount(r)),
    humanCode: r.maybe(0.2, () => text(r)),
    image: r.maybe(0.5, () => image(r)),
    inLanguage: r.maybe(base === V2 ? 0.3 : 0, () => r.pick(['en', 'de-DE'])),
    otherIdentifier: r.maybe(0.1, () => [identifierEntry(r)]),
    related: r.maybe(0.2, () =>
      r.many(1, 2, () =>
        drop({ id: url(r), type: types(r, 'Related'), inLanguage: base === V2 ? 'en' : undefined, version: '1' }),
      ),
    ),
    resultDescription: r.maybe(0.4, () => r.many(1, 2, () => resultDescription(r))),
    specialization: r.maybe(0.2, () => text(r)),
    tag: r.maybe(0.4, () => r.many(0, 4, () => text(r))),
    version: r.maybe(0.2, () => '1.0'),
    fieldOfStudy: r.maybe(0.2, () => text(r)),
    endorsement: r.maybe(0.2, () => r.many(1, 2, () => endorsement(r, base, 1))),
  })

const evidence = (r: Random): JsonObject =>
  drop({
    id: r.maybe(0.6, () => url(r)),
    type: types(r, 'Evidence'),
    name: r.maybe(0.5, () => text(r)),
    narrative: r.maybe(0.5, () => text(r)),
    description: r.maybe(0.5, () => text(r)),
    genre: r.maybe(0.2, () => text(r)),
    audience: r.maybe(0.2, () => text(r)),
  })

const proof = (r: Random, base: string): JsonObject => ({
  ...(base === V2
    ? { type: 'DataIntegrityProof', cryptosuite: r.pick(['eddsa-rdfc-2022', 'ecdsa-rdfc-2019']) }
    : { type: 'Ed25519Signature2020' }),
  created: date(r),
  verificationMethod: `${did(r)}#key`,
  proofPurpose: r.pick(['assertionMethod', 'authentication']),
  proofValue: `z${uuid(r).slice(9)}`,
})

const status = (r: Random, base: string): JsonObject =>
  base === V2
    ? {
        id: `${url(r)}#${r.below(100000)}`,
        type: 'BitstringStatusListEntry',
        statusPurpose: r.pick(['revocation', 'suspension']),
        statusListIndex: String(r.below(100000)),
        statusListCredential: url(r),
      }
    : { id: url(r), type: '1EdTechRevocationList' }

const envelope = (r: Random, base: string, type: string): Record<string, JsonValue | undefined> => ({
  id: r.chance(0.7) ? uuid(r) : url(r),
  type: ['VerifiableCredential', type],
  name: r.maybe(0.6, () => (base === V2 ? phrase(r) : text(r))),
  description: r.maybe(0.4, () => (base === V2 ? phrase(r) : text(r))),
  issuer: r.chance(0.2) ? did(r) : profile(r),
  ...(base === V2
    ? { validFrom: date(r), validUntil: r.maybe(0.4, () => date(r)) }
    : { issuanceDate: date(r), expirationDate: r.maybe(0.4, () => date(r)) }),
  awardedDate: r.maybe(0.2, () => date(r)),
  credentialStatus: r.maybe(0.3, () => status(r, base)),
  credentialSchema: r.maybe(0.2, () => [{ id: url(r), type: '1EdTechJsonSchemaValidator2019' }]),
  refreshService: r.maybe(0.1, () => ({ id: url(r), type: '1EdTechCredentialRefresh' })),
  termsOfUse: r.maybe(0.1, () => [{ id: url(r), type: 'https://example.org/terms#Own' }]),
  evidence: r.maybe(0.3, () => r.many(1, 2, () => evidence(r))),
  proof: r.maybe(0.3, () => (r.chance(0.6) ? proof(r, base) : r.many(1, 3, () => proof(r, base)))),
})

const contextsOf = (r: Random, base: string): JsonValue[] => {
  const contexts: JsonValue[] = [base, `${OB}${base === V1 ? 'context-3.0.1.json' : 'context-3.0.3.json'}`]
  contexts.push(`${OB}extensions.json`)
  if (base === V1) contexts.push('https://w3id.org/security/suites/ed25519-2020/v1')
  if (r.chance(0.1)) contexts.push({ 'x-note': 'https://acme.example/vocab#note', ext: 'https://acme.example/vocab#' })
  if (r.chance(0.05)) contexts.push({ '@language': r.pick(['en', 'de']) })
  if (r.chance(0.05)) {
    contexts.push({
      labels: { '@id': 'https://acme.example/vocab#labels', '@container': '@language' },
      steps: { '@id': 'https://acme.example/vocab#steps', '@container': '@list' },
      raw: { '@id': 'https://acme.example/vocab#raw', '@type': '@json' },
    })
  }
  return contexts
}

function extension(r: Random, contexts: readonly JsonValue[]): JsonObject {
  const has = (name: string): boolean => contexts.some((c) => typeof c === 'object' && c !== null && name in c)
  return drop({
    'x-note': has('x-note') ? text(r) : undefined,
    'ext:points': has('ext') ? amount(r) : undefined,
    labels: has('labels') ? { en: text(r), 'de-AT': [text(r), text(r)] } : undefined,
    steps: has('steps') ? r.many(0, 4, () => (r.chance(0.8) ? text(r) : { id: url(r) })) : undefined,
    raw: has('raw') ? { b: [1, null, { z: text(r), a: amount(r) }], a: true } : undefined,
  })
}

export function endorsement(r: Random, base: string, depth = 0): JsonObject {
  const contexts = contextsOf(r, base)
  return drop({
    ...(depth === 0 || r.chance(0.5) ? { '@context': contexts.filter((c) => typeof c === 'string') } : {}),
    ...envelope(r, base, 'EndorsementCredential'),
    credentialSubject: drop({
      id: url(r),
      type: types(r, 'EndorsementSubject'),
      endorsementComment: r.maybe(0.7, () => text(r)),
    }),
  })
}

/** An OpenBadgeCredential of VCDM 2.0 or, now and then, 1.1. */
export function badge(r: Random): JsonObject {
  const base = r.chance(0.85) ? V2 : V1
  const contexts = contextsOf(r, base)
  const subject = (): JsonObject =>
    drop({
      id: r.maybe(0.6, () => did(r)),
      type: types(r, 'AchievementSubject'),
      activityStartDate: r.maybe(0.2, () => date(r)),
      activityEndDate: r.maybe(0.2, () => date(r)),
      creditsEarned: r.maybe(0.2, () => amount(r)),
      achievement: achievement(r, base),
      identifier: r.maybe(0.6, () => r.many(1, 2, () => identityObject(r))),
      licenseNumber: r.maybe(0.1, () => text(r)),
      narrative: r.maybe(0.3, () => text(r)),
      result: r.maybe(0.5, () => r.many(0, 4, () => result(r))),
      role: r.maybe(0.2, () => text(r)),
      source: r.maybe(0.2, () => profile(r)),
      term: r.maybe(0.2, () => text(r)),
      image: r.maybe(0.2, () => image(r)),
    })
  return drop({
    '@context': contexts,
    ...envelope(r, base, r.pick(['OpenBadgeCredential', 'AchievementCredential'])),
    credentialSubject: r.chance(0.9) ? subject() : r.many(1, 2, subject),
    image: r.maybe(0.2, () => image(r)),
    endorsement: r.maybe(0.2, () => r.many(1, 2, () => endorsement(r, base, 1))),
    ...extension(r, contexts),
  })
}

export function presentation(r: Random): JsonObject {
  return drop({
    '@context': [V2, `${OB}context-3.0.3.json`],
    id: r.maybe(0.5, () => uuid(r)),
    type: ['VerifiablePresentation'],
    holder: r.maybe(0.5, () => did(r)),
    verifiableCredential: r.many(1, 2, () => badge(r)),
    proof: r.maybe(0.5, () => proof(r, V2)),
  })
}

export const validCredential = (r: Random): JsonObject => {
  const kind = r.next()
  return kind < 0.85 ? badge(r) : kind < 0.95 ? endorsement(r, V2) : presentation(r)
}
