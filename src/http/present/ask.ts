import { issuerIdOf } from '../../badge/index.js'
import { isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import type { BadgeService } from '../../service/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { interactionAnswer, wantsProtocols } from '../../wallet/index.js'
import { badgeFacts } from '../site/badge/facts.js'
import { seenByAddress } from '../site/badge/seen.js'
import { messagePage } from '../site/messages.js'
import { programUrl } from '../site/programs.js'
import { redirect, respondPage, siteNameOf } from '../site/respond-page.js'
import { type Visit, visitorKey } from '../site/visit.js'
import { cookieName, writeCookie } from '../web/cookies.js'
import { jsonAnswer } from '../web/json-answer.js'
import { NotFound } from '../web/outcome.js'
import { askedPage, holderPage, numberPage, questionPage } from './page.js'

type View = NonNullable<Awaited<ReturnType<BadgeService['presenting']['look']>>>

/** Questions that one browser keeps open at a time. */
const ASKED = 5

/** The page of a badge leads here: whether to ask somebody for one of the same achievement. */
export async function showQuestion(visit: Visit): Promise<Response> {
  const meant = await meantBadge(visit, visit.url.searchParams.get('badge') ?? '')
  return respondPage(visit, (ui) => questionPage(ui, { ...meant, name: siteNameOf(visit) }))
}

export async function ask(visit: Visit): Promise<Response> {
  const { badgeId, achievementId, achievementName, issuerId } = await meantBadge(visit, visit.fields.get('badge'))
  await visit.limit('presentVisitor', visitorKey(visit))
  await visit.limit('presentAll', 'all')
  const { id, browser = '' } = await visit.service.presenting.ask({
    achievementIds: [achievementId],
    achievementName,
    issuerIds: [issuerId],
    name: siteNameOf(visit),
    forBrowser: true,
  })
  const tokens = [browser, ...browsersOf(visit)].slice(0, ASKED)
  const cookie = writeCookie('asked', tokens.join('.'), visit.site.cookies, limits.presentHours * 3600)
  return redirect(visit, `/present/${id}?badge=${encodeURIComponent(badgeId)}`, [cookie])
}

/** A badge whose page everybody may open; no other is a way to learn what there is. */
async function meantBadge(visit: Visit, badgeId: string) {
  if (new URL(visit.service.baseUrl).protocol !== 'https:') throw new NotFound()
  const { badge } = await seenByAddress({ ...visit, params: { badgeId } })
  const credential = badge.credential as unknown as JsonObject
  const subject = asArray<JsonValue>(credential.credentialSubject).find(isJsonObject)
  const achievement = asArray<JsonValue>(subject?.achievement).find(isJsonObject)
  const issuerId = issuerIdOf(credential)
  if (typeof achievement?.id !== 'string' || issuerId === undefined) throw new NotFound()
  const { name, issuerName } = badgeFacts(badge.credential)
  return { badgeId, achievementId: achievement.id, achievementName: name, issuerId, issuerName }
}

const browsersOf = ({ site, cookies }: Visit): readonly string[] =>
  (cookies.get(cookieName('asked', site.cookies)) ?? '').split('.').filter((each) => /^[\w-]{43}$/.test(each))

/** The request if this browser has made it. */
async function ownAsked(visit: Visit): Promise<{ view: View; browser: string } | undefined> {
  const { id = '' } = visit.params
  for (const browser of browsersOf(visit).slice(0, ASKED)) {
    const view = await visit.service.presenting.look({ id, browser })
    if (view !== null) return { view, browser }
  }
  return undefined
}

/** For programs as JSON: what the page waits by, and what a host's own page may show. */
export async function showAsked(visit: Visit): Promise<Response> {
  const own = await ownAsked(visit)
  if (own === undefined) throw new NotFound()
  if (wantsProtocols(visit.request.headers.get('accept'))) return json(visit, own.view)
  return askedResponse(visit, own.view)
}

/** What the program of the page waits by. */
export async function showState(visit: Visit): Promise<Response> {
  const own = await ownAsked(visit)
  if (own === undefined) throw new NotFound()
  return json(visit, { state: own.view.state })
}

function askedResponse(visit: Visit, view: View, wrong = false): Response {
  const script = view.state === 'open' || view.state === 'answered' ? programUrl(visit, 'waiting') : undefined
  const again = visit.url.searchParams.get('badge') ?? ''
  return respondPage(visit, (ui) => askedPage(ui, { view, wrong, script, again }), { status: wrong ? 403 : 200 })
}

/** The number that the other person has read out, or that their wallet shows none. */
export async function confirm(visit: Visit): Promise<Response> {
  const own = await ownAsked(visit)
  if (own === undefined) throw new NotFound()
  const { id = '' } = visit.params
  const skip = visit.fields.get('do') === 'skip'
  const number = visit.fields.get('number')
  try {
    await visit.service.presenting.confirm({ id, browser: own.browser, ...(skip ? { skip } : { number }) })
  } catch (error) {
    if (!isBadgeError(error, 'ERR_ACCESS_DENIED')) throw error
    const view = await visit.service.presenting.look({ id, browser: own.browser })
    if (view === null) throw new NotFound()
    return askedResponse(visit, view, true)
  }
  return redirect(visit, `/present/${id}`)
}

/**
 * Where a wallet on the device that asked sends its browser. The result opens if it is the one that has asked: a link that
 * was handed on leads to another one (session fixation).
 */
export async function back(visit: Visit): Promise<Response> {
  const { id = '' } = visit.params
  const code = visit.url.searchParams.get('code') ?? ''
  const own = await ownAsked(visit)
  const denied = (): Response =>
    respondPage(visit, (ui) => messagePage(ui, { title: ui.t('present.foreign'), text: ui.t('present.foreignText') }), {
      status: 403,
      secret: true,
    })
  if (own === undefined) return denied()
  try {
    await visit.service.presenting.confirm({ id, browser: own.browser, code })
  } catch (error) {
    if (!isBadgeError(error, 'ERR_ACCESS_DENIED')) throw error
    return denied()
  }
  return redirect(visit, `/present/${id}`)
}

/** On the device of the one who has answered. */
export async function number(visit: Visit): Promise<Response> {
  const { id = '' } = visit.params
  const code = visit.url.searchParams.get('code') ?? ''
  const { presenting } = visit.service
  const [found, asked] = await Promise.all([presenting.number({ id, code }), presenting.lookAsked({ id })])
  if (found === null || asked === null) throw new NotFound()
  return respondPage(visit, (ui) => numberPage(ui, { number: found, name: asked.name }), { secret: true })
}

/** What a camera opens, and a wallet reads as JSON. It changes nothing. */
export async function showHolder(visit: Visit): Promise<Response> {
  const { id = '' } = visit.params
  const view = await visit.service.presenting.lookAsked({ id })
  if (view === null) throw new NotFound()
  const isOpen = view.state === 'open'
  if (wantsProtocols(visit.request.headers.get('accept'))) {
    const vcapi = `${visit.service.baseUrl}/present/${id}/exchange`
    return json(visit, interactionAnswer(isOpen ? { vcapi, request: view.links.there } : {}), isOpen ? 200 : 410)
  }
  return respondPage(visit, (ui) => holderPage(ui, { view, isOpen }), { status: isOpen ? 200 : 410 })
}

const json = ({ site }: Visit, body: object, status = 200): Response =>
  jsonAnswer(site.surroundings, defined(body as Record<string, unknown>), {
    status,
    headers: { vary: 'Accept, Cookie' },
  })
