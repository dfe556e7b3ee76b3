import type { PDFDocument } from '@cantoo/pdf-lib'
import { isBadgeError } from '../../errors.js'
import { peerMissing } from '../../internal/peer.js'
import { corrupt } from './corrupt.js'

export const loadPdfLib = (): Promise<typeof import('@cantoo/pdf-lib')> =>
  import('@cantoo/pdf-lib').catch(peerMissing('@cantoo/pdf-lib'))

/** Opens a PDF that was read before, to change it. Throws `ERR_PDF_CORRUPT`, `ERR_PEER_MISSING`. */
export async function openPdf(bytes: Uint8Array): Promise<PDFDocument> {
  const { PDFDocument, PDFDict } = await loadPdfLib()
  try {
    const document = await PDFDocument.load(bytes, {
      updateMetadata: false,
      throwOnInvalidObject: true,
      warnOnInvalidObjects: false,
    })
    if (!(document.context.lookup(document.context.trailerInfo.Root) instanceof PDFDict)) throw corrupt()
    return document
  } catch (cause) {
    throw isBadgeError(cause) ? cause : corrupt(cause)
  }
}
