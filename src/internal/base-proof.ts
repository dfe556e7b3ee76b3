import type { JsonValue } from '../types/json.js'
import { isJsonObject } from './json.js'

/** vc-di-ecdsa §3.5.2: CBOR tag 0x5d00, in base64url after its multibase letter. */
const START = 'u2V0A'

/** Whether a proof value is a base proof of `ecdsa-sd-2023`, which is for the learner only. */
export const isBaseProofValue = (value: JsonValue | undefined): boolean =>
  typeof value === 'string' && value.startsWith(START)

/** Whether a proof is a base proof. */
export const isBaseProof = (proof: JsonValue | undefined): boolean =>
  isJsonObject(proof) && proof.cryptosuite === 'ecdsa-sd-2023' && isBaseProofValue(proof.proofValue)
