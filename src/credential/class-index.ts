import { sharedCache } from '../internal/shared-caches.js'
import type { ClassName, ClassRule, PropertyRule } from './model.js'

/** A class of the model, put in the order in which checks look things up. */
export interface ClassIndex {
  readonly properties: readonly (readonly [key: string, rule: PropertyRule])[]
  readonly byKey: ReadonlyMap<string, PropertyRule>
  /** The keys that each family of schemas asks for. */
  readonly required: { readonly tolerant: readonly string[]; readonly strict: readonly string[] }
  /** The properties that hold objects of a class. A profile may be named by its URI. */
  readonly children: readonly (readonly [key: string, name: ClassName])[]
}

const known = sharedCache('classIndexes', () => new WeakMap<ClassRule, ClassIndex>())

/** Made once for each class. */
export function indexOf(rule: ClassRule): ClassIndex {
  let index = known().get(rule)
  if (index === undefined) {
    index = makeIndex(Object.entries(rule.properties))
    known().set(rule, index)
  }
  return index
}

function makeIndex(properties: ClassIndex['properties']): ClassIndex {
  const requiredBy = (wanted: readonly unknown[]): string[] =>
    properties.flatMap(([key, { required }]) => (wanted.includes(required) ? [key] : []))
  return {
    properties,
    byKey: new Map(properties),
    required: { tolerant: requiredBy([true]), strict: requiredBy([true, 'strict']) },
    children: properties.flatMap(([key, { kind }]): readonly [string, ClassName][] => {
      if ('object' in kind) return [[key, kind.object]]
      return 'plain' in kind && kind.plain === 'profileRef' ? [[key, 'Profile']] : []
    }),
  }
}
