import type { KeyType } from '../types/keys.js'
import type { SuiteName } from '../types/proof.js'

/** Names of the proof formats that are supported, the default first; known without loading what makes them. */
export const suiteNames = [
  'eddsa-rdfc-2022',
  'Ed25519Signature2020',
  'eddsa-jcs-2022',
  'ecdsa-rdfc-2019',
  'ecdsa-jcs-2019',
  'ecdsa-sd-2023',
] as const satisfies readonly SuiteName[]

/** The only kinds of key that each may be verified or signed with. */
export const suiteKeyTypes: Readonly<Record<SuiteName, readonly KeyType[]>> = {
  'eddsa-rdfc-2022': ['Ed25519'],
  Ed25519Signature2020: ['Ed25519'],
  'eddsa-jcs-2022': ['Ed25519'],
  'ecdsa-rdfc-2019': ['P-256', 'P-384'],
  'ecdsa-jcs-2019': ['P-256', 'P-384'],
  'ecdsa-sd-2023': ['P-256'],
}
