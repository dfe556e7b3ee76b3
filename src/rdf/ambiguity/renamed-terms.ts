import { createSplitNodes, type SplitNodes } from '../../badge/index.js'
import type { BadgeErrorCode } from '../../errors.js'
import { answerAtOnce } from '../../internal/at-once.js'
import { documentLimits } from '../../internal/document-limits.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { type Path, pointerJoin, pointerOf } from '../../internal/pointer.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { DocumentLoader } from '../../types/loader.js'
import { bareContext } from '../core/guard.js'
import { findCompactIds } from './compact-ids.js'
import { findUnsignedMembers, isOfStandard, isPropertyName, isSilent } from './unsigned-members.js'
import { collectTerms, createVocabulary, type Vocabulary } from './vocabulary.js'

/** A member whose place or name does not say what is signed, or of which nothing is signed. */
export interface RenamedTerm {
  /**
   * What it does: it is a way around the names and places that the specifications have (`renamed`), it gives no statement
   * of RDF (`unsigned`), or it is said of one node in two ways (`ambiguous`). The last two do not matter where the text
   * itself is signed.
   */
  readonly kind: 'renamed' | 'unsigned' | 'ambiguous'
  /** RFC 6901 pointer to the member, or to the context that renames. */
  readonly pointer: string
  readonly term: string
  /** What is wrong, as a sentence. */
  readonly detail: string
}

/** The code of each kind. */
export const codesOfTerms: Readonly<Record<RenamedTerm['kind'], BadgeErrorCode>> = {
  renamed: 'ERR_TERM_RENAMED',
  unsigned: 'ERR_TERM_UNSIGNED',
  ambiguous: 'ERR_TERM_AMBIGUOUS',
}

const renamedTerm = (pointer: string, term: string): RenamedTerm => {
  return {
    kind: 'renamed',
    pointer,
    term,
    detail: `${JSON.stringify(term)} hides what the specifications have a name for.`,
  }
}

/** Keywords that may be in a value: VCDM 2.0 §11.1 gives names and descriptions a language and direction. */
const valueKeywords: ReadonlySet<string> = new Set(['@value', '@language', '@direction', '@type'])

/** What holds credentials with proofs of their own, to which nothing can be moved: their subjects may well be the same. */
const holders: readonly string[] = ['ClrCredential', 'VerifiablePresentation']

/**
 * Every place where a document says under another name what the bundled contexts have a name for: by an IRI instead of
 * the term, by a context that renames terms, by keywords such as `@nest` and `@included`. Also ids that mean other ones
 * than they say, and members that are on another object of the same id. RDF, and so the signature, sees no difference;
 * anyone who reads the JSON overlooks an expiry or a status that is spelled so.
 *
 * Looked for statically and generously: a context of the document's own is not trusted to leave known terms alone. What
 * it defines and the document nowhere uses hides nothing; published contexts have many such terms.
 *
 * Where statements of RDF are what is signed, also what gives none, and what they do not tell apart.
 *
 * @see https://www.w3.org/TR/vc-data-integrity/#context-injection
 */
export function findRenamedTerms(
  document: JsonObject,
  options: { readonly documentLoader: DocumentLoader; readonly signed: 'text' | 'statements' },
): readonly RenamedTerm[] | Promise<readonly RenamedTerm[]> {
  const found = look(document, survey(document), options.documentLoader, options.signed === 'text')
  if (options.signed === 'statements') return found
  const isRenamed = ({ kind }: RenamedTerm): boolean => kind === 'renamed'
  return found instanceof Promise ? found.then((all) => all.filter(isRenamed)) : found.filter(isRenamed)
}

function look(
  document: JsonObject,
  seen: Survey,
  load: DocumentLoader,
  text: boolean,
): readonly RenamedTerm[] | Promise<readonly RenamedTerm[]> {
  const { iris, contexts, keywords, split, silent } = seen
  // Most documents have bundled contexts and their terms, which takes no second look.
  const isPlain = ({ context }: (typeof contexts)[number]): boolean => isBundled(context, load, silent && !text)
  if (iris.length === 0 && !seen.silentWord && contexts.every(isPlain)) {
    return [...keywords, ...nodesOf(split)]
  }
  return lookCloser(document, seen, load)
}

/** @param silent - whether terms may be empty, which only those of the standards may be */
const isBundled = (context: JsonValue, load: DocumentLoader, silent: boolean): boolean =>
  asArray(context).every(
    (item) => typeof item === 'string' && answerAtOnce(load, item)?.tag === 'static' && (!silent || isOfStandard(item)),
  )

/** What is said of nodes in more than one place. */
function nodesOf(split: SplitNodes): RenamedTerm[] {
  const moved = split.moved().map((each): RenamedTerm => ({ ...each, kind: 'renamed' }))
  return [...moved, ...split.ambiguous().map((each): RenamedTerm => ({ ...each, kind: 'ambiguous' }))]
}

async function lookCloser(document: JsonObject, seen: Survey, load: DocumentLoader): Promise<readonly RenamedTerm[]> {
  const { bundled, own, unread, standard, others: apart } = await readContexts(seen.contexts, load)
  const { unsigned, keyed } = findUnsignedMembers(document, standard, apart)
  for (const { node, path, id } of keyed) seen.split.add(node, path, false, id)
  const renamed: RenamedTerm[] = [...seen.keywords, ...nodesOf(seen.split), ...unread]
  renamed.push(...unsigned.slice(0, documentLimits.rdfFindings).map((each) => ({ ...each, kind: 'unsigned' as const })))
  if (own.length === 0 && seen.iris.length === 0) return renamed
  const contexts = own.map(({ context }) => context)
  const known = createVocabulary(bundled, contexts)
  const { used, members: others } = survey(document, true)
  for (const { pointer, context } of own) {
    renamed.push(...renamedBy(context, known, pointer).filter(({ term }) => used(term)))
  }
  renamed.push(...findCompactIds(document, contexts, [...bundled, ...contexts]))
  const hasVocabulary = contexts.some((context) => collectTerms(context).vocabularies.length > 0)
  const members = [...seen.iris, ...(hasVocabulary ? others : [])]
  return [...renamed, ...members.filter(({ term }) => known.standsFor(term))].slice(0, documentLimits.rdfFindings)
}

interface Survey {
  /** Keywords where none belong. */
  readonly keywords: RenamedTerm[]
  /** Members named by IRIs, compact ones included. */
  readonly iris: RenamedTerm[]
  /** All other members, of a thorough survey. */
  readonly members: RenamedTerm[]
  readonly contexts: { pointer: string; context: JsonValue }[]
  readonly split: SplitNodes
  /** Whether anything is `null` or an empty list. */
  silent: boolean
  /** Whether that is so under a name that is not one of a property. */
  silentWord: boolean
  /** Whether a term is anywhere in the document, as a member or as a value, by a thorough survey. Keywords always. */
  used(term: string): boolean
}

function survey(document: JsonObject, thorough = false): Survey {
  const texts = new Set<string>()
  const used = (term: string): boolean => term.startsWith('@') || texts.has(term)
  const found: Survey = {
    keywords: [],
    iris: [],
    members: [],
    contexts: [],
    split: createSplitNodes(),
    silent: false,
    silentWord: false,
    used,
  }
  const holdsCredentials = asArray(document.type).some((type) => holders.includes(String(type)))
  const place = (path: Path | undefined, term: string): string => pointerJoin(pointerOf(path), term)
  const walkObject = (value: JsonObject, path: Path | undefined, endorsement: boolean, apart: boolean): void => {
    if (!apart) found.split.add(value, path, endorsement)
    const isValue = Object.hasOwn(value, '@value')
    for (const term of Object.keys(value)) {
      const member = value[term]
      if (term === '@context') {
        found.contexts.push({ pointer: place(path, term), context: member ?? null })
      } else if (term.charCodeAt(0) !== AT) {
        if (thorough) texts.add(term)
        if (term.includes(':')) found.iris.push(renamedTerm(place(path, term), term))
        else if (thorough) found.members.push(renamedTerm(place(path, term), term))
        if (typeof member === 'object' && member !== null) {
          if (Array.isArray(member) && isSilent(member) && !isPropertyName(term)) found.silentWord = true
          const at = { up: path, token: term }
          walk(member, at, endorsement || term === 'endorsement', apart || (holdsCredentials && term === HELD))
        } else if (member === null) {
          found.silent = true
          if (!isPropertyName(term)) found.silentWord = true
        } else if (thorough && typeof member === 'string') texts.add(member)
      } else if (!(isValue && valueKeywords.has(term))) {
        found.keywords.push(renamedTerm(place(path, term), term))
      }
    }
  }
  const walk = (value: JsonValue, path: Path | undefined, endorsement: boolean, apart: boolean): void => {
    if (isJsonObject(value)) walkObject(value, path, endorsement, apart)
    else if (Array.isArray(value)) {
      if (!found.silent && isSilent(value)) found.silent = true
      for (let i = 0; i < value.length; i++) {
        const item = value[i]
        if (typeof item === 'object' && item !== null) walk(item, { up: path, token: i }, endorsement, apart)
        else if (thorough && typeof item === 'string') texts.add(item)
      }
    }
  }
  walk(document, undefined, false, false)
  return found
}

const AT = 0x40
/** What a holder of credentials has them in. */
const HELD = 'verifiableCredential'

interface OwnContext {
  readonly pointer: string
  readonly context: JsonValue
}

/** The contexts of a document: bundled ones, and those of its own or of somebody else, down to the ones they name. */
async function readContexts(places: Survey['contexts'], load: DocumentLoader) {
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
      const remote = await load(item, 'context')
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
