import { isJsonObject } from '../../internal/json.js'
import type { CompactJws } from './compact.js'

/** The `typ` of drafts of VC-JOSE-COSE, which wallets in use still write. */
export const DRAFT_TYPES: readonly string[] = ['vp+ld+jwt', 'vp-ld+jwt', 'vp+ld+json+jwt']

/** RFC 7515 §4.1.9. */
export const shortType = (type: unknown): unknown =>
  typeof type === 'string' ? type.toLowerCase().replace(/^application\//, '') : type

export const isDraftType = (typ: unknown): boolean => DRAFT_TYPES.some((draft) => draft === shortType(typ))

export const isPresentationType = (typ: unknown): boolean => shortType(typ) === 'vp+jwt' || isDraftType(typ)

export const isPlainJwt = ({ header: { typ } }: CompactJws): boolean => typ === undefined || shortType(typ) === 'jwt'

/** Whether a JWS says that it is a presentation, in either of the forms that `decodePresentationJwt` reads. */
export const isPresentationJws = (jws: CompactJws): boolean =>
  isPresentationType(jws.header.typ) || (isPlainJwt(jws) && isJsonObject(jws.payload.vp))
