import { sharedCache } from '../../internal/shared-caches.js'
import { checks } from '../en/checks.js'
import { drawn } from '../en/drawn.js'
import { pages } from '../en/pages.js'
import type { PageTextOverrides, PageTexts, TextKey } from '../en/types.js'
import { type Format, formatFor } from '../format.js'
import { languageOf, languages } from '../languages.js'
import { type LanguageTexts, loadTexts } from '../load.js'
import type { Values } from '../message.js'
import { assertOwn, assertTag } from '../own.js'
import { shareTexts } from '../share/index.js'

/** A language, ready to write pages in. */
export interface Translator extends Pick<Format, 'locale' | 'dir' | 'number' | 'date'> {
  /** The text, with its places filled in and its form chosen by `count`. */
  t(key: TextKey, values?: Values): string
  /** The texts themselves, for what fills them in elsewhere. */
  readonly texts: PageTexts
}

const spokenElsewhere = { ...shareTexts.en, ...drawn }
const english: PageTexts = { ...pages, ...spokenElsewhere, ...checks }

/** Refuses texts of the host's own that no page would show. */
export function assertPageTexts(own: PageTextOverrides): void {
  for (const [tag, texts] of Object.entries(own)) {
    assertTag('texts', tag)
    assertOwn(`texts.${tag}`, texts, english)
  }
}

/** The languages that there are pages in. */
export const pageLocales = (own: PageTextOverrides = {}): string[] => [...new Set([...languages, ...Object.keys(own)])]

/** The host's own texts in a language: those of `de` and of `de-AT` for `de-AT`. */
export function ownTexts(locale: string, own: PageTextOverrides = {}): Partial<PageTexts> {
  const [language = locale] = locale.split('-')
  return { ...own[language], ...own[locale] }
}

/**
 * The host's own words of groups such as `card` and `share`, for functions that take them as `labels`: only those that are
 * said outside of pages too.
 */
export function ownLabels(
  groups: readonly string[],
  locale: string,
  own?: PageTextOverrides,
): Readonly<Record<string, string>> {
  const rows = Object.entries(ownTexts(locale, own)).flatMap(([key, text]) => {
    const group = groups.find((each) => key.startsWith(`${each}.`))
    return group !== undefined && Object.hasOwn(spokenElsewhere, key) ? [[key.slice(group.length + 1), text]] : []
  })
  return Object.fromEntries(rows)
}

const together = sharedCache('pageTexts', () => new WeakMap<LanguageTexts, PageTexts>())

export async function createTranslator(locale: string, own: PageTextOverrides = {}): Promise<Translator> {
  const language = languageOf(locale) ?? 'en'
  const loaded = await loadTexts(language)
  const builtIn = together().get(loaded) ?? {
    ...loaded.pages,
    ...shareTexts[language],
    ...loaded.drawn,
    ...loaded.checks,
  }
  together().set(loaded, builtIn)
  const said = ownTexts(locale, own)
  const texts: PageTexts = Object.keys(said).length === 0 ? builtIn : { ...builtIn, ...said }
  const { dir, fill, number, date } = formatFor(locale)
  return { locale, dir, number, date, texts, t: (key, values) => fill(texts[key], values) }
}
