import type { KeyType } from '../types/keys.js'

/** The key types that there are. */
export const keyTypes = ['Ed25519', 'P-256', 'P-384', 'RSA'] as const satisfies readonly KeyType[]
