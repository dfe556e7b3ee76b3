import { parseJsonText } from '../../../internal/json-text.js'
import type { JsonValue } from '../../../types/json.js'

/**
 * What a document's text holds, wherever it came from. Something that is not JSON at all is text (a JWT); something
 * that is nearly JSON is not let through as text.
 */
export function readServedText(served: string): JsonValue {
  // A byte order mark is not part of the text.
  const text = served.replace(/^\ufeff/, '')
  return /^\s*[[{]/.test(text) ? parseJsonText(text) : text.trim()
}

/** Whether a text is a page for people, as servers answer where there is no document. */
export const isWebPage = (text: string): boolean => /^\s*</.test(text)
