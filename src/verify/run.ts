import { checkDataModel, type ModelReport } from '../credential/index.js'
import { type BadgeError, isBadgeError } from '../errors.js'
import { asArray, isJsonObject, withPlainJson } from '../internal/json.js'
import { createDocumentLoader, type DocumentLoader } from '../loader/index.js'
import { type DocumentForms, documentForms, type ProofOutcome, verifyJwt, verifyProof } from '../proof/index.js'
import type { JsonObject } from '../types/json.js'
import type { ReadInput } from './input.js'
import type { VerifyOptions } from './options.js'

/** The state of one verification: its input and options, and what several checks need, worked out once. */
export interface VerificationRun {
  readonly input: ReadInput
  /** The document; checks that use it wait for `input.parse`. */
  readonly document: JsonObject
  readonly options: VerifyOptions
  readonly now: Date
  /** Levels of credentials inside credentials above this one. */
  readonly depth: number
  /** Whether the document is the copy that a refresh service gave; then no other is asked for. */
  readonly refreshed: boolean
  readonly loader: DocumentLoader
  model(): ModelReport
  /** The canonical form of the document without its proofs, or why there is none. */
  canonical(): Promise<string | BadgeError>
  proofs(): Promise<readonly ProofOutcome[]>
}

export function startRun(
  input: ReadInput,
  options: VerifyOptions,
  now: Date,
  depth: number,
  refreshed = false,
): VerificationRun {
  const document = input.document ?? {}
  const loader = createDocumentLoader(options)
  const forms = documentForms(document, loader)
  return {
    input,
    document,
    options,
    now,
    depth,
    refreshed,
    loader,
    model: once(() => withPlainJson(document, (plain) => checkDataModel(plain, { profile: options.profile ?? 'ob3' }))),
    canonical: once(() => canonicalOf(forms)),
    proofs: once(async () => {
      const proofOptions = {
        documentLoader: loader,
        now,
        clockSkewSeconds: options.clockSkewSeconds ?? 0,
        acceptSelfAssertedKeys: options.dangerouslyAcceptSelfAssertedKeys ?? false,
        ...(options.domain === undefined ? {} : { domain: options.domain }),
        ...(options.challenge === undefined ? {} : { challenge: options.challenge }),
      }
      const { jwt } = input
      // Embedded proofs were made before the JWT, without what its claims add to the credential.
      const signed = jwt?.secured ?? document
      return Promise.all([
        ...(jwt === undefined ? [] : [verifyJwt(jwt, { ...proofOptions, strict: options.strictJwt ?? false })]),
        ...proofsOf(signed).map((proof, i) =>
          verifyProof(signed, proof, {
            ...proofOptions,
            ...(signed === document ? { forms } : {}),
            pointer: Array.isArray(signed.proof) ? `/proof/${i}` : '/proof',
          }),
        ),
      ])
    }),
  }
}

/** The proofs of a document, one or a set; `proof.present` sees to it that there is no other and not too many. */
export const proofsOf = (document: JsonObject): readonly JsonObject[] => asArray(document.proof).filter(isJsonObject)

async function canonicalOf(forms: DocumentForms): Promise<string | BadgeError> {
  try {
    return (await forms.secured({}, { transformation: 'rdfc' })).canonical
  } catch (error) {
    if (isBadgeError(error)) return error
    throw error
  }
}

export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
