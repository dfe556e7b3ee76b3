import { BASE_PROOF_START } from '../../badge/index.js'
import { concatBytes, startsWithBytes } from '../../internal/bytes.js'
import { documentLimits } from '../../internal/document-limits.js'
import { base64urlDecode, base64urlEncode } from '../../internal/encoding.js'
import type { JsonValue } from '../../types/json.js'
import { type CborValue, decodeCbor, encodeCbor } from './cbor.js'

/** vc-di-ecdsa §3.5.2: CBOR tags 0x5d00 and 0x5d01. */
const BASE = base64urlDecode(BASE_PROOF_START.slice(1))
const DERIVED = Uint8Array.of(0xd9, 0x5d, 0x01)

const SIGNATURE_BYTES = 64
/** A P-256 Multikey: two bytes that name the kind, and the compressed point. */
const PUBLIC_KEY_BYTES = 35
const HMAC_BYTES = 32

/** What the issuer hands to the learner only: it lets everything be disclosed, and links all that is derived. */
export interface BaseProofValue {
  readonly baseSignature: Uint8Array
  /** The key, made for this one proof, behind `signatures`. */
  readonly publicKey: Uint8Array
  readonly hmacKey: Uint8Array
  /** One for each statement that is not mandatory. */
  readonly signatures: readonly Uint8Array[]
  readonly mandatoryPointers: readonly string[]
}

/** What verifiers get. */
export interface DerivedProofValue {
  readonly baseSignature: Uint8Array
  readonly publicKey: Uint8Array
  readonly signatures: readonly Uint8Array[]
  /** From the number of a canonical label (`c14n0`) to the label that was signed. */
  readonly labelMap: ReadonlyMap<number, Uint8Array>
  readonly mandatoryIndexes: readonly number[]
}

/** The first three bytes are the first four characters. */
export const isDerivedProofValue = (value: JsonValue | undefined): boolean =>
  typeof value === 'string' && value.startsWith(`u${base64urlEncode(DERIVED)}`)

export const encodeBaseProofValue = (value: BaseProofValue): string =>
  encode(BASE, [value.baseSignature, value.publicKey, value.hmacKey, value.signatures, value.mandatoryPointers])

export const encodeDerivedProofValue = (value: DerivedProofValue): string =>
  encode(DERIVED, [value.baseSignature, value.publicKey, value.signatures, value.labelMap, value.mandatoryIndexes])

const encode = (prefix: Uint8Array, parts: CborValue): string =>
  `u${base64urlEncode(concatBytes(prefix, encodeCbor(parts)))}`

/** Reads a base proof value; `null` when it is none. */
export function decodeBaseProofValue(value: string): BaseProofValue | null {
  const [baseSignature, publicKey, hmacKey, signatures, mandatoryPointers, ...more] = decode(value, BASE)
  const good =
    isBytesOf(baseSignature, SIGNATURE_BYTES) &&
    isBytesOf(publicKey, PUBLIC_KEY_BYTES) &&
    isBytesOf(hmacKey, HMAC_BYTES) &&
    isSignatures(signatures) &&
    isListOf(mandatoryPointers, isText) &&
    more.length === 0
  return good ? { baseSignature, publicKey, hmacKey, signatures, mandatoryPointers } : null
}

/** Reads a derived proof value; `null` when it is none. */
export function decodeDerivedProofValue(value: string): DerivedProofValue | null {
  const [baseSignature, publicKey, signatures, labelMap, mandatoryIndexes, ...more] = decode(value, DERIVED)
  const good =
    isBytesOf(baseSignature, SIGNATURE_BYTES) &&
    isBytesOf(publicKey, PUBLIC_KEY_BYTES) &&
    isSignatures(signatures) &&
    labelMap instanceof Map &&
    isListOf(mandatoryIndexes, isNumber) &&
    more.length === 0
  return good ? { baseSignature, publicKey, signatures, labelMap, mandatoryIndexes } : null
}

/** The parts, or none when the text holds something else. */
function decode(value: string, prefix: Uint8Array): readonly (CborValue | undefined)[] {
  if (value.length > documentLimits.disclosureProof) return []
  try {
    const bytes = base64urlDecode(value.slice(1))
    if (!startsWithBytes(bytes, prefix)) return []
    const parts = decodeCbor(bytes.subarray(prefix.length))
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}

const isText = (value: CborValue): value is string => typeof value === 'string'
const isNumber = (value: CborValue): value is number => typeof value === 'number'

const isBytesOf = (value: CborValue | undefined, length: number): value is Uint8Array =>
  value instanceof Uint8Array && value.length === length

const isSignatures = (value: CborValue | undefined): value is readonly Uint8Array[] =>
  isListOf(value, (item): item is Uint8Array => isBytesOf(item, SIGNATURE_BYTES))

const isListOf = <T extends CborValue>(
  value: CborValue | undefined,
  is: (item: CborValue) => item is T,
): value is readonly T[] => Array.isArray(value) && value.every(is)
