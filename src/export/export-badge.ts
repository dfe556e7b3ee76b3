import { bakeImage, detectFormat } from '../bake/index.js'
import { BadgeError } from '../errors.js'
import { utf8Encode } from '../internal/bytes.js'
import { base64Decode } from '../internal/encoding.js'
import { pointerGet } from '../internal/pointer.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import { safeFileName } from './file-name.js'

/** Media type of each format: Open Badges 3.0 §5 for the credential, IANA for the images. */
export const mediaTypes = {
  json: 'application/vc+ld+json',
  png: 'image/png',
  svg: 'image/svg+xml',
} as const

/** A format that a badge can be exported to. */
export type ExportFormat = keyof typeof mediaTypes

/** A file in memory, with a name that is safe on every system. */
export interface BadgeFile {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

export interface ExportOptions {
  /** The picture to bake into, for `png` and `svg`. Default: the achievement's own, where it is a `data:` URI. */
  readonly image?: Uint8Array
  /** File name without extension. Default: the credential's name. */
  readonly name?: string
}

/**
 * Exports a signed badge as a file: its JSON, or a PNG or SVG with the badge baked in.
 *
 * Throws `ERR_ARGUMENT_INVALID` for an unknown format or when there is no picture of that format to bake into, and
 * what `bakeImage` throws.
 *
 * @example
 * import { readFile, writeFile } from 'node:fs/promises'
 * import { exportBadge } from 'badgewright'
 *
 * const badge = JSON.parse(await readFile('badge.json', 'utf8'))
 * const file = await exportBadge(badge, 'png', { image: await readFile('welder.png') })
 * await writeFile(file.name, file.bytes)
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#document-formats
 */
export async function exportBadge(
  credential: object,
  format: ExportFormat,
  options: ExportOptions = {},
): Promise<BadgeFile> {
  if (!Object.hasOwn(mediaTypes, format)) {
    const known = Object.keys(mediaTypes).join(', ')
    throw new BadgeError('ERR_ARGUMENT_INVALID', `A badge is exported as one of ${known}.`)
  }
  const document = credential as JsonObject
  return {
    name: safeFileName(options.name ?? nameOf(document), format),
    mediaType: mediaTypes[format],
    bytes:
      format === 'json' ? utf8Encode(`${JSON.stringify(document, null, 2)}\n`) : await bake(document, format, options),
  }
}

async function bake(document: JsonObject, format: 'png' | 'svg', options: ExportOptions): Promise<Uint8Array> {
  const image = options.image ?? embeddedImage(document)
  if (image === undefined || detectFormat(image) !== format) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', `Pass a ${format.toUpperCase()} in \`image\` to bake the badge into.`)
  }
  return bakeImage(image, document, { ifBaked: 'replace' })
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
