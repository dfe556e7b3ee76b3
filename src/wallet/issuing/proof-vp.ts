import { proofsOf } from '../../badge/index.js'
import { CREDENTIALS_V1, CREDENTIALS_V2 } from '../../internal/context-urls.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { isComputedDid } from '../../loader/index.js'
import type { JsonObject } from '../../types/json.js'
import { keyOfDid } from '../key-of-did.js'
import type { HolderProof } from './proof-jwt.js'
import { type Refusal, refusal } from './refusal.js'

export interface PresentationRules {
  /** Absent where any is taken, and the caller looks whether it gave it out. */
  readonly challenge?: string
  readonly domain: string
  readonly now: Date
  /**
   * Takes a presentation in `Ed25519Signature2020` that names no domain, which is what Learner Credential Wallet sends. Only
   * where something is issued: a challenge that was passed on to another site would be answered to that one.
   */
  readonly allows2020?: boolean
}

const wrong = (description: string): Refusal => refusal('invalid_proof', description)

/**
 * Looks at a presentation by which a wallet shows who it is: the proof type `di_vp` of OpenID4VCI 1.0 Appendix F.2, and the
 * answer to `DIDAuthentication` of VCALM. It holds no credentials, and one proof by a key that is its own DID.
 */
export async function checkHolderPresentation(
  presentation: unknown,
  rules: PresentationRules,
): Promise<HolderProof | Refusal> {
  if (!isJsonObject(presentation)) return wrong('A presentation is a JSON object')
  const proofs = proofsOf(presentation)
  const [proof] = proofs
  if (proofs.length !== 1 || !isJsonObject(proof)) return wrong('A presentation has exactly one proof')
  if (asArray(presentation.verifiableCredential).length > 0) return wrong('No credentials were asked for')
  const { challenge, domain, verificationMethod } = proof
  const is2020 = proof.type === 'Ed25519Signature2020' && rules.allows2020 === true
  if (!is2020 && proof.cryptosuite !== 'eddsa-rdfc-2022') return wrong('The proof is of a suite that was not asked for')
  if (typeof challenge !== 'string' || challenge === '') return refusal('invalid_nonce', 'The proof has no challenge')
  if (rules.challenge !== undefined && challenge !== rules.challenge) {
    return refusal('invalid_nonce', 'The proof answers another challenge')
  }
  if (typeof verificationMethod !== 'string') return wrong('The proof names no key')
  const { verifyPresentation } = await import('../../verify/index.js')
  const needsDomain = !(is2020 && domain === undefined)
  const result = await verifyPresentation(presentation, {
    challenge,
    now: rules.now,
    clockSkewSeconds: limits.walletSkewSeconds,
    ...(needsDomain ? { domain: rules.domain } : {}),
  })
  const { holder } = result
  if (!result.verified || holder === undefined) {
    const codes = [...new Set(result.problems.map(({ code }) => code))].join(' ')
    return wrong(`The presentation does not verify: ${codes}`)
  }
  if (!isComputedDid(holder)) return wrong('The holder must be a did:key or did:jwk')
  // It verified a moment ago: where the key has no thumbprint, its name is as good.
  return { did: holder, key: (await keyOfDid(verificationMethod)) ?? verificationMethod, nonce: challenge }
}

/** What an exchange of VCALM asks of a wallet: who it is. */
export const presentationRequest = (challenge: string, domain: string): JsonObject => ({
  verifiablePresentationRequest: {
    query: [
      {
        type: 'DIDAuthentication',
        acceptedMethods: [{ method: 'key' }, { method: 'jwk' }],
        acceptedCryptosuites: [{ cryptosuite: 'eddsa-rdfc-2022' }, { cryptosuite: 'Ed25519Signature2020' }],
      },
    ],
    challenge,
    domain,
  },
})

/** How a badge is handed over in an exchange: in a presentation that nobody signed. */
export const handedOver = (credential: JsonObject, model: '2.0' | '1.1'): JsonObject => ({
  '@context': [model === '2.0' ? CREDENTIALS_V2 : CREDENTIALS_V1],
  type: ['VerifiablePresentation'],
  verifiableCredential: [credential],
})
