import { isJsonObject } from '../internal/json.js'
import type { Path } from '../internal/pointer.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import { indexOf } from './class-index.js'
import { type ClassName, documentClasses, type ModelVersion, model } from './model.js'

/**
 * One object of the document that the model has a class for. A literal, not a class: the engine keeps the shape of a literal, and so what
 * it compiled for it, when no node is left.
 */
export interface Node {
  readonly name: ClassName
  readonly value: JsonObject
  /** Where it is; `undefined` for the document itself. A pointer is made when it is asked for: most nodes have nothing to be said of. */
  readonly path: Path | undefined
}

/** Every object that the model knows, from the root down. Embedded credentials are documents of their own. */
export function visitNodes(
  value: JsonValue | undefined,
  name: ClassName,
  version: ModelVersion,
  visit: (node: Node) => void,
  path?: Path,
): void {
  if (!isJsonObject(value)) return
  visit({ name, value, path })
  for (const [token, target] of indexOf(model[version][name]).children) {
    const member = value[token]
    if (member === undefined || documentClasses.has(target)) continue
    const at = { up: path, token }
    if (!Array.isArray(member)) visitNodes(member, target, version, visit, at)
    else for (let i = 0; i < member.length; i++) visitNodes(member[i], target, version, visit, { up: at, token: i })
  }
}
