import { BadgeError, isBadgeError } from '../errors.js'
import { asArray, copyJson, deepFreeze, isJsonObject } from '../internal/json.js'
import { formatDateTime, parseDateTime } from '../internal/time.js'
import { isUri } from '../internal/url.js'
import { createDocumentLoader, isDid, splitFragment } from '../loader/index.js'
import { canonicalize, findUndefinedTerms } from '../rdf/index.js'
import type { Proof, SignedCredential } from '../types/credential.js'
import type { JsonObject } from '../types/json.js'
import type { Signer } from '../types/keys.js'
import type { DocumentLoader } from '../types/loader.js'
import type { SignOptions } from '../types/proof.js'
import type { ProofSuite, VendorSigner } from './suite.js'
import { suiteByName, suiteNames } from './suites.js'
import { proofConfigurationOf } from './trace.js'

/**
 * Signs a credential: any Verifiable Credential of data model 2.0 or 1.1, Open Badges or not. You get a frozen copy
 * with `proof` as a list; the input is never touched. Data model 1.1 and `Ed25519Signature2020` need a context for the
 * proof's own terms, which the copy then has.
 *
 * @param document - the credential without a proof
 * @param key - a key pair, or a `Signer` in front of a KMS or HSM
 * @throws BadgeError `ERR_SIGN_ALREADY_SIGNED`, `ERR_SIGN_ISSUER_MISMATCH` (when the key certainly belongs to somebody
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
export async function signCredential(
  document: object,
  key: Signer,
  options: SignOptions = {},
): Promise<SignedCredential> {
  const now = time('now', options.now ?? new Date())
  const chosen = chooseSuites(options, key)
  const method = methodName(options, key)
  const credential = signable(document, chosen)
  assertIssuer(credential, key, method, options)
  const load = createDocumentLoader(options)
  const canonicalDocument = await canonicalOrExplain(credential, load)
  const created = time('created', options.created ?? now)
  const terms = {
    ...(options.expires === undefined ? {} : { expires: formatDateTime(time('expires', options.expires)) }),
    ...(options.domain === undefined ? {} : { domain: options.domain }),
    ...(options.challenge === undefined ? {} : { challenge: options.challenge }),
  }
  const { issue } = await import('@digitalbazaar/vc')
  for (const suite of chosen) {
    const signer = vendorSigner(key, method, suite)
    const vendor = await suite.vendorSuite({ signer, created, contexts: contextsOf(credential) })
    vendor.proof = terms
    vendor.canonize = async () => canonicalDocument
    vendor.canonizeProof = (proof) => canonicalize(proofConfigurationOf(credential, proof), { documentLoader: load })
    try {
      await issue({ credential, suite: vendor, documentLoader: load, now })
    } catch (cause) {
      throw isBadgeError(cause) ? cause : notACredential(cause)
    }
  }
  credential.proof = [...asArray(credential.proof as Proof | Proof[] | undefined)]
  return deepFreeze(credential) as SignedCredential
}

function chooseSuites({ suite = 'eddsa-rdfc-2022' }: SignOptions, key: Signer): readonly ProofSuite[] {
  const names = [...new Set(asArray(suite))]
  const [first] = names
  if (first === undefined) throw new BadgeError('ERR_ARGUMENT_INVALID', '`suite` must name at least one proof format.')
  return names.map((name) => {
    const found = suiteByName(name)
    if (found === undefined) {
      throw new BadgeError('ERR_SUITE_UNSUPPORTED', `${name} is not supported; use ${suiteNames.join(' or ')}.`)
    }
    if (!found.keyTypes.includes(key.type)) {
      throw new BadgeError(
        'ERR_SUITE_UNSUPPORTED',
        `${name} needs a key of type ${found.keyTypes.join(' or ')}; this is ${key.type}.`,
      )
    }
    return found
  })
}

export function methodName({ verificationMethod }: Pick<SignOptions, 'verificationMethod'>, key: Signer): string {
  const method = verificationMethod ?? key.id
  if (typeof method !== 'string' || !isUri(method)) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'The verification method must be a DID URL or another absolute URL.')
  }
  return method
}

/** A copy to work on, since `vc.issue` changes what it is given, with the contexts that the proofs need. */
function signable(document: object, chosen: readonly ProofSuite[]): JsonObject {
  const credential = copyJson(document)
  if (!isJsonObject(credential)) throw new BadgeError('ERR_ARGUMENT_INVALID', 'A credential is a JSON object.')
  if (credential.proof !== undefined) {
    throw new BadgeError(
      'ERR_SIGN_ALREADY_SIGNED',
      'The credential already has a proof; sign the credential without it, naming all suites at once for a set.',
      { pointer: '/proof' },
    )
  }
  const contexts = contextsOf(credential)
  const [first] = contexts
  if (first === VCDM_1 && credential.issuanceDate === undefined) {
    // `vc.issue` would fill it in from its own clock.
    throw new BadgeError('ERR_MODEL_INVALID', 'A credential of data model 1.1 must have an issuance date.', {
      pointer: '/issuanceDate',
    })
  }
  for (const { contexts: oneOf } of chosen) {
    const added = oneOf.at(-1)
    if (added !== undefined && !oneOf.some((url) => contexts.includes(url))) contexts.push(added)
  }
  credential['@context'] = contexts as string[]
  return credential
}

const VCDM_1 = 'https://www.w3.org/2018/credentials/v1'

const contextsOf = (document: JsonObject): unknown[] => [...asArray(document['@context'])]

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
  const { issuer } = credential
  const id = isJsonObject(issuer) ? issuer.id : issuer
  if (typeof id !== 'string') return
  const [subject] = splitFragment(method)
  const declared = options.verificationMethod === undefined ? key.controller : undefined
  if (!isDid(subject) || subject === id || declared === id) return
  throw new BadgeError(
    'ERR_SIGN_ISSUER_MISMATCH',
    `The key belongs to ${subject}, but the credential names ${id} as issuer; use that issuer's key, or name its verification method with \`verificationMethod\`.`,
    { pointer: isJsonObject(issuer) ? '/issuer/id' : '/issuer' },
  )
}

export async function canonicalOrExplain(credential: JsonObject, documentLoader: DocumentLoader): Promise<string> {
  try {
    return await canonicalize(credential, { documentLoader })
  } catch (error) {
    if (!isBadgeError(error, 'ERR_TERM_UNDEFINED')) throw error
    const terms = await findUndefinedTerms(credential, { documentLoader })
    const problems = terms.map(({ pointer, term, kind }) => ({
      code: 'ERR_TERM_UNDEFINED',
      pointer,
      detail: `The ${kind} "${term}" is defined by no context of the credential.`,
    }))
    const [first] = problems
    if (first === undefined) throw error
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
    throw new BadgeError(
      'ERR_TERM_UNDEFINED',
      `${first.detail.slice(0, -1)}, so that the signature would not cover it${more}; add a context or leave it out.`,
      { cause: error, pointer: first.pointer, problems },
    )
  }
}

function time(name: string, value: Date | string): Date {
  const milliseconds = typeof value === 'string' ? parseDateTime(value) : value.getTime()
  if (milliseconds === null || Number.isNaN(milliseconds)) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', `\`${name}\` must be a Date or an ISO 8601 time with a zone.`)
  }
  return new Date(milliseconds)
}

function vendorSigner(key: Signer, id: string, suite: ProofSuite): VendorSigner {
  return {
    id,
    algorithm: key.type,
    async sign({ data }) {
      let signature: unknown
      try {
        signature = await key.sign({ data })
      } catch (cause) {
        throw isBadgeError(cause) ? cause : new BadgeError('ERR_SIGN_FAILED', 'The signer failed.', { cause })
      }
      if (!(signature instanceof Uint8Array) || signature.length !== suite.signatureBytes) {
        throw new BadgeError('ERR_SIGN_FAILED', `The signer did not return ${suite.signatureBytes} bytes.`)
      }
      return signature
    },
  }
}

const notACredential = (cause: unknown): BadgeError =>
  new BadgeError(
    'ERR_MODEL_INVALID',
    'The document is no Verifiable Credential; run checkDataModel on it to see what is wrong.',
    { cause },
  )
