import type { JsonObject } from '../types/json.js'
import type { KeyType } from '../types/keys.js'
import type { SuiteName } from '../types/proof.js'

/** One proof format. Adding one means one file like this and a line in `suites.ts`. */
export interface ProofSuite {
  readonly name: SuiteName
  /** Whether a proof is of this format, by its `type` and `cryptosuite` exactly as written. */
  matches(proof: JsonObject): boolean
  /** The only kinds of key that this format may be verified or signed with. */
  readonly keyTypes: readonly KeyType[]
  readonly signatureBytes: number
  /** Contexts that define the terms of the proof: the document needs one of them. The last is added when none is there. */
  readonly contexts: readonly [string, ...string[]]
  /** Members of a proof that the format leaves out of what is signed, beside `proofValue`; a proof must not have them. */
  readonly unsignedMembers: readonly string[]
  /** The vendor's suite object. */
  vendorSuite(options: VendorSuiteOptions): Promise<VendorSuite>
}

/** Signs with Ed25519 under the name that the proof gives the key. */
export interface VendorSigner {
  readonly id: string
  readonly algorithm: KeyType
  sign(input: { data: Uint8Array }): Promise<Uint8Array>
}

export interface VendorSuiteOptions {
  readonly signer?: VendorSigner
  readonly created?: Date
  /** The proof in question, when there is one already. */
  readonly proof?: JsonObject
  /** The `@context` of the document, as a list. */
  readonly contexts: readonly unknown[]
}

/** What of the vendor's suites is used. The members that canonicalise are replaced: they are its extension points. */
export interface VendorSuite {
  proof?: JsonObject
  canonize(input: JsonObject): Promise<string>
  canonizeProof(proof: JsonObject, options: { document: JsonObject }): Promise<string>
  verifyProof(options: {
    proof: JsonObject
    document: JsonObject
    proofSet: readonly JsonObject[]
    documentLoader: (url: string) => Promise<unknown>
  }): Promise<{ verified: boolean; error?: unknown }>
}
