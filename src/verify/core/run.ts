import { proofsOf } from '../../badge/index.js'
import { checkDataModel, type ModelReport } from '../../credential/index.js'
import { type BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { Plain } from '../../internal/json.js'
import { type DocumentLoader, loaderFor } from '../../loader/index.js'
import { type DocumentForms, documentForms, type ProofOutcome, verifyJwt, verifyProof } from '../../proof/index.js'
import type { WorkBudget } from '../../rdf/index.js'
import type { JsonObject } from '../../types/json.js'
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
  /** The work that is left, for this credential, its proofs, and those inside it. */
  readonly budget: WorkBudget
  model(): ModelReport
  /** The canonical form of the document without its proofs, or why there is none. */
  canonical(): MaybePromise<string | BadgeError>
  proofs(): MaybePromise<readonly ProofOutcome[]>
}

export function startRun(
  input: ReadInput,
  options: VerifyOptions,
  now: Date,
  { depth, budget }: { readonly depth: number; readonly budget: WorkBudget },
  refreshed = false,
): VerificationRun {
  const document = input.document ?? {}
  const loader = loaderFor(options)
  const forms = documentForms(document, loader, { budget })
  return {
    input,
    document,
    options,
    now,
    depth,
    refreshed,
    loader,
    budget,
    model: once(() => checkDataModel(new Plain(document), { profile: options.profile ?? 'ob3' })),
    canonical: onDemand(() => canonicalOf(forms)),
    proofs: onDemand(async () => {
      const proofOptions = {
        documentLoader: loader,
        budget,
        now,
        clockSkewSeconds: options.clockSkewSeconds ?? 0,
        acceptSelfAssertedKeys: options.dangerouslyAcceptSelfAssertedKeys ?? false,
        ...defined({ domain: options.domain, challenge: options.challenge }),
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

function canonicalOf(forms: DocumentForms): MaybePromise<string | BadgeError> {
  const made = forms.secured({}, { transformation: 'rdfc' })
  return made instanceof Promise ? made.then(({ canonical }) => canonical).catch(badgeErrorOf) : made.canonical
}

function badgeErrorOf(error: unknown): BadgeError {
  if (isBadgeError(error)) return error
  throw error
}

/** A value, or the promise of one. What waits takes longer than what does not. */
export type MaybePromise<T> = T | Promise<T>

/** Works something out once; who asks after it has come does not have to wait. */
function onDemand<T>(make: () => MaybePromise<T>): () => MaybePromise<T> {
  let made: { value: MaybePromise<T> } | undefined
  return () => {
    if (made === undefined) {
      const value = make()
      made = { value }
      if (value instanceof Promise) value.then(keep, () => {})
    }
    return made.value
  }
  function keep(value: T): void {
    made = { value }
  }
}

export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
