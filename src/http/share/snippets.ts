import { createSnippet, type SnippetFormat, type SnippetOptions } from '../../export/index.js'
import type { Seen } from '../site/badge/seen.js'
import { ownLabels, type Shared } from '../site/badge/shared.js'
import type { Visit } from '../site/visit.js'

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

/** A snippet in the words of the page: it is for the visitor to paste. */
export const snippetOf = (visit: Visit, seen: Seen, { view }: Shared, format: SnippetFormat): string =>
  createSnippet(view, format, snippetOptions(visit, seen))

export function snippetOptions(visit: Visit, { base, badge }: Seen): SnippetOptions {
  const isShown = badge.hasPicture && badge.visibility === 'public'
  const { locale } = visit.translator
  return {
    locale,
    labels: ownLabels(visit.site, locale, 'state', 'entry'),
    ...(isShown ? { imageUrl: `${visit.service.baseUrl}${base}/picture` } : {}),
  }
}
