import { CREDENTIALS_V2 } from './context-urls.js'

export const DATA_INTEGRITY_1 = 'https://w3id.org/security/data-integrity/v1'
export const DATA_INTEGRITY_2 = 'https://w3id.org/security/data-integrity/v2'

/** Contexts that define the terms of a `DataIntegrityProof`. */
export const dataIntegrityContexts = [CREDENTIALS_V2, DATA_INTEGRITY_1, DATA_INTEGRITY_2] as const

/** The context that a document is signed with beside its own: the newest of those that define a proof, if it has none. */
export const contextAdded = (contexts: readonly unknown[], oneOf: readonly string[]): string | undefined =>
  oneOf.some((url) => contexts.includes(url)) ? undefined : oneOf.at(-1)
