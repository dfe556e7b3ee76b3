import type { PDFDocument } from '@cantoo/pdf-lib'
import { detectFormat } from '../bake/index.js'
import { BadgeError, isBadgeError } from '../errors.js'
import { inflateCapped } from '../internal/inflate.js'
import { limits } from '../internal/limits.js'
import { peerMissing } from '../internal/peer.js'

export const loadPdfLib = () => import('@cantoo/pdf-lib').catch(peerMissing('@cantoo/pdf-lib'))

export const corrupt = (cause?: unknown): BadgeError =>
  new BadgeError('ERR_PDF_CORRUPT', 'The PDF is damaged, or not well formed; save it anew.', { cause })

/** Reads a PDF. Throws `ERR_FORMAT_UNKNOWN`, `ERR_LIMIT_EXCEEDED`, `ERR_PDF_CORRUPT`, `ERR_PEER_MISSING`. */
export async function openPdf(bytes: Uint8Array): Promise<PDFDocument> {
  if (Object.prototype.toString.call(bytes) !== '[object Uint8Array]') {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'A PDF is passed as its bytes, a Uint8Array.')
  }
  if (bytes.length > limits.pdfBytes) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A PDF has at most ${limits.pdfBytes} bytes.`)
  }
  if (detectFormat(bytes) !== 'pdf') throw new BadgeError('ERR_FORMAT_UNKNOWN', 'The file is no PDF.')
  await assertBoundedTables(bytes)
  const { PDFDocument, PDFDict, EncryptedPDFError } = await loadPdfLib()
  try {
    const document = await PDFDocument.load(bytes, {
      updateMetadata: false,
      throwOnInvalidObject: true,
      warnOnInvalidObjects: false,
    })
    if (!(document.context.lookup(document.context.trailerInfo.Root) instanceof PDFDict)) throw corrupt()
    return document
  } catch (cause) {
    if (cause instanceof EncryptedPDFError) {
      throw new BadgeError('ERR_PDF_CORRUPT', 'The PDF is encrypted; save it without a password.', { cause })
    }
    throw isBadgeError(cause) ? cause : corrupt(cause)
  }
}

const latin1 = new TextDecoder('latin1')
const STREAM = />>\s*stream\r?\n/g

/**
 * Object and cross-reference streams are unpacked as soon as a PDF is read, whole and in memory. So they are unpacked
 * here first, and no further than the limit.
 */
async function assertBoundedTables(bytes: Uint8Array): Promise<void> {
  const text = latin1.decode(bytes)
  let room = limits.pdfTableBytes
  for (const match of text.matchAll(STREAM)) {
    const from = Math.max(text.lastIndexOf('obj', match.index), match.index - MAX_DICTIONARY, 0)
    // `#4f` in a name is the letter O.
    const dictionary = text
      .slice(from, match.index)
      .replace(/#([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    if (!/\/(ObjStm|XRef)\b/.test(dictionary)) continue
    const filters = dictionary.match(/\/(?:\w+Decode|Fl|LZW|A85|AHx|RL|Crypt)\b/g) ?? []
    if (filters.length === 0) continue
    if (filters.length > 1 || filters[0] !== '/FlateDecode') {
      throw new BadgeError('ERR_PDF_CORRUPT', 'The tables of the PDF are packed in an unusual way; save it anew.')
    }
    const start = match.index + match[0].length
    const end = text.indexOf('endstream', start)
    room -= await unpackedSize(bytes.subarray(start, end < 0 ? bytes.length : end), room)
  }
}

/** Characters of a stream's dictionary that are looked at. */
const MAX_DICTIONARY = 64 * 1024

async function unpackedSize(packed: Uint8Array, max: number): Promise<number> {
  try {
    return (await inflateCapped(packed, 'deflate', max)).length
  } catch (error) {
    if (isBadgeError(error, 'ERR_LIMIT_EXCEEDED')) throw error
    // A line end behind the data counts as damage here; readers skip it.
    return unpackedPrefix(packed, max)
  }
}

async function unpackedPrefix(packed: Uint8Array, max: number): Promise<number> {
  const reader = new Blob([packed as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream('deflate'))
    .getReader()
  let size = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return size
      size += value.length
      if (size > max) break
    }
  } catch {
    return size
  }
  await reader.cancel().catch(() => undefined)
  throw new BadgeError('ERR_LIMIT_EXCEEDED', `The tables of a PDF may unpack to at most ${limits.pdfTableBytes} bytes.`)
}
