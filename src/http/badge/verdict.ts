import { answerOf, loadAnswers } from '../../texts/answers/index.js'
import type { VerificationResult } from '../../types/verification.js'
import { answerHead, answerLine, checkList, factList, wordsOf } from '../site/answer/parts.js'
import { speakerOf } from '../site/answer/speaker.js'
import type { Ui } from '../site/ui.js'
import { type Html, html } from '../web/html.js'
import type { Verdict } from './page.js'

/**
 * What checking a badge of this site found, for people: the same answer as where anybody checks badges.
 *
 * @param isWhole - whether the single checks are shown: not where they could tell what a link hides
 */
export async function verdictOf(result: VerificationResult, locale: string, isWhole: boolean): Promise<Verdict> {
  const answers = await loadAnswers(locale)
  const answer = answerOf(result, { isKnownIssuer: true })
  const speakerFor = (ui: Ui) => speakerOf({ locale: ui.locale, texts: ui.texts, answers })
  return {
    checkedAt: result.checkedAt,
    claims: answer.claims,
    line: (ui) => answerLine(wordsOf(speakerFor(ui), answer, result), answer),
    panel(ui: Ui): Html {
      const { t } = ui
      const speaker = speakerFor(ui)
      const checked = html`<p class="soft small">${t('check.title')} · <time datetime="${result.checkedAt}">${ui.moment(result.checkedAt)}</time></p>`
      return html`<section class="panel" aria-label="${t('check.title')}">${answerHead(wordsOf(speaker, answer, result), { ...answer, outcome: result.outcome }, checked)}
${factList(speaker, result)}
${isWhole && html`<details class="no-print"><summary>${t('check.details')}</summary>${checkList(speaker, result.checks)}</details>`}
<p class="no-print stack"><a href="${ui.href('/verify')}">${t('check.own')}</a></p></section>`
    },
  }
}
