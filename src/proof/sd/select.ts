import { BadgeError } from '../../errors.js'
import { isJsonObject } from '../../internal/json.js'
import { isPointer, pointerGet, pointerTokens } from '../../internal/pointer.js'
import type { JsonObject, JsonValue } from '../../types/json.js'

/** What is shown of every object on the way to something that was selected: it says what the rest means. */
const ALWAYS: ReadonlySet<string> = new Set(['@context', 'id', '@id', 'type', '@type'])

/**
 * The part of a document that JSON pointers name: the values there, whole, and of each object on the way its id, type
 * and context. Lists keep their order and lose what was not selected.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for a pointer that leads nowhere
 * @see https://www.w3.org/TR/vc-di-ecdsa/#selectjsonld
 */
export function select(document: JsonObject, pointers: readonly string[]): JsonObject {
  const paths = pointers.map((pointer) => {
    if (!isPointer(pointer) || pointerGet(document, pointer) === undefined) {
      throw new BadgeError('ERR_ARGUMENT_INVALID', 'A pointer to disclose leads nowhere in the credential.', {
        pointer,
      })
    }
    return pointerTokens(pointer)
  })
  return pick(document, paths) as JsonObject
}

function pick(value: JsonValue, paths: readonly (readonly string[])[]): JsonValue {
  if (paths.some((path) => path.length === 0)) return value
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => {
      const below = tails(paths, String(i))
      return below.length === 0 ? [] : [pick(item, below)]
    })
  }
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      if (member === undefined) return []
      const below = tails(paths, key)
      if (below.length > 0) return [[key, pick(member, below)]]
      return ALWAYS.has(key) ? [[key, member]] : []
    }),
  )
}

const tails = (paths: readonly (readonly string[])[], token: string): readonly (readonly string[])[] =>
  paths.flatMap((path) => (path[0] === token ? [path.slice(1)] : []))
