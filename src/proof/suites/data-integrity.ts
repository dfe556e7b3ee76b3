const VCDM_2 = 'https://www.w3.org/ns/credentials/v2'
export const DATA_INTEGRITY_1 = 'https://w3id.org/security/data-integrity/v1'
export const DATA_INTEGRITY_2 = 'https://w3id.org/security/data-integrity/v2'

/** Contexts that define the terms of a `DataIntegrityProof`. */
export const dataIntegrityContexts = [VCDM_2, DATA_INTEGRITY_1, DATA_INTEGRITY_2] as const
