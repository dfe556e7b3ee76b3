import { isBadgeError } from '../../errors.js'
import { base64Encode } from '../../internal/encoding.js'
import { limits } from '../../internal/limits.js'
import { mailboxKey } from '../../internal/mailbox.js'
import { messagePage } from '../site/messages.js'
import { redirect, respondPage } from '../site/respond-page.js'
import type { Route } from '../site/route.js'
import { clearSession, personOf, type Visit, writeSession } from '../site/visit.js'
import { formatJson } from '../web/json-text.js'
import { attachment, securityHeaders } from '../web/respond.js'
import { mineRoutes } from './mine.js'
import { type AccountView, accountPage } from './page.js'
import { passkeyRoutes, passkeysView } from './passkeys.js'
import { recoveryRoutes } from './recovery.js'
import { freshly, signedIn, signInAgainUrl, signInRoutes } from './sign-in.js'

/** Where a person signs in, and finds what is theirs. */
export const accountRoutes: readonly Route[] = [
  ...passkeyRoutes((visit, passkeys, status) => account(visit, { passkeys }, status)),
  ...signInRoutes,
  ...mineRoutes,
  { method: 'GET', path: '/account', kind: 'page', who: 'person', run: (visit) => account(visit, {}) },
  { method: 'POST', path: '/account/profile', kind: 'page', who: 'person', run: setProfile },
  { method: 'POST', path: '/account/addresses', kind: 'page', who: 'person', run: freshly(addAddress) },
  { method: 'POST', path: '/account/addresses/remove', kind: 'page', who: 'person', run: freshly(removeAddress) },
  { method: 'POST', path: '/account/rules', kind: 'page', who: 'person', run: addRule },
  { method: 'POST', path: '/account/rules/remove', kind: 'page', who: 'person', run: removeRule },
  { method: 'POST', path: '/account/recovery', kind: 'page', who: 'person', run: freshly(makeCodes) },
  { method: 'GET', path: '/account/export.json', kind: 'file', who: 'person', run: exportAll },
  { method: 'POST', path: '/account/erase', kind: 'page', who: 'person', run: freshly(erase) },
  ...recoveryRoutes,
]

const notes = [
  'addressSent',
  'addressRemoved',
  'confirmed',
  'restored',
  'passkeyAdded',
  'passkeyRemoved',
  'walletEnded',
] as const

async function account(visit: Visit, extra: Partial<AccountView>, status = 200): Promise<Response> {
  const person = personOf(visit)
  const badges = person.autoAccept.length === 0 ? [] : await visit.service.people.badges(person.id)
  const asked = notes.find((name) => name === visit.url.searchParams.get('note'))
  const view: AccountView = {
    name: person.name,
    addresses: person.emails.map(({ email }) => email),
    rules: person.autoAccept.map(({ issuerId }) => ({
      issuerId,
      name: badges.find((badge) => badge.issuerId === issuerId)?.issuerName ?? issuerId,
    })),
    passkeys: await passkeysView(visit, person.id),
    signInAgain: signInAgainUrl(visit),
    wallets: await visit.service.wallet.copies({ personId: person.id }),
    codes: undefined,
    note: asked === undefined ? undefined : visit.t(`account.${asked}`),
    problem: undefined,
    ...extra,
  }
  return respondPage(visit, (ui) => accountPage(ui, view), { status })
}

async function setProfile(visit: Visit): Promise<Response> {
  const { fields } = visit
  const name = fields.get('name').slice(0, limits.personName)
  await visit.service.people.setProfile({ personId: personOf(visit).id, ...(name === '' ? {} : { name }) })
  return redirect(visit, '/account')
}

async function addAddress(visit: Visit): Promise<Response> {
  const { fields } = visit
  await visit.limit('linksVisitor', personOf(visit).id)
  await visit.limit('linksAddress', mailboxKey(fields.get('email')).slice(0, limits.address))
  try {
    await visit.service.people.addEmail({ ...signedIn(visit), email: fields.get('email') })
  } catch (error) {
    if (!isBadgeError(error, 'ERR_ADDRESS_INVALID')) throw error
    return account(visit, { problem: visit.t('error.address') }, 422)
  }
  return redirect(visit, '/account?note=addressSent')
}

async function removeAddress(visit: Visit): Promise<Response> {
  const { fields } = visit
  const { session, authenticated } = visit.visitor
  const { id } = await visit.service.people.removeEmail({ ...signedIn(visit), email: fields.get('email') })
  // Every session has ended: this browser, which has just shown that it is theirs, goes on with a new one.
  const cookies =
    session === null && authenticated !== null
      ? [writeSession(visit, await visit.service.people.startSession(id, authenticated))]
      : []
  return redirect(visit, '/account?note=addressRemoved', cookies)
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
  const { id } = personOf(visit)
  await visit.limit('linksVisitor', id)
  const authenticated = visit.visitor.authenticated ?? undefined
  return account(visit, { codes: await visit.service.people.createRecoveryCodes(id, authenticated) })
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
  await visit.service.privacy.erase(signedIn(visit))
  const gone: Visit = { ...visit, visitor: { ...visit.visitor, person: null } }
  return respondPage(gone, (ui) => messagePage(ui, { title: ui.t('account.data'), text: ui.t('account.erased') }), {
    cookies: [clearSession(visit.site)],
  })
}
