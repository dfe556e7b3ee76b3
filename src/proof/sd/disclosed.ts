import { utf8Encode } from '../../internal/bytes.js'
import { base64urlEncode, multibaseEncode } from '../../internal/encoding.js'
import { importPublicKey } from '../../keys/index.js'
import { canonicalize, type RdfOptions } from '../../rdf/index.js'
import type { JsonObject } from '../../types/json.js'
import type { VerificationKey } from '../../types/keys.js'
import { baseSignedBytes, hashOfProof } from './base.js'
import { linesOf, relabel } from './labels.js'
import { type DerivedProofValue, decodeDerivedProofValue } from './proof-value.js'

/** What the signatures of a derived proof cover. */
export interface DisclosedData {
  readonly value: DerivedProofValue
  /** For the issuer's signature. */
  readonly baseBytes: Uint8Array
  /** For the signatures in the proof, one each. */
  readonly single: readonly string[]
}

/**
 * Puts together what was signed, from what was disclosed; `null` when the parts do not fit.
 *
 * @throws BadgeError as `canonicalize`
 * @see https://www.w3.org/TR/vc-di-ecdsa/#createverifydata-ecdsa-sd-2023
 */
export async function disclosedData(
  document: JsonObject,
  proof: JsonObject,
  options: RdfOptions,
): Promise<DisclosedData | null> {
  const value = decodeDerivedProofValue(String(proof.proofValue))
  if (value === null) return null
  const statements = withSignedLabels(await canonicalize(document, options), value.labelMap)
  if (statements === null) return null
  const mandatory = new Set(value.mandatoryIndexes)
  if (mandatory.size !== value.mandatoryIndexes.length) return null
  if (value.mandatoryIndexes.some((index) => index >= statements.length)) return null
  const single = statements.filter((_, i) => !mandatory.has(i))
  if (single.length !== value.signatures.length) return null
  const baseBytes = baseSignedBytes({
    proofHash: await hashOfProof(document, proof, options),
    publicKey: value.publicKey,
    mandatory: statements.filter((_, i) => mandatory.has(i)),
  })
  return { value, baseBytes, single }
}

/** The statements with the labels that were signed; `null` for blank nodes without one, and for two with the same. */
function withSignedLabels(canonical: string, labelMap: DerivedProofValue['labelMap']): readonly string[] | null {
  const labels = new Map([...labelMap].map(([number, label]) => [`c14n${number}`, `u${base64urlEncode(label)}`]))
  if (new Set(labels.values()).size !== labels.size) return null
  const unknown = new Set<string>()
  const lines = linesOf(canonical).map((line) =>
    relabel(line, (name) => {
      const label = labels.get(name)
      if (label === undefined) unknown.add(name)
      return label ?? ''
    }),
  )
  return unknown.size > 0 ? null : lines.toSorted()
}

/** Whether all signatures are right: the issuer's first, since only it says whose the others are. */
export async function verifyDisclosed(
  { value, baseBytes, single }: DisclosedData,
  key: VerificationKey,
): Promise<boolean> {
  if (!(await key.verify({ data: baseBytes, signature: value.baseSignature }))) return false
  const statementKey = await importPublicKey({
    type: 'Multikey',
    publicKeyMultibase: multibaseEncode(value.publicKey),
  })
  if (statementKey.type !== 'P-256') return false
  const good = await Promise.all(
    value.signatures.map((signature, i) => statementKey.verify({ data: utf8Encode(single[i] ?? ''), signature })),
  )
  return good.every(Boolean)
}
