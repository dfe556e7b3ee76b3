import { base64urlDecode, base64urlEncode } from '../internal/encoding.js'
import { platformBackend } from './backend.js'
import { guardedAsync, keyInvalid, keyUnsupported } from './fail.js'
import { type MultikeyType, publicPartOf, type SecretKeyJwk } from './key-types.js'
import { pkcs8Of } from './pkcs8.js'

/** The key pair of a bare secret that is in range. */
export const completeSecret = (type: MultikeyType, secret: Uint8Array): Promise<SecretKeyJwk> =>
  guardedAsync(
    async () => {
      const jwk = await platformBackend().readPkcs8(type, pkcs8Of(type, secret))
      return { ...jwk, d: base64urlEncode(secret) } as SecretKeyJwk
    },
    () => keyUnsupported(`This runtime cannot derive the public part of the ${type} key; import it with that part.`),
  )

const mismatch = () => keyInvalid('The public part of the key does not belong to its secret part.')

/**
 * Refuses a key whose halves do not belong together. An Ed25519 signature made with the wrong public half would even
 * give the secret away. RSA members were held against each other when they were read.
 */
export async function assertPair(jwk: SecretKeyJwk): Promise<void> {
  if (jwk.kty === 'RSA') return
  if (jwk.kty === 'OKP') {
    const derived = await completeSecret(jwk.crv, base64urlDecode(jwk.d))
    if (derived.kty !== 'OKP' || derived.x !== jwk.x) throw mismatch()
    return
  }
  const challenge = Uint8Array.of(0)
  const fits = await guardedAsync(async () => {
    const backend = platformBackend()
    const signature = await (await backend.signer(jwk))(challenge)
    return (await backend.verifier(publicPartOf(jwk)))(challenge, signature)
  }, mismatch)
  if (!fits) throw mismatch()
}
