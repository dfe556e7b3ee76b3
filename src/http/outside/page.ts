import { limits } from '../../internal/limits.js'
import type { PageContent } from '../site/layout.js'
import { button, field, form, medal, notice, pill, type Ui } from '../site/ui.js'
import { type Html, html } from '../web/html.js'

export type OutsideProblems = Partial<Readonly<Record<'file' | 'address', string>>>

interface OutsideRow {
  readonly id: string
  readonly name: string
  readonly issuerName: string
  readonly issuedAt?: string
  readonly authentic: true | null
  readonly isTheirs: boolean
  readonly isPublic: boolean
}

export interface OutsideView {
  readonly badges: readonly OutsideRow[]
  readonly address: string
  readonly problems: OutsideProblems
  /** Whether addresses of others are looked up here. */
  readonly asksOthers: boolean
  readonly note: string | undefined
}

/** Badges of other issuers, and how one is added. */
export function outsidePage(ui: Ui, { badges, address, problems, asksOthers, note }: OutsideView): PageContent {
  const { t } = ui
  return {
    title: t('others.title'),
    body: html`<div class="wrap stack-wide">${note !== undefined && notice('good', note)}<h1>${t('others.title')}</h1><p class="lead">${t('others.lead')}</p>
${badges.length > 0 && html`<ul role="list" class="grid">${badges.map((row) => tileOf(ui, row))}</ul>`}
<section class="panel stack" aria-labelledby="add"><h2 id="add">${t('others.add')}</h2>${form(
      ui,
      { action: '/mine/others', files: true },
      html`${field({ name: 'file', type: 'file', label: t('others.file'), hint: t('others.fileHint'), problem: problems.file, accept: '.png,.svg,.pdf,.json,.jwt,.txt' })}
${asksOthers && field({ name: 'address', type: 'url', label: t('others.address'), value: address, problem: problems.address, maxLength: limits.fetchUrl, autocomplete: 'off' })}
<p class="row field">${button(t('others.check'))}</p>`,
    )}</section>
<p><a href="${ui.href('/mine')}">${t('mine.title')}</a></p></div>`,
  }
}

function tileOf(ui: Ui, { id, name, issuerName, issuedAt, authentic, isTheirs, isPublic }: OutsideRow): Html {
  const { t } = ui
  const named = (label: string, value: string, look: 'second' | 'quiet') =>
    button(label, { name: 'do', value, look, ariaLabel: `${label}: ${name}` })
  const why = isTheirs ? undefined : t(authentic === true ? 'others.notTheirs' : 'others.unclear')
  return html`<li class="tile">${medal(undefined, name, '')}<h2 class="h3"><a href="${ui.href(`/o/${id}`)}"><bdi>${name}</bdi></a></h2><p class="soft small"><bdi>${issuerName}</bdi>${issuedAt !== undefined && html`<br>${ui.date(issuedAt)}`}</p><p>${pill(isPublic ? 'valid' : 'closed', t(isPublic ? 'others.onPage' : 'others.private'))}</p>${why !== undefined && html`<p class="soft small">${why}</p>`}<div class="foot">${form(
    ui,
    { action: `/mine/others/${id}`, className: 'row' },
    html`${isTheirs && named(t(isPublic ? 'others.hide' : 'others.show'), isPublic ? 'hide' : 'show', 'second')}${named(t('account.remove'), 'remove', 'quiet')}`,
  )}</div></li>`
}
