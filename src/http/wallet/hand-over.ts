import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import type { Viewer } from '../../service/index.js'
import { interactionUrl, wantsProtocols } from '../../wallet/index.js'
import { messagePage } from '../site/messages.js'
import { programUrl } from '../site/programs.js'
import { redirect, respondPage } from '../site/respond-page.js'
import { badgeSessionFor, personOf, type Visit } from '../site/visit.js'
import { jsonAnswer } from '../web/json-answer.js'
import { NotFound, SignInNeeded } from '../web/outcome.js'
import { type HandOverPageView, handOverPage } from './page.js'

const tokenOf = ({ params }: Visit): string => params.token ?? ''
const badgeIdOf = ({ params }: Visit): string => params.badgeId ?? ''

/** For whom the visitor acts on a badge: themselves, or its owner by the link that opened it. */
async function viewerOf(visit: Visit, badgeId: string): Promise<Viewer | undefined> {
  const { person, authenticated } = visit.visitor
  if (person !== null) return { personId: person.id, ...defined({ authenticated: authenticated ?? undefined }) }
  const session = await badgeSessionFor(visit, badgeId)
  return session === null ? undefined : { personId: session.personId, badgeId: session.badgeId }
}

/** Holds the badge of the path out to a wallet, and leads to the page where one takes it. */
export async function begin(visit: Visit): Promise<Response> {
  const { service, fields } = visit
  const badgeId = badgeIdOf(visit)
  const viewer = await viewerOf(visit, badgeId)
  if (viewer === undefined) throw new SignInNeeded()
  const bound = fields.get('bound')
  if (!['', 'no'].includes(bound)) throw new BadgeError('ERR_ARGUMENT_INVALID', '`bound` is `no`, or is left out.')
  try {
    const { url } = await service.wallet.createOwnOffer({ badgeId, viewer, bound: bound !== 'no' })
    return redirect(visit, new URL(url).pathname.slice(visit.site.publicPath.length))
  } catch (error) {
    if (!isBadgeError(error, 'ERR_AUTHENTICATION_NEEDED')) throw error
    // Somebody who sits down at an open browser must not take the badges along.
    const returnTo = visit.href(`/b/${encodeURIComponent(badgeId)}`)
    return respondPage(
      visit,
      (ui) =>
        messagePage(ui, {
          title: ui.t('wallet.another'),
          text: ui.t('wallet.anotherText'),
          link: { path: `/sign-in?${new URLSearchParams({ returnTo })}`, label: ui.t('site.signIn') },
        }),
      { status: 403 },
    )
  }
}

/** Ends the copy in a wallet. */
export async function end(visit: Visit): Promise<Response> {
  await visit.service.wallet.endCopy({ copyId: visit.fields.get('copyId'), personId: personOf(visit).id })
  return redirect(visit, '/account?note=walletEnded#wallets')
}

/** A camera gets the page, and a wallet the protocols. Nothing happens by looking. */
export async function show(visit: Visit): Promise<Response> {
  if (wantsProtocols(visit.request.headers.get('accept'))) {
    const { protocolsOf } = await import('./issuing.js')
    return protocolsOf(visit)
  }
  const token = tokenOf(visit)
  const { service } = visit
  const known = await service.wallet.look({ token })
  if (known === null) throw new NotFound()
  const viewer = await viewerOf(visit, known.badgeId)
  const view = viewer === undefined ? known : ((await service.wallet.look({ token, viewer })) ?? known)
  const { qrPicture } = await import('../site/answer/qr.js')
  const path = `/i/${encodeURIComponent(token)}`
  const url = interactionUrl(service.baseUrl + path)
  const page: HandOverPageView = {
    ...view,
    state: stateOf(view),
    path,
    url,
    qr: qrPicture(url),
    offerQr: view.links === undefined ? undefined : qrPicture(view.links.offer),
    badgePath: viewer === undefined ? undefined : `/b/${encodeURIComponent(view.badgeId)}`,
    script: programUrl(visit, 'waiting'),
  }
  return respondPage(visit, (ui) => handOverPage(ui, page), { secret: true, status: page.state === 'over' ? 410 : 200 })
}

/** What the page says: how far it is, or that it is over before a wallet came. */
function stateOf({ stage, isOver }: { stage: HandOverPageView['stage']; isOver: boolean }): HandOverPageView['state'] {
  return isOver && (stage === 'open' || stage === 'taken') ? 'over' : stage
}

/** For the program of the page. */
export async function state(visit: Visit): Promise<Response> {
  const view = await visit.service.wallet.look({ token: tokenOf(visit) })
  const body = view === null ? { state: 'over' } : { state: stateOf(view) }
  return jsonAnswer(visit.site.surroundings, body)
}
