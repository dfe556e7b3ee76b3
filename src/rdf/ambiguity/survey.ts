import { createSplitNodes, type SplitNodes } from '../../badge/index.js'
import type { BadgeErrorCode } from '../../errors.js'
import {
  CLR_PATTERN,
  CREDENTIALS_V1,
  CREDENTIALS_V2,
  OPEN_BADGES_EXTENSIONS,
  OPEN_BADGES_PATTERN,
} from '../../internal/context-urls.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { type Path, pointerJoin, pointerOf } from '../../internal/pointer.js'
import type { JsonObject, JsonValue } from '../../types/json.js'

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

export const renamedTerm = (pointer: string, term: string): RenamedTerm => {
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

/** Whether a member or an item gives no statement: `null`, and lists without items. */
export const isSilent = (value: JsonValue | undefined): boolean =>
  value === null || (Array.isArray(value) && value.every(isSilent))

/** Whether a context is one of data model or Open Badges, whose terms readers show nothing of where they are empty. */
export const isOfStandard = (url: string): boolean =>
  url === CREDENTIALS_V1 ||
  url === CREDENTIALS_V2 ||
  url === OPEN_BADGES_EXTENSIONS ||
  OPEN_BADGES_PATTERN.test(url) ||
  CLR_PATTERN.test(url)

/** Words of types begin with a capital: as members they are nobody's. */
export const isPropertyName = (term: string): boolean => !/^\p{Lu}/u.test(term)

/** What is said of nodes in more than one place. */
export function nodesOf(split: SplitNodes): RenamedTerm[] {
  const moved = split.moved().map((each): RenamedTerm => ({ ...each, kind: 'renamed' }))
  return [...moved, ...split.ambiguous().map((each): RenamedTerm => ({ ...each, kind: 'ambiguous' }))]
}

export interface Survey {
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

/**
 * Whether what a survey saw takes a second look: most documents have bundled contexts and their terms, and take none.
 *
 * @param isStatic - whether a context is bundled
 * @param isText - whether the text itself is signed; else terms may be empty only where they are those of the standards
 */
export function asksCloser(
  { iris, silent, silentWord, contexts }: Survey,
  isStatic: (url: string) => boolean,
  isText: boolean,
): boolean {
  const isPlain = (item: unknown): boolean =>
    typeof item === 'string' && isStatic(item) && (!silent || isText || isOfStandard(item))
  return iris.length > 0 || silentWord || !contexts.every(({ context }) => asArray(context).every(isPlain))
}

export function survey(document: JsonObject, thorough = false): Survey {
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
