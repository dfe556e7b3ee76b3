import { limits } from '../../internal/limits.js'
import type { PageContent } from '../site/layout.js'
import { button, field, form, type Ui } from '../site/ui.js'
import { html } from '../web/html.js'

export type ReportProblems = Partial<Readonly<Record<'text' | 'email', string>>>

export interface ReportView {
  readonly issuer: string
  readonly page: string | undefined
  readonly text: string
  readonly email: string
  readonly problems: ReportProblems
}

export function reportPage(ui: Ui, { issuer, page, text, email, problems }: ReportView): PageContent {
  const { t } = ui
  return {
    title: t('help.report'),
    body: html`<div class="narrow stack-wide"><div class="stack"><h1>${t('help.report')}</h1><p class="lead">${t('report.lead', { issuer })}</p></div>
<div class="card">${form(
      ui,
      { action: '/report' },
      html`<div class="trap" aria-hidden="true"><label for="website">${t('apply.honeypot')}</label><input id="website" name="website" tabindex="-1" autocomplete="off"></div>${page !== undefined && html`<input type="hidden" name="page" value="${page}"><p class="soft small">${t('report.about')} <bdi dir="ltr">${ui.href(page)}</bdi></p>`}
${field({ name: 'text', label: t('report.what'), hint: t('report.whatHint'), value: text, problem: problems.text, multiline: true, required: true, maxLength: limits.reportText })}
${field({ name: 'email', type: 'email', label: t('signIn.email'), hint: t('report.emailHint', { issuer }), value: email, problem: problems.email, optional: t('site.optional'), maxLength: limits.address, autocomplete: 'email' })}
<p class="row field">${button(t('report.send'))}</p>`,
    )}</div>
<p><a href="${ui.href('/help')}">${t('help.title')}</a></p></div>`,
  }
}
