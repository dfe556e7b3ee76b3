import type { AuthenticationLevel, ClosedOffer } from '../../service/index.js'
import type { TextKey } from '../../texts/index.js'
import { type About, aboutPanel } from '../site/badge/about.js'
import type { BadgeFacts } from '../site/badge/facts.js'
import type { PageContent } from '../site/layout.js'
import { button, field, form, medal, notice, type Ui } from '../site/ui.js'
import { html } from '../web/html.js'

export interface ClaimPageView {
  readonly token: string
  readonly facts: BadgeFacts
  /** What the offer says below its title. */
  readonly about: About
  readonly maskedEmail: string
  readonly recipientName: string | undefined
  readonly expiresAt: string
  readonly picture: string | undefined
  readonly policy: 'link' | 'code' | 'session'
  /** What the badge asks for, where a link or a code is not enough. */
  readonly requires: AuthenticationLevel | undefined
  readonly accepted: boolean
  /** The account that the badge would go to, where somebody is signed in. */
  readonly account: string | undefined
  readonly signInUrl: string | undefined
  readonly note: 'code-sent' | 'code-wrong' | 'wrong-account' | 'level' | undefined
}

/** An open offer. Looking at it changes nothing; its buttons post. */
export function claimPage(ui: Ui, view: ClaimPageView): PageContent {
  const { t } = ui
  const { facts, policy } = view
  const action = `/claim/${encodeURIComponent(view.token)}`
  const title = t('claim.title', { issuer: facts.issuerName })
  const mustSignIn = policy === 'session' && view.account === undefined
  return {
    title,
    body: html`<div class="narrow stack-wide">
${view.note === 'code-sent' && notice('good', t('claim.codeSent'))}
${view.note === 'code-wrong' && notice('bad', t('claim.codeWrong'))}
${view.note === 'level' && notice('bad', levelText(ui, view.requires))}
${view.note === 'wrong-account' && notice('bad', t('claim.wrongAccount'))}
<article class="certificate">
${medal(view.picture, facts.name, t('badge.picture'))}
<p class="issuer">${title}</p>
<h1><bdi>${facts.name}</bdi></h1>
${view.recipientName !== undefined && html`<p class="person"><bdi>${t('claim.for', { name: view.recipientName })}</bdi></p>`}
${facts.description !== undefined && html`<p class="lead" dir="auto">${facts.description}</p>`}
${facts.validUntil !== undefined && html`<p class="soft">${t('badge.validUntil')} <time datetime="${facts.validUntil}">${ui.date(facts.validUntil)}</time></p>`}
${view.accepted && html`<p>${t('claim.accepted')}</p>`}
${view.account !== undefined && html`<p><strong>${t('claim.account', { name: view.account })}</strong></p>`}
${
  mustSignIn
    ? html`<div class="actions"><p>${levelText(ui, view.requires)}</p><a class="button large" href="${view.signInUrl ?? ui.href('/sign-in')}">${t('site.signIn')}</a></div>`
    : html`${form(
        ui,
        { action },
        html`${policy === 'code' && html`<div class="narrow">${field({ name: 'code', label: t('claim.code'), hint: t('claim.codeHint', { address: view.maskedEmail }), autocomplete: 'one-time-code', inputMode: 'numeric', pattern: '[0-9]{6}', maxLength: 6, required: true })}</div>`}
<div class="actions">${button(t(view.accepted ? 'claim.claim' : 'claim.button'), { name: 'do', value: 'claim', large: true })}</div>
<p class="soft small">${t('claim.private')}</p>
<div class="actions">${!view.accepted && button(t('claim.accept'), { name: 'do', value: 'accept', look: 'quiet' })}${button(t('claim.decline'), { name: 'do', value: 'decline', look: 'quiet' })}</div>`,
      )}${
        policy === 'code' &&
        form(
          ui,
          { action },
          html`<div class="actions">${button(t('claim.sendCode'), { name: 'do', value: 'code', look: 'second' })}</div>`,
        )
      }`
}
</article>
${aboutPanel(ui, view.about)}
<div class="stack soft">
<p>${t('claim.sentTo', { address: view.maskedEmail })}</p>
<p>${t('claim.until', { date: ui.date(view.expiresAt) })}</p>
</div></div>`,
  }
}

/** How to reach what the badge asks for. */
function levelText({ t }: Ui, level: AuthenticationLevel | undefined): string {
  if (level === 'passkey') return t('claim.levelPasskey')
  return t(level === 'oidc' ? 'claim.levelOidc' : 'claim.session')
}

const wordsOf = {
  answered: { title: 'claim.usedTitle', text: 'claim.used' },
  old: { title: 'claim.expiredTitle', text: 'claim.expired' },
  replaced: { title: 'claim.voidTitle', text: 'claim.void' },
  'badge-expired': { title: 'claim.badgeExpiredTitle', text: 'claim.badgeExpired' },
  revoked: { title: 'claim.revokedTitle', text: 'claim.revoked' },
} as const satisfies Record<ClosedOffer, { title: TextKey; text: TextKey }>

/** A link that no longer opens an offer. */
export function claimGonePage(ui: Ui, why: ClosedOffer): PageContent {
  const { t } = ui
  const words = wordsOf[why]
  // There is no link to ask for where the badge itself is over.
  const canAsk = why !== 'badge-expired' && why !== 'revoked'
  return {
    title: t(words.title),
    body: html`<div class="narrow stack"><h1>${t(words.title)}</h1><p class="lead">${t(words.text)}</p><p class="row"><a class="button" href="${ui.href('/mine')}">${t('site.mine')}</a>${canAsk && html`<a class="button second" href="${ui.href('/sign-in')}">${t('claim.newLink')}</a>`}</p></div>`,
  }
}

/** What can be taken back. */
export function undoPage(
  ui: Ui,
  view: { readonly token: string; readonly kind: 'decline' | 'auto-accept'; readonly name: string },
): PageContent {
  const { t } = ui
  const declined = view.kind === 'decline'
  const title = t(declined ? 'undo.declined' : 'undo.auto')
  return {
    title,
    body: html`<div class="narrow stack"><h1>${title}</h1><p class="lead"><bdi>${view.name}</bdi></p><p>${t(declined ? 'undo.declinedText' : 'undo.autoText')}</p>${form(ui, { action: `/undo/${encodeURIComponent(view.token)}` }, button(t(declined ? 'undo.button' : 'undo.remove'), declined ? {} : { look: 'danger' }))}</div>`,
  }
}
