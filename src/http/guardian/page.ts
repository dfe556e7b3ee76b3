import type { GuardianDecision, GuardianView } from '../../service/index.js'
import type { PageContent } from '../site/layout.js'
import { button, form, notice, type Ui } from '../site/ui.js'
import { type Html, html } from '../web/html.js'

/** The questions, in the order in which they are asked, and the words for each. */
export const questions = {
  badges: { title: 'guardian.badges', text: 'guardian.badgesText' },
  publishing: { title: 'guardian.publishing', text: 'guardian.publishingText' },
} as const

export type Question = keyof typeof questions

/** What a question says, and so what is agreed to. */
export const questionText = (ui: Pick<Ui, 't' | 'siteName'>, question: Question, view: GuardianView): string =>
  ui.t(questions[question].text, { child: view.child, issuer: issuersOf(ui, view) })

/** Whose badges it is about; the name of the site as long as there are none. */
const issuersOf = ({ siteName }: Pick<Ui, 'siteName'>, { issuers }: GuardianView): string =>
  issuers.length === 0 ? siteName : issuers.join(', ')

/** Who asks for what, and what was decided. Looking at it changes nothing; its buttons post. */
export function guardianPage(
  ui: Ui,
  { token, view, saved }: { readonly token: string; readonly view: GuardianView; readonly saved: boolean },
): PageContent {
  const { t } = ui
  const { child } = view
  const title = t('guardian.title', { child })
  return {
    title,
    body: html`<div class="narrow stack-wide">${saved && notice('good', t('guardian.saved'))}
<div class="stack"><h1>${title}</h1><p class="lead">${t('guardian.lead', { child, issuer: issuersOf(ui, view) })}</p>${
      view.badges.length > 0 &&
      html`<p>${t('guardian.which')}</p><ul role="list" class="list">${view.badges.map(({ name, issuerName }) => html`<li><bdi>${name}</bdi> <span class="soft small"><bdi>${issuerName}</bdi></span></li>`)}</ul>`
    }</div>
${panel(ui, 'badges', token, view)}
${panel(ui, 'publishing', token, view)}
<p class="soft">${t('guardian.until', { child, date: ui.date(view.until) })}</p></div>`,
  }
}

function panel(ui: Ui, question: Question, token: string, view: GuardianView): Html {
  const { t } = ui
  const answer = view.answers[question]
  const isOpen = question === 'badges' || view.answers.badges?.given === true
  return html`<section class="panel stack" aria-labelledby="${question}"><h2 id="${question}">${t(questions[question].title)}</h2><p>${questionText(ui, question, view)}</p><p><strong>${stateOf(ui, answer)}</strong></p>${
    isOpen
      ? form(
          ui,
          { action: `/guardian/${encodeURIComponent(token)}`, label: t(questions[question].title) },
          html`<input type="hidden" name="question" value="${question}"><div class="row">${buttons(ui, answer)}</div>`,
        )
      : html`<p class="soft">${t('guardian.first')}</p>`
  }</section>`
}

const stateOf = (ui: Ui, answer: GuardianDecision | undefined): string =>
  answer === undefined
    ? ui.t('guardian.open')
    : ui.t(answer.given ? 'guardian.given' : 'guardian.refused', { date: ui.date(answer.at) })

/** Giving and taking back are one press each, of buttons that look the same: neither answer is the one to press. */
function buttons(ui: Ui, answer: GuardianDecision | undefined): readonly Html[] {
  const allow = button(ui.t('guardian.allow'), { name: 'do', value: 'give', look: 'second' })
  const refuse = (label: 'guardian.refuse' | 'guardian.withdraw'): Html =>
    button(ui.t(label), { name: 'do', value: 'refuse', look: 'second' })
  if (answer === undefined) return [allow, refuse('guardian.refuse')]
  return [answer.given ? refuse('guardian.withdraw') : allow]
}
