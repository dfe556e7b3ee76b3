import { type BadgeError, type BadgeErrorCode, type ErrorProblem, isBadgeError } from '../../errors.js'

/** A row that cannot become a badge. */
export interface Refusal {
  readonly row: number
  readonly status: 'refused'
  readonly code: BadgeErrorCode
  readonly message: string
  readonly problems: readonly ErrorProblem[]
}

/**
 * What ends a batch: no other row would fare better, so that going on would refuse every row for it. Every other code
 * of a `BadgeError` refuses its row, and what is not a `BadgeError` is a defect and ends the batch too.
 */
const endsTheBatch: Partial<Record<BadgeErrorCode, 'always' | 'unless the row names an issuer'>> = {
  ERR_ABORTED: 'always',
  ERR_ARGUMENT_INVALID: 'always',
  ERR_FILE_UNREADABLE: 'always',
  ERR_FILE_UNWRITABLE: 'always',
  ERR_KEY_INVALID: 'always',
  ERR_KEY_UNSUPPORTED: 'always',
  ERR_SIGN_FAILED: 'always',
  ERR_SIGN_ISSUER_MISMATCH: 'unless the row names an issuer',
  ERR_STORAGE_FAILED: 'always',
  ERR_SUITE_UNSUPPORTED: 'always',
}

/** The outcome of a row that an error kept from becoming a badge. Throws the error where it ends the batch. */
export function refuseRow(row: number, error: unknown, { namesIssuer }: { readonly namesIssuer: boolean }): Refusal {
  if (!isBadgeError(error)) throw error
  const ends = endsTheBatch[error.code]
  if (ends === 'always' || (ends !== undefined && !namesIssuer)) throw error
  return refusal(row, error)
}

/** The outcome of a row that is an error itself. */
export const refusal = (row: number, { code, message, problems = [] }: BadgeError): Refusal => ({
  row,
  status: 'refused',
  code,
  message,
  problems,
})
