import { utf8Encode } from '../../internal/bytes.js'
import { base64urlEncode } from '../../internal/encoding.js'
import type { PublicKeyJwk } from '../../types/keys.js'

/** The DID of a key that a wallet names by the key alone: its required members, in the order of RFC 7638. */
export const didJwk = (jwk: PublicKeyJwk): string =>
  `did:jwk:${base64urlEncode(utf8Encode(JSON.stringify(Object.fromEntries(Object.entries(jwk).sort(([a], [b]) => (a < b ? -1 : 1))))))}`
