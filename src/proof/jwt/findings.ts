import type { BadgeErrorCode } from '../../errors.js'
import { problem } from '../../internal/problems.js'
import type { Problem } from '../../types/verification.js'

/** What speaks against a JWT, and what does not but should be known. */
export interface Findings {
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
}

/** Collects findings of one kind. */
export interface Report {
  fail(detail: string, pointer?: string): void
  warn(detail: string, pointer?: string): void
  /** A rule of Open Badges that issuers in the field break without harm: a problem only when asked to be strict. */
  tolerate(detail: string, pointer?: string): void
}

export function collectFindings(code: BadgeErrorCode, strict: boolean, look: (report: Report) => void): Findings {
  const problems: Problem[] = []
  const warnings: Problem[] = []
  const fail = (detail: string, pointer?: string): void => void problems.push(problem(code, detail, pointer))
  const warn = (detail: string, pointer?: string): void => void warnings.push(problem(code, detail, pointer))
  look({ fail, warn, tolerate: strict ? fail : warn })
  return { problems, warnings }
}
