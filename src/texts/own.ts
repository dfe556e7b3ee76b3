import { BadgeError } from '../errors.js'
import { languageTag } from '../internal/language-tag.js'
import { meant } from '../internal/options.js'
import { isMessage, placesOf } from './message.js'

/**
 * Refuses texts of a caller's own that would never be shown, or not as meant: a key or a place that English does not have,
 * and a message that is broken.
 *
 * @param name - what the option is called
 */
export function assertOwn(name: string, own: object, english: object): void {
  assertTable(name, own)
  for (const [key, text] of Object.entries(own)) {
    assertKey(name, key, Object.keys(english))
    assertText(`${name}[${quoted(key)}]`, text, placesOf((english as Readonly<Record<string, string>>)[key] ?? ''))
  }
}

/** Refuses what has no texts in it. */
export function assertTable(name: string, own: unknown): asserts own is object {
  if (typeof own !== 'object' || own === null || Array.isArray(own))
    throw wrong(`\`${name}\` must be an object with texts.`)
}

export function assertKey(name: string, key: string, known: readonly string[]): void {
  if (!known.includes(key))
    throw wrong(`\`${name}\` has no ${quoted(key)}; there are ${known.join(', ')}.${meant(key, known)}`)
}

export function assertText(name: string, text: unknown, places: readonly string[]): void {
  if (typeof text !== 'string' || !isMessage(text)) {
    throw wrong(`\`${name}\` must be text, with places like {name} or {count, plural, one {# badge} other {# badges}}.`)
  }
  const unknown = placesOf(text).find((place) => !places.includes(place))
  if (unknown === undefined) return
  const list = places.length === 0 ? 'it has none' : `there are ${places.join(', ')}`
  throw wrong(`\`${name}\` has no place {${unknown.slice(0, 60)}}; ${list}.`)
}

export function assertTag(name: string, tag: string): void {
  if (languageTag(tag) === undefined)
    throw wrong(`\`${name}\` is by language tags, such as \`en\`; ${quoted(tag)} is not one.`)
}

const quoted = (text: string): string => JSON.stringify(text.slice(0, 60))
const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)
