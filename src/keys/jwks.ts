import type { JsonObject } from '../types/json.js'
import { publishedKeys } from './did-document.js'
import type { PublicKeyInput } from './import-public-key.js'
import { jwkAlgorithms, keyTypeOf } from './key-types.js'

/**
 * The JWKS to publish. Verifiers of JWT badges look for it at `/.well-known/jwks.json` of the issuer's host;
 * `kid` is the verification method, which is what our JWTs name.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` when there is no key or two have one id, `ERR_KEY_INVALID` for a malformed key
 * @see https://www.rfc-editor.org/rfc/rfc7517#section-5
 *
 * @example
 * import { createJwks, generateKeyPair } from 'badgewright/keys'
 *
 * const key = await generateKeyPair({ type: 'P-256', controller: 'did:web:example.org' })
 * console.log(JSON.stringify(createJwks([key])))
 */
export function createJwks(keys: readonly PublicKeyInput[]): { keys: JsonObject[] } {
  return {
    keys: publishedKeys(keys).map(({ jwk, method }) => {
      const [alg] = jwkAlgorithms[keyTypeOf(jwk)]
      return { ...jwk, kid: method.id, use: 'sig', alg }
    }),
  }
}
