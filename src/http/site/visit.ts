import { issuerIdOfKey } from '../../badge/index.js'
import { may, operationNamed, type Place, type Principal } from '../../catalogue/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { isBlank } from '../../internal/blank.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { type RateLimitName, rateLimits } from '../../internal/rate-limits.js'
import { roleNames } from '../../service/core/roles/index.js'
import type {
  Auth,
  Authentication,
  BadgeService,
  BadgeSession,
  Grant,
  PersonRecord,
  Session,
} from '../../service/index.js'
import { acceptedLanguages, negotiate } from '../../texts/index.js'
import type { Translator } from '../../texts/pages/index.js'
import { type Fields, noFields } from '../web/body.js'
import { type CookieSettings, cookieName, readCookies, writeCookie } from '../web/cookies.js'
import { SignInNeeded, TooMany } from '../web/outcome.js'
import type { Surroundings } from '../web/respond.js'
import type { KeptAnswers } from './kept-answers.js'
import type { Renderer } from './renderer.js'
import type { HandlerOptions } from './types.js'

/** What stays the same from request to request. */
export interface Site {
  readonly service: BadgeService
  readonly options: HandlerOptions
  /** Path of the base URL, the prefix of every link; without a slash at its end. */
  readonly publicPath: string
  /** Prefix of the paths that reach the handler; without a slash at its end. */
  readonly basePath: string
  /** Of the base URL. */
  readonly origin: string
  readonly surroundings: Surroundings
  readonly cookies: CookieSettings
  readonly styleUrl: string
  /** Whether the base URL is one that others can open, so that badges can be shared. */
  readonly shareable: boolean
  readonly renderer: Renderer
  readonly kept: KeptAnswers
  readonly locales: readonly string[]
  /** The translator of a language; each is made once. */
  readonly translator: (locale: string) => Promise<Translator>
  readonly now: () => Date
  /** Of one of several issuers: its name; absent at the site itself. */
  readonly issuerName?: string
  /** The sites of the issuers that the settings name, beside that of the service, by name. */
  readonly issuers: ReadonlyMap<string, Site>
  /** The sites of all issuers but that of the service: those too that are stored and that the settings name no longer. */
  readonly allIssuers: () => Promise<ReadonlyMap<string, Site>>
  /** The site of the service's own issuer. */
  readonly main?: Site
  /** How the issuer appears, as of this request; absent where that could not be read. */
  readonly brand?: Awaited<ReturnType<BadgeService['issuers']['brand']>>
  /** Has written down what this issuer is. */
  readonly described?: () => Promise<unknown>
}

/** Who is there: the host's account, our own session, or nobody. */
export interface Visitor {
  readonly person: PersonRecord | null
  /**
   * What a browser may do that claimed a badge by its link and is not signed in: act for the owner of this one badge, on
   * the paths of this badge. Whatever asks for `person` refuses it.
   */
  readonly badge: BadgeSession | null
  readonly session: Session | null
  /** How `person` was authenticated. */
  readonly authenticated: Authentication | null
  /** Signed in at the host, and under age, without the consent that being signed in here takes. */
  readonly awaitsGuardian: boolean
  /** Who acts for the issuer: by a session of their own, or signed in by the host. */
  readonly staff: Staff | null
  /** How `staff` was authenticated. */
  readonly staffAuthenticated: Authentication | null
  /** By a session of our own, or a login of the host that says how it ends. */
  readonly staffCanSignOut: boolean
  /** Everybody that this visitor is, for the table of who may do what. */
  readonly principals: readonly Principal[]
  /** Signed in by our own cookie, or by a login that says how it ends. */
  readonly canSignOut: boolean
}

type Staff = Extract<Principal, { readonly kind: 'staff session' }>

const nobody: Visitor = {
  person: null,
  badge: null,
  session: null,
  authenticated: null,
  awaitsGuardian: false,
  staff: null,
  staffAuthenticated: null,
  staffCanSignOut: false,
  principals: [{ kind: 'visitor' }],
  canSignOut: false,
}

/** The host's login. */
export const authOf = ({ options, service }: Site): Auth | undefined => options.auth ?? service.options.auth

/** One request, and what is known about its visitor. */
export interface Visit {
  readonly site: Site
  readonly service: BadgeService
  readonly request: Request
  readonly url: URL
  /** Below the base path. */
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly visitor: Visitor
  readonly translator: Translator
  readonly cookies: ReadonlyMap<string, string>
  readonly t: Translator['t']
  /** Offers and notices of the person who is signed in that wait to be looked at; counted for pages alone. */
  readonly unread: number
  /** What was posted; empty otherwise. */
  readonly fields: Fields
  /** Counts against a rate limit, and refuses with 429. */
  limit(name: RateLimitName, key: string | undefined): Promise<void>
  href(path: string): string
}

export async function startVisit(
  settled: Site,
  request: Request,
  path: string,
  params: Readonly<Record<string, string>>,
): Promise<Visit> {
  const site: Site = { ...settled, ...defined({ brand: await brandOf(settled) }) }
  const cookies = readCookies(request.headers.get('cookie'))
  const translator = await site.translator(languageFor(site, request, cookies))
  return {
    site,
    service: site.service,
    request,
    url: new URL(request.url),
    path,
    params,
    visitor: nobody,
    translator,
    cookies,
    t: translator.t,
    fields: noFields,
    unread: 0,
    href: (to) => site.publicPath + to,
    async limit(name, key) {
      if (key === undefined) return
      const { allowed, retryAfterSeconds } = await site.service.limits.take({
        key: `${name} ${key}`,
        ...rateLimits[name],
        ...site.options.rateLimits?.[name],
      })
      if (!allowed) throw new TooMany(retryAfterSeconds)
    },
  }
}

/** Pages come out without it rather than not at all: those that need the storage say themselves that it is gone. */
async function brandOf({ service, options }: Site): Promise<Site['brand']> {
  try {
    return await service.issuers.brand()
  } catch (error) {
    options.onError?.(error)
    return undefined
  }
}

export async function readVisitor(visit: Visit): Promise<Visit> {
  const known = await readWho(visit)
  return inLanguageOf(known, known.visitor.person?.locale)
}

/** The visit in the language of a person, unless another was chosen in this browser. */
export async function inLanguageOf(visit: Visit, locale: string | undefined): Promise<Visit> {
  if (locale === undefined) return visit
  const { site, cookies, request } = visit
  const translator = await site.translator(languageFor(site, request, cookies, locale))
  return { ...visit, translator, t: translator.t }
}

const languageFor = (site: Site, request: Request, cookies: Visit['cookies'], locale?: string): string =>
  negotiate(
    [
      cookies.get(cookieName('language', site.cookies)),
      locale,
      ...acceptedLanguages(request.headers.get('accept-language')),
      site.service.options.locale,
    ],
    site.locales,
    'en',
  )

async function readWho(visit: Visit): Promise<Visit> {
  const { site, service, request, cookies } = visit
  const auth = authOf(site)
  const session = (await auth?.identify(request)) ?? null
  const { staff, isOwn, authenticated: staffAuthenticated } = await staffOf(visit, session)
  const staffCanSignOut = staff !== null && (isOwn || auth?.signOut !== undefined)
  if (session?.roles.includes('learner') === true) {
    const { subject, emails, name, locale } = session
    const person = await service.people
      .fromSession({ subject, emails, ...defined({ name, locale }) })
      .catch((error: unknown) => {
        // A visitor like any other, until a guardian has decided.
        if (isBadgeError(error, 'ERR_CONSENT_NEEDED')) return null
        throw error
      })
    return withVisitor(visit, {
      person,
      badge: null,
      session,
      authenticated: authenticatedIn(site, session),
      awaitsGuardian: person === null,
      staff,
      staffAuthenticated,
      staffCanSignOut,
      canSignOut: auth?.signOut !== undefined,
    })
  }
  const token = cookies.get(cookieName('session', site.cookies))
  const person = token === undefined ? null : await service.people.session(token)
  const badge = person === null ? await badgeSessionFor(visit, visit.params.badgeId) : null
  return withVisitor(visit, {
    person,
    badge,
    session,
    authenticated: person?.authenticated ?? null,
    awaitsGuardian: false,
    staff,
    staffAuthenticated,
    staffCanSignOut,
    canSignOut: person !== null,
  })
}

/** The visit of somebody, whose steps the log will name. */
function withVisitor(visit: Visit, found: Omit<Visitor, 'principals'>): Visit {
  const { person, badge, staff } = found
  const learner = person?.id ?? badge?.personId
  const principals: Principal[] = [
    { kind: 'visitor' },
    ...(badge === null ? [] : [{ kind: 'badge session', personId: badge.personId, badgeId: badge.badgeId } as const]),
    ...(person === null ? [] : [{ kind: 'learner session', personId: person.id } as const]),
    ...(staff === null ? [] : [staff]),
  ]
  const isNobody = staff === null && learner === undefined
  const service = isNobody
    ? visit.service
    : visit.service.as(defined({ staffId: staff?.staffId, through: staff?.through, personId: learner }))
  return { ...visit, service, visitor: { ...found, principals } }
}

/** Somebody who acts for the issuer: by the host's login where it says so, or by a session of their own. */
async function staffOf(
  { site, service, cookies }: Visit,
  session: Session | null,
): Promise<{ staff: Staff | null; isOwn: boolean; authenticated: Authentication | null }> {
  const grants = grantsIn(site, session?.roles ?? [])
  if (session !== null && grants.length > 0) {
    const member = await service.staff.fromSession({ subject: session.subject, name: staffName(session), grants })
    if (member !== null) {
      const staff = { kind: 'staff session', staffId: member.id, name: member.name, grants } as const
      return { staff, isOwn: false, authenticated: authenticatedIn(site, session) }
    }
  }
  const token = cookies.get(cookieName('staff', site.cookies))
  const found = token === undefined ? null : await service.staff.session(token)
  if (found === null) return { staff: null, isOwn: false, authenticated: null }
  const { staffId, name, grants: own, authenticated, through } = found
  const staff = { kind: 'staff session', staffId, name, grants: own, ...defined({ through }) } as const
  return { staff, isOwn: true, authenticated }
}

/** A host that says nothing vouches for now. */
const authenticatedIn = (site: Site, { authenticated }: Session): Authentication =>
  authenticated ?? { by: 'host', at: site.now().toISOString() }

/** What the log calls them: their name, or else the name of the account up to an `@`, since it keeps no addresses. */
function staffName({ name = '', subject }: Session): string {
  const texts = [name, subject.replace(/@.*/su, ''), '?'].map((text) =>
    text
      .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
      .trim()
      .slice(0, limits.personName),
  )
  return texts.find((text) => !isBlank(text)) ?? '?'
}

/** The roles of the staff in a session of the host. One that does not exist counts for nothing, and is reported. */
function grantsIn({ options }: Pick<Site, 'options'>, given: Session['roles']): Grant[] {
  return given.flatMap((role) => {
    if (role === 'learner') return []
    const grant = typeof role === 'string' ? { role } : role
    if (roleNames.includes(grant?.role)) return [{ role: grant.role, ...defined({ issuerId: grant.issuerId }) }]
    options.onError?.(
      new BadgeError(
        'ERR_ARGUMENT_INVALID',
        `\`identify\` gives a role that does not exist; there are learner, ${roleNames.join(', ')}.`,
      ),
    )
    return []
  })
}

/** Whether this visitor may use an operation of the catalogue here. */
export const mayUse = (visit: Visit, operation: string): boolean =>
  may(visit.visitor.principals, operationNamed(operation), placeOf(visit))

/** What the request is about. */
export const placeOf = ({ site, params }: Visit): Place => ({
  issuerId: issuerIdOfKey(site.service.options.signer),
  badgeId: params.badgeId,
})

/** Badges that one browser keeps open by their links at a time. */
const BADGE_SESSIONS = 5

/** The tokens of the badges that this browser has claimed by their links, the newest first. */
export const badgeTokensOf = ({ site, cookies }: Pick<Visit, 'site' | 'cookies'>): readonly string[] =>
  (cookies.get(cookieName('claimed', site.cookies)) ?? '').split('.').slice(0, BADGE_SESSIONS)

/** What this browser may do with a badge that it has claimed by a link. */
export async function badgeSessionFor(
  visit: Pick<Visit, 'site' | 'service' | 'cookies'>,
  badgeId: string | undefined,
): Promise<BadgeSession | null> {
  if (badgeId === undefined) return null
  for (const token of badgeTokensOf(visit)) {
    const found = token === '' ? null : await visit.service.people.badgeSession(token)
    if (found?.badgeId === badgeId) return found
  }
  return null
}

/** Adds a badge to those that this browser has open. */
export function badgeSessionCookie(
  visit: Visit,
  { token, expiresAt }: { readonly token: string; readonly expiresAt: string },
): string {
  const tokens = [token, ...badgeTokensOf(visit)].filter((each) => each !== '').slice(0, BADGE_SESSIONS)
  return writeCookie('claimed', tokens.join('.'), visit.site.cookies, secondsUntil(visit, expiresAt))
}

export const clearBadgeSessions = (site: Site): string => writeCookie('claimed', '', site.cookies, 0)

/** The visitor's IP address as a key for rate limits: IPv6 by its /64, which is one household. */
export function visitorKey({ site, request }: Visit): string | undefined {
  // An IPv4 address as a socket for both protocols writes it is one visitor, and not a network of all of them.
  const address = site.options.clientAddress?.(request)?.replace(/^::ffff:(?=\d+\.)/i, '')
  if (address === undefined || !address.includes(':')) return address
  const [head = '', tail] = address.toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const full =
    tail === undefined
      ? left
      : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  // However it is spelled, with zeros before a number or without.
  return full
    .map((part) => part.replace(/^0+(?=[0-9a-f])/, ''))
    .slice(0, 4)
    .join(':')
}

/**
 * Counts what is done with the link of a mail: by the link, so that a school behind one address does not keep itself from
 * claiming; by the visitor only where there is no such link, which is somebody who guesses.
 */
export const limitLink = (visit: Visit, token: string, isKnown: boolean): Promise<void> =>
  isKnown ? visit.limit('claimToken', token) : visit.limit('claimVisitor', visitorKey(visit))

/** The account of somebody who must be signed in. */
export function personOf({ visitor }: Visit): PersonRecord {
  if (visitor.person === null) throw new SignInNeeded()
  return visitor.person
}

export const clearSession = (site: Site): string => writeCookie('session', '', site.cookies, 0)

export async function sessionCookie(visit: Visit, personId: string, by: Authentication['by']): Promise<string> {
  const at = visit.site.now().toISOString()
  return writeSession(visit, await visit.service.people.startSession(personId, { by, at }))
}

/** The cookie of a session that has begun. */
export const writeSession = (visit: Visit, { token, expiresAt }: { token: string; expiresAt: string }): string =>
  writeCookie('session', token, visit.site.cookies, secondsUntil(visit, expiresAt))

const secondsUntil = ({ site }: Visit, time: string): number =>
  Math.max(0, Math.floor((Date.parse(time) - site.now().getTime()) / 1000))

export const staffCookie = (visit: Visit, { token, expiresAt }: { token: string; expiresAt: string }): string =>
  writeCookie('staff', token, visit.site.cookies, secondsUntil(visit, expiresAt))

export const clearStaffSession = (site: Site): string => writeCookie('staff', '', site.cookies, 0)
