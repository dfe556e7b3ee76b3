import { issuerIdOf } from '../../badge/index.js'
import { CREDENTIALS_V2 } from '../../internal/context-urls.js'
import { asArray } from '../../internal/json.js'
import { parseDateTime } from '../../internal/time.js'
import type { JsonValue } from '../../types/json.js'
import { type DecodedJwt, isNumericDate, isVersion1, subjectIdOf, validityMembers } from './decode.js'
import { collectFindings, type Findings, type Report } from './findings.js'

/**
 * What the claims say against the credential that they contain. Whether it is time is another question.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#jwt-verify-credential "§8.2.6.1"
 * @see https://www.w3.org/TR/vc-jose-cose/#jose-header-parameters-jwt-claims
 */
export function checkClaims(jwt: DecodedJwt, strict: boolean): Findings {
  return collectFindings('ERR_JWT_CLAIM', strict, (report) => {
    checkEnvelope(jwt, report)
    checkTimes(jwt, report)
    if (jwt.format === 'vc-jwt') checkOpenBadges(jwt, report)
    else if (hasOpenBadgesClaims(jwt)) checkBoth(jwt, report)
  })
}

/**
 * The same of a presentation, whose holder stands for the issuer (VC-JOSE-COSE §3.1.2, VCDM 1.1 §6.3.1): what the
 * claims and the presentation both name must be the same, and one JWT carries one presentation.
 */
export function checkPresentationClaims(jwt: DecodedJwt): Findings {
  return collectFindings('ERR_JWT_CLAIM', true, (report) => {
    const { vc, vp, '@context': around } = jwt.jws.payload
    const inClaim = jwt.format === 'vc-jwt'
    if (vc !== undefined) report.fail('The JWT has a "vc" claim beside its presentation.')
    if (vp !== undefined && !inClaim) report.fail('A JWT of the type "vp+jwt" must have no "vp" claim.')
    if (inClaim && around !== undefined) report.fail('The JWT carries a presentation beside its "vp" claim.')
    if (inClaim !== isVersion1(jwt.secured)) {
      report.fail('The "vp" claim is for data model 1.1, and "vp+jwt" for 2.0.', '/@context')
    }
    checkTimes(jwt, report)
    for (const pair of pairsOf(jwt)) {
      if (pair.claim !== 'sub' && pair.stated !== undefined && pair.expected !== undefined) checkPair(pair, report)
    }
  })
}

/** Whether a JWT of the W3C's form also has claims of the form that Open Badges defines. */
export const hasOpenBadgesClaims = ({ claims }: DecodedJwt): boolean =>
  OPEN_BADGES_CLAIMS.some((name) => claims[name] !== undefined)

const OPEN_BADGES_CLAIMS = ['iss', 'jti', 'nbf', 'sub'] as const

/** One credential, and where its data model has it: two would be read differently by different readers. */
function checkEnvelope({ jws: { payload }, secured, format }: DecodedJwt, { fail }: Report): void {
  const { vc, vp, '@context': around } = payload
  if (vp !== undefined) fail('The JWT has a "vp" claim, so it is a presentation and no credential.')
  if (vc !== undefined && format === 'vc+jwt') fail('A JWT of the type "vc+jwt" must have no "vc" claim.')
  else if (vc !== undefined && around !== undefined) fail('The JWT carries a credential beside its "vc" claim.')
  else if (vc !== undefined && !isVersion1(secured)) fail('The "vc" claim is for data model 1.1 only.', '/@context')
  else if (vc === undefined && isVersion1(secured)) {
    fail('A credential of data model 1.1 must be in the "vc" claim.', '/@context')
  } else if (format === 'vc+jwt' && asArray<JsonValue>(around)[0] !== CREDENTIALS_V2) {
    fail('A JWT of the type "vc+jwt" carries a credential of data model 2.0.', '/@context')
  }
}

/**
 * RFC 7519 §4.1: times are numbers of seconds. What limits a JWT (`nbf`, `exp`) must be one. `iat` limits nothing and may be left
 * out; by VC-JOSE-COSE ("Validation") it is for the verifier's policy, and issuers in the field write it as a date. That is a
 * fault of theirs and no reason to refuse, as long as it can be read: {@link issuedAt} holds it to the clock all the same.
 */
function checkTimes(jwt: DecodedJwt, { fail, tolerate }: Report): void {
  for (const name of ['nbf', 'exp', 'iat']) {
    const value = jwt.claims[name]
    if (value === undefined || isNumericDate(value)) continue
    const say = name === 'iat' && issuedAt(jwt) !== undefined ? tolerate : fail
    say(`The claim "${name}" must be a number of seconds.`)
  }
}

/** When a JWT says that it was made, in milliseconds; a date as text is read in a credential by VC-JOSE-COSE alone. */
export function issuedAt({ claims: { iat }, format }: DecodedJwt): number | undefined {
  if (isNumericDate(iat)) return iat * 1000
  return format === 'vc+jwt' && typeof iat === 'string' ? (parseDateTime(iat) ?? undefined) : undefined
}

interface Pair {
  readonly claim: string
  readonly stated: JsonValue | undefined
  readonly expected: string | undefined
  readonly pointer: string
}

function pairsOf({ claims, credential }: DecodedJwt): readonly Pair[] {
  const id = typeof credential.id === 'string' ? credential.id : undefined
  return [
    { claim: 'iss', stated: claims.iss, expected: issuerIdOf(credential), pointer: '/issuer' },
    { claim: 'jti', stated: claims.jti, expected: id, pointer: '/id' },
    { claim: 'sub', stated: claims.sub, expected: subjectIdOf(credential), pointer: '/credentialSubject/id' },
  ]
}

/** Open Badges 3.0 §8.2.6.1: each claim is there and equal to its member; instants are compared in whole seconds. */
function checkOpenBadges(jwt: DecodedJwt, report: Report): void {
  for (const pair of pairsOf(jwt)) {
    if (pair.stated === undefined) report.tolerate(`The claim "${pair.claim}" is missing.`, pair.pointer)
    // A recipient may be known by an identifier only; then there is nothing that `sub` could contradict.
    else if (pair.claim === 'sub' && pair.expected === undefined) {
      report.tolerate('The claim "sub" names a subject that has no id in the credential.', pair.pointer)
    } else checkPair(pair, report)
  }
  const { claims, credential } = jwt
  const { from, until } = validityMembers(credential)
  if (claims.nbf === undefined) report.tolerate('The claim "nbf" is missing.', `/${from}`)
  else if (!sameSecond(claims.nbf, credential[from])) {
    report.fail(`The claim "nbf" is another time than "${from}".`, `/${from}`)
  }
  if (credential[until] !== undefined && claims.exp === undefined) {
    report.tolerate('The claim "exp" is missing.', `/${until}`)
  } else if (claims.exp !== undefined && !sameSecond(claims.exp, credential[until])) {
    report.tolerate(`The claim "exp" is another time than "${until}"; both count.`, `/${until}`)
  }
}

/**
 * VC-JOSE-COSE: names must not conflict (what the credential leaves open is none), and `nbf` and `exp` are about the signature, so that they may differ from the
 * validity of the credential; where Open Badges asks for more, that is reported.
 */
function checkBoth(jwt: DecodedJwt, report: Report): void {
  const pairs = pairsOf(jwt).filter(({ stated, expected }) => stated !== undefined && expected !== undefined)
  for (const pair of pairs) checkPair(pair, report)
  const { claims, credential } = jwt
  const missing = OPEN_BADGES_CLAIMS.filter((name) => claims[name] === undefined)
  if (missing.length > 0) {
    report.warn(`By the rules of Open Badges these claims are missing: ${missing.join(', ')}.`)
  }
  if (claims.nbf !== undefined && !sameSecond(claims.nbf, credential.validFrom)) {
    report.warn('By the rules of Open Badges the claim "nbf" must be "validFrom".', '/validFrom')
  }
}

function checkPair({ claim, stated, expected, pointer }: Pair, { fail }: Report): void {
  if (stated !== expected) fail(`The claim "${claim}" is not what the credential says.`, pointer)
}

/** A claim that is not a time was reported already. */
export function sameSecond(claim: JsonValue | undefined, member: JsonValue | undefined): boolean {
  const time = typeof member === 'string' ? parseDateTime(member) : null
  return !isNumericDate(claim) || (time !== null && Math.floor(claim) === Math.floor(time / 1000))
}
