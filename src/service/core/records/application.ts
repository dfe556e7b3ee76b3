import type { BadgeDraft } from '../../../types/draft.js'
import type { JsonObject } from '../../../types/json.js'
import type { ValidFor } from './saved-badge.js'

/** A form to apply for a badge: collection `forms`. */
export interface FormRecord {
  readonly schemaVersion: 1
  readonly id: string
  readonly title: string
  readonly description?: string
  /** JSON Schema (2020-12) of an object without nesting: what the form asks for. */
  readonly schema: JsonObject
  /** The badge, without its recipient. */
  readonly draft: Omit<BadgeDraft, 'recipient'>
  readonly picture?: string
  /** The badge of the library that it leads to, as it was when the form was made. */
  readonly saved?: { readonly id: string; readonly version: number; readonly validFor?: ValidFor }
  /** Approves everything that the schema accepts. */
  readonly auto: boolean
  readonly open: boolean
  /** Whom it approves without a person. */
  readonly rule?: FormRuleRecord
  readonly createdAt: string
  /** Who may have changed it last: `staff:…` or `token:…`, or `issuer` for the application around the service. */
  readonly changedBy?: readonly string[]
}

/** The rule of a form: all parts that it has must fit. */
export interface FormRuleRecord {
  /** Keyed hashes of the addresses on the list. */
  readonly roster?: readonly string[]
  /** Keyed hashes of the codes. */
  readonly codes?: readonly string[]
  /** By question, the answers that are right, in small letters. */
  readonly answers?: Readonly<Record<string, readonly string[]>>
  /** After so many a person decides. */
  readonly atMost: number
  /** So many were approved by it so far. */
  readonly approved: number
}

export const applicationStages = ['submitted', 'asked', 'approved', 'rejected'] as const

export type ApplicationStage = (typeof applicationStages)[number]

/** An application for a badge: collection `applications`. */
export interface ApplicationRecord {
  readonly schemaVersion: 1
  readonly id: string
  readonly formId: string
  readonly stage: ApplicationStage
  readonly applicant: { readonly email: string; readonly name: string; readonly locale?: string }
  readonly applicantHash: string
  readonly answers: JsonObject
  readonly remarks: readonly ApplicationRemark[]
  readonly submittedAt: string
  readonly decidedAt?: string
  readonly badgeId?: string
  readonly events: number
}

/** What a reviewer or the applicant wrote. */
export interface ApplicationRemark {
  readonly by: 'reviewer' | 'applicant'
  readonly text: string
  readonly at: string
}
