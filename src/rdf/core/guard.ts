import { BadgeError } from '../../errors.js'
import { documentLimits } from '../../internal/document-limits.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { pointerJoin } from '../../internal/pointer.js'
import type { JsonObject } from '../../types/json.js'

/** Passes or refuses a document as {@link surveyDocument} does. */
export function assertWorkable(document: unknown): asserts document is JsonObject {
  surveyDocument(document)
}

/**
 * Refuses, in one pass and before any work, a document whose canonicalisation could take long: too deep, too many
 * values, large inline contexts, many types that bring contexts. Also what is not JSON.
 *
 * @returns the URLs of the contexts that the document names
 */
export function surveyDocument(document: unknown): ReadonlySet<string> {
  if (!isJsonObject(document)) throw new BadgeError('ERR_RDF_INVALID', 'Only a JSON object can be canonicalised.')
  const urls = new Set<string>()
  const work: Work = {
    urls,
    contextDepth: 0,
    values: 0,
    contextBytes: 0,
    types: 0,
    extraTypes: 0,
    setWork: 0,
    path: [],
  }
  measure(document, work)
  if (work.contextBytes * work.types > documentLimits.rdfContextWork) {
    throw tooMuch('The contexts within the document are too large for so many types.')
  }
  if (work.setWork > documentLimits.rdfSetWork) throw tooMuch('The document has too long a list of values.')
  return urls
}

interface Work {
  readonly urls: Set<string>
  /** How many contexts the walk is in: those that an inline context names are for the processor. */
  contextDepth: number
  values: number
  contextBytes: number
  types: number
  extraTypes: number
  setWork: number
  /** Where the walk is; a pointer is made of it only when something is wrong. */
  readonly path: (string | number)[]
}

const pointerOf = ({ path }: Work): string => path.reduce<string>(pointerJoin, '')

function measure(value: unknown, work: Work): void {
  work.values += 1
  if (work.values > documentLimits.rdfValues)
    throw tooMuch(`The document has more than ${documentLimits.rdfValues} values.`)
  if (typeof value !== 'object' || value === null) {
    assertScalar(value, work)
    return
  }
  if (work.path.length >= documentLimits.jsonDepth)
    throw tooMuch(`The document is nested more than ${documentLimits.jsonDepth} levels deep.`)
  if (Array.isArray(value)) {
    work.setWork += value.length ** 2
    for (let i = 0; i < value.length; i++) {
      work.path.push(i)
      measure(value[i], work)
      work.path.pop()
    }
    return
  }
  if (!isPlain(value)) throw notJson(work)
  for (const key of Object.keys(value)) {
    const member = (value as JsonObject)[key]
    work.path.push(key)
    if (key === '@context') {
      measureContext(member, work)
      work.contextDepth += 1
      if (member !== undefined) measure(member, work)
      work.contextDepth -= 1
    } else {
      if (typeof member === 'string' || Array.isArray(member)) countTypes(key, member, work)
      if (member !== undefined) measure(member, work)
    }
    work.path.pop()
  }
}

/** A plain object of another realm has a prototype whose own prototype is null. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function assertScalar(value: unknown, work: Work): void {
  const json =
    value === null ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && value.isWellFormed()) ||
    (typeof value === 'number' && Number.isFinite(value))
  if (!json) throw notJson(work)
  if (isLost(value)) {
    throw new BadgeError('ERR_RDF_INVALID', 'A number is so small that RDF would hold zero instead.', {
      pointer: pointerOf(work),
    })
  }
}

/** `jsonld` writes 1e-7 as "0", since there is no point in it: a signature would cover something else. */
const isLost = (value: unknown): boolean =>
  typeof value === 'number' && !Number.isInteger(value) && !String(value).includes('.')

const notJson = (work: Work): BadgeError =>
  new BadgeError('ERR_RDF_INVALID', 'The document holds a value that is not JSON.', { pointer: pointerOf(work) })

/** Any key may be an alias of `@type`, but only a context within the document can say so. */
function countTypes(key: string, value: unknown, work: Work): void {
  if (key !== 'type' && key !== '@type' && work.contextBytes === 0) return
  const count = Array.isArray(value) ? value.filter((item) => typeof item === 'string').length : 1
  work.types += count
  work.extraTypes += Math.max(0, count - 2)
  if (work.extraTypes > documentLimits.rdfExtraTypes) throw tooMuch('The document has too many types.')
}

/** What a context is that is written as a context document, with `@context` and nothing else. */
export function bareContext(item: JsonObject): JsonObject | undefined {
  const inner = item['@context']
  const isBare = Object.keys(item).length === 1 && isJsonObject(inner) && !Object.hasOwn(inner, '@context')
  return isBare ? inner : undefined
}

function measureContext(context: unknown, work: Work): void {
  if (work.contextDepth === 0) {
    for (const item of asArray(context)) if (typeof item === 'string') work.urls.add(item)
  }
  // JSON-LD API §5.1.2: no context redefines the keyword; `jsonld` would take the inner one and forget the rest. A
  // context document within the document has nothing else, and means what is in it.
  const holds = (item: unknown): item is JsonObject => isJsonObject(item) && Object.hasOwn(item, '@context')
  if (asArray(context).some((item) => holds(item) && (work.contextDepth > 0 || bareContext(item) === undefined))) {
    throw new BadgeError('ERR_CONTEXT_INVALID', 'A context may not hold another one as "@context".', {
      pointer: pointerOf(work),
    })
  }
  const inline = Array.isArray(context) ? context.filter((item) => typeof item !== 'string') : context
  if (typeof inline === 'string' || inline === undefined) return
  let bytes: number
  try {
    bytes = Array.isArray(inline) && inline.length === 0 ? 0 : JSON.stringify(inline).length
  } catch (cause) {
    throw new BadgeError('ERR_CONTEXT_INVALID', 'A context within the document is not JSON.', {
      cause,
      pointer: pointerOf(work),
    })
  }
  work.contextBytes += bytes
  if (work.contextBytes > documentLimits.rdfInlineContextBytes) {
    throw new BadgeError(
      'ERR_RDF_LIMIT',
      `The contexts within the document have more than ${documentLimits.rdfInlineContextBytes} bytes.`,
      { pointer: pointerOf(work) },
    )
  }
}

const tooMuch = (message: string): BadgeError => new BadgeError('ERR_RDF_LIMIT', message)
