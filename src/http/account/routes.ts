import { isBadgeError } from '../../errors.js'
import { base64Encode } from '../../internal/encoding.js'
import { serviceLimits } from '../../internal/limits.js'
import { safeReturnTo } from '../../internal/return-to.js'
import { canParseUrl } from '../../internal/url.js'
import type { BadgeRecord, PersonRecord } from '../../service/index.js'
import { confirmPage, messagePage, recoveryPage, signInPage } from '../site/simple.js'
import { authOf, clearSession, redirect, respondPage, sessionCookie, type Visit, visitorKey } from '../site/visit.js'
import { cookieName, writeCookie } from '../web/cookies.js'
import { formatJson } from '../web/json-text.js'
import { NotFound, SignInNeeded } from '../web/outcome.js'
import { attachment, securityHeaders } from '../web/respond.js'
import type { Route } from '../web/router.js'
import { type AccountView, accountPage, minePage, type Tile } from './page.js'

export const learnerRoutes: readonly Route[] = [
  { method: 'GET', path: '/sign-in', kind: 'page', run: showSignIn },
  { method: 'POST', path: '/sign-in', kind: 'page', run: sendLinks },
  { method: 'GET', path: '/sign-in/:token', kind: 'secret', run: confirmSignIn },
  { method: 'POST', path: '/sign-in/:token', kind: 'secret', run: signIn },
  { method: 'POST', path: '/sign-out', kind: 'page', run: signOut },
  { method: 'POST', path: '/language', kind: 'page', run: setLanguage },
  { method: 'GET', path: '/mine', kind: 'page', who: 'person', run: mine },
  { method: 'GET', path: '/account', kind: 'page', who: 'person', run: (visit) => account(visit, {}) },
  { method: 'POST', path: '/account/profile', kind: 'page', who: 'person', run: setProfile },
  { method: 'POST', path: '/account/addresses', kind: 'page', who: 'person', run: addAddress },
  { method: 'POST', path: '/account/addresses/remove', kind: 'page', who: 'person', run: removeAddress },
  { method: 'POST', path: '/account/rules', kind: 'page', who: 'person', run: addRule },
  { method: 'POST', path: '/account/rules/remove', kind: 'page', who: 'person', run: removeRule },
  { method: 'POST', path: '/account/recovery', kind: 'page', who: 'person', run: makeCodes },
  { method: 'GET', path: '/account/export.json', kind: 'file', who: 'person', run: exportAll },
  { method: 'POST', path: '/account/erase', kind: 'page', who: 'person', run: erase },
  { method: 'GET', path: '/address/:token', kind: 'secret', run: (visit) => confirm(visit, 'address') },
  { method: 'POST', path: '/address/:token', kind: 'secret', run: confirmAddress },
  { method: 'GET', path: '/recovery', kind: 'page', run: showRecovery },
  { method: 'POST', path: '/recovery', kind: 'page', run: recover },
  { method: 'GET', path: '/recovery/:token', kind: 'secret', run: (visit) => confirm(visit, 'recovery') },
  { method: 'POST', path: '/recovery/:token', kind: 'secret', run: confirmRecovery },
]

const token = (visit: Visit): string => visit.place.token ?? ''

function personOf(visit: Visit): PersonRecord {
  if (visit.visitor.person === null) throw new SignInNeeded()
  return visit.visitor.person
}

const hostSignIn = (visit: Visit, returnTo: string): string | undefined => authOf(visit.site)?.signInUrl?.(returnTo)

/** The page to sign in on, with a way to the host's own. */
export function askToSignIn(visit: Visit, status: number): Response {
  const here = safeReturnTo(visit.href(visit.path), visit.href('/mine'))
  return respondPage(visit, (ui) => signInPage(ui, { hostUrl: hostSignIn(visit, here), needed: true }), { status })
}

async function showSignIn(visit: Visit): Promise<Response> {
  const returnTo = safeReturnTo(visit.url.searchParams.get('returnTo'), visit.href('/mine'))
  return respondPage(visit, (ui) => signInPage(ui, { hostUrl: hostSignIn(visit, returnTo), needed: false }))
}

async function sendLinks(visit: Visit): Promise<Response> {
  const { fields } = visit
  const email = fields.get('email')
  // What all share comes last: nobody uses it up alone.
  await visit.limit('linksVisitor', visitorKey(visit))
  await visit.limit('linksAddress', email.toLowerCase().slice(0, serviceLimits.address))
  await visit.limit('linksAll', 'all')
  try {
    await visit.service.people.sendLinks({ email, locale: visit.translator.locale })
  } catch (error) {
    if (!isBadgeError(error, 'ERR_ADDRESS_INVALID')) throw error
    return respondPage(
      visit,
      (ui) =>
        signInPage(ui, {
          email,
          problem: ui.t('error.address'),
          hostUrl: hostSignIn(visit, visit.href('/mine')),
          needed: false,
        }),
      { status: 422 },
    )
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
        title: ui.t('signIn.confirm', { address: found.maskedAddress }),
        text: ui.t('signIn.confirmText'),
        action: `/sign-in/${encodeURIComponent(token(visit))}`,
        button: ui.t('site.signIn'),
      }),
    { secret: true },
  )
}

async function signIn(visit: Visit): Promise<Response> {
  await visit.limit('claimVisitor', visitorKey(visit))
  const person = await visit.service.people.signIn({ token: token(visit) })
  return redirect(visit, '/mine', [await sessionCookie(visit, person.id)])
}

async function signOut(visit: Visit): Promise<Response> {
  const { cookies, site, service, request } = visit
  const value = cookies.get(cookieName('session', site.cookies))
  if (value !== undefined) await service.people.endSession(value)
  const others = (await authOf(site)?.signOut?.(request)) ?? []
  return redirect(visit, '/', [clearSession(site), ...others])
}

async function setLanguage(visit: Visit): Promise<Response> {
  const { fields } = visit
  const locale = fields.get('locale')
  const { site, request } = visit
  const referer = request.headers.get('referer')
  const from = referer !== null && canParseUrl(referer) ? new URL(referer) : undefined
  const sameSite = from?.origin === site.origin && from.pathname.startsWith(`${site.publicPath}/`)
  const back = sameSite ? safeReturnTo(from.pathname.slice(site.publicPath.length), '/') : '/'
  const year = 365 * 86_400
  return redirect(
    visit,
    back,
    site.locales.includes(locale) ? [writeCookie('language', locale, site.cookies, year)] : [],
  )
}

const COLLECTED: readonly string[] = ['claimed', 'expired', 'revoked', 'replaced']

async function mine(visit: Visit): Promise<Response> {
  const person = personOf(visit)
  const badges = await visit.service.people.badges(person.id)
  const collected = badges.filter((badge) => badge.personId === person.id && COLLECTED.includes(badge.stage))
  const offers = badges.filter(({ stage }) => stage === 'offered' || stage === 'accepted')
  const note = visit.url.searchParams.get('note') === 'removed' ? visit.t('undo.done') : undefined
  return respondPage(visit, (ui) =>
    minePage(ui, {
      name: person.name,
      note,
      offers: offers.map((badge) => tile(visit, badge, false)),
      badges: collected.map((badge) => tile(visit, badge, true)),
    }),
  )
}

function tile(visit: Visit, badge: BadgeRecord, own: boolean): Tile {
  const path = `/b/${encodeURIComponent(badge.id)}`
  return {
    name: badge.achievementName,
    issuerName: badge.issuerName,
    state: badge.suspended ? 'suspended' : badge.stage === 'claimed' ? 'valid' : badge.stage,
    visibility: badge.visibility,
    issuedAt: badge.issuedAt,
    picture: own && badge.picture !== undefined ? visit.href(`${path}/picture`) : undefined,
    path: own ? path : undefined,
  }
}

const notes = ['addressSent', 'confirmed'] as const

async function account(visit: Visit, extra: Partial<AccountView>, status = 200): Promise<Response> {
  const person = personOf(visit)
  const badges = person.autoAccept.length === 0 ? [] : await visit.service.people.badges(person.id)
  const asked = notes.find((name) => name === visit.url.searchParams.get('note'))
  const view: AccountView = {
    name: person.name,
    addresses: person.addresses.map(({ address }) => address),
    rules: person.autoAccept.map(({ issuerId }) => ({
      issuerId,
      name: badges.find((badge) => badge.issuerId === issuerId)?.issuerName ?? issuerId,
    })),
    codes: undefined,
    note: asked === undefined ? undefined : visit.t(`account.${asked}`),
    problem: undefined,
    ...extra,
  }
  return respondPage(visit, (ui) => accountPage(ui, view), { status })
}

async function setProfile(visit: Visit): Promise<Response> {
  const { fields } = visit
  const name = fields.get('name').slice(0, serviceLimits.personName)
  await visit.service.people.setProfile({ personId: personOf(visit).id, ...(name === '' ? {} : { name }) })
  return redirect(visit, '/account')
}

async function addAddress(visit: Visit): Promise<Response> {
  const { fields } = visit
  await visit.limit('linksVisitor', personOf(visit).id)
  await visit.limit('linksAddress', fields.get('email').toLowerCase().slice(0, serviceLimits.address))
  try {
    await visit.service.people.addAddress({ personId: personOf(visit).id, email: fields.get('email') })
  } catch (error) {
    if (!isBadgeError(error, 'ERR_ADDRESS_INVALID')) throw error
    return account(visit, { problem: visit.t('error.address') }, 422)
  }
  return redirect(visit, '/account?note=addressSent')
}

async function removeAddress(visit: Visit): Promise<Response> {
  const { fields } = visit
  await visit.service.people.removeAddress({ personId: personOf(visit).id, email: fields.get('email') })
  return redirect(visit, '/account#addresses')
}

async function addRule(visit: Visit): Promise<Response> {
  const { fields } = visit
  await visit.service.people.addRule({ personId: personOf(visit).id, issuerId: fields.get('issuerId') })
  return redirect(visit, '/account#rules')
}

async function removeRule(visit: Visit): Promise<Response> {
  const { fields } = visit
  await visit.service.people.removeRule({ personId: personOf(visit).id, issuerId: fields.get('issuerId') })
  return redirect(visit, '/account#rules')
}

async function makeCodes(visit: Visit): Promise<Response> {
  return account(visit, { codes: await visit.service.people.createRecoveryCodes(personOf(visit).id) })
}

async function exportAll(visit: Visit): Promise<Response> {
  const { files, ...rest } = await visit.service.privacy.export(personOf(visit).id)
  const body = formatJson({
    schemaVersion: 1,
    ...rest,
    files: files.map(({ name, mediaType, bytes }) => ({ name, mediaType, base64: base64Encode(bytes) })),
  })
  return new Response(body, {
    headers: {
      ...securityHeaders(visit.site.surroundings),
      'content-type': 'application/json',
      'content-disposition': attachment('badges.json'),
      'cache-control': 'no-store',
    },
  })
}

async function erase(visit: Visit): Promise<Response> {
  const { fields } = visit
  if (fields.get('confirm') !== 'yes') return redirect(visit, '/account')
  await visit.service.privacy.erase({ personId: personOf(visit).id })
  const gone: Visit = { ...visit, visitor: { ...visit.visitor, person: null } }
  return respondPage(gone, (ui) => messagePage(ui, { title: ui.t('account.data'), text: ui.t('account.erased') }), {
    cookies: [clearSession(visit.site)],
  })
}

/** Says whose account the address would go to: a link may come from somebody else's. */
async function confirm(visit: Visit, purpose: 'address' | 'recovery'): Promise<Response> {
  const found = await visit.service.people.lookAddress({ token: token(visit), purpose })
  if (found === null) throw new NotFound()
  return respondPage(
    visit,
    (ui) =>
      confirmPage(ui, {
        title: ui.t(purpose === 'address' ? 'account.confirmTitle' : 'recovery.confirm'),
        text: ui.t('account.confirmText', { address: found.maskedAddress, name: found.account }),
        action: `/${purpose}/${encodeURIComponent(token(visit))}`,
        button: ui.t('account.confirm'),
      }),
    { secret: true },
  )
}

async function confirmAddress(visit: Visit): Promise<Response> {
  const person = await visit.service.people.confirmAddress({ token: token(visit) })
  if (visit.visitor.person?.id === person.id) return redirect(visit, '/account?note=confirmed')
  return respondPage(visit, (ui) =>
    messagePage(ui, { title: ui.t('account.confirmed'), text: ui.t('account.addressesText') }),
  )
}

async function showRecovery(visit: Visit): Promise<Response> {
  return respondPage(visit, (ui) => recoveryPage(ui, {}))
}

async function recover(visit: Visit): Promise<Response> {
  const { fields } = visit
  await visit.limit('recoveryVisitor', visitorKey(visit))
  await visit.limit('recoveryAddress', fields.get('email').toLowerCase().slice(0, serviceLimits.address))
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

async function confirmRecovery(visit: Visit): Promise<Response> {
  const person = await visit.service.people.confirmRecovery({ token: token(visit) })
  return redirect(visit, '/account?note=confirmed', [await sessionCookie(visit, person.id)])
}
