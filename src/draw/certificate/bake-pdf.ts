import { type BakeOptions, bakeImage, detectFormat, extractCredential } from '../../container/index.js'
import { BadgeError } from '../../errors.js'
import { isBytes } from '../../internal/is-bytes.js'
import { checkOptions } from '../../internal/options.js'

/**
 * Attaches a signed credential to a PDF and returns the new PDF; the pages stay as they are. What was attached is read
 * back and compared before you get it. A PDF with a digital signature of its own loses that. The same as `bakeImage`,
 * for PDF only.
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
  options: BakeOptions = {},
): Promise<Uint8Array> {
  checkOptions(options, { ifBaked: ['refuse', 'replace'] })
  assertPdf(pdf)
  return bakeImage(pdf, credential, options)
}

/**
 * Returns exactly the text of the credential that is attached to a PDF, or null when there is none. A file of the name
 * that {@link bakePdf} uses comes first; else the first that is a badge by its content. Nothing is verified: pass the PDF
 * or the text to `verifyCredential`. Size, time and memory are capped, so the PDF may come from anybody. The same as
 * `extractCredential`, for PDF only.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID`, `ERR_FORMAT_UNKNOWN`, `ERR_PDF_CORRUPT`, `ERR_LIMIT_EXCEEDED`,
 *   `ERR_JSON_INVALID` for a file that is not text
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
  assertPdf(pdf)
  return extractCredential(pdf)
}

function assertPdf(pdf: Uint8Array): void {
  if (isBytes(pdf) && detectFormat(pdf) !== 'pdf') {
    throw new BadgeError('ERR_FORMAT_UNKNOWN', 'Unrecognised format: expected PDF.')
  }
}
