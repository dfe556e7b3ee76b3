import { sha256, sha256Hex } from '../internal/sha256.js'
import { sha384 } from '../internal/sha384.js'

/** Node's one-call hash (20.12 and later), which is several times quicker for short texts. */
interface OneCallHash {
  (algorithm: string, data: string, encoding: 'hex'): string
  (algorithm: string, data: string, encoding: 'buffer'): Uint8Array
}

function oneCallHash(): OneCallHash | undefined {
  const builtin = globalThis.process?.getBuiltinModule?.('node:crypto') as { hash?: OneCallHash } | undefined
  return builtin?.hash
}

/** SHA-256 of a text, in hexadecimal digits: the platform's where it has a quick one, the portable one elsewhere. */
export function platformDigest(hash = oneCallHash()): (text: string) => string {
  return hash === undefined ? sha256Hex : (text) => hash('sha256', text, 'hex')
}

/** The hash of a text, as bytes. */
export type TextHash = (name: 'SHA-256' | 'SHA-384', text: string) => Uint8Array

export function platformHash(hash = oneCallHash()): TextHash {
  if (hash === undefined) return (name, text) => (name === 'SHA-384' ? sha384(text) : sha256(text))
  return (name, text) => hash(name === 'SHA-384' ? 'sha384' : 'sha256', text, 'buffer')
}
