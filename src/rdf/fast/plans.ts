import type { JsonValue } from '../../types/json.js'
import type { ActiveContext } from './context.js'
import { expandIri, iriTerm, isAbsolute, isBlankLabel, isKeyword } from './iri.js'
import type { TermDefinition } from './terms.js'
import { type Coercion, coercionOf } from './values.js'

/** What a key of an object means in one active context, worked out once. */
export interface KeyPlan {
  readonly kind:
    | 'property'
    | 'id'
    | 'type'
    | 'context'
    | 'value'
    | 'language'
    | 'direction'
    | 'index'
    | 'list'
    | 'set'
    | 'graph'
    /** A keyword or container that the walk leaves to the reference, or a key that means nothing. */
    | 'uncovered'
  readonly isKeyword: boolean
  /** Of a property: its IRI as an N-Quads term, and the same with a blank on either side. */
  readonly term: string
  readonly predicate: string
  /** How a plain value under this key is read. */
  readonly coercion: Coercion
  readonly isList: boolean
  readonly isGraph: boolean
  readonly isLanguageMap: boolean
  readonly isReverse: boolean
  /** Whether its plain values are plain quads: no container, no context of its own. */
  readonly isSimple: boolean
  /** The context that the term brings along. */
  readonly scoped: JsonValue | undefined
}

const kinds: Readonly<Record<string, KeyPlan['kind']>> = {
  '@context': 'context',
  '@id': 'id',
  '@type': 'type',
  '@value': 'value',
  '@language': 'language',
  '@direction': 'direction',
  '@index': 'index',
  '@list': 'list',
  '@set': 'set',
  '@graph': 'graph',
}

export function planFor(active: ActiveContext, key: string): KeyPlan {
  const known = active.plans.get(key)
  if (known !== undefined) return known
  const definition = active.lookup(key)
  const plan = makePlan(active, key, definition)
  // Only names that the contexts know: documents can hold any number of others.
  if (definition !== undefined || isKeyword(key)) active.plans.set(key, plan)
  return plan
}

function makePlan(active: ActiveContext, key: string, definition: TermDefinition | undefined): KeyPlan {
  const iri = key === '__proto__' ? null : expandIri(active, key, true)
  const container = definition?.container ?? []
  const has = (item: string): boolean => container.includes(item)
  const kind = kindOf(iri, definition)
  const term = kind === 'property' && iri !== null ? iriTerm(iri) : ''
  const coercion = coercionOf(active, definition)
  return {
    kind: kind === 'property' && (has('@index') || has('@id') || has('@type')) ? 'uncovered' : kind,
    isKeyword: iri !== null && isKeyword(iri),
    term,
    predicate: ` ${term} `,
    coercion,
    isList: has('@list'),
    isGraph: has('@graph'),
    isLanguageMap: has('@language'),
    isReverse: definition?.reverse === true,
    isSimple:
      kind === 'property' &&
      !has('@list') &&
      !has('@graph') &&
      coercion.type !== '@json' &&
      definition?.context === undefined,
    scoped: definition?.context,
  }
}

function kindOf(iri: string | null, definition: TermDefinition | undefined): KeyPlan['kind'] {
  if (iri === null) return 'uncovered'
  if (isKeyword(iri)) {
    const kind = kinds[iri] ?? 'uncovered'
    if (kind !== 'list' && kind !== 'set' && kind !== 'graph') return kind
    // An alias of these that brings a container, a type or a context along is too odd to be worth it.
    return [definition?.container, definition?.type, definition?.context].every((x) => x === undefined)
      ? kind
      : 'uncovered'
  }
  return isAbsolute(iri) && !isBlankLabel(iri) && definition?.reverse !== true ? 'property' : 'uncovered'
}
