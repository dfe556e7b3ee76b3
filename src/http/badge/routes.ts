import { wantsCredential } from '../site/badge/media-type.js'
import { lookByLink, seenByAddress, seenByLink } from '../site/badge/seen.js'
import { messagePage } from '../site/messages.js'
import { respondPage } from '../site/respond-page.js'
import type { Route } from '../site/route.js'
import type { Visit } from '../site/visit.js'
import { shareAtOnce } from './at-once.js'
import { badgeFile, credentialResponse, fileNames } from './files.js'
import { createLink, giveBack, ownerView, revokeLink, setDisplay, setVisibility } from './owner.js'
import { badgeResponse, isPublicPage, publicBadgeResponse } from './show.js'

export const badgeRoutes: readonly Route[] = [
  { method: 'GET', path: '/b/:badgeId', kind: 'page', run: show },
  {
    method: 'GET',
    path: '/b/:badgeId/wallet.pkpass',
    kind: 'file',
    who: 'owner',
    run: async (visit) => (await import('./passes.js')).applePass(visit),
  },
  {
    method: 'GET',
    path: '/b/:badgeId/google-wallet',
    kind: 'file',
    who: 'owner',
    run: async (visit) => (await import('./passes.js')).googlePass(visit),
  },
  { method: 'POST', path: '/b/:badgeId/visibility', kind: 'page', who: 'owner', run: setVisibility },
  { method: 'POST', path: '/b/:badgeId/share', kind: 'page', who: 'owner', run: shareAtOnce },
  { method: 'POST', path: '/b/:badgeId/links', kind: 'page', who: 'owner', run: createLink },
  { method: 'POST', path: '/b/:badgeId/links/:shareId/revoke', kind: 'page', who: 'owner', run: revokeLink },
  { method: 'POST', path: '/b/:badgeId/display', kind: 'page', who: 'person', run: setDisplay },
  { method: 'POST', path: '/b/:badgeId/decline', kind: 'page', who: 'owner', run: giveBack },
  ...fileNames.map(
    (file): Route => ({
      method: 'GET',
      path: `/b/:badgeId/${file}`,
      kind: 'file',
      run: (visit) => ownFile(visit, file),
    }),
  ),
  { method: 'GET', path: '/s/:token', kind: 'secret', run: showLink },
  ...fileNames.map(
    (file): Route => ({
      method: 'GET',
      path: `/s/:token/${file}`,
      kind: 'file',
      anonymous: true,
      run: (visit) => linkFile(visit, file),
    }),
  ),
]

async function show(visit: Visit): Promise<Response> {
  const since = visit.site.now().getTime()
  const seen = await seenByAddress(visit)
  if (wantsCredential(visit.request)) return credentialResponse(visit, seen.badge, false)
  if (isPublicPage(visit, seen)) return publicBadgeResponse(visit, seen, since)
  const owner = seen.badge.isOwner ? await ownerView(visit, seen.badge) : undefined
  return badgeResponse(visit, seen, { owner, status: 200 })
}

async function ownFile(visit: Visit, file: string): Promise<Response> {
  return badgeFile(visit, (await seenByAddress(visit)).badge, file)
}

async function showLink(visit: Visit): Promise<Response> {
  const seen = await lookByLink(visit)
  if (seen === 'gone') {
    return respondPage(visit, (ui) => messagePage(ui, { title: ui.t('link.gone'), text: ui.t('link.goneText') }), {
      status: 410,
      secret: true,
      plain: true,
    })
  }
  if (wantsCredential(visit.request)) return credentialResponse(visit, seen.badge, false)
  return badgeResponse(visit, seen, { owner: undefined, status: 200 })
}

async function linkFile(visit: Visit, file: string): Promise<Response> {
  return badgeFile(visit, (await seenByLink(visit)).badge, file)
}
