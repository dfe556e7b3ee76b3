import { hexEncode, utf8Encode } from './bytes.js'
import { platformCrypto } from './platform-crypto.js'
import { sha256 } from './sha256.js'

/** Bytes from which on it is worth asking for the platform's, which is nine times as fast for a picture. */
const LARGE = 1024

/** SHA-256 of pictures and pages: the platform's where it has one that is synchronous, else the portable one. */
export function quickSha256(data: Uint8Array | string, platform = platformCrypto): Uint8Array {
  const bytes = typeof data === 'string' ? utf8Encode(data) : data
  const hash = bytes.length < LARGE ? undefined : platform()?.hash
  return hash === undefined ? sha256(bytes) : new Uint8Array(hash('sha256', bytes, 'buffer'))
}

/** The same in hexadecimal digits. Of text the platform's is quicker whatever its length, since it encodes both ways itself. */
export function quickSha256Hex(data: Uint8Array | string, platform = platformCrypto): string {
  const hash = typeof data === 'string' || data.length >= LARGE ? platform()?.hash : undefined
  return hash === undefined ? hexEncode(sha256(data)) : hash('sha256', data, 'hex')
}
