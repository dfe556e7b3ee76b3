import { isJsonObject } from '../internal/json.js'
import { pointerGet } from '../internal/pointer.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { FixProposal } from '../types/model.js'

/** One operation of a JSON Patch, RFC 6902. */
export type JsonPatchOperation = FixProposal['patch'][number]

const tokensOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))

/** Changes `root` as one operation of RFC 6902 says; `false` where it does not fit. Only what `fixDraft` proposes. */
export function applyOperation(root: JsonObject, operation: JsonPatchOperation): boolean {
  const { op, path } = operation
  if (op === 'move') {
    const value = pointerGet(root, operation.from)
    // A move onto a value that is there would lose it, and one into itself cannot be.
    if (value === undefined || pointerGet(root, path) !== undefined || path.startsWith(`${operation.from}/`))
      return false
    return set(root, path, value, false) && remove(root, operation.from)
  }
  if (op === 'remove') return remove(root, path)
  // A later operation must not change the value that this one states.
  return set(root, path, structuredClone(operation.value), op === 'replace')
}

function parentOf(root: JsonObject, path: string): [JsonValue | undefined, string] {
  const tokens = tokensOf(path)
  return [pointerGet(root, path.slice(0, path.lastIndexOf('/'))), tokens.at(-1) ?? '']
}

function set(root: JsonObject, path: string, value: JsonValue, mustExist: boolean): boolean {
  const [parent, token] = parentOf(root, path)
  if (token === '__proto__') return false
  if (Array.isArray(parent)) {
    if (token === '-' && !mustExist) parent.push(value)
    else if (mustExist && Number(token) in parent) parent[Number(token)] = value
    else return false
    return true
  }
  if (!isJsonObject(parent) || (mustExist && !Object.hasOwn(parent, token))) return false
  parent[token] = value
  return true
}

function remove(root: JsonObject, path: string): boolean {
  const [parent, token] = parentOf(root, path)
  if (Array.isArray(parent)) return Number(token) in parent && parent.splice(Number(token), 1).length === 1
  return isJsonObject(parent) && Object.hasOwn(parent, token) && delete parent[token]
}
