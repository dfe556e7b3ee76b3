import type { JsonObject } from '../../../types/json.js'

/** What a browser has answered for a passkey, and what it must fit. */
export interface PasskeyAnswer {
  /** As `PublicKeyCredential.toJSON()` gives it: whatever somebody has sent. */
  readonly answer: JsonObject
  /** Base64url, as is all binary. */
  readonly challenge: string
  readonly origin: string
  readonly rpId: string
}

/** A passkey whose device has shown that it has the private key. */
export interface NewPasskey {
  readonly credentialId: string
  /** COSE key. */
  readonly publicKey: string
  readonly counter: number
  readonly transports: readonly string[]
  readonly synced: boolean
}

/** Checks what authenticators sign (WebAuthn Level 3 §7): user verification is always asked for. */
export interface PasskeyVerifier {
  /** Id of the relying party. Default: the host of the service's `baseUrl`. */
  readonly rpId?: string
  /** What devices call the site. Default: the id of the relying party. */
  readonly name?: string
  /** The passkey that was made; `null` for an answer that does not fit, or was not signed as it must be. */
  verifyNew(given: PasskeyAnswer): Promise<NewPasskey | null>
  /** What the device says besides its signature; `null` for an answer that does not fit. The counter is not looked at. */
  verify(given: PasskeyAnswer & { readonly credentialId: string; readonly publicKey: string }): Promise<{
    readonly counter: number
    readonly synced: boolean
  } | null>
}
