import { detectFormat } from '../../container/index.js'
import { BadgeError } from '../../errors.js'
import { base64Decode } from '../../internal/encoding.js'
import { httpLimits } from '../web/limits.js'

/** The picture that text in base64 holds; checked like one that was uploaded. */
export function readPicture(base64: string): Uint8Array {
  let bytes: Uint8Array
  try {
    bytes = base64Decode(base64)
  } catch (cause) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'The picture must be a PNG or SVG in base64.', { cause })
  }
  return checkPicture(bytes)
}

/** A picture that was uploaded: a PNG or SVG by its content, not by its name. */
export function checkPicture(bytes: Uint8Array): Uint8Array {
  if (bytes.length > httpLimits.pictureBytes) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A picture has at most ${httpLimits.pictureBytes} bytes.`)
  }
  if (!['png', 'svg'].includes(detectFormat(bytes))) {
    throw new BadgeError('ERR_FORMAT_UNKNOWN', 'The picture is neither PNG nor SVG.')
  }
  return bytes
}
