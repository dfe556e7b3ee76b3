import type { DocumentKind } from '../../badge/kinds/index.js'
import { checkDataModel, type ModelReport, relatedResources } from '../../credential/conformance/index.js'
import { type BadgeError, isBadgeError } from '../../errors.js'
import { CREDENTIALS_V2 } from '../../internal/context-urls.js'
import { defined } from '../../internal/defined.js'
import { Plain } from '../../internal/json.js'
import { later } from '../../internal/later.js'
import { roundedNumbers } from '../../internal/numbers.js'
import { type DocumentLoader, loaderFor } from '../../loader/index.js'
import { type DocumentForms, documentForms, type ProofOutcome } from '../../proof/embedded/index.js'
import { signsJson } from '../../proof/suites/index.js'
import type { WorkBudget } from '../../rdf/index.js'
import type { CredentialKind } from '../../types/credential.js'
import type { JsonObject } from '../../types/json.js'
import type { ReadInput } from './input.js'
import { kindsOf } from './kind.js'
import type { VerifyOptions } from './options.js'
import { attributed, verifyProofSet } from './proof-set.js'

/** The state of one verification: its input and options, and what several checks need, worked out once. */
export interface VerificationRun {
  readonly input: ReadInput
  /** The document; checks that use it wait for `input.parse`. */
  readonly document: JsonObject
  /**
   * Where the document as handed in has numbers with more digits than were signed; `document` has the signed ones. Or
   * why its numbers cannot be signed.
   */
  readonly rounded: readonly string[] | BadgeError
  /** What the document says that it is; see `kindsOf`. */
  readonly kinds: readonly DocumentKind[]
  readonly options: VerifyOptions<CredentialKind>
  readonly now: Date
  /** Levels of credentials inside credentials above this one. */
  readonly depth: number
  /** Whether the document is the copy that a refresh service gave; then no other is asked for. */
  readonly refreshed: boolean
  readonly loader: DocumentLoader
  /** The work that is left, for this credential, its proofs, and those inside it. */
  readonly budget: WorkBudget
  model(): ModelReport
  /** The resources of which the issuer signed a digest. */
  related(): ReturnType<typeof relatedResources>
  /** The canonical form of the document without its proofs, or why there is none. */
  canonical(): MaybePromise<string | BadgeError>
  proofs(): MaybePromise<readonly ProofOutcome[]>
}

export function startRun(
  input: ReadInput,
  options: VerifyOptions<CredentialKind>,
  now: Date,
  { depth, budget }: { readonly depth: number; readonly budget: WorkBudget },
  refreshed = false,
): VerificationRun {
  const { document, rounded } = signedDocument(input)
  const kinds = kindsOf(input)
  const loader = loaderFor(options)
  const forms = documentForms(document, loader, { budget })
  return {
    input,
    document,
    rounded,
    kinds,
    options,
    now,
    depth,
    refreshed,
    loader,
    budget,
    model: once(() => checkDataModel(new Plain(document), { profile: options.profile ?? profileOf(kinds) })),
    // The digest of the base context is held against the texts of it that were published, with the data model.
    related: once(() => relatedResources(document).filter(({ entry }) => entry.id !== CREDENTIALS_V2)),
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
      const strict = options.strictJwt ?? false
      const external = jwt === undefined ? [] : [await (await jwts()).verifyJwt(jwt, { ...proofOptions, strict })]
      const embedded = await verifyProofSet(signed, { ...proofOptions, ...(signed === document ? { forms } : {}) })
      return attributed([...external, ...embedded])
    }),
  }
}

/** What verifies JWTs loads when one is met. */
const jwts = /* @__PURE__ */ later(() => import('../../proof/jwt/index.js'))

/** The rules that a document is held against by what it says that it is. */
const profileOf = (kinds: readonly DocumentKind[]): 'ob3' | 'vcdm' =>
  kinds.length === 1 && kinds[0] === 'credential' ? 'vcdm' : 'ob3'

/** The document with the numbers that were signed: a signature over RDF holds for others as well. */
function signedDocument({
  document = {},
  jwt,
  ob2,
  hasPlainNumbers = false,
}: ReadInput): Pick<VerificationRun, 'document' | 'rounded'> {
  if (hasPlainNumbers || jwt !== undefined || ob2 !== undefined || signsJson(document)) return { document, rounded: [] }
  try {
    const { value, pointers } = roundedNumbers(document)
    return { document: value, rounded: pointers }
  } catch (error) {
    return { document, rounded: badgeErrorOf(error) }
  }
}

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
