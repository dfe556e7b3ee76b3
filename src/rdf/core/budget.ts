import { BadgeError } from '../../errors.js'
import { documentLimits } from '../../internal/document-limits.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import type { JsonObject, JsonValue } from '../../types/json.js'

/**
 * What is left of the work that one verification may take, however many proofs and endorsements it comes to. What any
 * document needs in proportion to its size is not counted.
 */
export interface WorkBudget {
  /** Hashes for telling alike blank nodes apart. */
  hashes: number
  /** Orders of alike blank nodes that are tried. */
  permutations: number
  /** Objects that the reference libraries process; see {@link weightOf}. */
  objects: number
}

export const createWorkBudget = (): WorkBudget => ({
  hashes: documentLimits.rdfHashes,
  permutations: documentLimits.rdfPermutations,
  objects: documentLimits.rdfReferenceObjects,
})

/** The reference clones what a context defines, again wherever one is: as much work as many objects. */
const CONTEXT_WEIGHT = 10

/** The work of the reference libraries for a document, measured in objects. */
function weightOf(value: JsonValue | undefined, isRoot = true): number {
  if (typeof value !== 'object' || value === null) return 0
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + weightOf(item, false), 0)
  let weight = 1
  for (const key of Object.keys(value)) {
    const member = value[key]
    if (key !== '@context') weight += weightOf(member, false)
    else if (!isRoot) weight += CONTEXT_WEIGHT * asArray<JsonValue>(member).filter((item) => !isJsonObject(item)).length
  }
  return weight
}

/** @returns whether the reference may process a document; then that is taken off the budget */
export function affords(budget: WorkBudget, document: JsonObject): boolean {
  const weight = weightOf(document)
  if (weight > budget.objects) return false
  budget.objects -= weight
  return true
}

/** @throws BadgeError `ERR_RDF_LIMIT` */
export function spendOnReference(budget: WorkBudget, document: JsonObject): void {
  if (affords(budget, document)) return
  throw new BadgeError(
    'ERR_RDF_LIMIT',
    'The document, with what belongs to it, has more objects of an unusual form than are processed.',
  )
}
