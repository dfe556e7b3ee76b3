import { issuerIdOf } from '../../badge/index.js'
import { type BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { asArray } from '../../internal/json.js'
import { problem } from '../../internal/problems.js'
import { formatDateTime } from '../../internal/time.js'
import { isOutOfReach } from '../../loader/index.js'
import { findJwtKey, type JwtKey } from '../../loader/jwt/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { DocumentLoader } from '../../types/loader.js'
import type { Problem, ProofReport } from '../../types/verification.js'
import { type Clock, clockOf, keyInForceProblems } from '../embedded/key-in-force.js'
import { type AspectResult, type ProofAspect, type ProofOutcome, worstOf } from '../embedded/verify-proof.js'
import { keyTypeOfAlgorithm, unsupportedAlgorithms } from './algorithms.js'
import { checkClaims, checkPresentationClaims, hasOpenBadgesClaims, issuedAt, sameSecond } from './claims.js'
import { type DecodedJwt, isNumericDate, validityMembers } from './decode.js'
import { checkAlgorithm, checkHeader } from './header.js'

/** Options of {@link verifyJwt}; those that `verifyProof` has too mean the same. */
export interface VerifyJwtOptions {
  readonly documentLoader: DocumentLoader
  readonly now: Date
  readonly clockSkewSeconds?: number
  readonly acceptSelfAssertedKeys?: boolean
  /** Must be one of the audiences (`aud`), when given. */
  readonly domain?: string
  /** Must be the `nonce`, when given. */
  readonly challenge?: string
  /**
   * Holds the JWT against every MUST of Open Badges 3.0 §8.2. By default what issuers in the field leave out (`sub`
   * above all) and add (other headers) is a warning, and only what contradicts the credential fails.
   */
  readonly strict?: boolean
  /** Of a presentation the holder, who takes the place of the issuer, authenticates. Default `issuer`. */
  readonly role?: 'issuer' | 'holder'
}

/**
 * Verifies the signature and claims of a JWT. Its answer has the same aspects as that of an embedded proof; proofs
 * inside the payload are the caller's to verify.
 *
 * Never throws for what a JWT holds; the outcome says it.
 */
export async function verifyJwt(jwt: DecodedJwt, options: VerifyJwtOptions): Promise<ProofOutcome> {
  const { strict = false } = options
  const header = checkHeader(jwt.jws.header, jwt.format, strict)
  const algorithm = checkAlgorithm(jwt.jws.header)
  const malformed = [...header.problems, ...algorithm.problems]
  if (malformed.length > 0) return outcome(jwt, true, { 'proof.signature': failed(malformed) })
  if (unsupportedAlgorithms.has(jwt.jws.header.alg)) return unsupported(jwt)

  const key = await findKey(jwt, options)
  const claims = options.role === 'holder' ? checkPresentationClaims(jwt) : checkClaims(jwt, strict)
  const clock = clockOf(options)
  const signature = isBadgeError(key) ? SKIPPED : await signatureAspect(jwt, key)
  return outcome(jwt, true, {
    'proof.key': isBadgeError(key) ? fromError(key) : keyAspect(jwt, key, clock, options),
    'proof.signature': {
      ...(claims.problems.length === 0 ? signature : failed([...signature.problems, ...claims.problems])),
      warnings: [...header.warnings, ...claims.warnings],
    },
    'proof.purpose': purposeAspect(jwt, options),
    'proof.validity': validityAspect(jwt, clock),
    'issuer.binding': isBadgeError(key) ? SKIPPED : bindingAspect(jwt, key, options),
  })
}

const SKIPPED: AspectResult = { status: 'skipped', problems: [] }
const PASSED: AspectResult = { status: 'passed', problems: [] }

const failed = (problems: readonly Problem[]): AspectResult => ({ status: 'failed', problems })

const verdict = (problems: readonly Problem[]): AspectResult => (problems.length === 0 ? PASSED : failed(problems))

const fromError = (error: BadgeError): AspectResult => ({
  status: isOutOfReach(error) ? 'indeterminate' : 'failed',
  problems: [problem(error.code, error.message)],
})

function outcome(jwt: DecodedJwt, supported: boolean, found: Partial<Record<ProofAspect, AspectResult>>): ProofOutcome {
  const aspects = {
    'proof.key': SKIPPED,
    'proof.signature': SKIPPED,
    'proof.purpose': SKIPPED,
    'proof.validity': SKIPPED,
    'issuer.binding': SKIPPED,
    ...found,
  }
  return { report: { ...reportOf(jwt), status: worstOf(Object.values(aspects)) }, supported, aspects }
}

function reportOf(jwt: DecodedJwt): Omit<ProofReport, 'status'> {
  const { kid, alg } = jwt.jws.header
  const { iat } = jwt.claims
  const both = jwt.format === 'vc+jwt' && hasOpenBadgesClaims(jwt)
  return {
    type: 'JWT',
    rules: both ? ['vc+jwt', 'vc-jwt'] : [jwt.format],
    ...(typeof alg === 'string' ? { alg } : {}),
    ...(typeof kid === 'string' ? { verificationMethod: kid } : {}),
    ...(isNumericDate(iat) ? { created: formatDateTime(new Date(iat * 1000)) } : {}),
  }
}

function unsupported(jwt: DecodedJwt): ProofOutcome {
  const detail = `JWTs signed with ${jwt.jws.header.alg} are not supported.`
  // Supported or not, a JWT decides: its claims change the credential that other proofs secure.
  return outcome(jwt, true, {
    'proof.signature': { status: 'indeterminate', problems: [problem('ERR_SUITE_UNSUPPORTED', detail)] },
  })
}

async function findKey(jwt: DecodedJwt, { documentLoader }: VerifyJwtOptions): Promise<JwtKey | BadgeError> {
  const { kid, jwk } = jwt.jws.header as { kid?: string; jwk?: JsonObject }
  const names = { ...defined({ kid, jwk }) }
  try {
    return await findJwtKey(names, issuerIdOf(jwt.credential), documentLoader)
  } catch (error) {
    if (isBadgeError(error)) return error
    throw error
  }
}

/** What a holder's key must be listed for. */
const HOLDER = { purpose: 'authentication', use: 'authentication' }

const fits = ({ jws }: DecodedJwt, { key }: JwtKey): boolean => keyTypeOfAlgorithm.get(jws.header.alg) === key.type

/** `proof.key`: the key is of the algorithm's type, in force, and listed for making assertions. */
function keyAspect(jwt: DecodedJwt, key: JwtKey, clock: Clock, { role }: VerifyJwtOptions): AspectResult {
  const confused = fits(jwt, key)
    ? []
    : [problem('ERR_JWT_ALGORITHM', `The algorithm ${jwt.jws.header.alg} is not that of a ${key.key.type} key.`)]
  return verdict([...confused, ...keyInForceProblems(key, clock, undefined, role === 'holder' ? HOLDER : undefined)])
}

async function signatureAspect(jwt: DecodedJwt, key: JwtKey): Promise<AspectResult> {
  if (!fits(jwt, key)) return SKIPPED
  const { signingInput, signature } = jwt.jws
  if (await key.key.verify({ data: signingInput, signature })) return PASSED
  return failed([problem('ERR_PROOF_INVALID', 'The signature does not match the JWT and the key.')])
}

/** `proof.purpose`: a JWT has no purpose of its own but, where the caller expects them, an audience and a nonce. */
function purposeAspect({ claims }: DecodedJwt, { domain, challenge }: VerifyJwtOptions): AspectResult {
  const found: Problem[] = []
  if (domain !== undefined && !asArray<JsonValue>(claims.aud).includes(domain)) {
    found.push(problem('ERR_PROOF_PURPOSE', 'The JWT was not made for the expected domain.'))
  }
  if (challenge !== undefined && claims.nonce !== challenge) {
    found.push(problem('ERR_PROOF_PURPOSE', 'The JWT does not answer the expected challenge.'))
  }
  return verdict(found)
}

/**
 * `proof.validity`: RFC 7519 §4.1.4 to §4.1.6. By the rules of Open Badges `nbf` and `exp` repeat the validity of the
 * credential, which has checks of its own; only where they differ they are a time of the JWT.
 */
function validityAspect(jwt: DecodedJwt, clock: Clock): AspectResult {
  const { claims, credential, format } = jwt
  const { from, until } = validityMembers(credential)
  const found: Problem[] = []
  const ownTime = (claim: string, member: string): number | undefined => {
    const value = claims[claim]
    const repeats = format === 'vc-jwt' && sameSecond(value, credential[member])
    return isNumericDate(value) && !repeats ? value * 1000 : undefined
  }
  if ((ownTime('nbf', from) ?? clock.latest) > clock.latest) {
    found.push(problem('ERR_PROOF_TIME', 'The JWT is not valid yet.'))
  }
  if ((issuedAt(jwt) ?? clock.latest) > clock.latest) {
    found.push(problem('ERR_PROOF_TIME', 'The JWT says that it was made in the future.'))
  }
  const exp = ownTime('exp', until)
  if ((exp !== undefined && exp <= clock.earliest) || endsNow(claims.exp, clock))
    found.push(problem('ERR_PROOF_TIME', 'The JWT has expired.'))
  return verdict(found)
}

/** RFC 7519 §4.1.4: a JWT counts before `exp` only. What the credential repeats counts up to its end, which is said there. */
const endsNow = (exp: JsonValue | undefined, { earliest }: Clock): boolean =>
  isNumericDate(exp) && exp * 1000 === earliest

function bindingAspect({ credential }: DecodedJwt, { owner }: JwtKey, options: VerifyJwtOptions): AspectResult {
  if (issuerIdOf(credential) === undefined) {
    return failed([problem('ERR_ISSUER_MISMATCH', 'The credential names no issuer.', '/issuer')])
  }
  if (owner === 'issuer') return PASSED
  if (owner === 'another') {
    const who = options.role === 'holder' ? 'holder' : 'issuer'
    const detail = `The key that signed is controlled by somebody other than the ${who}.`
    return failed([problem(who === 'holder' ? 'ERR_HOLDER_MISMATCH' : 'ERR_ISSUER_MISMATCH', detail, `/${who}`)])
  }
  if (options.acceptSelfAssertedKeys === true) return PASSED
  const detail =
    'Only the JWT itself says that this key is the issuer’s; supply or fetch the issuer’s JWKS or document.'
  return { status: 'indeterminate', problems: [problem('ERR_KEY_SELF_ASSERTED', detail, '/issuer')] }
}
