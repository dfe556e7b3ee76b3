import type { BadgeErrorCode } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import type { ModelFinding } from '../../types/model.js'
import type { Check, Problem } from '../../types/verification.js'

const ALTERED = 'Do not rely on the credential: it was altered after signing, or signed with another key.'
const ISSUER_AGAIN = 'The issuer makes the JWT again; the claim and the credential must say the same.'
const FILE = 'Ask for the file as the issuer handed it out.'
const LIST = 'Ask the issuer for a status list that is in order, or give a `checkStatus` that can answer.'
const KEYS = 'Ask the issuer which key is in force; its DID document or key set must list the key.'

/**
 * What to do about a finding, by its code: a check fails for several causes, and a sentence for all of them would be
 * wrong for some. Findings of the data model bring their own.
 */
const byCode: Readonly<Partial<Record<BadgeErrorCode, string>>> = {
  ERR_FORMAT_UNKNOWN: 'Hand in the badge as PNG, SVG, PDF, JSON or compact JWS.',
  ERR_NOT_A_BADGE: 'Hand in the signed badge itself.',
  ERR_SECRET_KEY: 'Delete the copy, make a new key, and revoke the old one wherever it is listed.',
  ERR_LIMIT_EXCEEDED: 'Ask for a badge of the usual size; this one is not read, so that it cannot be used to harm.',
  ERR_JSON_INVALID: 'Mend the text at the place that is named, or ask for the file as the issuer handed it out.',
  ERR_JSON_DUPLICATE_KEY: 'The issuer leaves one of the two members out and signs again.',
  ERR_JSON_LONE_SURROGATE: 'The issuer mends the text, where an emoji was cut in half, and signs again.',
  ERR_JSON_FORBIDDEN_KEY: 'The issuer leaves the member out and signs again.',
  ERR_JSON_NUMBER_RANGE: 'The issuer writes a number that programs can represent, and signs again.',
  ERR_MODEL_INVALID: 'The issuer mends what is named, and issues the badge again.',
  ERR_TERM_UNDEFINED:
    'The issuer adds the context that defines it, calls it by its name, or leaves it out, and signs again.',
  ERR_TERM_UNSIGNED: 'Do not rely on the credential: what is named may have been added after it was signed.',
  ERR_TERM_AMBIGUOUS:
    'Ask the issuer for a badge that says it once, or in the same words wherever the id is; or for one signed as a JWT.',
  ERR_TERM_RENAMED: 'Do not rely on the credential: its JSON does not say what was signed.',
  ERR_CONTEXT_UNAVAILABLE: 'Pass the context in `contexts` (--documents on the command line), or enable fetching.',
  ERR_CONTEXT_DIGEST: 'Use the context as it is published; this copy was changed.',
  ERR_CONTEXT_INVALID: 'The issuer lists contexts that are valid, and signs again.',
  ERR_DOCUMENT_UNAVAILABLE: 'Supply the document in `documents`, or enable fetching.',
  ERR_DOCUMENT_GONE: 'Ask the issuer: the document was removed for good.',
  ERR_FETCH_FAILED: 'Try again later, or supply the document in `documents`.',
  ERR_FETCH_REFUSED: 'Supply the document in `documents`, if you trust the address.',
  ERR_DID_INVALID: 'Ask the issuer: its DID or DID document is malformed.',
  ERR_DID_METHOD_UNSUPPORTED: 'Supply the DID document in `documents`, or ask for a badge under did:web or did:key.',
  ERR_DID_UNRESOLVED: 'Supply the DID document in `documents`, or enable fetching; ask the issuer if it is not there.',
  ERR_RDF_INVALID: 'The issuer writes whole URLs and plain values, and signs again.',
  ERR_RDF_LIMIT: 'Ask the issuer for a simpler badge; this one takes more work than any verifier should do.',
  ERR_KEY_INVALID: 'Ask the issuer: the key that it publishes is malformed.',
  ERR_KEY_UNSUPPORTED: 'Ask the issuer for a badge that is signed with Ed25519, P-256, P-384 or RSA.',
  ERR_KEY_NOT_FOUND: KEYS,
  ERR_KEY_REVOKED: 'Do not rely on the credential; ask the issuer for one that is signed with a key in force.',
  ERR_KEY_EXPIRED: 'Ask the issuer for a badge that is signed with a key in force.',
  ERR_KEY_RELATIONSHIP: 'The issuer lists the key under "assertionMethod" of its DID document.',
  ERR_KEY_SELF_ASSERTED: 'Supply or fetch the document in which the issuer lists its keys.',
  ERR_SUITE_UNSUPPORTED: 'Ask for the credential with an embedded proof of a known suite, or as a plain JWT.',
  ERR_PROOF_MISSING: 'Ask the issuer for the signed credential.',
  ERR_PROOF_MALFORMED: 'Ask for the credential as the issuer signed it; its proof is incomplete or was cut.',
  ERR_PROOF_INVALID: ALTERED,
  ERR_PROOF_IS_BASE: 'Ask the holder for a proof derived from it.',
  ERR_PROOF_PURPOSE: 'Ask for a credential that was signed for this use.',
  ERR_PROOF_TIME: 'Ask the issuer for a credential with a proof that is in force.',
  ERR_JWT_MALFORMED: 'Hand in the whole JWT in one line: three parts with a dot between them.',
  ERR_JWT_HEADER: 'The issuer makes the JWT again, with the header that Open Badges asks for.',
  ERR_ENVELOPE_MEMBER: 'Count only what is in the JWT.',
  ERR_JWT_ALGORITHM: 'The issuer signs again with an algorithm that belongs to its key, such as ES256, EdDSA or RS256.',
  ERR_JWT_CLAIM: ISSUER_AGAIN,
  ERR_ISSUER_MISMATCH: 'Do not rely on the credential: somebody else signed it than the issuer that it names.',
  ERR_HOLDER_MISMATCH: 'Ask the holder to present it again.',
  ERR_CHALLENGE_UNCHECKED: 'Give the challenge that you sent to the holder.',
  ERR_IMAGE_CORRUPT: FILE,
  ERR_IMAGE_UNSAFE: 'Ask the issuer for the picture without what is named.',
  ERR_PDF_CORRUPT: FILE,
  ERR_BAKE_NOTHING_BAKED: FILE,
  ERR_SCHEMA_UNUSABLE: 'Supply the schema in `schemas`, or enable fetching.',
  ERR_NOT_YET_VALID: 'Verify again once that time has come.',
  ERR_EXPIRED: 'Ask the holder for a renewed credential.',
  ERR_STATUS_UNCHECKED:
    'Supply the status list in `documents`, enable fetching, or give a `checkStatus` that can answer.',
  ERR_STATUS_REVOKED: 'Do not rely on the credential; ask the issuer if in doubt.',
  ERR_STATUS_UNAVAILABLE: 'Try again later, or supply the status list in `documents`.',
  ERR_STATUS_UNSUPPORTED: 'Give a `checkStatus` that can answer for this type of status.',
  ERR_STATUS_ENTRY_INVALID: 'The issuer mends the status entry and signs again.',
  ERR_STATUS_LIST_INVALID: LIST,
  ERR_STATUS_LIST_UNVERIFIED: LIST,
  ERR_STATUS_LIST_EXPIRED: 'Supply or fetch a newer status list.',
  ERR_STATUS_LIST_MISMATCH: 'Supply the status list that the credential names.',
  ERR_STATUS_LIST_LENGTH: 'The issuer publishes a list of at least 131,072 entries.',
  ERR_STATUS_PURPOSE: 'The issuer names the list for this purpose, and signs again.',
  ERR_STATUS_INDEX: 'Ask the issuer: the entry names a place that its list does not have.',
  ERR_REFRESH_FAILED: 'Ask the issuer for the newer copy, if there is one.',
  ERR_ENDORSEMENT_MISMATCH: 'Do not count the endorsement: it is about something else.',
  ERR_IMAGE_MISMATCH: 'Do not rely on the picture: it is not the one that the issuer signed.',
  ERR_RECIPIENT_MISMATCH: 'Check the spelling; the address must be the one that the issuer knew.',
  ERR_ISSUER_UNTRUSTED: 'Add the issuer to the policy, if you trust it.',
  ERR_REGISTRY_INVALID: 'Mend the registry, or leave it out of the policy.',
  ERR_VERIFICATION_FAILED: 'Look at the result of the credential inside for the reason.',
  ERR_INTERNAL: 'Please report it.',
}

/** The check with what to do about each of its findings, and first of all about the first. */
export function advise(check: Check): Check {
  const { id, status, waitsFor, required, summary, spec, statuses, nested } = check
  const problems = check.problems.map(advised)
  const warnings = check.warnings.map(advised)
  const next = check.next ?? (status === 'passed' ? undefined : problems[0]?.next)
  return {
    id,
    status,
    ...defined({ waitsFor }),
    required,
    summary,
    ...defined({ next }),
    spec,
    problems,
    warnings,
    ...defined({ statuses, nested }),
  }
}

/** The finding with what to do about it. */
function advised<P extends Problem>(found: P): P {
  if (found.next !== undefined) return found
  const { fix } = found as Partial<ModelFinding>
  const next = fix === undefined ? byCode[found.code as BadgeErrorCode] : `The issuer mends it and signs again: ${fix}`
  return next === undefined ? found : { ...found, next }
}
