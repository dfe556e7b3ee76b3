import { asArray, isJsonObject } from '../internal/json.js'
import { pointerJoin } from '../internal/pointer.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { DocumentLoader } from '../types/loader.js'
import { collectTerms, createVocabulary, type Vocabulary } from './vocabulary.js'

/** A member that means something the specifications have another name for, or that is a way around names. */
export interface RenamedTerm {
  /** RFC 6901 pointer to the member, or to the context that renames. */
  readonly pointer: string
  readonly term: string
}

/** Keywords that may stand in a value: VCDM 2.0 §11.1 gives names and descriptions a language and direction. */
const valueKeywords: ReadonlySet<string> = new Set(['@value', '@language', '@direction', '@type'])

/** Contexts that are looked at before the document is refused. */
const MAX_CONTEXTS = 256

/** Findings that are reported. */
const MAX_FOUND = 100

/**
 * Every place where a document says under another name what the bundled contexts have a name for: by an IRI instead of
 * the term, by a context that renames terms, by keywords such as `@nest` and `@included`. RDF, and so the signature,
 * sees no difference; whoever reads the JSON overlooks an expiry or a status that is spelled so.
 *
 * Looked for statically and generously: a context of the document's own is not trusted to leave known terms alone.
 *
 * @see https://www.w3.org/TR/vc-data-integrity/#context-injection
 */
export async function findRenamedTerms(
  document: JsonObject,
  options: { readonly documentLoader: DocumentLoader },
): Promise<readonly RenamedTerm[]> {
  const seen = survey(document)
  const { bundled, own, unread } = await readContexts(seen.contexts, options.documentLoader)
  const renamed = [...seen.keywords, ...unread]
  if (own.length === 0 && seen.iris.length === 0) return renamed
  const contexts = own.map(({ context }) => context)
  const known = createVocabulary(bundled, contexts)
  for (const { pointer, context } of own) renamed.push(...renamedBy(context, known, pointer))
  const hasVocabulary = contexts.some((context) => collectTerms(context).vocabularies.length > 0)
  const members = [...seen.iris, ...(hasVocabulary ? survey(document, true).members : [])]
  return [...renamed, ...members.filter(({ term }) => known.standsFor(term))].slice(0, MAX_FOUND)
}

interface Survey {
  /** Keywords where none belong. */
  readonly keywords: RenamedTerm[]
  /** Members named by IRIs, compact ones included. */
  readonly iris: RenamedTerm[]
  /** All other members, where they are asked for. */
  readonly members: RenamedTerm[]
  readonly contexts: { pointer: string; context: JsonValue }[]
}

function survey(document: JsonObject, wantsMembers = false): Survey {
  const found: Survey = { keywords: [], iris: [], members: [], contexts: [] }
  const path: (string | number)[] = []
  const pointer = (): string => path.reduce<string>(pointerJoin, '')
  const walk = (value: JsonValue | undefined): void => {
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) {
        path.push(i)
        walk(value[i])
        path.pop()
      }
    } else if (isJsonObject(value)) {
      const isValue = Object.hasOwn(value, '@value')
      for (const term of Object.keys(value)) {
        const member = value[term]
        path.push(term)
        if (term === '@context') found.contexts.push({ pointer: pointer(), context: member ?? null })
        else if (!term.startsWith('@')) {
          if (term.includes(':')) found.iris.push({ pointer: pointer(), term })
          else if (wantsMembers) found.members.push({ pointer: pointer(), term })
          walk(member)
        } else if (!(isValue && valueKeywords.has(term))) found.keywords.push({ pointer: pointer(), term })
        path.pop()
      }
    }
  }
  walk(document)
  return found
}

interface OwnContext {
  readonly pointer: string
  readonly context: JsonValue
}

/** The contexts of a document: bundled ones, and those of its own or of somebody else, down to the ones they name. */
async function readContexts(places: Survey['contexts'], load: DocumentLoader) {
  const bundled: JsonValue[] = []
  const own: OwnContext[] = []
  const unread: RenamedTerm[] = []
  const done = new Set<string>()
  const queue = places.flatMap(({ pointer, context }) => asArray(context).map((item) => ({ pointer, item })))
  for (const { pointer, item } of queue) {
    if (typeof item !== 'string') {
      own.push({ pointer, context: item ?? null })
    } else if (!done.has(item)) {
      done.add(item)
      const remote = await load(item, 'context')
      const context = isJsonObject(remote.document) ? (remote.document['@context'] ?? null) : null
      if (remote.tag === 'static') bundled.push(context)
      else for (const part of asArray(context)) queue.push({ pointer, item: part })
    }
    if (own.length + done.size > MAX_CONTEXTS) unread.push({ pointer, term: '@context' })
    if (unread.length > 0) break
  }
  return { bundled, own, unread }
}

function renamedBy(context: JsonValue, known: Vocabulary, pointer: string): RenamedTerm[] {
  const { terms, constructs } = collectTerms(context)
  const names = terms.filter(({ name, id }) => (id.startsWith('@') ? id !== `@${name}` : known.standsFor(id, name)))
  return [...constructs, ...names.map(({ name }) => name)].map((term) => ({ pointer, term }))
}
