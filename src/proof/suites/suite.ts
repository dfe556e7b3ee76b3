import type { BadgeErrorCode } from '../../errors.js'
import type { WorkBudget } from '../../rdf/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { KeyType } from '../../types/keys.js'
import type { DocumentLoader } from '../../types/loader.js'
import type { SuiteName } from '../../types/proof.js'

/** One proof format. Adding one means one file like this and a line in `suites.ts`. */
export interface ProofSuite {
  readonly name: SuiteName
  /** What tells a new proof of this format. */
  readonly members: { readonly type: string; readonly cryptosuite?: string }
  /** Whether a proof is of this format, by its `type` and `cryptosuite` exactly as written. */
  matches(proof: JsonObject): boolean
  /** The only kinds of key that this format may be verified or signed with. */
  readonly keyTypes: readonly KeyType[]
  /** How document and proof become bytes: as canonical RDF (RDFC-1.0), or as canonical JSON (RFC 8785). */
  readonly transformation: 'rdfc' | 'jcs'
  /** Contexts that define the terms of the proof: the document needs one of them. The last is added when none is there. */
  readonly contexts: readonly [string, ...string[]]
  /** Members of a proof that the format leaves out of what is signed, beside `proofValue`; a proof must not have them. */
  readonly unsignedMembers: readonly string[]
  /** What is wrong with a `proofValue`: only formats have this whose value is more than one signature. */
  checkProofValue?(value: JsonValue | undefined): ProofValueProblem | null
  /** The vendor's suite object. */
  vendorSuite(options: VendorSuiteOptions): Promise<VendorSuite>
}

export interface ProofValueProblem {
  readonly code: BadgeErrorCode
  readonly detail: string
}

/** Bytes of a signature by the type of the key: R ‖ S of RFC 8032, r ‖ s of FIPS 186-5. */
export const signatureBytes: Readonly<Record<Exclude<KeyType, 'RSA'>, number>> = {
  Ed25519: 64,
  'P-256': 64,
  'P-384': 96,
}

/** Signs under the name that the proof gives the key. */
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
  readonly documentLoader: DocumentLoader
  readonly budget?: WorkBudget
  /** Places that every derived proof discloses. */
  readonly mandatoryPointers?: readonly string[]
}

/** What of the vendor's suites is used. What computes the bytes is replaced: it is their extension point. */
export interface VendorSuite {
  proof?: JsonObject
  createVerifyData(options: { proof: JsonObject }): Promise<Uint8Array>
  verifyProof(options: {
    proof: JsonObject
    document: JsonObject
    proofSet: readonly JsonObject[]
    documentLoader: (url: string) => Promise<unknown>
  }): Promise<{ verified: boolean; error?: unknown }>
}
