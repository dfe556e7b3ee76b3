import { proofsOf } from '../../badge/index.js'
import { BadgeError } from '../../errors.js'
import { isJsonObject } from '../../internal/json.js'
import { signRules } from '../../internal/option-tables.js'
import { checkOptions, checkValue, needed, type OptionTable } from '../../internal/options.js'
import type { ClrCredential, EndorsementCredential, SignedCredential } from '../../types/credential.js'
import type { JsonObject } from '../../types/json.js'
import type { Signer } from '../../types/keys.js'
import type { AddProofOptions } from '../../types/proof.js'
import { credentialSigning } from './sign.js'
import { signDocument } from './sign-document.js'

const { addToProofs: _, mandatoryPointers: _p, dangerouslySkipModelCheck: _d, ...rest } = signRules
const rules = rest satisfies OptionTable<AddProofOptions>

/**
 * Adds the proof of another party to a credential that its issuer has signed: a notary's, an employer's, an archive's.
 * You get a frozen copy with one more proof; the issuer's stays as it is. The proof says that this party has seen the
 * credential as it is. It makes nobody its issuer, and it is not an endorsement: that is a credential of its own
 * (`createEndorsement`).
 *
 * Verify the credential first: what is added to is not verified here. To sign what the issuer signed too, name the
 * issuer's proof in `previousProof`; it needs an `id` for that (`proofId` of `signCredential`).
 *
 * @param signed - the credential with its proof; a JWT has no place for a second one
 * @param signer - a key pair of the other party, or a `Signer` in front of a KMS or HSM
 * @throws BadgeError `ERR_PROOF_MISSING` for a credential that nobody has signed, `ERR_SIGN_ALREADY_SIGNED` when the
 * proof needs a context that the signed credential lacks, and what `signCredential` throws
 * @see https://www.w3.org/TR/vc-data-integrity/#proof-sets
 *
 * @example
 * import { addProof, generateKeyPair, issueBadge, verifyCredential } from 'badgewright'
 *
 * const issuer = await generateKeyPair()
 * const notary = await generateKeyPair()
 * const badge = await issueBadge(
 *   {
 *     issuer: { name: 'Acme' },
 *     achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld a seam.' },
 *     recipient: { email: 'kim@example.org' },
 *   },
 *   issuer,
 * )
 * const result = await verifyCredential(await addProof(badge, notary))
 * console.log(result.verified, result.proofs.map(({ by }) => by)) // true [ 'issuer', 'other' ]
 */
export function addProof(
  signed: EndorsementCredential,
  signer: Signer,
  options?: AddProofOptions,
): Promise<SignedCredential<EndorsementCredential>>
export function addProof(
  signed: ClrCredential,
  signer: Signer,
  options?: AddProofOptions,
): Promise<SignedCredential<ClrCredential>>
export function addProof(signed: object, signer: Signer, options?: AddProofOptions): Promise<SignedCredential>
export async function addProof(signed: object, signer: Signer, options: AddProofOptions = {}): Promise<JsonObject> {
  checkValue('signed', signed, needed('object'))
  if (!isJsonObject(signed as never) || proofsOf(signed as JsonObject).length === 0) {
    throw new BadgeError('ERR_PROOF_MISSING', 'A further proof is added to a credential that its issuer has signed.', {
      pointer: '/proof',
    })
  }
  checkOptions(options, rules)
  return signDocument(signed, signer, { ...options, addToProofs: true }, { ...credentialSigning, check() {} })
}
