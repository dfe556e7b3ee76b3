import { BadgeError } from '../../errors.js'
import { concatBytes, utf8Decode } from '../../internal/bytes.js'
import { limits } from '../../internal/limits.js'

/** Bytes that are decoded at once. */
const BLOCK = 64 * 1024
const NON_ASCII = /[^\0-\x7f]/
/** What the decoder puts in the place of bytes that are not in its encoding. */
export const UNDECODABLE = '\ufffd'

const startsWith = (bytes: Uint8Array, ...start: readonly number[]): boolean =>
  start.every((byte, i) => bytes[i] === byte)
const isLittleEndian = (head: Uint8Array): boolean => startsWith(head, 0xff, 0xfe)
export const isUtf16 = (head: Uint8Array): boolean => isLittleEndian(head) || startsWith(head, 0xfe, 0xff)

/** Text of bytes that come in pieces. */
interface Decoder {
  push(bytes: Uint8Array): Iterable<string>
  end(): Iterable<string>
}

/**
 * Decodes UTF-16 by its byte order mark, and UTF-8. Bytes that are not UTF-8 are Windows-1252, unless there are letters
 * in UTF-8 among them: then only the places that are not UTF-8 become {@link UNDECODABLE}.
 */
export function decoderOf(head: Uint8Array, onWindows1252: () => void): Decoder {
  if (isUtf16(head)) return plainDecoder(new TextDecoder(isLittleEndian(head) ? 'utf-16le' : 'utf-16be'))
  if (startsWith(head, 0xef, 0xbb, 0xbf)) return plainDecoder(new TextDecoder())
  return guessingDecoder(onWindows1252)
}

const plainDecoder = (decoder: TextDecoder): Decoder => ({
  *push(bytes) {
    for (const block of blocksOf(bytes)) yield decoder.decode(block, { stream: true })
  },
  *end() {
    yield decoder.decode()
  },
})

/**
 * Up to the first byte that is not ASCII, both encodings read the same. From the first sequence that is not UTF-8 the
 * rest is held until it is decided, so that no text is handed out which later bytes would contradict.
 */
function guessingDecoder(onWindows1252: () => void): Decoder {
  const utf8 = new TextDecoder()
  let state: 'ascii' | 'undecided' | 'utf-8' = 'ascii'
  /** The bytes whose text was not handed out, and that text as UTF-8. */
  let held: Uint8Array[] = []
  let text = ''

  function decode(block: Uint8Array): string {
    const next = utf8.decode(block, { stream: true })
    if (state === 'utf-8') return next
    held.push(block)
    text += next
    if (NON_ASCII.test(next.replaceAll(UNDECODABLE, ''))) state = 'utf-8'
    else if (next.includes(UNDECODABLE)) state = 'undecided'
    if (state === 'undecided') {
      if (held.reduce((sum, { length }) => sum + length, 0) <= limits.csvHeldBytes) return ''
      throw new BadgeError(
        'ERR_LIMIT_EXCEEDED',
        'The file is not UTF-8, and too large to be read otherwise; save it as "CSV UTF-8".',
      )
    }
    const known = text
    // Of ASCII, one byte is one character; what is left is the beginning of a longer one.
    const waiting = state === 'ascii' ? concatBytes(...held) : new Uint8Array()
    held = state === 'ascii' ? [waiting.slice(known.length)] : []
    text = ''
    return known
  }

  return {
    *push(bytes) {
      for (const block of blocksOf(bytes)) yield* piecesOf(decode(block))
    },
    *end() {
      text += utf8.decode()
      const bytes = concatBytes(...held)
      if (state === 'utf-8' || isUtf8(bytes)) {
        yield* piecesOf(text)
        return
      }
      onWindows1252()
      const windows1252 = new TextDecoder('windows-1252')
      for (const block of blocksOf(bytes)) yield windows1252.decode(block, { stream: true })
    },
  }
}

function* blocksOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += BLOCK) yield bytes.subarray(at, at + BLOCK)
}

function* piecesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += BLOCK) yield text.slice(at, at + BLOCK)
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    utf8Decode(bytes)
    return true
  } catch {
    return false
  }
}
