import { isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { mailboxKey } from '../../internal/mailbox.js'
import { confirmPage, messagePage } from '../site/messages.js'
import { redirect, respondPage } from '../site/respond-page.js'
import type { Route } from '../site/route.js'
import { sessionCookie, type Visit, visitorKey } from '../site/visit.js'
import { NotFound } from '../web/outcome.js'
import { endEarlier } from './sign-in.js'
import { recoveryPage } from './sign-in-page.js'

/** Adding an address, and recovering an account whose address was lost: both are confirmed by a link. */
export const recoveryRoutes: readonly Route[] = [
  { method: 'GET', path: '/address/:token', kind: 'secret', run: (visit) => confirm(visit, 'email') },
  { method: 'POST', path: '/address/:token', kind: 'secret', run: confirmAddress },
  { method: 'GET', path: '/recovery', kind: 'page', run: showRecovery },
  { method: 'POST', path: '/recovery', kind: 'page', run: recover },
  { method: 'GET', path: '/recovery/:token', kind: 'secret', run: (visit) => confirm(visit, 'recovery') },
  { method: 'POST', path: '/recovery/:token', kind: 'secret', run: confirmRecovery },
  { method: 'GET', path: '/bring-back/:token', kind: 'secret', run: (visit) => confirm(visit, 'restore') },
  { method: 'POST', path: '/bring-back/:token', kind: 'secret', run: restore },
]

const token = (visit: Visit): string => visit.params.token ?? ''

async function showRecovery(visit: Visit): Promise<Response> {
  return respondPage(visit, (ui) => recoveryPage(ui, {}))
}

async function recover(visit: Visit): Promise<Response> {
  const { fields } = visit
  await visit.limit('recoveryVisitor', visitorKey(visit))
  await visit.limit('recoveryAddress', mailboxKey(fields.get('email')).slice(0, limits.address))
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

const questions = {
  email: { title: 'account.confirmTitle', text: 'account.confirmText', button: 'account.confirm' },
  recovery: { title: 'recovery.confirm', text: 'account.confirmText', button: 'account.confirm' },
  restore: { title: 'account.restoreTitle', text: 'account.restoreText', button: 'account.restoreButton' },
} as const

/** Names the account that gets the address, since the link may come from somebody else's account. */
async function confirm(visit: Visit, purpose: keyof typeof questions): Promise<Response> {
  const found = await visit.service.people.lookEmail({ token: token(visit), purpose })
  if (found === null) throw new NotFound()
  return respondPage(
    visit,
    (ui) =>
      confirmPage(ui, {
        title: ui.t(questions[purpose].title),
        text: ui.t(questions[purpose].text, { address: found.maskedEmail, name: found.account }),
        action: visit.path,
        button: ui.t(questions[purpose].button),
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
  await endEarlier(visit)
  return redirect(visit, '/account?note=confirmed', [await sessionCookie(visit, person.id, 'link')])
}

async function restore(visit: Visit): Promise<Response> {
  const { people } = visit.service
  const { person, authenticated } = visit.visitor
  const viewer =
    person === null
      ? {}
      : { viewer: { personId: person.id, ...defined({ authenticated: authenticated ?? undefined }) } }
  try {
    const { id } = await people.restoreEmail({ token: token(visit), ...viewer })
    await endEarlier(visit)
    return redirect(visit, '/account?note=restored', [await sessionCookie(visit, id, 'link')])
  } catch (error) {
    if (!isBadgeError(error, 'ERR_AUTHENTICATION_NEEDED')) throw error
    return respondPage(
      visit,
      (ui) =>
        messagePage(ui, {
          title: ui.t('account.restoreTitle'),
          text: ui.t('account.restoreSignIn'),
          link: { path: '/sign-in', label: ui.t('site.signIn') },
        }),
      { status: 403, secret: true },
    )
  }
}
