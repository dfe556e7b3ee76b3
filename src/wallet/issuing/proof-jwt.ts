import { isBadgeError } from '../../errors.js'
import { isJsonObject } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { importPublicKey, jwkThumbprint } from '../../keys/index.js'
import { isComputedDid, loaderFor, resolveVerificationMethod, splitFragment } from '../../loader/index.js'
import { parseCompactJws } from '../../proof/index.js'
import type { JsonObject } from '../../types/json.js'
import type { KeyType, VerificationKey } from '../../types/keys.js'
import { didJwk } from './did-jwk.js'
import { type Refusal, refusal } from './refusal.js'

/** Algorithms that a wallet may prove its key by, each with its type of key: never none, and never a shared secret. */
export const proofAlgorithms: ReadonlyMap<string, KeyType> = new Map<string, KeyType>([
  ['ES256', 'P-256'],
  ['EdDSA', 'Ed25519'],
  ['Ed25519', 'Ed25519'],
  ['ES384', 'P-384'],
])

/** A key that a wallet has, and the challenge that it signed. */
export interface HolderProof {
  /** Whom a badge that is bound to the key is about. */
  readonly did: string
  /** Thumbprint of the key (RFC 7638). */
  readonly key: string
  /** The `c_nonce` or challenge that was answered. */
  readonly nonce: string
}

export interface ProofRules {
  /** The URL of the issuer. */
  readonly audience: string
  readonly now: Date
  /**
   * Takes what `@digitalbazaar/oid4-client` sends: no `typ` and no `iat`. Then `exp` says how long it is good for.
   */
  readonly lenient?: boolean
}

/**
 * Looks at a key proof of type `jwt`, OpenID4VCI 1.0 Appendix F.1. The nonce was signed; whether this issuer gave it out is for
 * the caller. Only keys that are their own DID, or lie in the proof, are taken: nothing is fetched.
 */
export async function checkProofJwt(text: string, rules: ProofRules): Promise<HolderProof | Refusal> {
  try {
    return await check(text, rules)
  } catch (error) {
    if (isBadgeError(error)) return wrong('The proof is not a JWT that can be read, or its key is none')
    throw error
  }
}

const wrong = (description: string): Refusal => refusal('invalid_proof', description)

async function check(text: string, rules: ProofRules): Promise<HolderProof | Refusal> {
  const { header, payload, signingInput, signature } = parseCompactJws(text)
  const isTyped = header.typ === 'openid4vci-proof+jwt' || (rules.lenient === true && header.typ === undefined)
  if (!isTyped) return wrong('typ must be openid4vci-proof+jwt')
  if (['crit', 'b64', 'zip', 'enc'].some((name) => Object.hasOwn(header, name))) {
    return wrong('crit, b64, zip and enc are not taken')
  }
  const type = proofAlgorithms.get(String(header.alg))
  if (type === undefined) return wrong(`alg must be one of ${[...proofAlgorithms.keys()].join(', ')}`)
  const found = await keyOf(header)
  if ('refused' in found) return found
  if (found.key.type !== type) return wrong('alg is not that of the key')
  if (payload.aud !== rules.audience) return wrong(`aud must be ${rules.audience}`)
  const late = untimely(payload, rules)
  if (late !== undefined) return late
  if (!(await found.key.verify({ data: signingInput, signature }))) return wrong('The signature is not of this key')
  const { nonce } = payload
  if (typeof nonce !== 'string' || nonce === '') return refusal('invalid_nonce', 'The proof has no nonce')
  return { did: found.did, key: jwkThumbprint({ ...found.key.publicKeyJwk }), nonce }
}

async function keyOf(header: JsonObject): Promise<{ did: string; key: VerificationKey } | Refusal> {
  const { kid, jwk, x5c } = header
  if ([kid, jwk, x5c].filter((each) => each !== undefined).length !== 1) {
    return wrong('Exactly one of kid and jwk names the key')
  }
  if (isJsonObject(jwk)) {
    const key = await importPublicKey(jwk)
    return { did: didJwk(key.publicKeyJwk), key }
  }
  if (typeof kid !== 'string') return wrong('The key is named by kid or jwk')
  const [did] = splitFragment(kid)
  if (!isComputedDid(did)) return wrong('kid must be of a did:key or did:jwk')
  const { key } = await resolveVerificationMethod(kid, { documentLoader: loaderFor({}) })
  return { did, key }
}

/** Why a proof is too old or too young; `undefined` where it is of now. */
function untimely({ iat, exp, nbf }: JsonObject, { now, lenient }: ProofRules): Refusal | undefined {
  const seconds = now.getTime() / 1000
  const skew = limits.walletSkewSeconds
  const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
  for (const value of [iat, exp, nbf]) {
    if (value !== undefined && !isTime(value)) return wrong('iat, exp and nbf are numbers')
  }
  if (iat === undefined && !(lenient === true && isTime(exp))) return wrong('iat is missing')
  if (isTime(iat) && (iat > seconds + skew || iat < seconds - limits.walletNonceSeconds - skew)) {
    return wrong('iat is not of now')
  }
  if (isTime(exp) && exp < seconds - skew) return wrong('The proof has expired')
  if (isTime(nbf) && nbf > seconds + skew) return wrong('The proof is not valid yet')
  return undefined
}
