import type { BadgeErrorCode } from '../../errors.js'
import type { TextKey } from '../../texts/index.js'

export interface ErrorAnswer {
  readonly status: number
  readonly title: TextKey
  readonly text: TextKey
}

const input: ErrorAnswer = { status: 422, title: 'error.input', text: 'error.formText' }
const conflict: ErrorAnswer = { status: 409, title: 'error.conflict', text: 'error.conflictText' }
const missing: ErrorAnswer = { status: 404, title: 'error.notFound', text: 'error.notFoundText' }

/** What an error of the library means to the visitor. Every other one is a defect: 500. */
export const errorAnswers: Partial<Record<BadgeErrorCode, ErrorAnswer>> = {
  ERR_RECORD_NOT_FOUND: missing,
  ERR_TOKEN_INVALID: missing,
  ERR_TOKEN_USED: { ...conflict },
  ERR_TOKEN_EXPIRED: { status: 410, title: 'error.linkOver', text: 'error.linkOverText' },
  ERR_STAGE_INVALID: conflict,
  ERR_STATUS_PURPOSE: conflict,
  ERR_STORAGE_CONFLICT: conflict,
  ERR_ISSUER_RETIRED: { status: 410, title: 'error.conflict', text: 'error.conflictText' },
  ERR_ACCESS_DENIED: { status: 403, title: 'error.denied', text: 'error.deniedText' },
  ERR_AUTHENTICATION_NEEDED: { status: 403, title: 'error.denied', text: 'claim.session' },
  ERR_CONSENT_NEEDED: { status: 403, title: 'guardian.waitTitle', text: 'guardian.waitText' },
  ERR_LIMIT_EXCEEDED: { status: 413, title: 'error.tooLarge', text: 'error.formText' },
  ERR_ADDRESS_INVALID: { ...input, text: 'error.address' },
  ERR_ANSWERS_INVALID: input,
  ERR_ROW_INVALID: input,
  ERR_FORM_INVALID: input,
  ERR_DRAFT_INVALID: input,
  ERR_MODEL_INVALID: input,
  ERR_TERM_UNDEFINED: input,
  ERR_CONTEXT_UNAVAILABLE: input,
  ERR_CONTEXT_INVALID: input,
  ERR_CONTEXT_DIGEST: input,
  ERR_RDF_INVALID: input,
  ERR_RDF_LIMIT: input,
  ERR_ARGUMENT_INVALID: input,
  ERR_SIGN_ALREADY_SIGNED: input,
  ERR_SIGN_ISSUER_MISMATCH: input,
  ERR_SUITE_UNSUPPORTED: input,
  ERR_HOLDER_MISMATCH: input,
  ERR_PROOF_INVALID: input,
  ERR_PROOF_IS_BASE: input,
  ERR_PROOF_MALFORMED: input,
  ERR_PROOF_MISSING: input,
  ERR_JSON_INVALID: input,
  ERR_JSON_DUPLICATE_KEY: input,
  ERR_JSON_LONE_SURROGATE: input,
  ERR_JSON_FORBIDDEN_KEY: input,
  ERR_JSON_NUMBER_RANGE: input,
  ERR_FORMAT_UNKNOWN: input,
  ERR_IMAGE_CORRUPT: input,
  ERR_IMAGE_UNSAFE: input,
  ERR_BAKE_ALREADY_BAKED: input,
}
