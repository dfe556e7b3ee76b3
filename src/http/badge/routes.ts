import { detectFormat } from '../../container/index.js'
import { BadgeError } from '../../errors.js'
import { capsuleFields, safeFileName } from '../../export/index.js'
import { previewHead } from '../../preview/index.js'
import type { BadgeView, ShareRecord, Visibility } from '../../service/index.js'
import type { TextKey } from '../../texts/index.js'
import type { SignedCredential } from '../../types/credential.js'
import { shareScriptName } from '../open/routes.js'
import { panelOf, pictureRows, snippetRows } from '../share/panel.js'
import { cardPath } from '../share/routes.js'
import { artOf, ownLabels, type Shared, sharedBadge } from '../share/shared.js'
import type { Abilities } from '../share/studio.js'
import { messagePage } from '../site/simple.js'
import { redirect, respondPage, type Visit } from '../site/visit.js'
import { type Html, ownMarkup } from '../web/html.js'
import { NotFound, SignInNeeded } from '../web/outcome.js'
import type { Route } from '../web/router.js'
import { badgeFacts } from './facts.js'
import { fileNames } from './file-names.js'
import { badgeFile, credentialResponse, hasJwt, wantsCredential } from './files.js'
import { type BadgePageView, badgePage, isOver, type LinkRow, type OwnerView, type Verdict } from './page.js'
import { lookByLink, opensForOthers, type Seen, seenByAddress, seenByLink, sharedAs } from './seen.js'
import { verdictOf, verifyOwn } from './verify-own.js'

export const badgeRoutes: readonly Route[] = [
  { method: 'GET', path: '/b/:badgeId', kind: 'page', run: show },
  { method: 'POST', path: '/b/:badgeId/visibility', kind: 'page', who: 'person', run: setVisibility },
  { method: 'POST', path: '/b/:badgeId/links', kind: 'page', who: 'person', run: createLink },
  { method: 'POST', path: '/b/:badgeId/links/:shareId/revoke', kind: 'page', who: 'person', run: revokeLink },
  { method: 'POST', path: '/b/:badgeId/display', kind: 'page', who: 'person', run: setDisplay },
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

const badgeId = (visit: Visit): string => visit.place.badgeId ?? ''

async function show(visit: Visit): Promise<Response> {
  const seen = await seenByAddress(visit)
  if (wantsCredential(visit.request)) return credentialResponse(visit, seen.badge, false)
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

interface BadgeResponseOptions {
  readonly owner: OwnerView | undefined
  readonly status: number
}

async function badgeResponse(visit: Visit, seen: Seen, options: BadgeResponseOptions): Promise<Response> {
  const { site, service, t } = visit
  const { owner, status } = options
  const { badge, base, secret } = seen
  const facts = badgeFacts(badge.credential)
  const verdict = await verdictFor(visit, badge, facts.issuerName)
  const isPublic = badge.visibility === 'public'
  const shared = sharedAs(visit, seen)
  const able = shared === undefined ? { cards: false, certificates: false } : await site.studio.abilities()
  const newLink = owner?.newLink
  const shownTo =
    newLink === undefined ? (isPublic ? shared : undefined) : sharedBadge(site, badge, { url: newLink, link: true })
  const state = stateOf(badge)
  // What is over can be opened to nobody else, so there is nothing to say of sharing it.
  const canShare = shownTo !== undefined || !isOver({ state })
  const hasPanel = shared !== undefined && canShare && (owner !== undefined || badge.through === 'public')
  const pictures = shared !== undefined && able.cards && owner !== undefined ? pictureRows(visit, seen, shared) : []
  const page: BadgePageView = {
    badgeId: badge.badgeId,
    facts,
    state,
    verdict,
    picture: badge.hasPicture ? visit.href(`${base}/picture`) : undefined,
    downloads: await downloadsOf(visit, seen, able),
    selection: badge.show === undefined ? undefined : t(badge.signed ? 'capsule.signed' : 'capsule.pageOnly'),
    replacedBy: badge.replacedBy === undefined ? undefined : `/b/${encodeURIComponent(badge.replacedBy)}`,
    pageUrl: service.baseUrl + base,
    owner,
    share: hasPanel
      ? panelOf(visit, seen, {
          shared: shownTo,
          isOwner: owner !== undefined,
          canAsk: newLink === undefined && isPublic,
          pictures,
        })
      : undefined,
    snippets: shared !== undefined && owner !== undefined ? snippetRows(visit, seen, shared) : [],
    script: shareScriptName === undefined ? undefined : visit.href(`/assets/${shareScriptName}`),
    index: badge.through === 'public' && !secret,
    head: shared !== undefined && opensForOthers(seen) ? await headOf(visit, seen, shared) : undefined,
  }
  return respondPage(visit, (ui) => badgePage(ui, page), { status, secret: secret || newLink !== undefined })
}

/** What previews, search engines and programs read of a page that opens for others. */
async function headOf(visit: Visit, seen: Seen, shared: Shared): Promise<Html> {
  const { site, service } = visit
  const { badge, base, secret } = seen
  const url = service.baseUrl + base
  const card = await site.studio.card(shared.drawing, 'link')
  const isListed = badge.visibility === 'public' && !secret
  return ownMarkup(
    previewHead(shared.view, {
      visibility: isListed ? 'public' : 'unlisted',
      siteName: site.options.siteName ?? shared.view.issuer,
      locale: shared.drawing.locale,
      labels: ownLabels(site, shared.drawing.locale, 'state', 'preview'),
      ...(isListed ? { oEmbedUrl: `${service.baseUrl}/oembed` } : {}),
      ...(badge.signed ? { credentialUrl: `${url}/credential.json` } : {}),
      ...(card === undefined
        ? {}
        : {
            image: {
              url: url + cardPath(visit, shared, 'link'),
              width: card.width,
              height: card.height,
              alt: card.alt,
            },
          }),
    }),
  )
}

/**
 * Where a link hides parts of a badge whose signature covers all of it, the whole is checked here, and the visitor is
 * told what came of it; the single checks could speak of what is hidden.
 */
async function verdictFor(visit: Visit, badge: BadgeView, issuerName: string): Promise<Verdict> {
  const { site, service, translator } = visit
  if (badge.signed)
    return verdictOf(await verifyOwn(site, badge.credential as SignedCredential), issuerName, translator)
  const record = await service.get(badge.badgeId)
  if (record === null) throw new NotFound()
  return { ...verdictOf(await verifyOwn(site, record.credential), issuerName, translator), details: [] }
}

async function downloadsOf(
  visit: Visit,
  { badge, base, secret }: Seen,
  able: Abilities,
): Promise<BadgePageView['downloads']> {
  if (!badge.signed) return []
  const { t } = visit
  const name = (extension: string): string => safeFileName(badge.achievementName, extension)
  const row = (path: string, key: TextKey, extension: string) => ({
    href: visit.href(base + path),
    label: t(key),
    file: name(extension),
  })
  // A picture of the other format has to be drawn first.
  const format = detectFormat(await artOf(visit.site, badge))
  const isDrawn = (wanted: 'png' | 'svg'): boolean => able.cards || format === wanted
  const isTaken = !secret && (badge.isOwner || badge.visibility === 'public')
  return [
    row('/credential.json', 'badge.downloadJson', 'json'),
    ...(hasJwt(visit, badge) ? [row('/credential.jwt', 'badge.downloadJwt', 'jwt')] : []),
    ...(isDrawn('png') ? [row('/badge.png', 'badge.downloadPng', 'png')] : []),
    ...(isDrawn('svg') ? [row('/badge.svg', 'badge.downloadSvg', 'svg')] : []),
    ...(isTaken && able.certificates
      ? [row('/certificate.pdf', 'badge.downloadPdf', 'pdf'), row('/bundle.zip', 'badge.downloadAll', 'zip')]
      : []),
  ]
}

/** The one word that matters: whether it holds, and before it was claimed, how far it is. */
function stateOf(view: BadgeView): string {
  if (['revoked', 'replaced', 'expired'].includes(view.stage)) return view.stage
  if (view.suspended) return 'suspended'
  return view.stage === 'claimed' ? 'valid' : view.stage
}

async function ownerView(visit: Visit, view: BadgeView, newLink?: string): Promise<OwnerView> {
  const { service, visitor, site } = visit
  const { person } = visitor
  if (person === null) throw new SignInNeeded()
  const own = { badgeId: view.badgeId, personId: person.id }
  const [links, record, capsule] = await Promise.all([
    service.sharing.links(own),
    service.get(view.badgeId),
    service.sharing.capsule(own),
  ])
  const issuer = record === null ? undefined : { id: record.issuerId, name: record.issuerName }
  const hasRule = person.autoAccept.some(({ issuerId }) => issuerId === issuer?.id)
  return {
    visibility: view.visibility,
    links: links.map((share) => linkRow(share, site.now())),
    newLink,
    capsule,
    display: record?.display ?? false,
    saved: visit.url.searchParams.get('saved') === '1',
    justClaimed: visit.url.searchParams.get('claimed') === '1',
    ruleIssuer: hasRule ? undefined : issuer,
  }
}

function linkRow({ id, label, expiresAt, revokedAt, show }: ShareRecord, now: Date): LinkRow {
  const isOver = expiresAt !== undefined && Date.parse(expiresAt) <= now.getTime()
  const state = revokedAt !== undefined ? 'revoked' : isOver ? 'expired' : 'open'
  return { id, label, state, until: expiresAt, isCapsule: show !== undefined }
}

function personId(visit: Visit): string {
  if (visit.visitor.person === null) throw new SignInNeeded()
  return visit.visitor.person.id
}

async function setVisibility(visit: Visit): Promise<Response> {
  const { fields } = visit
  const visibility = fields.get('visibility')
  if (!['private', 'unlisted', 'public'].includes(visibility)) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'A badge is private, unlisted or public.')
  }
  await visit.service.sharing.setVisibility({
    badgeId: badgeId(visit),
    personId: personId(visit),
    visibility: visibility as Visibility,
  })
  return redirect(visit, `/b/${encodeURIComponent(badgeId(visit))}?saved=1`)
}

async function createLink(visit: Visit): Promise<Response> {
  const { fields } = visit
  const days = Number(fields.get('days'))
  const label = fields.get('label').slice(0, 100)
  const own = { badgeId: badgeId(visit), personId: personId(visit) }
  const { fields: parts } = await visit.service.sharing.capsule(own)
  const hidden = parts.filter((part) => fields.all('hide').includes(part))
  const { url } = await visit.service.sharing.createLink({
    ...own,
    ...(label === '' ? {} : { label }),
    ...(hidden.length === 0 ? {} : { show: capsuleFields.filter((part) => !hidden.includes(part)) }),
    ...(Number.isInteger(days) && days > 0 && days <= 3650
      ? { expiresAt: new Date(visit.site.now().getTime() + days * 86_400_000).toISOString() }
      : {}),
  })
  const seen = await seenByAddress(visit)
  return badgeResponse(visit, seen, { owner: await ownerView(visit, seen.badge, url), status: 201 })
}

async function revokeLink(visit: Visit): Promise<Response> {
  await visit.service.sharing.revokeLink({
    badgeId: badgeId(visit),
    personId: personId(visit),
    shareId: visit.place.shareId ?? '',
  })
  return redirect(visit, `/b/${encodeURIComponent(badgeId(visit))}#links`)
}

async function setDisplay(visit: Visit): Promise<Response> {
  const { fields } = visit
  await visit.service.sharing.setDisplay({
    badgeId: badgeId(visit),
    personId: personId(visit),
    allowed: fields.get('allowed') === 'yes',
  })
  return redirect(visit, `/b/${encodeURIComponent(badgeId(visit))}#screens`)
}
