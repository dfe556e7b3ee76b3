import { pictureFormat } from '../../container/picture/index.js'
import { safeFileName } from '../../export/index.js'
import { defined } from '../../internal/defined.js'
import { later } from '../../internal/later.js'
import { parseDateTime } from '../../internal/time.js'
import { previewHead } from '../../preview/index.js'
import type { ShownBadge } from '../../service/index.js'
import type { TextKey } from '../../texts/index.js'
import type { SignedCredential } from '../../types/credential.js'
import { panelOf, pictureRows, postOf, snippetRows } from '../share/index.js'
import { aboutOf } from '../site/badge/about.js'
import { badgeFacts } from '../site/badge/facts.js'
import { hasJwt } from '../site/badge/files.js'
import { opensForOthers, type Seen, seenByAddress, sharedAs } from '../site/badge/seen.js'
import { artOf, cardPath, ownLabels, type Shared, sharedBadge } from '../site/badge/shared.js'
import { publishedKeys, verifyOwn } from '../site/badge/verify-own.js'
import { isNobody, respondKept } from '../site/kept-answers.js'
import type { PageContent } from '../site/layout.js'
import { programUrl } from '../site/programs.js'
import type { Abilities } from '../site/renderer.js'
import { respondPage } from '../site/respond-page.js'
import type { Ui } from '../site/ui.js'
import type { Visit } from '../site/visit.js'
import { type Html, ownMarkup } from '../web/html.js'
import { NotFound } from '../web/outcome.js'
import { isOver, type OwnerView } from './owner-page.js'
import { type BadgePageView, badgePage, type Verdict } from './page.js'
import { sharableOn } from './sharable.js'

export interface BadgeResponseOptions {
  readonly owner: OwnerView | undefined
  readonly status: number
}

export async function badgeResponse(visit: Visit, seen: Seen, options: BadgeResponseOptions): Promise<Response> {
  const { owner, status } = options
  const page = await pageOf(visit, seen, owner)
  return respondPage(visit, page, { status, secret: seen.secret || owner?.newLink !== undefined })
}

/**
 * The page as everybody sees it who is not signed in. The badge and who may see it are looked at for each of them; checking it
 * and writing the page is done once for all who ask within the interval of status lists, while nothing has changed.
 */
export async function publicBadgeResponse(visit: Visit, seen: Seen, since: number): Promise<Response> {
  const grounds = await groundsOf(visit, seen)
  return respondKept(visit, {
    path: seen.base,
    grounds,
    make: (plain) => pageOf(plain, seen, undefined),
    // What changed while the page was made could have changed back by the next view.
    until: async () =>
      (await groundsOf(visit, await seenByAddress(visit))) === grounds
        ? nextTimeIn(grounds, since)
        : Number.NEGATIVE_INFINITY,
  })
}

/** Whether this is the page that everybody gets: a part of the query goes into it, where it names a server to share on. */
export const isPublicPage = (visit: Visit, { badge, secret }: Seen): boolean =>
  badge.through === 'public' && !secret && isNobody(visit) && !visit.url.searchParams.has('instance')

/** All that the public page of a badge follows from, apart from the time. */
const groundsOf = async ({ site }: Visit, { badge }: Seen): Promise<string> =>
  JSON.stringify([badge, await publishedKeys(site, badge.credential)])

/** When the first of the times that are written in a text comes, or has passed if it is this very moment: something may change. */
function nextTimeIn(text: string, since: number): number | undefined {
  const times = [...text.matchAll(/\d{4}-\d\d-\d\dT[\d:.]{8,30}(?:Z|[+-]\d\d:\d\d)/g)].flatMap(([time]) => {
    const at = parseDateTime(time) ?? Number.NEGATIVE_INFINITY
    return at < since ? [] : [at === since ? at + 1 : at]
  })
  return times.length === 0 ? undefined : Math.min(...times)
}

const loadQr = later(() => import('../site/answer/qr.js'))

async function pageOf(visit: Visit, seen: Seen, owner: OwnerView | undefined): Promise<(ui: Ui) => PageContent> {
  const { site, service, t } = visit
  const { badge, base, secret } = seen
  const facts = badgeFacts(badge.credential)
  const verdict = await verdictFor(visit, badge)
  const isPublic = badge.visibility === 'public'
  const shared = sharedAs(visit, seen)
  const able = shared === undefined ? { cards: false, certificates: false } : await site.renderer.abilities()
  const newLink = owner?.newLink
  const shownTo =
    newLink === undefined ? (isPublic ? shared : undefined) : sharedBadge(site, badge, { url: newLink, link: true })
  const state = stateOf(badge)
  // A badge that is over cannot be opened to others, so the panel has nothing to offer.
  const canShare = shownTo !== undefined || !isOver({ state })
  const hasPanel = shared !== undefined && canShare && (owner !== undefined || badge.through === 'public')
  const pictures =
    shared !== undefined && able.cards && owner !== undefined ? await pictureRows(visit, seen, shared) : []
  const page: BadgePageView = {
    badgeId: badge.badgeId,
    facts,
    about: await aboutOf(facts),
    state,
    verdict,
    picture: badge.hasPicture ? visit.href(`${base}/picture`) : undefined,
    downloads: await downloadsOf(visit, seen, able),
    selection: badge.show === undefined ? undefined : t(badge.signed ? 'capsule.signed' : 'capsule.pageOnly'),
    replacedBy: badge.replacedBy === undefined ? undefined : `/b/${encodeURIComponent(badge.replacedBy)}`,
    pageUrl: service.baseUrl + base,
    qr: opensForOthers(seen) ? (await loadQr()).qrPicture(service.baseUrl + base) : undefined,
    owner,
    share: hasPanel
      ? panelOf(visit, seen, {
          shared: shownTo,
          isOwner: owner !== undefined,
          canAsk: newLink === undefined && isPublic,
          pictures,
        })
      : undefined,
    atOnce:
      hasPanel && owner !== undefined && shownTo === undefined && !badge.suspended
        ? {
            badgeId: badge.badgeId,
            networks: sharableOn(visit, shared.view, postOf(visit, seen, shared.view)),
            choose: visit.url.searchParams.get('choose') === '1',
          }
        : undefined,
    passes: passesFor(visit, badge),
    askPath:
      badge.through === 'public' && owner === undefined && !secret && service.baseUrl.startsWith('https:')
        ? `/present?badge=${encodeURIComponent(badge.badgeId)}`
        : undefined,
    snippets: shared !== undefined && owner !== undefined ? snippetRows(visit, seen, shared) : [],
    script: programUrl(visit, 'share'),
    index: badge.through === 'public' && !secret,
    head: shared !== undefined && opensForOthers(seen) ? await headOf(visit, seen, shared) : undefined,
  }
  return (ui) => badgePage(ui, page)
}

/** Links to passes: for its owner, of a badge in force, where the host makes them. */
function passesFor({ site, href }: Visit, badge: ShownBadge): BadgePageView['passes'] {
  const { apple, google } = site.options.passes ?? {}
  const isInForce = badge.stage === 'claimed' && !badge.suspended && badge.signed
  if (!badge.isOwner || !isInForce || (apple === undefined && google === undefined)) return undefined
  const base = href(`/b/${encodeURIComponent(badge.badgeId)}`)
  return defined({
    apple: apple && `${base}/wallet.pkpass`,
    google: google && `${base}/google-wallet`,
  })
}

/** What link previews, search engines and programs read from a page that opens for others. */
async function headOf(visit: Visit, seen: Seen, shared: Shared): Promise<Html> {
  const { site, service } = visit
  const { badge, base, secret } = seen
  const url = service.baseUrl + base
  const card = await site.renderer.card(shared.drawing, 'link')
  const isListed = badge.visibility === 'public' && !secret
  return ownMarkup(
    previewHead(shared.view, {
      visibility: isListed ? 'public' : 'unlisted',
      siteName: site.brand?.name ?? site.options.siteName ?? shared.view.issuer,
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
 * Where a link hides parts of a badge whose signature covers all of it, the whole is checked here and the visitor sees
 * the outcome only; the single checks could mention what is hidden.
 */
async function verdictFor(visit: Visit, badge: ShownBadge): Promise<Verdict> {
  const { site, service } = visit
  const { verdictOf } = await import('./verdict.js')
  const { locale } = visit.translator
  if (badge.signed) return verdictOf(await verifyOwn(site, badge.credential as SignedCredential), locale, true)
  const record = await service.get(badge.badgeId)
  if (record === null) throw new NotFound()
  return verdictOf(await verifyOwn(site, record.credential), locale, false)
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
  const format = pictureFormat(await artOf(visit.site, badge))
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

/** Its state in one word: whether it is valid, and before it was claimed, how far it got. */
function stateOf(view: ShownBadge): string {
  if (['revoked', 'replaced', 'expired'].includes(view.stage)) return view.stage
  if (view.suspended) return 'suspended'
  return view.stage === 'claimed' ? 'valid' : view.stage
}
