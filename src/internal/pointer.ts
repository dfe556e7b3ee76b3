import type { JsonValue } from '../types/json.js'

/** Appends one reference token to an RFC 6901 JSON pointer. */
export const pointerJoin = (pointer: string, token: string | number): string =>
  `${pointer}/${typeof token === 'string' && (token.includes('/') || token.includes('~')) ? escaped(token) : token}`

const escaped = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1')

/** Where a walk through a document is, from the inside out. A pointer is made of it only when something is found. */
export interface Path {
  readonly up: Path | undefined
  readonly token: string | number
}

/** The RFC 6901 pointer to where a walk is. */
export function pointerOf(path: Path | undefined): string {
  const tokens: (string | number)[] = []
  for (let at = path; at !== undefined; at = at.up) tokens.push(at.token)
  return tokens.reduceRight<string>(pointerJoin, '')
}

/** Whether a text is a JSON pointer (RFC 6901 §3); the empty one is the whole document. */
export const isPointer = (text: string): boolean => /^(?:\/(?:[^~/]|~[01])*)*$/.test(text)

/** The tokens of an RFC 6901 pointer. */
export const pointerTokens = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))

/** The value that an RFC 6901 pointer names, or `undefined`. */
export function pointerGet(root: JsonValue, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = root
  for (const token of pointerTokens(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined
    value = (value as Record<string, JsonValue>)[token]
  }
  return value
}

/** Puts a value where the pointer says; the parent must be there. */
export function pointerSet(root: JsonValue, pointer: string, value: JsonValue): void {
  const cut = pointer.lastIndexOf('/')
  const parent = pointerGet(root, pointer.slice(0, cut))
  if (typeof parent !== 'object' || parent === null) throw new TypeError(`nothing at ${pointer.slice(0, cut)}`)
  const token = pointer
    .slice(cut + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~')
  Object.assign(parent, { [token]: value })
}
