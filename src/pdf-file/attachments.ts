import type { PDFDict, PDFDocument, PDFObject } from '@cantoo/pdf-lib'
import { BadgeError, isBadgeError } from '../errors.js'
import { inflateCapped } from '../internal/inflate.js'
import { limits } from '../internal/limits.js'
import { corrupt, loadPdfLib } from './open.js'

/** A file in a PDF. Its bytes are unpacked only when asked for. */
export interface Attachment {
  readonly name: string
  read(): Promise<Uint8Array>
}

const MAX_DEPTH = 16

/** The files of a PDF: its name tree of embedded files, then those that it names as associated. */
export async function attachmentsOf(document: PDFDocument): Promise<Attachment[]> {
  const { PDFArray, PDFDict, PDFHexString, PDFName, PDFRawStream, PDFString } = await loadPdfLib()
  const { context, catalog } = document
  const found = new Map<PDFDict, Attachment>()
  const dict = (object: PDFObject | undefined): PDFDict | undefined => {
    const target = object === undefined ? undefined : context.lookup(object)
    return target instanceof PDFDict ? target : undefined
  }
  const list = (object: PDFObject | undefined): PDFObject[] => {
    const target = object === undefined ? undefined : context.lookup(object)
    return target instanceof PDFArray ? target.asArray() : []
  }
  const get = (from: PDFDict | undefined, name: string) => from?.get(PDFName.of(name))
  const text = (object: PDFObject | undefined): string | undefined => {
    const target = object === undefined ? undefined : context.lookup(object)
    return target instanceof PDFString || target instanceof PDFHexString ? target.decodeText() : undefined
  }

  const add = (object: PDFObject | undefined): void => {
    const specification = dict(object)
    if (specification === undefined || found.has(specification)) return
    if (found.size >= limits.pdfAttachments) {
      throw new BadgeError('ERR_LIMIT_EXCEEDED', `A PDF may have at most ${limits.pdfAttachments} files attached.`)
    }
    const files = dict(get(specification, 'EF'))
    const stream = context.lookup(get(files, 'UF') ?? get(files, 'F'))
    if (!(stream instanceof PDFRawStream)) return
    const filter = stream.dict.get(PDFName.of('Filter'))
    const filters = filter === undefined ? [] : filter instanceof PDFName ? [filter] : list(filter)
    found.set(specification, {
      name: text(get(specification, 'UF')) ?? text(get(specification, 'F')) ?? '',
      async read() {
        if (stream.contents.length > limits.jsonBytes) throw tooLarge()
        if (filters.length === 0) return stream.contents
        if (filters.length > 1 || filters[0]?.toString() !== '/FlateDecode') {
          throw new BadgeError('ERR_PDF_CORRUPT', 'A file in the PDF is packed in a way that is not read.')
        }
        try {
          return await inflateCapped(stream.contents, 'deflate', limits.jsonBytes)
        } catch (cause) {
          throw isBadgeError(cause) ? cause : corrupt(cause)
        }
      },
    })
  }

  const seen = new Set<PDFObject>()
  const walk = (node: PDFDict | undefined, depth: number): void => {
    if (node === undefined || seen.has(node) || depth > MAX_DEPTH) return
    seen.add(node)
    for (const [i, object] of list(get(node, 'Names')).entries()) if (i % 2 === 1) add(object)
    for (const kid of list(get(node, 'Kids'))) walk(dict(kid), depth + 1)
  }
  walk(dict(get(dict(get(catalog, 'Names')), 'EmbeddedFiles')), 0)
  for (const object of list(get(catalog, 'AF'))) add(object)
  return [...found.values()]
}

const tooLarge = (): BadgeError =>
  new BadgeError('ERR_LIMIT_EXCEEDED', `A credential has at most ${limits.jsonBytes} bytes.`)
