import { md5 } from '@noble/hashes/legacy.js'
import { hexEncode, utf8Encode } from './bytes.js'

/** Only to read the identity hashes that Open Badges allows; nothing new is hashed with it. */
export const md5Hex = (text: string): string => hexEncode(md5(utf8Encode(text)))
