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
