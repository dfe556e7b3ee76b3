import { may, type Operation, operationNamed } from '../catalogue/index.js'
import { BadgeError, isBadgeError } from '../errors.js'
import { isIssuerName } from '../internal/issuer-name.js'
import { limits } from '../internal/limits.js'
import { wellKnownAt } from '../wallet/index.js'
import { askToSignIn } from './account/sign-in.js'
import { isForPrograms, problem, vcApiProblem } from './api/problem.js'
import { didDocument, jwks } from './open/keys.js'
import { routes } from './routes.js'
import { errorAnswers } from './site/error-answers.js'
import { respondKept } from './site/kept-answers.js'
import { type ErrorView, errorPage } from './site/messages.js'
import { reportTo } from './site/report.js'
import { respondPage } from './site/respond-page.js'
import type { Route } from './site/route.js'
import type { Ui } from './site/ui.js'
import { authOf, placeOf, readVisitor, type Site, startVisit, type Visit } from './site/visit.js'
import { askStaffToSignIn } from './staff/routes.js'
import { type Fields, readForm } from './web/body.js'
import { cookieName } from './web/cookies.js'
import { formToken, isCrossSite, sameText } from './web/csrf.js'
import { formatJson } from './web/json-text.js'
import { Denied, ForeignForm, NotFound, SignInNeeded, StaffNeeded, TooMany } from './web/outcome.js'
import { securityHeaders } from './web/respond.js'
import { createRouter, type Match } from './web/router.js'

const route = createRouter(routes)

/** Whatever happens inside becomes an answer; HEAD is GET without the body. */
export async function guarded(site: Site, request: Request, run: () => Promise<Response>): Promise<Response> {
  let response: Response
  try {
    response = await run()
  } catch (error) {
    report(site, error)
    const path = pathBelow(site, new URL(request.url).pathname)
    response =
      path !== undefined && isForPrograms(path)
        ? problemAnswer(site, path, 500)
        : new Response('Internal error\n', {
            status: 500,
            headers: {
              ...securityHeaders(site.surroundings),
              'content-type': 'text/plain',
              'cache-control': 'no-store',
            },
          })
  }
  if (request.method !== 'HEAD') return response
  await response.body?.cancel()
  return new Response(null, { status: response.status, headers: response.headers })
}

export const report = (site: Pick<Site, 'options'>, error: unknown): void => reportTo(site.options, error)

/** Path below the base path; `undefined` outside it. */
function pathBelow(site: Site, pathname: string): string | undefined {
  if (!pathname.startsWith(site.basePath)) return undefined
  const rest = pathname.slice(site.basePath.length)
  if (rest === '') return '/'
  return rest.startsWith('/') ? rest.replace(/(.)\/$/, '$1') : undefined
}

const routeOfIssuer = createRouter(routes.filter(({ eachIssuer }) => eachIssuer === true))

/** The site of the issuer in a path, and the path below it. */
async function issuerIn(site: Site, path: string): Promise<{ readonly site: Site; readonly path: string } | undefined> {
  const [, name = '', below = ''] = /^\/issuers\/([^/]+)(\/.*)$/.exec(path) ?? []
  if (!isIssuerName(name)) return undefined
  const found = site.issuers.get(name) ?? (await site.allIssuers()).get(name)
  return found && { site: found, path: below }
}

export async function respond(site: Site, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  // Nothing is found below a path that is too long, but the refusal has the form of what was asked for.
  const isTooLong = pathname.length > limits.requestPath
  const path = pathBelow(site, pathname.slice(0, limits.requestPath))
  const issuer = path === undefined ? undefined : await issuerIn(site, path)
  if (issuer === undefined) return respondAt(site, request, path, isTooLong ? nowhere : route)
  await issuer.site.described?.()
  return respondAt(issuer.site, request, issuer.path, isTooLong ? nowhere : routeOfIssuer)
}

/** No route at all. */
const nowhere: typeof route = () => []

async function respondAt(
  site: Site,
  request: Request,
  path: string | undefined,
  find: typeof route,
): Promise<Response> {
  const matches = path === undefined ? [] : find(path)
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const match = matches.find(({ route: row }) => row.method === method)
  const plain = await startVisit(site, request, path ?? '/', match?.params ?? {})
  if (match !== undefined) return runRoute(plain, match)
  if (matches.length > 0) return wrongMethod(plain, matches)
  const isPage = method === 'GET' && path !== undefined && find !== nowhere && site.issuerName === undefined
  const answer = isPage ? await signingIn(plain) : null
  return answer ?? notFound(plain)
}

/** What the host's login answers itself. */
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

async function runRoute(plain: Visit, { route: row }: Match<Route>): Promise<Response> {
  let visit = plain
  try {
    const isForm = row.method === 'POST' && row.kind !== 'api'
    if (isForm) assertOwnSite(plain, row)
    if (row.anonymous !== true && row.kind !== 'public') visit = await readVisitor(visit)
    assertMay(visit, row)
    visit = await withUnread(visit, row)
    // A form is read only if the visitor may send it: uploads are large.
    if (isForm) visit = { ...visit, fields: await readOwnForm(visit, row) }
    return await row.run(visit)
  } catch (error) {
    return failure(visit, row, error)
  }
}

/** What waits for the person who looks at a page: the menu says it. */
async function withUnread(visit: Visit, { kind, method }: Route): Promise<Visit> {
  const { person } = visit.visitor
  if (person === null || method !== 'GET' || (kind !== 'page' && kind !== 'secret')) return visit
  return { ...visit, unread: await visit.service.collection.unread(person.id) }
}

function assertMay(visit: Visit, { who }: Route): void {
  if (visit.visitor.awaitsGuardian && (who === 'person' || who === 'owner')) {
    throw new BadgeError('ERR_CONSENT_NEEDED', 'A guardian decides about this first.')
  }
  if (who === undefined || may(visit.visitor.principals, accessOf(who), placeOf(visit))) return
  const { person, session, staff } = visit.visitor
  if (typeof who === 'string') throw new SignInNeeded()
  if (staff === null) throw new StaffNeeded(person === null && session === null ? 401 : 403)
  throw new Denied()
}

/** What a route asks of its visitor, as the table of the catalogue says it. */
function accessOf(who: NonNullable<Route['who']>): Pick<Operation, 'access' | 'actions'> {
  if (who === 'person') return { access: 'learner' }
  return who === 'owner' ? { access: 'owner' } : operationNamed(who.operation)
}

/**
 * Against cross-site request forgery: the browser must not report another site as the origin of the request, and the form
 * must carry the token that belongs to the visitor's cookie.
 */
function assertOwnSite({ site, request }: Visit, row: Route): void {
  if (row.foreignForm?.(request) !== true && isCrossSite(request, site.origin)) throw new ForeignForm()
}

async function readOwnForm({ site, request, cookies }: Visit, row: Route): Promise<Fields> {
  const isForeign = row.foreignForm?.(request) === true
  const fields = await readForm(request, row.upload === true ? limits.uploadBytes : limits.formBytes)
  const key = cookies.get(cookieName('form', site.cookies))
  if (!isForeign && (key === undefined || !sameText(fields.get('form'), formToken(key)))) throw new ForeignForm()
  return fields
}

async function failure(visit: Visit, row: Route, error: unknown): Promise<Response> {
  const isAsked = row.kind === 'public'
  if (error instanceof NotFound) return notFound(visit, isAsked)
  if (error instanceof SignInNeeded) return askToSignIn(visit, 401)
  if (error instanceof StaffNeeded) return askStaffToSignIn(visit, error.status)
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
  if (answer.status === 404) return notFound(visit, isAsked)
  const detail = visit.visitor.staff !== null && isBadgeError(error) ? { detail: error.message } : {}
  return page({ title: answer.title, text: answer.text, ...detail }, answer.status)
}

/**
 * The same for what is private, what was removed and what never existed, and for every visitor: no nonce, cookie or menu. Where
 * programs ask, it is short; a person at their address gets the page.
 */
async function notFound(visit: Visit, isAsked = visit.path.startsWith('/.well-known/')): Promise<Response> {
  const isApi = visit.site.issuerName !== undefined || isForPrograms(visit.path)
  if (isApi || (isAsked && !/text\/html/i.test(visit.request.headers.get('accept') ?? ''))) {
    return problemAnswer(visit.site, visit.path, 404)
  }
  const page = (ui: Ui) => errorPage(ui, { title: 'error.notFound', text: 'error.notFoundText' })
  return respondKept(
    visit,
    { path: '', grounds: undefined, make: async () => page },
    { status: 404, secret: true, plain: true },
  )
}

/** What goes to programs beside the answers of operations: RFC 9457, with our code. */
function problemAnswer(
  site: Site,
  path: string,
  status: number,
  headers: Readonly<Record<string, string>> = securityHeaders(site.surroundings),
): Response {
  const isVcApi = site.issuerName !== undefined || !/^\/api(\/|$)/.test(path)
  const body = isVcApi ? vcApiProblem(problem(status)) : problem(status)
  const type = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' }
  return new Response(formatJson(body), { status, headers: { ...headers, ...type } })
}

/** Wallets are pages of the web, too: they show who they are by what they send, not by cookies. */
const openToAll = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'Accept, Authorization, Content-Type',
}

function wrongMethod(visit: Visit, matches: readonly Match<Route>[]): Response {
  const methods = matches.map(({ route: row }) => row.method)
  const allow = [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].join(', ')
  const isPublic = matches.some(({ route: row }) => row.kind === 'public')
  const isOpen = matches.some(({ route: row }) => row.crossOrigin === true)
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
    ...(isOpen ? { ...openToAll, 'access-control-allow-methods': allow } : {}),
  }
  if (visit.request.method === 'OPTIONS') return new Response(null, { status: 204, headers })
  if (matches.some(({ route: row }) => row.kind === 'api')) {
    return problemAnswer(visit.site, visit.path, 405, headers)
  }
  return new Response('Method not allowed\n', { status: 405, headers: { ...headers, 'content-type': 'text/plain' } })
}

export async function respondWellKnown(site: Site, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  const visit = await startVisit(site, request, pathname, {})
  const run =
    pathname === '/.well-known/did.json'
      ? didDocument
      : pathname === '/.well-known/jwks.json'
        ? jwks
        : wellKnownAt(pathname, site.publicPath) &&
          (async (of: Visit) => (await import('./wallet/documents.js')).walletDocument(of, site.publicPath))
  if (run === undefined) return notFound(visit)
  if (!['GET', 'HEAD'].includes(request.method)) {
    return wrongMethod(visit, [{ route: { method: 'GET', path: pathname, kind: 'public', run }, params: {} }])
  }
  try {
    return await run(visit)
  } catch (error) {
    if (error instanceof NotFound) return notFound(visit)
    throw error
  }
}
