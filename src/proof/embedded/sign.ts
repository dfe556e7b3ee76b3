import { issuerIdOf } from '../../badge/index.js'
import { BadgeError } from '../../errors.js'
import { CREDENTIALS_V1 } from '../../internal/context-urls.js'
import { isJsonObject } from '../../internal/json.js'
import { isDid, splitFragment } from '../../loader/index.js'
import type { ClrCredential, EndorsementCredential, SignedCredential } from '../../types/credential.js'
import type { JsonObject } from '../../types/json.js'
import type { Signer } from '../../types/keys.js'
import type { SignOptions } from '../../types/proof.js'
import { isPlainCredential } from './plain-credential.js'
import { type DocumentSigning, signDocument } from './sign-document.js'
import { assertModel } from './sign-model.js'

/**
 * Signs a credential: any Verifiable Credential of data model 2.0 or 1.1, Open Badges or not. You get a frozen copy,
 * in which one proof is an object and several are a list; the input is never touched. Data model 1.1 and `Ed25519Signature2020` need a context for the
 * proof's own terms, which the copy then has.
 *
 * @param document - the credential without a proof
 * @param key - a key pair, or a `Signer` in front of a KMS or HSM
 * @throws BadgeError `ERR_SIGN_ALREADY_SIGNED` (see `addToProofs`), `ERR_SIGN_ISSUER_MISMATCH` (when the key certainly belongs to somebody
 * else), `ERR_TERM_UNDEFINED` (`problems` lists every place), `ERR_SUITE_UNSUPPORTED`, `ERR_MODEL_INVALID` for what is
 * no Verifiable Credential, `ERR_SIGN_FAILED` when the signer gives no signature, and what canonicalisation throws
 * (`ERR_CONTEXT_UNAVAILABLE`, …)
 * @see https://www.w3.org/TR/vc-data-integrity/#add-proof
 *
 * @example
 * import { createCredential, generateKeyPair, signCredential } from 'badgewright'
 *
 * const key = await generateKeyPair()
 * const credential = createCredential({
 *   issuer: { id: key.did, name: 'Acme' },
 *   achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld a seam.' },
 *   recipient: { email: 'kim@example.org' },
 * })
 * const signed = await signCredential(credential, key)
 * console.log(signed.proof)
 */
export function signCredential(
  document: EndorsementCredential,
  key: Signer,
  options?: SignOptions,
): Promise<SignedCredential<EndorsementCredential>>
export function signCredential(
  document: ClrCredential,
  key: Signer,
  options?: SignOptions,
): Promise<SignedCredential<ClrCredential>>
export function signCredential(document: object, key: Signer, options?: SignOptions): Promise<SignedCredential>
export async function signCredential(document: object, key: Signer, options: SignOptions = {}): Promise<JsonObject> {
  return signDocument(document, key, options, credentialSigning)
}

export const credentialSigning: DocumentSigning = {
  what: 'Verifiable Credential',
  purpose: 'assertionMethod',
  isPlain: isPlainCredential,
  check(credential, key, method, options) {
    if (firstContext(credential) === CREDENTIALS_V1 && credential.issuanceDate === undefined) {
      // `vc.issue` would fill it in from its own clock.
      throw new BadgeError('ERR_MODEL_INVALID', 'A credential of data model 1.1 must have an issuance date.', {
        pointer: '/issuanceDate',
      })
    }
    assertIssuer(credential, key, method, options)
  },
  checkModel: assertModel,
  async addProof(credential, suite, { documentLoader, now }) {
    const { issue } = await import('@digitalbazaar/vc')
    await issue({ credential, suite, documentLoader, now })
  },
}

function firstContext({ '@context': context }: JsonObject): unknown {
  return Array.isArray(context) ? context[0] : context
}

/**
 * Refuses only what can be told without asking anybody: a method of one DID for an issuer with another, when the key
 * itself does not say that the issuer controls it. An `https` key may be listed by any issuer.
 */
export function assertIssuer(
  credential: JsonObject,
  key: Signer,
  method: string,
  options: Pick<SignOptions, 'verificationMethod'>,
): void {
  const id = issuerIdOf(credential)
  if (id === undefined) return
  const [subject] = splitFragment(method)
  const declared = options.verificationMethod === undefined ? key.controller : undefined
  if (!isDid(subject) || subject === id || declared === id) return
  throw new BadgeError(
    'ERR_SIGN_ISSUER_MISMATCH',
    `The key belongs to ${subject}, but the credential names ${id} as issuer; use that issuer's key, or name its verification method with \`verificationMethod\`.`,
    { pointer: isJsonObject(credential.issuer) ? '/issuer/id' : '/issuer' },
  )
}
