import { hexEncode } from '../internal/bytes.js'

// Plain arithmetic on public values: WebCrypto does not read compressed points in every browser, and no platform
// refuses weak Ed25519 points. Nothing here touches a secret but the range check, which compares only.

type NistCurve = 'P-256' | 'P-384'

/** NIST SP 800-186 §3.2.1: field, `b` and order; `a` is −3 for both. */
const nistCurves: Readonly<Record<NistCurve, { p: bigint; b: bigint; n: bigint; bytes: number }>> = {
  'P-256': {
    p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    bytes: 32,
  },
  'P-384': {
    p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    n: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    bytes: 48,
  },
}

export const bigIntOf = (bytes: Uint8Array): bigint => BigInt(`0x${hexEncode(bytes) || '0'}`)

function bytesOf(value: bigint, length: number): Uint8Array {
  const hex = value.toString(16).padStart(length * 2, '0')
  return Uint8Array.from({ length }, (_, i) => Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16))
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = base % modulus
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

/** `x³ − 3x + b`, which is `y²` for a point of the curve. */
function rightSide(curve: NistCurve, x: bigint): bigint {
  const { p, b } = nistCurves[curve]
  return ((((x * x - 3n) * x + b) % p) + p) % p
}

/** The affine coordinates of a compressed point (SEC 1 §2.3.4), or `null` when there is no such point. */
export function decompressPoint(curve: NistCurve, point: Uint8Array): { x: Uint8Array; y: Uint8Array } | null {
  const { p, bytes } = nistCurves[curve]
  const sign = point[0]
  const x = bigIntOf(point.subarray(1))
  if (point.length !== bytes + 1 || (sign !== 2 && sign !== 3) || x >= p) return null
  const square = rightSide(curve, x)
  const root = power(square, (p + 1n) / 4n, p)
  if ((root * root) % p !== square) return null
  const y = Number(root & 1n) === sign - 2 ? root : p - root
  return { x: bytesOf(x, bytes), y: bytesOf(y, bytes) }
}

export const compressPoint = (x: Uint8Array, y: Uint8Array): Uint8Array =>
  Uint8Array.of(2 + ((y.at(-1) ?? 0) & 1), ...x)

export function isOnCurve(curve: NistCurve, xBytes: Uint8Array, yBytes: Uint8Array): boolean {
  const { p, bytes } = nistCurves[curve]
  if (xBytes.length !== bytes || yBytes.length !== bytes) return false
  const [x, y] = [bigIntOf(xBytes), bigIntOf(yBytes)]
  return x < p && y < p && (y * y) % p === rightSide(curve, x)
}

/** Whether the bytes are a private scalar of the curve: exactly as long as its order, and from 1 to n − 1. */
export function isScalar(curve: NistCurve, bytes: Uint8Array): boolean {
  const { n, bytes: length } = nistCurves[curve]
  const scalar = bigIntOf(bytes)
  return bytes.length === length && scalar > 0n && scalar < n
}

const ED_P = 2n ** 255n - 19n
/** `d` of edwards25519, RFC 8032 §5.1. */
const ED_D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n

/**
 * The `y` of the points whose order divides 8. Under such a key anybody can make signatures that verify for most
 * messages, so none is a key. The two long ones have order 8.
 */
const smallOrder: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  ED_P - 1n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
])

/** Whether 32 bytes are an Ed25519 public key: canonical, on the curve (RFC 8032 §5.1.3) and not of small order. */
export function isEd25519Point(bytes: Uint8Array): boolean {
  if (bytes.length !== 32) return false
  const y = bigIntOf(bytes.toReversed()) & (2n ** 255n - 1n)
  if (y >= ED_P || smallOrder.has(y)) return false
  const u = y * y - 1n
  const v = ED_D * y * y + 1n
  // x² = u/v has a solution exactly when u·v is a square.
  return power((u * v) % ED_P, (ED_P - 1n) / 2n, ED_P) === 1n
}
