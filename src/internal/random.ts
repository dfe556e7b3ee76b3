import { sharedCache } from './shared-caches.js'

/** Bytes that are asked for at once: asking costs as much for sixteen. */
const AHEAD = 2048
const SHORT = 64

const ahead = sharedCache('randomBytes', () => ({ bytes: new Uint8Array(AHEAD), used: AHEAD }))

const fromPlatform = (into: Uint8Array<ArrayBuffer>): Uint8Array => globalThis.crypto.getRandomValues(into)

/** Random bytes of the platform's cryptographic generator: the one place of the library that asks for them. */
export function randomBytes(length: number): Uint8Array {
  if (length > SHORT) return fromPlatform(new Uint8Array(length))
  const pool = ahead()
  if (pool.used + length > AHEAD) {
    fromPlatform(pool.bytes)
    pool.used = 0
  }
  const end = pool.used + length
  const given = pool.bytes.slice(pool.used, end)
  // What was given out is with the one who asked, and nowhere else.
  pool.bytes.fill(0, pool.used, end)
  pool.used = end
  return given
}
