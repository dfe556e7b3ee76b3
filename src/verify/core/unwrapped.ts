import { looksLikeJws } from '../../badge/index.js'
import type { FoundBadge } from '../../container/read/index.js'
import { BadgeError } from '../../errors.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { problem } from '../../internal/problems.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Content } from './input.js'

/** How what is inside is read: as what is handed in is. */
interface Reading {
  readonly wrapperOf: (value: JsonObject) => string | undefined
  readonly contentOf: (badge: FoundBadge) => Content | Promise<Content>
}

/**
 * The credential inside an answer around it.
 *
 * @throws BadgeError `ERR_JSON_INVALID` where the answer does not hold one
 */
export async function unwrapped(
  inside: JsonValue,
  wrapper: string,
  { wrapperOf, contentOf }: Reading,
): Promise<Content> {
  const items = asArray<JsonValue>(inside)
  const [first, ...others] = items
  const isText = typeof first === 'string' && looksLikeJws(first.trim())
  if (others.length > 0 || !(isText || isJsonObject(first))) {
    throw new BadgeError('ERR_JSON_INVALID', `"${wrapper}" of the answer does not hold one credential.`, {
      pointer: `/${wrapper}`,
    })
  }
  // No answer within an answer: what is inside must be the credential itself.
  if (isJsonObject(first) && wrapperOf(first) !== undefined) {
    throw new BadgeError('ERR_JSON_INVALID', `"${wrapper}" of the answer does not hold a credential.`, {
      pointer: `/${wrapper}`,
    })
  }
  const detail = `The credential was taken out of the answer around it, from "${wrapper}"; keep that part alone.`
  const content = await contentOf(
    isJsonObject(first) ? { kind: 'json', json: first } : { kind: 'jws', jws: String(first).trim() },
  )
  return { ...content, notes: [problem('ERR_FORMAT_UNKNOWN', detail)] }
}
