/**
 * The parts of credentials as Open Badges 3.0 and CLR 2.0 name them, exported as the namespace `OpenBadges`.
 */
import type {
  achievementTypes,
  alignmentTargetTypes,
  associationTypes,
  identifierTypes,
  resultStatusTypes,
  resultTypes,
} from '../internal/enumerations.js'
import type { EndorsementCredential } from './credential.js'
import type { JsonObject } from './json.js'

/** A term of your own for an enumeration that Open Badges leaves open. */
export type ExtensionTerm = `ext:${string}`

/** What kind of achievement it is. */
export type AchievementType = (typeof achievementTypes)[number] | ExtensionTerm

/** What kind of node an alignment points to. */
export type AlignmentTargetType = (typeof alignmentTargetTypes)[number] | ExtensionTerm

/** What kind of identifier it is. */
export type IdentifierType = (typeof identifierTypes)[number] | ExtensionTerm

/** What kind of result it is. */
export type ResultType = (typeof resultTypes)[number] | ExtensionTerm

/** How two achievements of a Comprehensive Learner Record belong together. */
export type AssociationType = (typeof associationTypes)[number]

/** How far the achievement has come. */
export type ResultStatusType = (typeof resultStatusTypes)[number]

/**
 * One value or an array. Badges of other issuers may hold either, and both mean the same in JSON-LD; what
 * `createCredential` makes holds arrays.
 */
export type OneOrMany<T> = T | T[]

/** A picture: an `https` URL or a `data:` URI of a PNG or SVG. This class takes no further properties. */
export interface Image extends JsonObject {
  id: string
  type: 'Image'
  caption?: string
}

/** An identifier of the recipient, plain or hashed. This class takes no further properties. */
export interface IdentityObject extends JsonObject {
  type: 'IdentityObject'
  /** Whether `identityHash` is a hash (`sha256$…`) or the plain value. */
  hashed: boolean
  identityHash: string
  identityType: IdentifierType
  /** Appended to the value before hashing. */
  salt?: string
}

/** A further identifier of a profile or achievement. This class takes no further properties. */
export interface IdentifierEntry extends JsonObject {
  type: 'IdentifierEntry'
  identifier: string
  identifierType: IdentifierType
}

/** Where an achievement matches an external framework. */
export interface Alignment extends JsonObject {
  type: OneOrMany<string>
  targetName: string
  targetUrl: string
  targetCode?: string
  targetDescription?: string
  targetFramework?: string
  targetType?: AlignmentTargetType
}

/** What it takes to earn the achievement: Markdown, a page, or both. */
export interface Criteria extends JsonObject {
  id?: string
  narrative?: string
}

/** What shows that the achievement was earned. */
export interface Evidence extends JsonObject {
  type: OneOrMany<string>
  id?: string
  narrative?: string
  name?: string
  description?: string
  genre?: string
  audience?: string
}

/** Another achievement in some way the same, such as a translation or an earlier version. */
export interface Related extends JsonObject {
  id: string
  type: OneOrMany<string>
  inLanguage?: string
  version?: string
}

/** A result that was achieved. */
export interface Result extends JsonObject {
  type: OneOrMany<string>
  /** `id` of a level of the rubric in the result description. */
  achievedLevel?: string
  alignment?: OneOrMany<Alignment>
  /** `id` of a result description of the achievement. */
  resultDescription?: string
  status?: ResultStatusType
  value?: string
}

/** A result that can be achieved. */
export interface ResultDescription extends JsonObject {
  id: string
  type: OneOrMany<string>
  name: string
  resultType: ResultType
  alignment?: OneOrMany<Alignment>
  /** From low to high. */
  allowedValue?: OneOrMany<string>
  requiredLevel?: string
  requiredValue?: string
  /** From low to high. */
  rubricCriterionLevel?: OneOrMany<RubricCriterionLevel>
  valueMax?: string
  valueMin?: string
}

/** One level of a rubric. */
export interface RubricCriterionLevel extends JsonObject {
  id: string
  type: OneOrMany<string>
  name: string
  alignment?: OneOrMany<Alignment>
  description?: string
  level?: string
  points?: string
}

/** Coordinates in degrees, WGS84. */
export interface GeoCoordinates extends JsonObject {
  type: 'GeoCoordinates'
  latitude: number
  longitude: number
}

/** A postal address. */
export interface Address extends JsonObject {
  type: OneOrMany<string>
  addressCountry?: string
  /** ISO 3166-1 alpha-2. */
  addressCountryCode?: string
  addressRegion?: string
  addressLocality?: string
  streetAddress?: string
  postOfficeBoxNumber?: string
  postalCode?: string
  geo?: GeoCoordinates
}

/** A person or organisation: issuer, creator, source. */
export interface Profile extends JsonObject {
  id: string
  type: OneOrMany<string>
  name?: string
  url?: string
  phone?: string
  description?: string
  endorsement?: OneOrMany<EndorsementCredential>
  endorsementJwt?: OneOrMany<string>
  image?: Image
  email?: string
  address?: Address
  otherIdentifier?: OneOrMany<IdentifierEntry>
  official?: string
  parentOrg?: Profile
  familyName?: string
  givenName?: string
  additionalName?: string
  patronymicName?: string
  honorificPrefix?: string
  honorificSuffix?: string
  familyNamePrefix?: string
  /** `YYYY-MM-DD`. */
  dateOfBirth?: string
}

/** What can be achieved, the same for everybody who earns it. */
export interface Achievement extends JsonObject {
  id: string
  type: OneOrMany<string>
  name: string
  description: string
  criteria: Criteria
  achievementType?: AchievementType
  alignment?: OneOrMany<Alignment>
  creator?: Profile
  creditsAvailable?: number
  endorsement?: OneOrMany<EndorsementCredential>
  endorsementJwt?: OneOrMany<string>
  fieldOfStudy?: string
  humanCode?: string
  image?: Image
  /** BCP 47, such as `en` or `pt-BR`. */
  inLanguage?: string
  otherIdentifier?: OneOrMany<IdentifierEntry>
  related?: OneOrMany<Related>
  resultDescription?: OneOrMany<ResultDescription>
  specialization?: string
  tag?: OneOrMany<string>
  version?: string
}

/** The recipient and what they achieved. */
export interface AchievementSubject extends JsonObject {
  type: OneOrMany<string>
  /** The recipient's DID or other URI; without it, `identifier` says who. */
  id?: string
  identifier?: OneOrMany<IdentityObject>
  achievement: Achievement
  activityStartDate?: string
  activityEndDate?: string
  creditsEarned?: number
  image?: Image
  licenseNumber?: string
  /** Markdown. */
  narrative?: string
  result?: OneOrMany<Result>
  role?: string
  source?: Profile
  term?: string
}

/** What an endorsement is about. */
export interface EndorsementSubject extends JsonObject {
  /** `id` of the credential, achievement or profile that is endorsed. */
  id: string
  type: OneOrMany<string>
  /** Markdown. */
  endorsementComment?: string
}

/** A schema that the credential follows. */
export interface CredentialSchema extends JsonObject {
  id: string
  type: string
}

/** Where to find out whether the credential was revoked. */
export interface CredentialStatus extends JsonObject {
  id?: string
  type: string
}

/** Where to get a newer version of the credential. */
export interface RefreshService extends JsonObject {
  id: string
  type: string
}

/** Terms under which the credential was issued. */
export interface TermsOfUse extends JsonObject {
  id?: string
  type: string
}

/** An embedded proof. */
export interface Proof extends JsonObject {
  id?: string
  type: string
  created?: string
  cryptosuite?: string
  challenge?: string
  domain?: string | string[]
  nonce?: string
  /** Ids of earlier proofs that this one covers too. */
  previousProof?: string | string[]
  proofPurpose?: string
  proofValue?: string
  verificationMethod?: string
}

/** How two achievements of a record belong together: what `sourceId` names `isChildOf`, … what `targetId` names. */
export interface Association extends JsonObject {
  type: 'Association'
  associationType: AssociationType
  /** `id` of an achievement. */
  sourceId: string
  /** `id` of an achievement. */
  targetId: string
}

/** The learner of a Comprehensive Learner Record, with the credentials in it. */
export interface ClrSubject extends JsonObject {
  type: OneOrMany<string>
  id?: string
  identifier?: OneOrMany<IdentityObject>
  /** Achievements that associations speak of, whether the learner has them or not. */
  achievement?: OneOrMany<Achievement>
  /**
   * Badges and other credentials, each signed by its own issuer, a JWT as its text; one without a proof is vouched for by
   * the record.
   */
  verifiableCredential: OneOrMany<JsonObject | string>
  association?: OneOrMany<Association>
}
