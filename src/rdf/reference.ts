import type { JsonLdEvent, RdfQuad } from 'jsonld'
import { BadgeError } from '../errors.js'
import { limits } from '../internal/limits.js'
import type { JsonObject } from '../types/json.js'
import type { DocumentLoader } from '../types/loader.js'
import { fromJsonLdError } from './jsonld-errors.js'
import type { RdfOptions } from './options.js'
import { canonizeDataset } from './rdfc.js'

/**
 * The canonical form by the reference libraries: `jsonld` in safe mode and `rdf-canonize`. Call it with a document
 * that `assertWorkable` has passed.
 */
export async function canonicalizeByReference(document: JsonObject, options: RdfOptions): Promise<string> {
  const quads = await toQuads(document, options.documentLoader)
  if (quads.length > Math.min(options.maxQuads ?? limits.rdfQuads, limits.rdfQuads)) {
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

/** Copies of frozen contexts: `jsonld` resolves the URLs inside a context in place. */
const copies = new WeakMap<object, unknown>()

async function loadForJsonLd(url: string, load: DocumentLoader) {
  const remote = await load(url, 'context')
  const { document } = remote
  if (typeof document !== 'object' || document === null) return { ...remote }
  const known = copies.get(document)
  const copy = known ?? structuredClone(document)
  if (known === undefined && Object.isFrozen(document)) copies.set(document, copy)
  return { ...remote, document: copy }
}
