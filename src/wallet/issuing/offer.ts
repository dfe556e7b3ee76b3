import type { JsonObject } from '../../types/json.js'
import { byReference } from '../interaction.js'

/** The grant that an offer carries along: the learner was known before the wallet came. */
export const PRE_AUTHORIZED = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'

const SCHEME = 'openid-credential-offer'

export interface OfferFacts {
  readonly issuer: string
  readonly configurationIds: readonly string[]
  readonly code: string
  /** The words that a wallet shows where it asks for the transaction code; absent where there is none. */
  readonly txCode?: string | undefined
}

/** Digits of a transaction code. */
export const TX_CODE_LENGTH = 6

/** A credential offer, OpenID4VCI 1.0 §4.1.1. It names nobody and no badge: systems and wallets write links into logs. */
export const credentialOffer = ({ issuer, configurationIds, code, txCode }: OfferFacts): JsonObject => ({
  credential_issuer: issuer,
  credential_configuration_ids: [...configurationIds],
  grants: {
    [PRE_AUTHORIZED]: {
      'pre-authorized_code': code,
      ...(txCode === undefined
        ? {}
        : { tx_code: { input_mode: 'numeric', length: TX_CODE_LENGTH, description: txCode.slice(0, 300) } }),
    },
  },
})

/** The link to an offer, by reference: short enough for a QR code. */
export const offerLink = (offerUrl: string): string => byReference(SCHEME, 'credential_offer_uri', offerUrl)

/** The same with the offer in it. */
export const offerByValue = (offer: JsonObject): string =>
  byReference(SCHEME, 'credential_offer', JSON.stringify(offer))

/**
 * The link that opens Learner Credential Wallet, which posts its presentation to the exchange.
 *
 * @see https://github.com/digitalcredentials/learner-credential-wallet
 */
export function learnerWalletLink(facts: {
  readonly issuerId: string
  readonly challenge: string
  readonly exchangeUrl: string
}): string {
  const query = new URLSearchParams({
    issuer: facts.issuerId,
    auth_type: 'bearer',
    challenge: facts.challenge,
    vc_request_url: facts.exchangeUrl,
  })
  return `https://lcw.app/request.html?${query}`
}
