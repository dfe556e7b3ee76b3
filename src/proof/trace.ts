import { concatBytes, hexEncode } from '../internal/bytes.js'
import { sha256 } from '../internal/sha256.js'
import { canonicalize } from '../rdf/index.js'
import type { JsonObject } from '../types/json.js'
import type { DocumentLoader } from '../types/loader.js'

/** Every intermediate of a Data Integrity proof over RDF, to compare with another implementation's. */
export interface ProofTrace {
  /** Canonical N-Quads of the document without its proofs. */
  readonly canonicalDocument: string
  /** The proof without `proofValue`, under the document's contexts. */
  readonly proofConfiguration: JsonObject
  /** Canonical N-Quads of the proof configuration. */
  readonly canonicalProof: string
  /** SHA-256, hex. */
  readonly documentHash: string
  /** SHA-256, hex. */
  readonly proofHash: string
  /** What is signed: the hash of the proof configuration, then the hash of the document. 64 bytes. */
  readonly signedBytes: Uint8Array
}

/**
 * Works out what a proof of a document signs, whether the proof is made already or not.
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
export async function traceProof(
  document: JsonObject,
  proof: JsonObject,
  options: { readonly documentLoader: DocumentLoader },
): Promise<ProofTrace> {
  const proofConfiguration = proofConfigurationOf(document, proof)
  const canonicalDocument = await canonicalize(unsecured(document), options)
  const canonicalProof = await canonicalize(proofConfiguration, options)
  const documentHash = sha256(canonicalDocument)
  const proofHash = sha256(canonicalProof)
  return {
    canonicalDocument,
    proofConfiguration,
    canonicalProof,
    documentHash: hexEncode(documentHash),
    proofHash: hexEncode(proofHash),
    signedBytes: concatBytes(proofHash, documentHash),
  }
}

/** Data Integrity 1.0 §4.3: what is secured is the document without its proofs. */
export function unsecured({ proof: _, ...document }: JsonObject): JsonObject {
  return document
}

/**
 * The proof as it is signed. Its contexts are the document's, never its own: a proof must not bring terms
 * (vc-di-eddsa §3.2.5 step 5).
 */
export function proofConfigurationOf(document: JsonObject, proof: JsonObject): JsonObject {
  const { proofValue: _value, '@context': _context, ...members } = proof
  const context = document['@context']
  return context === undefined ? members : { '@context': context, ...members }
}
