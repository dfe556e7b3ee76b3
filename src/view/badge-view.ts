import { dateOf, issuerIdOf } from '../badge/index.js'
import { BadgeError } from '../errors.js'
import { isBlank } from '../internal/blank.js'
import { defined } from '../internal/defined.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { languageTag } from '../internal/language-tag.js'
import { limits } from '../internal/limits.js'
import { checkOptions, checkShape, checkValue, needed, type OptionTable } from '../internal/options.js'
import { parseDateTime, readInstant } from '../internal/time.js'
import { canParseUrl } from '../internal/url.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { Instant } from '../types/time.js'

/**
 * What people see of a badge: plain text and dates, ready for a share link, a card, a page or a certificate. Nothing of
 * the recipient is in it unless `recipientName` was given.
 */
export interface BadgeView {
  /** The public page of the badge: an absolute `https` URL. */
  readonly url: string
  readonly name: string
  readonly issuer: string
  readonly issuerUrl?: string
  /** ISO 8601 with a time zone. */
  readonly issuedAt: string
  readonly expiresAt?: string
  /** The credential's id. */
  readonly id?: string
  readonly description?: string
  readonly criteria?: string
  readonly achievementType?: string
  readonly skills: readonly { readonly name: string; readonly url?: string }[]
  readonly tags: readonly string[]
  /** BCP 47. */
  readonly language?: string
  readonly recipientName?: string
  /** The state of a badge at the moment when it is shown. */
  readonly state: 'valid' | 'expired' | 'revoked' | 'suspended' | 'replaced'
  /** The page of the badge that took its place. */
  readonly replacedBy?: string
}

export type BadgeState = BadgeView['state']

export interface BadgeViewOptions {
  /** The public page of the badge. */
  readonly url: string
  /** Shown only when given: the credential itself does not say it in clear. */
  readonly recipientName?: string
  /** Default: `valid`, or `expired` where `now` is given and past the end. */
  readonly state?: BadgeView['state']
  readonly replacedBy?: string
  /** Time to tell expired badges by. */
  readonly now?: Instant
}

const states = ['valid', 'expired', 'revoked', 'suspended', 'replaced'] as const

const optionRules = {
  url: needed('text'),
  recipientName: 'text',
  state: states,
  replacedBy: 'text',
  now: 'instant',
} as const satisfies OptionTable<BadgeViewOptions>

const viewRules = {
  url: needed('text'),
  name: needed('text'),
  issuer: needed('text'),
  issuerUrl: 'text',
  issuedAt: needed('text'),
  expiresAt: 'text',
  id: 'text',
  description: 'text',
  criteria: 'text',
  achievementType: 'text',
  skills: needed('objects'),
  tags: needed('texts'),
  language: 'text',
  recipientName: 'text',
  state: needed(states),
  replacedBy: 'text',
} as const satisfies OptionTable<BadgeView>

/** Refuses what is not a view. Throws `ERR_ARGUMENT_INVALID`. */
export const assertView = (view: BadgeView): void => checkShape('view', view, viewRules)

/**
 * The view of a credential. It reads what is there and proves nothing: verify the credential first.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for a page that is not an `https` URL, or a credential without name, issuer or
 * date
 *
 * @example
 * import { badgeView } from 'badgewright/share'
 * import { createCredential } from 'badgewright'
 *
 * const credential = createCredential({
 *   issuer: { id: 'https://acme.example', name: 'Acme' },
 *   achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' },
 *   recipient: { email: 'kim@example.org' },
 * })
 * const view = badgeView(credential, { url: 'https://badges.example.org/b/7' })
 * console.log(view.name, view.issuer) // Welder I Acme
 */
export function badgeView(credential: object, options: BadgeViewOptions): BadgeView {
  checkValue('credential', credential, needed('object'))
  checkOptions(options, optionRules)
  const document = credential as JsonObject
  const subject = objectAt(asArray<JsonValue>(document.credentialSubject)[0])
  const achievement = objectAt(asArray<JsonValue>(subject.achievement)[0])
  const issuer = objectAt(document.issuer)
  const name = textOf(achievement.name) ?? textOf(document.name)
  const issuerName = textOf(issuer.name) ?? hostOf(issuerIdOf(document))
  const issuedAt = [document.awardedDate, dateOf(document, 'begin')].find(isTime)
  const expiresAt = [dateOf(document, 'end')].find(isTime)
  if (name === undefined || issuerName === undefined || issuedAt === undefined) {
    throw new BadgeError(
      'ERR_ARGUMENT_INVALID',
      'The credential lacks its name, issuer or date, so it cannot be shown.',
    )
  }
  const criteria = textOf(objectAt(achievement.criteria).narrative)
  const alignments = asArray<JsonValue>(achievement.alignment).map(objectAt)
  return {
    url: pageUrl(options.url),
    name,
    issuer: issuerName,
    ...defined({
      issuerUrl: httpsUrl(issuer.url),
      expiresAt,
      id: textOf(document.id),
      description: textOf(achievement.description),
      criteria,
      achievementType: textOf(achievement.achievementType),
      language: languageTag(textOf(achievement.inLanguage)),
      recipientName: textOf(options.recipientName),
      replacedBy: options.replacedBy === undefined ? undefined : pageUrl(options.replacedBy),
    }),
    issuedAt,
    skills: alignments.flatMap((row) => {
      const target = textOf(row.targetName)
      const url = httpsUrl(row.targetUrl)
      return target === undefined ? [] : [{ name: target, ...defined({ url }) }]
    }),
    tags: asArray<JsonValue>(achievement.tag).flatMap((tag) => textOf(tag) ?? []),
    state: options.state ?? stateAt(expiresAt, options.now),
  }
}

/** A view that can be drawn, no matter who made it: a name of zero width would leave an empty line where everybody looks. */
export function drawnView(view: BadgeView): BadgeView {
  assertView(view)
  if (isBlank(view.name) || isBlank(view.issuer)) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'There is nothing to see in the name of the badge or of its issuer.')
  }
  const { recipientName = '', description = '', criteria = '', language, ...rest } = view
  return {
    ...rest,
    ...defined({ recipientName: textOf(recipientName), description: textOf(description), criteria: textOf(criteria) }),
    ...defined({ language: languageTag(language) }),
    url: pageUrl(view.url),
    skills: view.skills.filter(({ name }) => !isBlank(name)),
    tags: view.tags.filter((tag) => !isBlank(tag)),
  }
}

/** The absolute `https` URL of a page, as browsers write it. */
export function pageUrl(url: string): string {
  const parsed = typeof url === 'string' && url.length <= limits.fetchUrl && canParseUrl(url) ? new URL(url) : undefined
  const local = parsed?.protocol === 'http:' && /^(localhost|127\.0\.0\.1)$/.test(parsed.hostname)
  if (parsed === undefined || !(parsed.protocol === 'https:' || local) || parsed.username || parsed.password) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'The page of a badge is an absolute https URL without a password.')
  }
  return parsed.href
}

const stateAt = (expiresAt: string | undefined, now: Instant | undefined): BadgeState =>
  expiresAt !== undefined && now !== undefined && (parseDateTime(expiresAt) ?? 0) < readInstant('now', now).getTime()
    ? 'expired'
    : 'valid'

const objectAt = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {})

/** Half surrogates have no UTF-8 form, so no URL and no file could carry them. */
export const wellFormed = (text: string): string =>
  text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')

function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = wellFormed(value.slice(0, limits.viewText)).trim()
  return isBlank(text) ? undefined : text
}

function httpsUrl(value: JsonValue | undefined): string | undefined {
  if (typeof value !== 'string' || value.length > limits.fetchUrl || !canParseUrl(value)) return undefined
  const url = new URL(value)
  return url.protocol === 'https:' ? url.href : undefined
}

/** What to call an issuer without a name: the host of its page or `did:web`, else its id. */
function hostOf(id: JsonValue | undefined): string | undefined {
  const text = textOf(id)
  if (text === undefined) return undefined
  const [, web] = /^did:web:([^:]+)/.exec(text) ?? []
  return web ?? (canParseUrl(text) && new URL(text).host !== '' ? new URL(text).host : text)
}

const isTime = (value: JsonValue | undefined): value is string =>
  typeof value === 'string' && parseDateTime(value) !== null
