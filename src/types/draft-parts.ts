/**
 * The parts of drafts, exported as the namespace `Draft`: the classes of Open Badges 3.0 in the short forms that
 * `createCredential` and its siblings fill in.
 */
import type { ProfileDraft } from './draft.js'
import type {
  AlignmentTargetType,
  AssociationType,
  IdentifierType,
  ResultStatusType,
  ResultType,
} from './open-badges.js'
import type { Instant } from './time.js'

/** One value or a list of them. */
export type Several<T> = T | readonly T[]

/** Some text; numbers are written out, since the model has these as strings. */
export type TextOrNumber = string | number

/** A URL (`https:` or `data:`) of a PNG or SVG, or an object with a caption. */
export type Image = string | { readonly type?: 'Image'; readonly id: string; readonly caption?: string }

/** Markdown text, the URL of a page, or both in an object. */
export type Criteria = string | { readonly id?: string; readonly narrative?: string }

/** Where an achievement matches an external framework. */
export interface Alignment {
  readonly type?: Several<string>
  readonly targetName: string
  readonly targetUrl: string
  readonly targetCode?: string
  readonly targetDescription?: string
  readonly targetFramework?: string
  readonly targetType?: AlignmentTargetType
}

/** A URL, some Markdown, or an object. */
export type Evidence =
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
export type Related =
  | string
  | {
      readonly type?: Several<string>
      readonly id: string
      readonly inLanguage?: string
      readonly version?: string
    }

/** An identifier (of the type `identifier`), or an object that names its type. */
export type IdentifierEntry =
  | string
  | { readonly type?: 'IdentifierEntry'; readonly identifier: string; readonly identifierType: IdentifierType }

/** An identifier of the recipient as the model has it. `recipient` is the short way. */
export interface IdentityObject {
  readonly type?: 'IdentityObject'
  readonly hashed: boolean
  readonly identityHash: string
  readonly identityType: IdentifierType
  readonly salt?: string
}

/** One level of a rubric. Without `id` it gets one that follows from its content. */
export interface RubricCriterionLevel {
  readonly type?: Several<string>
  readonly id?: string
  readonly name: string
  readonly alignment?: Several<Alignment>
  readonly description?: string
  readonly level?: TextOrNumber
  readonly points?: TextOrNumber
}

/** A result that can be achieved. Without `id` it gets one that follows from its content. */
export interface ResultDescription {
  readonly type?: Several<string>
  readonly id?: string
  readonly name: string
  readonly resultType: ResultType
  readonly alignment?: Several<Alignment>
  /** From low to high. */
  readonly allowedValue?: Several<TextOrNumber>
  readonly requiredLevel?: string
  readonly requiredValue?: TextOrNumber
  /** From low to high. */
  readonly rubricCriterionLevel?: Several<RubricCriterionLevel>
  readonly valueMax?: TextOrNumber
  readonly valueMin?: TextOrNumber
}

/** A result that was achieved; a string or number is its `value`. */
export type Result =
  | TextOrNumber
  | {
      readonly type?: Several<string>
      readonly achievedLevel?: string
      readonly alignment?: Several<Alignment>
      readonly resultDescription?: string
      readonly status?: ResultStatusType
      readonly value?: TextOrNumber
    }

/** A postal address. */
export interface Address {
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

/** The subject's properties beside the recipient and the achievement. */
export interface Subject {
  readonly type?: Several<string>
  readonly id?: string
  readonly identifier?: Several<IdentityObject>
  readonly activityStartDate?: Instant
  readonly activityEndDate?: Instant
  readonly creditsEarned?: number
  readonly image?: Image
  readonly licenseNumber?: string
  /** Markdown. */
  readonly narrative?: string
  readonly result?: Several<Result>
  readonly role?: string
  readonly source?: string | ProfileDraft
  readonly term?: string
}

/** How two achievements of a record belong together. */
export interface Association {
  readonly type?: 'Association'
  readonly associationType: AssociationType
  readonly sourceId: string
  readonly targetId: string
}
