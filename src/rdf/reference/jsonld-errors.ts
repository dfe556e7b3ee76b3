import { BadgeError, type BadgeErrorCode, isBadgeError } from '../../errors.js'

/** What `jsonld` attaches to its errors, as far as it can be relied on. */
interface JsonLdErrorShape {
  readonly name: string
  readonly details?: { readonly code?: unknown; readonly cause?: unknown; readonly event?: { readonly code?: unknown } }
}

/** Safe mode: the codes of events that mean "this has no meaning in any context". */
export const TERM_EVENTS: ReadonlySet<unknown> = new Set([
  'invalid property',
  'relative @type reference',
  'relative predicate reference',
  'blank node predicate',
])

/** Safe mode: the codes of events that come out of contexts. */
const CONTEXT_EVENTS: ReadonlySet<unknown> = new Set([
  'relative @vocab reference',
  'reserved @id value',
  'reserved @reverse value',
  'reserved term',
])

/** JSON-LD API §9.6: error codes that are about values, not about contexts. */
const VALUE_CODES: ReadonlySet<unknown> = new Set([
  'colliding keywords',
  'invalid @id value',
  'invalid @included value',
  'invalid @index value',
  'invalid @nest value',
  'invalid @reverse value',
  'invalid language map value',
  'invalid language-tagged string',
  'invalid language-tagged value',
  'invalid reverse property map',
  'invalid reverse property value',
  'invalid set or list object',
  'invalid type value',
  'invalid typed value',
  'invalid value object',
  'invalid value object value',
  'list of lists',
  'conflicting indexes',
])

const CONTEXT_ERRORS: ReadonlySet<string> = new Set([
  'jsonld.ContextUrlError',
  'jsonld.CyclicalContext',
  'jsonld.InvalidUrl',
  'jsonld.ProcessingModeConflict',
  'jsonld.UnsupportedVersion',
])

const messages = {
  ERR_TERM_UNDEFINED: 'The document uses a term that no context defines, so that no signature would cover it.',
  ERR_CONTEXT_UNAVAILABLE: 'A context of the document could not be loaded.',
  ERR_CONTEXT_INVALID: 'A context of the document is not valid, or redefines a protected term.',
  ERR_RDF_INVALID: 'The document holds a value that cannot be turned into RDF without loss.',
} as const satisfies Partial<Record<BadgeErrorCode, string>>

/** The BadgeError for whatever `jsonld` threw, by its structure: names and codes, never its text. */
export function fromJsonLdError(error: unknown): BadgeError {
  const inner = loaderError(error)
  if (inner !== undefined) return inner
  const code = codeOf(error)
  return new BadgeError(code, messages[code], { cause: error })
}

/** What our loader threw, wherever `jsonld` packed it away. */
function loaderError(error: unknown): BadgeError | undefined {
  if (isBadgeError(error)) return error
  const cause = isJsonLdError(error) ? error.details?.cause : undefined
  return cause === undefined ? undefined : loaderError(cause)
}

const isJsonLdError = (error: unknown): error is JsonLdErrorShape =>
  error instanceof Error && error.name.startsWith('jsonld.')

function codeOf(error: unknown): keyof typeof messages {
  if (!isJsonLdError(error)) return 'ERR_RDF_INVALID'
  const { details } = error
  if (error.name === 'jsonld.ValidationError') {
    const event = details?.event?.code
    if (TERM_EVENTS.has(event)) return 'ERR_TERM_UNDEFINED'
    return CONTEXT_EVENTS.has(event) ? 'ERR_CONTEXT_INVALID' : 'ERR_RDF_INVALID'
  }
  // Our loader says why; this is another loader's failure.
  if (details?.code === 'loading remote context failed') return 'ERR_CONTEXT_UNAVAILABLE'
  if (CONTEXT_ERRORS.has(error.name)) return 'ERR_CONTEXT_INVALID'
  return error.name === 'jsonld.SyntaxError' && !VALUE_CODES.has(details?.code)
    ? 'ERR_CONTEXT_INVALID'
    : 'ERR_RDF_INVALID'
}
