import { isColour } from './colours.js'
import { isBytes } from './is-bytes.js'
import { languageTag } from './language-tag.js'
import { instantOf } from './time.js'
import { isTimeZone, meantZone } from './time-zone.js'
import { canParseUrl, isHttpUrl } from './url.js'

export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string'
const isFunction = (value: unknown): boolean => typeof value === 'function'
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText)
/** A `Map`, a `Date` or bytes have no members of their own, so that everything in them would be overlooked. */
const isPlain = (value: unknown): boolean =>
  isObject(value) && !(value instanceof Map) && !(value instanceof Set) && !(value instanceof Date) && !isBytes(value)

/** The test, how a message says it, and what was probably meant by a value that fails. */
export type KindRow = readonly [
  test: (value: unknown) => boolean,
  form: string,
  meant?: (value: unknown) => string | undefined,
]

/** Values of one kind. */
export const kinds = {
  anything: [() => true, 'anything'],
  token: [() => true, 'a token'],
  number: [(value) => typeof value === 'number', 'a number'],
  boolean: [(value) => typeof value === 'boolean', 'true or false'],
  text: [isText, 'text'],
  'text or null': [(value) => value === null || isText(value), 'text or null'],
  'some text': [(value) => isText(value) && value.trim() !== '', 'text that is not empty'],
  texts: [isTexts, 'a list of texts'],
  'text or texts': [(value) => isText(value) || isTexts(value), 'text or a list of texts'],
  function: [isFunction, 'a function'],
  bytes: [isBytes, 'bytes (a Uint8Array)'],
  'text or bytes': [(value) => isText(value) || isBytes(value), 'text or bytes'],
  object: [isPlain, 'an object'],
  'object or list': [(value) => typeof value === 'object' && value !== null, 'an object'],
  objects: [(value) => Array.isArray(value) && value.every(isObject), 'a list of objects'],
  'object or text': [(value) => isText(value) || isPlain(value), 'an object or text'],
  map: [isPlain, 'an object from URL to document'],
  list: [Array.isArray, 'a list'],
  rows: [
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      (isFunction((value as Iterable<unknown>)[Symbol.iterator]) ||
        isFunction((value as AsyncIterable<unknown>)[Symbol.asyncIterator])),
    'a list, or something that gives one row after the other',
  ],
  signal: [(value) => isObject(value) && 'aborted' in value, 'an AbortSignal'],
  request: [(value) => isObject(value) && isText((value as { url?: unknown }).url), 'a Request'],
  instant: [
    (value) => (isText(value) || value instanceof Date) && instantOf(value) !== null,
    'a Date, or a date and time with a time zone',
  ],
  'date and time': [(value) => isText(value) && instantOf(value) !== null, 'a date and time with a time zone, as text'],
  'language tag': [(value) => isText(value) && languageTag(value) !== undefined, 'a language tag (BCP 47)'],
  'time zone': [
    (value) => isText(value) && isTimeZone(value),
    'a time zone of the IANA database, such as Europe/Berlin',
    (value) => (isText(value) ? meantZone(value) : undefined),
  ],
  domain: [
    (value) => isText(value) && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(value),
    'a domain, such as university.example',
  ],
  colour: [isColour, 'a colour as #rrggbb, such as #0b5351'],
  'http url': [(value) => isText(value) && isHttpUrl(value), 'an http or https URL'],
  url: [(value) => isText(value) && canParseUrl(value), 'a URL'],
} as const satisfies Record<string, KindRow>

export type OptionKind = keyof typeof kinds

/** What an option may be. Arrays are the values that there are. */
export type OptionRule =
  | OptionKind
  | readonly (string | number)[]
  /** A number from `from` to `to`. */
  | { readonly from: number; readonly to: number; readonly whole?: boolean }
  /** Options in an option: names that are not in the table are refused. */
  | { readonly members: RuleTable }
  /** A list of what the rule allows. */
  | { readonly each: OptionRule }
  /** An adapter: an object of whatever class with these methods. */
  | { readonly methods: readonly string[] }
  | { readonly either: readonly OptionRule[] }
  | Needed

/** An option that must be there. */
export interface Needed {
  readonly needed: OptionRule
}

export type RuleTable = Readonly<Record<string, OptionRule>>

type RuleFor<Value> = [Value] extends [never]
  ? OptionRule
  : [Value] extends [string]
    ? Record<never, never> extends Record<Value, unknown>
      ? OptionRule
      : readonly Value[]
    : OptionRule

/**
 * A rule for each option, held to the public type by the compiler (`satisfies OptionTable<…>`): none is left out, none is
 * made up, words are those of the type, and what must be there is `needed`.
 */
export type OptionTable<Options> = {
  readonly [Name in keyof Options]-?: Record<never, never> extends Pick<Options, Name>
    ? RuleFor<Exclude<Options[Name], undefined>>
    : { readonly needed: RuleFor<Options[Name]> }
}

export const needed = <const Rule extends OptionRule>(rule: Rule): { readonly needed: Rule } => ({ needed: rule })
/** A number from `from` to `to`. */
export const number = (from = 0, to = Number.MAX_VALUE): OptionRule => ({ from, to })
/** A whole number from `from` to `to`. */
export const whole = (from = 0, to = Number.MAX_SAFE_INTEGER): OptionRule => ({ from, to, whole: true })
