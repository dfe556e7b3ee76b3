import { proofsOf } from '../../badge/index.js'
import { defined } from '../../internal/defined.js'
import { loaderFor } from '../../loader/index.js'
import { documentForms, type ProofOutcome, verifyProof } from '../../proof/embedded/index.js'
import { type DecodedJwt, verifyJwt } from '../../proof/jwt/index.js'
import type { WorkBudget } from '../../rdf/index.js'
import type { CredentialKind } from '../../types/credential.js'
import type { JsonObject } from '../../types/json.js'
import type { DocumentLoader } from '../../types/loader.js'
import type { Finding } from '../core/check.js'
import type { ReadInput } from '../core/input.js'
import type { NestedResult } from '../core/nested.js'
import type { VerifyOptions } from '../core/options.js'
import { once } from '../core/run.js'
import type { PresentationCheckId } from './registry.js'

/** Result of one credential of a presentation, with its place. */
export interface PresentedCredential {
  readonly pointer: string
  readonly result: NestedResult
}

/** Options of `verifyPresentation`: those of `verifyCredential`, which go to every credential, and who is expected. */
export interface PresentationVerifyOptions<Kind extends CredentialKind = 'badge'> extends VerifyOptions<Kind> {
  /** The DID or URL of the holder who must have made the presentation. Default: the one it names. */
  readonly holder?: string
}

/** A presentation as it was read, with the JWT that it came as. */
export interface PresentationInput extends ReadInput {
  readonly presentationJwt?: DecodedJwt
}

/** The state of one verification of a presentation. */
export interface PresentationRun {
  readonly input: PresentationInput
  readonly document: JsonObject
  readonly options: PresentationVerifyOptions<CredentialKind>
  readonly now: Date
  readonly loader: DocumentLoader
  proofs(): Promise<readonly ProofOutcome[]>
  credentials(): Promise<readonly PresentedCredential[]>
}

/** One check of a presentation. */
export interface PresentationCheck {
  readonly id: PresentationCheckId
  readonly needs: readonly PresentationCheckId[]
  /** Whether it decides the outcome unless the caller asks for it. Default true. */
  readonly required?: boolean
  readonly run: (run: PresentationRun) => Finding | Promise<Finding>
}

export function startPresentationRun(
  input: PresentationInput,
  options: PresentationVerifyOptions<CredentialKind>,
  now: Date,
  budget: WorkBudget,
  verifyAll: (document: JsonObject) => Promise<readonly PresentedCredential[]>,
): PresentationRun {
  const document = input.document ?? {}
  const loader = loaderFor(options)
  const forms = documentForms(document, loader, { budget })
  const { domain, challenge, holder } = options
  return {
    input,
    document,
    options,
    now,
    loader,
    proofs: once(() =>
      Promise.all([
        ...(input.presentationJwt === undefined
          ? []
          : [
              verifyJwt(input.presentationJwt, {
                documentLoader: loader,
                now,
                role: 'holder',
                clockSkewSeconds: options.clockSkewSeconds ?? 0,
                acceptSelfAssertedKeys: options.dangerouslyAcceptSelfAssertedKeys ?? false,
                ...defined({ domain, challenge }),
              }),
            ]),
        ...proofsOf(document).map((proof, i) =>
          verifyProof(document, proof, {
            documentLoader: loader,
            budget,
            forms,
            now,
            role: 'holder',
            pointer: Array.isArray(document.proof) ? `/proof/${i}` : '/proof',
            clockSkewSeconds: options.clockSkewSeconds ?? 0,
            acceptSelfAssertedKeys: options.dangerouslyAcceptSelfAssertedKeys ?? false,
            ...defined({ domain, challenge, expectedHolder: holder }),
          }),
        ),
      ]),
    ),
    credentials: once(() => verifyAll(document)),
  }
}

/** Id of the holder that a presentation names, if it does. */
export function holderOf({ holder }: JsonObject): string | undefined {
  const id = typeof holder === 'object' && holder !== null && !Array.isArray(holder) ? holder.id : holder
  return typeof id === 'string' ? id : undefined
}
