import type { PDFDocument } from '@cantoo/pdf-lib'
import { isBadgeError } from '../../errors.js'
import { utf8Encode } from '../../internal/bytes.js'
import { peerMissing } from '../../internal/peer.js'
import { corrupt } from './corrupt.js'
import { type CredentialFile, description } from './files.js'
import { nameTreeOf } from './name-tree.js'

const loadPdfLib = (): Promise<typeof import('@cantoo/pdf-lib')> =>
  import('@cantoo/pdf-lib').catch(peerMissing('@cantoo/pdf-lib'))

/** A PDF with a file attached; its pages stay as they are. Throws `ERR_PDF_CORRUPT`, `ERR_PEER_MISSING`. */
export async function attached(pdf: Uint8Array, file: CredentialFile): Promise<Uint8Array> {
  const { AFRelationship } = await loadPdfLib()
  return changed(pdf, (document) =>
    document.attach(utf8Encode(file.text), file.name, {
      mimeType: file.mediaType,
      description,
      afRelationship: AFRelationship.Data,
      ...(file.date && { creationDate: file.date, modificationDate: file.date }),
    }),
  )
}

/** A PDF without its files of these names. Throws `ERR_PDF_CORRUPT`, `ERR_PEER_MISSING`. */
export const detached = (pdf: Uint8Array, names: readonly string[]): Promise<Uint8Array> =>
  changed(pdf, (_, tree) => tree.remove(names))

async function changed(
  pdf: Uint8Array,
  change: (document: PDFDocument, tree: ReturnType<typeof nameTreeOf>) => unknown,
): Promise<Uint8Array> {
  const lib = await loadPdfLib()
  const { PDFDocument, PDFDict } = lib
  try {
    const document = await PDFDocument.load(pdf, {
      updateMetadata: false,
      throwOnInvalidObject: true,
      warnOnInvalidObjects: false,
    })
    if (!(document.context.lookup(document.context.trailerInfo.Root) instanceof PDFDict)) throw corrupt()
    const names = nameTreeOf(document, lib)
    names.flatten()
    await change(document, names)
    await document.flush()
    names.sort()
    return await document.save({ useObjectStreams: false, updateFieldAppearances: false })
  } catch (cause) {
    throw isBadgeError(cause) ? cause : corrupt(cause)
  }
}
