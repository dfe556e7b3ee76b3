import type { PageContent } from '../../site/layout.js'
import { button, form, type Ui } from '../../site/ui.js'
import { type Html, html } from '../../web/html.js'
import { frame } from '../frame/frame.js'
import { nextLink } from '../frame/table.js'

/** A message or a post that was given up. */
export interface UndeliveredRow {
  readonly id: string
  /** An address, or the host of a webhook. */
  readonly name: string
  readonly badgeId: string | undefined
  readonly reason: string | undefined
  readonly attempts: number
  readonly at: string
}

export interface UndeliveredView {
  readonly messages: readonly UndeliveredRow[]
  readonly posts: readonly UndeliveredRow[]
  readonly nextMessages: string | undefined
  readonly nextPosts: string | undefined
  readonly note: string | undefined
}

/** What was given up, with what can be done about it. */
export const undeliveredPage = (
  ui: Ui,
  { messages, posts, nextMessages, nextPosts, note }: UndeliveredView,
): PageContent =>
  frame(
    ui,
    '/issuer/undelivered',
    ui.t('undelivered.title'),
    note,
    html`<p class="lead">${ui.t('undelivered.lead')}</p>
${messages.length + posts.length === 0 && html`<p class="card">${ui.t('undelivered.none')}</p>`}
${messages.length > 0 && section(ui, 'messages', ui.t('undelivered.messages'), messages, nextMessages)}
${posts.length > 0 && section(ui, 'webhooks', ui.t('undelivered.webhooks'), posts, nextPosts)}`,
  )

const section = (
  ui: Ui,
  kind: 'messages' | 'webhooks',
  title: string,
  rows: readonly UndeliveredRow[],
  next: string | undefined,
): Html =>
  html`<section class="stack" aria-labelledby="${kind}"><h2 id="${kind}">${title}</h2><ul role="list" class="list panel">${rows.map((row) => html`<li><span>${nameOf(ui, row)} <span class="soft small">${ui.moment(row.at)} · ${reasonOf(ui, row.reason)} · ${ui.t('undelivered.tries', { count: row.attempts })}</span></span>${ui.may(kind === 'messages' ? 'mail.retry' : 'webhooks.retry') && choices(ui, kind, row)}</li>`)}</ul>${nextLink(ui, next)}</section>`

const nameOf = (ui: Ui, { name, badgeId }: UndeliveredRow): Html =>
  badgeId === undefined
    ? html`<bdi dir="ltr">${name}</bdi>`
    : html`<a href="${ui.href(`/issuer/badges/${encodeURIComponent(badgeId)}`)}"><bdi dir="ltr">${name}</bdi></a>`

/** A code as the other side gave it; what is a sentence has words of its own in each language. */
const reasonOf = (ui: Ui, reason: string | undefined): Html =>
  reason !== undefined && /^(?:(?:SMTP|HTTP) \w{1,20}|\d{3}|ERR_[A-Z_]{1,40})$/.test(reason)
    ? html`<code dir="ltr">${reason}</code>`
    : html`${ui.t('undelivered.unreachable')}`

const choices = (ui: Ui, kind: string, { id, name }: UndeliveredRow): Html => {
  const choice = (value: 'again' | 'dismiss', label: string, look: 'second' | 'quiet') =>
    button(label, { name: 'do', value, look, ariaLabel: `${label}: ${name}` })
  return form(
    ui,
    { action: `/issuer/undelivered/${kind}/${encodeURIComponent(id)}` },
    html`<p class="row">${choice('again', ui.t('undelivered.sendAgain'), 'second')}${choice('dismiss', ui.t('undelivered.dismiss'), 'quiet')}</p>`,
  )
}
