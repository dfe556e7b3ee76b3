import { BadgeError } from '../errors.js'
import { shareRules } from '../internal/option-tables.js'
import { checkOptions, needed, number, type OptionTable } from '../internal/options.js'
import { canParseUrl } from '../internal/url.js'
import { monthOf, type Spoken, spoken, under } from '../texts/index.js'
import { shareTexts, stated } from '../texts/share/index.js'
import { assertView, type BadgeView, oneLine, pageUrl, wellFormed } from '../view/index.js'
import { countText, fitText } from './count.js'
import type { ParameterValue, ShareLinkRow, SpokenRow } from './networks.js'
import type { PermissionPrompt, ShareAction, ShareAdapter, ShareField, ShareLabels, ShareOptions } from './types.js'

/** For what is said without being asked for a language. */
export const english = spoken((language) => under(shareTexts[language], 'share'), { locale: 'en' })

/** The words to share in, in the language asked for, else that of the badge. */
export function speak(view: BadgeView, options: ShareOptions): Spoken<ShareLabels> {
  assertView(view)
  checkOptions(options, shareRules satisfies OptionTable<ShareOptions>)
  return spoken(
    (each) => ({ ...under(shareTexts[each], 'state'), ...under(shareTexts[each], 'share') }),
    options,
    view.language,
  )
}

/** The words of a post when the caller gives none. Nobody boasts of a badge that is not valid. */
export const postText = (view: BadgeView, { text }: ShareOptions, words: Spoken<ShareLabels>): string =>
  wellFormed(text ?? defaultText(view, words)).trim()

function defaultText({ name, issuer, state }: BadgeView, words: Spoken<ShareLabels>): string {
  const values = { name: oneLine(name), issuer: oneLine(issuer) }
  return stated(state, words.say(state === 'valid' ? 'mine' : 'others', values), words)
}

export const stateWarnings = ({ state }: BadgeView, { say }: Spoken<ShareLabels>): string[] =>
  state === 'valid' ? [] : [say('note.state', { state: say(state) })]

/** What people copy by hand, in the order of LinkedIn's form. */
export function copyFields(view: BadgeView, { say }: Spoken<ShareLabels>): ShareField[] {
  const month = (time: string): string => {
    const { year, month } = monthOf(time)
    return `${year}-${String(month).padStart(2, '0')}`
  }
  const values = {
    name: view.name,
    issuer: view.issuer,
    issued: month(view.issuedAt),
    expires: view.expiresAt === undefined ? undefined : month(view.expiresAt),
    id: idForPeople(view.id),
    url: view.url,
  }
  const rows = Object.entries(values) as [keyof typeof values, string | undefined][]
  return rows.flatMap(([id, value]) => (value === undefined ? [] : [{ id, label: say(`field.${id}`), value }]))
}

/** Forms for certificates ask for a number that people can read and look up: of a `urn:uuid:` that is the UUID. */
const idForPeople = (id: string | undefined): string | undefined => id?.replace(/^urn:uuid:/i, '')

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
  checkOptions(row, rowRules)
  const { id, label, status, source, checkedOn, limit } = row
  return {
    id,
    label,
    status,
    source,
    checkedOn,
    ...(limit === undefined ? {} : { limit: { count: limit.count, max: limit.max, parameter: limit.parameter } }),
    share: (view, options = {}) => shareByLink(row, view, options, speak(view, options)),
  }
}

/** The adapter of a row that comes along. */
export function spokenAdapter(row: SpokenRow): ShareAdapter {
  return {
    ...shareLinkAdapter(inWords(row, english)),
    share(view, options = {}) {
      const words = speak(view, options)
      return shareByLink(inWords(row, words), view, options, words)
    },
  }
}

function inWords(row: SpokenRow, { say }: Pick<Spoken<ShareLabels>, 'say'>): ShareLinkRow {
  const { name, label, prompt, notes = [], ...rest } = row
  const shown = label === undefined ? (name ?? row.id) : say(label)
  const values = { name: name ?? shown }
  return {
    ...rest,
    label: shown,
    permission: promptOf(prompt, values, say),
    warnings: notes.map((key) => say(key, values)),
  }
}

const promptOf = (
  prompt: SpokenRow['prompt'],
  values: { readonly name: string },
  say: Spoken<ShareLabels>['say'],
): PermissionPrompt => ({
  by: prompt === 'app' ? 'system' : 'network',
  expect: say(`expect.${prompt}`, values),
  needsActivation: false,
  iframeAllow: [],
  refused: say(`refused.${prompt}`, values),
})

function shareByLink(
  row: ShareLinkRow,
  given: BadgeView,
  options: ShareOptions,
  words: Spoken<ShareLabels>,
): ShareAction {
  const view = { ...given, url: pageUrl(given.url) }
  const { id, label, permission } = row
  const { say } = words
  const text = postText(view, options, words)
  const { params, isCut } = parametersOf(row, view, { ...options, text, subject: stated(view.state, view.name, words) })
  const cut = isCut ? [say('note.cut', { name: label })] : []
  const common = {
    id,
    label,
    params,
    images: options.images ?? [],
    fields: [{ id: 'text' as const, label: say('field.text'), value: text }, ...copyFields(view, words)],
    permission,
    warnings: [...stateWarnings(view, words), ...(row.warnings ?? []), ...cut],
  }
  if (row.base.includes('{instance}') && options.instance === undefined) {
    return { ...common, kind: 'ask', asks: { option: 'instance', label: say('server', { name: label }) } }
  }
  const base = row.base.split('{instance}').join(options.instance === undefined ? '' : hostOf(options.instance))
  return { ...common, kind: 'link', href: withParameters(base, params) }
}

/** `%20` and never `+`, which mail programs show as a plus. */
function withParameters(base: string, params: Readonly<Record<string, string>>): string {
  const query = Object.entries(params).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `${base}${base.endsWith('&') ? '' : '?'}${query.join('&')}`
}

/** What is posted, in words that are settled. */
interface Post extends ShareOptions {
  readonly text: string
  /** Of a mail. */
  readonly subject: string
}

function parametersOf(row: ShareLinkRow, view: BadgeView, post: Post) {
  const params: Record<string, string> = { ...row.fixed }
  let isCut = false
  for (const [name, source] of Object.entries(row.parameters)) {
    const limit = row.limit?.parameter === name ? row.limit : undefined
    const whole = parameterOf(source, view, post)
    const value = limit === undefined ? whole : fitted(source, limit, view, post)
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
  post: Post,
): string {
  const text = source.startsWith('text') ? post.text : parameterOf(source, view, post)
  const rest = source.startsWith('text ') ? parameterOf(source, view, { ...post, text: '' }) : ''
  const tags = hashtagsOf(post)
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

function parameterOf(source: ParameterValue, view: BadgeView, post: Post): string {
  const expiry = view.expiresAt === undefined ? undefined : monthOf(view.expiresAt)
  switch (source) {
    case 'url':
      return view.url
    case 'name':
      return wellFormed(view.name)
    case 'text':
      return post.text
    case 'text url':
      return `${post.text} ${view.url}`
    case 'text newline url':
      return `${post.text.replace(/\r\n?|\n/g, '\r\n')}\r\n\r\n${view.url}`
    case 'subject':
      return oneLine(wellFormed(post.subject))
    case 'hashtags':
      return hashtagsOf(post)
    case 'issuer':
      return wellFormed(view.issuer)
    case 'organizationId':
      return numberOf(post.linkedInOrganizationId)
    case 'issueYear':
      return String(monthOf(view.issuedAt).year)
    case 'issueMonth':
      return String(monthOf(view.issuedAt).month)
    case 'expirationYear':
      return expiry === undefined ? '' : String(expiry.year)
    case 'expirationMonth':
      return expiry === undefined ? '' : String(expiry.month)
    case 'credentialId':
      return wellFormed(idForPeople(view.id) ?? '')
  }
}

function numberOf(id: string | undefined): string {
  if (id === undefined || /^\d{1,20}$/.test(id)) return id ?? ''
  throw new BadgeError('ERR_ARGUMENT_INVALID', '`linkedInOrganizationId` is the number of a LinkedIn page.')
}

const rowRules = {
  id: needed('some text'),
  label: needed('text'),
  base: needed('text'),
  fixed: 'object',
  parameters: needed('object'),
  limit: {
    members: {
      count: needed(['graphemes', 'characters', 'x-weighted'] as const),
      max: needed(number(0)),
      parameter: needed('text'),
      linkWeight: number(0),
    } satisfies OptionTable<NonNullable<ShareLinkRow['limit']>>,
  },
  permission: needed({
    members: {
      by: needed(['network', 'browser', 'system', 'nobody'] as const),
      expect: needed('text'),
      needsActivation: needed('boolean'),
      iframeAllow: needed('texts'),
      refused: needed('text'),
    } satisfies OptionTable<ShareLinkRow['permission']>,
  }),
  warnings: 'texts',
  status: needed(['documented', 'observed', 'unverified'] as const),
  source: needed('texts'),
  checkedOn: needed('text'),
} as const satisfies OptionTable<ShareLinkRow>
