import type { MessageKind } from '../core/records/index.js'
import type { CommonText, MessageText } from './texts/index.js'
import { type LanguageTexts, languages, type MailTexts } from './texts/index.js'

/** The texts for a locale. */
export interface Texts {
  /** The language that they are in, for dates, plurals and `lang`. */
  readonly locale: string
  readonly direction: 'ltr' | 'rtl'
  readonly common: CommonText
  readonly kind: MessageText
}

const RIGHT_TO_LEFT = /^(ar|he|fa|ur|ps|dv|yi)\b/

/** Own texts first, then the built-in ones; of the locale, its language, then the fallback, then English. */
export function textsFor(kind: MessageKind, locale: string, fallback: string, own: MailTexts = {}): Texts {
  const known = (tag: string) => Object.hasOwn(languages, tag) || Object.hasOwn(own, tag)
  const chosen = [locale, languageOf(locale), fallback, languageOf(fallback)].find(known) ?? 'en'
  const base: LanguageTexts = builtIn(chosen) ?? builtIn(languageOf(chosen)) ?? languages.en
  const mine = own[chosen]
  return {
    locale: chosen,
    direction: RIGHT_TO_LEFT.test(chosen) ? 'rtl' : 'ltr',
    common: { ...base.common, ...mine?.common },
    kind: { ...base.kinds[kind], ...mine?.kinds?.[kind] },
  }
}

const languageOf = (tag: string): string => tag.split('-')[0] ?? tag
const builtIn = (tag: string): LanguageTexts | undefined =>
  Object.hasOwn(languages, tag) ? (languages as Record<string, LanguageTexts>)[tag] : undefined
