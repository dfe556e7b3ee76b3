import type { AnswersTexts, PageTexts, TextKey } from '../../../texts/index.js'
import type { JsonObject, JsonValue } from '../../../types/json.js'

/** What the page that checks badges tells its program. */
export interface CheckConfig {
  readonly locale: string
  readonly texts: PageTexts
  readonly answers: AnswersTexts
  /** Where its parts are loaded from; one that is not here is in the page. */
  readonly parts: Readonly<Record<string, string>>
  /** The site that it is a page of; absent for a page that is one file. */
  readonly site?: {
    readonly baseUrl: string
    /** Of the base URL, without a slash at its end. */
    readonly path: string
    readonly issuer: string
    readonly did: { readonly id: string; readonly document: JsonObject } | null
    /** Whether the server asks others. */
    readonly asks: boolean
  }
  /** What a page that is one file was given to check with, by URL. */
  readonly documents?: Readonly<Record<string, JsonValue>>
}

/** Texts of the page that its program does not show. */
const onlyOnPage =
  /^verify\.(title|lead|leadAlone|drop|formats|camera|cameraWhy|cameraStart|cameraStop|address|addressHint|addressWrong|addressFailed|paste|recipient|recipientHint|button|noScript)$/

/** Texts that the program shows; presentations are not checked on the page. */
const isShown = (key: string): key is TextKey =>
  (/^(verify|status|fact|kind|check(?!\.(presentation|holder)\.))\./.test(key) && !onlyOnPage.test(key)) ||
  ['badge.issued', 'badge.validUntil', 'badge.noEnd'].includes(key)

/** Those of a language. The program looks up no others. */
export const checkTexts = (texts: PageTexts): PageTexts =>
  Object.fromEntries(Object.entries(texts).filter(([key]) => isShown(key))) as unknown as PageTexts
