import { BadgeError } from '../errors.js'
import { canParseUrl } from '../internal/url.js'
import { type BadgeView, monthOf, oneLine, pageUrl, stateWords, wellFormed } from '../view/index.js'
import { countText, fitText } from './count.js'
import type { ParameterValue, ShareLinkRow } from './networks.js'
import type { ShareAction, ShareAdapter, ShareField, ShareOptions } from './types.js'

/** The words of a post when the caller gives none. Nobody boasts of a badge that does not hold. */
export const postText = (view: BadgeView, { text }: ShareOptions): string =>
  wellFormed(text ?? defaultText(view)).trim()

function defaultText({ name, issuer, state }: BadgeView): string {
  const [badge, by] = [`“${oneLine(name)}”`, oneLine(issuer)]
  return state === 'valid'
    ? `I earned ${badge} from ${by}.`
    : `${stateWords[state]}: ${badge}, a digital badge by ${by}.`
}

/** The name, after what the badge is no more. */
export const titleOf = ({ name, state }: BadgeView): string =>
  state === 'valid' ? name : `${stateWords[state]}: ${name}`

export const stateWarnings = ({ state }: BadgeView): string[] =>
  state === 'valid' ? [] : [`The badge does not hold: ${stateWords[state].toLowerCase()}.`]

/** What people copy by hand, in the order of LinkedIn's form. */
export function copyFields(view: BadgeView): ShareField[] {
  const month = (time: string): string => {
    const { year, month } = monthOf(time)
    return `${year}-${String(month).padStart(2, '0')}`
  }
  return [
    { label: 'Name', value: view.name },
    { label: 'Issuing organization', value: view.issuer },
    { label: 'Issue date', value: month(view.issuedAt) },
    ...(view.expiresAt === undefined ? [] : [{ label: 'Expiration date', value: month(view.expiresAt) }]),
    ...(view.id === undefined ? [] : [{ label: 'Credential ID', value: view.id }]),
    { label: 'Credential URL', value: view.url },
  ]
}

const HOST = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/

/** The host of a server as people write it: `mastodon.social`, `https://mastodon.social/`, `@kim@mastodon.social`. */
function hostOf(instance: string): string {
  const written = instance
    .trim()
    .slice(0, 300)
    .replace(/^https:\/\//i, '')
    .replace(/\/$/, '')
    .replace(/^@?[\w.-]+@/, '')
  const host = canParseUrl(`https://${written}`) ? new URL(`https://${written}`).host : ''
  if (!HOST.test(host) || !/^[^/?#@:\\\s]+$/.test(written)) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`instance` is the host of a server, such as mastodon.social.')
  }
  return host
}

/**
 * A share adapter from one row: the form's address, the parameters that it honours, its limit. Adapters of your own are
 * made like this, or are any object of the type {@link ShareAdapter}; the cases of `badgewright/testing` prove either.
 *
 * @example
 * import { shareLinkAdapter } from 'badgewright/share'
 *
 * const intranet = shareLinkAdapter({
 *   id: 'intranet',
 *   label: 'Our intranet',
 *   base: 'https://intranet.example.org/post',
 *   parameters: { message: 'text', link: 'url' },
 *   limit: { count: 'graphemes', max: 200, parameter: 'message' },
 *   permission: { by: 'nobody', expect: 'The intranet opens.', needsActivation: false, iframeAllow: [], refused: 'Copy the link.' },
 *   status: 'observed',
 *   source: ['https://intranet.example.org/help'],
 *   checkedOn: '2026-11-23',
 * })
 * console.log(intranet.id)
 */
export function shareLinkAdapter(row: ShareLinkRow): ShareAdapter {
  const { id, label, status, source, checkedOn, limit } = row
  return {
    id,
    label,
    status,
    source,
    checkedOn,
    ...(limit === undefined ? {} : { limit: { count: limit.count, max: limit.max, parameter: limit.parameter } }),
    share: (view, options = {}) => shareByLink(row, { ...view, url: pageUrl(view.url) }, options),
  }
}

function shareByLink(row: ShareLinkRow, view: BadgeView, options: ShareOptions): ShareAction {
  const { id, label, permission } = row
  const { params, isCut } = parametersOf(row, view, options)
  const cut = isCut ? [`The text was cut to what ${label} takes.`] : []
  const common = {
    id,
    label,
    params,
    images: options.images ?? [],
    fields: [{ label: 'Text', value: postText(view, options) }, ...copyFields(view)],
    permission,
    warnings: [...stateWarnings(view), ...(row.warnings ?? []), ...cut],
  }
  if (row.base.includes('{instance}') && options.instance === undefined) {
    return { ...common, kind: 'ask', asks: { option: 'instance', label: `Your ${label} server` } }
  }
  const base = row.base.replace('{instance}', () => hostOf(options.instance ?? ''))
  return { ...common, kind: 'link', href: withParameters(base, params) }
}

/** `%20` and never `+`, which mail programs show as a plus. */
function withParameters(base: string, params: Readonly<Record<string, string>>): string {
  const query = Object.entries(params).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `${base}${base.endsWith('&') ? '' : '?'}${query.join('&')}`
}

function parametersOf(row: ShareLinkRow, view: BadgeView, options: ShareOptions) {
  const params: Record<string, string> = { ...row.fixed }
  let isCut = false
  for (const [name, source] of Object.entries(row.parameters)) {
    const limit = row.limit?.parameter === name ? row.limit : undefined
    const whole = parameterOf(source, view, options)
    const value = limit === undefined ? whole : fitted(source, limit, view, options)
    isCut ||= value !== whole
    if (value !== '') params[name] = value
  }
  // LinkedIn takes one of the two; the number also brings the logo.
  if (params.organizationId !== undefined) delete params.organizationName
  return { params, isCut }
}

/** The value cut to the limit. The link is never cut; it is the words before it that give way. */
function fitted(
  source: ParameterValue,
  limit: NonNullable<ShareLinkRow['limit']>,
  view: BadgeView,
  options: ShareOptions,
): string {
  const text = source.startsWith('text') ? postText(view, options) : parameterOf(source, view, options)
  const rest = source.startsWith('text ') ? parameterOf(source, { ...view }, { ...options, text: '' }) : ''
  const tags = hashtagsOf(options)
  const beside =
    (limit.linkWeight ?? 0) + (limit.linkWeight === undefined ? 0 : countText(tags, limit.count) + 2 * tagCount(tags))
  const room = limit.max - beside - countText(rest, limit.count)
  if (room <= 0) return rest.trimStart()
  const words = fitText(text, limit.count, room)
  return words === '' ? rest.trimStart() : words + rest
}

const tagCount = (tags: string): number => (tags === '' ? 0 : tags.split(',').length)

const hashtagsOf = ({ hashtags = [] }: ShareOptions): string =>
  hashtags
    .map((tag) => wellFormed(tag).replace(/[^\p{L}\p{M}\p{N}_]/gu, ''))
    .filter((tag) => tag !== '')
    .join(',')

function parameterOf(source: ParameterValue, view: BadgeView, options: ShareOptions): string {
  const expiry = view.expiresAt === undefined ? undefined : monthOf(view.expiresAt)
  switch (source) {
    case 'url':
      return view.url
    case 'name':
      return wellFormed(view.name)
    case 'text':
      return postText(view, options)
    case 'text url':
      return `${postText(view, options)} ${view.url}`
    case 'text newline url':
      return `${postText(view, options).replace(/\r\n?|\n/g, '\r\n')}\r\n\r\n${view.url}`
    case 'subject':
      return oneLine(wellFormed(titleOf(view)))
    case 'hashtags':
      return hashtagsOf(options)
    case 'issuer':
      return wellFormed(view.issuer)
    case 'organizationId':
      return numberOf(options.linkedInOrganizationId)
    case 'issueYear':
      return String(monthOf(view.issuedAt).year)
    case 'issueMonth':
      return String(monthOf(view.issuedAt).month)
    case 'expirationYear':
      return expiry === undefined ? '' : String(expiry.year)
    case 'expirationMonth':
      return expiry === undefined ? '' : String(expiry.month)
    case 'credentialId':
      return wellFormed(view.id ?? '')
  }
}

function numberOf(id: string | undefined): string {
  if (id === undefined || /^\d{1,20}$/.test(id)) return id ?? ''
  throw new BadgeError('ERR_ARGUMENT_INVALID', '`linkedInOrganizationId` is the number of a LinkedIn page.')
}
