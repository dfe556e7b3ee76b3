import { limits } from '../../internal/limits.js'
import { languageNames } from '../../texts/index.js'
import { attributes, type Html, html } from '../web/html.js'
import { csrfField, type Ui } from './ui.js'

/** A page, without what all pages have in common. */
export interface PageContent {
  readonly title: string
  readonly body: Html
  /** In place of title and robots: what link previews read. */
  readonly head?: Html | undefined
  /** URL of a script; it gets the page's nonce. */
  readonly script?: string | undefined
  /** Where the browser goes on to by itself, without a script too. */
  readonly leadsTo?: string | undefined
  /** Search engines may list it. Default false. */
  readonly index?: boolean
}

/** The whole document. */
export function layout(ui: Ui, { title, body, head, script, leadsTo, index = false }: PageContent): Html {
  const { t } = ui
  const fullTitle = title === ui.siteName ? title : `${title} · ${ui.siteName}`
  return html`<!DOCTYPE html>
<html${attributes({ lang: ui.locale, dir: ui.dir })}>
<head>
<meta charset="utf-8">
${head === undefined && html`<title>${fullTitle}</title>`}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${!index && head === undefined && html`<meta name="robots" content="noindex, nofollow, noarchive">`}
${head}
${leadsTo !== undefined && html`<meta http-equiv="refresh"${attributes({ content: `0;url=${leadsTo}` })}>`}
<link rel="stylesheet" href="${ui.styleUrl}"${attributes({ nonce: ui.nonce })}>
${ui.brand.accentUrl !== undefined && html`<link rel="stylesheet" href="${ui.brand.accentUrl}"${attributes({ nonce: ui.nonce })}>`}
<link rel="icon" href="${ui.brand.logoUrl ?? 'data:,'}">
${script !== undefined && html`<script type="module" src="${script}"${attributes({ nonce: ui.nonce })}></script>`}
</head>
<body${attributes({ class: ui.framed ? 'framed' : undefined })}>
<a class="skip" href="#main">${t('site.skip')}</a>
<header class="top"><div class="wrap"><a class="brand" href="${ui.href('/')}">${ui.brand.logoUrl === undefined ? mark : html`<img src="${ui.brand.logoUrl}" alt="">`}<span>${ui.siteName}</span></a>
<nav aria-label="${t('site.menu')}"><ul role="list">${menu(ui)}</ul></nav></div></header>
<main id="main" tabindex="-1">${body}</main>
<footer class="bottom"><div class="wrap">${foot(ui)}${languageForm(ui)}</div></footer>
</body>
</html>
`
}

const mark = html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><circle cx="12" cy="9" r="7" fill="currentColor"/><path d="m8 15-2 8 6-3 6 3-2-8" fill="currentColor" opacity=".55"/><path d="m9 9 2.2 2.200L15.2 7" fill="none" stroke="#fff" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/></svg>`

function menu(ui: Ui): Html[] {
  const { t } = ui
  const isStaff = ui.may('badges.list')
  const entries: [string, string][] = [
    ['/verify', t('site.verify')],
    ...(ui.signedIn
      ? ([
          ['/mine', t('site.mine')],
          ['/account', t('site.account')],
        ] as [string, string][])
      : isStaff
        ? []
        : ([['/sign-in', t('site.signIn')]] as [string, string][])),
    ...(isStaff ? ([['/issuer', t('site.issuer')]] as [string, string][]) : []),
  ]
  return entries.map(
    ([path, label]) =>
      html`<li><a href="${ui.href(path)}"${attributes({ 'aria-current': ui.here === path ? 'page' : undefined })}>${label}${path === '/mine' && ui.unread > 0 && unreadCount(ui)}</a></li>`,
  )
}

/** A number to see, and the words to hear. */
const unreadCount = ({ t, unread, number }: Ui): Html =>
  html`<span class="count" aria-hidden="true">${unread < limits.noticesCounted ? number(unread) : `${number(limits.noticesCounted - 1)}+`}</span><span class="hidden-visually">${t('notices.count', { count: unread })}</span>`

/** What the issuer says of itself; without that, what badges are. */
function foot({ t, brand, href, here, csrf }: Ui): Html {
  const { footer, postal, imprintUrl, privacyUrl } = brand
  const links = [
    [href('/help'), t('help.title')],
    [
      href(csrf !== undefined && /^\/[bp]\/[^/]+$/.test(here) ? `/report?page=${encodeURIComponent(here)}` : '/report'),
      t('help.report'),
    ],
    [imprintUrl, t('site.imprint')],
    [privacyUrl, t('site.privacy')],
  ].filter(([url]) => url !== undefined)
  return html`<div class="foot"><p><bdi>${footer ?? t('site.footer')}</bdi></p>${postal !== undefined && html`<p class="lines"><bdi>${postal}</bdi></p>`}<ul role="list" class="row">${links.map(([url, label]) => html`<li><a href="${url}">${label}</a></li>`)}</ul></div>`
}

/** Works without a script: a choice and a button. Pages that are the same for everybody have none. */
const languageForm = (ui: Ui): Html | undefined =>
  ui.csrf === undefined
    ? undefined
    : html`<form class="language" method="post" action="${ui.href('/language')}">${csrfField(ui)}<label for="language">${ui.t('site.language')}</label><select id="language" name="locale" autocomplete="off">${ui.locales.map(
        (locale) =>
          html`<option${attributes({ value: locale, lang: locale, selected: locale === ui.locale })}>${languageNames[locale] ?? locale}</option>`,
      )}</select><button type="submit" class="button quiet">${ui.t('site.change')}</button></form>`
