import { BadgeError } from '../errors.js'
import { defined } from '../internal/defined.js'
import { languageTag } from '../internal/language-tag.js'
import { sharedCache } from '../internal/shared-caches.js'
import { type Format, formatFor } from './format.js'
import { type Language, languageOf } from './languages.js'
import type { Values } from './message.js'
import { assertOwn } from './own.js'

/** What a caller asks of a function that speaks. */
export interface Asked<W> {
  /** BCP 47. */
  readonly locale?: string | undefined
  /** Words of the caller's own. */
  readonly labels?: Partial<W> | undefined
}

/** The words of a language, and how it writes. */
export interface Spoken<W> extends Format {
  readonly words: W
  say(key: keyof W, values?: Values): string
}

/** The tag that was asked for, or that of what is spoken about. Throws for what was asked for and is not a tag. */
export function askedLocale(locale: string | undefined, about?: string): string {
  if (locale === undefined) return languageTag(about) ?? 'en'
  const tag = languageTag(locale)
  if (tag !== undefined) return tag
  throw new BadgeError('ERR_ARGUMENT_INVALID', '`locale` must be a language tag, such as `en` or `pt-BR`.')
}

/**
 * Words in the language asked for, the caller's own before the built-in ones. A language without built-in words is spoken
 * only where the caller brings all of them; otherwise everything is English, dates and the language tag too.
 *
 * @param about - the language of what is spoken about, for callers that ask for none
 */
export function spoken<W extends Readonly<Record<keyof W, string>>>(
  builtIn: (language: Language) => W,
  { locale, labels = {} }: Asked<W>,
  about?: string,
): Spoken<W> {
  const tag = askedLocale(locale, about)
  const language = languageOf(tag)
  const english = builtIn('en')
  const own = defined<Partial<W>>(labels) as unknown as Partial<W>
  assertOwn('labels', own, english)
  const isWhole = language !== undefined || Object.keys(english).every((key) => Object.hasOwn(own, key))
  const format = formatFor(isWhole ? tag : 'en')
  const words: W = { ...builtIn(language ?? 'en'), ...own }
  return { ...format, words, say: (key, values) => format.fill(words[key], values) }
}

/** The words below a prefix, by what follows it: `card.scan` is `scan` of `card`. */
export type Under<T, P extends string> = {
  readonly [K in keyof T as K extends `${P}.${infer Rest}` ? Rest : never]: string
}

const parts = sharedCache('partsOfTexts', () => new WeakMap<object, Map<string, Readonly<Record<string, string>>>>())

export function under<T extends Readonly<Record<string, string>>, P extends string>(texts: T, prefix: P): Under<T, P> {
  const known = parts().get(texts) ?? new Map<string, Readonly<Record<string, string>>>()
  parts().set(texts, known)
  const part = known.get(prefix) ?? partOf(texts, prefix)
  known.set(prefix, part)
  return part as Under<T, P>
}

function partOf(texts: Readonly<Record<string, string>>, prefix: string): Readonly<Record<string, string>> {
  const rows = Object.entries(texts).filter(([key]) => key.startsWith(`${prefix}.`))
  return Object.freeze(Object.fromEntries(rows.map(([key, text]) => [key.slice(prefix.length + 1), text])))
}
