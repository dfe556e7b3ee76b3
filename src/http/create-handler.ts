import { BadgeError, isBadgeError } from '../errors.js'
import { defined } from '../internal/defined.js'
import { canParseUrl } from '../internal/url.js'
import type { BadgeService } from '../service/index.js'
import { shareBadge } from '../share/index.js'
import { assertPageTexts, createTranslator, pageLocales, type Translator } from '../texts/index.js'
import { askToSignIn, learnerRoutes } from './account/routes.js'
import { apiRoutes } from './api/index.js'
import { problem } from './api/problem.js'
import { applyRoutes } from './apply/routes.js'
import { badgeRoutes } from './badge/routes.js'
import { claimRoutes } from './claim/routes.js'
import { displayRoutes } from './display/routes.js'
import { issuerRoutes } from './issuer/routes.js'
import { didDocument, jwks, openRoutes, styleName } from './open/routes.js'
import { shareRoutes } from './share/routes.js'
import { isShareable, ownLabels } from './share/shared.js'
import { createStudio } from './share/studio.js'
import { type ErrorView, errorPage } from './site/simple.js'
import type { BadgeHandler, HandlerOptions, ShareSettings } from './site/types.js'
import { authOf, readVisitor, readVisitorless, respondPage, type Site, type Visit } from './site/visit.js'
import { type Fields, readForm } from './web/body.js'
import { cookieName } from './web/cookies.js'
import { formatJson } from './web/json-text.js'
import { httpLimits } from './web/limits.js'
import { formToken, isCrossSite, sameText } from './web/origin.js'
import { Denied, errorAnswers, ForeignForm, NotFound, SignInNeeded, TooMany } from './web/outcome.js'
import { securityHeaders } from './web/respond.js'
import { createRouter, type Match, type Route } from './web/router.js'

/** Every route. A page has no other way in. */
export const routes: readonly Route[] = [
  ...openRoutes,
  ...claimRoutes,
  ...badgeRoutes,
  ...shareRoutes,
  ...displayRoutes,
  ...learnerRoutes,
  ...applyRoutes,
  ...issuerRoutes,
  ...apiRoutes,
]

const route = createRouter(routes)

/**
 * The learner's pages, the issuer's pages and the HTTP API of a service, as one function from `Request` to `Response`
 * that fits every framework. It needs no JavaScript in the browser but on `/verify`.
 *
 * `wellKnown` beside it belongs to the root of the domain, where other verifiers look for the issuer's keys.
 *
 * @param service - made by `createBadgeService`
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for options that no page can be served with
 *
 * @example
 * import { generateKeyPair } from 'badgewright'
 * import { createHandler } from 'badgewright/http'
 * import { createBadgeService } from 'badgewright/service'
 * import { memoryStorage } from 'badgewright/storage/memory'
 *
 * const service = createBadgeService({
 *   signer: await generateKeyPair(),
 *   storage: memoryStorage(),
 *   baseUrl: 'https://lms.example/badges',
 * })
 * const handler = createHandler(service, { siteName: 'Acme Academy' })
 * const page = await handler(new Request('https://lms.example/badges/verify'))
 * console.log(page.status) // 200
 * const keys = await handler.wellKnown(new Request('https://lms.example/.well-known/jwks.json'))
 * console.log(keys.headers.get('content-type')) // application/jwk-set+json
 */
export function createHandler(service: BadgeService, options: HandlerOptions = {}): BadgeHandler {
  const site = readSite(service, options)
  const handler = (request: Request): Promise<Response> => guarded(site, request, () => respond(site, request))
  const wellKnown = (request: Request): Promise<Response> =>
    guarded(site, request, () => respondWellKnown(site, request))
  return Object.assign(handler, { wellKnown })
}

function readSite(service: BadgeService, options: HandlerOptions): Site {
  const base = new URL(service.baseUrl)
  const publicPath = base.pathname.replace(/\/+$/, '')
  const basePath =
    options.basePath === undefined ? publicPath : `/${options.basePath}`.replace(/^\/+/, '/').replace(/\/+$/, '')
  const wrong = (message: string) => new BadgeError('ERR_ARGUMENT_INVALID', message)
  const frameAncestors = options.frameAncestors ?? []
  for (const origin of frameAncestors) {
    if (!canParseUrl(origin) || new URL(origin).origin !== origin)
      throw wrong('`frameAncestors` are origins, such as https://lms.example.')
  }
  for (const hash of options.apiTokenHashes ?? []) {
    if (!/^[0-9a-f]{64}$/i.test(hash)) throw wrong('`apiTokenHashes` are SHA-256 in hex, as `hashApiToken` makes them.')
  }
  const secure = base.protocol === 'https:'
  const share = options.share ?? {}
  assertShareSettings(share)
  assertPageTexts(options.texts ?? {})
  const translators = new Map<string, Promise<Translator>>()
  return {
    service,
    options,
    publicPath,
    basePath,
    origin: base.origin,
    surroundings: { https: secure, frameAncestors },
    cookies: { secure, framed: frameAncestors.length > 0 },
    styleUrl: `${publicPath}/assets/${styleName}`,
    shareable: isShareable(service.baseUrl),
    studio: createStudio(
      share,
      (locale, ...groups) => ownLabels({ options }, locale, ...groups),
      (error) => report({ options }, error),
    ),
    locales: pageLocales(options.texts),
    translator(locale) {
      const known = translators.get(locale) ?? createTranslator(locale, options.texts)
      translators.set(locale, known)
      return known
    },
    now: options.clock ?? service.options.clock ?? (() => new Date()),
  }
}

/** Mistakes in the settings are told at the start, not to the first visitor. */
function assertShareSettings({ networks, adapters, linkedInOrganizationId }: ShareSettings): void {
  const view = { url: 'https://badges.example/b/1', name: 'A', issuer: 'B', issuedAt: '2026-01-01T00:00:00Z' }
  shareBadge(
    { ...view, skills: [], tags: [], state: 'valid' },
    {
      ...defined({ networks, adapters, linkedInOrganizationId }),
    },
  )
}

/** Whatever happens inside becomes an answer; HEAD is GET without the body. */
async function guarded(site: Site, request: Request, run: () => Promise<Response>): Promise<Response> {
  let response: Response
  try {
    response = await run()
  } catch (error) {
    report(site, error)
    response = new Response('Internal error\n', {
      status: 500,
      headers: { ...securityHeaders(site.surroundings), 'content-type': 'text/plain', 'cache-control': 'no-store' },
    })
  }
  if (request.method !== 'HEAD') return response
  await response.body?.cancel()
  return new Response(null, { status: response.status, headers: response.headers })
}

function report(site: Pick<Site, 'options'>, error: unknown): void {
  try {
    site.options.onError?.(error)
  } catch {
    // Whoever cannot be told cannot be told of that either.
  }
}

/** Below the base path, or `undefined` for what lies outside it. */
function pathBelow(site: Site, pathname: string): string | undefined {
  if (pathname.length > httpLimits.pathLength) return undefined
  if (!pathname.startsWith(site.basePath)) return undefined
  const rest = pathname.slice(site.basePath.length)
  if (rest === '') return '/'
  return rest.startsWith('/') ? rest.replace(/(.)\/$/, '$1') : undefined
}

async function respond(site: Site, request: Request): Promise<Response> {
  const path = pathBelow(site, new URL(request.url).pathname)
  const matches = path === undefined ? [] : route(path)
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const match = matches.find(({ route: row }) => row.method === method)
  const plain = await readVisitorless(site, request, path ?? '/', match?.place ?? {})
  if (match !== undefined) return runRoute(plain, match)
  if (matches.length > 0) return wrongMethod(plain, matches)
  const answer = method === 'GET' && path !== undefined ? await signingIn(plain) : null
  return answer ?? notFound(plain)
}

/** What the host's login answers by itself. */
async function signingIn(visit: Visit): Promise<Response | null> {
  const { site, request, path } = visit
  try {
    return (await authOf(site)?.respond?.({ request, path })) ?? null
  } catch (error) {
    if (!isBadgeError(error, 'ERR_ACCESS_DENIED')) throw error
    report(site, error)
    const view: ErrorView = { title: 'error.title', text: 'signIn.failed' }
    return respondPage(visit, (ui) => errorPage(ui, view), { status: 403, secret: true, plain: true })
  }
}

async function runRoute(plain: Visit, { route: row }: Match): Promise<Response> {
  let visit = plain
  try {
    const isForm = row.method === 'POST' && row.kind !== 'api'
    if (isForm) assertOwnSite(plain, row)
    if (row.anonymous !== true && row.kind !== 'public') visit = await readVisitor(visit)
    if (row.who === 'person' && visit.visitor.person === null) throw new SignInNeeded()
    if (row.who === 'issuer' && !visit.visitor.isIssuer)
      throw visit.visitor.person === null && visit.visitor.session === null ? new SignInNeeded() : new Denied()
    // A form is read from those only who may send it: uploads are large.
    if (isForm) visit = { ...visit, fields: await readOwnForm(visit, row) }
    return await row.run(visit)
  } catch (error) {
    return failure(visit, row, error)
  }
}

/**
 * Cross-site request forgery: the browser must not say that another site made the request, and the form must carry the
 * token that belongs to the visitor's cookie.
 */
function assertOwnSite({ site, request }: Visit, row: Route): void {
  if (row.foreignForm?.(request) !== true && isCrossSite(request, site.origin)) throw new ForeignForm()
}

async function readOwnForm({ site, request, cookies }: Visit, row: Route): Promise<Fields> {
  const isForeign = row.foreignForm?.(request) === true
  const fields = await readForm(request, row.upload === true ? httpLimits.uploadBytes : httpLimits.formBytes)
  const key = cookies.get(cookieName('form', site.cookies))
  if (!isForeign && (key === undefined || !sameText(fields.get('form'), formToken(key)))) throw new ForeignForm()
  return fields
}

function failure(visit: Visit, row: Route, error: unknown): Response {
  if (error instanceof NotFound) return notFound(visit)
  if (error instanceof SignInNeeded) return askToSignIn(visit, 401)
  const secret = row.kind === 'secret'
  const page = (view: ErrorView, status: number, headers: Record<string, string> = {}): Response =>
    respondPage(visit, (ui) => errorPage(ui, view), { status, secret, plain: true, headers })
  if (error instanceof Denied) return page({ title: 'error.denied', text: 'error.deniedText' }, 403)
  if (error instanceof ForeignForm) return page({ title: 'error.form', text: 'error.formText' }, 403)
  if (error instanceof TooMany) {
    const { retryAfterSeconds } = error
    const view: ErrorView = { title: 'error.tooMany', text: 'error.tooManyText', values: { count: retryAfterSeconds } }
    return page(view, 429, { 'retry-after': String(retryAfterSeconds) })
  }
  const answer = isBadgeError(error) ? errorAnswers[error.code] : undefined
  if (answer === undefined) {
    report(visit.site, error)
    return page({ title: 'error.title', text: 'error.server' }, 500)
  }
  if (answer.status === 404) return notFound(visit)
  const detail = visit.visitor.isIssuer && isBadgeError(error) ? { detail: error.message } : {}
  return page({ title: answer.title, text: answer.text, ...detail }, answer.status)
}

/** The same for what is private, what was removed and what never was, whoever asks: no nonce, no cookie, no menu of one's own. */
function notFound(visit: Visit): Response {
  if (visit.path.startsWith('/api/')) {
    return new Response(formatJson(problem(404)), {
      status: 404,
      headers: {
        ...securityHeaders(visit.site.surroundings),
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
      },
    })
  }
  return respondPage(
    { ...visit, path: '' },
    (ui) => errorPage(ui, { title: 'error.notFound', text: 'error.notFoundText' }),
    {
      status: 404,
      secret: true,
      plain: true,
    },
  )
}

function wrongMethod(visit: Visit, matches: readonly Match[]): Response {
  const methods = matches.map(({ route: row }) => row.method)
  const allow = [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].join(', ')
  const isPublic = matches.some(({ route: row }) => row.kind === 'public')
  const headers = {
    ...securityHeaders(visit.site.surroundings),
    allow,
    ...(isPublic
      ? {
          'access-control-allow-origin': '*',
          'access-control-allow-methods': 'GET, HEAD',
          'access-control-allow-headers': 'Accept, If-None-Match',
        }
      : {}),
  }
  if (visit.request.method === 'OPTIONS') return new Response(null, { status: 204, headers })
  if (matches.some(({ route: row }) => row.kind === 'api')) {
    const type = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' }
    return new Response(formatJson(problem(405)), { status: 405, headers: { ...headers, ...type } })
  }
  return new Response('Method not allowed\n', { status: 405, headers: { ...headers, 'content-type': 'text/plain' } })
}

async function respondWellKnown(site: Site, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  const visit = await readVisitorless(site, request, pathname, {})
  const run =
    pathname === '/.well-known/did.json' ? didDocument : pathname === '/.well-known/jwks.json' ? jwks : undefined
  if (run === undefined) return notFound(visit)
  if (!['GET', 'HEAD'].includes(request.method)) {
    return wrongMethod(visit, [{ route: { method: 'GET', path: pathname, kind: 'public', run }, place: {} }])
  }
  try {
    return await run(visit)
  } catch (error) {
    if (error instanceof NotFound) return notFound(visit)
    throw error
  }
}
