import { isBadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'
import { confirmPage, messagePage } from '../site/messages.js'
import { redirect, respondPage } from '../site/respond-page.js'
import type { Route } from '../site/route.js'
import { sessionCookie, type Visit, visitorKey } from '../site/visit.js'
import { NotFound } from '../web/outcome.js'
import { recoveryPage } from './sign-in-page.js'

/** Adding an address, and recovering an account whose address was lost: both are confirmed by a link. */
export const recoveryRoutes: readonly Route[] = [
  { method: 'GET', path: '/address/:token', kind: 'secret', run: (visit) => confirm(visit, 'email') },
  { method: 'POST', path: '/address/:token', kind: 'secret', run: confirmAddress },
  { method: 'GET', path: '/recovery', kind: 'page', run: showRecovery },
  { method: 'POST', path: '/recovery', kind: 'page', run: recover },
  { method: 'GET', path: '/recovery/:token', kind: 'secret', run: (visit) => confirm(visit, 'recovery') },
  { method: 'POST', path: '/recovery/:token', kind: 'secret', run: confirmRecovery },
]

const token = (visit: Visit): string => visit.params.token ?? ''

async function showRecovery(visit: Visit): Promise<Response> {
  return respondPage(visit, (ui) => recoveryPage(ui, {}))
}

async function recover(visit: Visit): Promise<Response> {
  const { fields } = visit
  await visit.limit('recoveryVisitor', visitorKey(visit))
  await visit.limit('recoveryAddress', fields.get('email').toLowerCase().slice(0, limits.address))
  try {
    await visit.service.people.recover({
      email: fields.get('email'),
      code: fields.get('code'),
      newEmail: fields.get('newEmail'),
    })
  } catch (error) {
    if (!isBadgeError(error, 'ERR_ADDRESS_INVALID')) throw error
    return respondPage(visit, (ui) => recoveryPage(ui, { problem: ui.t('error.address') }), { status: 422 })
  }
  return respondPage(visit, (ui) => messagePage(ui, { title: ui.t('recovery.title'), text: ui.t('recovery.sent') }))
}

/** Names the account that gets the address, since the link may come from somebody else's account. */
async function confirm(visit: Visit, purpose: 'email' | 'recovery'): Promise<Response> {
  const found = await visit.service.people.lookEmail({ token: token(visit), purpose })
  if (found === null) throw new NotFound()
  return respondPage(
    visit,
    (ui) =>
      confirmPage(ui, {
        title: ui.t(purpose === 'email' ? 'account.confirmTitle' : 'recovery.confirm'),
        text: ui.t('account.confirmText', { address: found.maskedEmail, name: found.account }),
        action: visit.path,
        button: ui.t('account.confirm'),
      }),
    { secret: true },
  )
}

async function confirmAddress(visit: Visit): Promise<Response> {
  const person = await visit.service.people.confirmEmail({ token: token(visit) })
  if (visit.visitor.person?.id === person.id) return redirect(visit, '/account?note=confirmed')
  return respondPage(visit, (ui) =>
    messagePage(ui, { title: ui.t('account.confirmed'), text: ui.t('account.addressesText') }),
  )
}

async function confirmRecovery(visit: Visit): Promise<Response> {
  const person = await visit.service.people.confirmRecovery({ token: token(visit) })
  return redirect(visit, '/account?note=confirmed', [await sessionCookie(visit, person.id, 'link')])
}
