/**
 * What would be refused when a document is signed over RDF, told without waiting: by the same walk and the same survey as
 * signing takes, with the contexts that are at hand.
 */
import { isBadgeError } from '../../errors.js'
import { asArray } from '../../internal/json.js'
import { pointerJoin } from '../../internal/pointer.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { lookCloserAtOnce } from '../ambiguity/look-closer.js'
import { asksCloser, nodesOf, survey } from '../ambiguity/survey.js'
import { surveyDocument } from '../core/guard.js'
import { createContextCache, startContexts } from '../fast/context.js'
import { NotCovered } from '../fast/not-covered.js'
import { createQuadSink } from '../fast/quads.js'
import { walkDocument } from '../fast/walk.js'
import { findUncovered } from './find-uncovered.js'

/** A place of a document that is not signed, or not as it reads. */
export interface Unsignable {
  readonly pointer: string
  /** What is wrong, as a sentence. */
  readonly detail: string
  /** Set for a context that is not at hand, so that nobody can tell about the rest. */
  readonly isUnread?: true
}

/** Gives a bundled context, if it is one. */
type ReadContext = (url: string) => JsonObject | undefined

/**
 * @param document - a copy that `copyJson` made
 * @param read - gives a bundled context
 */
export function findUnsignable(document: JsonObject, read: ReadContext): readonly Unsignable[] {
  const refused = refusedUnread(document)
  if (refused.length > 0) return refused
  const unread = contextsUnread(document, read)
  if (unread.length > 0) return unread
  const cache = createContextCache()
  const isCovered = (part: JsonObject): boolean => {
    try {
      walkDocument({ contexts: startContexts(cache, read), sink: createQuadSink() }, part)
      return true
    } catch (error) {
      if (error instanceof NotCovered || isBadgeError(error)) return false
      throw error
    }
  }
  return [...findUncovered(document, isCovered).map(notCovered), ...renamed(document, read)]
}

/** Why it is not processed at all. */
function refusedUnread(document: JsonObject): readonly Unsignable[] {
  try {
    surveyDocument(document)
    return []
  } catch (error) {
    if (!isBadgeError(error)) throw error
    return [{ pointer: error.pointer ?? '', detail: error.message }]
  }
}

const contextsUnread = (document: JsonObject, read: ReadContext): readonly Unsignable[] =>
  survey(document).contexts.flatMap(({ pointer, context }) =>
    asArray<JsonValue>(context).flatMap((url, i) =>
      typeof url !== 'string' || read(url) !== undefined
        ? []
        : [
            {
              pointer: Array.isArray(context) ? pointerJoin(pointer, i) : pointer,
              detail: 'This context is not at hand.',
              isUnread: true as const,
            },
          ],
    ),
  )

const notCovered = (pointer: string): Unsignable => ({
  pointer,
  detail: 'The contexts of the document give this no meaning, so that no signature would cover it.',
})

function renamed(document: JsonObject, read: ReadContext): readonly Unsignable[] {
  const seen = survey(document)
  const isStatic = (url: string): boolean => read(url) !== undefined
  const found = asksCloser(seen, isStatic, false)
    ? lookCloserAtOnce(document, seen, read)
    : [...seen.keywords, ...nodesOf(seen.split)]
  return found.map(({ pointer, detail }) => ({ pointer, detail: `Readers would not see what is signed: ${detail}` }))
}
