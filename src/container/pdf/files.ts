import { isBadgeJws } from '../../badge/index.js'
import { parseJson } from '../../internal/json.js'
import { instantOf } from '../../internal/time.js'
import type { JsonObject } from '../../types/json.js'
import { ob3Place } from '../shared/standards.js'

/**
 * Open Badges 3.0 has no rule for PDF. The credential is an associated file of the document (ISO 32000-2 §14.13, PDF/A-3),
 * under the name that its chunk has in a PNG.
 */
const json = { name: `${ob3Place.keyword}.json`, mediaType: 'application/vc+ld+json' } as const
const jwt = { name: `${ob3Place.keyword}.jwt`, mediaType: 'application/jwt' } as const

/** Names of the files that hold a credential. */
export const fileNames: readonly string[] = [json.name, jwt.name]

/** What readers of PDF show beside the file. */
export const description = 'The signed badge (Open Badges 3.0). Verify this PDF, or this file, with any verifier.'

/** A credential as it is attached. */
export interface CredentialFile {
  readonly text: string
  readonly name: string
  readonly mediaType: string
  readonly date?: Date
}

/** The file of a text that `credentialText` gave. */
export function fileOf(text: string): CredentialFile {
  if (isBadgeJws(text)) return { text, ...jwt }
  const { validFrom } = parseJson(text) as JsonObject
  const date = instantOf(validFrom)
  return { text, ...json, ...(date !== null && { date }) }
}
