import { BadgeError } from '../errors.js'
import { base64urlDecode } from '../internal/encoding.js'
import { isBytes } from '../internal/is-bytes.js'
import type { KeyPair, PublicKeyDocument, SecretKeyExports } from '../types/keys.js'
import { platformBackend } from './backend.js'
import { argumentInvalid, guardedAsync, keyUnsupported } from './fail.js'
import { multibaseOfJwk } from './jwk.js'
import { type KeyNames, ownNames } from './key-id.js'
import { keyTypeOf, publicPartOf, type SecretKeyJwk } from './key-types.js'
import { encodeSecretMultikey } from './multikey.js'
import { writeSecretPem } from './pem.js'

/**
 * A key pair around a checked secret. The secret lives in this closure only, so that neither printing nor serialising
 * nor cloning the object can show it.
 */
export async function keyPairOf(jwk: SecretKeyJwk, names: KeyNames): Promise<KeyPair> {
  const type = keyTypeOf(jwk)
  const { id, controller } = names
  const signBytes = await guardedAsync(
    () => platformBackend().signer(jwk),
    () => keyUnsupported(`This runtime cannot use the ${type} key.`),
  )
  const pair: KeyPair = {
    did: ownNames(jwk).controller,
    id,
    verificationMethod: id,
    controller,
    type,
    async sign({ data }) {
      if (!isBytes(data)) throw argumentInvalid('What is signed is a Uint8Array.')
      return guardedAsync(
        () => signBytes(data),
        () => new BadgeError('ERR_SIGN_FAILED', `The runtime could not sign with the ${type} key.`),
      )
    },
    toJSON: () => publicDocument(jwk, names),
    async exportSecret<Format extends keyof SecretKeyExports = 'multikey'>(format?: Format) {
      const name: string = format ?? 'multikey'
      if (!Object.hasOwn(exporters, name)) throw argumentInvalid('The format is multikey, multibase, jwk, pem or seed.')
      return exporters[name as Format](jwk, names)
    },
  }
  return Object.freeze(pair)
}

function publicDocument(jwk: SecretKeyJwk, { id, controller }: KeyNames): PublicKeyDocument {
  const publicKeyMultibase = multibaseOfJwk(jwk)
  return publicKeyMultibase === undefined
    ? { id, controller, type: 'JsonWebKey', publicKeyJwk: publicPartOf(jwk) }
    : { id, controller, type: 'Multikey', publicKeyMultibase }
}

const exporters: {
  readonly [Format in keyof SecretKeyExports]: (
    jwk: SecretKeyJwk,
    names: KeyNames,
  ) => SecretKeyExports[Format] | Promise<SecretKeyExports[Format]>
} = {
  multikey: (jwk, names) => ({ ...publicDocument(jwk, names), secretKeyMultibase: secretMultibase(jwk) }),
  multibase: (jwk) => secretMultibase(jwk),
  jwk: (jwk, names) => ({ ...jwk, kid: names.id }),
  pem: writeSecretPem,
  seed: (jwk) => {
    if (jwk.kty !== 'OKP') throw keyUnsupported('Only Ed25519 keys have a seed; take the format jwk or pem.')
    return base64urlDecode(jwk.d)
  },
}

function secretMultibase(jwk: SecretKeyJwk): string {
  if (jwk.kty === 'RSA') throw keyUnsupported('RSA keys have no Multikey form here; take the format jwk or pem.')
  return encodeSecretMultikey(jwk.crv, base64urlDecode(jwk.d))
}
