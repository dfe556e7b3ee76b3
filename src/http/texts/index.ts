import { ar } from './ar.js'
import { de } from './de.js'
import { en } from './en.js'
import { es } from './es.js'
import { fr } from './fr.js'
import { ja } from './ja.js'
import type { PageTextOverrides, PageTexts, PluralText, TextKey } from './types.js'

export type { PageTextOverrides, PageTexts, PluralText, TextKey } from './types.js'

/** The built-in texts of the pages, by language. */
export const pageTexts: Readonly<Record<string, PageTexts>> = { en, de, es, fr, ar, ja }

/** What each language is called by those who speak it. */
export const languageNames: Readonly<Record<string, string>> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  ar: 'العربية',
  ja: '日本語',
}

/** A language, ready to write pages in. */
export interface Translator {
  /** BCP 47. */
  readonly locale: string
  readonly dir: 'ltr' | 'rtl'
  /** The text, with its places filled in and its form chosen by `count`. */
  t(key: TextKey, values?: Readonly<Record<string, string | number>>): string
  /** A day in words, in UTC. */
  date(time: string): string
  number(value: number): string
}

/** Scripts that run from right to left, by language. */
const rightToLeft: readonly string[] = ['ar', 'fa', 'he', 'ur']

export function createTranslator(locale: string, overrides: PageTextOverrides = {}): Translator {
  const language = locale.split('-')[0] ?? 'en'
  const texts: PageTexts = { ...(pageTexts[language] ?? en), ...overrides[language], ...overrides[locale] }
  const plural = new Intl.PluralRules(locale)
  const numbers = new Intl.NumberFormat(locale)
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  return {
    locale,
    dir: rightToLeft.includes(language) ? 'rtl' : 'ltr',
    t(key, values = {}) {
      const text: string | PluralText = texts[key]
      const form = typeof text === 'string' ? text : (text[plural.select(Number(values.count ?? 0))] ?? text.other)
      return form.replace(/\{(\w+)\}/g, (place, name: string) => {
        const value = values[name]
        return value === undefined ? place : typeof value === 'number' ? numbers.format(value) : value
      })
    },
    date: (time) => (Number.isNaN(Date.parse(time)) ? time : days.format(new Date(time))),
    number: (value) => numbers.format(value),
  }
}

/**
 * The language to answer in: the first wish that there are texts for. Wishes are a cookie, a profile, then the header
 * `Accept-Language` (RFC 9110 §12.5.4).
 */
export function negotiateLocale(
  wishes: readonly (string | undefined)[],
  acceptLanguage: string | null,
  available: readonly string[],
  fallback: string,
): string {
  const ranked = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const quality = parameters.find((text) => text.trim().startsWith('q='))
      return { tag: tag.trim(), quality: quality === undefined ? 1 : Number(quality.trim().slice(2)) }
    })
    .filter(({ tag, quality }) => tag !== '' && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag)
  for (const wish of [...wishes, ...ranked]) {
    if (wish === undefined) continue
    const lower = wish.toLowerCase()
    const found =
      available.find((tag) => tag.toLowerCase() === lower) ?? available.find((tag) => tag === lower.split('-')[0])
    if (found !== undefined) return found
  }
  return available.includes(fallback) ? fallback : (available[0] ?? 'en')
}
