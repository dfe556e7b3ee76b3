import { asArray, isJsonObject } from '../internal/json.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import { isBaseProofValue } from './sd/proof-value.js'

/** Whether a badge still has what shows everything: a base proof of `ecdsa-sd-2023`, which is for the learner only. */
export const hasBaseProof = (document: JsonObject): boolean =>
  asArray<JsonValue>(document.proof).some((proof) => isJsonObject(proof) && isBaseProofValue(proof.proofValue))
