import { button, field, type Ui } from '../site/ui.js'
import { attributes, type Html, html } from '../web/html.js'

/** One way to share, in the words of the page. */
export interface NetworkRow {
  readonly id: string
  readonly label: string
  readonly kind: 'link' | 'ask' | 'web-share' | 'copy'
  readonly href: string | undefined
  /** What the network is given to post, if it differs from the text above. */
  readonly text: string | undefined
  /** The prompt that comes, and what to do when it is refused. */
  readonly expect: string
  readonly refused: string
  readonly notes: readonly string[]
  /** From an adapter of the host, whose texts are its own. */
  readonly isForeign: boolean
}

export interface PictureRow {
  readonly href: string
  readonly file: string
  readonly label: string
}

export interface SharePanel {
  /** What is shared; absent while nobody else could open it. */
  readonly url: string | undefined
  /** Why there is nothing to share, where that is for another reason. */
  readonly closed: string | undefined
  readonly title: string
  readonly text: string
  readonly networks: readonly NetworkRow[]
  readonly fields: readonly { readonly label: string; readonly value: string }[]
  /** Path that the form with the person's server is sent to, the value sent, and what is wrong with it. */
  readonly ask: { readonly path: string; readonly value: string; readonly problem: string | undefined } | undefined
  readonly pictures: readonly PictureRow[]
  /** The one that goes along where an app takes pictures. */
  readonly picture: PictureRow | undefined
}

/** What comes before all other ways to share: the network for which most people open the page, and the device itself. */
const firstNetworks: readonly string[] = ['linkedin-profile', 'copy-link', 'web-share']

/** What the panel begins with. */
export interface ShareStart {
  /** While nobody else can open the badge: the ways to let others see it and share it in one step. */
  readonly atOnce?: Html | undefined
  /** The badge as a file to send. */
  readonly download?: { readonly href: string; readonly file: string } | undefined
}

/** The panel to share from. It works without a script; what only a script can do stays hidden until there is one. */
export function sharePanel(ui: Ui, panel: SharePanel, { atOnce, download }: ShareStart = {}): Html {
  const { t } = ui
  const { url, closed, text, networks, fields, ask } = panel
  const first = networks.filter(({ id }) => firstNetworks.includes(id))
  const others = networks.filter(({ id }) => !firstNetworks.includes(id))
  return html`<section class="panel stack no-print" aria-labelledby="share" data-share-panel${attributes({
    'data-copied': t('share.copied'),
    'data-by-hand': t('share.byHand'),
    'data-refused': t('share.notAllowed'),
  })}><h2 id="share">${t('share.title')}</h2>
${
  url === undefined
    ? closed !== undefined
      ? html`<p class="soft">${closed}</p>`
      : atOnce
    : html`<p class="small" role="status" data-share-status></p>
${first.length > 0 && html`<ul role="list" class="list networks">${first.map((row) => networkOf(ui, row, panel))}</ul>`}
${copyField(ui, { id: 'share-url', label: t('share.link'), value: url })}
<details class="more"${attributes({ open: ask !== undefined && ask.value !== '' })}><summary>${t('share.more')}</summary><div class="stack">
${copyField(ui, { id: 'share-text', label: t('share.words'), value: text, isLong: true })}
<ul role="list" class="list networks" aria-label="${t('share.networks')}">${others.map((row) => networkOf(ui, row, panel))}</ul></div></details>
${
  fields.length > 0 &&
  html`<details><summary>${t('share.fields')}</summary><p class="soft small">${t('share.fieldsText')}</p>${fields.map(({ label, value }, index) => copyField(ui, { id: `share-field-${index}`, label, value }))}</details>`
}`
}
${closed === undefined && download !== undefined && html`<p><a class="button quiet" href="${download.href}" download="${download.file}">${t('share.download')}</a></p>`}
${picturesOf(ui, panel)}</section>`
}

const picturesOf = (ui: Ui, { pictures }: SharePanel): Html | false =>
  pictures.length > 0 &&
  html`<details><summary>${ui.t('share.pictures')}</summary><p class="soft small">${ui.t('share.picturesText')}</p><ul role="list" class="row">${pictures.map(({ href, file, label }) => html`<li><a class="button quiet" href="${href}" download="${file}">${label}</a></li>`)}</ul></details>`

function networkOf(ui: Ui, row: NetworkRow, panel: SharePanel): Html {
  const { t } = ui
  const { id, label, expect, refused, notes, text, isForeign } = row
  const words = isForeign ? { dir: 'auto' } : {}
  return html`<li id="share-${id}"${attributes({ 'data-needs-script': row.kind === 'copy' || (row.kind === 'web-share' && id === 'web-share') })}>${actionOf(ui, row, panel)}<details><summary>${t('share.expect')}<span class="hidden-visually">: ${label}</span></summary><div class="stack small"${attributes(words)}><p>${expect}</p><p>${refused}</p>${notes.map((note) => html`<p>${note}</p>`)}${text !== undefined && copyField(ui, { id: `share-text-${id}`, label: t('share.words'), value: text, isLong: true })}</div></details></li>`
}

/** The link or button of a row. Buttons are for scripts, and hidden until one is there. */
function actionOf(
  ui: Ui,
  { id, label, kind, href, text }: NetworkRow,
  { url, title, text: words, ask, picture }: SharePanel,
): Html {
  const { t } = ui
  if (kind === 'link')
    return html`<a class="${id === 'linkedin-profile' ? 'button' : 'button second'}" href="${href ?? ''}" target="_blank" rel="noopener noreferrer">${label}</a>`
  if (kind === 'copy')
    return html`<button type="button" class="button second" hidden data-copy="share-url">${label}</button>`
  if (kind === 'ask' && ask !== undefined) {
    return html`<form method="get" action="${ask.path}#share-${id}" class="stack ask">${field({ name: 'instance', label: t('share.server', { name: label }), hint: t('share.serverHint'), value: ask.value, problem: ask.problem, required: true, maxLength: 253, inputMode: 'url', autocomplete: 'off' })}<p class="row">${button(t('share.serverGo'), { look: 'second' })}</p></form>`
  }
  const isCaption = id !== 'web-share'
  return html`<span>${isCaption && html`<strong>${label}</strong> `}<button type="button" class="button second" hidden${attributes(
    {
      'data-share-title': title,
      'data-share-text': text ?? words,
      // What goes along as a picture has its address in it.
      'data-share-url': isCaption ? undefined : url,
      'data-share-file': picture?.href,
      'data-share-name': picture?.file,
      'data-share-only-file': isCaption,
    },
  )}>${isCaption ? t('share.picture') : label}</button></span>`
}

/** A text to copy: by the button where there is a script, by hand where not. */
export function copyField(
  ui: Ui,
  { id, label, value, isLong = false }: { id: string; label: string; value: string; isLong?: boolean },
): Html {
  const control = isLong
    ? html`<textarea id="${id}" readonly dir="auto" spellcheck="false">
${value}</textarea>`
    : html`<input id="${id}" readonly value="${value}" dir="auto" spellcheck="false" autocomplete="off">`
  return html`<div class="field copy-field"><label for="${id}">${label}</label>${control}<p class="row"><button type="button" class="button quiet" hidden data-copy="${id}" aria-label="${ui.t('share.copyNamed', { name: label })}">${ui.t('share.copy')}</button></p></div>`
}

export interface SnippetRow {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly href: string | undefined
  readonly file: string
}

/** Texts to paste: each in a field of its own, and as a file. */
export const snippetPanel = (ui: Ui, rows: readonly SnippetRow[]): Html =>
  html`<section class="panel stack no-print" aria-labelledby="paste" data-share-panel${attributes({ 'data-copied': ui.t('share.copied'), 'data-by-hand': ui.t('share.byHand') })}><h2 id="paste">${ui.t('snippet.title')}</h2><p class="small" role="status" data-share-status></p>${rows.map(
    ({ id, label, value, href, file }) =>
      html`<details><summary>${label}</summary>${copyField(ui, { id: `snippet-${id}`, label, value, isLong: true })}${href !== undefined && html`<p><a href="${href}" download="${file}">${ui.t('snippet.file', { name: file })}</a></p>`}</details>`,
  )}</section>`
