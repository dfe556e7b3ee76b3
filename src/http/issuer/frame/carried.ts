import { BadgeError } from '../../../errors.js'
import { base64Decode, base64Encode } from '../../../internal/encoding.js'
import type { Fields } from '../../web/body.js'
import { type Html, html } from '../../web/html.js'

/** The name of the hidden field that carries a file. */
const carrierOf = (name: string): string => `${name}Data`

/** A file that was chosen, or that the form has carried since it was. Throws `ERR_ARGUMENT_INVALID`. */
export async function carriedFile(fields: Fields, name: string): Promise<Uint8Array | undefined> {
  const chosen = await fields.file(name)
  if (chosen !== undefined) return chosen
  const carried = fields.get(carrierOf(name))
  if (carried === '') return undefined
  try {
    return base64Decode(carried)
  } catch (cause) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'A file that a form carries must be in base64.', { cause })
  }
}

/** Carries files on, since browsers forget what was chosen when a page comes again. */
export const carriers = (files: Readonly<Record<string, Uint8Array | undefined>>): readonly Html[] =>
  Object.entries(files).flatMap(([name, bytes]) =>
    bytes === undefined ? [] : [html`<input type="hidden" name="${carrierOf(name)}" value="${base64Encode(bytes)}">`],
  )
