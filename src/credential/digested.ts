import { type Path, pointerOf } from '../internal/pointer.js'
import type { JsonObject, JsonValue } from '../types/json.js'

/** Documents of their own, and what is about the whole, are not parts of a credential. */
const apart: ReadonlySet<string> = new Set([
  '@context',
  'proof',
  'endorsement',
  'endorsementJwt',
  'verifiableCredential',
])

/**
 * The resources of which the issuer signs a digest, each with its place: those of `relatedResource`, and, as VCDM 2.0
 * §5.3 has it, every object that has the digest of what lies at its own `id`.
 */
export function relatedResources(document: JsonObject): readonly { entry: JsonObject; pointer: string }[] {
  return namesDigest(document) ? find(document) : NONE
}

const NONE: readonly never[] = []

/** Whether {@link find} can find any; most documents have none, which is found out without keeping track of places. */
function namesDigest(value: JsonObject | readonly JsonValue[]): boolean {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const item = value[i]
      if (typeof item === 'object' && item !== null && namesDigest(item)) return true
    }
    return false
  }
  for (const member of Object.keys(value)) {
    if (member === 'digestSRI' || member === 'digestMultibase' || member === 'relatedResource') return true
    const held = (value as JsonObject)[member]
    if (typeof held === 'object' && held !== null && !apart.has(member) && namesDigest(held)) return true
  }
  return false
}

function find(document: JsonObject): { entry: JsonObject; pointer: string }[] {
  const found: { entry: JsonObject; pointer: string }[] = []
  const walk = (value: JsonValue | undefined, path: Path | undefined, isRelated: boolean): void => {
    if (typeof value !== 'object' || value === null) return
    const isList = Array.isArray(value)
    if (!isList) {
      const { id, digestSRI, digestMultibase } = value
      if (isRelated || (typeof id === 'string' && (digestSRI ?? digestMultibase) !== undefined)) {
        found.push({ entry: value, pointer: pointerOf(path) })
      }
    }
    for (const [token, member] of Object.entries(value)) {
      const related = isList ? isRelated : path === undefined && token === 'relatedResource'
      if (!apart.has(token)) walk(member, { up: path, token }, related)
    }
  }
  walk(document, undefined, false)
  return found
}
