/** Changes of bytes that know a little of what they change: the words of each format, and the editors of its parts. */
import { utf8Encode } from '../../../src/internal/bytes.js'
import type { Random } from '../../rdf/support/random.js'
import { editJwt, editPng, editText, type Kind, pieces } from '../mutate-inputs.js'

const words: Readonly<Record<Kind, readonly string[]>> = {
  json: pieces,
  text: pieces,
  jwt: ['.', '..', '~', '=', 'e30', 'bnVsbA', 'W10', 'eyJhbGciOiJub25lIn0'],
  png: ['iTXt', 'tEXt', 'zTXt', 'IDAT', 'IEND', 'openbadgecredential\0', 'openbadges\0', '\0\0\0\0', '\x01', '\x02'],
  svg: [...pieces, '<?x?>', '<?', '?>', '<a b="', "='", '&amp;', '&#0;', 'xmlns=""', '<svg>', '</svg>'],
  pdf: [
    '(\\0)',
    '\\(',
    '<<',
    '>>',
    '[',
    ']',
    '<41>',
    '(',
    ')',
    '0 R',
    ' obj',
    'endobj',
    'stream\n',
    '/Kids',
    '/Names',
    '%',
  ],
}

const odd = [0, 1, 2, 3, 4, 7, 8, 16, 32, 64, 127, 128, 254, 255] as const

/** One to four changes of `start`, some of them with bytes of `other`, which is of the same kind. */
export function mutate(random: Random, kind: Kind, start: Uint8Array, other: Uint8Array): Uint8Array {
  if (random.chance(0.3)) return byFormat(random, kind, start, other) ?? byBytes(random, kind, start, other)
  return byBytes(random, kind, start, other)
}

/** With the editor of the format; `undefined` where the bytes are too damaged for it. */
function byFormat(random: Random, kind: Kind, start: Uint8Array, other: Uint8Array): Uint8Array | undefined {
  const [left, right] = [latin1(start), latin1(other)]
  try {
    switch (kind) {
      case 'jwt':
        return bytesOf(editJwt(random, left, right))
      case 'png':
        return editPng(random, start, other)
      case 'json':
      case 'text':
      case 'svg':
        return utf8Encode(
          editText(random, new TextDecoder().decode(start), new TextDecoder().decode(other)).toWellFormed(),
        )
      case 'pdf':
        return bytesOf(editText(random, left, right))
    }
  } catch {
    return undefined
  }
}

function byBytes(random: Random, kind: Kind, start: Uint8Array, other: Uint8Array): Uint8Array {
  let bytes = start
  for (let left = 1 + random.below(4); left > 0; left--) {
    const at = random.below(bytes.length + 1)
    const end = Math.min(bytes.length, at + 1 + random.below(random.chance(0.2) ? 200 : 8))
    const from = random.below(other.length + 1)
    const word = bytesOf(words[kind][random.below(words[kind].length)] ?? '')
    bytes = random.pick<() => Uint8Array>([
      () => changed(bytes, at, (byte) => byte ^ (1 << random.below(8))),
      () => changed(bytes, at, () => random.pick(odd)),
      () => changed(bytes, at, () => random.below(256)),
      () => join(bytes.subarray(0, at), bytes.subarray(end)),
      () => join(bytes.subarray(0, end), bytes.subarray(at)),
      () => join(bytes.subarray(0, at), word, bytes.subarray(at)),
      () => join(bytes.subarray(0, at), word, bytes.subarray(end)),
      () => join(bytes.subarray(0, at), other.subarray(from, from + 300), bytes.subarray(end)),
    ])()
  }
  return bytes
}

const changed = (bytes: Uint8Array, at: number, change: (byte: number) => number): Uint8Array => {
  const copy = bytes.slice()
  if (at < copy.length) copy[at] = change(copy[at] ?? 0)
  return copy
}

const join = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
