import { graphemes } from '../../internal/graphemes.js'
import { limits } from '../../internal/limits.js'
import type { Values } from '../../texts/index.js'

/** Shorter than this a name says nothing; a subject with own words around it is then longer. */
const SHORTEST = 12

/**
 * A subject that lists of messages show whole: the longest names in it end in an ellipsis, as much as is needed, and the words around
 * them stay. Names that a subject does not have change nothing.
 */
export function fittedSubject(say: (names: Values) => string, values: Values): string {
  const names = Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  let subject = say({})
  for (let most = limits.mailSubject; subject.length > limits.mailSubject && most >= SHORTEST; most--) {
    subject = say(Object.fromEntries(names.map(([name, value]) => [name, shortened(value, most)])))
  }
  return subject
}

function shortened(name: string, most: number): string {
  if (name.length <= most) return name
  let kept = ''
  for (const character of graphemes(name)) {
    if (kept.length + character.length > most - 1) break
    kept += character
  }
  return `${kept.replace(/[\s\p{P}]+$/u, '')}…`
}
