import { concatBytes, utf8Encode } from '../../internal/bytes.js'
import { multibaseDecode } from '../../internal/encoding.js'
import { randomBytes } from '../../internal/random.js'
import { sha256 } from '../../internal/sha256.js'
import { generateKeyPair, type KeyPair } from '../../keys/index.js'
import { canonicalize, type RdfOptions } from '../../rdf/index.js'
import type { JsonObject } from '../../types/json.js'
import type { DocumentLoader } from '../../types/loader.js'
import { proofConfigurationOf } from '../core/secured.js'
import { type BaseProofValue, encodeBaseProofValue } from './proof-value.js'
import { takeApart } from './statements.js'

/** What a base proof is made from. */
export interface BaseProofInput {
  readonly document: JsonObject
  /** The proof without `proofValue`. */
  readonly proof: JsonObject
  readonly mandatoryPointers: readonly string[]
  readonly documentLoader: DocumentLoader
  /** Signs with the issuer's key. */
  readonly sign: (data: Uint8Array) => Promise<Uint8Array>
}

/** What is made for each proof; given only to repeat a published example. */
export interface BaseProofSecrets {
  readonly hmacKey: Uint8Array
  readonly statementKey: Pick<KeyPair, 'sign' | 'toJSON'>
}

/**
 * The value of a base proof: the issuer signs the mandatory part as one, and a key made for this proof signs every
 * other statement by itself.
 *
 * @see https://www.w3.org/TR/vc-di-ecdsa/#create-base-proof-ecdsa-sd-2023
 */
export async function createBaseProofValue(input: BaseProofInput, secrets?: BaseProofSecrets): Promise<string> {
  const { document, proof, mandatoryPointers, documentLoader } = input
  const { hmacKey, statementKey } = secrets ?? {
    hmacKey: randomBytes(32),
    statementKey: await generateKeyPair({ type: 'P-256' }),
  }
  const { statements, reveal } = await takeApart(document, hmacKey, { documentLoader })
  const always = (await reveal(mandatoryPointers)).statements
  const publicKey = multibaseDecode(String(statementKey.toJSON().publicKeyMultibase))
  const toSign = baseSignedBytes({
    proofHash: await hashOfProof(document, proof, { documentLoader }),
    publicKey,
    mandatory: statements.filter((statement) => always.has(statement)),
  })
  const single = statements.filter((statement) => !always.has(statement))
  const signatures = await Promise.all(single.map((statement) => statementKey.sign({ data: utf8Encode(statement) })))
  const value: BaseProofValue = {
    baseSignature: await input.sign(toSign),
    publicKey,
    hmacKey,
    signatures,
    mandatoryPointers,
  }
  return encodeBaseProofValue(value)
}

export async function hashOfProof(document: JsonObject, proof: JsonObject, options: RdfOptions): Promise<Uint8Array> {
  return sha256(await canonicalize(proofConfigurationOf(document, proof), options))
}

/** What the issuer's signature covers (vc-di-ecdsa §3.5.1). */
export const baseSignedBytes = (parts: {
  readonly proofHash: Uint8Array
  readonly publicKey: Uint8Array
  readonly mandatory: readonly string[]
}): Uint8Array => concatBytes(parts.proofHash, parts.publicKey, sha256(parts.mandatory.join('')))
