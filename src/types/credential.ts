import type { JsonObject } from './json.js'
import type {
  AchievementSubject,
  ClrSubject,
  CredentialSchema,
  CredentialStatus,
  EndorsementSubject,
  Evidence,
  Image,
  OneOrMany,
  Profile,
  Proof,
  RefreshService,
  TermsOfUse,
} from './open-badges.js'

/** What Open Badges credentials, endorsements and learner records have in common. */
interface CredentialEnvelope extends JsonObject {
  '@context': (string | JsonObject)[]
  id: string
  type: OneOrMany<string>
  name?: string
  description?: string
  issuer: string | Profile
  /** Data model 2.0. ISO 8601 with a time zone. */
  validFrom?: string
  validUntil?: string
  /** Data model 1.1, in place of `validFrom`: read, never issued. */
  issuanceDate?: string
  /** Data model 1.1, in place of `validUntil`: read, never issued. */
  expirationDate?: string
  /** When it was awarded; unlike `validFrom` it stays when the credential is issued again. */
  awardedDate?: string
  credentialSchema?: OneOrMany<CredentialSchema>
  credentialStatus?: OneOrMany<CredentialStatus>
  refreshService?: OneOrMany<RefreshService>
  termsOfUse?: OneOrMany<TermsOfUse>
  evidence?: OneOrMany<Evidence>
  proof?: OneOrMany<Proof>
}

/**
 * An Open Badges 3.0 badge (`OpenBadgeCredential`, also called `AchievementCredential`): the claim that one recipient
 * earned one achievement.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#achievementcredential
 */
export interface OpenBadgeCredential extends CredentialEnvelope {
  credentialSubject: AchievementSubject
  image?: Image
  endorsement?: OneOrMany<EndorsementCredential>
  endorsementJwt?: OneOrMany<string>
}

/**
 * A badge (or an endorsement, or a learner record) as `createCredential` and its siblings make it: data model 2.0, not
 * signed yet, with arrays wherever the model has several values.
 */
export type UnsignedCredential<Credential = OpenBadgeCredential> = Credential & {
  type: string[]
  name: string
  issuer: Profile
  validFrom: string
  evidence?: Evidence[]
  endorsement?: EndorsementCredential[]
  endorsementJwt?: string[]
  credentialSchema?: CredentialSchema[]
  termsOfUse?: TermsOfUse[]
}

/** A badge (or an endorsement, or a learner record) with at least one embedded proof. */
export type SignedCredential<Credential = OpenBadgeCredential> = Credential & { proof: OneOrMany<Proof> }

/**
 * Any other Verifiable Credential, of either data model: a diploma, an identity, a status list. Nothing is known of its
 * subject.
 *
 * @see https://www.w3.org/TR/vc-data-model-2.0/#basic-concepts
 */
export interface PlainCredential extends JsonObject {
  '@context': (string | JsonObject)[]
  type: OneOrMany<string>
  issuer: string | JsonObject
  credentialSubject: OneOrMany<JsonObject>
}

/** What each kind of credential is in TypeScript: a verified result of the kind `clr` holds a `ClrCredential`. */
export interface CredentialOfKind {
  readonly badge: OpenBadgeCredential
  readonly clr: ClrCredential
  readonly endorsement: EndorsementCredential
  readonly credential: PlainCredential
}

/** The kinds of credential, by their signed types. */
export type CredentialKind = keyof CredentialOfKind

/**
 * A claim by somebody else about a badge, an achievement or a profile.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#endorsementcredential
 */
export interface EndorsementCredential extends CredentialEnvelope {
  credentialSubject: EndorsementSubject
}

/**
 * A Comprehensive Learner Record, CLR 2.0: badges of one learner, put together and signed by the one who keeps the record.
 *
 * @see https://www.imsglobal.org/spec/clr/v2p0/#clrcredential
 */
export interface ClrCredential extends CredentialEnvelope {
  credentialSubject: ClrSubject
  image?: Image
  /** True where the learner has more credentials than the record shows. */
  partial?: boolean
  endorsement?: OneOrMany<EndorsementCredential>
  endorsementJwt?: OneOrMany<string>
}
