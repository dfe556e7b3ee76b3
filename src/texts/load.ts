import type { ArchiveTexts, ChecksTexts, DrawnTexts, MailLanguage, PagesSection } from './en/types.js'
import { type Language, languageOf } from './languages.js'
import { type Asked, askedLocale, type Spoken, spoken } from './spoken.js'

/** The sections of a language that are loaded when they are first needed. */
export interface LanguageTexts {
  readonly archive: ArchiveTexts
  readonly checks: ChecksTexts
  readonly drawn: DrawnTexts
  readonly mail: MailLanguage
  readonly pages: PagesSection
}

const loaders: Readonly<Record<Language, () => Promise<LanguageTexts>>> = {
  en: () => import('./en/index.js'),
  de: () => import('./de/index.js'),
  es: () => import('./es/index.js'),
  fr: () => import('./fr/index.js'),
  ar: () => import('./ar/index.js'),
  ja: () => import('./ja/index.js'),
}

export const loadTexts = (language: Language): Promise<LanguageTexts> => loaders[language]()

/** The words of sections that are loaded when they are first needed, as {@link spoken} chooses them. */
export async function loadSpoken<W extends Readonly<Record<keyof W, string>>>(
  builtIn: (texts: LanguageTexts, language: Language) => W,
  asked: Asked<W>,
  about?: string,
): Promise<Spoken<W>> {
  const wanted = languageOf(askedLocale(asked.locale, about)) ?? 'en'
  const [english, own] = [await loadTexts('en'), await loadTexts(wanted)]
  return spoken((language) => builtIn(language === 'en' ? english : own, language), asked, about)
}
