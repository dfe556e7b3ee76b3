/**
 * Every word that people read, in six languages: one format of messages, one way to count, to write dates, to choose. What
 * only some need is apart, so that others do not load it: `share/` for what synchronous functions say, `pages/` and `mail/`.
 */
export { checkWords } from './check-words.js'
export type { CommonText, MessageText } from './en/message-text.js'
export type {
  AnswersTexts,
  ArchiveTexts,
  MailTexts,
  PageTexts,
  ShareTexts,
  StateLabels,
  TextKey,
} from './en/types.js'
export { formatFor, isoDay, monthOf } from './format.js'
export {
  acceptedLanguages,
  directionOf,
  type Language,
  languageNames,
  languageOf,
  languages,
  negotiate,
} from './languages.js'
export { type LanguageTexts, loadSpoken, loadTexts } from './load.js'
export type { Values } from './message.js'
export { type Asked, askedLocale, type Spoken, spoken, type Under, under } from './spoken.js'
