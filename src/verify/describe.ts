import { defined } from '../internal/defined.js'
import { checkOptions } from '../internal/options.js'
import { askedLocale, checkWords, formatFor, languageOf, loadTexts } from '../texts/index.js'
import type { CredentialKind } from '../types/credential.js'
import type { Check, VerificationFacts, VerificationResult } from '../types/verification.js'
import { assertResult } from './core/assert-result.js'
import { factIds } from './core/facts.js'

/** A result in the words of a language, ready to be shown. */
export interface DescribedResult {
  /** The language it is in: the one asked for, or English where there are no words in it. */
  readonly locale: string
  readonly dir: 'ltr' | 'rtl'
  /** The verdict in one sentence. */
  readonly verdict: string
  /** What it is, in a word or two; absent where its types do not say one thing. */
  readonly kindText?: string
  /** The three facts, each as a question and its answer. */
  readonly facts: readonly {
    readonly id: keyof VerificationFacts
    readonly answer: boolean | null
    readonly question: string
    readonly text: string
  }[]
  /** A sentence for each check, in the order of the result. */
  readonly checks: readonly (Pick<Check, 'id' | 'status'> & {
    /** The status in a word or two: `passed`. */
    readonly statusText: string
    /** What the check found, in one sentence. */
    readonly text: string
    /** The particulars, in English: of what failed or stayed open, and of checks of your own. */
    readonly detail?: string
  })[]
}

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
  const tag = askedLocale(options.locale)
  const language = languageOf(tag)
  const { checks: texts } = await loadTexts(language ?? 'en')
  const format = formatFor(language === undefined ? 'en' : tag)
  return {
    locale: format.locale,
    dir: format.dir,
    verdict: texts[`outcome.${result.outcome}`],
    ...defined({ kindText: result.kind && texts[`kind.${result.kind}`] }),
    facts: factIds.map((id) => {
      const answer = result.facts[id]
      return { id, answer, question: texts[`fact.${id}`], text: texts[`fact.${answer}`] }
    }),
    checks: result.checks.map((check) => {
      const { text, detail } = checkWords(texts, check)
      const { id, status } = check
      return { id, status, statusText: texts[`status.${status}`], text, ...defined({ detail }) }
    }),
  }
}
