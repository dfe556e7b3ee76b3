import { BadgeError } from '../../errors.js'
import { documentLimits } from '../../internal/document-limits.js'
import { isJsonObject } from '../../internal/json.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { expandIri, isAbsolute } from './iri.js'
import { handOver } from './not-covered.js'
import type { KeyPlan } from './plans.js'
import { type ContextBuilder, defineTerm, isLanguageTag, type TermDefinition } from './terms.js'

/** Answers with the context document of a URL, if it has been loaded. What it answers is taken as unchangeable. */
export type ContextSource = (url: string) => JsonObject | undefined

/**
 * An active context. It never changes once it is made: a local context puts a new layer of terms on top of it, and
 * that layer is remembered here, so that every context of a badge is processed once and not once per node.
 */
export interface ActiveContext extends ContextBuilder {
  vocab: string | undefined
  /** Default language. */
  language: string | undefined
  /** Where a nested node goes back to when this one was made for a type only (`@propagate: false`). */
  readonly previous: ActiveContext | undefined
  /** Whether any term was ever protected: then the context cannot be set to `null`. */
  isProtected: boolean
  /** Made of loaded contexts alone, so worth keeping for the next document. */
  readonly lasting: boolean
  /** The terms of this layer, and those of the layers below that have been looked up. */
  readonly terms: Map<string, TermDefinition>
  readonly parent: ActiveContext | undefined
  readonly height: number
  /** What to do with the keys that this context defines. */
  readonly plans: Map<string, KeyPlan>
  /** Results of putting a local context on top; apart for those that may override protected terms. */
  readonly layers: Map<JsonObject, ActiveContext>
  readonly overridingLayers: Map<JsonObject, ActiveContext>
  unpropagated: ActiveContext | undefined
}

/** Active contexts that outlive one document; see {@link createContextCache}. */
export interface ContextCache {
  initial: ActiveContext
  weight: number
}

/** What one run needs to process contexts. */
export interface ContextRun {
  readonly contexts: ContextSource
  readonly cache: ContextCache
  /** Term definitions processed so far. */
  definitions: number
}

export type ScopeKind =
  /** `@context` in a node. */
  | 'embedded'
  /** Brought along by the property that leads to a node: may override protected terms. */
  | 'property'
  /** Brought along by a type: holds for this node only. */
  | 'type'

/** Contexts on top of each other in one place of a document; nobody who means well comes near. */
const LAYERS = 512

function layer(
  parent: ActiveContext | undefined,
  lasting: boolean,
  previous: ActiveContext | undefined,
): ActiveContext {
  const height = (parent?.height ?? 0) + 1
  if (height > LAYERS) handOver('very many contexts')
  const terms = new Map<string, TermDefinition>()
  return {
    vocab: parent?.vocab,
    language: parent?.language,
    previous,
    isProtected: parent?.isProtected ?? false,
    lasting,
    terms,
    parent,
    height,
    plans: new Map(),
    layers: new Map(),
    overridingLayers: new Map(),
    unpropagated: undefined,
    lookup(term) {
      const own = terms.get(term)
      if (own !== undefined) return own
      for (let below = parent; below !== undefined; below = below.parent) {
        const inherited = below.terms.get(term)
        if (inherited === undefined) continue
        terms.set(term, inherited)
        return inherited
      }
      return undefined
    },
    set(term, definition) {
      terms.set(term, definition)
    },
    markProtected() {
      this.isProtected = true
    },
  }
}

export const createContextCache = (): ContextCache => ({ initial: layer(undefined, true, undefined), weight: 0 })

/** Starts a run; forgets everything first when the cache has grown beyond its limit. */
export function startContexts(cache: ContextCache, contexts: ContextSource): ContextRun {
  if (cache.weight > documentLimits.rdfCachedTerms) {
    cache.initial = layer(undefined, true, undefined)
    cache.weight = 0
  }
  return { contexts, cache, definitions: 0 }
}

/** Context Processing (JSON-LD 1.1 API §4.1.2) with a base of `null`. */
export function applyContext(run: ContextRun, active: ActiveContext, local: JsonValue, kind: ScopeKind): ActiveContext {
  return (
    rememberedLayer(active, local, kind) ??
    processContext(run, active, local, kind === 'property', kind !== 'type', kind === 'embedded', undefined)
  )
}

/** The short way to what {@link processContext} would find. */
function rememberedLayer(active: ActiveContext, local: JsonValue, kind: ScopeKind): ActiveContext | undefined {
  if (kind === 'embedded' || !isJsonObject(local) || '@propagate' in local) return undefined
  if (kind === 'property') return active.overridingLayers.get(local)
  return (active.previous === undefined ? active.unpropagated : active)?.layers.get(local)
}

function processContext(
  run: ContextRun,
  active: ActiveContext,
  local: JsonValue,
  override: boolean,
  propagate: boolean,
  embedded: boolean,
  cycles: Set<string> | undefined,
): ActiveContext {
  const resolved: Resolved[] = []
  resolve(run, local, !embedded, resolved, 0)
  const first = resolved[0]
  if (first === undefined) return active
  const said = first.context?.['@propagate']
  const propagates = typeof said === 'boolean' ? said : propagate
  let result = active
  if (!propagates && result.previous === undefined) result = unpropagated(run, result)
  for (const { context, lasting } of resolved) {
    if (context === null) {
      if (!propagates || (!override && result.isProtected)) handOver('context set to null')
      result = run.cache.initial
    } else {
      result = addLayer(run, result, context, override, lasting, cycles)
    }
  }
  return result
}

interface Resolved {
  readonly context: JsonObject | null
  /** Comes from a loaded document or a term, not from the document in hand. */
  readonly lasting: boolean
}

/** Nested remote contexts; the reference gives up at ten URLs in one place. */
const REMOTE_DEPTH = 3
const REMOTE_CONTEXTS = 10

function resolve(run: ContextRun, local: JsonValue, lasting: boolean, into: Resolved[], depth: number): void {
  if (typeof local === 'string') {
    if (depth > REMOTE_DEPTH || !isAbsolute(local)) handOver('context URL')
    const context = run.contexts(local)?.['@context']
    if (typeof context !== 'object' || context === null) handOver('context not at hand')
    resolve(run, context, true, into, depth + 1)
  } else if (Array.isArray(local)) {
    for (const item of local) {
      if (Array.isArray(item)) handOver('array of arrays of contexts')
      resolve(run, item, lasting, into, depth)
    }
  } else if (local === null || isJsonObject(local)) {
    if (into.length >= REMOTE_CONTEXTS) handOver('very many contexts')
    into.push({ context: local, lasting })
  } else {
    handOver('invalid context')
  }
}

function unpropagated(run: ContextRun, active: ActiveContext): ActiveContext {
  active.unpropagated ??= remember(run, layer(active, active.lasting, active), 0)
  return active.unpropagated
}

/** What a layer may come to hold in looked-up terms and plans, measured in terms. */
const LAYER_WEIGHT = 200

/** Counts what the cache holds, so that no stream of odd documents can fill the memory. */
function remember(run: ContextRun, context: ActiveContext, definitions: number): ActiveContext {
  if (context.lasting) run.cache.weight += definitions + LAYER_WEIGHT
  return context
}

function addLayer(
  run: ContextRun,
  active: ActiveContext,
  local: JsonObject,
  override: boolean,
  lasting: boolean,
  cycles: Set<string> | undefined,
): ActiveContext {
  const known = override ? active.overridingLayers : active.layers
  const found = known.get(local)
  if (found !== undefined) return found
  const before = run.definitions
  const result = processLocal(run, active, local, override, lasting, cycles ?? new Set())
  // A context that the document itself brings along must not stay in a cache that other documents share.
  if (lasting || !active.lasting) known.set(local, remember(run, result, run.definitions - before))
  return result
}

const notTerms = new Set(['@version', '@vocab', '@language', '@base', '@propagate', '@protected'])

function processLocal(
  run: ContextRun,
  active: ActiveContext,
  local: JsonObject,
  override: boolean,
  lasting: boolean,
  cycles: Set<string>,
): ActiveContext {
  const result = layer(active, active.lasting && lasting, active.previous)
  const defined = new Map<string, boolean>()
  for (const keyword of notTerms) if (keyword in local) defined.set(keyword, true)
  processEntries(result, local)
  const definitions = {
    builder: result,
    local,
    defined,
    protectedByDefault: local['@protected'] === true,
    count: () => countDefinition(run),
  }
  for (const term of Object.keys(local)) {
    defineTerm(definitions, term, override)
    const value = local[term]
    if (isJsonObject(value) && value['@context'] !== undefined) validateScoped(run, result, value['@context'], cycles)
  }
  return result
}

function countDefinition(run: ContextRun): void {
  run.definitions += 1
  if (run.definitions > documentLimits.rdfTermDefinitions) {
    throw new BadgeError('ERR_RDF_LIMIT', `The contexts define more than ${documentLimits.rdfTermDefinitions} terms.`)
  }
}

function processEntries(result: ActiveContext, local: JsonObject): void {
  if ('@version' in local && local['@version'] !== 1.1) handOver('version')
  if ('@import' in local || '@direction' in local || '@context' in local) handOver('entry of a context')
  if ('@base' in local && local['@base'] !== null) handOver('base')
  if ('@propagate' in local && typeof local['@propagate'] !== 'boolean') handOver('propagate')
  if ('@protected' in local && local['@protected'] !== true) handOver('protected')
  if ('@vocab' in local) {
    const vocab = local['@vocab']
    const iri = typeof vocab === 'string' ? expandIri(result, vocab, true) : vocab === null ? undefined : null
    if (iri === null || (iri !== undefined && !isAbsolute(iri))) handOver('vocab')
    result.vocab = iri
  }
  if ('@language' in local) {
    const language = local['@language']
    if (language !== null && !isLanguageTag(language)) handOver('language')
    result.language = language === null ? undefined : language.toLowerCase()
  }
}

/** A context inside a term must be valid even if it is never used; the layer made on the way is thrown away. */
function validateScoped(run: ContextRun, partial: ActiveContext, local: JsonValue, cycles: Set<string>): void {
  if (typeof local === 'string') {
    if (cycles.has(local)) return
    cycles.add(local)
  }
  // A copy, since nothing made of a context that is still growing may be remembered in it.
  processContext(run, layer(partial, false, partial.previous), local, true, true, true, cycles)
}
