import { canParseUrl } from '../../internal/url.js'
import type { JsonValue } from '../../types/json.js'

/** The host of an address, in small letters; another text as it is. */
export function hostOf(value: JsonValue | undefined): string | undefined {
  if (typeof value !== 'string') return undefined
  return canParseUrl(value) && /^https?:/i.test(value) ? new URL(value).host.toLowerCase() : value.toLowerCase()
}
