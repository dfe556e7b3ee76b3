import { isJsonObject } from '../../internal/json.js'
import type { JsonObject } from '../../types/json.js'
import type { JwtFormat } from '../../types/jwt.js'
import { keyTypeOfAlgorithm, unsupportedAlgorithms } from './algorithms.js'
import { collectFindings, type Findings, type Report } from './findings.js'

/** Media types that drafts of VC-JOSE-COSE and the Open Badges proposal #570 had. */
const DRAFT_TYPES: readonly string[] = ['vc+ld+jwt', 'vc-ld+jwt', 'vc+ld+json+jwt']

/** RFC 7515 §4.1.9: a media type, without regard to case, of which `application/` may be left out. */
const shortType = (typ: unknown): unknown =>
  typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : typ

/** The format that `typ` names. */
export function formatOf({ typ }: JsonObject): JwtFormat {
  const type = shortType(typ)
  return type === 'vc+jwt' || DRAFT_TYPES.some((draft) => draft === type) ? 'vc+jwt' : 'vc-jwt'
}

/** Open Badges 3.0 §8.2 names these and allows no others. */
const OPEN_BADGES_HEADERS: readonly string[] = ['alg', 'kid', 'jwk', 'typ']

/** Headers that change what the signature covers or how it is read; anyone who ignores one reads another JWT. */
const CHANGING_HEADERS: readonly string[] = ['crit', 'b64', 'zip', 'enc']

/**
 * What is wrong with the header, whatever the key and the signature.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#jwt-proof
 * @see https://www.w3.org/TR/vc-jose-cose/#securing-with-jose
 */
export function checkHeader(header: JsonObject, format: JwtFormat, strict: boolean): Findings {
  return collectFindings('ERR_JWT_HEADER', strict, (report) => {
    const { kid, jwk } = header
    for (const name of CHANGING_HEADERS.filter((name) => Object.hasOwn(header, name))) {
      report.fail(`The header "${name}" is never allowed.`)
    }
    if (kid !== undefined && typeof kid !== 'string') report.fail('The header "kid" must be text.')
    if (jwk !== undefined && !isJsonObject(jwk)) report.fail('The header "jwk" must be an object.')
    if (format === 'vc-jwt' && kid === undefined && jwk === undefined) {
      report.fail('The header names no key: it has neither "kid" nor "jwk".')
    }
    checkType(header, report)
    if (format === 'vc+jwt') checkContentType(header, report)
    else checkOthers(header, report)
  })
}

function checkType({ typ }: JsonObject, { fail, tolerate }: Report): void {
  const type = shortType(typ)
  if (typ === undefined || typ === 'JWT' || type === 'vc+jwt') return
  if (type === 'jwt') tolerate('The header "typ" is "JWT", written so.')
  else if (DRAFT_TYPES.some((draft) => draft === type)) tolerate('The header "typ" is that of a draft, not "vc+jwt".')
  else fail('The header "typ" is that of another kind of JWT.')
}

/** Content types that went with those. */
const DRAFT_CONTENT_TYPES: readonly unknown[] = ['vc+ld+json', 'vc+ld', 'credential-claims-set+json']

/** VC-JOSE-COSE §3.1.1; other headers are ignored there, as RFC 7515 §4 has it. */
function checkContentType({ cty }: JsonObject, { fail, tolerate }: Report): void {
  const type = shortType(cty)
  if (cty === undefined || type === 'vc') return
  if (DRAFT_CONTENT_TYPES.includes(type)) tolerate('The header "cty" is that of a draft, not "vc".')
  else fail('The header "cty" of a credential is "vc".')
}

function checkOthers(header: JsonObject, { tolerate }: Report): void {
  for (const name of Object.keys(header)) {
    if (OPEN_BADGES_HEADERS.includes(name) || CHANGING_HEADERS.includes(name)) continue
    tolerate(`Open Badges allows no header ${JSON.stringify(name.slice(0, 40))}; it was not looked at.`)
  }
}

/** `none` and HMACs, with which anybody can make a signature, are never allowed; nor is what nobody knows. */
export function checkAlgorithm({ alg }: JsonObject): Findings {
  return collectFindings('ERR_JWT_ALGORITHM', true, ({ fail }) => {
    if (keyTypeOfAlgorithm.has(alg) || unsupportedAlgorithms.has(alg)) return
    fail(`The algorithm ${JSON.stringify(alg ?? null).slice(0, 40)} secures nothing and is not allowed.`)
  })
}
