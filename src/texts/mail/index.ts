import { mail as english } from '../en/mail.js'
import type { CommonText, MessageText } from '../en/message-text.js'
import type { MailKind, MailTexts } from '../en/types.js'
import { type Format, formatFor } from '../format.js'
import { languageOf, languages, negotiate } from '../languages.js'
import { loadTexts } from '../load.js'
import { placesOf } from '../message.js'
import { assertKey, assertOwn, assertTable, assertTag, assertText } from '../own.js'

/** The texts of one kind of message in a language, and how the language writes. */
export interface MailWords extends Format {
  readonly common: CommonText
  readonly kind: MessageText
}

/** The texts of a message, own ones first; in the language of the recipient, else the fallback, else English. */
export async function mailTexts(
  kind: MailKind,
  locale: string,
  fallback: string,
  own: MailTexts = {},
): Promise<MailWords> {
  const chosen = negotiate([locale, fallback], [...languages, ...Object.keys(own)], 'en')
  const { mail } = await loadTexts(languageOf(chosen) ?? 'en')
  const mine = own[chosen]
  return {
    ...formatFor(chosen),
    common: { ...mail.common, ...mine?.common },
    kind: { ...mail.kinds[kind], ...mine?.kinds?.[kind] },
  }
}

/** What lists of messages and locked screens show: no code is in it. */
const outside = ['subject', 'preheader']

const textKeys = ['subject', 'preheader', 'body', 'button', 'after']

/** Refuses texts of the host's own that no message would show. A text may use every place that its kind has anywhere. */
export function assertMailTexts(own: MailTexts): void {
  for (const [tag, sections] of Object.entries(own)) {
    assertTag('texts', tag)
    assertTable(`texts.${tag}`, sections)
    for (const name of Object.keys(sections)) assertKey(`texts.${tag}`, name, ['common', 'kinds'])
    const { common = {}, kinds = {} } = sections
    assertTable(`texts.${tag}.kinds`, kinds)
    assertOwn(`texts.${tag}.common`, common, english.common)
    const inAll = Object.values(english.common).flatMap(placesOf)
    for (const [kind, text] of Object.entries(kinds)) {
      assertKey(`texts.${tag}.kinds`, kind, Object.keys(english.kinds))
      assertTable(`texts.${tag}.kinds[${JSON.stringify(kind)}]`, text)
      const inKind = Object.values(english.kinds[kind as MailKind])
        .flat()
        .flatMap(placesOf)
      for (const [key, value] of Object.entries(text)) {
        assertKey(`texts.${tag}.kinds[${JSON.stringify(kind)}]`, key, textKeys)
        const places = [...new Set([...inAll, ...inKind])].filter((place) => place !== 'code' || !outside.includes(key))
        for (const each of [value].flat()) {
          assertText(`texts.${tag}.kinds[${JSON.stringify(kind)}].${key}`, each, places)
        }
      }
    }
  }
}
