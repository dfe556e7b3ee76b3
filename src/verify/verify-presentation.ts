import type { CredentialKind } from '../types/credential.js'
import type { PresentationResult } from '../types/presentation.js'
import { assertOptions } from './core/assert-options.js'
import { presentationClauses } from './presentation/registry.js'
import type { PresentationVerifyOptions } from './presentation/run.js'
import { verifyAt } from './verify-credential.js'

/**
 * Verifies a presentation: that the holder made it, for you and just now when you give the `challenge` and `domain`
 * that you handed out, and every credential in it as `verifyCredential` would. Offline unless `fetch` is given.
 *
 * `verified` says that the presentation and all its credentials are whole and in force, and signed by whom they name.
 * That the credentials are *about* the holder is the check `holder.subject`, which decides only when you ask for it
 * with `require: ['holder.subject']`: a parent may show a child's badge.
 *
 * A presentation without a proof is never verified; the results of its credentials are there all the same. A bad
 * presentation is a result, not an exception: this throws only for wrong options (`ERR_ARGUMENT_INVALID`).
 *
 * @param input - the presentation as object, as JSON text or bytes, or as a JWT (`vp+jwt`), enveloped or not
 * @see https://www.w3.org/TR/vc-data-model-2.0/#verification
 *
 * @example
 * import { verifyPresentation } from 'badgewright'
 *
 * const result = await verifyPresentation('{"type": "VerifiablePresentation"}', {
 *   challenge: 'c7a1',
 *   domain: 'lms.example',
 *   require: ['holder.subject'],
 * })
 * if (result.verified) for (const { result: badge } of result.credentials) console.log(badge.credential.name)
 * else for (const problem of result.problems) console.log(problem.code, problem.detail)
 */
export async function verifyPresentation<Kind extends CredentialKind = 'badge'>(
  input: unknown,
  options: PresentationVerifyOptions<Kind> = {},
): Promise<PresentationResult<Kind>> {
  assertOptions(options, presentationClauses, { holder: 'text' })
  const { verifyPresented } = await import('./presentation/verify-presented.js')
  // Credentials that are verified passed `input.kind`, so that each is of a kind accepted.
  return (await verifyPresented(input, options, verifyAt)) as PresentationResult<Kind>
}
