/** Credentials in PDF files: attached as an associated file, and read again. */
import { assertPublishable, isBadgeJws } from '../../badge/index.js'
import { BadgeError } from '../../errors.js'
import { utf8Decode, utf8Encode } from '../../internal/bytes.js'
import { copyJson, isJsonObject, parseJson } from '../../internal/json.js'
import { parseDateTime } from '../../internal/time.js'
import type { JsonObject } from '../../types/json.js'
import { attachmentsOf } from './attachments.js'
import { corrupt } from './corrupt.js'
import { loadPdfLib, openPdf } from './open.js'
import { readPdf } from './read.js'

/**
 * Open Badges 3.0 has no rule for PDF. The credential is an associated file of the document (ISO 32000-2 §14.13, PDF/A-3),
 * under the name that its chunk has in a PNG.
 */
export const pdfAttachment = {
  json: { name: 'openbadgecredential.json', mediaType: 'application/vc+ld+json' },
  jwt: { name: 'openbadgecredential.jwt', mediaType: 'application/jwt' },
  description: 'The signed badge (Open Badges 3.0). Verify this PDF, or this file, with any verifier.',
} as const

const NAMES: readonly string[] = [pdfAttachment.json.name, pdfAttachment.jwt.name]

/** The text of a credential and how it is attached. Throws `ERR_BAKE_CREDENTIAL`, `ERR_PROOF_IS_BASE`, `ERR_JSON_*`. */
export function credentialFile(credential: object | string): {
  text: string
  name: string
  mediaType: string
  date?: Date
} {
  if (typeof credential === 'string' && isBadgeJws(credential.trim())) {
    return { text: credential.trim(), ...pdfAttachment.jwt }
  }
  const value = typeof credential === 'string' ? parseJson(credential) : copyJson(credential)
  if (!isJsonObject(value))
    throw new BadgeError('ERR_BAKE_CREDENTIAL', 'A credential is a JSON object or a compact JWS.')
  assertPublishable(value)
  const text = typeof credential === 'string' ? credential : JSON.stringify(value)
  const time = typeof value.validFrom === 'string' ? parseDateTime(value.validFrom) : null
  return { text, ...pdfAttachment.json, ...(time === null ? {} : { date: new Date(time) }) }
}

export interface BakePdfOptions {
  /** What to do when the PDF holds a credential already. Default: `refuse`. */
  readonly ifBaked?: 'refuse' | 'replace'
}

/**
 * Attaches a signed credential to a PDF and returns the new PDF; the pages stay as they are. What was attached is read
 * back and compared before you get it. A PDF with a digital signature of its own loses that.
 *
 * Needs the package `@cantoo/pdf-lib`.
 *
 * @param pdf - the bytes of any PDF without a password; never changed
 * @param credential - an object; or text: JSON, attached exactly as it is, or a compact JWS
 * @throws BadgeError `ERR_FORMAT_UNKNOWN`, `ERR_PDF_CORRUPT`, `ERR_LIMIT_EXCEEDED`, `ERR_BAKE_ALREADY_BAKED` unless
 *   `ifBaked` is `replace`, `ERR_BAKE_CREDENTIAL`, `ERR_PROOF_IS_BASE`, `ERR_JSON_*`, `ERR_BAKE_MISMATCH`, `ERR_PEER_MISSING`
 *
 * @example
 * import { readFile } from 'node:fs/promises'
 * import { bakePdf, createCertificate, extractPdf } from 'badgewright/pdf'
 * import { badgeView } from 'badgewright/share'
 *
 * const badge = JSON.parse(await readFile('badge.json', 'utf8'))
 * const view = badgeView(badge, { url: 'https://badges.example.org/b/7' })
 * const { bytes } = await createCertificate(view, { art: await readFile('welder.png') }) // or any PDF of your own
 * console.log(await extractPdf(await bakePdf(bytes, badge)))
 */
export async function bakePdf(
  pdf: Uint8Array,
  credential: object | string,
  options: BakePdfOptions = {},
): Promise<Uint8Array> {
  const file = credentialFile(credential)
  const before = await readPdf(pdf)
  // The library that changes it would try every byte between the objects.
  if (before.strays > 0) throw corrupt()
  const present = attachmentsOf(before).filter(({ name }) => NAMES.includes(name))
  if (present.length > 0 && options.ifBaked !== 'replace') {
    throw new BadgeError('ERR_BAKE_ALREADY_BAKED', "The PDF already holds a credential; pass ifBaked: 'replace'.")
  }
  const { AFRelationship } = await loadPdfLib()
  const document = await openPdf(pdf)
  let baked: Uint8Array
  try {
    for (const { name } of present) document.detach(name)
    await document.attach(utf8Encode(file.text), file.name, {
      mimeType: file.mediaType,
      description: pdfAttachment.description,
      afRelationship: AFRelationship.Data,
      ...(file.date === undefined ? {} : { creationDate: file.date, modificationDate: file.date }),
    })
    baked = await document.save({ useObjectStreams: false, updateFieldAppearances: false })
  } catch (cause) {
    throw corrupt(cause)
  }
  if ((await extractPdf(baked)) !== file.text) {
    throw new BadgeError('ERR_BAKE_MISMATCH', 'The PDF does not give back what was attached; nothing was changed.')
  }
  return baked
}

/**
 * Returns exactly the text of the credential that is attached to a PDF, or null when there is none. A file of the name
 * that {@link bakePdf} uses comes first; else the first that is a badge by its content. Nothing is verified: pass the PDF
 * or the text to `verifyCredential`. Size, time and memory are capped, so the PDF may come from anybody.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID`, `ERR_FORMAT_UNKNOWN`, `ERR_PDF_CORRUPT`, `ERR_LIMIT_EXCEEDED`,
 *   `ERR_JSON_INVALID` for a file that is no text
 *
 * @example
 * import { readFile } from 'node:fs/promises'
 * import { createCertificate, extractPdf } from 'badgewright/pdf'
 * import { badgeView } from 'badgewright/share'
 *
 * const badge = JSON.parse(await readFile('badge.json', 'utf8'))
 * const view = badgeView(badge, { url: 'https://badges.example.org/b/7' })
 * const { bytes } = await createCertificate(view, { art: await readFile('welder.png'), credential: badge })
 * console.log((await extractPdf(bytes)) === JSON.stringify(badge)) // true
 */
export async function extractPdf(pdf: Uint8Array): Promise<string | null> {
  const attachments = attachmentsOf(await readPdf(pdf))
  const named = attachments.find(({ name }) => NAMES.includes(name))
  if (named !== undefined) return textOf(await named.read())
  for (const { name, read } of attachments) {
    if (!/\.(json|jsonld|jwt|txt)$/i.test(name)) continue
    const text = textOf(await read())
    if (isBadge(text)) return text
  }
  return null
}

function textOf(bytes: Uint8Array): string {
  try {
    return utf8Decode(bytes)
  } catch (cause) {
    throw new BadgeError('ERR_JSON_INVALID', 'The file in the PDF is not UTF-8 text.', { cause })
  }
}

function isBadge(text: string): boolean {
  if (isBadgeJws(text.trim())) return true
  try {
    const value = parseJson(text) as JsonObject
    return isJsonObject(value) && [value.type].flat().some((type) => /Credential$/.test(String(type)))
  } catch {
    return false
  }
}
