import { directResponse } from '../../internal/direct-body.js'
import { base64urlEncode } from '../../internal/encoding.js'
import { randomBytes } from '../../internal/random.js'
import { formatInZone } from '../../internal/time-zone.js'
import { cookieName, writeCookie } from '../web/cookies.js'
import { formToken, newFormKey } from '../web/csrf.js'
import { contentSecurityPolicy, securityHeaders } from '../web/respond.js'
import { shownBrand, timeZoneOf } from './brand.js'
import { layout, type PageContent } from './layout.js'
import type { Ui } from './ui.js'
import { mayUse, type Visit } from './visit.js'

export interface PageOptions {
  readonly status?: number
  /** The URL holds a token: no referrer is sent. */
  readonly secret?: boolean
  readonly cookies?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
  /** The same for everybody: no nonce, no form, no personal menu. */
  readonly plain?: boolean
}

/** What the site is called in the language of the page. */
export const siteNameOf = ({ site, t }: Pick<Visit, 'site' | 't'>): string =>
  site.brand?.name ?? site.options.siteName ?? t('site.name')

const NONCE = /^[A-Za-z0-9+/_-]{8,200}={0,2}$/

/** What no two answers share; absent on pages that must be the same for everybody. */
export interface OwnParts {
  readonly nonce: string | undefined
  /** What forms carry. */
  readonly csrf: string | undefined
}

/** The document of a page, and what its headers follow from. */
export interface PageDocument<Content = Uint8Array | string> {
  readonly content: Content
  readonly script: boolean
  readonly index: boolean
}

export function respondPage(visit: Visit, make: (ui: Ui) => PageContent, options: PageOptions = {}): Response {
  return respondWith(visit, (own) => writePage(visit, make, own), options)
}

/** An answer around the document that `write` gives for what is this visitor's own. */
export function respondWith(visit: Visit, write: (own: OwnParts) => PageDocument, options: PageOptions = {}): Response {
  const { site, translator } = visit
  const { status = 200, secret = false, plain = false } = options
  const given = plain ? undefined : site.options.nonce?.(visit.request)
  const nonce = plain ? undefined : given !== undefined && NONCE.test(given) ? given : base64urlEncode(randomBytes(18))
  const oldKey = visit.cookies.get(cookieName('form', site.cookies))
  const key = oldKey !== undefined && /^[A-Za-z0-9_-]{32}$/.test(oldKey) ? oldKey : newFormKey()
  const { content, script, index } = write({ nonce, csrf: plain ? undefined : formToken(key) })
  const headers = Object.entries({
    ...securityHeaders(site.surroundings),
    'content-type': 'text/html; charset=utf-8',
    'content-language': translator.locale,
    'content-security-policy': contentSecurityPolicy({ nonce, script }, site.surroundings),
    'referrer-policy': secret ? 'no-referrer' : 'same-origin',
    'cache-control': 'no-store',
    vary: 'Accept, Accept-Language, Cookie',
    ...(index && status === 200 ? {} : { 'x-robots-tag': 'noindex, nofollow, noarchive' }),
    ...options.headers,
  })
  const ownCookies = plain || key === oldKey ? [] : [writeCookie('form', key, site.cookies)]
  for (const cookie of [...ownCookies, ...(options.cookies ?? [])]) headers.push(['set-cookie', cookie])
  return directResponse(content, { status, headers })
}

/** The whole document, with these parts in it; without a nonce and a token it has no personal menu either. */
export function writePage(
  visit: Visit,
  make: (ui: Ui) => PageContent,
  { nonce, csrf }: OwnParts,
): PageDocument<string> {
  const { site, visitor, translator } = visit
  const plain = csrf === undefined
  const timeZone = timeZoneOf(visit)
  const ui: Ui = {
    ...translator,
    href: visit.href,
    moment: (time) => translator.date(formatInZone(new Date(time), timeZone)),
    csrf,
    nonce,
    siteName: siteNameOf(visit),
    here: visit.path,
    signedIn: !plain && visitor.person !== null,
    unread: plain ? 0 : visit.unread,
    may: (operation) => !plain && mayUse(visit, operation),
    staffName: visitor.staff?.name,
    staffCanSignOut: visitor.staffCanSignOut,
    canSignOut: visitor.canSignOut,
    locales: site.locales,
    framed: site.surroundings.frameAncestors.length > 0,
    styleUrl: site.styleUrl,
    brand: shownBrand(site),
  }
  const content = make(ui)
  return {
    content: layout(ui, content).markup,
    script: content.script !== undefined,
    index: content.index === true,
  }
}

/** Redirects to another page, which the browser loads with GET. */
export const redirect = (visit: Visit, path: string, cookies: readonly string[] = []): Response =>
  redirectTo(visit, visit.href(path), cookies)

/** The same for a path of this host that begins with the prefix already, such as one to return to. */
export function redirectTo(visit: Visit, location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({
    ...securityHeaders(visit.site.surroundings),
    location,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: 303, headers })
}
