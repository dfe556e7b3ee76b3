import { checkDataModel, type ModelReport } from '../credential/index.js'
import { type BadgeError, isBadgeError } from '../errors.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { createDocumentLoader, type DocumentLoader } from '../loader/index.js'
import { type ProofOutcome, verifyProof } from '../proof/index.js'
import { canonicalize } from '../rdf/index.js'
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
  readonly loader: DocumentLoader
  model(): ModelReport
  /** The canonical form of the document without its proofs, or why there is none. */
  canonical(): Promise<string | BadgeError>
  proofs(): Promise<readonly ProofOutcome[]>
}

export function startRun(input: ReadInput, options: VerifyOptions, now: Date, depth: number): VerificationRun {
  const document = input.document ?? {}
  const loader = createDocumentLoader(options)
  return {
    input,
    document,
    options,
    now,
    depth,
    loader,
    model: once(() => checkDataModel(document, { profile: options.profile ?? 'ob3' })),
    canonical: once(() => canonicalOf(document, loader)),
    proofs: once(() =>
      Promise.all(
        proofsOf(document).map((proof, i) =>
          verifyProof(document, proof, {
            documentLoader: loader,
            now,
            pointer: Array.isArray(document.proof) ? `/proof/${i}` : '/proof',
            clockSkewSeconds: options.clockSkewSeconds ?? 0,
            acceptSelfAssertedKeys: options.dangerouslyAcceptSelfAssertedKeys ?? false,
            ...(options.domain === undefined ? {} : { domain: options.domain }),
            ...(options.challenge === undefined ? {} : { challenge: options.challenge }),
          }),
        ),
      ),
    ),
  }
}

/** The proofs of a document, one or a set; `proof.present` sees to it that there is no other and not too many. */
const proofsOf = (document: JsonObject): readonly JsonObject[] => asArray(document.proof).filter(isJsonObject)

async function canonicalOf(document: JsonObject, documentLoader: DocumentLoader): Promise<string | BadgeError> {
  const { proof: _, ...unsigned } = document
  try {
    return await canonicalize(unsigned, { documentLoader })
  } catch (error) {
    if (isBadgeError(error)) return error
    throw error
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
