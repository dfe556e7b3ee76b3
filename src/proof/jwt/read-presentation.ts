import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { splitFragment } from '../../loader/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { type CompactJws, parseCompactJws } from './compact.js'
import { CLAIM_NAMES, type DecodedJwt } from './decode.js'
import { tokenInEnvelope } from './envelope.js'
import { DRAFT_TYPES, isDraftType, isPlainJwt, isPresentationType, shortType } from './presentation-type.js'

/** The type of the JSON around a presentation that is a JWT. */
export const ENVELOPED_PRESENTATION = 'EnvelopedVerifiablePresentation'

/** Whether an object says that it is an enveloped presentation. */
export const isPresentationEnvelope = (document: JsonObject): boolean =>
  asArray<JsonValue>(document.type).includes(ENVELOPED_PRESENTATION)

/** The JWS inside an enveloped presentation. */
export const openPresentationEnvelope = ({ id }: JsonObject): CompactJws =>
  parseCompactJws(tokenInEnvelope(id, 'presentation', ['vp+jwt', ...DRAFT_TYPES]))

/**
 * A JWS read as a presentation, in the shape in which `verifyJwt` takes credentials: its holder stands for the issuer.
 * By VC-JOSE-COSE the payload is the presentation (`vp+jwt`); by VCDM 1.1 §6.3.1 it is in the `vp` claim of a plain
 * JWT, where `iss` names the holder and `jti` the presentation.
 *
 * @param expected - the holder, where the presentation names none
 * @throws BadgeError `ERR_JWT_HEADER` for another type of JWT
 */
export function decodePresentationJwt(jws: CompactJws, expected?: string): DecodedJwt {
  const { payload } = jws
  const decoded = isJsonObject(payload.vp) && isPlainJwt(jws) ? fromClaim(payload.vp, jws) : fromPayload(jws)
  const { kid } = jws.header
  const named = isJsonObject(decoded.secured.holder) ? decoded.secured.holder.id : decoded.secured.holder
  const controller = typeof kid === 'string' ? splitFragment(kid)[0] : undefined
  const holder = named ?? expected ?? controller
  return { ...decoded, credential: { ...decoded.secured, ...defined({ issuer: holder }) } }
}

function fromClaim(vp: JsonObject, jws: CompactJws): Omit<DecodedJwt, 'credential'> {
  const { vp: _, ...claims } = jws.payload
  const { jti: id, iss: holder } = claims
  const named = { ...defined({ id, holder }) }
  return { jws, format: 'vc-jwt', isPresentation: true, claims, secured: { ...named, ...vp } }
}

function fromPayload(jws: CompactJws): Omit<DecodedJwt, 'credential'> {
  const { typ, cty } = jws.header
  const isDraft = isDraftType(typ)
  const contents = isDraft ? ['vp', 'vp+ld+json'] : ['vp']
  if (!isPresentationType(typ) || (cty !== undefined && !contents.includes(String(shortType(cty))))) {
    throw new BadgeError(
      'ERR_JWT_HEADER',
      'A presentation as JWT has the type "vp+jwt" or, in data model 1.1, a "vp" claim; this is another kind of JWT.',
    )
  }
  const isClaim = ([name]: [string, unknown]): boolean => CLAIM_NAMES.includes(name)
  const members = Object.entries(jws.payload)
  return {
    // Anyone who reads the header as that of a credential finds the same type there; what was signed stays as it was.
    jws: {
      ...jws,
      header: {
        ...jws.header,
        typ: isDraft ? 'vc+ld+json+jwt' : 'vc+jwt',
        ...(cty === undefined ? {} : { cty: 'vc' }),
      },
    },
    format: 'vc+jwt',
    isPresentation: true,
    claims: Object.fromEntries(members.filter(isClaim)),
    secured: Object.fromEntries(members.filter((member) => !isClaim(member))),
  }
}
