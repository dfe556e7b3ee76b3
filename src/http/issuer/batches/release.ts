import { limits } from '../../../internal/limits.js'
import { button, field, form, type Ui } from '../../site/ui.js'
import { type Html, html } from '../../web/html.js'
import type { BatchRow } from './page.js'

/** What the badges of a batch wait for. */
export interface ReleaseView {
  readonly at: string | undefined
  /** The time of day of `at`, where the issuer is. */
  readonly clock: string | undefined
  readonly needsApproval: boolean
  /** Whether this visitor gave the rows, and therefore does not approve of them. */
  readonly isOwn: boolean
  readonly offered: number
}

/** For as long as badges of a batch wait: when they are offered, and what can be done about it. */
export function releasePanel(
  ui: Ui,
  { id, stage, issued, release }: BatchRow & { readonly release: ReleaseView | undefined },
): Html | undefined {
  if (release === undefined) return undefined
  const { t } = ui
  const path = `/issuer/batches/${encodeURIComponent(id)}`
  const far = t('issuer.batch.offered', { done: ui.number(release.offered), total: ui.number(issued) })
  return html`<section class="card stack" aria-labelledby="release"><h2 id="release">${t(stage === 'releasing' ? 'issuer.batch.releasing' : 'issuer.batch.notOffered')}</h2><p>${stage === 'releasing' ? far : t('issuer.batch.notOfferedText')}</p>${when(ui, release)}${
    stage === 'held' && release.needsApproval && decision(ui, path, release)
  }${
    stage !== 'releasing' &&
    ui.may('batches.schedule') &&
    form(
      ui,
      { action: `${path}/schedule` },
      html`${field({ name: 'releaseAt', type: 'datetime-local', label: t('issuer.releaseAt'), hint: t('issuer.batch.scheduleHint'), optional: t('site.optional') })}<p class="row field">${button(t('issuer.batch.schedule'), { look: 'second' })}</p>`,
    )
  }${
    stage !== 'cancelled' &&
    ui.may('batches.cancel') &&
    form(
      ui,
      { action: `${path}/cancel` },
      html`<p class="soft">${t('issuer.batch.stopText')}</p><p class="row field">${button(t('issuer.batch.stop'), { look: 'danger' })}</p>`,
    )
  }</section>`
}

function when(ui: Ui, { at, clock, needsApproval }: ReleaseView): Html {
  const { t } = ui
  const time = clock === undefined || clock === '00:00' ? '' : ` ${clock}`
  return html`${at !== undefined && html`<p>${t('issuer.batch.offeredOn', { date: `${ui.moment(at)}${time}` })}</p>`}${needsApproval && html`<p>${t('issuer.batch.needsApproval')}</p>`}`
}

function decision(ui: Ui, path: string, { isOwn }: ReleaseView): Html | false {
  const { t } = ui
  return (
    ui.may('batches.approve') &&
    html`${
      isOwn
        ? html`<p class="soft">${t('issuer.batch.ownRows')}</p>`
        : form(ui, { action: `${path}/approve` }, button(t('issuer.batch.approve'), { large: true }))
    }${form(
      ui,
      { action: `${path}/reject` },
      html`<p class="soft">${t('issuer.batch.rejectText')}</p>${field({ id: 'f-reject', name: 'reason', label: t('issuer.reason'), optional: t('site.optional'), maxLength: limits.reasonText, autocomplete: 'off' })}<p class="row field">${button(t('issuer.reject'), { look: 'danger' })}</p>`,
    )}`
  )
}
