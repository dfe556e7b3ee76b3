import { looksLikeJws } from '../../badge/index.js'
import { type BadgeErrorCode, isBadgeError } from '../../errors.js'
import type { JsonValue } from '../../types/json.js'
import type { DocumentLoader } from '../../types/loader.js'

/** A list as it was served, or why it could not be had. */
export type LoadedList =
  | { readonly document: JsonValue; readonly fetched: boolean }
  | { readonly code: BadgeErrorCode; readonly detail: string; readonly document?: undefined }

export async function loadList(load: DocumentLoader, url: string): Promise<LoadedList> {
  try {
    const { document, fetched = false } = await load(url, 'document')
    // A list may come as a JWT; any other text is a page that says it is not there, or an error.
    if (typeof document !== 'string' || looksLikeJws(document.trim())) return { document, fetched }
    const detail = `What is at ${url} is text (HTML?) and not the JSON or JWT of a status list.`
    return { code: 'ERR_STATUS_LIST_INVALID', detail }
  } catch (error) {
    if (!isBadgeError(error)) throw error
    return isBadgeError(error, 'ERR_DOCUMENT_UNAVAILABLE')
      ? {
          code: 'ERR_STATUS_UNCHECKED',
          detail: `The status list at ${url} is not at hand; pass it in \`documents\` or enable \`fetch\`.`,
        }
      : { code: 'ERR_STATUS_UNAVAILABLE', detail: `The status list at ${url} could not be had: ${error.message}` }
  }
}
