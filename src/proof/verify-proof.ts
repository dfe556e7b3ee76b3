import { BadgeError, isBadgeError } from '../errors.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { problem } from '../internal/problems.js'
import { parseDateTime } from '../internal/time.js'
import { isOutOfReach, issuerLists, type ResolvedMethod, resolveVerificationMethod } from '../loader/index.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { DocumentLoader } from '../types/loader.js'
import type { CheckStatus, Problem, ProofReport } from '../types/verification.js'
import { proofFormProblems } from './form.js'
import type { ProofSuite } from './suite.js'
import { suiteOfProof } from './suites.js'
import { traceProof, unsecured } from './trace.js'

/** What is told apart about one proof; the ids are those of the checks of a verification. */
export type ProofAspect = 'proof.key' | 'proof.signature' | 'proof.purpose' | 'proof.validity' | 'issuer.binding'

/** The answer for one aspect. */
export interface AspectResult {
  readonly status: CheckStatus
  readonly problems: readonly Problem[]
}

/** The answer for one proof. */
export interface ProofOutcome {
  readonly report: ProofReport
  /** False for a proof of a format that is not supported, of which nothing can be said. */
  readonly supported: boolean
  readonly aspects: Readonly<Record<ProofAspect, AspectResult>>
}

/** Options of {@link verifyProof}. */
export interface VerifyProofOptions {
  readonly documentLoader: DocumentLoader
  /** The clock. */
  readonly now: Date
  /** Tolerance for clocks that differ. Default 0. */
  readonly clockSkewSeconds?: number
  /** Takes a key for the issuer's that only the proof itself says is. Default false. */
  readonly acceptSelfAssertedKeys?: boolean
  /** Must be the proof's, when given. */
  readonly domain?: string
  readonly challenge?: string
  /** Pointer to the proof, for problems. Default `/proof`. */
  readonly pointer?: string
}

const PURPOSE = 'assertionMethod'

/**
 * Verifies one proof of a document, leaving all its other proofs aside. The key is looked up before anything is
 * computed, so that "the key could not be had" never looks like "the signature is bad".
 *
 * Never throws for what a document or proof holds; the outcome says it.
 *
 * @param document - the whole credential
 * @param proof - one of its proofs
 */
export async function verifyProof(
  document: JsonObject,
  proof: JsonObject,
  options: VerifyProofOptions,
): Promise<ProofOutcome> {
  const { pointer: at = '/proof' } = options
  const suite = suiteOfProof(proof)
  if (suite === undefined) return withoutSuite(proof, at)
  if (proof.previousProof !== undefined)
    return unsupported(proof, `${at}/previousProof`, 'Proof chains are not supported.')
  const malformed = proofFormProblems(document, proof, suite, at)
  if (malformed.length > 0)
    return outcome(proof, true, { 'proof.signature': { status: 'failed', problems: malformed } })

  const method = await findKey(proof, options)
  const clock = timesOf(options)
  return outcome(proof, true, {
    'proof.key': isBadgeError(method)
      ? fromError(method, `${at}/verificationMethod`)
      : keyAspect(method, suite, clock, at),
    'proof.signature': isBadgeError(method)
      ? SKIPPED
      : await signatureAspect(document, proof, suite, method, options, at),
    'proof.purpose': purposeAspect(proof, options, at),
    'proof.validity': validityAspect(proof, clock, at),
    'issuer.binding': isBadgeError(method) ? SKIPPED : await bindingAspect(document, method, options, at),
  })
}

const SKIPPED: AspectResult = { status: 'skipped', problems: [] }
const PASSED: AspectResult = { status: 'passed', problems: [] }

const failed = (...problems: readonly Problem[]): AspectResult => ({ status: 'failed', problems })

const verdict = (problems: readonly Problem[]): AspectResult => (problems.length === 0 ? PASSED : failed(...problems))

function fromError(error: BadgeError, at?: string): AspectResult {
  const status = isOutOfReach(error) ? 'indeterminate' : 'failed'
  return { status, problems: [problem(error.code, error.message, error.pointer ?? at)] }
}

function outcome(
  proof: JsonObject,
  supported: boolean,
  found: Partial<Record<ProofAspect, AspectResult>>,
): ProofOutcome {
  const aspects = {
    'proof.key': SKIPPED,
    'proof.signature': SKIPPED,
    'proof.purpose': SKIPPED,
    'proof.validity': SKIPPED,
    'issuer.binding': SKIPPED,
    ...found,
  }
  return { report: { ...named(proof), status: worst(aspects) }, supported, aspects }
}

function named(proof: JsonObject): Omit<ProofReport, 'status'> {
  const { type, cryptosuite, verificationMethod, created } = proof
  return {
    type: typeof type === 'string' ? type : '',
    ...(typeof cryptosuite === 'string' ? { cryptosuite } : {}),
    ...(typeof verificationMethod === 'string' ? { verificationMethod } : {}),
    ...(typeof created === 'string' ? { created } : {}),
  }
}

function worst(aspects: Readonly<Record<ProofAspect, AspectResult>>): CheckStatus {
  const statuses = Object.values(aspects).map((aspect) => aspect.status)
  const order: readonly CheckStatus[] = ['failed', 'indeterminate', 'skipped']
  return order.find((status) => statuses.includes(status)) ?? 'passed'
}

/** A format that is not known may be fine; a proof that has no format is not. */
function withoutSuite(proof: JsonObject, at: string): ProofOutcome {
  const { type, cryptosuite } = proof
  const detail = 'A proof must name its type, and a DataIntegrityProof its cryptosuite.'
  if (typeof type !== 'string' || (type === 'DataIntegrityProof' && typeof cryptosuite !== 'string')) {
    return outcome(proof, true, { 'proof.signature': failed(problem('ERR_PROOF_MALFORMED', detail, `${at}/type`)) })
  }
  const format = type === 'DataIntegrityProof' ? cryptosuite : type
  return unsupported(proof, at, `Proofs of the format ${JSON.stringify(format).slice(0, 60)} are not supported.`)
}

const unsupported = (proof: JsonObject, at: string, detail: string): ProofOutcome =>
  outcome(proof, false, {
    'proof.signature': { status: 'indeterminate', problems: [problem('ERR_SUITE_UNSUPPORTED', detail, at)] },
  })

async function findKey(proof: JsonObject, options: VerifyProofOptions): Promise<ResolvedMethod | BadgeError> {
  try {
    return await resolveVerificationMethod(proof.verificationMethod as string, options)
  } catch (error) {
    if (isBadgeError(error)) return error
    return new BadgeError('ERR_DOCUMENT_UNAVAILABLE', 'The document loader failed to answer.', { cause: error })
  }
}

interface Clock {
  readonly earliest: number
  readonly latest: number
}

/** The present, as wide as clocks may differ. */
function timesOf({ now, clockSkewSeconds = 0 }: VerifyProofOptions): Clock {
  const skew = clockSkewSeconds * 1000
  return { earliest: now.getTime() - skew, latest: now.getTime() + skew }
}

/** `proof.key`: the key is of a kind that the suite allows, in force, and listed for making assertions. */
function keyAspect(method: ResolvedMethod, suite: ProofSuite, clock: Clock, at: string): AspectResult {
  const { relationships, revoked, expires, key } = method
  const pointer = `${at}/verificationMethod`
  const found: Problem[] = []
  if (!suite.keyTypes.includes(key.type)) {
    found.push(problem('ERR_KEY_UNSUPPORTED', `A ${key.type} key cannot sign with ${suite.name}.`, pointer))
  }
  if (relationships !== null && !relationships.includes(PURPOSE)) {
    found.push(problem('ERR_KEY_RELATIONSHIP', 'The controller does not list the key for making assertions.', pointer))
  }
  // When the proof says it was made is the signer's word; a thief of the key would write an earlier time.
  if (revoked !== undefined && !isAfter(revoked, clock.latest)) {
    found.push(problem('ERR_KEY_REVOKED', 'The key has been revoked.', pointer))
  }
  if (expires !== undefined && !isAfter(expires, clock.earliest)) {
    found.push(problem('ERR_KEY_EXPIRED', 'The key has expired.', pointer))
  }
  return verdict(found)
}

/** Whether a value is a time after another; what is no time is not. */
function isAfter(value: JsonValue, milliseconds: number): boolean {
  const time = typeof value === 'string' ? parseDateTime(value) : null
  return time !== null && time > milliseconds
}

/** `proof.signature`: computed by the vendor's suite from canonical forms that are ours. */
async function signatureAspect(
  document: JsonObject,
  proof: JsonObject,
  suite: ProofSuite,
  method: ResolvedMethod,
  options: VerifyProofOptions,
  at: string,
): Promise<AspectResult> {
  if (!suite.keyTypes.includes(method.key.type)) return SKIPPED
  try {
    const { canonicalDocument, canonicalProof } = await traceProof(document, proof, options)
    const contexts = asArray(document['@context'])
    const vendor = await suite.vendorSuite({ proof, contexts })
    vendor.canonize = async () => canonicalDocument
    vendor.canonizeProof = async () => canonicalProof
    const { verified } = await vendor.verifyProof({
      proof,
      document: unsecured(document),
      proofSet: [proof],
      documentLoader: async (url) => ({ contextUrl: null, documentUrl: url, document: method.document }),
    })
    if (verified) return PASSED
    return failed(
      problem('ERR_PROOF_INVALID', 'The signature does not match the credential and the key.', `${at}/proofValue`),
    )
  } catch (error) {
    if (isBadgeError(error)) return fromError(error)
    throw error
  }
}

/** `proof.purpose`: made for assertions, and for this domain and challenge where the caller expects them. */
function purposeAspect(proof: JsonObject, { domain, challenge }: VerifyProofOptions, at: string): AspectResult {
  const found: Problem[] = []
  if (proof.proofPurpose !== PURPOSE) {
    found.push(problem('ERR_PROOF_PURPOSE', 'The proof was not made for an assertion.', `${at}/proofPurpose`))
  }
  if (domain !== undefined && !asArray(proof.domain).includes(domain)) {
    found.push(problem('ERR_PROOF_PURPOSE', 'The proof was not made for the expected domain.', `${at}/domain`))
  }
  if (challenge !== undefined && proof.challenge !== challenge) {
    found.push(problem('ERR_PROOF_PURPOSE', 'The proof does not answer the expected challenge.', `${at}/challenge`))
  }
  return verdict(found)
}

/** `proof.validity`: not made in the future, not expired. */
function validityAspect({ created, expires }: JsonObject, clock: Clock, at: string): AspectResult {
  const found: Problem[] = []
  if (created !== undefined && isAfter(created, clock.latest)) {
    found.push(problem('ERR_PROOF_TIME', 'The proof says that it was made in the future.', `${at}/created`))
  }
  if (expires !== undefined && !isAfter(expires, clock.earliest)) {
    found.push(problem('ERR_PROOF_TIME', 'The proof has expired.', `${at}/expires`))
  }
  return verdict(found)
}

/** `issuer.binding`: the controller of the key is the issuer, or the issuer's own document lists the key. */
async function bindingAspect(
  document: JsonObject,
  method: ResolvedMethod,
  options: VerifyProofOptions,
  at: string,
): Promise<AspectResult> {
  const { issuer } = document
  const id = isJsonObject(issuer) ? issuer.id : issuer
  if (typeof id !== 'string')
    return failed(problem('ERR_ISSUER_MISMATCH', 'The credential names no issuer.', '/issuer'))
  if (method.controller !== id) {
    const { key, ownerless } = method
    const listed = await issuerLists(id, method.id, options.documentLoader, { key, now: options.now })
    if (listed === true) return PASSED
    // A key that names no owner contradicts nobody; where the issuer's documents cannot be had, nobody can tell.
    if (ownerless && listed === undefined) return selfAsserted(options, at)
    return failed(
      problem('ERR_ISSUER_MISMATCH', 'The key that signed is controlled by somebody other than the issuer.', '/issuer'),
    )
  }
  return method.selfAsserted ? selfAsserted(options, at) : PASSED
}

function selfAsserted({ acceptSelfAssertedKeys = false }: VerifyProofOptions, at: string): AspectResult {
  if (acceptSelfAssertedKeys) return PASSED
  const detail = 'Only the badge itself says that this key is the issuer’s; supply or fetch the issuer’s document.'
  return {
    status: 'indeterminate',
    problems: [problem('ERR_KEY_SELF_ASSERTED', detail, `${at}/verificationMethod`)],
  }
}
