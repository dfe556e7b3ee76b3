import { documentLimits } from '../../internal/document-limits.js'
import { base58Decode } from '../../internal/encoding.js'
import { jcs } from '../../internal/jcs.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { pointerJoin } from '../../internal/pointer.js'
import { problem } from '../../internal/problems.js'
import { parseDateTime } from '../../internal/time.js'
import { isUri } from '../../internal/url.js'
import { isBundledContext } from '../../loader/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { KeyType } from '../../types/keys.js'
import type { Problem } from '../../types/verification.js'
import { type ProofInParts, type ProofSuite, type ProofValueProblem, signatureBytes } from '../suites/suite.js'

/** What a `proofValue` says, or what is wrong with it. */
export interface ProofValue {
  /** Its bytes, where the value is one signature and nothing else. */
  readonly signature?: Uint8Array
  /** Where it is more than one signature, how it is verified. */
  readonly parts?: ProofInParts
  readonly wrong?: ProofValueProblem
}

export function readProofValue(value: JsonValue | undefined, suite: ProofSuite): ProofValue | Promise<ProofValue> {
  return suite.inParts === undefined
    ? readSignature(value, suite)
    : suite.inParts().then((parts) => {
        const wrong = parts.checkProofValue(value)
        return wrong === null ? { parts } : { wrong }
      })
}

/**
 * What is wrong with the form of a proof, before anything is computed from it.
 *
 * @param value - what was read from its `proofValue`
 * @param at - pointer to the proof
 * @see https://www.w3.org/TR/vc-data-integrity/#proofs
 */
export function proofFormProblems(
  document: JsonObject,
  proof: JsonObject,
  suite: ProofSuite,
  value: ProofValue,
  at: string,
): readonly Problem[] {
  const { verificationMethod, proofPurpose, created, expires, domain, challenge, nonce } = proof
  const found: Problem[] = []
  const need = (good: boolean, member: string, detail: string): void => {
    if (!good) found.push(problem('ERR_PROOF_MALFORMED', detail, pointerJoin(at, member)))
  }
  need(
    isText(verificationMethod) && isUri(verificationMethod),
    'verificationMethod',
    'The proof must name a key by URL.',
  )
  need(isText(proofPurpose), 'proofPurpose', 'The proof must say what it is for.')
  if (value.wrong !== undefined) {
    found.push(problem(value.wrong.code, value.wrong.detail, pointerJoin(at, 'proofValue')))
  }
  need(created === undefined || isDateTime(created), 'created', 'The time of the proof must be a time with a zone.')
  need(expires === undefined || isDateTime(expires), 'expires', 'The end of the proof must be a time with a zone.')
  need(domain === undefined || asArray(domain).every(isText), 'domain', 'The domain of a proof must be text.')
  need(challenge === undefined || isText(challenge), 'challenge', 'The challenge of a proof must be text.')
  need(nonce === undefined || isText(nonce), 'nonce', 'The nonce of a proof must be text.')
  for (const member of suite.unsignedMembers) {
    need(proof[member] === undefined, member, 'The proof carries a member that no signature covers.')
  }
  need(bringsNoTerms(document, proof), '@context', 'A proof must not bring contexts of its own.')
  need(
    suite.transformation === 'rdfc' || coversContexts(document, proof),
    '@context',
    'The document has contexts that were added after signing and are not known.',
  )
  return found
}

const isText = (value: unknown): value is string => typeof value === 'string'

const isDateTime = (value: JsonValue): boolean => isText(value) && parseDateTime(value) !== null

function readSignature(value: JsonValue | undefined, { keyTypes }: ProofSuite): ProofValue {
  if (isText(value) && value.startsWith('z') && value.length <= documentLimits.proofValue) {
    try {
      const signature = base58Decode(value.slice(1))
      if (keyTypes.some((type) => lengthOf(type) === signature.length)) return { signature }
    } catch {
      // Not base58: the same answer as for a wrong length.
    }
  }
  const bytes = [...new Set(keyTypes.map(lengthOf))].filter((length) => length !== undefined).join(' or ')
  const detail =
    value === undefined
      ? 'The proof has no "proofValue", so that there is no signature.'
      : `"proofValue" must be ${bytes} bytes in base58btc (z…).`
  return { wrong: { code: 'ERR_PROOF_MALFORMED', detail } }
}

const lengthOf = (type: KeyType): number | undefined => (type === 'RSA' ? undefined : signatureBytes[type])

/**
 * A proof's own `@context` may repeat how the document's begins (Data Integrity 1.0 §4.4); anything else, or a context
 * deeper down, would let the proof define what its terms mean.
 */
function bringsNoTerms(document: JsonObject, proof: JsonObject): boolean {
  const { '@context': own, ...members } = proof
  if (Object.values(members).some(holdsContext)) return false
  if (own === undefined) return true
  const theirs = asArray(document['@context'])
  return asArray(own).every((item, i) => {
    const other = theirs[i]
    return item !== undefined && other !== undefined && jcs(item) === jcs(other)
  })
}

/**
 * A proof over JSON covers the contexts that it repeats. The specification lets a document have further ones
 * (vc-di-eddsa §3.3.2 step 4), such as another suite's; they must be known, or anybody could add a meaning.
 */
function coversContexts(document: JsonObject, { '@context': own }: JsonObject): boolean {
  if (own === undefined) return true
  return asArray(document['@context'])
    .slice(asArray(own).length)
    .every((item) => isText(item) && isBundledContext(item))
}

function holdsContext(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) return value.some(holdsContext)
  return isJsonObject(value) && (Object.hasOwn(value, '@context') || Object.values(value).some(holdsContext))
}
