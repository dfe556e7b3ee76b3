import type { MessageKind } from '../records/message.js'

/**
 * The text of one kind of message. `{name}` is a placeholder; `{count, plural, one {…} other {…}}` chooses by
 * `Intl.PluralRules`.
 */
export interface MessageText {
  readonly subject: string
  /** What mail programs show beside the subject. */
  readonly preheader: string
  /** Paragraphs. */
  readonly body: readonly string[]
  /** Text of the button, where there is one. */
  readonly button?: string
  /** Below the button. */
  readonly after?: readonly string[]
}

/** What all messages share. */
export interface CommonText {
  readonly greeting: string
  readonly greetingWithoutName: string
  readonly linkBelow: string
  /** For what an issuer sends, and for what somebody asked for. */
  readonly whySent: string
  readonly whySentAsked: string
  readonly unsubscribe: string
  readonly pictureAlt: string
}

/** Everything that a language needs. */
export interface LanguageTexts {
  readonly common: CommonText
  readonly kinds: Readonly<Record<MessageKind, MessageText>>
}

/** Texts in place of the built-in ones, by BCP 47 language tag: only what differs. */
export type MailTexts = Readonly<
  Record<
    string,
    { readonly common?: Partial<CommonText>; readonly kinds?: Partial<Record<MessageKind, Partial<MessageText>>> }
  >
>
