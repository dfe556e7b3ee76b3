export type { CommonText, LanguageTexts, MailTexts, MessageText } from '../../core/ports/texts.js'
