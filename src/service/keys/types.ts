import type { PublicKeyInput } from '../../keys/index.js'
import type { JsonObject } from '../../types/json.js'
import type { PublicKeyDocument, Signer } from '../../types/keys.js'

/** The keys that the issuer signs and is known by. */
export interface KeySteps {
  /** The keys that are published, the oldest first, and which of them signs. */
  list(): Promise<{
    readonly issuerId: string
    /** Id of the verification method that signs. */
    readonly signing: string
    readonly keys: readonly {
      /** Absent for a signer in a KMS whose public key is not known here. */
      readonly document?: PublicKeyDocument
      readonly id: string
      /** `next` has not signed yet; `earlier` signs no more, and what it signed verifies. */
      readonly state: 'next' | 'signing' | 'earlier'
      readonly publishedAt?: string
      readonly signedUntil?: string
    }[]
  }>
  /**
   * The key that signs now.
   *
   * @throws BadgeError `ERR_SIGNER_MISSING` where another process rotated the keys, and `findSigner` does not give the new one
   */
  signer(): Promise<Signer>
  /**
   * Lets another key of the same issuer sign. It is published beside those there are; every status list is signed by it, and
   * every stored badge verified with the keys as they will be; in one commit the lists are published and the new key
   * signs. Those before it stay published. Whatever fails, the earlier key goes on signing, and the call can be repeated: it
   * goes on where it was.
   *
   * Verifiers may have kept the issuer's document from before. So the first call only publishes, and a later one switches
   * once the key has been published for `leadSeconds`: `readyAt` says when.
   *
   * @throws BadgeError `ERR_KEY_IN_USE` where a badge or list would not verify: `problems` names them, 100 at most;
   * `ERR_SIGN_ISSUER_MISMATCH` for a key of another issuer, as each is whose issuer is its own did:key;
   * `ERR_ARGUMENT_INVALID` without `secret`, with `sign.verificationMethod`, or for a key that signed before; `ERR_KEY_INVALID`
   * where a public key is not known; what signing throws, such as `ERR_SUITE_UNSUPPORTED`
   */
  rotate(input: {
    readonly signer: Signer
    /** Public keys of the issuer that this service does not know: of signers in a KMS, and retired ones. */
    readonly publicKeys?: readonly PublicKeyInput[]
    /** How long the key must have been published before it signs. Default 300, which is how long documents are cached. */
    readonly leadSeconds?: number
    /** Documents that badges of other issuers need to verify, by URL. */
    readonly documents?: Readonly<Record<string, JsonObject>>
  }): Promise<{
    /** The key that signs now. */
    readonly signing: string
    /** Whether that is the one that was asked for. */
    readonly switched: boolean
    /** From when on a further call switches. */
    readonly readyAt?: string
    /** Badges and lists that were shown to verify. */
    readonly badges: number
    readonly lists: number
  }>
  /**
   * Verifies every stored badge and status list with what is published now.
   *
   * @throws BadgeError `ERR_KEY_IN_USE`, as for `rotate`
   */
  check(input?: { readonly documents?: Readonly<Record<string, JsonObject>> }): Promise<{
    readonly badges: number
    readonly lists: number
  }>
  /**
   * Publishes a key no longer, once no stored badge needs it: every one is verified without it first. What left the storage,
   * such as files that learners keep of badges that were erased, is not asked.
   *
   * @throws BadgeError `ERR_KEY_IN_USE` for the key that signs, for one that signed in the last hour, and where a badge needs
   * it; `ERR_RECORD_NOT_FOUND`
   */
  remove(input: { readonly id: string; readonly documents?: Readonly<Record<string, JsonObject>> }): Promise<{
    readonly badges: number
    readonly lists: number
  }>
}
