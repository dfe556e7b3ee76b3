import { concatBytes, utf8Encode } from '../../internal/bytes.js'
import { base64urlEncode } from '../../internal/encoding.js'
import { limits } from '../../internal/limits.js'
import { randomBytes } from '../../internal/random.js'
import { createKept, type Kept } from '../web/kept.js'
import { type DocumentText, documentText } from '../web/respond.js'
import type { PageContent } from './layout.js'
import { type OwnParts, type PageDocument, type PageOptions, respondWith, writePage } from './respond-page.js'
import type { Ui } from './ui.js'
import type { Site, Visit } from './visit.js'

/** Answers that one handler has at hand, each for as long as a published status list. */
export interface KeptAnswers {
  readonly pages: Kept<PageDraft>
  readonly documents: Kept<DocumentText>
  /** In drafts in place of what is each visitor's own. Nobody learns them, so that no badge can have them in its texts. */
  readonly fillers: { readonly nonce: string; readonly csrf: string }
}

/** A page with gaps for what is each visitor's own, ready to be sent. */
interface PageDraft extends Omit<PageDocument, 'content'> {
  readonly pieces: readonly (Uint8Array | keyof OwnParts)[]
}

export function keptAnswers({ service, now }: Pick<Site, 'service' | 'now'>): KeptAnswers {
  const milliseconds = (service.options.statusPublishSeconds ?? limits.statusPublishSeconds) * 1000
  const clock = () => now().getTime()
  return {
    pages: createKept(milliseconds, clock),
    documents: createKept(milliseconds, clock),
    fillers: { nonce: newFiller(), csrf: newFiller() },
  }
}

const newFiller = (): string => base64urlEncode(randomBytes(24))

/** Whether there is no sign of anybody: what this visitor sees, everybody sees who is not signed in. */
export const isNobody = ({ visitor: { session, principals, awaitsGuardian } }: Visit): boolean =>
  session === null && !awaitsGuardian && principals.every(({ kind }) => kind === 'visitor')

/** What a page that is kept is made of. */
export interface PageSource {
  /** Below the base path, spelled in one way. */
  readonly path: string
  /** All that the page follows from, besides its path, the language and the settings of the site; looked at for this visit. */
  readonly grounds: unknown
  /** Given a visit in which nothing of the request is left. */
  readonly make: (visit: Visit) => Promise<(ui: Ui) => PageContent>
  /** Asked once the page is made: until when it may be kept, if that is not the interval. */
  readonly until?: () => Promise<number | undefined>
}

/** A page for somebody who is not signed in: from memory, with a nonce, token and cookie of their own. */
export async function respondKept(visit: Visit, source: PageSource, options: PageOptions = {}): Promise<Response> {
  const { pages, fillers } = visit.site.kept
  const { path, grounds } = source
  const key = `${options.status ?? 200} ${visit.translator.locale} ${visit.site.brand?.key ?? ''} ${path}`
  const { pieces, ...rest } = await pages.get(key, grounds, async () => {
    const plain = withoutRequest(visit, path)
    const own = options.plain === true ? { nonce: undefined, csrf: undefined } : fillers
    const draft = draftOf(writePage(plain, await source.make(plain), own), fillers)
    return { ...draft, until: (await source.until?.()) ?? Number.POSITIVE_INFINITY }
  })
  const write = (own: OwnParts): PageDocument => ({
    ...rest,
    content: concatBytes(...pieces.map((piece) => (typeof piece === 'string' ? utf8Encode(own[piece] ?? '') : piece))),
  })
  return respondWith(visit, write, options)
}

function draftOf({ content, ...rest }: PageDocument<string>, { nonce, csrf }: KeptAnswers['fillers']) {
  const pieces = content
    .split(new RegExp(`(${nonce}|${csrf})`))
    .map((text) => (text === nonce ? 'nonce' : text === csrf ? 'csrf' : utf8Encode(text)))
  const value: PageDraft = { ...rest, pieces }
  return { value, bytes: pieces.reduce((sum, { length }) => sum + length, 0) }
}

/** Whatever a page is made of without a request cannot follow from headers, cookies or the query of the first who asks. */
function withoutRequest(visit: Visit, path: string): Visit {
  const url = new URL(visit.site.origin + visit.href(path))
  return { ...visit, path, url, request: new Request(url), cookies: new Map() }
}

/** A document for programs, and its entity tag, made once from the same grounds. */
export const keptDocument = (
  { site }: Pick<Visit, 'site'>,
  path: string,
  grounds: unknown,
  make: () => Promise<string>,
): Promise<DocumentText> =>
  site.kept.documents.get(site.publicPath + path, grounds, async () => {
    const body = await make()
    const value = documentText(utf8Encode(body))
    return { value, bytes: value.body.length }
  })
