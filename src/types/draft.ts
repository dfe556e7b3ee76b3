import type { EndorsementCredential } from './credential.js'
import type {
  Address,
  Alignment,
  Association,
  Criteria,
  Evidence,
  IdentifierEntry,
  Image,
  Related,
  ResultDescription,
  Several,
  Subject,
} from './draft-parts.js'
import type { JsonObject } from './json.js'
import type { AchievementType, CredentialStatus, IdentifierType } from './open-badges.js'
import type { Instant } from './time.js'

/** A person or organisation. A string is its `id`. */
export interface ProfileDraft {
  readonly type?: Several<string>
  /** A URI or DID. For `issuer` it may be left out where `issuerId` (or the signing key) fills it in. */
  readonly id?: string
  readonly name?: string
  readonly url?: string
  readonly phone?: string
  readonly description?: string
  /** Signed endorsements, taken over as they are. */
  readonly endorsement?: Several<EndorsementCredential>
  readonly endorsementJwt?: Several<string>
  readonly image?: Image
  readonly email?: string
  readonly address?: Address
  readonly otherIdentifier?: Several<IdentifierEntry>
  readonly official?: string
  readonly parentOrg?: string | ProfileDraft
  readonly familyName?: string
  readonly givenName?: string
  readonly additionalName?: string
  readonly patronymicName?: string
  readonly honorificPrefix?: string
  readonly honorificSuffix?: string
  readonly familyNamePrefix?: string
  /** `YYYY-MM-DD`. */
  readonly dateOfBirth?: string
}

/** What can be achieved. */
export interface AchievementDraft {
  readonly type?: Several<string>
  /**
   * A URI of your own is best. Without one, the id is a `urn:uuid:` that follows from the issuer's id and the
   * achievement's content, so that all badges of one achievement share it.
   */
  readonly id?: string
  readonly name: string
  readonly description: string
  readonly criteria: Criteria
  readonly achievementType?: AchievementType
  readonly alignment?: Several<Alignment>
  readonly creator?: string | ProfileDraft
  readonly creditsAvailable?: number
  /** Signed endorsements, taken over as they are. */
  readonly endorsement?: Several<EndorsementCredential>
  readonly endorsementJwt?: Several<string>
  readonly fieldOfStudy?: string
  readonly humanCode?: string
  readonly image?: Image
  readonly inLanguage?: string
  readonly otherIdentifier?: Several<IdentifierEntry>
  readonly related?: Several<Related>
  readonly resultDescription?: Several<ResultDescription>
  readonly specialization?: string
  readonly tag?: Several<string>
  readonly version?: string
}

/**
 * Who earned the badge. Every identifier type of Open Badges can be a member: `{ emailAddress: '…' }`,
 * `{ sisSourcedId: '…' }`, `{ 'ext:studentNumber': '…' }`. All but `name` are hashed unless `recipientPrivacy` says
 * otherwise.
 */
export type RecipientDraft = {
  /** A DID or other URI of the recipient; becomes the subject's `id`. */
  readonly id?: string
  /** Same as `id`. */
  readonly did?: string
  /** Same as `emailAddress`. */
  readonly email?: string
} & { readonly [Type in IdentifierType]?: string }

/**
 * A badge in short: what `createCredential` turns into an Open Badges 3.0 credential.
 *
 * Three members are enough: `issuer`, `achievement`, `recipient`. Everything else of the model can be given under its
 * own name; strings stand for objects where only one property matters, one value stands for a list of one, and `type`
 * is filled in. Properties of your own need their context in `@context`.
 */
export interface BadgeDraft {
  /** Contexts of your own, beyond the two of Open Badges, which need not be named. */
  readonly '@context'?: Several<string | JsonObject>
  /** Types of your own, beyond `VerifiableCredential` and `OpenBadgeCredential`. */
  readonly type?: Several<string>
  readonly id?: string
  /** A URI or DID, or a profile. */
  readonly issuer: string | ProfileDraft
  readonly achievement: AchievementDraft
  /** An e-mail address, a DID or other URI, or an object. */
  readonly recipient?: string | RecipientDraft
  /** Defaults to the name of the achievement. */
  readonly name?: string
  readonly description?: string
  readonly image?: Image
  /** Defaults to now. */
  readonly validFrom?: Instant
  readonly validUntil?: Instant
  /** Defaults to `validFrom`. */
  readonly awardedDate?: Instant
  readonly credentialSubject?: Subject
  readonly evidence?: Several<Evidence>
  /** Signed endorsements, taken over as they are. */
  readonly endorsement?: Several<EndorsementCredential>
  readonly endorsementJwt?: Several<string>
  /** URLs of JSON Schemas, or objects. The schema of Open Badges itself is added where it is not named. */
  readonly credentialSchema?: Several<string | { readonly id: string; readonly type: string }>
  readonly credentialStatus?: CredentialStatus
  /** The URL of a `1EdTechCredentialRefresh` service, or an object. */
  readonly refreshService?: string | { readonly id: string; readonly type: string }
  readonly termsOfUse?: Several<{ readonly id?: string; readonly type: string }>
  /** VCDM 2.0 §5.3: digests of pictures, pages and other resources. */
  readonly relatedResource?: Several<JsonObject>
}

/** What drafts of credentials other than badges have in common. */
interface EnvelopeDraft {
  /** Contexts of your own, beyond those of the data models, which need not be named. */
  readonly '@context'?: Several<string | JsonObject>
  /** Types of your own. */
  readonly type?: Several<string>
  readonly id?: string
  /** A URI or DID, or a profile. */
  readonly issuer: string | ProfileDraft
  readonly description?: string
  /** Defaults to now. */
  readonly validFrom?: Instant
  readonly validUntil?: Instant
  readonly awardedDate?: Instant
  readonly evidence?: Several<Evidence>
  readonly credentialSchema?: Several<string | { readonly id: string; readonly type: string }>
  readonly credentialStatus?: CredentialStatus
  readonly refreshService?: string | { readonly id: string; readonly type: string }
  readonly termsOfUse?: Several<{ readonly id?: string; readonly type: string }>
}

/** An endorsement in short: what `createEndorsement` turns into an `EndorsementCredential`. */
export interface EndorsementDraft extends EnvelopeDraft {
  /** What is endorsed, by its `id`, or as it is: a credential, an achievement, or a profile. */
  readonly endorsed: string | { readonly id: string; readonly name?: string }
  /** What you have to say about it. Markdown. */
  readonly comment?: string
  /** Defaults to "Endorsement", or "Endorsement of …" where the name of what is endorsed is known. */
  readonly name?: string
}

/** A Comprehensive Learner Record in short: what `createClr` turns into a `ClrCredential`. */
export interface ClrDraft extends EnvelopeDraft {
  /** What the record is called, such as `Transcript of Kim Doe`. */
  readonly name: string
  /** The learner, as in a badge. */
  readonly recipient: string | RecipientDraft
  /**
   * The credentials, signed by their issuers; those that are JWTs as their compact text. One without a proof is vouched
   * for by the record.
   */
  readonly credential: Several<object | string>
  /** Achievements that associations speak of, beyond those of the credentials. */
  readonly achievement?: Several<AchievementDraft>
  readonly association?: Several<Association>
  /** True where the learner has more credentials than the record shows. */
  readonly partial?: boolean
  readonly image?: Image
  /** Signed endorsements, taken over as they are. */
  readonly endorsement?: Several<EndorsementCredential>
  readonly endorsementJwt?: Several<string>
}
