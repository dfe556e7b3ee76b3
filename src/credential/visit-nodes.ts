import { isJsonObject } from '../internal/json.js'
import { pointerJoin } from '../internal/pointer.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import { indexOf } from './class-index.js'
import { type ClassName, documentClasses, type ModelVersion, model } from './model.js'

/** One object of the document that the model has a class for. */
export interface Node {
  readonly name: ClassName
  readonly value: JsonObject
  readonly pointer: string
}

/** Every object that the model knows, from the root down. Embedded credentials are documents of their own. */
export function visitNodes(
  value: JsonValue | undefined,
  name: ClassName,
  pointer: string,
  version: ModelVersion,
  visit: (node: Node) => void,
): void {
  if (!isJsonObject(value)) return
  visit({ name, value, pointer })
  for (const [key, target] of indexOf(model[version][name]).children) {
    const member = value[key]
    if (member === undefined || documentClasses.has(target)) continue
    const at = pointerJoin(pointer, key)
    if (!Array.isArray(member)) visitNodes(member, target, at, version, visit)
    else for (let i = 0; i < member.length; i++) visitNodes(member[i], target, pointerJoin(at, i), version, visit)
  }
}
