import { ar } from './ar.js'
import { de } from './de.js'
import { en } from './en.js'
import { es } from './es.js'
import { fr } from './fr.js'
import { ja } from './ja.js'
import type { CommonText, LanguageTexts, MailTexts, MessageText } from './types.js'

export type { CommonText, LanguageTexts, MailTexts, MessageText }

/** The built-in texts, by language. */
export const languages = { en, de, es, fr, ar, ja } as const satisfies Record<string, LanguageTexts>

export type Language = keyof typeof languages
