import type { BadgeErrorCode } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { problem } from '../../internal/problems.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { DocumentLoader } from '../../types/loader.js'
import type { StatusReport } from '../../types/status.js'
import type { Problem } from '../../types/verification.js'

/** What the reading of one status entry came to. */
export interface StatusFinding {
  readonly report: StatusReport
  /** Why it is revoked, suspended or unknown. */
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
}

/** The credential whose status is read, and what reading needs from outside. */
export interface StatusContext {
  /** Ids of the credential and its issuer, as it states them. */
  readonly credentialId?: string
  readonly issuerId?: string
  /** Ids of others whose lists count for this credential. */
  readonly statusIssuers?: readonly string[]
  /** Whether a list with fewer entries than the standard asks for decides nothing. */
  readonly strict?: boolean
  readonly now?: Date
  readonly load: DocumentLoader
  /** Verifies a credential that publishes a list: an object, or the text of a JWT. */
  readonly verifyList: (document: JsonValue) => Promise<ListVerdict>
}

/** What is known of a status list credential. */
export type ListVerdict =
  | { readonly proven: true; readonly credential: JsonObject; readonly issuerId?: string }
  | { readonly proven: false; readonly code: BadgeErrorCode; readonly detail: string }

/** The one entry that is being read. */
export interface EntryPlace {
  readonly entry: JsonObject
  readonly pointer: string
  readonly type: string
}

export type Details = Omit<StatusReport, 'pointer' | 'type' | 'answer'>

/** "Could not tell", and why. */
export const unknown = (
  { pointer, type }: Pick<EntryPlace, 'pointer'> & { readonly type?: string },
  code: BadgeErrorCode,
  detail: string,
  more: { readonly details?: Details; readonly warnings?: readonly Problem[] } = {},
): StatusFinding => ({
  report: { pointer, ...defined({ type }), ...more.details, answer: 'unknown' },
  problems: [problem(code, detail, pointer)],
  warnings: more.warnings ?? [],
})

export const clear = (
  { pointer, type }: EntryPlace,
  details: Details,
  warnings: readonly Problem[] = [],
): StatusFinding => ({ report: { pointer, type, ...details, answer: 'clear' }, problems: [], warnings })

export const withdrawn = (
  { pointer, type }: EntryPlace,
  answer: 'revoked' | 'suspended',
  details: Details,
  warnings: readonly Problem[] = [],
): StatusFinding => ({
  report: { pointer, type, ...details, answer },
  problems: [problem('ERR_STATUS_REVOKED', `The issuer has ${answer} the credential.`, pointer)],
  warnings,
})
