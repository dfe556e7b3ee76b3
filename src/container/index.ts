/**
 * Bakes credentials into PNG and SVG images as Open Badges 3.0 §5.3 says, attaches them to PDF files, and reads them
 * again. Works on bytes, in every runtime; only to change a PDF takes a package, `@cantoo/pdf-lib`.
 *
 * @module badgewright/bake
 */
import { BadgeError } from '../errors.js'
import { isBytes } from '../internal/is-bytes.js'
import { png } from './png/index.js'
import { assertHolds } from './read-back.js'
import { credentialText } from './shared/credential-text.js'
import { detectFormat } from './shared/detect.js'
import type { ContainerFormat, OpenContainer, Slot } from './shared/format.js'
import { ob3Place, places } from './shared/standards.js'
import type { BakedContent, BakedFormat, BakeFinding, BakeFindingCode, BakeOptions } from './shared/types.js'

export { detectFormat } from './shared/detect.js'
export type { BakedContent, BakeOptions } from './shared/types.js'

/** To add a format, see README.md in this folder. The code for PDF loads when a PDF is met. */
const formats: Readonly<Record<BakedFormat, () => ContainerFormat | Promise<ContainerFormat>>> = {
  png: () => png,
  // Loaded when one is met, so that what bakes PNGs alone stays light.
  svg: async () => (await import('./svg/index.js')).svg,
  pdf: async () => (await import('./pdf/index.js')).pdf,
}

const formatOf = async (file: Uint8Array): Promise<ContainerFormat> => formats[detected(file)]()

/**
 * Puts a signed credential into an image and returns the new image; the picture itself and every other byte stay as
 * they are. What was baked is read back and compared before you get it. To a PDF it is attached as a file: its pages
 * stay as they are, a digital signature of its own is lost, and the package `@cantoo/pdf-lib` is needed.
 *
 * Bake last: a signed credential cannot contain the image that contains it. Many programs and services drop what they
 * do not know when they save or resize an image (iOS does when it saves a photo), so send the file as it is.
 *
 * @param image - the bytes of a PNG, of an SVG in UTF-8, or of a PDF without a password; never changed
 * @param credential - an object, written as `JSON.stringify` writes it; or text: JSON, baked exactly as it is, or a
 *   compact JWS, without blanks around it
 * @returns the baked image
 * @throws {@link BadgeError} `ERR_FORMAT_UNKNOWN` for anything but PNG, SVG in UTF-8 and PDF; `ERR_IMAGE_CORRUPT`,
 *   `ERR_IMAGE_UNSAFE`, `ERR_PDF_CORRUPT` or `ERR_LIMIT_EXCEEDED` for files that are refused; `ERR_BAKE_ALREADY_BAKED`
 *   unless `ifBaked` is `replace`; `ERR_PROOF_IS_BASE` for a badge that has to go through `deriveCredential` first, also
 *   where it has other proofs beside the base proof; `ERR_BAKE_CREDENTIAL` or `ERR_JSON_*` for what is not a credential;
 *   `ERR_BAKE_MISMATCH` should the file not hold what was baked; `ERR_PEER_MISSING`
 * @see Open Badges 3.0 §5.3 {@link https://www.imsglobal.org/spec/ob/v3p0/#baked-badge | Baked Badge}
 *
 * @example
 * import { bakeImage, extractCredential } from 'badgewright/bake'
 *
 * const picture = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><circle r="9"/></svg>')
 * const signed = { type: ['VerifiableCredential', 'OpenBadgeCredential'], proof: { type: 'DataIntegrityProof' } }
 * const badge = await bakeImage(picture, signed) // in earnest, what signCredential or issueBadge returned
 * console.log(await extractCredential(badge)) // {"type":["VerifiableCredential","OpenBadgeCredential"],"proof":…}
 */
export async function bakeImage(
  image: Uint8Array,
  credential: object | string,
  options: BakeOptions = {},
): Promise<Uint8Array> {
  await assertBakeOptions(options)
  const format = await formatOf(image)
  const text = credentialText(credential, format.unwritable)
  let opened = await format.open(image)
  if (opened.slots.length > 0) {
    if (options.ifBaked !== 'replace') {
      throw new BadgeError(
        'ERR_BAKE_ALREADY_BAKED',
        "The file already holds a credential; use another one, or pass ifBaked: 'replace'.",
      )
    }
    opened = await format.open(await opened.strip())
  }
  const baked = await opened.insert(text)
  await assertHolds(await format.open(baked), text)
  return baked
}

/**
 * Returns exactly the text that was baked into an image or attached to a PDF (JSON or a compact JWS, as it is), or null
 * when there is none.
 * Nothing is verified: pass the image or the text to `verifyCredential`. Badges of Open Badges 1 and 2 and Comprehensive
 * Learner Records are found too; use {@link readBaked} to know which it is.
 *
 * @param image - the bytes of a PNG, of an SVG in UTF-8, or of a PDF
 * @throws {@link BadgeError} `ERR_FORMAT_UNKNOWN`, `ERR_IMAGE_CORRUPT`, `ERR_IMAGE_UNSAFE`, `ERR_PDF_CORRUPT` or
 *   `ERR_LIMIT_EXCEEDED`, and `ERR_JSON_INVALID` for a file in a PDF that is not text
 * @see Open Badges 3.0 §5.3
 *
 * @example
 * import { extractCredential } from 'badgewright/bake'
 *
 * const picture = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')
 * console.log(await extractCredential(picture)) // null
 */
export async function extractCredential(image: Uint8Array): Promise<string | null> {
  return (await readBaked(image))?.text ?? null
}

/**
 * Like {@link extractCredential}, with what else is to know: the format, the standard, and what is unusual. Of several
 * credentials it reads the first of the newest standard, as other readers do, and says so in `findings`.
 *
 * @param image - the bytes of a PNG, of an SVG in UTF-8, or of a PDF
 * @returns null when there is no credential in the file
 * @throws {@link BadgeError} what {@link extractCredential} throws
 *
 * @example
 * import { bakeImage, readBaked } from 'badgewright/bake'
 *
 * const picture = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')
 * const found = await readBaked(await bakeImage(picture, 'eyJhbGciOiJFZERTQSJ9.e30.c2ln'))
 * console.log(found?.standard, found?.format, found?.findings) // ob3 svg []
 */
export async function readBaked(image: Uint8Array): Promise<BakedContent | null> {
  const format = detected(image)
  const { slots, elsewhere } = await (await formats[format]()).open(image)
  const found = places.map(({ standard }) => slots.filter((slot) => slot.standard === standard))
  const [alike, ...mixed] = found.filter((group) => group.length > 0)
  const slot = alike?.[0]
  if (alike === undefined || slot === undefined) {
    const [text, second] = (await elsewhere?.()) ?? []
    if (text === undefined) return null
    const marks = { isDuplicate: second !== undefined, isMixed: false, isMarked: text.startsWith('\ufeff') }
    return { text, format, standard: ob3Place.standard, findings: findingsOf([], marks) }
  }
  const text = await slot.read()
  const others = await unlike(text, elsewhere)
  return {
    text,
    format,
    // The first Open Badges baked a link to the badge instead of the badge.
    standard: slot.standard === 'ob2' && /^https?:\/\/\S+$/.test(text.trim()) ? 'ob1' : slot.standard,
    findings: findingsOf(slot.findings, {
      isDuplicate: alike.length > 1 || others,
      isMixed: mixed.length > 0,
      isMarked: text.startsWith('\ufeff'),
    }),
  }
}

/** Loaded only where options are given, so that baking stays light. */
async function assertBakeOptions(options: BakeOptions): Promise<void> {
  if (isPlainObject(options) && Object.keys(options).length === 0) return
  const { checkOptions } = await import('../internal/options.js')
  checkOptions(options, { ifBaked: ['refuse', 'replace'] })
}

const isPlainObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

const findingDetails: Readonly<Record<BakeFindingCode, string>> = {
  duplicate: 'The file holds more than one credential of this standard; the first was read.',
  'several-standards': 'The file holds credentials of several standards; the one of the newest was read.',
  compressed: 'The credential is compressed, which Open Badges does not allow; other readers will not find it.',
  'chunk-type': 'The credential is not in an iTXt chunk, as it must be; other readers will not find it.',
  'byte-order-mark': 'A byte order mark is in front of the credential in the file; other readers may refuse it.',
  'two-forms': 'The credential element has both an attribute and a body; readers may differ in which they take.',
}

/** Whether there is another credential where no standard puts one. What cannot be read there is not one. */
async function unlike(text: string, elsewhere: OpenContainer['elsewhere']): Promise<boolean> {
  try {
    return ((await elsewhere?.()) ?? []).some((other) => other.trim() !== text.trim())
  } catch {
    return false
  }
}

function findingsOf(
  unusual: Slot['findings'],
  { isDuplicate, isMixed, isMarked }: Readonly<Record<'isDuplicate' | 'isMixed' | 'isMarked', boolean>>,
): BakeFinding[] {
  const codes: readonly BakeFindingCode[] = [
    ...(isDuplicate ? (['duplicate'] as const) : []),
    ...(isMixed ? (['several-standards'] as const) : []),
    ...unusual,
    ...(isMarked ? (['byte-order-mark'] as const) : []),
  ]
  return codes.map((code) => ({ code, detail: findingDetails[code] }))
}

/**
 * Returns the image without any Open Badges credential or Comprehensive Learner Record in it. For an image that
 * {@link bakeImage} baked that is the original, byte for byte; for one that holds none, a copy. A PDF is written again,
 * with the same pages; a credential that somebody attached under another name stays in it.
 *
 * @param image - the bytes of a PNG, of an SVG in UTF-8, or of a PDF; never changed
 * @throws {@link BadgeError} `ERR_FORMAT_UNKNOWN`, `ERR_IMAGE_CORRUPT`, `ERR_IMAGE_UNSAFE`, `ERR_PDF_CORRUPT`,
 *   `ERR_LIMIT_EXCEEDED` or `ERR_PEER_MISSING`
 *
 * @example
 * import { bakeImage, stripCredential } from 'badgewright/bake'
 *
 * const picture = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')
 * const badge = await bakeImage(picture, 'eyJhbGciOiJFZERTQSJ9.e30.c2ln')
 * console.log(new TextDecoder().decode(await stripCredential(badge))) // <svg xmlns="http://www.w3.org/2000/svg"/>
 */
export async function stripCredential(image: Uint8Array): Promise<Uint8Array> {
  const { strip } = await (await formatOf(image)).open(image)
  return strip()
}

function detected(file: Uint8Array): BakedFormat {
  if (!isBytes(file)) throw new BadgeError('ERR_ARGUMENT_INVALID', 'A file is passed as its bytes, a Uint8Array.')
  const format = detectFormat(file)
  if (format === 'png' || format === 'svg' || format === 'pdf') return format
  const found = format === 'unknown' ? '' : `, not ${format.toUpperCase()}`
  throw new BadgeError('ERR_FORMAT_UNKNOWN', `Unrecognised format: expected PNG, SVG or PDF${found}.`)
}
