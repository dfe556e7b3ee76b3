import { BadgeError } from '../../errors.js'
import { isHttpUrl } from '../../internal/url.js'

/**
 * Paths under the base URL that mails link to, and that pages of your own must serve if you do not mount `createHandler`.
 * `:name` is a placeholder for one segment.
 */
export const paths = {
  claim: '/claim/:token',
  undo: '/undo/:token',
  badge: '/b/:badgeId',
  link: '/s/:token',
  wallet: '/i/:token',
  portfolio: '/p/:name',
  display: '/display/:token',
  unsubscribe: '/u/:token',
  signIn: '/sign-in/:token',
  confirmEmail: '/address/:token',
  recovery: '/recovery/:token',
  restore: '/bring-back/:token',
  guardian: '/guardian/:token',
  application: '/application/:token',
  staffSignIn: '/staff/sign-in/:token',
  asked: '/present/:id',
  mine: '/mine',
  account: '/account',
  statusList: '/status/:listId',
} as const

export type PathName = keyof typeof paths

/** `path` with its places filled in. */
export const pathOf = (name: PathName, place = ''): string => paths[name].replace(/:\w+/, encodeURIComponent(place))

/** The base URL, checked, without a slash at its end. */
export function readBaseUrl(text: unknown): string {
  if (typeof text !== 'string' || !isHttpUrl(text)) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`baseUrl` must be an absolute http or https URL.')
  }
  const url = new URL(text)
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`baseUrl` must have neither query, fragment nor credentials.')
  }
  return url.href.replace(/\/+$/, '')
}
