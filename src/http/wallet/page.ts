import type { TextKey } from '../../texts/index.js'
import type { PageContent } from '../site/layout.js'
import { shortDid } from '../site/short-did.js'
import { notice, type Ui } from '../site/ui.js'
import { attributes, type Html, html } from '../web/html.js'

export interface HandOverPageView {
  readonly achievementName: string
  readonly issuerName: string
  readonly stage: 'open' | 'taken' | 'collected' | 'accepted' | 'failed' | 'burnt'
  /** The same, or that it is over. */
  readonly state: HandOverPageView['stage'] | 'over'
  readonly bound: boolean
  readonly holder?: string
  readonly code?: string
  readonly asksCode: boolean
  readonly links?: { readonly offer: string; readonly exchange?: string; readonly learnerWallet?: string }
  /** Of this page, below the base URL and whole. */
  readonly path: string
  readonly url: string
  readonly qr: Html | undefined
  readonly offerQr: Html | undefined
  /** Where the one who has the badge goes back to. */
  readonly badgePath: string | undefined
  readonly script: string | undefined
}

/** The wallet that has a button of its own: its name, in every language. */
const LEARNER_WALLET = 'Learner Credential Wallet'

/** What is said of a hand-over that waits for nothing any more, and whether that is good. */
const ended = {
  collected: { title: 'wallet.collected', text: 'wallet.collectedText', look: 'good' },
  accepted: { title: 'wallet.collected', text: 'wallet.collectedText', look: 'good' },
  failed: { title: 'wallet.failed', text: 'wallet.failedText', look: 'warn' },
  burnt: { title: 'wallet.burnt', text: 'wallet.overText', look: 'bad' },
  over: { title: 'wallet.over', text: 'wallet.overText', look: 'warn' },
} as const satisfies Readonly<Record<string, { title: TextKey; text: TextKey; look: 'good' | 'warn' | 'bad' }>>

/** Where a wallet takes a badge: on this device, or by a code that another one reads. It moves on when the wallet has. */
export function handOverPage(ui: Ui, view: HandOverPageView): PageContent {
  const { t } = ui
  const isWaiting = view.state === 'open' || view.state === 'taken'
  const back =
    view.badgePath !== undefined &&
    html`<p><a class="button second" href="${ui.href(view.badgePath)}">${t('wallet.back')}</a></p>`
  if (view.state !== 'open' && view.state !== 'taken') {
    const words = ended[view.state]
    return {
      title: t(words.title),
      // Some wallets say later what they did.
      script: view.state === 'collected' ? view.script : undefined,
      body: html`<div class="narrow stack-wide"${waiting(ui, view)}><h1>${t(words.title)}</h1><p class="lead"><bdi>${view.achievementName}</bdi></p>${notice(words.look, t(words.text))}${view.holder !== undefined && html`<p class="soft">${t('wallet.holder')} <code class="mono" dir="ltr">${shortDid(view.holder)}</code></p>`}${back}</div>`,
    }
  }
  return {
    title: t('wallet.title'),
    script: view.script,
    body: html`<div class="narrow stack-wide"${waiting(ui, view)}><h1>${t('wallet.title')}</h1><p class="lead"><bdi>${view.achievementName}</bdi> · <bdi>${view.issuerName}</bdi></p>
<p role="status">${t(view.state === 'taken' ? 'wallet.taken' : 'wallet.waiting')} <a href="${ui.href(view.path)}">${t('wallet.reload')}</a></p>
${view.links !== undefined && ways(ui, view, view.links)}
${isWaiting && html`<section class="stack" aria-labelledby="expect"><h2 id="expect">${t('wallet.expect')}</h2><ul role="list" class="list"><li>${t('wallet.expectAsks', { issuer: view.issuerName })}</li><li>${t(view.bound ? 'wallet.expectBound' : 'wallet.expectUnbound')}</li><li>${t('wallet.expectOnce')}</li></ul></section>`}${back}</div>`,
  }
}

const waiting = (ui: Ui, { path, state }: HandOverPageView): Html | undefined =>
  state === 'open' || state === 'taken' || state === 'collected'
    ? attributes({ 'data-waiting-state': `${ui.href(path)}/state`, 'data-waiting-for': state })
    : undefined

function ways(ui: Ui, view: HandOverPageView, links: NonNullable<HandOverPageView['links']>): Html {
  const { t } = ui
  return html`${view.code !== undefined && html`<section class="panel stack" aria-labelledby="code"><h2 id="code">${t('wallet.code')}</h2><p class="codes" dir="ltr"><code>${view.code}</code></p><p class="soft">${t('wallet.codeText')}</p></section>`}
<section class="panel stack" aria-labelledby="here"><h2 id="here">${t('wallet.here')}</h2><p class="row">${links.learnerWallet !== undefined && html`<a class="button" href="${links.learnerWallet}" rel="noreferrer">${LEARNER_WALLET}</a>`}<a class="button${links.learnerWallet !== undefined && ' second'}" href="${links.offer}" data-wallet="offer">${t('wallet.other')}</a></p><p class="soft small">${t('wallet.hereText')}</p></section>
<section class="panel stack" aria-labelledby="there"><h2 id="there">${t('wallet.there')}</h2>
<div class="row scanned"><div class="qr">${view.qr}</div><p>${t('wallet.scan', { wallet: LEARNER_WALLET })}<br><a class="mono small" dir="ltr" href="${view.url}">${view.url}</a></p></div>
<div class="row scanned"><div class="qr">${view.offerQr}</div><p>${t('wallet.scanWallet')}</p></div></section>`
}
