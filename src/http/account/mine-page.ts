import { limits } from '../../internal/limits.js'
import type { TextKey } from '../../texts/index.js'
import type { PageContent } from '../site/layout.js'
import { button, form, medal, notice, pill, stateLabel, type Ui } from '../site/ui.js'
import { attributes, type Html, html } from '../web/html.js'

export interface Tile {
  readonly name: string
  readonly issuerName: string
  readonly state: string
  readonly visibility: 'private' | 'unlisted' | 'public'
  readonly issuedAt: string
  readonly picture: string | undefined
  readonly path: string
}

export interface OfferTile extends Pick<Tile, 'name' | 'issuerName' | 'issuedAt' | 'picture'> {
  readonly badgeId: string
  /** Kept for later. */
  readonly accepted: boolean
}

export const orders = ['newest', 'oldest', 'issuer', 'name'] as const
export type Order = (typeof orders)[number]

const noticeTexts = {
  new: 'notices.new',
  corrected: 'notices.corrected',
  revoked: 'notices.revoked',
  expiring: 'notices.expiring',
  expired: 'notices.expired',
} as const satisfies Record<string, TextKey>

export interface NoticeRow {
  readonly id: string
  readonly kind: keyof typeof noticeTexts
  readonly at: string
  readonly isRead: boolean
  readonly name: string
  readonly issuerName: string
  readonly validUntil: string | undefined
  /** The page of the badge, where its owner has one. */
  readonly path: string | undefined
}

export interface MineView {
  readonly offers: readonly OfferTile[]
  /** Where further offers are. */
  readonly moreOffers: string | undefined
  readonly notices: readonly NoticeRow[]
  readonly badges: readonly Tile[]
  readonly sought: string
  readonly order: Order
  readonly next: string | undefined
  /** Whether only the newest were looked through. */
  readonly partial: boolean
  /** Whether this is a page after the first, where there is nothing but badges. */
  readonly isLater: boolean
  readonly note: string | undefined
}

export function minePage(ui: Ui, view: MineView): PageContent {
  const { t } = ui
  const isSearch = view.sought !== '' || view.isLater
  const isEmpty = view.badges.length === 0 && !isSearch
  return {
    title: t('mine.title'),
    body: html`<div class="wrap stack-wide">${view.note !== undefined && notice('good', view.note)}<div class="row between"><h1>${t('mine.title')}</h1><p class="row"><a class="button quiet" href="${ui.href('/mine/others')}">${t('others.title')}</a><a class="button quiet" href="${ui.href('/mine/page')}">${t('page.title')}</a></p></div>
${(view.offers.length > 0 || view.moreOffers !== undefined) && offersSection(ui, view)}
${view.notices.length > 0 && noticesSection(ui, view.notices)}
${
  isEmpty
    ? view.offers.length === 0 &&
      html`<div class="card stack"><h2>${t('mine.none')}</h2><p class="soft">${t('mine.noneText')}</p></div>`
    : html`<section class="stack" aria-labelledby="collection"><h2 id="collection">${t('mine.collection')}</h2>${searchForm(ui, view)}${
        view.badges.length === 0
          ? html`<p class="card">${t('issuer.noMatch')}</p>`
          : html`<ul role="list" class="grid">${view.badges.map((tile) => tileOf(ui, tile))}</ul>`
      }${view.partial && html`<p class="soft small">${t('mine.partial', { count: limits.collectionSearched })}</p>`}${moreLink(ui, view.next, t('mine.more'))}</section>`
}</div>`,
  }
}

/** Works without a script: a form that asks for another page. */
const searchForm = (ui: Ui, { sought, order }: MineView): Html =>
  html`<form method="get" action="${ui.href('/mine')}" class="row search" role="search"><div class="field"><label for="q">${ui.t('mine.search')}</label><input${attributes({ id: 'q', name: 'q', type: 'search', dir: 'auto', maxlength: limits.collectionQuery, value: sought, autocomplete: 'off' })}></div><div class="field"><label for="order">${ui.t('mine.order')}</label><select id="order" name="order" autocomplete="off">${orders.map(
    (each) =>
      html`<option${attributes({ value: each, selected: each === order })}>${ui.t(`mine.order.${each}`)}</option>`,
  )}</select></div><button type="submit" class="button quiet">${ui.t('issuer.search')}</button></form>`

const moreLink = (ui: Ui, path: string | undefined, label: string): Html | undefined =>
  path === undefined ? undefined : html`<p><a class="button quiet" href="${ui.href(path)}">${label}</a></p>`

const offersSection = (ui: Ui, { offers, moreOffers }: MineView): Html =>
  html`<section class="stack" aria-labelledby="offers"><h2 id="offers">${ui.t('mine.offers')}</h2><p class="soft">${ui.t('mine.answer')}</p><ul role="list" class="grid">${offers.map((offer) => offerTile(ui, offer))}</ul>${moreLink(ui, moreOffers, ui.t('mine.more'))}</section>`

/** The press is the acceptance, as on the page of the offer. */
function offerTile(ui: Ui, { badgeId, name, issuerName, issuedAt, picture, accepted }: OfferTile): Html {
  const named = (key: TextKey, value: 'claim' | 'look') =>
    button(ui.t(key), {
      name: 'do',
      value,
      ...(value === 'look' ? { look: 'quiet' } : {}),
      ariaLabel: `${ui.t(key)}: ${name}`,
    })
  return html`<li class="tile">${medal(picture, name, '')}<h3><bdi>${name}</bdi></h3><p class="soft small"><bdi>${issuerName}</bdi><br>${ui.moment(issuedAt)}</p><div class="foot">${form(
    ui,
    { action: '/mine/offers', className: 'row' },
    html`<input type="hidden" name="badgeId" value="${badgeId}">${named(accepted ? 'claim.claim' : 'claim.button', 'claim')}${named('mine.look', 'look')}`,
  )}</div></li>`
}

const tileOf = (ui: Ui, tile: Tile): Html =>
  html`<li class="tile">${medal(tile.picture, tile.name, '')}<h3><a href="${ui.href(tile.path)}"><bdi>${tile.name}</bdi></a></h3><p class="soft small"><bdi>${tile.issuerName}</bdi><br>${ui.moment(tile.issuedAt)}</p><p class="foot row">${pill(tile.state, stateLabel(ui, tile.state))}<span class="small soft">${ui.t(`visibility.${tile.visibility}`)}</span></p></li>`

const noticesSection = (ui: Ui, notices: readonly NoticeRow[]): Html =>
  html`<section class="panel stack" aria-labelledby="notices"><h2 id="notices">${ui.t('notices.title')}</h2>${noticeList(ui, notices)}<div class="row">${markAll(ui)}<a href="${ui.href('/mine/notices')}">${ui.t('notices.all')}</a></div></section>`

const markAll = (ui: Ui): Html =>
  form(ui, { action: '/mine/notices' }, button(ui.t('notices.readAll'), { name: 'all', value: 'yes', look: 'quiet' }))

const noticeList = (ui: Ui, notices: readonly NoticeRow[]): Html =>
  html`<ul role="list" class="list">${notices.map((row) => noticeRow(ui, row))}</ul>`

/** A button marks it as read and leads on; what was read is a link. */
function noticeRow(ui: Ui, row: NoticeRow): Html {
  const { t } = ui
  const { kind, name, validUntil } = row
  const text = t(noticeTexts[kind], { badge: name, date: validUntil === undefined ? '' : ui.date(validUntil) })
  const label = t(row.path === undefined ? 'notices.read' : 'notices.open')
  const onward = row.isRead
    ? row.path !== undefined && html`<a href="${ui.href(row.path)}" aria-label="${`${label}: ${name}`}">${label}</a>`
    : form(
        ui,
        { action: '/mine/notices' },
        html`<input type="hidden" name="notice" value="${row.id}">${button(label, { look: 'second', ariaLabel: `${label}: ${name}` })}`,
      )
  return html`<li><div>${!row.isRead && html`<span class="pill warn">${t('notices.unread')}</span> `}${row.isRead ? html`<bdi>${text}</bdi>` : html`<strong><bdi>${text}</bdi></strong>`}<br><span class="soft small"><bdi>${row.issuerName}</bdi> · <time datetime="${row.at}">${ui.moment(row.at)}</time></span></div>${onward}</li>`
}

export function noticesPage(
  ui: Ui,
  view: { readonly notices: readonly NoticeRow[]; readonly next: string | undefined },
): PageContent {
  const { t } = ui
  return {
    title: t('notices.title'),
    body: html`<div class="narrow stack-wide"><div class="row between"><h1>${t('notices.title')}</h1>${view.notices.some(({ isRead }) => !isRead) && markAll(ui)}</div>
${view.notices.length === 0 ? html`<p class="card">${t('notices.none')}</p>` : html`<div class="panel">${noticeList(ui, view.notices)}</div>`}
${moreLink(ui, view.next, t('site.next'))}
<p><a href="${ui.href('/mine')}">${t('mine.title')}</a></p></div>`,
  }
}
