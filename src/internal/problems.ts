import { type BadgeErrorCode, errorCodes } from '../errors.js'
import type { Problem } from '../types/verification.js'
import { maskAddresses } from './mask.js'

/** W3C problem types: VCDM 2.0 §7.1, Data Integrity 1.0 §4.7, Bitstring Status List 1.0 §3.5. */
const VCDM = 'https://www.w3.org/TR/vc-data-model#'
const SECURITY = 'https://w3id.org/security#'
const STATUS_LIST = 'https://www.w3.org/ns/credentials/status-list#'

/**
 * Types of our own, for what the W3C has no name for. One prefix, so that they can be re-pointed in one place should
 * Open Badges publish a registry of its own.
 */
const OWN = 'urn:badgewright:problem:'

const w3cTypes: Partial<Record<BadgeErrorCode, string>> = {
  ERR_JSON_INVALID: `${VCDM}PARSING_ERROR`,
  ERR_JSON_DUPLICATE_KEY: `${VCDM}PARSING_ERROR`,
  ERR_JSON_LONE_SURROGATE: `${VCDM}PARSING_ERROR`,
  ERR_JSON_FORBIDDEN_KEY: `${VCDM}PARSING_ERROR`,
  ERR_JSON_NUMBER_RANGE: `${VCDM}PARSING_ERROR`,
  ERR_LIMIT_EXCEEDED: `${VCDM}PARSING_ERROR`,
  ERR_FORMAT_UNKNOWN: `${VCDM}PARSING_ERROR`,
  ERR_NOT_A_BADGE: `${VCDM}PARSING_ERROR`,
  ERR_SECRET_KEY: `${VCDM}PARSING_ERROR`,
  ERR_IMAGE_CORRUPT: `${VCDM}PARSING_ERROR`,
  ERR_PDF_CORRUPT: `${VCDM}PARSING_ERROR`,
  ERR_IMAGE_UNSAFE: `${VCDM}PARSING_ERROR`,
  ERR_BAKE_NOTHING_BAKED: `${VCDM}PARSING_ERROR`,
  ERR_MODEL_INVALID: `${VCDM}MALFORMED_VALUE_ERROR`,
  ERR_KIND_AMBIGUOUS: `${VCDM}MALFORMED_VALUE_ERROR`,
  ERR_TERM_RENAMED: `${VCDM}MALFORMED_VALUE_ERROR`,
  ERR_TERM_UNSIGNED: `${VCDM}MALFORMED_VALUE_ERROR`,
  ERR_TERM_AMBIGUOUS: `${VCDM}MALFORMED_VALUE_ERROR`,
  ERR_TERM_UNDEFINED: `${VCDM}MALFORMED_VALUE_ERROR`,
  ERR_CONTEXT_INVALID: `${VCDM}MALFORMED_VALUE_ERROR`,
  ERR_NOT_YET_VALID: `${VCDM}RANGE_ERROR`,
  ERR_EXPIRED: `${VCDM}RANGE_ERROR`,
  ERR_PROOF_INVALID: `${VCDM}CRYPTOGRAPHIC_SECURITY_ERROR`,
  ERR_JWT_MALFORMED: `${VCDM}PARSING_ERROR`,
  ERR_JWT_HEADER: `${SECURITY}PROOF_VERIFICATION_ERROR`,
  ERR_JWT_ALGORITHM: `${VCDM}CRYPTOGRAPHIC_SECURITY_ERROR`,
  ERR_JWT_CLAIM: `${VCDM}CRYPTOGRAPHIC_SECURITY_ERROR`,
  ERR_PROOF_MISSING: `${VCDM}CRYPTOGRAPHIC_SECURITY_ERROR`,
  ERR_ISSUER_MISMATCH: `${VCDM}CRYPTOGRAPHIC_SECURITY_ERROR`,
  ERR_KEY_REVOKED: `${VCDM}CRYPTOGRAPHIC_SECURITY_ERROR`,
  ERR_KEY_EXPIRED: `${VCDM}CRYPTOGRAPHIC_SECURITY_ERROR`,
  ERR_PROOF_MALFORMED: `${SECURITY}PROOF_VERIFICATION_ERROR`,
  ERR_PROOF_TIME: `${SECURITY}PROOF_VERIFICATION_ERROR`,
  ERR_PROOF_IS_BASE: `${SECURITY}PROOF_VERIFICATION_ERROR`,
  ERR_HOLDER_MISMATCH: `${VCDM}CRYPTOGRAPHIC_SECURITY_ERROR`,
  ERR_PROOF_PURPOSE: `${SECURITY}INVALID_PROOF_PURPOSE_FOR_VERIFICATION_METHOD`,
  ERR_KEY_RELATIONSHIP: `${SECURITY}INVALID_PROOF_PURPOSE_FOR_VERIFICATION_METHOD`,
  ERR_KEY_INVALID: `${SECURITY}INVALID_VERIFICATION_METHOD`,
  ERR_KEY_NOT_FOUND: `${SECURITY}INVALID_VERIFICATION_METHOD`,
  ERR_RDF_INVALID: `${SECURITY}PROOF_TRANSFORMATION_ERROR`,
  ERR_RDF_LIMIT: `${SECURITY}PROOF_TRANSFORMATION_ERROR`,
  ERR_STATUS_UNCHECKED: `${STATUS_LIST}STATUS_RETRIEVAL_ERROR`,
  ERR_STATUS_UNAVAILABLE: `${STATUS_LIST}STATUS_RETRIEVAL_ERROR`,
  ERR_STATUS_LIST_INVALID: `${STATUS_LIST}STATUS_VERIFICATION_ERROR`,
  ERR_STATUS_LIST_UNVERIFIED: `${STATUS_LIST}STATUS_VERIFICATION_ERROR`,
  ERR_STATUS_LIST_EXPIRED: `${STATUS_LIST}STATUS_VERIFICATION_ERROR`,
  ERR_STATUS_PURPOSE: `${STATUS_LIST}STATUS_VERIFICATION_ERROR`,
  ERR_STATUS_LIST_LENGTH: `${STATUS_LIST}STATUS_LIST_LENGTH_ERROR`,
  ERR_STATUS_ENTRY_INVALID: `${VCDM}MALFORMED_VALUE_ERROR`,
  ERR_STATUS_INDEX: `${VCDM}RANGE_ERROR`,
}

/** The type of problem that a code is. */
export const typeOfProblem = (code: BadgeErrorCode): string => w3cTypes[code] ?? `${OWN}${code}`

/** A {@link Problem} with the type and title that belong to its code; addresses in what it quotes are masked. */
export function problem(code: BadgeErrorCode, detail: string, pointer?: string): Problem {
  return {
    type: typeOfProblem(code),
    title: errorCodes[code],
    detail: maskAddresses(detail),
    code,
    ...(pointer === undefined ? {} : { pointer: maskAddresses(pointer) }),
  }
}

/** The same, marked as a fault of form: who issued what to whom is not in doubt. */
export const faultOfForm = (code: BadgeErrorCode, detail: string, pointer?: string): Problem => ({
  ...problem(code, detail, pointer),
  fault: 'form',
})
