import type { CardSize } from '../../draw/cards/index.js'
import { isBadgeError } from '../../errors.js'
import { embedSnippet } from '../../preview/index.js'
import { type ShareAction, type ShareAdapter, shareAdapters, shareBadge } from '../../share/index.js'
import type { TextKey } from '../../texts/index.js'
import { isWithdrawn } from '../../view/index.js'
import { opensForOthers, type Seen } from '../site/badge/seen.js'
import { cardPath, ownLabels, type Shared, stateOf } from '../site/badge/shared.js'
import type { Visit } from '../site/visit.js'
import type { NetworkRow, PictureRow, SharePanel, SnippetRow } from './page.js'
import { postOf, shareOptions } from './post.js'
import { snippetFiles, snippetOf } from './snippets.js'

/** What people copy by hand into a form. */
const copied: readonly string[] = [
  'name',
  'issuer',
  'issued',
  'expires',
  'id',
  'url',
] satisfies ShareAction['fields'][number]['id'][]

/** What only the person who earned the badge does with it. */
const ownerOnly: readonly string[] = ['linkedin-profile', 'instagram']

export interface PanelOptions {
  /** What is shared; `undefined` while nobody else could open it. */
  readonly shared: Shared | undefined
  readonly isOwner: boolean
  /** Whether the page can be loaded again with the server, as asking for it does. */
  readonly canAsk: boolean
  readonly pictures: readonly PictureRow[]
}

export function panelOf(visit: Visit, seen: Seen, options: PanelOptions): SharePanel {
  const { base } = seen
  const { shared, isOwner, canAsk, pictures } = options
  const { t } = visit
  const view = shared?.view
  const state = stateOf(seen.badge)
  if (isWithdrawn(state)) return closedPanel(t('share.notInForce', { state: t(`state.${state}`) }))
  const text = postOf(visit, seen, view)
  const asked = canAsk ? (visit.url.searchParams.get('instance') ?? '').slice(0, 253) : ''
  const { actions, problem } =
    shared === undefined ? { actions: [], problem: false } : actionsOf(visit, shared, text, asked)
  const isOffered = ({ id, kind }: ShareAction): boolean =>
    (isOwner || !ownerOnly.includes(id)) && (kind !== 'ask' || canAsk) && kind !== 'download'
  const [first] = actions
  return {
    url: view?.url,
    closed: undefined,
    title:
      state === 'valid' || view === undefined
        ? (view?.name ?? '')
        : t('state.labelled', { label: t(`state.${state}`), text: view.name }),
    text,
    networks: actions.filter(isOffered).map((action) => rowOf(visit, action, text, asked)),
    fields: isOwner ? (first?.fields ?? []).filter(({ id }) => copied.includes(id)) : [],
    ask: canAsk
      ? { path: visit.href(base), value: asked, problem: problem ? t('share.serverWrong') : undefined }
      : undefined,
    pictures: isOwner ? pictures : [],
    picture: isOwner ? pictures.find(({ file }) => file.startsWith('square')) : undefined,
  }
}

const closedPanel = (closed: string): SharePanel => ({
  url: undefined,
  closed,
  title: '',
  text: '',
  networks: [],
  fields: [],
  ask: undefined,
  pictures: [],
  picture: undefined,
})

/** The server that was typed in may be invalid; then all the other ways to share are offered still. */
function actionsOf(
  visit: Visit,
  { view }: Shared,
  text: string,
  instance: string,
): { actions: ShareAction[]; problem: boolean } {
  const options = shareOptions(visit, text)
  if (instance === '') return { actions: shareBadge(view, options), problem: false }
  try {
    return { actions: shareBadge(view, { ...options, instance }), problem: false }
  } catch (error) {
    if (!isBadgeError(error, 'ERR_ARGUMENT_INVALID')) throw error
    return { actions: shareBadge(view, options), problem: true }
  }
}

function rowOf({ t, site }: Visit, action: ShareAction, text: string, asked: string): NetworkRow {
  const { id, kind, href, label, permission, params, warnings } = action
  const known: ShareAdapter | undefined = shareAdapters.find((row) => row.id === id)
  const given = known?.limit === undefined ? undefined : params[known.limit.parameter]
  const isCut = given !== undefined && !given.replaceAll('\r\n', '\n').includes(text)
  return {
    id,
    label: kind === 'link' && asked !== '' && id === 'mastodon' ? t('share.open', { name: asked }) : label,
    kind: kind === 'download' ? 'link' : kind,
    href,
    text: isCut ? given : action.kind === 'web-share' && id !== 'web-share' ? action.copy : undefined,
    expect: permission.expect,
    refused: permission.refused,
    notes: warnings,
    isForeign: site.options.share?.adapters?.some((adapter) => adapter.id === id) ?? false,
  }
}

const sizeLabels = {
  link: 'share.size.link',
  square: 'share.size.square',
  portrait: 'share.size.portrait',
  story: 'share.size.story',
  screen: 'share.size.screen',
} as const satisfies Record<CardSize, TextKey>

/** The cards to download. */
export async function pictureRows(visit: Visit, { base }: Seen, shared: Shared): Promise<PictureRow[]> {
  const { cardSizes } = await import('../../draw/cards/index.js')
  return (Object.keys(cardSizes) as CardSize[]).map((size) => {
    const { width, height } = cardSizes[size]
    return {
      href: visit.href(base + cardPath(visit, shared, size)),
      file: `${size}-${width}x${height}.png`,
      label: `${visit.t(sizeLabels[size])} · ${width} × ${height}`,
    }
  })
}

/** Names of formats, which are the same in every language. */
const formatNames: Readonly<Record<string, string>> = {
  markdown: 'Markdown',
  html: 'HTML',
  latex: 'LaTeX',
  'json-resume': 'JSON Resume',
  bibtex: 'BibTeX',
}

export function snippetRows(visit: Visit, seen: Seen, shared: Shared): SnippetRow[] {
  const { t } = visit
  const rows: SnippetRow[] = Object.entries(snippetFiles).map(([file, { format }]) => ({
    id: format,
    label: formatNames[format] ?? t(format === 'text' ? 'snippet.text' : 'snippet.signature'),
    value: snippetOf(visit, seen, shared, format),
    href: visit.href(`${seen.base}/snippets/${file}`),
    file,
  }))
  if (!opensForOthers(seen) || seen.secret) return rows
  const { locale } = shared.drawing
  const code = embedSnippet(shared.view, {
    embedUrl: `${visit.service.baseUrl}${seen.base}/embed`,
    locale,
    labels: ownLabels(visit.site, locale, 'state', 'preview'),
  })
  return [...rows, { id: 'embed', label: t('snippet.embed'), value: code, href: undefined, file: '' }]
}
