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
    return { document, fetched }
  } catch (error) {
    if (!isBadgeError(error)) throw error
    return isBadgeError(error, 'ERR_DOCUMENT_UNAVAILABLE')
      ? {
          code: 'ERR_STATUS_UNCHECKED',
          detail: 'The status list is not at hand; pass it in `documents` or enable `fetch`.',
        }
      : { code: 'ERR_STATUS_UNAVAILABLE', detail: `The status list could not be had: ${error.message}` }
  }
}
