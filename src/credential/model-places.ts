import { indexOf } from './class-index.js'
import { type ClassName, type ClassRule, type ModelVersion, model } from './model.js'

/** Where in the model a document begins: its class, and the data model of its envelope. */
export interface ModelPlace {
  readonly root: ClassName
  readonly version: ModelVersion
}

/**
 * Whether a fault at this place is one of form, by the rows of the model on the way to it: below a row that is marked
 * `form` everything is, and what no row marks guards the meaning.
 */
export function isPlaceOfForm(pointer: string, { root, version }: ModelPlace): boolean {
  let name: ClassName | undefined = root
  for (const token of pointer.split('/').slice(1)) {
    if (/^\d+$/.test(token)) continue
    if (name === undefined) return false
    const rule: ClassRule = model[version][name]
    const row = indexOf(rule).byKey.get(token)
    if (row?.guards === 'meaning') return false
    if (rule.guards === 'form') return true
    if (row === undefined) return false
    if (row.guards === 'form') return true
    name = indexOf(rule).children.find(([key]) => key === token)?.[1]
  }
  return false
}
