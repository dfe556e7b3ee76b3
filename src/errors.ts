/**
 * The one error type that badgewright throws, and the table of its codes.
 *
 * @module badgewright/errors
 */
import { maskAddresses } from './internal/mask.js'

/** Every code that a {@link BadgeError} can carry, with what it means. */
export const errorCodes = {
  ERR_ARGUMENT_INVALID: 'A function was called with an argument of the wrong kind.',
  ERR_FORMAT_UNKNOWN: 'The format is not one that this function reads.',
  ERR_NOT_A_BADGE: 'The document is of another kind than a badge.',
  ERR_SECRET_KEY: 'A secret key was handed in where a badge is expected; it is never shown again.',
  ERR_LIMIT_EXCEEDED: 'The input is larger or deeper than the limit; see the limits table.',

  ERR_JSON_INVALID: 'The text is not JSON as RFC 8259 defines it.',
  ERR_JSON_DUPLICATE_KEY: 'An object names the same member twice, so readers may disagree on its value.',
  ERR_JSON_LONE_SURROGATE: 'A string holds half of a surrogate pair, which has no UTF-8 form.',
  ERR_JSON_FORBIDDEN_KEY: 'An object has a member called __proto__.',
  ERR_JSON_NUMBER_RANGE: 'A number is too large, or has more digits, than readers agree on.',

  ERR_DRAFT_INVALID: 'The draft breaks at least one rule of Open Badges 3.0; `problems` lists them all.',
  ERR_MODEL_INVALID: 'The document breaks a rule of the data model.',
  ERR_KIND_UNEXPECTED: 'The document is of another kind than those that are accepted.',
  ERR_KIND_AMBIGUOUS: 'The types of the document say that it is several kinds of document at once.',
  ERR_TERM_UNDEFINED: 'A property or type is not defined by any context, so no signature would cover it.',

  ERR_TERM_UNSIGNED: 'Something in the document is not covered by any signature.',
  ERR_TERM_AMBIGUOUS: 'Two objects of one id say different things.',
  ERR_TERM_RENAMED: 'Something that the specifications define has another name or place, where readers miss it.',

  ERR_CONTEXT_UNAVAILABLE: 'A JSON-LD context is neither bundled nor supplied, and nothing is fetched unless asked.',
  ERR_CONTEXT_DIGEST: 'A supplied or fetched context is not the one that the manifest names by digest.',
  ERR_CONTEXT_INVALID: 'A JSON-LD context is not valid.',
  ERR_DOCUMENT_UNAVAILABLE: 'A document is not supplied, and nothing is fetched unless asked.',
  ERR_DOCUMENT_GONE: 'The document has been removed for good; its server answers HTTP 410.',
  ERR_FETCH_FAILED: 'A document could not be fetched.',
  ERR_FETCH_REFUSED: 'The fetch rules do not allow this address.',
  ERR_DID_INVALID: 'The DID or DID URL is malformed.',
  ERR_DID_METHOD_UNSUPPORTED: 'No resolver is available for this DID method.',
  ERR_DID_UNRESOLVED: 'The DID could not be resolved.',

  ERR_RDF_INVALID: 'The document cannot be turned into RDF without loss.',
  ERR_RDF_LIMIT: 'The document would need more canonicalisation work than the limits allow.',

  ERR_KEY_INVALID: 'The key is malformed or of an unexpected type.',
  ERR_KEY_UNSUPPORTED: 'The key type is not supported for this operation.',
  ERR_KEY_NOT_FOUND: 'The DID document or key document does not hold the key that the proof names.',
  ERR_KEY_REVOKED: 'The key has been revoked.',
  ERR_KEY_EXPIRED: 'The key has expired.',
  ERR_KEY_RELATIONSHIP: 'The key is not listed for making assertions.',
  ERR_KEY_SELF_ASSERTED: 'The key comes from the badge itself; nothing shows that it belongs to the issuer.',
  ERR_KEY_IN_USE: 'Badges or status lists would not verify with the keys as they would be; `problems` names them.',
  ERR_SIGNER_MISSING: 'Another key signs for this issuer, and this process does not have it.',
  ERR_ISSUER_RETIRED: 'The issuer issues nothing more.',
  ERR_KEY_EXISTS: 'A key file already exists; it is never overwritten unless asked.',

  ERR_SIGN_ALREADY_SIGNED: 'The credential already has a proof.',
  ERR_SIGN_ISSUER_MISMATCH: 'The key does not belong to the issuer that the credential names.',
  ERR_SIGN_FAILED: 'The signer did not return a signature.',
  ERR_SUITE_UNSUPPORTED: 'This proof type or cryptosuite is not supported, or does not fit the key.',
  ERR_PROOF_MISSING: 'The credential has no proof.',
  ERR_PROOF_MALFORMED: 'A proof lacks a required member, or a value has the wrong form.',
  ERR_PROOF_INVALID: 'The signature does not match the credential.',
  ERR_PROOF_IS_BASE: 'The proof is a base proof, which is for the holder only; publish a proof derived from it.',
  ERR_PROOF_PURPOSE: 'The proof was made for another purpose, domain or challenge.',
  ERR_PROOF_TIME: 'The proof is not valid at this time.',
  ERR_JWT_MALFORMED: 'The text is not a JWT: expected three base64url parts, the first two of them JSON objects.',
  ERR_JWT_HEADER: 'A JWT header parameter is missing, not allowed, or malformed.',
  ERR_ENVELOPE_MEMBER: 'The envelope says more than the JWT.',
  ERR_JWT_ALGORITHM: 'The algorithm of the JWT is not allowed, or does not belong to its key.',
  ERR_JWT_CLAIM: 'A JWT claim is missing, malformed, or contradicts the credential.',
  ERR_ISSUER_MISMATCH: 'The key that signed is controlled by somebody other than the issuer.',
  ERR_HOLDER_MISMATCH: 'The presentation was not made by the holder it names, or not by the expected holder.',
  ERR_ANSWER_MISMATCH: 'What a wallet has shown is not what it was asked for.',
  ERR_CHALLENGE_UNCHECKED: 'No challenge was expected, so nothing shows that the presentation was made just now.',

  ERR_IMAGE_CORRUPT: 'The image is damaged or not well-formed.',
  ERR_IMAGE_UNSAFE: 'The image holds a construct that is refused for safety.',
  ERR_PDF_CORRUPT: 'The PDF is damaged, encrypted, or does not have the required form.',
  ERR_BAKE_ALREADY_BAKED: 'The image already holds a credential.',
  ERR_BAKE_NOTHING_BAKED: 'The image holds no credential.',
  ERR_BAKE_MISMATCH: 'The credential read back from the image is not the one that was baked.',
  ERR_BAKE_CREDENTIAL: 'The text to bake is neither a JSON credential nor a compact JWS.',

  ERR_SCHEMA_UNUSABLE: 'A JSON Schema that the credential declares cannot be used.',
  ERR_NOT_YET_VALID: 'The credential is not valid yet.',
  ERR_EXPIRED: 'The credential has expired.',
  ERR_STATUS_UNCHECKED: 'The credential names a status service that was not consulted.',
  ERR_STATUS_REVOKED: 'The issuer has revoked or suspended the credential.',
  ERR_STATUS_UNAVAILABLE: 'The status list could not be retrieved from the URL in the credential.',
  ERR_STATUS_UNSUPPORTED: 'This type of status entry, or the meaning of its value, is not supported.',
  ERR_STATUS_ENTRY_INVALID: 'The status entry of the credential is malformed.',
  ERR_STATUS_LIST_INVALID: 'The status list is malformed, or not of the type that the entry asks for.',
  ERR_STATUS_LIST_UNVERIFIED: 'The status list could not be verified as a complete list by the issuer it names.',
  ERR_STATUS_LIST_EXPIRED: 'The status list is not in force at this time.',
  ERR_STATUS_LIST_LENGTH: 'The status list has fewer entries than the standard requires.',
  ERR_STATUS_LIST_MISMATCH: 'The status list names a different issuer or URL than the credential does.',
  ERR_STATUS_LIST_FULL: 'Every index of the status list has been allocated; start another list.',
  ERR_STATUS_PURPOSE: 'The status list is for another purpose than the entry.',
  ERR_STATUS_INDEX: 'The index lies outside the status list.',
  ERR_STATUS_MESSAGE: 'The issuer has set a status message that does not affect the validity of the credential.',
  ERR_REFRESH_FAILED: 'The refresh service did not return a usable newer copy.',
  ERR_ENDORSEMENT_MISMATCH: 'The endorsement is about something other than the document that contains it.',
  ERR_IMAGE_MISMATCH: 'The image, or another resource, does not match the digest that the issuer signed.',
  ERR_RECIPIENT_MISMATCH: 'The credential was not issued to this recipient.',
  ERR_RECIPIENT_FOLDED: 'The address of the recipient matches only without regard to capitals.',
  ERR_ISSUER_UNTRUSTED: 'The trust policy does not list the issuer.',
  ERR_REGISTRY_INVALID: 'Unrecognised form of issuer registry.',
  ERR_VERIFICATION_FAILED: 'The credential did not verify, and the caller required it to.',

  ERR_STAGE_INVALID: 'The badge is not at a stage that allows this step.',
  ERR_RECORD_NOT_FOUND: 'There is no such record, or it was erased.',
  ERR_ACCESS_DENIED: 'The caller may not do this with this record.',
  ERR_AUTHENTICATION_NEEDED: 'A stronger or more recent sign-in is asked for.',
  ERR_CONSENT_NEEDED: 'The badge is for a child whose guardian has not allowed this.',
  ERR_TOKEN_INVALID: 'The link or code is unknown, or is for another purpose.',
  ERR_TOKEN_USED: 'The link has already been used.',
  ERR_TOKEN_EXPIRED: 'The link or code has expired, or was replaced by a newer one.',
  ERR_ADDRESS_INVALID: 'The text is not an e-mail address.',
  ERR_FORM_INVALID: 'The form has a field that a page cannot show.',
  ERR_ANSWERS_INVALID: 'The answers do not fit the form; `problems` lists why.',
  ERR_STORAGE_CONFLICT: 'The record was changed in the meantime; read it again and retry.',
  ERR_BACKUP_INVALID: 'The backup is damaged, incomplete, altered, or locked with another passphrase.',
  ERR_STORAGE_FAILED: 'The storage could not be read or written.',
  ERR_FONT_MISSING: 'None of the available fonts has a glyph for a character, so nothing was drawn.',

  ERR_FILE_UNREADABLE: 'A file could not be read.',
  ERR_FILE_UNWRITABLE: 'A file could not be written.',
  ERR_FILE_EXISTS: 'A file or folder already exists and would be overwritten.',
  ERR_ROW_DUPLICATE: 'An earlier row gives the same achievement to the same recipient, or has the same id.',
  ERR_ROW_INVALID: 'A row of the recipients file is not valid.',
  ERR_ABORTED: 'The operation was aborted by its signal.',
  ERR_PEER_MISSING: 'An optional package is required; the message says how to install it.',
  ERR_USAGE: 'The command was called with wrong arguments.',
  ERR_INTERNAL: 'A bug in badgewright; please report it.',
} as const

/** A stable code of badgewright, such as `ERR_IMAGE_CORRUPT`. */
export type BadgeErrorCode = keyof typeof errorCodes

const BRAND = Symbol.for('badgewright.BadgeError')

/**
 * What badgewright throws when it could not do what it was asked. A badge that is *not valid* is not an error:
 * `verifyCredential` returns that as a result.
 *
 * The message is one sentence on what failed and what to do; it holds no secret and no e-mail address.
 *
 * @example
 * import { BadgeError, isBadgeError } from 'badgewright/errors'
 *
 * try {
 *   throw new BadgeError('ERR_IMAGE_CORRUPT', 'The PNG ends in the middle of a chunk.')
 * } catch (error) {
 *   if (isBadgeError(error, 'ERR_IMAGE_CORRUPT')) console.log(error.message)
 * }
 */
export class BadgeError<Code extends BadgeErrorCode = BadgeErrorCode> extends Error {
  /** Stable, for programs; see {@link errorCodes}. */
  readonly code: Code
  /** RFC 6901 pointer into the document that the error is about, where there is one. */
  readonly pointer?: string
  /** All findings, for errors that collect several. */
  readonly problems?: readonly ErrorProblem[]

  constructor(
    code: Code,
    message: string,
    options: { cause?: unknown; pointer?: string; problems?: readonly ErrorProblem[] } = {},
  ) {
    super(maskAddresses(message), 'cause' in options ? { cause: options.cause } : undefined)
    this.name = 'BadgeError'
    this.code = code
    if (options.pointer !== undefined) this.pointer = maskAddresses(options.pointer)
    if (options.problems !== undefined) this.problems = options.problems.map(masked)
    Object.defineProperty(this, BRAND, { value: true })
  }
}

/** A copy only where there is something to hide. */
function masked(problem: ErrorProblem): ErrorProblem {
  const { detail, pointer } = problem
  if (!detail.includes('@') && !pointer.includes('@')) return problem
  return { ...problem, detail: maskAddresses(detail), pointer: maskAddresses(pointer) }
}

/** One finding inside a {@link BadgeError} that collects several. */
export interface ErrorProblem {
  /** Stable code of the finding. */
  readonly code: string
  /** RFC 6901 pointer to the place. */
  readonly pointer: string
  /** What is wrong, in one sentence. */
  readonly detail: string
  /** Id of the rule that is broken, where rules have ids. */
  readonly rule?: string
  /** The clause that the rule implements. */
  readonly spec?: string
  /** What to do about it. */
  readonly fix?: string
}

/**
 * Whether a caught value is a {@link BadgeError}, including one from another copy of the package.
 *
 * @param error - anything that was caught
 * @param code - when given, only an error with this code counts
 */
export function isBadgeError<Code extends BadgeErrorCode = BadgeErrorCode>(
  error: unknown,
  code?: Code,
): error is BadgeError<Code> {
  if (typeof error !== 'object' || error === null) return false
  try {
    const branded = (error as { [BRAND]?: unknown })[BRAND] === true
    return branded && (code === undefined || (error as BadgeError).code === code)
  } catch {
    // Anything can be thrown, also a proxy that refuses to be looked at.
    return false
  }
}
