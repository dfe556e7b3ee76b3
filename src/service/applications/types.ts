import type { JsonObject } from '../../types/json.js'
import type {
  ApplicationRecord,
  ApplicationStage,
  BadgeRecord,
  EventRecord,
  FormRecord,
} from '../core/records/index.js'
import type { SavedRef } from '../core/saved-badge.js'

/** What a field of a form is shown as. */
export type FieldKind =
  | 'text'
  | 'long-text'
  | 'email'
  | 'url'
  | 'date'
  | 'number'
  | 'integer'
  | 'checkbox'
  | 'choice'
  | 'choices'

/** One field of a form, ready to be shown. */
export interface FormField {
  readonly name: string
  readonly kind: FieldKind
  readonly title: string
  readonly description?: string
  readonly required: boolean
  readonly options?: readonly string[]
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
}

/** A form, new or changed. */
export interface NewForm {
  /** 1 to 64 lower-case letters, digits and `-`. */
  readonly id: string
  readonly title: string
  readonly description?: string
  /** JSON Schema (2020-12) of an object without nesting. */
  readonly schema: JsonObject
  /** The badge, without its recipient. */
  readonly draft: FormRecord['draft']
  /** A badge of the library: then the draft has no `achievement`. */
  readonly saved?: SavedRef
  readonly picture?: Uint8Array
  /** Approves everything that the schema accepts. Default false; `ERR_ACCESS_DENIED` with `approval.required`. */
  readonly auto?: boolean
  /**
   * Approves those whom all of its parts fit, and no more than `atMost`; a person decides about the others. Default: as it is.
   * `ERR_ACCESS_DENIED` with `approval.required`.
   */
  readonly rule?: FormRule
  /** Whether it can be filled in. Default true. */
  readonly open?: boolean
  /** Only a new form is made: `ERR_ROW_DUPLICATE` where there is one with this `id`. Default false. */
  readonly isNew?: boolean
}

/** Whom a form approves without a person. */
export interface FormRule {
  /** Addresses, such as those of a course: at most 2,000. */
  readonly roster?: readonly string[]
  /** Codes of 6 to 64 characters that were handed out; letter case does not count. At most 100. */
  readonly codes?: readonly string[]
  /** By question, the answers that are right; letter case does not count. */
  readonly answers?: Readonly<Record<string, readonly string[]>>
  /** Approved by it in all, 1 to 10,000; 0 ends the rule. */
  readonly atMost: number
}

/** Answers as text, as a form posts them; numbers and booleans are read according to the schema. */
export type FormAnswers = Readonly<Record<string, string | readonly string[]>>

/** An application that is submitted. */
export interface NewApplication {
  readonly formId: string
  readonly email: string
  readonly name: string
  readonly locale?: string
  readonly answers: FormAnswers
  /** For a form with a rule of codes. */
  readonly code?: string
  /** The hidden field: text in it comes from a robot, whose application is dropped without telling it. */
  readonly honeypot?: string
}

/** An applicant's answer to a question. */
export interface Answer {
  readonly token: string
  readonly remark?: string
  readonly answers?: FormAnswers
}

/** Which applications to list. */
export interface ApplicationQuery {
  readonly formId?: string
  readonly stage?: ApplicationStage
  readonly cursor?: string
  readonly limit?: number
}

/** A page of applications. */
export interface ApplicationPage {
  /** The newest first. */
  readonly applications: readonly ApplicationRecord[]
  readonly cursor?: string
}

/** Applying for a badge by a form. */
export interface ApplicationSteps {
  /** Creates a form, or changes the one with this id. */
  setForm(input: NewForm): Promise<FormRecord>
  form(formId: string): Promise<FormRecord | null>
  forms(): Promise<readonly FormRecord[]>
  /** Submits an application. The token shows the applicant their application. */
  submit(
    input: NewApplication,
  ): Promise<{ application: ApplicationRecord; token: string } | { application: null; token: null }>
  /** The application behind an applicant's link; `null` if the link does not work. */
  look(token: string): Promise<ApplicationRecord | null>
  get(applicationId: string): Promise<ApplicationRecord | null>
  list(query?: ApplicationQuery): Promise<ApplicationPage>
  /**
   * Issues the badge and offers it. With `approval.required`, `ERR_ACCESS_DENIED` for who last changed the form, unless
   * `approval.own`.
   */
  approve(input: { applicationId: string }): Promise<{ application: ApplicationRecord; badge: BadgeRecord }>
  /** Rejects, and mails the applicant. */
  reject(input: { applicationId: string; remark?: string }): Promise<ApplicationRecord>
  /** Mails the applicant a question; the answer returns the application to the queue. */
  ask(input: { applicationId: string; remark: string }): Promise<ApplicationRecord>
  /** The applicant's answer to a question. */
  answer(input: Answer): Promise<ApplicationRecord>
  /** What happened to an application, in order. */
  history(applicationId: string): Promise<readonly EventRecord[]>
}
