import { isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { isFresh } from '../../internal/fresh.js'
import { limits } from '../../internal/limits.js'
import { mailboxKey } from '../../internal/mailbox.js'
import { safeReturnTo } from '../../internal/return-to.js'
import { canParseUrl } from '../../internal/url.js'
import type { Authentication } from '../../service/index.js'
import { confirmPage, messagePage } from '../site/messages.js'
import { programUrl } from '../site/programs.js'
import { redirect, respondPage } from '../site/respond-page.js'
import type { Route } from '../site/route.js'
import {
  authOf,
  badgeTokensOf,
  clearBadgeSessions,
  clearSession,
  limitLink,
  personOf,
  sessionCookie,
  type Visit,
  visitorKey,
} from '../site/visit.js'
import { cookieName, writeCookie } from '../web/cookies.js'
import { NotFound } from '../web/outcome.js'
import { type LearnerSignInView, signInPage } from './sign-in-page.js'

/** Signing in and out, and choosing the language. */
export const signInRoutes: readonly Route[] = [
  { method: 'GET', path: '/sign-in', kind: 'page', run: showSignIn },
  { method: 'POST', path: '/sign-in', kind: 'page', run: sendLinks },
  { method: 'GET', path: '/sign-in/:token', kind: 'secret', run: confirmSignIn },
  { method: 'POST', path: '/sign-in/:token', kind: 'secret', run: signIn },
  { method: 'POST', path: '/sign-out', kind: 'page', run: signOut },
  { method: 'POST', path: '/language', kind: 'page', run: setLanguage },
]

const token = (visit: Visit): string => visit.params.token ?? ''

/** Somebody who is signed in comes here to show once more who they are. */
const hostSignIn = (visit: Visit, returnTo: string): string | undefined =>
  authOf(visit.site)?.signInUrl?.(returnTo, { fresh: visit.visitor.person !== null })

export const sendsMail = ({ service }: Visit): boolean => service.options.mail !== undefined

/** The page to sign in on, with a way to the host's own. */
export function askToSignIn(visit: Visit, status: number): Response {
  const here = safeReturnTo(visit.href(visit.path), visit.href('/mine'))
  return signInAnswer(visit, here, { needed: true }, status)
}

/** Who is signed in, and how, for a step that changes how one gets into the account. */
export function signedIn(visit: Visit): { personId: string; authenticated?: Authentication } {
  const { id } = personOf(visit)
  return { personId: id, ...defined({ authenticated: visit.visitor.authenticated ?? undefined }) }
}

/** Where to sign in once more and come back, for a session that was begun too long ago for such a step. */
export function signInAgainUrl(visit: Visit): string | undefined {
  const { authenticated } = visit.visitor
  if (authenticated !== null && isFresh(authenticated, visit.site.now().getTime())) return undefined
  return `/sign-in?${new URLSearchParams({ returnTo: visit.href('/account') })}`
}

/** A route for such a step: an old session is asked to sign in again. */
export const freshly =
  (run: (visit: Visit) => Promise<Response>): ((visit: Visit) => Promise<Response>) =>
  async (visit) => {
    try {
      return await run(visit)
    } catch (error) {
      if (!isBadgeError(error, 'ERR_AUTHENTICATION_NEEDED')) throw error
      return signInAnswer(visit, visit.href('/account'), { again: true }, 403)
    }
  }

/** The session that this browser had until now: signing in once more must leave none behind that signing out does not end. */
export async function endEarlier(visit: Visit): Promise<void> {
  const earlier = visit.cookies.get(cookieName('session', visit.site.cookies))
  if (earlier !== undefined) await visit.service.people.endSession(earlier)
}

/** The page to sign in on, from which one goes on to a path of this host. */
export function signInAnswer(
  visit: Visit,
  returnTo: string,
  more: Partial<LearnerSignInView> = {},
  status = 200,
): Response {
  const hasPasskeys = visit.service.options.passkeys !== undefined
  const view: LearnerSignInView = {
    hostUrl: hostSignIn(visit, returnTo),
    needed: false,
    again: false,
    byMail: sendsMail(visit),
    offersPasskeys: hasPasskeys,
    passkey: hasPasskeys ? { returnTo, script: programUrl(visit, 'passkey') } : undefined,
    ...more,
  }
  // The way back may be the link of an offer.
  return respondPage(visit, (ui) => signInPage(ui, view), { status, secret: returnTo !== visit.href('/mine') })
}

async function showSignIn(visit: Visit): Promise<Response> {
  const returnTo = safeReturnTo(visit.url.searchParams.get('returnTo'), visit.href('/mine'))
  return signInAnswer(visit, returnTo)
}

async function sendLinks(visit: Visit): Promise<Response> {
  // Without mail there is nothing to send, and the host's login is the way in.
  if (!sendsMail(visit)) return askToSignIn(visit, 409)
  const { fields } = visit
  const email = fields.get('email')
  // The limit that all share comes last, so that no visitor uses it up alone.
  await visit.limit('linksVisitor', visitorKey(visit))
  await visit.limit('linksAddress', mailboxKey(email).slice(0, limits.address))
  await visit.limit('linksAll', 'all')
  try {
    await visit.service.people.sendLinks({ email, locale: visit.translator.locale })
  } catch (error) {
    if (!isBadgeError(error, 'ERR_ADDRESS_INVALID')) throw error
    return signInAnswer(visit, visit.href('/mine'), { email, problem: visit.t('error.address') }, 422)
  }
  return respondPage(visit, (ui) => messagePage(ui, { title: ui.t('signIn.sent'), text: ui.t('signIn.sentText') }))
}

async function confirmSignIn(visit: Visit): Promise<Response> {
  const found = await visit.service.people.lookSignIn(token(visit))
  if (found === null) throw new NotFound()
  return respondPage(
    visit,
    (ui) =>
      confirmPage(ui, {
        title: ui.t('signIn.confirm', { address: found.maskedEmail }),
        text: ui.t('signIn.confirmText'),
        action: `/sign-in/${encodeURIComponent(token(visit))}`,
        button: ui.t('site.signIn'),
      }),
    { secret: true },
  )
}

async function signIn(visit: Visit): Promise<Response> {
  const { people } = visit.service
  await limitLink(visit, token(visit), (await people.lookSignIn(token(visit))) !== null)
  const person = await people.signIn({ token: token(visit) })
  await endEarlier(visit)
  return redirect(visit, '/mine', [await sessionCookie(visit, person.id, 'link'), clearBadgeSessions(visit.site)])
}

async function signOut(visit: Visit): Promise<Response> {
  const { cookies, site, service, request } = visit
  const value = cookies.get(cookieName('session', site.cookies))
  if (value !== undefined) await service.people.endSession(value)
  for (const opened of badgeTokensOf(visit)) await service.people.endSession(opened)
  const others = (await authOf(site)?.signOut?.(request)) ?? []
  return redirect(visit, '/', [clearSession(site), clearBadgeSessions(site), ...others])
}

async function setLanguage(visit: Visit): Promise<Response> {
  const { fields } = visit
  const locale = fields.get('locale')
  const { site, request } = visit
  const referer = request.headers.get('referer')
  const from = referer !== null && canParseUrl(referer) ? new URL(referer) : undefined
  const sameSite = from?.origin === site.origin && from.pathname.startsWith(`${site.publicPath}/`)
  const back = sameSite ? safeReturnTo(from.pathname.slice(site.publicPath.length), '/') : '/'
  if (!site.locales.includes(locale)) return redirect(visit, back)
  const { person } = visit.visitor
  if (person !== null) await visit.service.people.setProfile({ personId: person.id, locale })
  return redirect(visit, back, [languageCookie(visit, locale)])
}

/** What a browser keeps of the language that was chosen in it. */
export function languageCookie({ site }: Visit, locale: string): string {
  const year = 365 * 86_400
  return writeCookie('language', locale, site.cookies, year)
}
