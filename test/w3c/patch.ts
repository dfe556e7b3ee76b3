import { pointerTokens } from '../../src/internal/pointer.js'

/** One operation of JSON Patch (RFC 6902); the others are of no use to the tables here. */
export interface Operation {
  readonly op: 'add' | 'replace' | 'remove'
  readonly path: string
  readonly value?: unknown
}

type Container = Record<string, unknown>

/** A copy of a document with the operations applied. Throws where a place does not exist: a case must change something. */
export function patched<T>(document: T, operations: readonly Operation[]): T {
  const copy = structuredClone(document)
  for (const { op, path, value } of operations) {
    const names = pointerTokens(path)
    const last = names.pop() ?? ''
    const parent = names.reduce<unknown>((at, name) => (at as Container | undefined)?.[name], copy) as
      | Container
      | undefined
    if (typeof parent !== 'object' || parent === null) throw new Error(`There is no ${path}.`)
    if (op !== 'add' && !(last in parent)) throw new Error(`There is no ${path}.`)
    if (Array.isArray(parent)) {
      const index = last === '-' ? parent.length : Number(last)
      parent.splice(index, op === 'add' ? 0 : 1, ...(op === 'remove' ? [] : [value]))
    } else if (op === 'remove') delete parent[last]
    else parent[last] = value
  }
  return copy
}
