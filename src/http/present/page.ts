import { limits } from '../../internal/limits.js'
import type { BadgeService } from '../../service/index.js'
import type { TextKey } from '../../texts/index.js'
import { qrPicture } from '../site/answer/qr.js'
import type { PageContent } from '../site/layout.js'
import { button, field, form, icon, notice, type Ui } from '../site/ui.js'
import { attributes, type Html, html } from '../web/html.js'

type View = NonNullable<Awaited<ReturnType<BadgeService['presenting']['look']>>>

/** Before anything is asked: for what, and in whose name. */
export function questionPage(
  ui: Ui,
  view: {
    readonly badgeId: string
    readonly achievementName: string
    readonly issuerName: string
    readonly name: string
  },
): PageContent {
  const { t } = ui
  return {
    title: t('present.title'),
    body: html`<div class="narrow stack"><h1>${t('present.title')}</h1><p class="lead">${t('present.lead')}</p>
<div class="panel stack"><h2><bdi>${view.achievementName}</bdi></h2><p>${t('badge.issuedBy')} <strong><bdi>${view.issuerName}</bdi></strong></p></div>
<p>${t('present.asker', { name: view.name })}</p>
${form(ui, { action: '/present' }, html`<input type="hidden" name="badge" value="${view.badgeId}">${button(t('present.start'), { large: true })}`)}</div>`,
  }
}

/** For the one who asks: the code, then who answered, then the result. */
export function askedPage(
  ui: Ui,
  given: {
    readonly view: View
    readonly wrong: boolean
    readonly script: string | undefined
    /** Id of the badge from whose page this began. */
    readonly again: string
  },
): PageContent {
  const { t } = ui
  const { view, wrong } = given
  const body = { open: waiting, answered: whoAnswered, decided: result, expired: over }[view.state]
  return {
    title: t('present.title'),
    script: given.script,
    body: html`<div class="narrow stack-wide"><div class="stack"><h1>${t('present.title')}</h1>${
      view.achievementName !== undefined && html`<p class="lead"><bdi>${view.achievementName}</bdi></p>`
    }<p>${t('present.asker', { name: view.name })}</p></div>
${wrong && notice('bad', t('present.numberWrong'))}
<div id="asked" class="stack-wide" role="status"${waitingFor(ui, view)}>${body(ui, view)}</div>
${
  view.state !== 'open' &&
  view.state !== 'answered' &&
  given.again !== '' &&
  html`<p><a class="button second" href="${ui.href(`/present?badge=${encodeURIComponent(given.again)}`)}">${t('present.again')}</a></p>`
}</div>`,
  }
}

/** By what the program of the page notices an answer. */
const waitingFor = (ui: Ui, { id, state }: View): Html | undefined =>
  state === 'open' || state === 'answered'
    ? attributes({ 'data-waiting-state': ui.href(`/present/${id}/state`), 'data-waiting-for': state })
    : undefined

/** Decorative, as all codes: what is in it is a link beside it. */
const code = (text: string): Html => html`<div class="qr large">${qrPicture(text)}</div>`

function waiting(ui: Ui, view: View): Html {
  const { t } = ui
  return html`<section class="panel stack" aria-labelledby="scan"><h2 id="scan">${t('present.scan')}</h2>${code(view.page)}<p>${t('present.scanText', { count: limits.presentMinutes })}</p>
<details><summary>${t('present.second')}</summary>${code(view.links.there)}${!view.signed && html`<p>${t('present.dense')}</p>`}</details></section>
<section class="panel stack" aria-labelledby="here"><h2 id="here">${t('present.here')}</h2><p>${t('present.hereText')}</p><p><a class="button second" id="here-link" href="${view.links.here}">${t('present.open')}</a></p></section>
${reload(ui, view, t('present.waiting'))}`
}

const reload = (ui: Ui, view: View, text: string): Html =>
  html`<p class="soft">${text}</p><p><a class="button quiet" href="${ui.href(`/present/${view.id}`)}">${ui.t('present.reload')}</a></p>`

function whoAnswered(ui: Ui, view: View): Html {
  const { t } = ui
  if (view.way === 'here') return reload(ui, view, t('present.back'))
  const action = `/present/${view.id}`
  return html`<section class="panel stack" aria-labelledby="who"><h2 id="who">${t('present.numberTitle')}</h2><p>${t('present.numberText')}</p>${form(
    ui,
    { action, className: 'stack' },
    html`${field({ name: 'number', label: t('present.number'), required: true, autocomplete: 'off', inputMode: 'numeric', pattern: '[0-9]{4}', maxLength: 4 })}<p>${button(t('present.numberButton'), { name: 'do', value: 'number' })}</p>`,
  )}</section>
<section class="panel stack"><p>${t('present.skipText')}</p>${form(ui, { action }, button(t('present.skip'), { look: 'quiet', name: 'do', value: 'skip' }))}</section>`
}

type Verdict = NonNullable<View['verdict']>

const heads = {
  proven: 'present.shown',
  address: 'present.shownAddress',
  unproven: 'present.shownUnproven',
} as const satisfies Record<string, TextKey>

/** Why an answer was not accepted, in words; every other reason has its code beside it. */
const reasons: Readonly<Record<string, TextKey>> = {
  ERR_PROOF_PURPOSE: 'present.whyPurpose',
  ERR_HOLDER_MISMATCH: 'present.whyHolder',
  ERR_ISSUER_MISMATCH: 'present.whyHolder',
  ERR_ANSWER_MISMATCH: 'present.whyOther',
  ERR_ISSUER_UNTRUSTED: 'present.whyIssuer',
  ERR_STATUS_REVOKED: 'present.whyRevoked',
  ERR_EXPIRED: 'present.whyExpired',
  ERR_ACCESS_DENIED: 'present.whyDenied',
}

function result(ui: Ui, { verdict, confirmed }: View): Html {
  const { t } = ui
  if (verdict === undefined) return html``
  const { outcome, code: why = '', holder = 'unproven' } = verdict
  if (outcome !== 'shown') {
    const isOpen = outcome === 'unclear'
    const look = isOpen ? 'warn' : 'bad'
    const words = html`<p>${t(reasons[why] ?? 'present.whyElse')}</p><p class="soft small" dir="ltr"><code>${why}</code></p>`
    return html`<section class="panel stack">${verdictOf(look, outcome, t(isOpen ? 'present.unclear' : 'present.refused'), words)}</section>${kept(ui)}`
  }
  const isSure = holder === 'proven' && confirmed !== 'skipped'
  const who = {
    number: 'present.confirmedNumber',
    browser: 'present.confirmedBrowser',
    skipped: 'present.unconfirmed',
  } as const
  const words = html`<p>${t(who[confirmed ?? 'skipped'])}</p>`
  return html`<section class="panel stack">${verdictOf(isSure ? 'good' : 'warn', holder, t(heads[holder]), words)}${facts(ui, verdict)}</section>${kept(ui)}`
}

const shields = { good: 'shieldTick', warn: 'shieldQuestion', bad: 'shieldCross' } as const

const verdictOf = (look: keyof typeof shields, answer: string, what: string, words: Html): Html =>
  html`<div class="verdict ${look}" data-answer="${answer}">${icon(shields[look])}<div><h2>${what}</h2>${words}</div></div>`

const kept = (ui: Ui): Html => html`<p class="soft">${ui.t('present.kept', { count: limits.presentHours })}</p>`

function facts(ui: Ui, verdict: Verdict): Html {
  const { t } = ui
  const { achievementName, issuerName, issuerId, recipientName, validFrom, validUntil } = verdict
  const row = (label: string, value: string | undefined): Html | false =>
    value !== undefined && html`<dt>${label}</dt><dd><bdi>${value}</bdi></dd>`
  return html`<dl class="facts">${row(t('present.badge'), achievementName)}${row(t('badge.issuedBy'), issuerName ?? issuerId)}${row(t('present.recipient'), recipientName)}${row(t('badge.issued'), validFrom && ui.date(validFrom))}${row(t('badge.validUntil'), validUntil && ui.date(validUntil))}</dl>`
}

const over = (ui: Ui): Html =>
  html`<section class="panel stack"><h2>${ui.t('present.over')}</h2><p>${ui.t('present.overText', { count: limits.presentMinutes })}</p></section>`

/** For the one who is asked, whose camera has read the code. */
export function holderPage(
  ui: Ui,
  {
    view,
    isOpen,
  }: {
    readonly view: Pick<View, 'name' | 'achievementName' | 'links'>
    readonly isOpen: boolean
  },
): PageContent {
  const { t } = ui
  const { name, achievementName = '' } = view
  const title = t('present.askedTitle', { name })
  return {
    title,
    body: isOpen
      ? html`<div class="narrow stack"><h1>${title}</h1><p class="lead"><bdi>${achievementName}</bdi></p><p>${t('present.askedText', { name })}</p><p><a class="button large" href="${view.links.there}">${t('present.open')}</a></p></div>`
      : html`<div class="narrow stack"><h1>${t('present.over')}</h1><p class="lead">${t('present.askedOver')}</p></div>`,
  }
}

/** On the device of the one who has answered: what to read out. */
export function numberPage(ui: Ui, { number, name }: { readonly number: string; readonly name: string }): PageContent {
  const { t } = ui
  const title = t('present.yours', { name })
  return {
    title,
    body: html`<div class="narrow stack"><h1>${title}</h1><p class="lead">${t('present.yoursText')}</p><p class="read-out" dir="ltr">${number}</p><p>${t('present.yoursWarn')}</p></div>`,
  }
}
