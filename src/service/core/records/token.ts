/**
 * What a token is for; it works for nothing else. The prefix of its text shows which it is, so that people too recognise
 * one in the wrong place.
 */
export const tokenPrefixes = {
  /** Opens an offer: look, accept, decline, claim. */
  claim: 'clm_',
  /** Takes back a decline, or a badge that was added automatically. */
  undo: 'und_',
  /** Shows one badge that is unlisted. */
  share: 'shr_',
  /** Shows what learners let be shown on a screen of the organisation. */
  display: 'dsp_',
  /** Ends reminders to one address. */
  unsubscribe: 'uns_',
  /** Signs in the owner of an address. */
  'sign-in': 'log_',
  /** Confirms that an address belongs to a person. */
  email: 'adr_',
  /** Gives an account back to somebody whose mailbox is lost. */
  recovery: 'rcv_',
  /** Brings an address back to the account that it was removed from. */
  restore: 'rst_',
  /** Shows a guardian what is asked for one child, and takes the answers. */
  guardian: 'grd_',
  /** Shows an applicant their application. */
  application: 'app_',
  /** Somebody who is signed in, between requests. */
  session: 'ses_',
  /** The challenge of a passkey that is to be added to an account. */
  passkey: 'pka_',
  /** The challenge of a passkey that somebody signs in with. */
  'passkey-sign-in': 'pks_',
  /** A browser that claimed a badge by its link, between requests: it opens that badge and nothing else. */
  'badge-session': 'bds_',
  /** Signs in a member of staff. */
  'staff-sign-in': 'stl_',
  /** Lets a wallet begin to take a badge: the pre-authorized code of an offer. */
  'wallet-code': 'wac_',
  /** Lets that wallet ask for the badge. */
  'wallet-access': 'wat_',
  /** What a wallet signs to show that it has a key: kept once one has used it. */
  'wallet-nonce': 'wan_',
  /** A member of staff who is signed in, between requests. */
  'staff-session': 'sts_',
  /** A program that acts for the issuer over the API. */
  api: 'api_',
} as const

export type TokenPurpose = keyof typeof tokenPrefixes

/** A token: collection `tokens`, by the SHA-256 of its text. The text itself is stored nowhere. */
export interface TokenRecord {
  readonly schemaVersion: 1
  readonly purpose: TokenPurpose
  /** What it is about, such as `badge:…` or `person:…`. */
  readonly subject: string
  readonly createdAt: string
  readonly expiresAt?: string
  readonly usedAt?: string
  /** When it was made void, unused. */
  readonly voidedAt?: string
  /** Further facts that the purpose needs. */
  readonly data: Readonly<Record<string, string>>
}
