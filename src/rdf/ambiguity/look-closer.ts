import { documentLimits } from '../../internal/document-limits.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { DocumentLoader } from '../../types/loader.js'
import { bareContext } from '../core/guard.js'
import { findCompactIds } from './compact-ids.js'
import { isOfStandard, nodesOf, type RenamedTerm, renamedTerm, type Survey, survey } from './survey.js'
import { findUnsignedMembers } from './unsigned-members.js'
import { collectTerms, createVocabulary, type Vocabulary } from './vocabulary.js'

type RemoteDocument = Pick<Awaited<ReturnType<DocumentLoader>>, 'document' | 'tag'>

/** What contexts of the document's own do, and names that are IRIs: few documents have any, and this loads for them. */
export async function lookCloser(
  document: JsonObject,
  seen: Survey,
  load: DocumentLoader,
): Promise<readonly RenamedTerm[]> {
  const reading = readContexts(seen.contexts)
  let step = reading.next()
  while (step.done !== true) step = reading.next(await load(step.value, 'context'))
  return judge(document, seen, step.value)
}

/** The same with bundled contexts, which are at hand; nothing where one is not, since nobody can tell then. */
export function lookCloserAtOnce(
  document: JsonObject,
  seen: Survey,
  read: (url: string) => JsonObject | undefined,
): readonly RenamedTerm[] {
  const reading = readContexts(seen.contexts)
  let step = reading.next()
  while (step.done !== true) {
    const document = read(step.value)
    if (document === undefined) return []
    step = reading.next({ document, tag: 'static' })
  }
  return judge(document, seen, step.value)
}

function judge(document: JsonObject, seen: Survey, contexts: ReadContexts): readonly RenamedTerm[] {
  const { bundled, own, unread, standard, others: apart } = contexts
  const { unsigned, keyed } = findUnsignedMembers(document, standard, apart)
  for (const { node, path, id } of keyed) seen.split.add(node, path, false, id)
  const renamed: RenamedTerm[] = [...seen.keywords, ...nodesOf(seen.split), ...unread]
  renamed.push(...unsigned.slice(0, documentLimits.rdfFindings).map((each) => ({ ...each, kind: 'unsigned' as const })))
  if (own.length === 0 && seen.iris.length === 0) return renamed
  const ownContexts = own.map(({ context }) => context)
  const known = createVocabulary(bundled, ownContexts)
  const { used, members: others } = survey(document, true)
  for (const { pointer, context } of own) {
    renamed.push(...renamedBy(context, known, pointer).filter(({ term }) => used(term)))
  }
  renamed.push(...findCompactIds(document, ownContexts, [...bundled, ...ownContexts]))
  const hasVocabulary = ownContexts.some((context) => collectTerms(context).vocabularies.length > 0)
  const members = [...seen.iris, ...(hasVocabulary ? others : [])]
  return [...renamed, ...members.filter(({ term }) => known.standsFor(term))].slice(0, documentLimits.rdfFindings)
}

interface OwnContext {
  readonly pointer: string
  readonly context: JsonValue
}

interface ReadContexts {
  readonly bundled: readonly JsonValue[]
  readonly own: readonly OwnContext[]
  readonly unread: readonly RenamedTerm[]
  readonly standard: readonly JsonValue[]
  readonly others: readonly JsonValue[]
}

/**
 * The contexts of a document: bundled ones, and those of its own or of somebody else, down to the ones they name. It asks
 * for each by its URL, and goes on with the answer.
 */
function* readContexts(places: Survey['contexts']): Generator<string, ReadContexts, RemoteDocument> {
  const bundled: JsonValue[] = []
  const own: OwnContext[] = []
  const unread: RenamedTerm[] = []
  const standard: JsonValue[] = []
  const others: JsonValue[] = []
  const done = new Set<string>()
  const queue = places.flatMap(({ pointer, context }) =>
    asArray(context).map((item) => ({ pointer, item, isStandard: false })),
  )
  for (const { pointer, item, isStandard } of queue) {
    if (typeof item !== 'string') {
      // A context document within the document is the context in it.
      const context = (isJsonObject(item) && bareContext(item)) || (item ?? null)
      own.push({ pointer, context })
      ;(isStandard ? standard : others).push(context)
    } else if (!done.has(item)) {
      done.add(item)
      const remote = yield item
      const context = isJsonObject(remote.document) ? (remote.document['@context'] ?? null) : null
      const isKnown = isOfStandard(item)
      if (remote.tag === 'static') {
        bundled.push(context)
        ;(isKnown ? standard : others).push(context)
      } else for (const part of asArray(context)) queue.push({ pointer, item: part, isStandard: isKnown })
    }
    if (own.length + done.size > documentLimits.rdfLocalContexts) unread.push(renamedTerm(pointer, '@context'))
    if (unread.length > 0) break
  }
  return { bundled, own, unread, standard, others }
}

function renamedBy(context: JsonValue, known: Vocabulary, pointer: string): RenamedTerm[] {
  const { terms, constructs } = collectTerms(context)
  const names = terms.filter(({ name, id }) => (id.startsWith('@') ? id !== `@${name}` : known.standsFor(id, name)))
  return [...constructs, ...names.map(({ name }) => name)].map((term) => renamedTerm(pointer, term))
}
