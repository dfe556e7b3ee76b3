import { BadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'

/** A file of an archive. */
export interface Entry {
  readonly name: string
  readonly bytes: Uint8Array
}

const BLOCK = 512
const ascii = (text: string): Buffer => Buffer.from(text, 'latin1')

/** Files as a tar archive (POSIX ustar), so that any `tar` can look into one. */
export async function* tarOf(entries: AsyncIterable<Entry>): AsyncGenerator<Uint8Array> {
  for await (const { name, bytes } of entries) {
    yield headerOf(name, bytes.length)
    yield bytes
    if (bytes.length % BLOCK > 0) yield new Uint8Array(BLOCK - (bytes.length % BLOCK))
  }
  yield new Uint8Array(2 * BLOCK)
}

function headerOf(name: string, size: number): Uint8Array {
  // A long name is written as folder and file, which ustar has two fields for. Cut off it would name another file.
  const split = name.length > 100 ? name.lastIndexOf('/') : -1
  const [folder, last] = [name.slice(0, Math.max(split, 0)), name.slice(split + 1)]
  if (folder.length > 155 || last.length > 100) throw invalid(`The name ${name} is too long for an archive.`)
  const header = Buffer.alloc(BLOCK)
  const put = (at: number, text: string): void => void ascii(text).copy(header, at)
  put(0, last)
  put(100, '0000600\0')
  put(108, '0000000\0')
  put(116, '0000000\0')
  put(124, `${size.toString(8).padStart(11, '0')}\0`)
  put(136, '00000000000\0')
  put(148, ' '.repeat(8))
  put(156, '0')
  put(257, 'ustar\x0000')
  put(345, folder)
  put(148, `${checksumOf(header).toString(8).padStart(6, '0')}\0 `)
  return header
}

function checksumOf(header: Uint8Array): number {
  let sum = 0
  for (const [i, byte] of header.entries()) sum += i >= 148 && i < 156 ? 32 : byte
  return sum
}

/**
 * The files of such an archive, one after the other. Everything that this program does not write is refused: links, folders,
 * devices, sparse files, longer names, names that lead elsewhere, and files that are larger than a part.
 */
export async function* untar(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Entry> {
  const source = new ByteSource(chunks)
  for (;;) {
    const header = await source.take(BLOCK)
    if (header.every((byte) => byte === 0)) break
    const { name, size } = readHeader(header)
    const bytes = await source.take(size)
    if (size % BLOCK > 0) await source.take(BLOCK - (size % BLOCK))
    yield { name, bytes }
  }
  if (!(await source.isRestZero(BLOCK))) throw invalid('Something follows the end of the archive.')
}

const NAME = /^[a-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*){0,4}$/

function readHeader(header: Buffer): { name: string; size: number } {
  const text = (from: number, to: number): string => header.subarray(from, to).toString('latin1')
  const octal = (from: number, to: number): number => {
    const digits = /^([0-7]{1,11})[\0 ]*$/.exec(text(from, to))?.[1]
    return digits === undefined ? Number.NaN : Number.parseInt(digits, 8)
  }
  if (octal(148, 156) !== checksumOf(header)) throw invalid('The archive is damaged.')
  const isPlain = text(257, 263) === 'ustar\0' && text(156, 157) === '0' && /^\0*$/.test(text(157, 257))
  const unpadded = (from: number, to: number): string => text(from, to).replace(/\0+$/, '')
  const [folder, last] = [unpadded(345, 500), unpadded(0, 100)]
  const name = folder === '' ? last : `${folder}/${last}`
  if (!isPlain || !NAME.test(name) || name.includes('..')) {
    throw invalid('The archive holds something that no backup has.')
  }
  const size = octal(124, 136)
  if (!(size <= limits.backupPartBytes)) throw invalid('The archive holds a file that is larger than any of a backup.')
  return { name, size }
}

/** Bytes on demand, of chunks of whatever size. */
class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>
  #held: Buffer = Buffer.alloc(0)

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** Exactly so many. */
  async take(size: number): Promise<Buffer> {
    const parts: Buffer[] = []
    let missing = size
    while (missing > 0) {
      if (this.#held.length === 0) {
        const next = await this.#chunks.next()
        if (next.done === true) throw invalid('The archive is cut off.')
        this.#held = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length)
        continue
      }
      const part = this.#held.subarray(0, missing)
      this.#held = this.#held.subarray(part.length)
      missing -= part.length
      parts.push(part)
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)
  }

  /** Whether so many zero bytes follow, and nothing else. */
  async isRestZero(size: number): Promise<boolean> {
    const rest = await this.take(size)
    if (!rest.every((byte) => byte === 0) || this.#held.length > 0) return false
    for (;;) {
      const next = await this.#chunks.next()
      if (next.done === true) return true
      if (next.value.length > 0) return false
    }
  }
}

const invalid = (message: string): BadgeError => new BadgeError('ERR_BACKUP_INVALID', message)
