import { sha384 as nobleSha384 } from '@noble/hashes/sha2.js'
import { utf8Encode } from './bytes.js'

export const sha384 = (data: Uint8Array | string): Uint8Array =>
  nobleSha384(typeof data === 'string' ? utf8Encode(data) : data)

/** For hashing piece by piece. */
export const createSha384 = () => nobleSha384.create()
