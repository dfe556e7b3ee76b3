import { answerOf } from '../../../texts/answers/index.js'
import type { CredentialKind } from '../../../types/credential.js'
import type { JsonObject } from '../../../types/json.js'
import type { VerificationResult } from '../../../types/verification.js'
import { type Html, html } from '../../web/html.js'
import { type BadgeFacts, badgeFacts } from '../badge/facts.js'
import { answerHead, checkList, factList, wordsOf } from './parts.js'
import { type DrawQr, printedPart } from './print.js'
import type { Speaker } from './speaker.js'

/** A badge that was checked, and how one came by it. */
export interface CheckedBadge {
  readonly result: VerificationResult<CredentialKind>
  /** Name of the file, where there was one. */
  readonly name?: string | undefined
  /** Whom it should be of, and whether it is. */
  readonly recipient?: { readonly value: string; readonly match: 'yes' | 'no' | 'unclear' } | undefined
  /** Whether the issuer is one of this site. */
  readonly isKnownIssuer?: boolean
  /** The address that it was loaded from: by what a QR code says, or as somebody entered it. */
  readonly reached?: { readonly by: 'qr' | 'address'; readonly url: string } | undefined
  /** Where the page is that checks, for the print; absent for a page that is one file. */
  readonly page?: string | undefined
}

/** What the page says about one badge: the answer first, then what the badge says or claims, then every check. */
export function checkedCard(
  speaker: Speaker,
  checked: CheckedBadge,
  { more, drawQr }: { readonly more?: Html | undefined; readonly drawQr?: DrawQr } = {},
): Html {
  const { t } = speaker
  const { result, recipient, isKnownIssuer, name, reached } = checked
  const answer = answerOf(result, { match: recipient?.match, isKnownIssuer })
  const words = wordsOf(speaker, answer, result)
  const credential: JsonObject | undefined = result.credential ?? result.unverifiedCredential
  const isRead = credential !== undefined && result.checks.find(({ id }) => id === 'input.parse')?.status === 'passed'
  return html`<article class="card stack answer">${name !== undefined && html`<p class="small soft"><bdi>${name}</bdi></p>`}
${answerHead(words, { ...answer, outcome: result.outcome })}
${reached !== undefined && reachedNote(speaker, reached)}
${isRead && said(speaker, checked, badgeFacts(credential), answer.claims)}
${isRead && factList(speaker, result)}${more}
<details class="no-print"><summary>${t('check.details')}</summary>${checkList(speaker, result.checks)}</details>
${printedPart(speaker, checked, credential, drawQr)}</article>`
}

const reachedNote = ({ t }: Speaker, { by, url }: NonNullable<CheckedBadge['reached']>): Html =>
  by === 'qr'
    ? html`<p class="notice" data-reached="qr">${t('verify.qrPicture')} <span class="small"><bdi>${t('verify.qrAddress', { url })}</bdi></span></p>`
    : html`<p class="small soft" data-reached="address"><bdi>${t('verify.fromAddress', { url })}</bdi></p>`

/** The facts of a badge; of one that is not genuine, or of which nobody can tell, what it claims, and by no issuer's name alone. */
function said(speaker: Speaker, checked: CheckedBadge, facts: BadgeFacts, claims: boolean): Html {
  const { t, date } = speaker
  const { result, isKnownIssuer, recipient } = checked
  const id = result.issuer?.id
  const quoted = (text: string): Html =>
    claims ? html`<q><bdi>${text}</bdi></q>` : html`<strong><bdi>${text}</bdi></strong>`
  const row = (label: string, value: Html | string | false): Html | false =>
    value !== false && html`<dt>${label}</dt><dd>${value}</dd>`
  return html`<section class="panel" data-said="${claims ? 'claims' : 'says'}"><h3>${t(claims ? 'verify.claims' : 'verify.says')}</h3><dl class="facts">
${row(t(claims ? 'verify.claimsName' : 'verify.name'), quoted(facts.name))}
${row(t(claims ? 'verify.claimsIssuer' : 'verify.whoSays'), id === undefined ? t('verify.unknownIssuer') : html`${quoted(facts.issuerName)}${!claims && isKnownIssuer === true && html`<br><span class="small">${t('verify.known')}</span>`}`)}
${row(t('verify.issuerId'), id !== undefined && id !== facts.issuerName && html`<bdi class="small">${id}</bdi>`)}
${row(t('verify.aboutWhom'), aboutWhom(speaker, facts, claims ? undefined : recipient))}
${row(t('badge.issued'), facts.issuedAt !== undefined && date(facts.issuedAt))}
${row(t('badge.validUntil'), facts.validUntil === undefined ? t('badge.noEnd') : date(facts.validUntil))}
${result.kind !== undefined && result.kind !== 'badge' && row(t('verify.kind'), t(`kind.${result.kind}`))}</dl></section>`
}

const matches = { yes: 'verify.match', no: 'verify.noMatch', unclear: 'verify.cannotMatch' } as const

function aboutWhom({ t }: Speaker, { recipientName }: BadgeFacts, recipient: CheckedBadge['recipient']): Html {
  const named = recipientName !== undefined && html`<bdi>${t('verify.named', { value: recipientName })}</bdi>`
  if (recipient === undefined) return html`${named === false ? t('verify.notAsked') : named}`
  const { match, value } = recipient
  return html`<span data-match="${match}"><strong><bdi>${t(matches[match], { value })}</bdi></strong></span>${named !== false && html`<br>${named}`}`
}
