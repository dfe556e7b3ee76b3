import { looksLikeJws } from '../../badge/index.js'
import { BadgeError } from '../../errors.js'
import { fileLimits } from '../../internal/file-limits.js'
import { isBytes } from '../../internal/is-bytes.js'

const latin1 = new TextDecoder('latin1')
/** A JSON object in base64url, as the header of a JWT begins. */
const JWT_START = /^e[wy]/
const BLANKS = /^(?:\u00ef\u00bb\u00bf)?[ \t\r\n]+|^\u00ef\u00bb\u00bf/

/**
 * Tells by content, never by name, what bytes are: `png`, `svg`, `pdf`, `json`, `jwt` or `unknown`. It looks no
 * further than it must, so the file may still turn out to be damaged. A PNG whose signature was damaged on the way
 * (which is what the signature is for) still counts as `png`, an SVG in UTF-16 as `svg`, and a JWT
 * that is damaged, encrypted or an SD-JWT as `jwt`: reading them says what is wrong.
 *
 * @param bytes - a file's content; a byte order mark and leading blanks are skipped where the format allows them
 *
 * @example
 * import { detectFormat } from 'badgewright/bake'
 *
 * console.log(detectFormat(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'))) // svg
 */
export function detectFormat(bytes: Uint8Array): 'png' | 'svg' | 'pdf' | 'json' | 'jwt' | 'unknown' {
  if (!isBytes(bytes)) throw new BadgeError('ERR_ARGUMENT_INVALID', '`bytes` must be bytes (a Uint8Array).')
  if (isPng(bytes)) return 'png'
  // Nearly every file tells by how it begins; comments before a root element may be as long as the file.
  return formatOf(bytes, HEAD) ?? formatOf(bytes, fileLimits.svgBytes) ?? 'unknown'
}

/** Bytes that are looked at first, and characters that show the root element after what may come before it. */
const [HEAD, ROOT] = [4096, 512]

/** `undefined` where more bytes than `length` are needed to tell. */
function formatOf(bytes: Uint8Array, length: number): 'svg' | 'pdf' | 'json' | 'jwt' | 'unknown' | undefined {
  const text = headOf(bytes, length)
  const isWhole = length >= bytes.length || length >= fileLimits.svgBytes
  if (!isWhole && text.length < ROOT) return undefined
  if (text.startsWith('%PDF-')) return 'pdf'
  if (text.startsWith('{') || text.startsWith('[')) return 'json'
  if (text.startsWith('<')) {
    const root = rootOf(text)
    if (!isWhole && root.length < ROOT) return undefined
    // A document type names the root element, so there is no need to find the end of it.
    return /^(?:<|<!DOCTYPE\s*)(?:[^\s<>:/[]+:)?svg[\s/>[]/.test(root) ? 'svg' : 'unknown'
  }
  return JWT_START.test(text) && looksLikeJws(headOf(bytes, fileLimits.jwtText).trim()) ? 'jwt' : 'unknown'
}

/** One character for each byte, which is enough to tell formats apart. */
const headOf = (bytes: Uint8Array, length: number): string => {
  const head = bytes.subarray(0, length)
  return latin1.decode(isUtf16(bytes) ? narrow(head) : head).replace(BLANKS, '')
}

function isPng(bytes: Uint8Array): boolean {
  return latin1.decode(bytes.subarray(1, 4)) === 'PNG' || latin1.decode(bytes.subarray(12, 16)) === 'IHDR'
}

const LESS_THAN = 0x3c

/** Whether text starts as UTF-16 does: with its byte order mark, or with `<` and a zero byte. */
export function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes
  return (
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff) ||
    (first === LESS_THAN && second === 0) ||
    (first === 0 && second === LESS_THAN)
  )
}

/** UTF-16 markup as one byte per character: good enough to look for tags. */
const narrow = (bytes: Uint8Array): Uint8Array => bytes.filter((byte) => byte !== 0 && byte < 0xfe)

/** How a text goes on after what XML allows before the root element; nothing where that does not end. */
function rootOf(text: string): string {
  let at = 0
  for (;;) {
    const end = text.startsWith('<?', at) ? '?>' : text.startsWith('<!--', at) ? '-->' : undefined
    if (end === undefined) return text.slice(at, at + ROOT)
    const found = text.indexOf(end, at)
    if (found < 0) return ''
    at = found + end.length
    while (' \t\r\n'.includes(text.charAt(at)) && at < text.length) at += 1
  }
}
