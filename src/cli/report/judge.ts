import type { Check } from '../../types/verification.js'
import type { FileResult, ReportContext } from './index.js'

/** What a check means to anyone who waits for the run: `error` is what was asked for and could not be decided. */
export type Verdict = 'passed' | 'failure' | 'error' | 'skipped'

export interface JudgedCheck {
  readonly check: Check
  readonly verdict: Verdict
  /** One line on what was found. */
  readonly reason: string
}

/** How many checks came to what. */
export interface Counts {
  readonly tests: number
  readonly failures: number
  readonly errors: number
  readonly skipped: number
}

/** The one place that says which checks a report holds against a badge, so that all formats say the same. */
export const judge = ({ checks }: FileResult, context: ReportContext): readonly JudgedCheck[] =>
  checks.map((check) => ({
    check,
    verdict: verdictOf(check, check.required || (context.trustAsked && check.id === 'issuer.trust')),
    reason: wasMissing(check) ? `Required, but there was nothing to decide it by: ${check.summary}` : check.summary,
  }))

function verdictOf(check: Check, asked: boolean): Verdict {
  if (check.status === 'passed') return 'passed'
  if (!asked) return 'skipped'
  if (check.status === 'failed') return 'failure'
  // What merely waited for another check is not a second cause: that other one is in the report.
  return check.waitsFor === undefined ? 'error' : 'skipped'
}

const wasMissing = ({ status, required, waitsFor }: Check): boolean =>
  status === 'skipped' && required && waitsFor === undefined
