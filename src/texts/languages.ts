import { languageTag } from '../internal/language-tag.js'

/** The languages that all texts are in, English first: it is what the others translate, and what is spoken for want of them. */
export const languages = ['en', 'de', 'es', 'fr', 'ar', 'ja'] as const

export type Language = (typeof languages)[number]

/** What each language is called by those who speak it. */
export const languageNames: Readonly<Record<string, string>> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  ar: 'العربية',
  ja: '日本語',
} satisfies Record<Language, string>

/** Scripts that run from right to left (ISO 15924). */
const rightToLeft = ['Adlm', 'Arab', 'Hebr', 'Mand', 'Mend', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa', 'Yezi']

/** By the script that the language is written in, named by its tag or usual for it. */
export function directionOf(locale: string): 'ltr' | 'rtl' {
  const tag = languageTag(locale)
  return tag !== undefined && rightToLeft.includes(new Intl.Locale(tag).maximize().script ?? '') ? 'rtl' : 'ltr'
}

/**
 * The language to speak: the first wish that is there, exactly or with less of its tag (`de-AT` → `de`; RFC 4647 §3.4), else
 * the fallback.
 */
export function negotiate<F extends string | undefined>(
  wishes: readonly (string | undefined)[],
  available: readonly string[],
  fallback: F,
): string | F {
  for (const wish of wishes) {
    for (let tag = wish?.toLowerCase() ?? ''; tag !== ''; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))) {
      const found = available.find((each) => each.toLowerCase() === tag)
      if (found !== undefined) return found
    }
  }
  return fallback
}

/** The built-in language of a tag, if there is one. */
export const languageOf = (tag: string): Language | undefined =>
  negotiate([tag], languages, undefined) as Language | undefined

/** What a header `Accept-Language` wishes for, the dearest first (RFC 9110 §12.5.4). */
export const acceptedLanguages = (header: string | null): string[] =>
  (header ?? '')
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
