import { sha256 as nobleSha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { hexEncode, utf8Encode } from './bytes.js'

/** Synchronous, because `createCredential` is; the same in every runtime. */
export const sha256 = (data: Uint8Array | string): Uint8Array =>
  nobleSha256(typeof data === 'string' ? utf8Encode(data) : data)

/** For hashing piece by piece. */
export const createSha256 = () => nobleSha256.create()

export const sha256Hex = (data: Uint8Array | string): string => hexEncode(sha256(data))

/** The SHA-2 family by the names of Subresource Integrity. */
export const sha2: Readonly<Record<'sha256' | 'sha384' | 'sha512', (data: Uint8Array) => Uint8Array>> = {
  sha256: nobleSha256,
  sha384,
  sha512,
}
