import type { PageContent } from '../site/layout.js'
import { button, csrfField, notice, type Ui } from '../site/ui.js'
import { attributes, type Html, html } from '../web/html.js'

/** A network whose form can be opened with this badge. */
export interface Sharable {
  readonly id: string
  readonly label: string
}

/** The network that comes first, and with buttons of its own. */
export const PROFILE = 'linkedin-profile'

export interface AtOnceView {
  readonly badgeId: string
  readonly networks: readonly Sharable[]
  /** A form was sent without saying who may see the badge. */
  readonly choose: boolean
}

/**
 * Ways to share a badge that only its owner sees so far: each button says who will see it, and pressing it is the
 * consent. Nothing is chosen beforehand.
 */
export function atOncePanel(ui: Ui, { badgeId, networks, choose }: AtOnceView): Html {
  const { t } = ui
  const action = `/b/${encodeURIComponent(badgeId)}/share`
  const profile = networks.find(({ id }) => id === PROFILE)
  const others = networks.filter(({ id }) => id !== PROFILE)
  return html`<p class="soft small">${t('share.whoSees')}</p>${
    profile !== undefined &&
    post(
      ui,
      action,
      html`<input type="hidden" name="network" value="${PROFILE}"><p class="row at-once">${button(t('share.profilePublic'), { name: 'as', value: 'public' })}${button(t('share.profileLink'), { name: 'as', value: 'link', look: 'second' })}</p>`,
    )
  }
${post(
  ui,
  action,
  html`<input type="hidden" name="network" value="copy-link"><p class="row at-once">${button(t('share.copyByLink'), { name: 'as', value: 'link', look: 'quiet' })}${button(t('share.copyPublic'), { name: 'as', value: 'public', look: 'quiet' })}</p>`,
)}
${
  others.length > 0 &&
  html`<details${attributes({ open: choose })}><summary>${t('share.more')}</summary>${post(
    ui,
    action,
    html`${choose && notice('bad', t('share.choose'))}<fieldset class="field"><legend>${t('visibility.title')}</legend>${choice('public', t('visibility.public'), t('visibility.publicText'))}${choice('link', t('visibility.unlisted'), t('visibility.unlistedText'))}</fieldset><p class="row">${others.map(({ id, label }) => button(label, { name: 'network', value: id, look: 'second' }))}</p>`,
  )}</details>`
}`
}

const post = (ui: Ui, action: string, content: Html): Html =>
  html`<form method="post" action="${ui.href(action)}">${csrfField(ui)}${content}</form>`

const choice = (value: string, name: string, text: string): Html =>
  html`<label class="choice"><input type="radio" name="as" value="${value}" required><span><strong>${name}</strong><span class="soft">${text}</span></span></label>`

export interface OpeningView {
  readonly href: string
  readonly label: string
  /** The prompt that comes. */
  readonly expect: string
  readonly visibility: 'private' | 'unlisted' | 'public'
  /** Path of the page of the badge. */
  readonly back: string
  /** Shown once. */
  readonly newLink: string | undefined
}

/** Leads on by itself to where the badge is shared, and says what has changed. */
export function openingPage(ui: Ui, view: OpeningView): PageContent {
  const { t } = ui
  const title = t('share.opening', { name: view.label })
  return {
    title,
    leadsTo: view.href,
    body: html`<div class="narrow stack"><h1>${title}</h1>${notice('good', t('visibility.saved', { visibility: t(`visibility.${view.visibility}`) }))}${view.newLink !== undefined && notice('calm', html`${t('link.new')} <code class="mono" dir="ltr">${view.newLink}</code>`)}<p dir="auto">${view.expect}</p><p class="row"><a class="button" href="${view.href}" rel="noopener noreferrer">${t('share.open', { name: view.label })}</a><a class="button quiet" href="${ui.href(view.back)}">${t('share.back')}</a></p></div>`,
  }
}
