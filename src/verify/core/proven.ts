import type { Check } from '../../types/verification.js'

/** The steps of Open Badges 3.0 §9 that come before the refresh: conformance and proof. */
const CONFORMANCE_AND_PROOF = /^(input|model|proof|issuer\.binding)\b/

/** Whether everything about conformance and proof has passed. */
export const isProven = (checks: readonly Check[]): boolean =>
  checks.every(({ id, required, status }) => !required || status === 'passed' || !CONFORMANCE_AND_PROOF.test(id))
