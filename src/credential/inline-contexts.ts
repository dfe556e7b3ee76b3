import { asArray, isJsonObject } from '../internal/json.js'
import { pointerJoin } from '../internal/pointer.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { Report } from './findings.js'

/** Keywords of an inline context (JSON-LD 1.1 §9.15), and the one member of a context document given as one. */
const KEYWORD = /^@(base|context|direction|import|language|propagate|protected|type|version|vocab)$/
const LANGUAGE_TAG = /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i

/** Inline contexts that no reader of JSON-LD takes, as far as that shows without expanding them. */
export function checkInlineContexts({ '@context': contexts }: JsonObject, fail: Report): void {
  asArray<JsonValue>(contexts).forEach((context, i) => {
    for (const [name, value] of isJsonObject(context) ? Object.entries(context) : []) {
      const isSound =
        name === '@language'
          ? value === null || (typeof value === 'string' && LANGUAGE_TAG.test(value))
          : KEYWORD.test(name) || !/^@[a-z]+$/i.test(name)
      const at = Array.isArray(contexts) ? `/@context/${i}` : '/@context'
      if (!isSound) fail('context.inline', pointerJoin(at, name), `No inline context has such a "${name}".`)
    }
  })
}
