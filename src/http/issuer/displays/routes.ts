import { isBadgeError } from '../../../errors.js'
import { redirect, respondPage } from '../../site/respond-page.js'
import type { Route } from '../../site/route.js'
import type { Visit } from '../../site/visit.js'
import { issuerPage } from '../frame/route.js'
import { DEFAULT_SECONDS, type DisplaysView, displaysPage } from './page.js'

/** Where the issuer makes displays and ends them. */
export const displaysRoutes: readonly Route[] = [
  issuerPage('GET', '/issuer/displays', 'displays.list', (visit) => list(visit, {}, 200)),
  issuerPage('POST', '/issuer/displays', 'displays.create', create),
  issuerPage('POST', '/issuer/displays/:displayId/revoke', 'displays.revoke', revoke),
]

async function list(visit: Visit, extra: Partial<DisplaysView>, status: number): Promise<Response> {
  const displays = await visit.service.displays.list()
  const canDraw = visit.site.shareable && (await visit.site.renderer.abilities()).cards
  const view: DisplaysView = {
    rows: displays.map(({ id, title, createdAt, revokedAt }) => ({
      id,
      title,
      createdAt,
      isOver: revokedAt !== undefined,
    })),
    canDraw,
    newUrl: undefined,
    problem: undefined,
    ...extra,
  }
  return respondPage(visit, (ui) => displaysPage(ui, view), { status, secret: view.newUrl !== undefined })
}

async function create(visit: Visit): Promise<Response> {
  const { fields, service } = visit
  const seconds = fields.get('seconds')
  try {
    const { url } = await service.displays.create({
      title: fields.get('title'),
      secondsPerSlide: seconds === '' ? DEFAULT_SECONDS : Number(seconds),
      locale: visit.translator.locale,
    })
    return list(visit, { newUrl: url }, 201)
  } catch (error) {
    if (!isBadgeError(error, 'ERR_ARGUMENT_INVALID')) throw error
    return list(visit, { problem: visit.t('screens.wrong') }, 422)
  }
}

async function revoke(visit: Visit): Promise<Response> {
  await visit.service.displays.revoke({ displayId: visit.params.displayId ?? '' })
  return redirect(visit, '/issuer/displays')
}
