/**
 * What a wallet is answered with that is not given what it asks for: the codes of OpenID4VCI 1.0 §6.3, §8.3.1 and §9.3, and
 * `invalid_token` of RFC 6750 §3.1, which goes with 401.
 */
export type RefusalCode =
  | 'invalid_request'
  | 'invalid_grant'
  | 'invalid_token'
  | 'unsupported_grant_type'
  | 'invalid_credential_request'
  | 'unknown_credential_configuration'
  | 'unknown_credential_identifier'
  | 'invalid_proof'
  | 'invalid_nonce'
  | 'credential_request_denied'
  | 'invalid_notification_id'
  | 'invalid_notification_request'

/** The answer "no", with a sentence for the one who builds the wallet: ASCII without `"` and `\`, as RFC 6749 §5.2 has it. */
export interface Refusal {
  readonly refused: RefusalCode
  readonly description: string
}

export const refusal = (refused: RefusalCode, description: string): Refusal => ({ refused, description })

export const isRefusal = (answer: object): answer is Refusal => 'refused' in answer
