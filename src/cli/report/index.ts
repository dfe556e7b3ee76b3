import type { VerificationResult } from '../../types/verification.js'
import { jsonReport } from './json.js'
import { junitReport } from './junit.js'
import { sarifReport } from './sarif.js'
import { textReport } from './text.js'

/** The library's result and the file it is about. */
export type FileResult = VerificationResult & { readonly file: string }

/** Report formats of `verify`. */
export const reporters = {
  text: textReport,
  json: jsonReport,
  junit: junitReport,
  sarif: sarifReport,
} as const satisfies Record<string, (results: readonly FileResult[]) => string>
