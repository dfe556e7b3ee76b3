import { type CardSize, cardSizes } from '../../draw/cards/index.js'
import {
  createSnippet,
  createSnippetFile,
  type SnippetFormat,
  type SnippetOptions,
  safeFileName,
} from '../../export/index.js'
import { defined } from '../../internal/defined.js'
import { base64urlEncode } from '../../internal/encoding.js'
import { randomBytes } from '../../internal/random.js'
import { canParseUrl } from '../../internal/url.js'
import { blankEmbedDocument, embedDocument, oEmbed, oEmbedXml } from '../../preview/index.js'
import type { BadgeView } from '../../service/index.js'
import { sealName } from '../badge/file-names.js'
import { badgeFileResponse, jwtOf } from '../badge/files.js'
import { recipientNameOf, type Seen, seenByAddress, seenByLink, sharedAs } from '../badge/seen.js'
import { type Visit, visitorKey } from '../site/visit.js'
import { NotFound } from '../web/outcome.js'
import { securityHeaders } from '../web/respond.js'
import type { Route } from '../web/router.js'
import { postOf, shareOptions } from './post.js'
import { ownLabels, type Shared } from './shared.js'
import type { TakenAlong } from './studio.js'

/** Files to paste from, by name. */
export const snippetFiles: Readonly<Record<string, { readonly format: SnippetFormat; readonly type: string }>> = {
  'badge.txt': { format: 'text', type: 'text/plain; charset=utf-8' },
  'badge.md': { format: 'markdown', type: 'text/markdown; charset=utf-8' },
  'badge.html': { format: 'html', type: 'text/plain; charset=utf-8' },
  'email-signature.html': { format: 'email-signature', type: 'text/plain; charset=utf-8' },
  'badge.tex': { format: 'latex', type: 'application/x-tex; charset=utf-8' },
  'json-resume.json': { format: 'json-resume', type: 'application/json' },
  'badge.bib': { format: 'bibtex', type: 'application/x-bibtex; charset=utf-8' },
}

/** What is made of a badge for others: previews, embeds, cards, certificate, snippets, everything at once. */
export const shareRoutes: readonly Route[] = [
  { method: 'GET', path: '/oembed', kind: 'public', run: oEmbedOf },
  { method: 'GET', path: '/b/:badgeId/embed', kind: 'file', anonymous: true, run: embed },
  {
    method: 'GET',
    path: '/b/:badgeId/cards/:file',
    kind: 'file',
    run: async (visit) => card(visit, await seenByAddress(visit)),
  },
  {
    method: 'GET',
    path: '/s/:token/cards/:file',
    kind: 'file',
    anonymous: true,
    run: async (visit) => card(visit, await seenByLink(visit)),
  },
  {
    method: 'GET',
    path: '/b/:badgeId/certificate.pdf',
    kind: 'file',
    run: (visit) => drawn(visit, 'certificate', { type: 'application/pdf', extension: 'pdf' }),
  },
  {
    method: 'GET',
    path: '/b/:badgeId/bundle.zip',
    kind: 'file',
    run: (visit) => drawn(visit, 'bundle', { type: 'application/zip', extension: 'zip' }),
  },
  { method: 'GET', path: '/b/:badgeId/snippets/:file', kind: 'file', run: snippet },
]

const HOUR = 3600

/** Path of a card, below the path of its badge: a new one whenever the picture changes. */
export const cardPath = ({ site }: Pick<Visit, 'site'>, { drawing }: Shared, size: CardSize): string =>
  `/cards/${size}.${site.studio.cardKey(drawing, size)}.png`

/**
 * A card. Under an old address comes the card as it is now, so that nobody goes on showing a badge that was revoked; only
 * the present address may be kept, and not for long, since a badge can turn private.
 */
async function card(visit: Visit, seen: Seen): Promise<Response> {
  const [, size = '', key = ''] = /^([a-z]+)\.([0-9a-f]{16})\.png$/.exec(visit.place.file ?? '') ?? []
  if (!Object.hasOwn(cardSizes, size)) throw new NotFound()
  const shared = sharedAs(visit, seen)
  const { studio } = visit.site
  const drawn = shared === undefined ? undefined : await studio.card(shared.drawing, size as CardSize)
  if (shared === undefined || drawn === undefined) throw new NotFound()
  return badgeFileResponse(visit, seen.badge, drawn.bytes, {
    type: drawn.mediaType,
    name: drawn.name,
    inline: true,
    maxAge: key === studio.cardKey(shared.drawing, size as CardSize) ? HOUR : 0,
  })
}

/** Its owner may always take it along; others where it is public. An issuer has records, and makes no copies. */
async function taken(visit: Visit): Promise<{ seen: Seen; shared: Shared }> {
  const seen = await seenByAddress(visit)
  if (seen.badge.through === 'issuer' && seen.badge.visibility !== 'public') throw new NotFound()
  const shared = sharedAs(visit, seen, await recipientNameOf(visit, seen))
  if (shared === undefined) throw new NotFound()
  return { seen, shared }
}

/** What takes a processor for a while to draw, as a file to keep. */
async function drawn(
  visit: Visit,
  kind: 'certificate' | 'bundle',
  { type, extension }: { readonly type: string; readonly extension: string },
): Promise<Response> {
  const { seen, shared } = await taken(visit)
  await visit.limit('drawVisitor', visitorKey(visit))
  const { studio } = visit.site
  const bytes =
    kind === 'certificate'
      ? await studio.certificate(shared.drawing, seen.badge.credential)
      : await studio.bundle(shared.drawing, seen.badge.credential, await takenAlong(visit, seen, shared))
  if (bytes === undefined) throw new NotFound()
  return badgeFileResponse(visit, seen.badge, bytes, {
    type,
    name: safeFileName(seen.badge.achievementName, extension),
  })
}

/** What of a bundle is for whoever takes it, in the words of the page. */
async function takenAlong(visit: Visit, seen: Seen, { view }: Shared): Promise<TakenAlong> {
  const jwt = await jwtOf(visit, seen.badge)
  const { locale = visit.translator.locale, ...snippets } = snippetOptions(visit, seen)
  return {
    readerLocale: locale,
    snippets,
    share: shareOptions(visit, postOf(visit, seen, view)),
    ...defined({ jwt }),
  }
}

/** A snippet in the words of the page: it is for the visitor to paste. */
export const snippetOf = (visit: Visit, seen: Seen, { view }: Shared, format: SnippetFormat): string =>
  createSnippet(view, format, snippetOptions(visit, seen))

function snippetOptions(visit: Visit, { base, badge }: Seen): SnippetOptions {
  const isShown = badge.hasPicture && badge.visibility === 'public'
  const { locale } = visit.translator
  return {
    locale,
    labels: ownLabels(visit.site, locale, 'state', 'entry'),
    ...(isShown ? { imageUrl: `${visit.service.baseUrl}${base}/picture` } : {}),
  }
}

async function snippet(visit: Visit): Promise<Response> {
  const file = visit.place.file ?? ''
  const row = Object.hasOwn(snippetFiles, file) ? snippetFiles[file] : undefined
  if (row === undefined) throw new NotFound()
  const { seen, shared } = await taken(visit)
  const content = createSnippetFile(shared.view, row.format, snippetOptions(visit, seen))
  return badgeFileResponse(visit, seen.badge, content, {
    type: row.type,
    name: file,
  })
}

/** As everybody sees it, whoever asks: what is embedded elsewhere must not depend on a cookie. */
const publicView = (visit: Visit, badgeId: string): Promise<BadgeView | null> =>
  visit.service.sharing.view({ badgeId }).then((view) => (view?.through === 'public' ? view : null))

const publicSeen = (badge: BadgeView): Seen => ({
  badge,
  base: `/b/${encodeURIComponent(badge.badgeId)}`,
  secret: false,
})

/**
 * The page inside a frame of somebody else: the only page about a badge that may be framed by anybody, since there is
 * nothing to press in it but a link. What is not public, or never was, leaves the same few words.
 */
async function embed(visit: Visit): Promise<Response> {
  const { site, service } = visit
  const badge = await publicView(visit, visit.place.badgeId ?? '')
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
      : embedDocument(shared.view, { imageUrl, locale, nonce, labels })
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

/** Pixels, as a consumer of oEmbed asks for them; nonsense is no wish. */
function pixels(text: string | null): number | undefined {
  return text !== null && /^\d{1,5}$/.test(text) && Number(text) > 0 ? Number(text) : undefined
}

/** Id of the badge whose page this is, where it is a page of ours. The address is read and never fetched. */
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
 * difference would tell strangers which addresses exist.
 */
async function oEmbedOf(visit: Visit): Promise<Response> {
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
    providerName: visit.site.options.siteName ?? shared.view.issuer,
    providerUrl: `${baseUrl}/`,
    locale: shared.drawing.locale,
    labels: ownLabels(visit.site, shared.drawing.locale, 'state', 'preview'),
    ...defined({ maxWidth, maxHeight }),
    ...((await visit.site.studio.abilities()).cards
      ? { thumbnail: { url: `${baseUrl}${seen.base}${cardPath(visit, shared, 'link')}`, ...cardSizes.link } }
      : {}),
  })
  return new Response(format === 'json' ? JSON.stringify(answer) : oEmbedXml(answer), {
    headers: {
      ...headers,
      'content-type': format === 'json' ? 'application/json' : 'text/xml; charset=utf-8',
      'cache-control': 'public, max-age=300',
    },
  })
}
