import { checkOptions } from '../internal/options.js'
import type { CredentialKind } from '../types/credential.js'
import type { VerificationResult } from '../types/verification.js'
import { assertResult } from './core/assert-result.js'
import type { DescribedResult } from './core/described.js'

export type { DescribedResult } from './core/described.js'

/**
 * A verification result for people: verdict and checks in English, German, Spanish, French, Arabic or Japanese. The result
 * itself stays in English, for programs and logs; {@link explain} has its particulars.
 *
 * @param options - `locale`: BCP 47; default English, also for a language that there are no words in
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for what is not a result, or a `locale` that is not a language tag
 *
 * @example
 * import { describeResult, verifyCredential } from 'badgewright/verify'
 *
 * const result = await verifyCredential('{"type":"nothing"}')
 * const { verdict, checks } = await describeResult(result, { locale: 'de' })
 * console.log(verdict) // Dieser Badge ist nicht gültig.
 * for (const { statusText, text } of checks) console.log(`${statusText}: ${text}`)
 */
export async function describeResult(
  result: VerificationResult<CredentialKind>,
  options: { readonly locale?: string } = {},
): Promise<DescribedResult> {
  assertResult(result)
  checkOptions(options, { locale: 'text' })
  const { inWords } = await import('./spoken/in-words.js')
  return inWords(result, options.locale)
}
