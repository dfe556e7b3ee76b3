import { isJsonObject } from '../../internal/json.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { readMessage } from '../../wallet/index.js'
import {
  checkHolderPresentation,
  handedOver,
  isRefusal,
  modelOf,
  presentationRequest,
  type Refusal,
  refusal,
} from '../../wallet/issuing/index.js'
import type { ServiceContext } from '../core/context.js'
import type { StorageChange } from '../core/ports/index.js'
import { lookUpOpen, tokenText, use } from '../core/tokens.js'
import { bindCopy } from './copies.js'
import { challengeOf, findOffer, hasExchange, isOver } from './offers.js'

/**
 * Answers a message of an exchange (VCALM 1.0, "Exchanges"): nothing yet, and it is asked who the wallet is; a presentation, and it
 * gets the badge. Learner Credential Wallet posts the presentation at once, without anything around it.
 */
export async function answerExchange(
  context: ServiceContext,
  { token: text, body }: { token: string; body: JsonValue },
): Promise<Refusal | JsonObject | null> {
  const offer = await findOffer(context, text)
  if (offer === undefined || !hasExchange(offer.value) || isOver(context, offer.value)) return null
  const { stage, walletKey } = offer.value
  // Taken by OpenID4VCI, or burnt: it is not for an exchange any more. The one that has it may ask again.
  if (stage === 'taken' || stage === 'burnt') return null
  if (!isJsonObject(body)) return refusal('invalid_request', 'The body must be a JSON object')
  const { presentation, isBare, reference } = readMessage(body)
  const challenge = await challengeOf(context, text)
  if (presentation === undefined) {
    return walletKey === undefined ? { ...presentationRequest(challenge, context.baseUrl), ...reference } : null
  }
  const now = new Date(context.now())
  const rules = { challenge, domain: context.baseUrl, now, allows2020: true }
  const holder = await checkHolderPresentation(presentation, rules)
  if (isRefusal(holder)) return holder
  const bound = await bindCopy(context, {
    offerKey: offer.key,
    holder,
    format: 'ldp_vc',
    first: () => useCode(context, text),
  })
  if (isRefusal(bound)) return bound
  const credential = bound.credential as JsonObject
  const answer = handedOver(credential, modelOf(credential))
  return isBare ? answer : { verifiablePresentation: answer, ...reference }
}

/** An offer is taken once, by whichever protocol comes first. */
async function useCode(context: ServiceContext, text: string): Promise<readonly StorageChange[] | Refusal> {
  const code = await lookUpOpen(context, 'wallet-code', await tokenText(context, 'wallet-code', text))
  return code === undefined ? refusal('invalid_grant', 'Another wallet has taken this badge') : [use(context, code)]
}
