import { isBadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'
import { mailboxKey } from '../../internal/mailbox.js'
import { safeReturnTo } from '../../internal/return-to.js'
import { confirmPage, messagePage } from '../site/messages.js'
import { redirect, respondPage } from '../site/respond-page.js'
import type { Route } from '../site/route.js'
import { authOf, clearStaffSession, limitLink, staffCookie, type Visit, visitorKey } from '../site/visit.js'
import { cookieName } from '../web/cookies.js'
import { NotFound } from '../web/outcome.js'
import { staffSignInPage } from './page.js'

/** Where members of staff sign in and out. */
export const staffSignInRoutes: readonly Route[] = [
  { method: 'GET', path: '/staff/sign-in', kind: 'page', run: async (visit) => showSignIn(visit, {}, 200) },
  { method: 'POST', path: '/staff/sign-in', kind: 'page', run: sendLink },
  { method: 'GET', path: '/staff/sign-in/:token', kind: 'secret', run: confirmSignIn },
  { method: 'POST', path: '/staff/sign-in/:token', kind: 'secret', run: signIn },
  { method: 'POST', path: '/staff/sign-out', kind: 'page', run: signOut },
]

const token = (visit: Visit): string => visit.params.token ?? ''

/** The page to sign in on, in place of one that is for the staff alone. */
export const askStaffToSignIn = (visit: Visit, status: number): Response =>
  showSignIn(visit, { needed: true, returnTo: visit.href(visit.path) }, status)

/** A route for what lets somebody in or puts somebody out: an old session is asked to sign in again. */
export const freshlyByStaff =
  (run: (visit: Visit) => Promise<Response>): ((visit: Visit) => Promise<Response>) =>
  async (visit) => {
    try {
      return await run(visit)
    } catch (error) {
      if (!isBadgeError(error, 'ERR_AUTHENTICATION_NEEDED')) throw error
      return showSignIn(visit, { again: true, returnTo: visit.href('/issuer/staff') }, 403)
    }
  }

function showSignIn(
  visit: Visit,
  {
    needed = false,
    again = false,
    returnTo,
    ...typed
  }: { needed?: boolean; again?: boolean; returnTo?: string; email?: string; problem?: string },
  status: number,
): Response {
  const back = safeReturnTo(returnTo, visit.href('/issuer'))
  const hostUrl = authOf(visit.site)?.signInUrl?.(back, { fresh: again })
  const byMail = visit.service.options.mail !== undefined
  return respondPage(visit, (ui) => staffSignInPage(ui, { ...typed, needed, again, hostUrl, byMail }), { status })
}

async function sendLink(visit: Visit): Promise<Response> {
  if (visit.service.options.mail === undefined) return askStaffToSignIn(visit, 409)
  const email = visit.fields.get('email')
  await visit.limit('linksVisitor', visitorKey(visit))
  await visit.limit('linksAddress', `staff ${mailboxKey(email).slice(0, limits.address)}`)
  await visit.limit('linksAll', 'all')
  try {
    await visit.service.staff.sendLink({ email, locale: visit.translator.locale })
  } catch (error) {
    if (!isBadgeError(error, 'ERR_ADDRESS_INVALID')) throw error
    return showSignIn(visit, { email, problem: visit.t('error.address') }, 422)
  }
  return respondPage(visit, (ui) => messagePage(ui, { title: ui.t('signIn.sent'), text: ui.t('staff.sentText') }))
}

async function confirmSignIn(visit: Visit): Promise<Response> {
  const found = await visit.service.staff.lookSignIn(token(visit))
  if (found === null) throw new NotFound()
  return respondPage(
    visit,
    (ui) =>
      confirmPage(ui, {
        title: ui.t('signIn.confirm', { address: found.name }),
        text: ui.t('staff.confirmText', { count: limits.staffSessionHours }),
        action: `/staff/sign-in/${encodeURIComponent(token(visit))}`,
        button: ui.t('site.signIn'),
      }),
    { secret: true },
  )
}

async function signIn(visit: Visit): Promise<Response> {
  const { staff } = visit.service
  await limitLink(visit, token(visit), (await staff.lookSignIn(token(visit))) !== null)
  await endSession(visit)
  return redirect(visit, '/issuer', [staffCookie(visit, await staff.signIn({ token: token(visit) }))])
}

async function endSession({ service, cookies, site }: Visit): Promise<void> {
  const value = cookies.get(cookieName('staff', site.cookies))
  if (value !== undefined) await service.staff.endSession(value)
}

async function signOut(visit: Visit): Promise<Response> {
  await endSession(visit)
  const others = (await authOf(visit.site)?.signOut?.(visit.request)) ?? []
  return redirect(visit, '/', [clearStaffSession(visit.site), ...others])
}
