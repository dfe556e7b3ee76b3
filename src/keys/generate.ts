import { isBytes } from '../internal/is-bytes.js'
import { keyTypes } from '../internal/key-types.js'
import { checkOptions, type OptionTable } from '../internal/options.js'
import type { KeyPair, KeyType } from '../types/keys.js'
import { platformBackend } from './backend.js'
import { argumentInvalid, guardedAsync, keyUnsupported } from './fail.js'
import { keyNames, optionalUri } from './key-id.js'
import { keyPairOf } from './key-pair.js'
import { rsaBits, type SecretKeyJwk } from './key-types.js'
import { completeSecret } from './secret.js'

const rules = {
  type: keyTypes,
  controller: 'text',
  id: 'text',
  seed: 'bytes',
  modulusLength: [2048, 3072, 4096],
} as const

/**
 * Makes a new key pair.
 *
 * Without `controller` and `id` the key is its own issuer, as `did:key:z…` (RSA as `did:jwk:…`). That suits trials; an
 * institution gives the `controller` that stands for its domain, see {@link didWebFor}.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for options of the wrong kind, `ERR_KEY_UNSUPPORTED` for a key type that
 *   this runtime does not have
 *
 * @example
 * import { generateKeyPair } from 'badgewright/keys'
 *
 * const key = await generateKeyPair()
 * console.log(key.did, key.verificationMethod)
 * console.log(JSON.stringify(key)) // the public part only
 * const secret = await key.exportSecret() // keep it encrypted
 */
export async function generateKeyPair(
  options: {
    /** Default: `Ed25519`. */
    readonly type?: KeyType
    /** Whose key it is: a DID (`did:web:…`) or an `https` URL. Default: the key's own did:key (RSA: did:jwk). */
    readonly controller?: string
    /** The verification method. Default: the controller with the key as fragment. */
    readonly id?: string
    /** 32 secret random bytes that determine the key. Ed25519 only. */
    readonly seed?: Uint8Array
    /** Bits of an RSA key: 2048 (the default), 3072 or 4096. */
    readonly modulusLength?: number
  } = {},
): Promise<KeyPair> {
  checkOptions(options, rules satisfies OptionTable<typeof options>)
  const { type = 'Ed25519', seed, modulusLength = rsaBits.min } = options
  const given = { id: optionalUri('id', options.id), controller: optionalUri('controller', options.controller) }
  const jwk = seed === undefined ? await generate(type, modulusLength) : await fromSeed(type, seed)
  return keyPairOf(jwk, keyNames(jwk, given))
}

const generate = (type: KeyType, modulusLength: number): Promise<SecretKeyJwk> =>
  guardedAsync(
    () => platformBackend().generate(type, modulusLength),
    () => keyUnsupported(`This runtime cannot make ${type} keys.`),
  )

function fromSeed(type: KeyType, seed: Uint8Array): Promise<SecretKeyJwk> {
  if (type !== 'Ed25519') throw argumentInvalid('Only an Ed25519 key can be made from a seed.')
  if (!isBytes(seed) || seed.length !== 32) throw argumentInvalid('A seed is a Uint8Array of 32 bytes.')
  return completeSecret(type, seed)
}
