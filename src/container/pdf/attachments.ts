import { BadgeError } from '../../errors.js'
import { fileLimits } from '../../internal/file-limits.js'
import { isDict, isKind, type PdfDict, type PdfValue } from './parse.js'
import type { PdfFile } from './read.js'

/** A file in a PDF. Its bytes are unpacked only when asked for. */
export interface Attachment {
  readonly name: string
  read(): Promise<Uint8Array>
}

/** The files of a PDF: its name tree of embedded files, then those that it names as associated. */
export function attachmentsOf({ catalog, resolve, dataOf }: PdfFile): Attachment[] {
  const found = new Map<PdfDict, Attachment>()
  let entries = 0
  const dict = (value: PdfValue | undefined): PdfDict | undefined => {
    const target = resolve(value)
    return isDict(target) ? target : undefined
  }
  const list = (value: PdfValue | undefined): readonly PdfValue[] => {
    const target = resolve(value)
    if (!Array.isArray(target)) return []
    // Many nodes of a tree may name the same list.
    entries += target.length
    if (entries > fileLimits.pdfListEntries) throw tooMany()
    return target
  }
  const add = (value: PdfValue): void => {
    const specification = dict(value)
    if (specification === undefined || found.has(specification)) return
    const files = dict(specification.get('EF'))
    const stream = resolve(files?.get('UF') ?? files?.get('F'))
    if (!isKind(stream, 'stream')) return
    if (found.size >= fileLimits.pdfAttachments) throw tooMany()
    found.set(specification, {
      name: textOf(resolve(specification.get('UF'))) ?? textOf(resolve(specification.get('F'))) ?? '',
      read: () => dataOf(stream, fileLimits.jsonBytes),
    })
  }
  const seen = new Set<PdfDict>()
  const walk = (node: PdfDict | undefined, depth: number): void => {
    if (node === undefined || seen.has(node) || depth > fileLimits.pdfListDepth) return
    seen.add(node)
    for (const [i, value] of list(node.get('Names')).entries()) if (i % 2 === 1) add(value)
    for (const kid of list(node.get('Kids'))) walk(dict(kid), depth + 1)
  }
  walk(dict(dict(catalog.get('Names'))?.get('EmbeddedFiles')), 0)
  for (const value of list(catalog.get('AF'))) add(value)
  return [...found.values()]
}

const tooMany = (): BadgeError =>
  new BadgeError('ERR_LIMIT_EXCEEDED', `A PDF may have at most ${fileLimits.pdfAttachments} files attached.`)

/** ISO 32000-2 §7.9.2.2: a byte order mark tells the encoding; without one it is close enough to Latin 1. */
function textOf(value: PdfValue | undefined): string | undefined {
  if (!isKind(value, 'string')) return undefined
  const bytes = Uint8Array.from(value.bytes, (character) => character.charCodeAt(0))
  const encoding =
    bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : bytes[0] === 0xef && bytes[1] === 0xbb ? 'utf-8' : 'latin1'
  return new TextDecoder(encoding).decode(bytes)
}
