import { assertSigned } from '../badge/index.js'
import { isEnvelope } from '../badge/kinds/index.js'
import { bakeImage } from '../container/index.js'
import { pictureFormat } from '../container/picture/index.js'
import { readCredential } from '../container/read/index.js'
import { BadgeError } from '../errors.js'
import { utf8Encode } from '../internal/bytes.js'
import { base64Decode } from '../internal/encoding.js'
import { cardRules, certificateRules, fontRules, shareAllRules } from '../internal/option-tables.js'
import { checkOptions, type OptionTable, pick } from '../internal/options.js'
import { pointerGet } from '../internal/pointer.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { Badge, PublicOptions } from './bundle.js'
import { safeFileName } from './file-name.js'

/** Media type of each format: Open Badges 3.0 §5 for the credential, IANA for the images. */
export const mediaTypes = {
  json: 'application/vc+ld+json',
  jwt: 'text/plain',
  png: 'image/png',
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
  bundle: 'application/zip',
} as const

/** A format that a badge can be exported to. */
export type ExportFormat = keyof typeof mediaTypes

/** A file in memory, with a name that is safe on every system. */
export interface BadgeFile {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

export interface ExportOptions extends PublicOptions {
  /** The picture to bake into or to draw, for all but `json` and `jwt`. Default: the achievement's own, where it is a `data:` URI. */
  readonly image?: Uint8Array
  /** File name without extension. Default: the credential's name. */
  readonly name?: string
}

const exportRules = {
  ...fontRules,
  url: 'text',
  recipientName: 'text',
  locale: 'text',
  state: ['valid', 'expired', 'revoked', 'suspended', 'replaced'],
  link: 'boolean',
  certificate: { members: pick(certificateRules, 'paper', 'template', 'hue', 'colour', 'logo', 'labels') },
  cards: { members: pick(cardRules, 'theme', 'hue', 'colour', 'template', 'labels') },
  readerLocale: 'text',
  readme: 'object',
  snippets: { members: { labels: 'object', imageUrl: 'text' } },
  share: { members: shareAllRules },
  jwt: 'text',
  image: 'bytes',
  name: 'text',
} as const satisfies OptionTable<ExportOptions>

/**
 * Exports a signed badge as a file: its JSON or JWT, a PNG or SVG with the badge baked in, a certificate (`pdf`) with the
 * badge attached, or all of that with cards and snippets in one ZIP (`bundle`). A badge stays what it was signed as: one
 * with embedded proofs has no JWT, and a JWT has JSON only as the envelope of a `vc+jwt`. A picture may be of either
 * format; it is converted where the other is asked for, which takes `@resvg/resvg-js`.
 *
 * `pdf` and `bundle` need `url`, the public page of the badge, and the packages that `badgewright/pdf` and
 * `badgewright/cards` name.
 *
 * Throws `ERR_FORMAT_UNKNOWN` for a file that is not a badge; `ERR_ARGUMENT_INVALID` for an unknown format, for one that the badge does not have, or when there is no
 * picture of that format to bake into; `ERR_PROOF_MISSING` for what is not signed; `ERR_PROOF_IS_BASE` for handing around
 * a base proof; what reading the text throws, and what `bakeImage`, `createCertificate` and `createCards` throw.
 *
 * @param credential - the badge as an object; as text, JSON or a JWT; or the bytes of a file that is or holds it
 *
 * @example
 * import { readFile, writeFile } from 'node:fs/promises'
 * import { exportBadge } from 'badgewright'
 *
 * const badge = JSON.parse(await readFile('badge.json', 'utf8'))
 * const file = await exportBadge(badge, 'png', { image: await readFile('welder.png') })
 * await writeFile(file.name, file.bytes)
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#docformat
 */
export async function exportBadge(
  credential: object | string,
  format: ExportFormat,
  options: ExportOptions = {},
): Promise<BadgeFile> {
  if (!Object.hasOwn(mediaTypes, format)) {
    const known = Object.keys(mediaTypes).join(', ')
    throw new BadgeError('ERR_ARGUMENT_INVALID', `A badge is exported as one of ${known}.`)
  }
  checkOptions(options, exportRules)
  const badge = await readSigned(credential)
  return {
    name: safeFileName(options.name ?? nameOf(badge.document), format === 'bundle' ? 'zip' : format),
    mediaType: mediaTypes[format],
    bytes: await bytesOf(badge, format, options),
  }
}

async function readSigned(credential: object | string): Promise<Badge> {
  const { openEnvelope } = await import('../proof/index.js')
  const found = await readCredential(credential)
  if (typeof found === 'string') return ofJwt(found)
  assertSigned(found)
  return isEnvelope(found) ? ofJwt(openEnvelope(found)) : { document: found }
}

const ofJwt = async (jwt: string): Promise<Badge> => {
  const { decodeJwt } = await import('../proof/index.js')
  return { document: decodeJwt(jwt).credential, jwt }
}

async function bytesOf(badge: Badge, format: ExportFormat, options: ExportOptions): Promise<Uint8Array> {
  if (format === 'png' || format === 'svg') return bake(badge, format, options)
  if (format === 'pdf' || format === 'bundle') {
    const art = options.image ?? embeddedImage(badge.document)
    if (art === undefined) throw new BadgeError('ERR_ARGUMENT_INVALID', 'Pass the picture of the badge in `image`.')
    const { bundleOf, pdfOf } = await import('./bundle.js')
    return format === 'pdf' ? pdfOf(badge, art, options) : bundleOf(badge, art, options)
  }
  const { document, jwt } = badge
  if (format === 'json')
    return utf8Encode(`${JSON.stringify(jwt === undefined ? document : await enveloped(jwt), null, 2)}\n`)
  if (jwt !== undefined) return utf8Encode(jwt)
  throw new BadgeError('ERR_ARGUMENT_INVALID', 'The badge is not a JWT; sign it with signCredentialAsJwt to have one.')
}

/** VCDM 2.0 §4.13 has an envelope for `vc+jwt`; Open Badges has none for its own form. */
async function enveloped(jwt: string): Promise<JsonObject> {
  const { decodeJwt, envelopCredential } = await import('../proof/index.js')
  if (decodeJwt(jwt).format === 'vc+jwt') return envelopCredential(jwt)
  throw new BadgeError('ERR_ARGUMENT_INVALID', 'A vc-jwt has no JSON form that is signed; export it as jwt.')
}

async function bake({ document, jwt }: Badge, format: 'png' | 'svg', options: ExportOptions): Promise<Uint8Array> {
  const image = options.image ?? embeddedImage(document)
  const given = image && pictureFormat(image)
  if (image === undefined || given === undefined) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'Pass a PNG or an SVG in `image` to bake the badge into.')
  }
  const picture = given === format ? image : await (await import('./bundle.js')).pictureAs(image, format)
  return bakeImage(picture, jwt ?? document, { ifBaked: 'replace' })
}

function nameOf(document: JsonObject): string {
  for (const pointer of ['/name', '/credentialSubject/achievement/name']) {
    const name = pointerGet(document as JsonValue, pointer)
    if (typeof name === 'string') return name
  }
  return 'badge'
}

function embeddedImage(document: JsonObject): Uint8Array | undefined {
  const id = pointerGet(document as JsonValue, '/credentialSubject/achievement/image/id')
  const [, data] = /^data:image\/[a-z+]+;base64,(.+)$/s.exec(typeof id === 'string' ? id : '') ?? []
  return data === undefined ? undefined : base64Decode(data)
}
