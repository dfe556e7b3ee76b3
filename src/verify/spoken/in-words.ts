import { defined } from '../../internal/defined.js'
import { loadChecks } from '../../texts/checks/index.js'
import { askedLocale, checkWords, formatFor, languageOf } from '../../texts/index.js'
import type { CredentialKind } from '../../types/credential.js'
import type { VerificationResult } from '../../types/verification.js'
import type { DescribedResult } from '../core/described.js'
import { factIds } from '../core/facts.js'

/** What `describeResult` does; the words load when they are asked for. */
export async function inWords(
  result: VerificationResult<CredentialKind>,
  locale: string | undefined,
): Promise<DescribedResult> {
  const tag = askedLocale(locale)
  const language = languageOf(tag)
  const texts = await loadChecks(language ?? 'en')
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
