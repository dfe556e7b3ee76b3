import { describe, expect, test } from 'vitest'
import { messageKinds } from '../../src/service/core/records/index.js'
import { formatFor, languageNames, languages, loadTexts } from '../../src/texts/index.js'
import { isMessage, placesOf, pluralsOf } from '../../src/texts/message.js'
import { checkClauses, presentationClauses } from '../../src/verify/index.js'
import { tablesOf } from './tables.js'

const english = await tablesOf('en')

/** Texts that are the same in English, for a reason. */
const same: Readonly<Record<string, readonly string[]>> = {
  'nothing but places': [
    '/share/state.labelled',
    '/share/card.sentence',
    '/mail/kinds/application-question/body/1',
    '/mail/kinds/application-rejected/body/1',
    '/share/entry.line',
  ],
  'the word is the same in German': [
    '/share/preview.picture',
    '/share/entry.picture',
    '/mail/common/pictureAlt',
    '/pages/issuer.badge',
    '/pages/site.name',
    '/pages/site.optional',
    '/pages/badge.state',
    '/pages/share.link',
  ],
  'the word is the same in German and French, or in Spanish': [
    '/checks/kind.badge',
    '/checks/fact.false',
    '/pages/library.version',
  ],
}
const mayBeSame = Object.values(same).flat()

/** Words of English that no other language of ours has. */
const englishWords = /\b(the|and|with|your|this|you|were|has|have|which|when|from|there|could|not)\b/i

/** Signs that a language writes in another way. */
const foreignSigns: Readonly<Record<string, readonly RegExp[]>> = {
  de: [/"/, /“[^“”„]*”/, /abzeichen/i],
  es: [/"/, /“/, /^[^¿]*\?/],
  fr: [/"/, /“/, / [:;?!»]/, /« /, /[^\s\u00a0][?!»](?!\w)/u],
  ar: [/[?,;]/, /"/],
  ja: [/[?!,;:]/, /"/, /\p{L} \p{L}/u, /さん/],
}

describe.each(languages)('texts in %s', async (language) => {
  const texts = await tablesOf(language)
  const rows = Object.entries(texts)

  test('have the keys of English, in the same order', () => {
    expect(Object.keys(texts)).toEqual(Object.keys(english))
  })

  test('are messages with the places of English', () => {
    for (const [key, text] of rows) {
      expect({ key, isMessage: isMessage(text), places: placesOf(text) }).toEqual({
        key,
        isMessage: true,
        places: placesOf(english[key] ?? ''),
      })
    }
  })

  test('have every plural form that the language uses for ordinary numbers, and none that it lacks', () => {
    const rules = new Intl.PluralRules(language)
    const all = rules.resolvedOptions().pluralCategories
    // The form of Spanish and French for millions is never needed.
    const needed = new Set([...Array.from({ length: 1000 }, (_, count) => rules.select(count)), 'other'])
    const found = rows.flatMap(([key, text]) => pluralsOf(text).map((forms) => [key, forms] as const))
    expect(found.length).toBeGreaterThan(9)
    for (const [key, forms] of found) {
      expect({ key, missing: [...needed].filter((form) => !forms.includes(form)) }).toEqual({ key, missing: [] })
      expect({ key, unknown: forms.filter((form) => !all.includes(form as Intl.LDMLPluralRule)) }).toEqual({
        key,
        unknown: [],
      })
    }
  })

  test('fill in without anything left over', () => {
    const { fill } = formatFor(language)
    for (const [key, text] of rows) {
      const values = Object.fromEntries(
        placesOf(text).map((name) => [name, ['days', 'count'].includes(name) ? 3 : `«${name}»`]),
      )
      expect({ key, rest: /[{}#]/.exec(fill(text, values)) }).toEqual({ key, rest: null })
    }
  })

  test('have no characters that are not seen, and no blanks too many', () => {
    const bad = rows.filter(
      ([, text]) =>
        /[^\P{C}]|[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufffd]|^\s|\s$| {2}/u.test(text) ||
        text !== text.normalize('NFC'),
    )
    expect(bad).toEqual([])
  })

  test('are not the English ones, and have the signs of the language', () => {
    if (language === 'en') return
    const left = rows.filter(
      ([key, text]) =>
        (text === english[key] && !mayBeSame.includes(key)) || englishWords.test(text.replace(/\{[^}]*\}/g, '')),
    )
    expect(left).toEqual([])
    const signs = (text: string) =>
      (foreignSigns[language] ?? []).flatMap(
        (sign) =>
          sign.exec(
            text.replace(/\{[\w\s,]+/g, '').replace(/Open Badges(?: \d(?:\.0)?)?|CSV UTF-8|\S+\.\S+|\?\w+=\w+/g, ''),
          )?.[0] ?? [],
      )
    expect(rows.flatMap(([key, text]) => signs(text).map((sign) => `${key}: ${sign} in ${text}`))).toEqual([])
  })
})

test('no key is in two sections that pages read', async () => {
  const { pages, drawn, checks } = await loadTexts('en')
  const { share } = await import('../../src/texts/en/share.js')
  const keys = [pages, drawn, checks, share].flatMap((section) => Object.keys(section))
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
})

test('there are texts for every kind of message, every check, and a name for every language', async () => {
  const { mail, checks } = await loadTexts('en')
  expect(Object.keys(mail.kinds)).toEqual([...messageKinds])
  const ids = [...new Set([...Object.keys(checkClauses), ...Object.keys(presentationClauses)])]
  for (const id of ids) expect(Object.keys(checks)).toEqual(expect.arrayContaining([`check.${id}.passed`]))
  expect(Object.keys(languageNames)).toEqual([...languages])
})

test('every text of the pages is used', async () => {
  const { readdirSync, readFileSync } = await import('node:fs')
  const code = ['http', 'texts']
    .flatMap((room) =>
      readdirSync(`src/${room}`, { recursive: true, encoding: 'utf8' }).map((path) => `src/${room}/${path}`),
    )
    .filter((path) => path.endsWith('.ts') && !/texts\/[a-z]{2}\//.test(path))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')
  const { pages } = await loadTexts('en')
  // A key is written out, or made of a beginning and a value: `event.${type}`.
  const begins = [...code.matchAll(/`([a-z][\w.]*)\$\{/gi)]
    .map(([, start = '']) => start)
    .filter((start) => start.length > 3)
  const isUsed = (key: string) => code.includes(`'${key}'`) || begins.some((start) => key.startsWith(start))
  expect(Object.keys(pages).filter((key) => !isUsed(key))).toEqual([])
})
