import { BadgeError } from '../../errors.js'
import { documentLimits } from '../../internal/document-limits.js'
import { base64urlDecode, base64urlEncode } from '../../internal/encoding.js'
import { gzip } from '../../internal/gzip.js'
import { inflateCapped } from '../../internal/inflate.js'

/** Bitstring Status List 1.0 §3.3: GZIP, then multibase `u` (base64url without padding). */
export const encodeBitstring = async (bits: Uint8Array): Promise<string> => `u${base64urlEncode(await gzip(bits))}`

/**
 * The bitstring of an `encodedList`. It is read with or without the multibase header and with either base64 alphabet:
 * StatusList2021 and drafts of Bitstring Status List had none or the other, and no list can be read in two ways, since
 * GZIP data starts with `H4s`.
 *
 * @throws BadgeError `ERR_LIMIT_EXCEEDED` for what would unpack to too much, `ERR_STATUS_LIST_INVALID` for what is
 * neither
 */
export async function decodeBitstring(text: string): Promise<Uint8Array> {
  if (text.length > documentLimits.statusListText) {
    throw new BadgeError(
      'ERR_LIMIT_EXCEEDED',
      `A packed status list may have at most ${documentLimits.statusListText} characters.`,
    )
  }
  try {
    return await inflateCapped(base64urlDecode(plain(text)), 'gzip', documentLimits.statusListBytes)
  } catch (cause) {
    if (cause instanceof BadgeError) throw cause
    throw new BadgeError('ERR_STATUS_LIST_INVALID', 'The status list is not GZIP data in base64url.', { cause })
  }
}

const plain = (text: string): string =>
  text
    .replace(/^u/, '')
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/={1,2}$/, '')
