export type { CommonText, LanguageTexts, MailTexts, MessageText } from './types.js'
