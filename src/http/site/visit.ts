import { defined } from '../../internal/defined.js'
import { base64urlEncode } from '../../internal/encoding.js'
import { randomBytes } from '../../internal/random.js'
import type { Auth, BadgeService, PersonRecord, Session } from '../../service/index.js'
import { acceptedLanguages, negotiate, type Translator } from '../../texts/index.js'
import type { Studio } from '../share/studio.js'
import { type Fields, noFields } from '../web/body.js'
import { type CookieSettings, cookieName, readCookies, writeCookie } from '../web/cookies.js'
import type { Html } from '../web/html.js'
import { rateLimits } from '../web/limits.js'
import { formToken, newFormKey } from '../web/origin.js'
import { TooMany } from '../web/outcome.js'
import { contentSecurityPolicy, type Surroundings, securityHeaders } from '../web/respond.js'
import { layout, type PageContent } from './layout.js'
import type { HandlerOptions } from './types.js'
import type { Ui } from './ui.js'

/** Everything that does not change from request to request. */
export interface Site {
  readonly service: BadgeService
  readonly options: HandlerOptions
  /** Path of the base URL, in front of every link; no slash at its end. */
  readonly publicPath: string
  /** Path in front of what reaches the handler; no slash at its end. */
  readonly basePath: string
  /** Of the base URL. */
  readonly origin: string
  readonly surroundings: Surroundings
  readonly cookies: CookieSettings
  readonly styleUrl: string
  /** Whether the base URL is one that others can open, so that badges can be shared. */
  readonly shareable: boolean
  readonly studio: Studio
  readonly locales: readonly string[]
  /** The translator of a language; each is made once. */
  readonly translator: (locale: string) => Promise<Translator>
  readonly now: () => Date
}

/** Who is there: the host's account, our own session, or nobody. */
export interface Visitor {
  readonly person: PersonRecord | null
  readonly session: Session | null
  readonly isIssuer: boolean
  /** Signed in by our own cookie, or by a login that says how it ends. */
  readonly canSignOut: boolean
}

const nobody: Visitor = { person: null, session: null, isIssuer: false, canSignOut: false }

/** The host's login. */
export const authOf = ({ options, service }: Site): Auth | undefined => options.auth ?? service.options.auth

/** One request on its way. */
export interface Visit {
  readonly site: Site
  readonly service: BadgeService
  readonly request: Request
  readonly url: URL
  /** Below the base path. */
  readonly path: string
  readonly place: Readonly<Record<string, string>>
  readonly visitor: Visitor
  readonly translator: Translator
  readonly cookies: ReadonlyMap<string, string>
  readonly t: Translator['t']
  /** What was posted; empty otherwise. */
  readonly fields: Fields
  /** Counts; refuses with 429 what comes too often. */
  limit(name: keyof typeof rateLimits, key: string | undefined): Promise<void>
  href(path: string): string
}

export async function readVisitorless(
  site: Site,
  request: Request,
  path: string,
  place: Readonly<Record<string, string>>,
): Promise<Visit> {
  const cookies = readCookies(request.headers.get('cookie'))
  const wishes = [
    cookies.get(cookieName('language', site.cookies)),
    ...acceptedLanguages(request.headers.get('accept-language')),
    site.service.options.locale,
  ]
  const translator = await site.translator(negotiate(wishes, site.locales, 'en'))
  return {
    site,
    service: site.service,
    request,
    url: new URL(request.url),
    path,
    place,
    visitor: nobody,
    translator,
    cookies,
    t: translator.t,
    fields: noFields,
    href: (to) => site.publicPath + to,
    async limit(name, key) {
      if (key === undefined) return
      const { allowed, retryAfterSeconds } = await site.service.limits.take({
        key: `${name} ${key}`,
        ...rateLimits[name],
      })
      if (!allowed) throw new TooMany(retryAfterSeconds)
    },
  }
}

export async function readVisitor(visit: Visit): Promise<Visit> {
  const { site, service, request, cookies } = visit
  const auth = authOf(site)
  const session = (await auth?.identify(request)) ?? null
  const isIssuer = session?.roles.includes('issuer') ?? false
  if (session?.roles.includes('learner') === true) {
    const { subject, addresses, name, locale } = session
    const person = await service.people.fromSession({
      subject,
      addresses,
      ...defined({ name, locale }),
    })
    return { ...visit, visitor: { person, session, isIssuer, canSignOut: auth?.signOut !== undefined } }
  }
  const token = cookies.get(cookieName('session', site.cookies))
  const person = token === undefined ? null : await service.people.session(token)
  return { ...visit, visitor: { person, session, isIssuer, canSignOut: person !== null } }
}

/** The visitor's IP address as a key for rate limits: IPv6 by its /64, which is one household. */
export function visitorKey({ site, request }: Visit): string | undefined {
  const address = site.options.clientAddress?.(request)
  if (address === undefined || !address.includes(':')) return address
  const [head = '', tail] = address.toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const full =
    tail === undefined
      ? left
      : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return full.slice(0, 4).join(':')
}

export const clearSession = (site: Site): string => writeCookie('session', '', site.cookies, 0)

export async function sessionCookie(visit: Visit, personId: string): Promise<string> {
  const { token, expiresAt } = await visit.service.people.startSession(personId)
  const seconds = Math.max(0, Math.floor((Date.parse(expiresAt) - visit.site.now().getTime()) / 1000))
  return writeCookie('session', token, visit.site.cookies, seconds)
}

export interface PageOptions {
  readonly status?: number
  /** The URL holds a token: no referrer, nothing kept. */
  readonly secret?: boolean
  readonly cookies?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
  /** The same for everybody: no nonce, no form, no menu of one's own. */
  readonly plain?: boolean
}

const NONCE = /^[A-Za-z0-9+/_-]{8,200}={0,2}$/

export function respondPage(visit: Visit, make: (ui: Ui) => PageContent, options: PageOptions = {}): Response {
  const { site, visitor, translator } = visit
  const { status = 200, secret = false, plain = false } = options
  const given = plain ? undefined : site.options.nonce?.(visit.request)
  const nonce = plain ? undefined : given !== undefined && NONCE.test(given) ? given : base64urlEncode(randomBytes(18))
  const oldKey = visit.cookies.get(cookieName('form', site.cookies))
  const key = oldKey !== undefined && /^[A-Za-z0-9_-]{32}$/.test(oldKey) ? oldKey : newFormKey()
  const ui: Ui = {
    ...translator,
    href: visit.href,
    csrf: plain ? undefined : formToken(key),
    nonce,
    siteName: site.options.siteName ?? visit.t('site.name'),
    here: visit.path,
    signedIn: !plain && visitor.person !== null,
    isIssuer: !plain && visitor.isIssuer,
    canSignOut: visitor.canSignOut,
    locales: site.locales,
    framed: site.surroundings.frameAncestors.length > 0,
    styleUrl: site.styleUrl,
  }
  const content = make(ui)
  const document: Html = layout(ui, content)
  const headers = new Headers({
    ...securityHeaders(site.surroundings),
    'content-type': 'text/html; charset=utf-8',
    'content-language': translator.locale,
    'content-security-policy': contentSecurityPolicy(
      { nonce, script: content.script !== undefined },
      site.surroundings,
    ),
    'referrer-policy': secret ? 'no-referrer' : 'same-origin',
    'cache-control': 'no-store',
    vary: 'Accept, Accept-Language, Cookie',
    ...(content.index === true && status === 200 ? {} : { 'x-robots-tag': 'noindex, nofollow, noarchive' }),
    ...options.headers,
  })
  if (!plain && key !== oldKey) headers.append('set-cookie', writeCookie('form', key, site.cookies))
  for (const cookie of options.cookies ?? []) headers.append('set-cookie', cookie)
  return new Response(document.markup, { status, headers })
}

/** On to another page, which is then fetched with GET. */
export function redirect(visit: Visit, path: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({
    ...securityHeaders(visit.site.surroundings),
    location: visit.href(path),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: 303, headers })
}
