import { asArray } from '../../internal/json.js'
import type { JsonObject, JsonValue } from '../../types/json.js'

/** VCDM 2.0 §4.13: the type of the JSON around a credential that is a JWT. */
export const ENVELOPED_CREDENTIAL = 'EnvelopedVerifiableCredential'

/** Whether an object says that it is an enveloped credential. */
export const isEnvelope = (document: JsonObject): boolean =>
  asArray<JsonValue>(document.type).includes(ENVELOPED_CREDENTIAL)
