import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { problem } from '../../internal/problems.js'
import { closest } from '../../internal/suggest.js'
import { suiteNames } from '../../internal/suite-names.js'
import { isOutOfReach, issuerLists, type ResolvedMethod, resolveVerificationMethod } from '../../loader/index.js'
import type { WorkBudget } from '../../rdf/index.js'
import type { JsonObject } from '../../types/json.js'
import type { DocumentLoader } from '../../types/loader.js'
import type { CheckStatus, Problem, ProofReport } from '../../types/verification.js'
import { unsecured } from '../core/secured.js'
import { suiteOfProof } from '../suites/index.js'
import type { ProofInParts, ProofSuite } from '../suites/suite.js'
import { chainProblem } from './chain.js'
import { type ProofValue, proofFormProblems, readProofValue } from './form.js'
import { type Clock, clockOf, isAfter, keyInForceProblems } from './key-in-force.js'
import { type DocumentForms, documentForms } from './trace.js'

/** What is told apart about one proof; the ids are those of the checks of a verification. */
export type ProofAspect = 'proof.key' | 'proof.signature' | 'proof.purpose' | 'proof.validity' | 'issuer.binding'

/** The answer for one aspect. */
export interface AspectResult {
  readonly status: CheckStatus
  readonly problems: readonly Problem[]
  readonly warnings?: readonly Problem[]
}

/** The answer for one proof. */
export interface ProofOutcome {
  readonly report: ProofReport
  /** False for a proof of a format that is not supported, of which nothing can be said. */
  readonly supported: boolean
  /**
   * Who made the proof, where a document of that party's own lists the key for making assertions. The name of a did:key
   * or did:jwk is nobody's.
   */
  readonly party?: string
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
  /** What the proof must be for and whose key it must be made with. Default `issuer`. */
  readonly role?: ProofRole
  /** Whose key it must be when a presentation names no holder. Default: anybody's, since it says nothing. */
  readonly expectedHolder?: string
  /** The canonical forms of the document, where other proofs and checks need them too. */
  readonly forms?: DocumentForms
  /** Work that other proofs and documents share. */
  readonly budget?: WorkBudget
  /** Pointer to the proof, for problems. Default `/proof`. */
  readonly pointer?: string
}

/** Of a credential the issuer asserts; of a presentation the holder shows who they are. */
export type ProofRole = keyof typeof roles

const roles = {
  issuer: { purpose: 'assertionMethod', use: 'making assertions', mismatch: 'ERR_ISSUER_MISMATCH' },
  holder: { purpose: 'authentication', use: 'authentication', mismatch: 'ERR_HOLDER_MISMATCH' },
} as const

const roleOf = ({ role = 'issuer' }: VerifyProofOptions) => roles[role]

/**
 * Verifies one proof of a document, leaving aside all its other proofs but those that it names as `previousProof`. The key is looked up before anything is
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
  const read = readProofValue(proof.proofValue, suite)
  const value = read instanceof Promise ? await read : read
  const malformed = [...proofFormProblems(document, proof, suite, value, at), ...chainProblems(document, proof, at)]
  if (malformed.length > 0)
    return outcome(proof, true, { 'proof.signature': { status: 'failed', problems: malformed } })

  const method = await findKey(proof, options)
  const clock = clockOf(options)
  const judged = outcome(proof, true, {
    'proof.key': isBadgeError(method)
      ? fromError(method, `${at}/verificationMethod`)
      : keyAspect(method, suite, clock, options, at),
    'proof.signature': isBadgeError(method)
      ? SKIPPED
      : await signatureAspect(document, proof, suite, value, method, options, at),
    'proof.purpose': purposeAspect(proof, options, at),
    'proof.validity': validityAspect(proof, clock, at),
    'issuer.binding': isBadgeError(method) ? SKIPPED : await bindingAspect(document, method, options, at),
  })
  return isBadgeError(method) ? judged : { ...judged, ...defined({ party: partyOf(method, options) }) }
}

function partyOf({ controller, selfAsserted, ownerless, relationships }: ResolvedMethod, options: VerifyProofOptions) {
  const isListed = relationships?.includes(roleOf(options).purpose) ?? false
  return isListed && !selfAsserted && !ownerless ? controller : undefined
}

/** The answer for a proof that nobody has looked at, or whose key is more than may be looked up. */
export function unseenProof(proof: JsonObject, problems: readonly Problem[] = []): ProofOutcome {
  if (problems.length === 0) return outcome(proof, false, {})
  return outcome(proof, true, { 'proof.key': { status: 'indeterminate', problems } })
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
  return { report: { ...named(proof), status: worstOf(Object.values(aspects)) }, supported, aspects }
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

/** What several answers come to. */
export function worstOf(aspects: readonly AspectResult[]): CheckStatus {
  const statuses = aspects.map((aspect) => aspect.status)
  const order: readonly CheckStatus[] = ['failed', 'indeterminate', 'skipped']
  return order.find((status) => statuses.includes(status)) ?? 'passed'
}

function chainProblems(document: JsonObject, proof: JsonObject, at: string): readonly Problem[] {
  const found = chainProblem(document, proof)
  return found === null ? [] : [problem('ERR_PROOF_MALFORMED', found, `${at}/previousProof`)]
}

/** A format that is not known may be fine; a proof that has no format is not. */
function withoutSuite(proof: JsonObject, at: string): ProofOutcome {
  const { type, cryptosuite } = proof
  if (Object.keys(proof).length === 0) {
    const detail = 'The proof is empty: it has neither a type nor a signature.'
    return outcome(proof, true, { 'proof.signature': failed(problem('ERR_PROOF_MALFORMED', detail, at)) })
  }
  const detail = 'A proof must name its type, and a DataIntegrityProof its cryptosuite.'
  if (typeof type !== 'string' || (type === 'DataIntegrityProof' && typeof cryptosuite !== 'string')) {
    return outcome(proof, true, { 'proof.signature': failed(problem('ERR_PROOF_MALFORMED', detail, `${at}/type`)) })
  }
  const format = type === 'DataIntegrityProof' ? cryptosuite : type
  const near = typeof format === 'string' ? closest(format, FORMATS) : undefined
  const meant = near === undefined ? '' : `; "${near}" is near`
  return unsupported(
    proof,
    at,
    `Proofs of the format ${JSON.stringify(format).slice(0, 60)} are not supported${meant}.`,
  )
}

const FORMATS: readonly string[] = [...suiteNames, 'DataIntegrityProof']

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

/** `proof.key`: the key is of a kind that the suite allows, in force, and listed for the purpose. */
function keyAspect(
  method: ResolvedMethod,
  suite: ProofSuite,
  clock: Clock,
  options: VerifyProofOptions,
  at: string,
): AspectResult {
  const pointer = `${at}/verificationMethod`
  const { type } = method.key
  const found = suite.keyTypes.includes(type)
    ? []
    : [problem('ERR_KEY_UNSUPPORTED', `A ${type} key cannot sign with ${suite.name}.`, pointer)]
  return verdict([...found, ...keyInForceProblems(method, clock, pointer, roleOf(options))])
}

/** `proof.signature`: over bytes that are ours. */
async function signatureAspect(
  document: JsonObject,
  proof: JsonObject,
  suite: ProofSuite,
  { signature, parts }: ProofValue,
  method: ResolvedMethod,
  options: VerifyProofOptions,
  at: string,
): Promise<AspectResult> {
  const { type: keyType } = method.key
  if (!suite.keyTypes.includes(keyType)) return SKIPPED
  try {
    const verified =
      signature !== undefined
        ? await verifySignature(document, proof, suite, signature, method, options)
        : parts !== undefined && (await verifyParts(document, proof, parts, method, options))
    if (verified) return PASSED
    return failed(
      problem('ERR_PROOF_INVALID', 'The signature does not match the credential and the key.', `${at}/proofValue`),
    )
  } catch (error) {
    if (isBadgeError(error)) return fromError(error)
    throw error
  }
}

/** The value is one signature over two hashes. */
async function verifySignature(
  document: JsonObject,
  proof: JsonObject,
  { transformation }: ProofSuite,
  signature: Uint8Array,
  { key }: ResolvedMethod,
  { documentLoader, budget, forms = documentForms(document, documentLoader, budget && { budget }) }: VerifyProofOptions,
): Promise<boolean> {
  const data = await forms.signedBytes(proof, { transformation, keyType: key.type })
  return key.verify({ data, signature })
}

/** Other values are the affair of what has them. */
function verifyParts(
  document: JsonObject,
  proof: JsonObject,
  parts: ProofInParts,
  { key }: ResolvedMethod,
  { documentLoader, budget }: VerifyProofOptions,
): Promise<boolean> {
  const signed = { document: unsecured(document, proof), proof, key }
  return parts.verify(signed, { documentLoader, ...(budget && { budget }) })
}

/** `proof.purpose`: made for this use, and for this domain and challenge where the caller expects them. */
function purposeAspect(proof: JsonObject, options: VerifyProofOptions, at: string): AspectResult {
  const { domain, challenge } = options
  const { purpose, use } = roleOf(options)
  const found: Problem[] = []
  if (proof.proofPurpose !== purpose) {
    const given = JSON.stringify(proof.proofPurpose ?? null).slice(0, 80)
    const detail = `The proof was not made for ${use}: its "proofPurpose" is ${given}, not "${purpose}".`
    found.push(problem('ERR_PROOF_PURPOSE', detail, `${at}/proofPurpose`))
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

/**
 * `issuer.binding`: the controller of the key is the issuer (of a presentation: the holder), or the issuer's own
 * document lists the key.
 */
async function bindingAspect(
  document: JsonObject,
  method: ResolvedMethod,
  options: VerifyProofOptions,
  at: string,
): Promise<AspectResult> {
  const { role = 'issuer' } = options
  const { mismatch, purpose } = roles[role]
  const named = document[role] ?? (role === 'holder' ? (options.expectedHolder ?? method.controller) : undefined)
  const id = isJsonObject(named) ? named.id : named
  if (typeof id !== 'string') {
    return failed(problem(mismatch, `The document names no ${role}.`, `/${role}`))
  }
  if (method.controller !== id) {
    const { key, ownerless } = method
    const about = { key, now: options.now, relationship: purpose }
    const listed = await issuerLists(id, method.id, options.documentLoader, about)
    if (listed === true) return PASSED
    // A key that is nobody's by name contradicts nobody; where the issuer's documents cannot be had, nobody can tell.
    if (ownerless && listed === undefined) return selfAsserted(options, role, at)
    return failed(
      problem(mismatch, `The key that signed is controlled by somebody other than the ${role}.`, `/${role}`),
    )
  }
  return method.selfAsserted ? selfAsserted(options, role, at) : PASSED
}

function selfAsserted({ acceptSelfAssertedKeys = false }: VerifyProofOptions, role: string, at: string): AspectResult {
  if (acceptSelfAssertedKeys) return PASSED
  const detail = `Only the document itself says that this key is the ${role}’s; supply or fetch the ${role}’s document.`
  return {
    status: 'indeterminate',
    problems: [problem('ERR_KEY_SELF_ASSERTED', detail, `${at}/verificationMethod`)],
  }
}
