import { checkWords } from '../../../texts/index.js'
import type { JsonObject } from '../../../types/json.js'
import { type Html, html, safeHref } from '../../web/html.js'
import type { CheckedBadge } from './card.js'
import type { Speaker } from './speaker.js'

/** Draws the QR code of an address; in a browser that is done when somebody prints. */
export type DrawQr = (url: string) => Html | undefined

/** What a printed result has beside the answer: the date, the checks, and a way to repeat them, since paper proves nothing. */
export function printedPart(
  { t, texts, date }: Speaker,
  { result, reached, page }: Pick<CheckedBadge, 'result' | 'reached' | 'page'>,
  credential: JsonObject | undefined,
  drawQr: DrawQr | undefined,
): Html {
  const url = repeatUrl(page, reached?.url, credential)
  const done = result.checks.filter(({ status }) => status !== 'skipped')
  return html`<section class="print-only printed"><h3>${t('verify.printTitle')}</h3><p><strong>${t('verify.printed', { date: date(result.checkedAt) })}</strong> <bdi>(${result.checkedAt})</bdi></p>
<ul class="small">${done.map((check) => html`<li>${t(`status.${check.status}`)}: ${checkWords(texts, check).text}</li>`)}</ul>
<p><strong>${t('verify.notProof')}</strong></p>${
    url === undefined
      ? html`<p>${t('verify.repeatFile')}</p>`
      : html`<div class="qr" data-qr="${url}">${drawQr?.(url)}</div><p><bdi>${t('verify.repeat', { url })}</bdi></p>`
  }</section>`
}

/** Where the check is repeated: with the address of the badge filled in, where it has one; else where its file is asked for. */
function repeatUrl(
  page: string | undefined,
  reached: string | undefined,
  credential: JsonObject | undefined,
): string | undefined {
  const address = reached ?? safeHref(credential?.id)
  if (page === undefined) return address !== undefined && /^https?:/.test(address) ? address : undefined
  return address !== undefined && /^https?:/.test(address) ? `${page}?address=${encodeURIComponent(address)}` : page
}
