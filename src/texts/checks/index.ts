/** What checks found, apart from all other texts of a language: what a page that verifies has to load. */
import type { ChecksTexts } from '../en/types.js'
import type { Language } from '../languages.js'

const loaders: Readonly<Record<Language, () => Promise<{ readonly checks: ChecksTexts }>>> = {
  en: () => import('../en/checks.js'),
  de: () => import('../de/checks.js'),
  es: () => import('../es/checks.js'),
  fr: () => import('../fr/checks.js'),
  ar: () => import('../ar/checks.js'),
  ja: () => import('../ja/checks.js'),
}

export const loadChecks = async (language: Language): Promise<ChecksTexts> => (await loaders[language]()).checks
