import { base64urlDecode, base64urlEncode } from '../../internal/encoding.js'
import { gzip } from '../../internal/gzip.js'
import { inflateCapped } from '../../internal/inflate.js'
import { limits } from '../../internal/limits.js'

/** The bits of a list as they are stored, packed as in its credential. */
export const pack = async (bits: Uint8Array): Promise<string> => base64urlEncode(await gzip(bits))

export const unpack = (text: string): Promise<Uint8Array> =>
  inflateCapped(base64urlDecode(text), 'gzip', limits.statusListBytes)
