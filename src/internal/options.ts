import { BadgeError } from '../errors.js'
import { isBytes } from './is-bytes.js'

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): boolean => typeof value === 'string'

/** What an option may be: the test, and how a message says it. */
const kinds = {
  boolean: [(value) => typeof value === 'boolean', 'true or false'],
  text: [isText, 'text'],
  texts: [(value) => Array.isArray(value) && value.every(isText), 'a list of texts'],
  'text or texts': [
    (value) => isText(value) || (Array.isArray(value) && value.every(isText)),
    'text or a list of texts',
  ],
  function: [(value) => typeof value === 'function', 'a function'],
  bytes: [isBytes, 'bytes (a Uint8Array)'],
  objects: [(value) => Array.isArray(value) && value.every(isObject), 'a list of objects'],
  object: [isObject, 'an object'],
  // A `Map` has no members of its own, so that everything in it would be overlooked.
  map: [(value) => isObject(value) && !(value instanceof Map) && !isBytes(value), 'an object from URL to document'],
} as const satisfies Record<string, readonly [(value: unknown) => boolean, string]>

/** A kind, or the values that there are. */
export type OptionKind = keyof typeof kinds | readonly string[]

/** The options of everything that loads documents. */
export const loaderOptionKinds = { contexts: 'map', documents: 'map', fetch: 'function' } as const

/**
 * Refuses options that are of the wrong kind: one that is silently overlooked may make a check laxer, or a file leave
 * out what its author thinks is in it. What is `undefined` is as good as absent.
 */
export function checkOptions(options: unknown, expected: Readonly<Record<string, OptionKind>>): void {
  if (!isObject(options)) throw wrong('The options', 'an object')
  for (const name of Object.keys(expected)) {
    const value = (options as Record<string, unknown>)[name]
    const kind = expected[name]
    if (value === undefined || kind === undefined) continue
    if (typeof kind !== 'string') {
      if (!kind.includes(value as string)) throw wrong(`\`${name}\``, kind.map((each) => `'${each}'`).join(' or '))
    } else if (!kinds[kind][0](value)) throw wrong(`\`${name}\``, kinds[kind][1])
  }
}

/**
 * The same, and refuses options of another name, which may be misspelt.
 *
 * @param others - names of options that are looked at elsewhere
 */
export function checkOnlyOptions(
  options: unknown,
  expected: Readonly<Record<string, OptionKind>>,
  others: readonly string[] = [],
): void {
  checkOptions(options, expected)
  const known = [...Object.keys(expected), ...others]
  const unknown = Object.keys(options as object).find((name) => !known.includes(name))
  if (unknown === undefined) return
  const message = `There is no option ${JSON.stringify(unknown.slice(0, 40))}; there are ${known.join(', ')}.`
  throw new BadgeError('ERR_ARGUMENT_INVALID', message)
}

const wrong = (what: string, form: string): BadgeError =>
  new BadgeError('ERR_ARGUMENT_INVALID', `${what} must be ${form}.`)

/** For a function that was handed what another function has still to give. */
export const isPromise = (value: unknown): boolean =>
  isObject(value) && typeof (value as { then?: unknown }).then === 'function'
