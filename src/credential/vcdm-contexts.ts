import { CREDENTIALS_V1, CREDENTIALS_V2 } from '../internal/context-urls.js'
import { isJsonObject } from '../internal/json.js'
import { pointerJoin } from '../internal/pointer.js'
import { isUri } from '../internal/url.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { Report } from './findings.js'

/**
 * The terms that https://www.w3.org/ns/credentials/v2 defines at its top, all of them protected. A test holds this
 * table against the bundled context.
 */
export const credentialsV2Terms: ReadonlySet<string> = new Set([
  'id',
  'type',
  'description',
  'digestMultibase',
  'digestSRI',
  'mediaType',
  'name',
  'VerifiableCredential',
  'EnvelopedVerifiableCredential',
  'VerifiablePresentation',
  'EnvelopedVerifiablePresentation',
  'JsonSchemaCredential',
  'JsonSchema',
  'BitstringStatusListCredential',
  'BitstringStatusList',
  'BitstringStatusListEntry',
  'DataIntegrityProof',
  '...',
  '_sd',
  '_sd_alg',
  'aud',
  'cnf',
  'exp',
  'iat',
  'iss',
  'jku',
  'kid',
  'nbf',
  'sub',
  'x5u',
])

/** The same of https://www.w3.org/2018/credentials/v1. */
export const credentialsV1Terms: ReadonlySet<string> = new Set([
  'id',
  'type',
  'VerifiableCredential',
  'VerifiablePresentation',
  'EcdsaSecp256k1Signature2019',
  'EcdsaSecp256r1Signature2019',
  'Ed25519Signature2018',
  'RsaSignature2018',
  'proof',
])

/** What the contexts of a document say about terms, as far as it can be told without fetching. */
export interface Vocabulary {
  /** Whether every context is that of the data model or inline, so that a term unknown here is unknown for good. */
  readonly complete: boolean
  /** Whether a term, compact IRI or absolute URL stands for a URL. `undefined` when it cannot be told. */
  readonly maps: (type: string) => boolean | undefined
}

/** Reads the contexts after the first, and reports what is not a context and what defines a protected term again. */
export function readContexts(contexts: readonly JsonValue[], report: Report): Vocabulary {
  const inline: JsonObject[] = []
  const base = contexts[0] === CREDENTIALS_V1 ? CREDENTIALS_V1 : CREDENTIALS_V2
  const terms = base === CREDENTIALS_V1 ? credentialsV1Terms : credentialsV2Terms
  let locked: Map<string, string> | undefined
  let complete = true
  for (const [i, written] of contexts.entries()) {
    // A context document within the document is the context in it.
    const inner = isJsonObject(written) && Object.keys(written).length === 1 ? written['@context'] : undefined
    const context = isJsonObject(inner) ? inner : written
    if (isJsonObject(context)) {
      inline.push(context)
      locked ??= new Map([...terms].map((term) => [term, `"@${term}"`]))
      lockTerms(context, pointerJoin('/@context', i), locked, report)
    } else if (typeof context !== 'string' || !isUri(context)) {
      report('context.url', pointerJoin('/@context', i), 'A context must be a URL or an inline context.')
    } else complete &&= context === base
  }
  return { complete, maps: (type) => mapsToUrl(type, inline, terms) ?? (complete ? false : undefined) }
}

/** JSON-LD 1.1 §4.1.11: a protected term may be defined again only in the very same way. */
function lockTerms(context: JsonObject, at: string, locked: Map<string, string>, report: Report): void {
  for (const [term, definition] of Object.entries(context)) {
    if (term.startsWith('@')) continue
    const text = JSON.stringify(definition)
    const lock = locked.get(term)
    if (lock !== undefined && lock !== text) {
      report('context.protected', pointerJoin(at, term), `The protected term "${term}" is defined again.`)
    }
    const own = isJsonObject(definition) ? definition['@protected'] : undefined
    if ((own ?? context['@protected']) === true) locked.set(term, text)
  }
}

function mapsToUrl(type: string, inline: readonly JsonObject[], terms: ReadonlySet<string>): boolean | undefined {
  const definition = lookUp(type, inline)
  if (definition !== undefined) {
    const iri = isJsonObject(definition) ? (definition['@id'] ?? type) : definition
    return typeof iri === 'string' && isAbsolute(iri, inline)
  }
  if (type.includes(':')) return isAbsolute(type, inline)
  if (terms.has(type)) return true
  return typeof lookUp('@vocab', inline) === 'string' ? true : undefined
}

/** A compact IRI counts as absolute: its prefix is checked by the JSON-LD processor. */
const isAbsolute = (iri: string, inline: readonly JsonObject[]): boolean =>
  isUri(iri) || typeof lookUp('@vocab', inline) === 'string'

const lookUp = (term: string, inline: readonly JsonObject[]): JsonValue | undefined =>
  inline.findLast((context) => Object.hasOwn(context, term))?.[term]
