import { utf8Encode } from '../../internal/bytes.js'
import { base64urlEncode } from '../../internal/encoding.js'
import type { Signer } from '../../types/keys.js'
import { algorithmOfKeyType } from './algorithms.js'
import { signatureOf } from './sign-jwt.js'

/**
 * A JWT of any other protocol, such as a request to a wallet: the algorithm is that of the key, and the rest of the header
 * the caller's.
 *
 * @throws BadgeError `ERR_SIGN_FAILED`
 */
export async function signJws(key: Signer, header: Readonly<Record<string, string>>, payload: object): Promise<string> {
  const parts = [{ alg: algorithmOfKeyType[key.type], ...header }, payload]
  const input = parts.map((part) => base64urlEncode(utf8Encode(JSON.stringify(part)))).join('.')
  return `${input}.${base64urlEncode(await signatureOf(key, utf8Encode(input)))}`
}
