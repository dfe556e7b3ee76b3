import type { CredentialKind } from '../../types/credential.js'
import type { VerificationResult } from '../../types/verification.js'
import { jsonReport } from './json.js'
import { junitReport } from './junit.js'
import type { ReportForm } from './pieces.js'
import { sarifReport } from './sarif.js'
import { textReport } from './text.js'

/** The library's result and the file it is about. */
export type FileResult = VerificationResult<CredentialKind> & { readonly file: string }

/** What was asked of a run, beyond what its results say. */
export interface ReportContext {
  /** A trust policy was given, so that `issuer.trust` counts for the report, though never for the verdict. */
  readonly trustAsked: boolean
}

/** Report formats of `verify`. */
export const reporters = {
  text: textReport,
  json: jsonReport,
  junit: junitReport,
  sarif: sarifReport,
} as const satisfies Record<string, ReportForm>

export { type Part, partOf, type ReportForm, startReport, type Totals } from './pieces.js'
