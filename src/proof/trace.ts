import { concatBytes, hexEncode } from '../internal/bytes.js'
import { jcs } from '../internal/jcs.js'
import { sha256 } from '../internal/sha256.js'
import { sha384 } from '../internal/sha384.js'
import { canonicalize } from '../rdf/index.js'
import type { JsonObject } from '../types/json.js'
import type { KeyType } from '../types/keys.js'
import type { DocumentLoader } from '../types/loader.js'
import { proofConfigurationOf, unsecured, withoutValue } from './secured.js'
import type { ProofSuite } from './suite.js'
import { suiteOfProof } from './suites.js'

/** Every intermediate of a Data Integrity proof, to compare with another implementation's. */
export interface ProofTrace {
  /** The document without its proofs, except those that `previousProof` names: canonical N-Quads, or canonical JSON. */
  readonly canonicalDocument: string
  /** The proof without `proofValue`; for RDF under the document's contexts. */
  readonly proofConfiguration: JsonObject
  /** The proof configuration as canonical N-Quads, or as canonical JSON. */
  readonly canonicalProof: string
  /** Hex. SHA-256; SHA-384 for a P-384 key. */
  readonly documentHash: string
  /** Hex. SHA-256; SHA-384 for a P-384 key. */
  readonly proofHash: string
  /** What is signed: the hash of the proof configuration, then the hash of the document. */
  readonly signedBytes: Uint8Array
}

/** Options of {@link traceProof}. */
export interface TraceOptions {
  readonly documentLoader: DocumentLoader
  /** The type of the key, which decides on the hash. Default: any that goes with SHA-256. */
  readonly keyType?: KeyType
}

/**
 * Works out what a proof of a document signs, whether the proof is made already or not. (`ecdsa-sd-2023` signs parts
 * of the document one by one; its trace shows the whole.)
 *
 * @param document - the credential; proofs in it are left out
 * @param proof - the proof, with or without `proofValue`
 * @throws BadgeError as `canonicalize`
 * @see https://www.w3.org/TR/vc-di-eddsa/#hashing-eddsa-rdfc-2022
 *
 * @example
 * import { traceProof } from 'badgewright'
 * import { createDocumentLoader } from 'badgewright/contexts'
 *
 * const credential = { '@context': ['https://www.w3.org/ns/credentials/v2'], type: ['VerifiableCredential'] }
 * const proof = { type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022', proofPurpose: 'assertionMethod' }
 * const trace = await traceProof(credential, proof, { documentLoader: createDocumentLoader() })
 * console.log(trace.documentHash, trace.proofHash)
 */
export async function traceProof(document: JsonObject, proof: JsonObject, options: TraceOptions): Promise<ProofTrace> {
  const form: CanonicalForm = { transformation: suiteOfProof(proof)?.transformation ?? 'rdfc', ...options }
  const canonicalDocument = await canonicalDocumentOf(document, proof, form)
  return traceOver(canonicalDocument, document, proof, form)
}

/** How documents become bytes for one suite and key. */
export interface CanonicalForm extends TraceOptions {
  readonly transformation: ProofSuite['transformation']
}

/** What a proof secures, in the form that is hashed. */
export async function canonicalDocumentOf(
  document: JsonObject,
  proof: JsonObject,
  { transformation, documentLoader, keyType }: CanonicalForm,
): Promise<string> {
  const secured = unsecured(document, proof)
  if (transformation === 'rdfc') return canonicalize(secured, { documentLoader, hash: hashName(keyType) })
  // vc-di-eddsa §3.3.2 step 4.2; that the document's contexts begin with these was checked.
  const context = proof['@context'] ?? secured['@context']
  return jcs(context === undefined ? secured : { ...secured, '@context': context })
}

/** The same when the canonical document is known already. */
export async function traceOver(
  canonicalDocument: string,
  document: JsonObject,
  proof: JsonObject,
  { transformation, documentLoader, keyType }: CanonicalForm,
): Promise<ProofTrace> {
  const proofConfiguration = transformation === 'rdfc' ? proofConfigurationOf(document, proof) : withoutValue(proof)
  const canonicalProof =
    transformation === 'rdfc'
      ? await canonicalize(proofConfiguration, { documentLoader, hash: hashName(keyType) })
      : jcs(proofConfiguration)
  const hash = hashName(keyType) === 'SHA-384' ? sha384 : sha256
  const documentHash = hash(canonicalDocument)
  const proofHash = hash(canonicalProof)
  return {
    canonicalDocument,
    proofConfiguration,
    canonicalProof,
    documentHash: hexEncode(documentHash),
    proofHash: hexEncode(proofHash),
    signedBytes: concatBytes(proofHash, documentHash),
  }
}

/** vc-di-ecdsa §3: the size of the key decides, for RDFC-1.0 too. */
export const hashName = (keyType: KeyType | undefined): 'SHA-256' | 'SHA-384' =>
  keyType === 'P-384' ? 'SHA-384' : 'SHA-256'
