import { BadgeError } from '../errors.js'

/**
 * Unpacks compressed data that somebody else made, and stops as soon as more than `maxBytes` come out, so that a few
 * kilobytes cannot grow to gigabytes. Rejects with `ERR_LIMIT_EXCEEDED` then, and with the stream's own error for data
 * that is damaged.
 *
 * @param format - `deflate` is the zlib format (RFC 1950), `gzip` RFC 1952
 * @param keep - `prefix` gives what came out before the damage, where something did
 */
export async function inflateCapped(
  data: Uint8Array,
  format: 'deflate' | 'gzip',
  maxBytes: number,
  keep: 'all' | 'prefix' = 'all',
): Promise<Uint8Array> {
  const stream = new DecompressionStream(format)
  const writer = stream.writable.getWriter()
  // Failures of the writing half come out of the reading half as well, where they are handled.
  writer.write(data as Uint8Array<ArrayBuffer>).catch(() => undefined)
  writer.close().catch(() => undefined)

  const reader = stream.readable.getReader()
  const parts: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      if (keep === 'prefix' && size > 0) return { done: true, value: undefined } as const
      throw error
    })
    if (done) return join(parts, size)
    size += value.length
    if (size > maxBytes) {
      await reader.cancel().catch(() => undefined)
      throw new BadgeError('ERR_LIMIT_EXCEEDED', `Compressed data may unpack to at most ${maxBytes} bytes.`)
    }
    parts.push(value)
  }
}

function join(parts: readonly Uint8Array[], size: number): Uint8Array {
  const out = new Uint8Array(size)
  let offset = 0
  for (const part of parts) {
    out.set(part, offset)
    offset += part.length
  }
  return out
}
