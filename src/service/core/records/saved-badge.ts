import type { JsonObject } from '../../../types/json.js'

/** For how long a badge is valid from the day on which it is awarded. */
export interface ValidFor {
  readonly count: number
  readonly unit: 'days' | 'months' | 'years'
}

/** What a badge is drawn from, where it has no picture of its own. */
export interface SavedLook {
  readonly shape: string
  readonly icon: string
  /** `#rrggbb`. */
  readonly colour: string
  readonly words?: string
}

/** How the certificate of a badge is made up; pictures as they were cleaned, in base64. */
export interface SavedCertificate {
  readonly template?: 'classic' | 'modern' | 'record'
  readonly signatures?: readonly { readonly name: string; readonly role?: string; readonly image?: string }[]
  /** Of a partner, beside the logo of the issuer. */
  readonly logo?: string
}

/** A badge of the library: collection `saved-badges`. What it says is in its versions. */
export interface SavedBadgeRecord {
  readonly schemaVersion: 1
  readonly id: string
  /** The newest one, from 1. */
  readonly version: number
  readonly name: string
  readonly createdAt: string
  readonly changedAt: string
  /** It is not awarded any more. Badges that were issued stay. */
  readonly retiredAt?: string
}

/**
 * A version of a badge of the library: collection `saved-badge-versions`, by id and number. It is written once: what was issued
 * names its version, so that a later one changes nothing of it.
 */
export interface SavedBadgeVersionRecord {
  readonly schemaVersion: 1
  readonly id: string
  readonly version: number
  readonly at: string
  /** As drafts have it. Its id is the same in all versions. */
  readonly achievement: JsonObject
  /** Reached by everybody who is awarded it: a result of the badge. */
  readonly level?: string
  readonly validFor?: ValidFor
  /** Key of the picture in the blob store. */
  readonly picture?: string
  readonly look?: SavedLook
  readonly certificate?: SavedCertificate
}

/** A skill of a framework, as an alignment has it. */
export interface Skill {
  readonly targetName: string
  readonly targetUrl: string
  readonly targetCode?: string
  readonly targetDescription?: string
  readonly targetFramework?: string
  readonly targetType?: 'CFItem' | 'ceasn:Competency'
}

/** A file of skills that the issuer gave: collection `skill-frameworks`. */
export interface SkillFrameworkRecord {
  readonly schemaVersion: 1
  readonly id: string
  readonly name: string
  readonly kind: 'CASE' | 'ESCO' | 'CTDL'
  readonly skills: number
  readonly addedAt: string
}

/** Some skills of a framework: collection `skill-parts`. */
export interface SkillPartRecord {
  readonly schemaVersion: 1
  readonly frameworkId: string
  readonly skills: readonly Skill[]
}
