import type { BadgeErrorCode } from '../../errors.js'
import type { RdfOptions } from '../../rdf/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { KeyType, VerificationKey } from '../../types/keys.js'
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
  /** Only formats have this whose `proofValue` is more than one signature; it loads when such a proof is met. */
  inParts?(): Promise<ProofInParts>
}

/** How a proof is verified whose `proofValue` is more than one signature. */
export interface ProofInParts {
  /** What is wrong with a `proofValue`. */
  checkProofValue(value: JsonValue | undefined): ProofValueProblem | null
  /** Whether all its signatures are right, the issuer's with this key. The document comes without its proofs. */
  verify(
    signed: { readonly document: JsonObject; readonly proof: JsonObject; readonly key: VerificationKey },
    options: RdfOptions,
  ): Promise<boolean>
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
  readonly signer: VendorSigner
  readonly created?: Date
  /** The `@context` of the document, as a list. */
  readonly contexts: readonly unknown[]
  readonly documentLoader: DocumentLoader
  /** Places that every derived proof discloses. */
  readonly mandatoryPointers?: readonly string[]
}

/** What of the vendor's suites is used. What computes the bytes is replaced: it is their extension point. */
export interface VendorSuite {
  proof?: JsonObject
  createVerifyData(options: { proof: JsonObject }): Promise<Uint8Array>
}
