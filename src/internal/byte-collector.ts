/** What {@link byteCollector} makes. */
export interface ByteCollector {
  /** Takes a copy of the bytes; `false` when they would exceed the cap, and then nothing is taken. */
  add(chunk: Uint8Array): boolean
  bytes(): Uint8Array<ArrayBuffer>
}

const FIRST = 16 * 1024

/**
 * Gathers the bytes of a stream under a cap, in one growing buffer: a list of chunks would cost a hundred times their
 * size when a sender sends them one by one.
 */
export function byteCollector(max: number): ByteCollector {
  let buffer = new Uint8Array(Math.min(FIRST, max))
  let size = 0
  return {
    add(chunk) {
      const needed = size + chunk.length
      if (needed > max) return false
      if (needed > buffer.length) {
        const larger = new Uint8Array(Math.min(max, Math.max(needed, buffer.length * 2)))
        larger.set(buffer.subarray(0, size))
        buffer = larger
      }
      buffer.set(chunk, size)
      size = needed
      return true
    },
    bytes: () => buffer.slice(0, size),
  }
}
