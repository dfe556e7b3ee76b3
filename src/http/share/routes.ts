import type { CardSize } from '../../draw/cards/index.js'
import { createSnippetFile, safeFileName } from '../../export/index.js'
import { defined } from '../../internal/defined.js'
import { badgeFileResponse, jwtOf } from '../site/badge/files.js'
import { recipientNameOf, type Seen, seenByAddress, seenByLink, sharedAs } from '../site/badge/seen.js'
import type { Shared } from '../site/badge/shared.js'
import type { TakenAlong } from '../site/renderer.js'
import type { Route } from '../site/route.js'
import { type Visit, visitorKey } from '../site/visit.js'
import { NotFound } from '../web/outcome.js'
import { embed, oEmbedOf } from './embed.js'
import { postOf, shareOptions } from './post.js'
import { snippetFiles, snippetOptions } from './snippets.js'

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

/**
 * A card. An old address gives the card as it is now, so that nobody goes on showing a badge that was revoked; only the
 * present address may be cached, and not for long, since a badge can turn private.
 */
async function card(visit: Visit, seen: Seen): Promise<Response> {
  const [, size = '', key = ''] = /^([a-z]+)\.([0-9a-f]{16})\.png$/.exec(visit.params.file ?? '') ?? []
  const { cardSizes } = await import('../../draw/cards/index.js')
  if (!Object.hasOwn(cardSizes, size)) throw new NotFound()
  const shared = sharedAs(visit, seen)
  const { renderer } = visit.site
  const drawn = shared === undefined ? undefined : await renderer.card(shared.drawing, size as CardSize)
  if (shared === undefined || drawn === undefined) throw new NotFound()
  return badgeFileResponse(visit, seen.badge, drawn.bytes, {
    type: drawn.mediaType,
    name: drawn.name,
    inline: true,
    maxAge: key === renderer.cardKey(shared.drawing, size as CardSize) ? HOUR : 0,
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

/** Files that take a while to draw. */
async function drawn(
  visit: Visit,
  kind: 'certificate' | 'bundle',
  { type, extension }: { readonly type: string; readonly extension: string },
): Promise<Response> {
  const { seen, shared } = await taken(visit)
  await visit.limit('drawVisitor', visitorKey(visit))
  const { renderer } = visit.site
  // What its owner takes along is in their language; everybody else gets the same, in that of the badge.
  const drawing = seen.badge.isOwner ? { ...shared.drawing, locale: visit.translator.locale } : shared.drawing
  const bytes =
    kind === 'certificate'
      ? await renderer.certificate(drawing, seen.badge.credential)
      : await renderer.bundle(drawing, seen.badge.credential, await takenAlong(visit, seen, shared))
  if (bytes === undefined) throw new NotFound()
  return badgeFileResponse(visit, seen.badge, bytes, {
    type,
    name: safeFileName(seen.badge.achievementName, extension),
  })
}

/** The part of a bundle that depends on the visitor: in the language of the page. */
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

async function snippet(visit: Visit): Promise<Response> {
  const file = visit.params.file ?? ''
  const row = Object.hasOwn(snippetFiles, file) ? snippetFiles[file] : undefined
  if (row === undefined) throw new NotFound()
  const { seen, shared } = await taken(visit)
  const content = createSnippetFile(shared.view, row.format, snippetOptions(visit, seen))
  return badgeFileResponse(visit, seen.badge, content, {
    type: row.type,
    name: file,
  })
}
