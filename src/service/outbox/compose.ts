import { defined } from '../../internal/defined.js'
import { formatInZone } from '../../internal/time-zone.js'
import type { CommonText, Values } from '../../texts/index.js'
import { mailTexts } from '../../texts/mail/index.js'
import type { ServiceContext } from '../core/context.js'
import type { MailMessage, Notification } from '../core/ports/index.js'
import type { BadgeRecord, MessageKind, MessageRecord, TokenPurpose } from '../core/records/index.js'
import { DAY } from '../core/time.js'
import { codeText, tokenText } from '../core/tokens.js'
import { type PathName, pathOf } from '../core/urls.js'
import { isReminderClass, isToGuardian } from './messages.js'
import { htmlPart, textPart } from './parts.js'
import { badgePictureOf, logoPictureOf } from './pictures.js'
import { fittedSubject } from './subject.js'

/** A message in words: what mails and notifications have in common. */
export interface Composed {
  readonly locale: string
  readonly title: string
  /** The title, with names cut where it is longer than lists of messages show. */
  readonly subject: string
  readonly preheader: string
  readonly paragraphs: readonly string[]
  readonly after: readonly string[]
  readonly button?: { readonly label: string; readonly url: string }
  readonly greeting: string
  readonly why: string
  readonly linkBelow: string
  readonly unsubscribe?: { readonly label: string; readonly url: string }
  readonly pictureAlt: string
  readonly direction: 'ltr' | 'rtl'
  /** The issuer's own links, and its address by post. */
  readonly links: readonly { readonly label: string; readonly url: string }[]
  readonly postal?: string
  /** How the issuer is asked; absent where answers go nowhere. */
  readonly contact?: string
}

const isToStaff = (kind: MessageKind): boolean =>
  kind === 'staff-invitation' || kind === 'staff-link' || kind === 'problem-reported' || kind === 'test'

/** Where the button of each kind leads. */
const links: Partial<Record<MessageKind, { readonly purpose: TokenPurpose; readonly path: PathName }>> = {
  offer: { purpose: 'claim', path: 'claim' },
  reminder: { purpose: 'claim', path: 'claim' },
  'auto-accepted': { purpose: 'undo', path: 'undo' },
  links: { purpose: 'sign-in', path: 'signIn' },
  'confirm-claim': { purpose: 'email', path: 'confirmEmail' },
  'guardian-request': { purpose: 'guardian', path: 'guardian' },
  'guardian-answer': { purpose: 'guardian', path: 'guardian' },
  'confirm-address': { purpose: 'email', path: 'confirmEmail' },
  recovery: { purpose: 'recovery', path: 'recovery' },
  'address-removed': { purpose: 'restore', path: 'restore' },
  'application-received': { purpose: 'application', path: 'application' },
  'application-question': { purpose: 'application', path: 'application' },
  'application-rejected': { purpose: 'application', path: 'application' },
  'staff-invitation': { purpose: 'staff-sign-in', path: 'staffSignIn' },
  'staff-link': { purpose: 'staff-sign-in', path: 'staffSignIn' },
}

/** Kinds that people asked for themselves. */
const askedFor: readonly MessageKind[] = ['links', 'code', 'confirm-address', 'recovery']

/** What a message says, in the language of its recipient. */
export async function compose(
  context: ServiceContext,
  message: MessageRecord,
  badge: BadgeRecord | undefined,
  extra: Values = {},
): Promise<Composed> {
  const { kind, nonce } = message
  const { brand } = context
  const { replyTo } = context.mailSettings
  const words = await mailTexts(kind, message.locale, context.locale, context.mailSettings.texts)
  const { locale, common, kind: text } = words
  // Counted from when it was queued, so that every try says the same.
  const written = Date.parse(message.createdAt)
  const until = untilOf(context, message, badge)
  const values: Values = {
    ...message.data,
    // A guardian is not greeted by the name of the child.
    name: isToGuardian(kind) ? '' : oneLine(badge?.recipient.name ?? ''),
    child: oneLine(message.data.child ?? ''),
    badge: oneLine(badge?.achievementName ?? ''),
    issuer: oneLine(badge?.issuerName ?? brand?.name ?? new URL(context.baseUrl).hostname),
    date: until === undefined ? '' : words.longDate(until),
    days:
      badge?.validUntil === undefined ? '' : Math.max(1, Math.round((Date.parse(badge.validUntil) - written) / DAY)),
    ...(message.data.codeNonce === undefined ? {} : { code: await codeText(context, message.data.codeNonce) }),
    ...extra,
  }
  const say = (template: string): string => words.fill(template, values)
  // A code is not for lists of messages and locked screens.
  const sayOutside = (template: string): string => words.fill(template, { ...values, code: '' })
  const url = await urlOf(context, message, badge)
  return {
    locale,
    direction: words.dir,
    title: oneLine(sayOutside(text.subject)),
    subject: fittedSubject((names) => oneLine(words.fill(text.subject, { ...values, ...names, code: '' })), values),
    preheader: sayOutside(text.preheader),
    greeting: values.name === '' ? say(common.greetingWithoutName) : say(common.greeting),
    paragraphs: text.body.map(say).filter((paragraph) => paragraph.trim() !== ''),
    after: (text.after ?? []).map(say),
    ...(text.button === undefined || url === undefined ? {} : { button: { label: say(text.button), url } }),
    linkBelow: say(common.linkBelow),
    why: say(whyOf(common, kind, badge)),
    ...(isReminderClass(kind) && message.channel === 'mail'
      ? {
          unsubscribe: {
            label: say(common.unsubscribe),
            url: context.baseUrl + pathOf('unsubscribe', await tokenText(context, 'unsubscribe', `${nonce}.u`)),
          },
        }
      : {}),
    pictureAlt: say(common.pictureAlt),
    links: [
      { label: common.help, url: isToStaff(kind) ? undefined : context.baseUrl + pathOf('help') },
      { label: common.imprint, url: brand?.imprintUrl },
      { label: common.privacy, url: brand?.privacyUrl },
    ].flatMap(({ label, url }) => (url === undefined ? [] : [{ label, url }])),
    ...(isToStaff(kind) || replyTo === undefined ? {} : { contact: say(common.contact) }),
    ...defined({ postal: brand?.postal }),
  }
}

/** What every address of an account hears of, so that its owner notices what they did not do. */
const isAboutAccount = (kind: MessageKind): boolean =>
  kind === 'passkey-added' || kind === 'passkey-removed' || kind === 'account-changed'

const whyOf = (common: CommonText, kind: MessageKind, badge: BadgeRecord | undefined): string => {
  if (isToGuardian(kind)) return common.whySentGuardian
  if (kind === 'problem-reported') return common.whySentContact
  if (isAboutAccount(kind) || kind === 'address-removed') return common.whySentAccount
  return askedFor.includes(kind) || badge === undefined ? common.whySentAsked : common.whySent
}

/** The date that a message names: when the badge ends, or the link, which does not outlive the badge. */
function untilOf(
  context: ServiceContext,
  { kind, createdAt, data }: MessageRecord,
  badge: BadgeRecord | undefined,
): string | undefined {
  if (kind === 'expiring' || kind === 'expired') return badge?.validUntil
  if (isToGuardian(kind) || kind === 'address-removed') return data.until
  const link = Date.parse(createdAt) + context.offerMs
  return badge?.validUntil !== undefined && Date.parse(badge.validUntil) < link
    ? badge.validUntil
    : formatInZone(new Date(link), context.timeZone)
}

async function urlOf(
  context: ServiceContext,
  { kind, nonce }: MessageRecord,
  badge: BadgeRecord | undefined,
): Promise<string | undefined> {
  if (kind === 'test') return `${context.baseUrl}/`
  if (kind === 'problem-reported') return context.baseUrl + pathOf('reports')
  if (isAboutAccount(kind)) return context.baseUrl + pathOf('account')
  const link = links[kind]
  if (link !== undefined) return context.baseUrl + pathOf(link.path, await tokenText(context, link.purpose, nonce))
  if (badge === undefined) return undefined
  if (kind === 'replaced' && badge.stage === 'offered') {
    return context.baseUrl + pathOf('claim', await tokenText(context, 'claim', nonce))
  }
  return context.baseUrl + pathOf('badge', badge.id)
}

const SUBJECT_LENGTH = 200

/**
 * A value on one line, as the header of a mail needs it, without what turns or hides the text around it. The joiners
 * stay: names in Persian and pictures of people are written with them.
 */
const oneLine = (text: string): string => {
  const visible = text.replaceAll(/(?![\u200c\u200d])\p{Cf}/gu, '')
  const line = visible.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return line.length <= SUBJECT_LENGTH ? line : `${line.slice(0, SUBJECT_LENGTH - 1)}…`
}

/** A message as mail, to be given to an adapter. */
export async function composeMail(
  context: ServiceContext,
  message: MessageRecord,
  badge: BadgeRecord | undefined,
  extra: Values = {},
): Promise<MailMessage> {
  const composed = await compose(context, message, badge, extra)
  const { from, replyTo } = context.mailSettings
  const picture = await badgePictureOf(context, badge, composed.pictureAlt)
  const logo = await logoPictureOf(context)
  const { name: issuer, colour } = context.brand ?? {}
  const name = badge?.recipient.email === message.to ? badge.recipient.name : undefined
  return {
    idempotencyKey: message.id,
    messageId: messageIdOf(context, message.id),
    date: new Date(message.createdAt),
    from: { ...from, ...defined({ name: from.name && oneLine(from.name) }) },
    to: { address: message.to, ...defined({ name: name && oneLine(name) }) },
    ...defined({ replyTo: replyTo && { ...replyTo, ...defined({ name: replyTo.name && oneLine(replyTo.name) }) } }),
    subject: composed.subject,
    text: textPart(composed),
    html: htmlPart(composed, { picture, logo, colour, ...defined({ name: issuer && oneLine(issuer) }) }),
    pictures: [picture, logo].filter((one) => one !== undefined),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': composed.locale,
      ...(composed.unsubscribe === undefined
        ? {}
        : {
            'List-Unsubscribe': `<${composed.unsubscribe.url}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          }),
    },
  }
}

/** The same for every try of a message. */
export function messageIdOf(context: ServiceContext, id: string): string {
  const domain = context.mailSettings.from.address.split('@').pop() ?? 'localhost'
  return `<${id}@${domain}>`
}

/** A message for the application's own inbox. */
export function notificationOf(message: MessageRecord, composed: Composed, badge?: BadgeRecord): Notification {
  const personId = message.personId ?? badge?.personId
  return {
    idempotencyKey: message.id,
    kind: message.kind,
    to: {
      email: message.to,
      ...defined({ personId, name: badge?.recipient.name }),
    },
    locale: composed.locale,
    title: composed.title,
    text: composed.paragraphs.join('\n\n'),
    ...defined({ url: composed.button?.url, badgeId: badge?.id }),
  }
}
