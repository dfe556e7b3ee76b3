import { readFileSync } from 'node:fs'
import { multibaseDecode } from '../../src/internal/encoding.js'
import { pointerGet } from '../../src/internal/pointer.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import type { Operation } from './patch.js'

/** What the suites look at, as data in words of our own. */
export const table = <Table>(name: string): Table =>
  JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8')) as Table

/** Something that is sent, and how it ends. */
export interface Case {
  readonly name: string
  readonly patch: readonly Operation[]
  readonly options?: JsonObject
  /** Absent where it is sound. */
  readonly code?: string
  /** Another code at some issuers, by the beginning of their names; `null` where it is sound there. */
  readonly codes?: Readonly<Record<string, string | null>>
  /** Issuers for which it means nothing. */
  readonly not?: readonly string[]
}

/** The code that a case must end with at an issuer, by the longest name that fits. */
export function codeAt({ code, codes = {} }: Case, name: string): string | undefined {
  const [found] = Object.keys(codes)
    .filter((start) => name.startsWith(start))
    .sort((a, b) => b.length - a.length)
  return found === undefined ? code : (codes[found] ?? undefined)
}

/** What a place of a document must hold: this value (`null`: nothing), or text of this form. */
interface Place {
  readonly at: string
  readonly is?: JsonValue
  readonly matches?: string
  readonly beginsWithIssuer?: true
  /** How many bytes the multibase text has. */
  readonly bytes?: number
}

export interface Shape {
  readonly issuer: string
  readonly of: 'credential' | 'derived' | 'list'
  readonly shape: readonly Place[]
}

/** The places that are not as they should be. */
export function misshapen(document: JsonObject, shape: readonly Place[], issuerId: string): readonly string[] {
  return shape.flatMap(({ at, is, matches, beginsWithIssuer, bytes }) => {
    const value = pointerGet(document, at)
    const text = typeof value === 'string' ? value : ''
    const fits =
      (is === undefined || (is === null ? value === undefined : JSON.stringify(value) === JSON.stringify(is))) &&
      (matches === undefined || new RegExp(matches).test(text)) &&
      (beginsWithIssuer === undefined || text === issuerId || text.startsWith(`${issuerId}#`)) &&
      (bytes === undefined || (text !== '' && multibaseDecode(text).length === bytes))
    return fits ? [] : [`${at}: ${JSON.stringify(value)}`]
  })
}
