import type { answers } from './answers.js'
import type { archive } from './archive.js'
import type { checks } from './checks.js'
import type { drawn } from './drawn.js'
import type { mail } from './mail.js'
import type { CommonText, MessageText } from './message-text.js'
import type { pages } from './pages.js'
import type { share } from './share.js'

/** A section in any language: the keys of English. */
type Section<T> = { readonly [Key in keyof T]: string }

export type ShareTexts = Section<typeof share>
export type DrawnTexts = Section<typeof drawn>
export type ChecksTexts = Section<typeof checks>
export type AnswersTexts = Section<typeof answers>
export type ArchiveTexts = Section<typeof archive>

/**
 * All texts of the pages in one language, and those that pages share with pictures, previews and results. `{name}` is a
 * place that is filled in; `{count, plural, one {# badge} other {# badges}}` chooses by `Intl.PluralRules`.
 */
export type PageTexts = Section<typeof pages> & ShareTexts & DrawnTexts & ChecksTexts

export type TextKey = keyof PageTexts

/** Texts of your own, by BCP 47 language tag: only those that differ. */
export type PageTextOverrides = Readonly<Record<string, Partial<PageTexts>>>

/** The pages' own section. */
export type PagesSection = Section<typeof pages>

/** The words for the state of a badge, which come before its name where it is not valid. */
export interface StateLabels {
  readonly expired: string
  readonly revoked: string
  readonly suspended: string
  readonly replaced: string
  /** How a label comes before a text: `{label}` and `{text}` are replaced. */
  readonly labelled: string
}

/** Kinds of messages that there are texts for. */
export type MailKind = keyof (typeof mail)['kinds']

/** All messages in one language. */
export interface MailLanguage {
  readonly common: CommonText
  readonly kinds: Readonly<Record<MailKind, MessageText>>
}

/**
 * Texts of one's own, by BCP 47 language tag: only what differs. `{name}` is a place that is filled in;
 * `{count, plural, one {…} other {…}}` chooses by `Intl.PluralRules`.
 */
export type MailTexts = Readonly<
  Record<
    string,
    {
      readonly common?: Partial<CommonText>
      readonly kinds?: Partial<Record<keyof (typeof mail)['kinds'], Partial<MessageText>>>
    }
  >
>
