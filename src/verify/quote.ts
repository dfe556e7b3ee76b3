import { isJsonObject } from '../internal/json.js'
import { maskAddresses } from '../internal/mask.js'
import { pointerJoin } from '../internal/pointer.js'
import type { JsonValue } from '../types/json.js'

/** Longest value quoted in an explanation. */
const QUOTE_LENGTH = 80

/** Places whose values may be somebody's address or name; explanations end up in logs. */
const personal = /\/(identifier|identityHash|email|emailAddress|phone|recipient|credentialSubject(\/\d+)?\/id)(\/|$)/

const WITHHELD = 'withheld'

/** A value as an explanation quotes it: the beginning of its JSON, without what may tell whose badge it is. */
export function quote(value: JsonValue, pointer: string): string {
  if (personal.test(pointer)) return WITHHELD
  let text = ''
  for (const piece of pieces(value, pointer)) {
    text += piece
    // Of a long value no more is looked at than is shown.
    if (text.length > QUOTE_LENGTH) return `${text.slice(0, QUOTE_LENGTH - 1)}…`
  }
  return text
}

function* pieces(value: JsonValue, pointer: string): Generator<string> {
  if (Array.isArray(value)) {
    yield '['
    for (const [i, item] of value.entries()) {
      if (i > 0) yield ','
      yield* shown(item, pointerJoin(pointer, i))
    }
    yield ']'
  } else if (isJsonObject(value)) {
    yield '{'
    let isFirst = true
    for (const [key, member] of Object.entries(value)) {
      yield `${isFirst ? '' : ','}${text(key)}:`
      yield* shown(member, pointerJoin(pointer, key))
      isFirst = false
    }
    yield '}'
  } else yield typeof value === 'string' ? text(value) : JSON.stringify(value)
}

function* shown(value: JsonValue | undefined, pointer: string): Generator<string> {
  if (personal.test(pointer)) yield WITHHELD
  else yield* pieces(value ?? null, pointer)
}

/** An address that the cut would go through is masked all the same: no mail address is longer than the margin. */
const text = (value: string): string => JSON.stringify(maskAddresses(value.slice(0, 512)))
