import { defined } from '../../internal/defined.js'
import { base64urlEncode } from '../../internal/encoding.js'
import { randomBytes } from '../../internal/random.js'
import { canParseUrl } from '../../internal/url.js'
import { blankEmbedDocument, embedDocument, oEmbed, oEmbedXml } from '../../preview/index.js'
import type { ShownBadge } from '../../service/index.js'
import { type Seen, sharedAs } from '../site/badge/seen.js'
import { cardPath, ownLabels, type Shared } from '../site/badge/shared.js'
import { sealName } from '../site/seal.js'
import type { Visit } from '../site/visit.js'
import { securityHeaders } from '../web/respond.js'

/** As everybody sees it: what is embedded elsewhere must not depend on a cookie. */
const publicView = (visit: Visit, badgeId: string): Promise<ShownBadge | null> =>
  visit.service.sharing.view({ badgeId }).then((view) => (view?.through === 'public' ? view : null))

const publicSeen = (badge: ShownBadge): Seen => ({
  badge,
  base: `/b/${encodeURIComponent(badge.badgeId)}`,
  secret: false,
})

/**
 * The page inside a frame of another site: the only page about a badge that anybody may frame, since it has nothing to
 * press but a link. What is not public and what never existed look the same.
 */
export async function embed(visit: Visit): Promise<Response> {
  const { site, service } = visit
  const badge = await publicView(visit, visit.params.badgeId ?? '')
  const seen = badge === null ? undefined : publicSeen(badge)
  const shared = seen === undefined ? undefined : sharedAs(visit, seen)
  const nonce = base64urlEncode(randomBytes(18))
  const locale = shared?.drawing.locale ?? visit.translator.locale
  const labels = ownLabels(site, locale, 'state', 'preview')
  const imageUrl = badge?.hasPicture
    ? `${service.baseUrl}/b/${badge.badgeId}/picture`
    : `${service.baseUrl}/assets/${sealName}`
  const body =
    shared === undefined
      ? blankEmbedDocument({ locale, nonce, labels })
      : embedDocument(shared.view, { imageUrl, locale, nonce, labels, ...defined({ colour: site.brand?.colour }) })
  const { 'x-frame-options': _, ...headers } = securityHeaders(site.surroundings)
  return new Response(body, {
    status: shared === undefined ? 404 : 200,
    headers: {
      ...headers,
      'content-type': 'text/html; charset=utf-8',
      'content-language': locale,
      // Named by its origin: in a sandboxed frame nothing is 'self'.
      'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; img-src ${site.origin}; base-uri 'none'; form-action 'none'; frame-ancestors *`,
      'cross-origin-resource-policy': 'cross-origin',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
    },
  })
}

/** Pixels, as a consumer of oEmbed asks for them; what is not a number counts as absent. */
function pixels(text: string | null): number | undefined {
  return text !== null && /^\d{1,5}$/.test(text) && Number(text) > 0 ? Number(text) : undefined
}

/** Id of the badge whose page this is, if it is one of our pages. The URL is parsed and never fetched. */
function badgeIdIn({ site, service }: Visit, text: string | null): string | undefined {
  if (text === null || text.length > 2048 || !canParseUrl(text)) return undefined
  const url = new URL(text)
  const prefix = `${new URL(service.baseUrl).pathname.replace(/\/$/, '')}/b/`
  if (url.origin !== site.origin || !url.pathname.startsWith(prefix)) return undefined
  const id = url.pathname.slice(prefix.length).replace(/\/$/, '')
  return /^[0-9a-z]{26}$/.test(id) ? id : undefined
}

/**
 * oEmbed 1.0. The specification has 401 for what is private; here that is 404, as for what never was, since the
 * difference would reveal which addresses exist.
 */
export async function oEmbedOf(visit: Visit): Promise<Response> {
  const { searchParams } = visit.url
  const format = searchParams.get('format') ?? 'json'
  const headers = {
    ...securityHeaders(visit.site.surroundings),
    'cross-origin-resource-policy': 'cross-origin',
    'content-security-policy': "default-src 'none'",
    'access-control-allow-origin': '*',
    'x-robots-tag': 'noindex',
  }
  const refuse = (status: number, text: string): Response =>
    new Response(text, { status, headers: { ...headers, 'content-type': 'text/plain', 'cache-control': 'no-store' } })
  if (format !== 'json' && format !== 'xml') return refuse(501, 'Not implemented\n')
  const badgeId = badgeIdIn(visit, searchParams.get('url'))
  const badge = badgeId === undefined ? null : await publicView(visit, badgeId)
  const seen = badge === null ? undefined : publicSeen(badge)
  const shared = seen === undefined ? undefined : sharedAs(visit, seen)
  if (seen === undefined || shared === undefined) return refuse(404, 'Not found\n')
  const [maxWidth, maxHeight] = [pixels(searchParams.get('maxwidth')), pixels(searchParams.get('maxheight'))]
  const { baseUrl } = visit.service
  const answer = oEmbed(shared.view, {
    embedUrl: `${baseUrl}${seen.base}/embed`,
    providerName: visit.site.brand?.name ?? visit.site.options.siteName ?? shared.view.issuer,
    providerUrl: `${baseUrl}/`,
    locale: shared.drawing.locale,
    labels: ownLabels(visit.site, shared.drawing.locale, 'state', 'preview'),
    ...defined({ maxWidth, maxHeight }),
    ...defined({ thumbnail: await thumbnailOf(visit, seen, shared) }),
  })
  return new Response(format === 'json' ? JSON.stringify(answer) : oEmbedXml(answer), {
    headers: {
      ...headers,
      'content-type': format === 'json' ? 'application/json' : 'text/xml; charset=utf-8',
      'cache-control': 'public, max-age=300',
    },
  })
}

/** The card that goes along, where this host can draw. */
async function thumbnailOf(visit: Visit, { base }: Seen, shared: Shared) {
  if (!(await visit.site.renderer.abilities()).cards) return undefined
  const { cardSizes } = await import('../../draw/cards/index.js')
  return { url: `${visit.service.baseUrl}${base}${cardPath(visit, shared, 'link')}`, ...cardSizes.link }
}
