import { asArray, isJsonObject } from '../internal/json.js'
import { pointerJoin } from '../internal/pointer.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { Report } from './findings.js'

/** Keywords of an inline context (JSON-LD 1.1 §9.15), and the one member of a context document given as one. */
const KEYWORDS: ReadonlySet<string> = new Set([
  ...[
    '@base',
    '@context',
    '@direction',
    '@import',
    '@language',
    '@propagate',
    '@protected',
    '@type',
    '@version',
    '@vocab',
  ],
])
const LANGUAGE_TAG = /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i

/** Inline contexts that no reader of JSON-LD takes, as far as that shows without expanding them. */
export function checkInlineContexts({ '@context': contexts }: JsonObject, fail: Report): void {
  for (const [i, context] of asArray<JsonValue>(contexts).entries()) {
    if (!isJsonObject(context)) continue
    const at = Array.isArray(contexts) ? pointerJoin('/@context', i) : '/@context'
    for (const name of Object.keys(context)) {
      if (!/^@[a-z]+$/i.test(name) || KEYWORDS.has(name)) continue
      fail('context.inline', pointerJoin(at, name), `An inline context has no keyword ${JSON.stringify(name)}.`)
    }
    const language = context['@language']
    if (language === undefined || language === null) continue
    if (typeof language === 'string' && LANGUAGE_TAG.test(language)) continue
    fail('context.inline', pointerJoin(at, '@language'), '"@language" is not a language tag such as en or pt-BR.')
  }
}
