import { hexEncode, utf8Encode } from './bytes.js'
import { sha256 } from './sha256.js'

/** From here on it is worth asking for the platform's, which is nine times as fast for a picture. */
const LARGE = 1024

/** Node's one-call hash (20.12 and later). */
type OneCallHash = (algorithm: 'sha256', data: Uint8Array, encoding: 'buffer') => Uint8Array

function platformHash(): OneCallHash | undefined {
  const builtin = globalThis.process?.getBuiltinModule?.('node:crypto') as { hash?: OneCallHash } | undefined
  return builtin?.hash
}

/** SHA-256 of pictures and pages: the platform's where it has one that is synchronous, else the portable one. */
export function quickSha256(data: Uint8Array | string, hash = platformHash): Uint8Array {
  const bytes = typeof data === 'string' ? utf8Encode(data) : data
  const platform = bytes.length < LARGE ? undefined : hash()
  return platform === undefined ? sha256(bytes) : new Uint8Array(platform('sha256', bytes, 'buffer'))
}

export const quickSha256Hex = (data: Uint8Array | string): string => hexEncode(quickSha256(data))
