/**
 * JSON-LD to canonical N-Quads in one pass, without the reference library. What it does not cover, it says so, and the
 * caller takes the reference path; what it does cover is equal to the reference, byte for byte.
 */
import { sha256Hex } from '../../internal/sha256.js'
import type { JsonObject } from '../../types/json.js'
import type { WorkBudget } from '../core/budget.js'
import { type ContextCache, type ContextSource, createContextCache, startContexts } from './context.js'
import { NotCovered } from './not-covered.js'
import { createQuadSink, type Quad } from './quads.js'
import { canonicalQuads, type TextDigest } from './rdfc.js'
import { walkDocument } from './walk.js'

export type { ContextSource } from './context.js'
export type { Quad } from './quads.js'

export interface FastCanonicalizer {
  /**
   * The canonical N-Quads of a JSON-LD document, under the options of the Data Integrity suites (safe mode, base
   * `null`, `i18n-datatype` for directions); `null` when the reference has to decide.
   *
   * @throws BadgeError `ERR_RDF_LIMIT` for a document that would need more work than the limits allow
   */
  canonicalize(document: JsonObject, contexts: ContextSource, options?: CanonicalizeOptions): string | null
  /** The same up to the quads. */
  toQuads(document: JsonObject, contexts: ContextSource): readonly Quad[] | null
  /** Why a document is left to the reference; `null` when it is not. For tests and reports. */
  whyNot(document: JsonObject, contexts: ContextSource): string | null
}

export interface FastCanonicalizerOptions {
  /** SHA-256 of a text, where the platform has a faster one. */
  readonly digest?: TextDigest
}

export interface CanonicalizeOptions {
  /** The hash that tells blank nodes apart. Default: that of the canonicalizer. */
  readonly digest?: TextDigest
  readonly budget?: Pick<WorkBudget, 'hashes'>
}

/** A canonicalizer with a cache of processed contexts, bounded, keyed by the identity of the loaded contexts. */
export function createFastCanonicalizer(options: FastCanonicalizerOptions = {}): FastCanonicalizer {
  const digest = options.digest ?? sha256Hex
  const cache: ContextCache = createContextCache()

  const quadsOf = (document: JsonObject, contexts: ContextSource): readonly Quad[] => {
    const sink = createQuadSink()
    walkDocument({ contexts: startContexts(cache, contexts), sink }, document)
    return sink.quads
  }
  return {
    canonicalize: (document, contexts, { digest: own = digest, budget } = {}) =>
      orNull(() => canonicalQuads(quadsOf(document, contexts), own, budget)),
    toQuads: (document, contexts) => orNull(() => quadsOf(document, contexts)),
    whyNot(document, contexts) {
      try {
        canonicalQuads(quadsOf(document, contexts), digest)
        return null
      } catch (error) {
        if (error instanceof NotCovered) return error.message
        throw error
      }
    },
  }
}

function orNull<T>(attempt: () => T): T | null {
  try {
    return attempt()
  } catch (error) {
    if (error instanceof NotCovered) return null
    throw error
  }
}
