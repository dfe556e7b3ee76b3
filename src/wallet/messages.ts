import { limits } from '../internal/limits.js'
import type { JsonObject, JsonValue } from '../types/json.js'

/** What a wallet posts to an exchange (VCALM 1.0, "Exchanges"). */
export interface ExchangeMessage {
  /** `undefined` where the wallet asks what is wanted. */
  readonly presentation: JsonValue | undefined
  /** Whether nothing is around the presentation, as Learner Credential Wallet sends it. */
  readonly isBare: boolean
  /** What the wallet calls the exchange; it SHOULD be said back. */
  readonly reference: { readonly referenceId?: string }
}

export function readMessage(message: JsonObject): ExchangeMessage {
  const { verifiablePresentation, referenceId, proof } = message
  const isBare = verifiablePresentation === undefined && proof !== undefined
  const isNamed = typeof referenceId === 'string' && referenceId.length <= limits.recordId
  return {
    presentation: isBare ? message : verifiablePresentation,
    isBare,
    reference: isNamed ? { referenceId } : {},
  }
}
