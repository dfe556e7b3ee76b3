import { altText, type CardSize } from '../../draw/cards/index.js'
import { isBadgeError } from '../../errors.js'
import { base64urlEncode } from '../../internal/encoding.js'
import { randomBytes } from '../../internal/random.js'
import { jsonFeed, kioskDocument, mediaRss, type Slide } from '../../preview/index.js'
import type { BadgeView, DisplayRecord } from '../../service/index.js'
import { ownLabels, type Shared, sharedBadge, sharedLocale } from '../share/shared.js'
import { messagePage } from '../site/simple.js'
import { redirect, respondPage, type Visit } from '../site/visit.js'
import { NotFound } from '../web/outcome.js'
import { etagOf, filePolicy, matchesEtag, securityHeaders } from '../web/respond.js'
import type { Route } from '../web/router.js'
import { DEFAULT_SECONDS, type DisplaysView, displaysPage } from './page.js'

/** Screens of the organisation: what they open, and where the issuer makes and ends them. */
export const displayRoutes: readonly Route[] = [
  { method: 'GET', path: '/display/:token', kind: 'secret', anonymous: true, run: kiosk },
  {
    method: 'GET',
    path: '/display/:token/feed.xml',
    kind: 'file',
    anonymous: true,
    run: (visit) => feed(visit, 'xml'),
  },
  {
    method: 'GET',
    path: '/display/:token/feed.json',
    kind: 'file',
    anonymous: true,
    run: (visit) => feed(visit, 'json'),
  },
  { method: 'GET', path: '/display/:token/:badgeId/:file', kind: 'file', anonymous: true, run: slide },
  { method: 'GET', path: '/issuer/displays', kind: 'page', who: 'issuer', run: (visit) => list(visit, {}, 200) },
  { method: 'POST', path: '/issuer/displays', kind: 'page', who: 'issuer', run: create },
  { method: 'POST', path: '/issuer/displays/:displayId/revoke', kind: 'page', who: 'issuer', run: revoke },
]

/** The two forms of a slide, by the size of its card. */
const orientations = { landscape: 'screen', portrait: 'story' } as const satisfies Record<string, CardSize>
const REFRESH_SECONDS = 300

interface Show {
  readonly display: DisplayRecord
  readonly badges: readonly BadgeView[]
}

async function look(visit: Visit): Promise<Show | 'gone'> {
  const seen = await visit.service.displays.look(visit.place.token ?? '')
  if (seen === null) throw new NotFound()
  return seen
}

/** On a screen nobody is named, and the code is left out where it would lead strangers to a closed page. */
const shownAs = ({ site }: Visit, badge: BadgeView): Shared | undefined =>
  sharedBadge(site, badge, {
    url: `${site.service.baseUrl}/b/${encodeURIComponent(badge.badgeId)}`,
    link: badge.visibility === 'public',
  })

async function slidesOf(visit: Visit, { badges }: Show): Promise<Slide[]> {
  const { site, service, place } = visit
  if (!(await site.studio.abilities()).cards) return []
  return badges.flatMap((badge) => {
    const shared = shownAs(visit, badge)
    if (shared === undefined) return []
    const { view, drawing } = shared
    const { locale, link } = drawing
    const base = `${service.baseUrl}/display/${encodeURIComponent(place.token ?? '')}/${badge.badgeId}`
    const address = (size: CardSize): string => `${base}/${size}.${site.studio.cardKey(drawing, size)}.png`
    return [
      {
        view,
        displayConsent: true,
        landscape: address(orientations.landscape),
        portrait: address(orientations.portrait),
        alt: altText(view, { locale, labels: ownLabels(site, locale, 'state', 'card'), link }),
        linked: link,
      },
    ]
  })
}

/** A display that was ended says so, to whoever looks after the screen. */
const gone = (visit: Visit): Response =>
  respondPage(visit, (ui) => messagePage(ui, { title: ui.t('screens.gone'), text: ui.t('screens.goneText') }), {
    status: 410,
    secret: true,
    plain: true,
  })

/**
 * The page that a screen opens. It may stand in a frame, as the players of many vendors show pages: nothing in it can be
 * pressed. It loads itself anew, so a badge that was taken away is gone at the next round.
 */
async function kiosk(visit: Visit): Promise<Response> {
  const show = await look(visit)
  if (show === 'gone') return gone(visit)
  const { display } = show
  const { t, locale } = await visit.site.translator(sharedLocale(visit.site, display.locale))
  const nonce = base64urlEncode(randomBytes(18))
  const body = kioskDocument(await slidesOf(visit, show), {
    title: display.title,
    secondsPerSlide: display.secondsPerSlide,
    refreshSeconds: REFRESH_SECONDS,
    locale,
    nonce,
    emptyText: t('screens.empty'),
  })
  const { 'x-frame-options': _, ...headers } = securityHeaders(visit.site.surroundings)
  return new Response(body, {
    headers: {
      ...headers,
      'content-type': 'text/html; charset=utf-8',
      'content-language': locale,
      'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; img-src ${visit.site.origin}; base-uri 'none'; form-action 'none'; frame-ancestors *`,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow, noarchive',
    },
  })
}

/** May be kept, but is asked for anew at every poll. */
async function feed(visit: Visit, form: 'xml' | 'json'): Promise<Response> {
  const show = await look(visit)
  if (show === 'gone') return gone(visit)
  const { display } = show
  const home = `${visit.service.baseUrl}/display/${encodeURIComponent(visit.place.token ?? '')}`
  const orientation = visit.url.searchParams.get('orientation') === 'portrait' ? 'portrait' : 'landscape'
  const locale = sharedLocale(visit.site, display.locale)
  const options = {
    title: display.title,
    homeUrl: home,
    feedUrl: `${home}/feed.${form}${orientation === 'portrait' ? '?orientation=portrait' : ''}`,
    locale,
    orientation,
    labels: ownLabels(visit.site, locale, 'state', 'preview'),
  } as const
  const slides = await slidesOf(visit, show)
  const body = form === 'xml' ? mediaRss(slides, options) : JSON.stringify(jsonFeed(slides, options))
  const etag = etagOf(body)
  const headers = {
    ...securityHeaders(visit.site.surroundings),
    'cross-origin-resource-policy': 'cross-origin',
    'content-security-policy': filePolicy,
    'access-control-allow-origin': '*',
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, no-cache',
    'x-robots-tag': 'noindex, nofollow, noarchive',
    etag,
  }
  if (matchesEtag(visit.request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  const type = form === 'xml' ? 'application/rss+xml; charset=utf-8' : 'application/feed+json'
  return new Response(body, { headers: { ...headers, 'content-type': type } })
}

/** A slide, as long as its badge is shown: kept by the player alone, and asked for anew after a while. */
async function slide(visit: Visit): Promise<Response> {
  const show = await look(visit)
  if (show === 'gone') return gone(visit)
  const [, size = '', key = ''] = /^(screen|story)\.([0-9a-f]{16})\.png$/.exec(visit.place.file ?? '') ?? []
  const badge = show.badges.find(({ badgeId }) => badgeId === visit.place.badgeId)
  const shared = badge === undefined || size === '' ? undefined : shownAs(visit, badge)
  if (shared === undefined) throw new NotFound()
  const { studio, surroundings } = visit.site
  const current = studio.cardKey(shared.drawing, size as CardSize)
  const headers = {
    ...securityHeaders(surroundings),
    'cross-origin-resource-policy': 'cross-origin',
    'content-security-policy': filePolicy,
    'referrer-policy': 'no-referrer',
    'cache-control': key === current ? `private, max-age=${REFRESH_SECONDS}` : 'private, no-store',
    'x-robots-tag': 'noindex, nofollow, noarchive',
    etag: `"${current}"`,
  }
  if (matchesEtag(visit.request.headers.get('if-none-match'), headers.etag)) {
    return new Response(null, { status: 304, headers })
  }
  const card = await studio.card(shared.drawing, size as CardSize)
  if (card === undefined) throw new NotFound()
  return new Response(card.bytes as BodyInit, { headers: { ...headers, 'content-type': card.mediaType } })
}

async function list(visit: Visit, extra: Partial<DisplaysView>, status: number): Promise<Response> {
  const displays = await visit.service.displays.list()
  const canDraw = visit.site.shareable && (await visit.site.studio.abilities()).cards
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
  await visit.service.displays.revoke({ displayId: visit.place.displayId ?? '' })
  return redirect(visit, '/issuer/displays')
}
