import { isBadgeError } from '../../errors.js'
import { isJsonObject, parseJson } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { safeReturnTo } from '../../internal/return-to.js'
import type { JsonObject } from '../../types/json.js'
import { programUrl } from '../site/programs.js'
import { redirect, redirectTo } from '../site/respond-page.js'
import type { Route } from '../site/route.js'
import { clearBadgeSessions, personOf, type Visit, visitorKey, writeSession } from '../site/visit.js'
import { cookieName } from '../web/cookies.js'
import { jsonAnswer } from '../web/json-answer.js'
import { NotFound } from '../web/outcome.js'
import type { PasskeysView } from './page.js'
import { endEarlier, freshly, signedIn, signInAnswer } from './sign-in.js'

type ShowAccount = (visit: Visit, passkeys: PasskeysView, status: number) => Promise<Response>

/** Signing in with a passkey, and the passkeys of an account, whose page `show` makes. */
export const passkeyRoutes = (show: ShowAccount): readonly Route[] => [
  { method: 'POST', path: '/sign-in/passkey/options', kind: 'page', run: startSignIn },
  { method: 'POST', path: '/sign-in/passkey', kind: 'page', run: signIn },
  { method: 'POST', path: '/account/passkeys/options', kind: 'page', who: 'person', run: freshly(startAdding) },
  { method: 'POST', path: '/account/passkeys', kind: 'page', who: 'person', run: (visit) => add(visit, show) },
  { method: 'POST', path: '/account/passkeys/rename', kind: 'page', who: 'person', run: rename },
  { method: 'POST', path: '/account/passkeys/remove', kind: 'page', who: 'person', run: freshly(remove) },
]

function assertOffered({ service }: Visit): void {
  if (service.options.passkeys === undefined) throw new NotFound()
}

/**
 * What ties a challenge to a browser: the cookie that its forms are tied to. Every form that gets here came with it, and
 * no script can read it.
 */
const browserOf = ({ cookies, site }: Visit): string => cookies.get(cookieName('form', site.cookies)) ?? ''

/** For the program of the page: not a document that anybody opens. */
const json = (visit: Visit, body: JsonObject): Response => jsonAnswer(visit.site.surroundings, body)

async function startSignIn(visit: Visit): Promise<Response> {
  assertOffered(visit)
  await visit.limit('passkeyVisitor', visitorKey(visit))
  await visit.limit('passkeyAll', 'all')
  const { options } = await visit.service.people.startPasskeySignIn({ browser: browserOf(visit) })
  return json(visit, options)
}

async function signIn(visit: Visit): Promise<Response> {
  assertOffered(visit)
  await visit.limit('claimVisitor', visitorKey(visit))
  const returnTo = safeReturnTo(visit.fields.get('returnTo'), visit.href('/mine'))
  try {
    const session = await visit.service.people.signInByPasskey({ browser: browserOf(visit), answer: answerOf(visit) })
    await endEarlier(visit)
    return redirectTo(visit, returnTo, [writeSession(visit, session), clearBadgeSessions(visit.site)])
  } catch (error) {
    if (!isRefusal(error)) throw error
    return signInAnswer(visit, returnTo, { isRefused: true }, 422)
  }
}

async function startAdding(visit: Visit): Promise<Response> {
  assertOffered(visit)
  const { id } = personOf(visit)
  await visit.limit('passkeyAccount', id)
  const { options } = await visit.service.people.startPasskey({ ...signedIn(visit), browser: browserOf(visit) })
  return json(visit, options)
}

async function add(visit: Visit, show: ShowAccount): Promise<Response> {
  assertOffered(visit)
  const { id } = personOf(visit)
  const typed = visit.fields.get('name').slice(0, limits.passkeyName)
  const name = typed === '' ? visit.t('account.passkeyUnnamed', { date: today(visit) }) : typed
  try {
    await visit.service.people.addPasskey({
      personId: id,
      browser: browserOf(visit),
      answer: answerOf(visit),
      name: name.slice(0, limits.passkeyName),
    })
  } catch (error) {
    const isFull = isBadgeError(error, 'ERR_LIMIT_EXCEEDED')
    if (!isFull && !isRefusal(error)) throw error
    const view = await passkeysView(visit, id)
    if (view === undefined) throw error
    return show(visit, { ...view, problem: isFull ? 'full' : 'refused' }, 422)
  }
  return redirect(visit, '/account?note=passkeyAdded')
}

const today = ({ translator, site }: Visit): string => translator.date(site.now().toISOString())

async function rename(visit: Visit): Promise<Response> {
  assertOffered(visit)
  const { fields } = visit
  await visit.service.people.renamePasskey({
    personId: personOf(visit).id,
    passkeyId: fields.get('passkeyId'),
    name: fields.get('name'),
  })
  return redirect(visit, '/account#passkeys')
}

async function remove(visit: Visit): Promise<Response> {
  assertOffered(visit)
  await visit.service.people.removePasskey({ ...signedIn(visit), passkeyId: visit.fields.get('passkeyId') })
  return redirect(visit, '/account?note=passkeyRemoved')
}

/** What the program has put into the form; nothing where it is not even JSON. */
function answerOf({ fields }: Visit): JsonObject {
  const text = fields.get('answer')
  try {
    const value = text.length > 2 * limits.passkeyAnswer ? undefined : parseJson(text)
    return isJsonObject(value) ? value : {}
  } catch {
    return {}
  }
}

/** One answer for whatever was wrong: a challenge that is unknown, used or too old, a key that is not known here. */
const isRefusal = (error: unknown): boolean =>
  isBadgeError(error, 'ERR_ACCESS_DENIED') ||
  isBadgeError(error, 'ERR_TOKEN_INVALID') ||
  isBadgeError(error, 'ERR_TOKEN_EXPIRED') ||
  isBadgeError(error, 'ERR_TOKEN_USED')

/** The passkeys of an account for its page; `undefined` where nobody signs in with one. */
export async function passkeysView(visit: Visit, personId: string): Promise<PasskeysView | undefined> {
  if (visit.service.options.passkeys === undefined) return undefined
  const rows = await visit.service.people.passkeys(personId)
  return { rows, problem: undefined, script: programUrl(visit, 'passkey') }
}
