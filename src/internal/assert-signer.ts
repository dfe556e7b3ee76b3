import { BadgeError } from '../errors.js'
import type { Signer } from '../types/keys.js'
import { keyTypes } from './key-types.js'
import { isPromise } from './options.js'

/** Members of the secret key files that `keygen` and others write. */
const secretMembers = ['secretKeyMultibase', 'privateKeyMultibase', 'secretKeyJwk', 'privateKeyJwk', 'd']

/** Refuses what is not a key to sign with, and says how to have one. */
export function assertSigner(key: unknown): asserts key is Signer {
  const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)
  if (isPromise(key)) throw wrong('The key is a Promise; await it: `await generateKeyPair()`.')
  if (
    typeof key === 'string' ||
    (typeof key === 'object' && key !== null && secretMembers.some((name) => name in key))
  ) {
    throw wrong('This is a key as a file holds it; make it one to sign with by `await importKeyPair(…)`.')
  }
  const { id, type, sign, controller } = (key ?? {}) as Partial<Record<keyof Signer, unknown>>
  if (
    typeof id !== 'string' ||
    !keyTypes.some((each) => each === type) ||
    typeof sign !== 'function' ||
    (controller !== undefined && typeof controller !== 'string')
  ) {
    throw wrong(
      'The key must be a key pair, as `generateKeyPair` makes it, or a `Signer` with `id`, `type` and `sign`.',
    )
  }
}
