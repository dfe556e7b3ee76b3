import type { JsonLdEvent, RdfQuad } from 'jsonld'
import { BadgeError } from '../../errors.js'
import { documentLimits } from '../../internal/document-limits.js'
import { isJsonObject } from '../../internal/json.js'
import { sharedCache } from '../../internal/shared-caches.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { DocumentLoader } from '../../types/loader.js'
import { createWorkBudget, spendOnReference } from '../core/budget.js'
import type { RdfOptions } from '../core/options.js'
import { fromJsonLdError } from './jsonld-errors.js'
import { canonizeDataset } from './rdfc.js'

/**
 * The canonical form by the reference libraries: `jsonld` in safe mode and `rdf-canonize`. Call it with a document
 * that `assertWorkable` has passed.
 */
export async function canonicalizeByReference(document: JsonObject, options: RdfOptions): Promise<string> {
  spendOnReference(options.budget ?? createWorkBudget(), document)
  const quads = await toQuads(document, options.documentLoader)
  if (quads.length > Math.min(options.maxQuads ?? documentLimits.rdfQuads, documentLimits.rdfQuads)) {
    throw new BadgeError('ERR_RDF_LIMIT', 'The document has more quads than the limit allows.')
  }
  return canonizeDataset(quads, options)
}

/**
 * The quads of a document. With `onEvent`, what safe mode refuses is reported instead of thrown, and dropped.
 */
export async function toQuads(
  document: JsonObject,
  load: DocumentLoader,
  onEvent?: (event: JsonLdEvent) => void,
): Promise<RdfQuad[]> {
  assertNoPrototypeNames(document)
  const { default: jsonld } = await import('jsonld')
  try {
    return await jsonld.toRDF(document, {
      base: null,
      rdfDirection: 'i18n-datatype',
      produceGeneralizedRdf: false,
      documentLoader: (url) => loadForJsonLd(url, load),
      ...(onEvent === undefined
        ? { safe: true }
        : {
            eventHandler: ({ event, next }) => {
              onEvent(event)
              next()
            },
          }),
    })
  } catch (error) {
    throw fromJsonLdError(error)
  }
}

/**
 * `jsonld` keeps nodes in plain objects under their ids: an id like `__proto__` or `constructor` would be written onto
 * what every object shares. No absolute IRI is such a name, so nothing that could be signed is lost.
 */
function assertNoPrototypeNames(value: JsonValue | undefined): void {
  if (typeof value === 'string') {
    if (value in Object.prototype) {
      throw new BadgeError('ERR_RDF_INVALID', 'The document holds a value that is reserved in JavaScript.')
    }
  } else if (Array.isArray(value)) {
    for (const item of value) assertNoPrototypeNames(item)
  } else if (isJsonObject(value)) {
    for (const key of Object.keys(value)) {
      assertNoPrototypeNames(key)
      assertNoPrototypeNames(value[key])
    }
  }
}

/** `jsonld` resolves the URLs inside a context in place. */
const copies = sharedCache('contextCopies', () => new WeakMap<object, unknown>())

async function loadForJsonLd(url: string, load: DocumentLoader) {
  const remote = await load(url, 'context')
  const { document } = remote
  if (typeof document !== 'object' || document === null) return { ...remote }
  const known = copies().get(document)
  const copy = known ?? structuredClone(document)
  if (known === undefined && Object.isFrozen(document)) copies().set(document, copy)
  return { ...remote, document: copy }
}
