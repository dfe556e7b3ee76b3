import type {
  AchievementType,
  AlignmentTargetType,
  AssociationType,
  CredentialStatus,
  EndorsementCredential,
  IdentifierType,
  ResultStatusType,
  ResultType,
} from './credential.js'
import type { JsonObject } from './json.js'

/**
 * A point in time: ISO 8601 with a time zone, a `Date`, or just a day (`2026-05-01`, taken as midnight UTC).
 */
export type DateDraft = string | Date

/** One value or a list of them. */
export type Several<T> = T | readonly T[]

/** Some text; numbers are written out, since the model has these as strings. */
export type TextOrNumber = string | number

/** A URL (`https:` or `data:`) of a PNG or SVG, or an object with a caption. */
export type ImageDraft = string | { readonly type?: 'Image'; readonly id: string; readonly caption?: string }

/** Markdown text, the URL of a page, or both in an object. */
export type CriteriaDraft = string | { readonly id?: string; readonly narrative?: string }

/** Where an achievement matches an external framework. */
export interface AlignmentDraft {
  readonly type?: Several<string>
  readonly targetName: string
  readonly targetUrl: string
  readonly targetCode?: string
  readonly targetDescription?: string
  readonly targetFramework?: string
  readonly targetType?: AlignmentTargetType
}

/** A URL, some Markdown, or an object. */
export type EvidenceDraft =
  | string
  | {
      readonly type?: Several<string>
      readonly id?: string
      readonly narrative?: string
      readonly name?: string
      readonly description?: string
      readonly genre?: string
      readonly audience?: string
    }

/** The URI of another achievement, or an object. */
export type RelatedDraft =
  | string
  | {
      readonly type?: Several<string>
      readonly id: string
      readonly inLanguage?: string
      readonly version?: string
    }

/** An identifier (of the type `identifier`), or an object that names its type. */
export type IdentifierEntryDraft =
  | string
  | { readonly type?: 'IdentifierEntry'; readonly identifier: string; readonly identifierType: IdentifierType }

/** An identifier of the recipient as the model has it. `recipient` is the short way. */
export interface IdentityObjectDraft {
  readonly type?: 'IdentityObject'
  readonly hashed: boolean
  readonly identityHash: string
  readonly identityType: IdentifierType
  readonly salt?: string
}

/** One level of a rubric. Without `id` it gets one that follows from its content. */
export interface RubricCriterionLevelDraft {
  readonly type?: Several<string>
  readonly id?: string
  readonly name: string
  readonly alignment?: Several<AlignmentDraft>
  readonly description?: string
  readonly level?: TextOrNumber
  readonly points?: TextOrNumber
}

/** A result that can be achieved. Without `id` it gets one that follows from its content. */
export interface ResultDescriptionDraft {
  readonly type?: Several<string>
  readonly id?: string
  readonly name: string
  readonly resultType: ResultType
  readonly alignment?: Several<AlignmentDraft>
  /** From low to high. */
  readonly allowedValue?: Several<TextOrNumber>
  readonly requiredLevel?: string
  readonly requiredValue?: TextOrNumber
  /** From low to high. */
  readonly rubricCriterionLevel?: Several<RubricCriterionLevelDraft>
  readonly valueMax?: TextOrNumber
  readonly valueMin?: TextOrNumber
}

/** A result that was achieved; a string or number is its `value`. */
export type ResultDraft =
  | TextOrNumber
  | {
      readonly type?: Several<string>
      readonly achievedLevel?: string
      readonly alignment?: Several<AlignmentDraft>
      readonly resultDescription?: string
      readonly status?: ResultStatusType
      readonly value?: TextOrNumber
    }

/** A postal address. */
export interface AddressDraft {
  readonly type?: Several<string>
  readonly addressCountry?: string
  readonly addressCountryCode?: string
  readonly addressRegion?: string
  readonly addressLocality?: string
  readonly streetAddress?: string
  readonly postOfficeBoxNumber?: string
  readonly postalCode?: string
  readonly geo?: { readonly type?: 'GeoCoordinates'; readonly latitude: number; readonly longitude: number }
}

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
  readonly image?: ImageDraft
  readonly email?: string
  readonly address?: AddressDraft
  readonly otherIdentifier?: Several<IdentifierEntryDraft>
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
  readonly criteria: CriteriaDraft
  readonly achievementType?: AchievementType
  readonly alignment?: Several<AlignmentDraft>
  readonly creator?: string | ProfileDraft
  readonly creditsAvailable?: number
  /** Signed endorsements, taken over as they are. */
  readonly endorsement?: Several<EndorsementCredential>
  readonly endorsementJwt?: Several<string>
  readonly fieldOfStudy?: string
  readonly humanCode?: string
  readonly image?: ImageDraft
  readonly inLanguage?: string
  readonly otherIdentifier?: Several<IdentifierEntryDraft>
  readonly related?: Several<RelatedDraft>
  readonly resultDescription?: Several<ResultDescriptionDraft>
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

/** The subject's properties beside the recipient and the achievement. */
export interface SubjectDraft {
  readonly type?: Several<string>
  readonly id?: string
  readonly identifier?: Several<IdentityObjectDraft>
  readonly activityStartDate?: DateDraft
  readonly activityEndDate?: DateDraft
  readonly creditsEarned?: number
  readonly image?: ImageDraft
  readonly licenseNumber?: string
  /** Markdown. */
  readonly narrative?: string
  readonly result?: Several<ResultDraft>
  readonly role?: string
  readonly source?: string | ProfileDraft
  readonly term?: string
}

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
  readonly image?: ImageDraft
  /** Defaults to now. */
  readonly validFrom?: DateDraft
  readonly validUntil?: DateDraft
  /** Defaults to `validFrom`. */
  readonly awardedDate?: DateDraft
  readonly credentialSubject?: SubjectDraft
  readonly evidence?: Several<EvidenceDraft>
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
  readonly validFrom?: DateDraft
  readonly validUntil?: DateDraft
  readonly awardedDate?: DateDraft
  readonly evidence?: Several<EvidenceDraft>
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

/** How two achievements of a record belong together. */
export interface AssociationDraft {
  readonly type?: 'Association'
  readonly associationType: AssociationType
  readonly sourceId: string
  readonly targetId: string
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
  readonly association?: Several<AssociationDraft>
  /** True where the learner has more credentials than the record shows. */
  readonly partial?: boolean
  readonly image?: ImageDraft
  /** Signed endorsements, taken over as they are. */
  readonly endorsement?: Several<EndorsementCredential>
  readonly endorsementJwt?: Several<string>
}
