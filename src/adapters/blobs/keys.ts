import { BadgeError } from '../../errors.js'

const KEY = /^[a-z0-9][a-z0-9.-]*(\/[a-z0-9][a-z0-9.-]*)*$/

/** A key that is a harmless path everywhere; throws `ERR_ARGUMENT_INVALID` for any other. */
export function checkBlobKey(key: unknown): string {
  if (typeof key === 'string' && key.length <= 200 && KEY.test(key)) return key
  throw new BadgeError('ERR_ARGUMENT_INVALID', 'A key is a path of small letters, digits, `-` and `.`.')
}

const mediaTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  svg: 'image/svg+xml',
  json: 'application/json',
  pdf: 'application/pdf',
}

/** By the end of the key, which is made from the content. */
export const mediaTypeOf = (key: string): string =>
  mediaTypes[key.slice(key.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
