import type { TextKey } from '../../texts/index.js'
import type { PageContent } from '../site/layout.js'
import type { Ui } from '../site/ui.js'
import { html } from '../web/html.js'

export interface HelpView {
  readonly issuer: string
  /** Where people write to: an address of mail or of the web. */
  readonly contact: string | undefined
}

/** What people ask most, each with its answer. */
const answers = [
  ['help.lost', 'help.lostText'],
  ['help.name', 'help.nameText'],
  ['help.notMine', 'help.notMineText'],
  ['help.who', 'help.whoText'],
  ['help.linkedin', 'help.linkedinText'],
] as const satisfies readonly (readonly [TextKey, TextKey])[]

/** Five answers, and whom to ask for the sixth. It is the same for everybody, so that no mail and no page needs its own. */
export function helpPage(ui: Ui, { issuer, contact }: HelpView): PageContent {
  const { t } = ui
  return {
    title: t('help.title'),
    index: true,
    body: html`<div class="narrow stack-wide"><h1>${t('help.title')}</h1>
${answers.map(([question, answer]) => html`<section class="stack"><h2>${t(question)}</h2><p>${t(answer)}</p></section>`)}
<section class="panel stack" aria-labelledby="contact"><h2 id="contact">${t('help.contact')}</h2><p>${t(contact === undefined ? 'help.contactByMail' : 'help.contactText', { issuer })}</p><p class="row"><a class="button second" href="${ui.href('/report')}">${t('help.report')}</a>${contact !== undefined && html`<a class="button quiet" href="${contact}" rel="noopener noreferrer">${t('help.write')}</a>`}</p></section></div>`,
  }
}
