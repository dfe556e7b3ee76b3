import { BadgeError } from '../../errors.js'
import type { BadgeView, ShareRecord, Visibility } from '../../service/index.js'
import { NotFound, SignInNeeded } from '../outcome.js'
import { type BadgePageView, badgePage, type LinkRow, type OwnerView } from '../pages/badge.js'
import { badgeFacts } from '../pages/facts.js'
import { messagePage } from '../pages/simple.js'
import type { Route } from '../router.js'
import { verdictOf, verifyOwn } from '../verify-own.js'
import { redirect, respondPage, type Visit } from '../visit.js'
import { fileNames } from './file-names.js'
import { badgeFile, credentialResponse, wantsCredential } from './files.js'

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

async function viewOf(visit: Visit): Promise<BadgeView> {
  const { person, isIssuer } = visit.visitor
  const view = await visit.service.sharing.view({
    badgeId: badgeId(visit),
    ...(person === null ? {} : { viewer: { personId: person.id } }),
    isIssuer,
  })
  if (view === null) throw new NotFound()
  return view
}

async function show(visit: Visit): Promise<Response> {
  const view = await viewOf(visit)
  if (wantsCredential(visit.request)) return credentialResponse(visit, view, false)
  const owner = view.isOwner ? await ownerView(visit, view) : undefined
  return badgeResponse(visit, view, {
    base: `/b/${encodeURIComponent(view.badgeId)}`,
    owner,
    secret: false,
    status: 200,
  })
}

async function ownFile(visit: Visit, file: string): Promise<Response> {
  return badgeFile(visit, await viewOf(visit), file)
}

async function linked(visit: Visit): Promise<BadgeView | 'gone'> {
  const view = await visit.service.sharing.viewLink({ token: visit.place.token ?? '', kind: 'link' })
  if (view === null) throw new NotFound()
  return view
}

async function showLink(visit: Visit): Promise<Response> {
  const view = await linked(visit)
  if (view === 'gone') {
    return respondPage(visit, (ui) => messagePage(ui, { title: ui.t('link.gone'), text: ui.t('link.goneText') }), {
      status: 410,
      secret: true,
      plain: true,
    })
  }
  if (wantsCredential(visit.request)) return credentialResponse(visit, view, false)
  return badgeResponse(visit, view, {
    base: `/s/${encodeURIComponent(visit.place.token ?? '')}`,
    owner: undefined,
    secret: true,
    status: 200,
  })
}

async function linkFile(visit: Visit, file: string): Promise<Response> {
  const view = await linked(visit)
  if (view === 'gone') throw new NotFound()
  return badgeFile(visit, view, file)
}

interface BadgeResponseOptions {
  readonly base: string
  readonly owner: OwnerView | undefined
  readonly secret: boolean
  readonly status: number
}

async function badgeResponse(visit: Visit, view: BadgeView, options: BadgeResponseOptions): Promise<Response> {
  const { site, service, translator } = visit
  const { base, owner, secret, status } = options
  const facts = badgeFacts(view.credential)
  const verdict = verdictOf(await verifyOwn(site, view.credential), facts.issuerName, translator.t)
  const url = service.baseUrl + base
  const isPublic = view.through === 'public' || (view.isOwner && view.visibility === 'public')
  const image = view.hasPicture ? await service.image(view.badgeId) : null
  const extension = image?.mediaType === 'image/png' ? 'png' : 'svg'
  const targets =
    (isPublic || secret) && service.options.share !== undefined
      ? await service.sharing.targets({ badgeId: view.badgeId, url, locale: translator.locale })
      : []
  const head = site.options.share?.head?.({ view, url, locale: translator.locale, isPublic }) ?? []
  const page: BadgePageView = {
    badgeId: view.badgeId,
    facts,
    state: stateOf(view),
    verdict,
    picture: image === null ? undefined : visit.href(`${base}/picture`),
    downloads: [
      { href: visit.href(`${base}/credential.json`), label: translator.t('badge.downloadJson'), file: 'badge.json' },
      ...(image === null
        ? []
        : [
            {
              href: visit.href(`${base}/badge.${extension}`),
              label: translator.t('badge.downloadImage'),
              file: `badge.${extension}`,
            },
          ]),
    ],
    replacedBy: view.replacedBy === undefined ? undefined : `/b/${encodeURIComponent(view.replacedBy)}`,
    pageUrl: url,
    owner,
    targets: targets.map(({ name, href, fields }) => ({ name, href, fields: fields ?? [] })),
    index: view.through === 'public' && !secret,
    head: [
      ...head,
      ...(secret
        ? []
        : [
            {
              tag: 'link' as const,
              attributes: { rel: 'alternate', type: 'application/vc+ld+json', href: `${url}/credential.json` },
            },
          ]),
    ],
  }
  return respondPage(visit, (ui) => badgePage(ui, page), { status, secret })
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
  const [links, record] = await Promise.all([
    service.sharing.links({ badgeId: view.badgeId, personId: person.id }),
    service.get(view.badgeId),
  ])
  const issuer = record === null ? undefined : { id: record.issuerId, name: record.issuerName }
  const hasRule = person.autoAccept.some(({ issuerId }) => issuerId === issuer?.id)
  return {
    visibility: view.visibility,
    links: links.filter(({ kind }) => kind === 'link').map((share) => linkRow(share, site.now())),
    newLink,
    display: record?.display ?? false,
    saved: visit.url.searchParams.get('saved') === '1',
    justClaimed: visit.url.searchParams.get('claimed') === '1',
    ruleIssuer: hasRule ? undefined : issuer,
  }
}

function linkRow({ id, label, expiresAt, revokedAt }: ShareRecord, now: Date): LinkRow {
  const isOver = expiresAt !== undefined && Date.parse(expiresAt) <= now.getTime()
  return { id, label, state: revokedAt !== undefined ? 'revoked' : isOver ? 'expired' : 'open', until: expiresAt }
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
  const { url } = await visit.service.sharing.createLink({
    badgeId: badgeId(visit),
    personId: personId(visit),
    ...(label === '' ? {} : { label }),
    ...(Number.isInteger(days) && days > 0 && days <= 3650
      ? { expiresAt: new Date(visit.site.now().getTime() + days * 86_400_000).toISOString() }
      : {}),
  })
  const view = await viewOf(visit)
  const owner = await ownerView(visit, view, url)
  return badgeResponse(visit, view, {
    base: `/b/${encodeURIComponent(view.badgeId)}`,
    owner,
    secret: true,
    status: 201,
  })
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
