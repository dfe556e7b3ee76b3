import type { CardSize } from '../../draw/cards/index.js'
import { base64urlEncode } from '../../internal/encoding.js'
import { randomBytes } from '../../internal/random.js'
import { jsonFeed, kioskDocument, mediaRss, type Slide } from '../../preview/index.js'
import type { DisplayRecord, ShownBadge } from '../../service/index.js'
import { ownLabels, type Shared, sharedBadge, sharedLocale } from '../site/badge/shared.js'
import { messagePage } from '../site/messages.js'
import { respondPage } from '../site/respond-page.js'
import type { Route } from '../site/route.js'
import type { Visit } from '../site/visit.js'
import { NotFound } from '../web/outcome.js'
import { etagOf, filePolicy, matchesEtag, securityHeaders } from '../web/respond.js'

/** What the screens of the organisation open. */
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
]

/** The two forms of a slide, by the size of its card. */
const orientations = { landscape: 'screen', portrait: 'story' } as const satisfies Record<string, CardSize>
const REFRESH_SECONDS = 300

interface Show {
  readonly display: DisplayRecord
  readonly badges: readonly ShownBadge[]
}

async function look(visit: Visit): Promise<Show | 'gone'> {
  const seen = await visit.service.displays.look(visit.params.token ?? '')
  if (seen === null) throw new NotFound()
  return seen
}

/** On a screen nobody is named, and the code is left out where it would lead strangers to a closed page. */
const shownAs = ({ site }: Visit, badge: ShownBadge): Shared | undefined =>
  sharedBadge(site, badge, {
    url: `${site.service.baseUrl}/b/${encodeURIComponent(badge.badgeId)}`,
    link: badge.visibility === 'public',
  })

async function slidesOf(visit: Visit, { badges }: Show): Promise<Slide[]> {
  const { site, service, params } = visit
  if (!(await site.renderer.abilities()).cards) return []
  const { altText } = await import('../../draw/cards/index.js')
  return badges.flatMap((badge) => {
    const shared = shownAs(visit, badge)
    if (shared === undefined) return []
    const { view, drawing } = shared
    const { locale, link } = drawing
    const base = `${service.baseUrl}/display/${encodeURIComponent(params.token ?? '')}/${badge.badgeId}`
    const address = (size: CardSize): string => `${base}/${size}.${site.renderer.cardKey(drawing, size)}.png`
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

/** A display that was ended says so, to those who look after the screen. */
const gone = (visit: Visit): Response =>
  respondPage(visit, (ui) => messagePage(ui, { title: ui.t('screens.gone'), text: ui.t('screens.goneText') }), {
    status: 410,
    secret: true,
    plain: true,
  })

/**
 * The page that a screen opens. Anybody may frame it, as the players of many vendors do: nothing in it can be pressed. It
 * reloads, so that a badge that was taken away is gone at the next round.
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

/** May be cached, but is validated at every poll. */
async function feed(visit: Visit, form: 'xml' | 'json'): Promise<Response> {
  const show = await look(visit)
  if (show === 'gone') return gone(visit)
  const { display } = show
  const home = `${visit.service.baseUrl}/display/${encodeURIComponent(visit.params.token ?? '')}`
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

/** A slide, as long as its badge is shown: cached by the player alone, and only for a while. */
async function slide(visit: Visit): Promise<Response> {
  const show = await look(visit)
  if (show === 'gone') return gone(visit)
  const [, size = '', key = ''] = /^(screen|story)\.([0-9a-f]{16})\.png$/.exec(visit.params.file ?? '') ?? []
  const badge = show.badges.find(({ badgeId }) => badgeId === visit.params.badgeId)
  const shared = badge === undefined || size === '' ? undefined : shownAs(visit, badge)
  if (shared === undefined) throw new NotFound()
  const { renderer, surroundings } = visit.site
  const current = renderer.cardKey(shared.drawing, size as CardSize)
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
  const card = await renderer.card(shared.drawing, size as CardSize)
  if (card === undefined) throw new NotFound()
  return new Response(card.bytes as BodyInit, { headers: { ...headers, 'content-type': card.mediaType } })
}
