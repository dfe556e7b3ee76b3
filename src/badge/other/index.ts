import type { BadgeErrorCode } from '../../errors.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import type { JsonObject, JsonValue } from '../../types/json.js'

/** A document that is something else than a badge. */
interface OtherDocument {
  readonly code: Extract<BadgeErrorCode, 'ERR_NOT_A_BADGE' | 'ERR_SECRET_KEY'>
  /** What it is, and what to hand in. */
  readonly says: string
  /** Where in it the badge is, if it holds one. */
  readonly pointer?: string
}

/** Members under which keys are kept secret, by any format in use. */
const SECRET_MEMBERS: ReadonlySet<string> = new Set([
  ...['secretKeyMultibase', 'privateKeyMultibase', 'privateKeyBase58', 'privateKeyJwk', 'secretKeyJwk'],
  ...['privateKeyPem', 'privateKeyHex', 'privateKey', 'secretKey', 'private_key'],
])
/** How deep and how far a secret is looked for in what is not a badge. */
const SECRET_DEPTH = 4
const SECRET_MEMBERS_SEEN = 2_000

/** Whether the document holds a secret key: a JWK with `d`, a Multikey with its secret, a set or file of such. */
function holdsSecretKey(value: JsonValue): boolean {
  let seen = 0
  const holds = (part: JsonValue | undefined, depth: number): boolean => {
    if (depth > SECRET_DEPTH || typeof part !== 'object' || part === null) return false
    if (isJsonObject(part) && typeof part.kty === 'string' && (part.d !== undefined || part.kty === 'oct')) return true
    for (const [name, member] of Object.entries(part)) {
      seen += 1
      if (seen > SECRET_MEMBERS_SEEN) return false
      if (SECRET_MEMBERS.has(name) && member !== null && member !== '') return true
      if (typeof member === 'string' && PRIVATE_PEM.test(member)) return true
      if (holds(member as JsonValue, depth + 1)) return true
    }
    return false
  }
  return holds(value, 0)
}

const PRIVATE_PEM = /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/

/** Members in which services and wallets hand out a credential. */
const WRAPPERS = [
  'credential',
  'verifiableCredential',
  'signedCredential',
  'vc',
  'openbadge',
  'openBadge',
  'openBadgeCredential',
  'badge',
  'assertion',
  'json',
  'data',
  'payload',
  'result',
  'credentials',
  'contents',
] as const

const has = (document: JsonObject, ...names: readonly string[]): boolean =>
  names.every((name) => document[name] !== undefined)

/** Whether a value is a credential by its looks: it has contexts and the type of one. */
const looksLikeCredential = (value: JsonValue | undefined): boolean =>
  isJsonObject(value) &&
  value['@context'] !== undefined &&
  asArray(value.type).some(
    (type) => type === 'VerifiableCredential' || type === 'Assertion' || type === 'OpenBadgeCredential',
  )

/**
 * Recognises a document that is something else than a badge: a key, a DID document, a status list, a part of a badge, a
 * draft, an answer around a badge. The first row that fits counts; what none fits may be a badge with faults.
 */
export function otherDocument(document: JsonObject): OtherDocument | undefined {
  if (!isCredential(document)) {
    if (holdsSecretKey(document)) return { code: 'ERR_SECRET_KEY', says: SECRET }
    const wrapper = WRAPPERS.find((name) => inside(document[name]) !== undefined)
    if (wrapper !== undefined) {
      const pointer = `/${wrapper}${inside(document[wrapper]) ?? ''}`
      if (asArray(document.type).includes('VerifiablePresentation')) return PRESENTATION
      return { code: 'ERR_NOT_A_BADGE', says: `The credential is inside "${wrapper}"; hand in that.`, pointer }
    }
  }
  const types = asArray<JsonValue>(document.type ?? document['@type'])
  const isNamed = types.some((type) => typesOfOthers.has(type))
  for (const { says, types: own, fits } of rows) {
    if ((isNamed && own?.some((type) => types.includes(type))) || fits?.(document, types)) {
      return { code: 'ERR_NOT_A_BADGE', says }
    }
  }
  return undefined
}

const isCredential = (document: JsonObject): boolean =>
  asArray(document.type).some(
    (type) =>
      type === 'VerifiableCredential' ||
      type === 'EnvelopedVerifiableCredential' ||
      type === 'OpenBadgeCredential' ||
      type === 'AchievementCredential' ||
      type === 'Assertion',
  )

/** Where in a member there is a credential: the member itself, the first of its list, or inside either once more. */
function inside(value: JsonValue | undefined, depth = 0): string | undefined {
  if (looksLikeCredential(value)) return ''
  const at = Array.isArray(value) ? '/0' : ''
  const first = Array.isArray(value) ? value[0] : value
  if (at !== '' && looksLikeCredential(first)) return at
  if (depth > 0 || !isJsonObject(first)) return undefined
  const name = WRAPPERS.find((each) => inside(first[each], depth + 1) !== undefined)
  return name === undefined ? undefined : `${at}/${name}${inside(first[name], depth + 1)}`
}

const SECRET =
  'This is a SECRET key, not a badge: hand it to nobody; if it has left your hands, replace it and revoke the old one.'
const INSTEAD = 'hand in the badge: the signed credential as JSON, JWT, PNG, SVG or PDF.'
const PRESENTATION: OtherDocument = {
  code: 'ERR_NOT_A_BADGE',
  says: 'This is a presentation, which holds credentials: use `verifyPresentation`, or hand in one of the credentials.',
}

interface Row {
  readonly says: string
  /** Any of these types says it, */
  readonly types?: readonly string[]
  /** or the members do. */
  readonly fits?: (document: JsonObject, types: readonly JsonValue[]) => boolean
}

/** Rows for what a type names come first, then those for what the members look like. */
const rows: readonly Row[] = [
  { says: PRESENTATION.says, types: ['VerifiablePresentation', 'EnvelopedVerifiablePresentation'] },
  {
    says: `This is a status list, which says which badges are revoked, not a badge; ${INSTEAD}`,
    types: [
      'BitstringStatusListCredential',
      'StatusList2021Credential',
      'BitstringStatusList',
      'RevocationList',
      '1EdTechRevocationList',
      'RevocationList2020Credential',
    ],
    fits: (document) => has(document, 'revokedCredential') || has(document, 'revokedCredentials'),
  },
  {
    says: `This is a badge class (BadgeClass) of Open Badges 2.0, which describes a badge for everybody; ${INSTEAD}`,
    types: ['BadgeClass'],
    fits: (document, types) =>
      types.length === 0 && has(document, 'name', 'criteria', 'issuer') && !has(document, 'recipient'),
  },
  { says: `This is an issuer profile, not a badge; ${INSTEAD}`, types: ['Issuer', 'Profile'] },
  {
    says: `This is an achievement, which describes a badge for everybody, not a badge of somebody; ${INSTEAD}`,
    types: ['Achievement'],
  },
  {
    says: `This is the subject of a credential without the credential around it; ${INSTEAD}`,
    types: ['AchievementSubject', 'EndorsementSubject', 'ClrSubject'],
  },
  {
    says: `This is a proof without its credential; ${INSTEAD}`,
    types: ['DataIntegrityProof', 'Ed25519Signature2020', 'Ed25519Signature2018'],
  },
  {
    says: `This is a cryptographic key, not a badge; ${INSTEAD}`,
    types: [
      'Multikey',
      'JsonWebKey',
      'JsonWebKey2020',
      'Ed25519VerificationKey2020',
      'Ed25519VerificationKey2018',
      'CryptographicKey',
    ],
  },
  {
    says: `This is a DID document, which lists the keys of an issuer, not a badge; ${INSTEAD}`,
    fits: (document) =>
      ((document.verificationMethod !== undefined ||
        document.assertionMethod !== undefined ||
        document.authentication !== undefined) &&
        document.credentialSubject === undefined) ||
      (asArray(document['@context']).includes('https://www.w3.org/ns/did/v1') && document.type === undefined) ||
      isJsonObject(document.didDocument),
  },
  {
    says: `This is a key set (JWKS), not a badge; ${INSTEAD}`,
    fits: ({ keys }) => Array.isArray(keys) && keys.every(isJsonObject),
  },
  { says: `This is a public key (JWK), not a badge; ${INSTEAD}`, fits: ({ kty }) => typeof kty === 'string' },
  {
    says: `This is a draft, not a badge: issue and sign it first, or ${INSTEAD}`,
    fits: (document) =>
      has(document, 'achievement') &&
      (has(document, 'recipient') || has(document, 'issuer')) &&
      !has(document, 'credentialSubject') &&
      !has(document, '@context'),
  },
  {
    says: `This is an offer for a wallet, not a badge: accept it with the wallet, and hand in the badge from there.`,
    fits: (document) =>
      has(document, 'credential_issuer') && (has(document, 'grants') || has(document, 'credential_configuration_ids')),
  },
  {
    says: `This is a JSON Schema, not a badge; ${INSTEAD}`,
    fits: (document) => has(document, '$schema') || (has(document, 'properties') && document.type === 'object'),
  },
  {
    says: `This is a JSON-LD context, not a badge; ${INSTEAD}`,
    fits: (document) => Object.keys(document).length === 1 && isJsonObject(document['@context']),
  },
  {
    says: `This is the answer of a server that reports an error, not a badge: ask again where the badge came from.`,
    fits: (document) =>
      document['@context'] === undefined &&
      document.type !== 'VerifiableCredential' &&
      (has(document, 'error') ||
        has(document, 'errors') ||
        has(document, 'message', 'statusCode') ||
        (has(document, 'title') && typeof document.status === 'number')),
  },
  {
    says: `This is the manifest of a web or phone program, not a badge; ${INSTEAD}`,
    fits: (document) =>
      has(document, 'passTypeIdentifier') || has(document, 'manifest_version') || has(document, 'start_url'),
  },
  {
    says: `This is an endorsement of Open Badges 2.0, not a badge; ${INSTEAD}`,
    fits: (document, types) => types.includes('Endorsement') && !has(document, 'credentialSubject'),
  },
  {
    says: `This is a collection of badges, not a badge; ${INSTEAD}`,
    types: ['Collection', 'BackpackCollection'],
  },
  {
    says: 'This is the record of a badge, not the badge: hand in what is at "openBadgeId".',
    fits: (document) => has(document, 'openBadgeId') && (has(document, 'entityType') || has(document, 'badgeclass')),
  },
  {
    says: `This is the description of a service for signing in, not a badge; ${INSTEAD}`,
    fits: (document) =>
      (has(document, 'issuer') || has(document, 'credential_issuer')) &&
      (has(document, 'jwks_uri') ||
        has(document, 'authorization_endpoint') ||
        has(document, 'credential_configurations_supported')),
  },
  {
    says: `This is JSON of something else: it has nothing that a badge has; ${INSTEAD}`,
    fits: (document, types) => {
      const names = Object.keys(document).map(lettersOf)
      if (names.some((name) => OF_BADGES.has(name))) return false
      return has(document, '@context')
        ? !isOfBadges(document)
        : names.some((name) => !OF_ALL.has(name)) && !types.some(isNear)
    },
  },
]

const lettersOf = (name: string): string => name.replace(/[^a-z]/gi, '').toLowerCase()

/**
 * Members of credentials and badges, by their letters alone, so that slips are not taken for something else. What
 * everything has, such as a name, a type and contexts, is none of them.
 */
const OF_BADGES: ReadonlySet<string> = new Set([
  ...['issuer', 'proof', 'credentialsubject', 'subject', 'validfrom', 'issuancedate', 'issuedon', 'recipient'],
  ...['achievement', 'badge', 'uid'],
])

/** Members of everything, which alone may be a badge that lacks the others. */
const OF_ALL: ReadonlySet<string> = new Set(['id', 'type', 'name', 'context'])

/** Whether a context or a type of a document has to do with badges or credentials, slips included. */
function isOfBadges(document: JsonObject): boolean {
  const contexts = asArray<JsonValue>(document['@context'])
  const types = asArray<JsonValue>(document.type ?? document['@type'])
  return (
    contexts.some((context) => typeof context !== 'string' || /credential|badge|purl\.|\/ob\//i.test(context)) ||
    types.some(isNear)
  )
}

const isNear = (type: JsonValue): boolean =>
  typeof type === 'string' && /credential|badge|assertion|verif/i.test(type) && !/^Educational|Request$/.test(type)

const typesOfOthers: ReadonlySet<JsonValue> = new Set(rows.flatMap(({ types = [] }) => types))
