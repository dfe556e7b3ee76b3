import { describe, expect, test } from 'vitest'
import { messageKinds } from '../../../src/service/core/records/index.js'
import { fill, formsOf, placesOf } from '../../../src/service/outbox/format.js'
import { textsFor } from '../../../src/service/outbox/language.js'
import { languages } from '../../../src/service/outbox/texts/index.js'

/** Every text of a language by its path. */
function flat(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (Array.isArray(value)) return value.flatMap((each, i) => flat(each, `${path}/${i}`))
  return Object.entries(value as object).flatMap(([name, each]) => flat(each, `${path}/${name}`))
}

/** Texts that are the same in English and another language, for a reason. */
const same: Readonly<Record<string, string>> = {
  '/kinds/application-question/body/1': 'nothing but a value',
  '/kinds/application-rejected/body/1': 'nothing but a value',
}

const english = flat(languages.en)

describe.each(Object.entries(languages))('language %s', (tag, texts) => {
  test('has the same keys as English, and the same places in each text', () => {
    const own = flat(texts)
    expect(own.map(([path]) => path)).toEqual(english.map(([path]) => path))
    const places = (all: [string, string][]) => all.map(([path, text]) => `${path} ${placesOf(text).join(' ')}`)
    expect(places(own)).toEqual(places(english))
  })

  test('has no text that is the English one', () => {
    if (tag === 'en') return
    const source = new Map(english)
    const left = flat(texts).filter(([path, text]) => source.get(path) === text && same[path] === undefined)
    expect(left).toEqual([])
  })

  test('has every plural form that its language needs, and no other', () => {
    const needed = new Intl.PluralRules(tag).resolvedOptions().pluralCategories
    const plurals = flat(texts).flatMap(([, text]) => [...text.matchAll(/, plural,((?:[^{}]|\{[^{}]*\})*)\}/g)])
    expect(plurals).toHaveLength(2)
    for (const [, choices = ''] of plurals) {
      const forms = [...formsOf(choices).keys()]
      expect(forms).toContain('other')
      expect(forms.filter((form) => !needed.includes(form as Intl.LDMLPluralRule))).toEqual([])
      // "many" of Spanish and French is for millions.
      const ordinary = [0, 1, 2, 3, 7, 11, 30].map((count) => new Intl.PluralRules(tag).select(count))
      expect([...new Set(ordinary)].filter((form) => !forms.includes(form))).toEqual([])
    }
  })

  test('has texts of all kinds that fill in without anything left over', () => {
    for (const kind of messageKinds) {
      for (const [, text] of flat(texts.kinds[kind])) {
        const values = Object.fromEntries(
          placesOf(text).map((name) => [name, name === 'days' || name === 'count' ? 3 : `«${name}»`]),
        )
        expect(fill(text, tag, values)).not.toMatch(/[{}#]/)
      }
    }
  })
})

test('plurals follow the language', () => {
  const text = languages.ar.kinds.links.body[0] ?? ''
  const forms = [1, 2, 3, 11].map((count) => fill(text, 'ar', { count }))
  expect(new Set(forms).size).toBe(4)
  expect(fill('{n, plural, one {# day} other {# days}}', 'en', { n: 1 })).toBe('1 day')
  expect(fill('{n, plural, one {# day} other {# days}}', 'en', { n: 1234 })).toBe('1,234 days')
})

test.each(['{', '}', '{a', '{a, plural,', '{a, plural, other {', '{{a}}', '{a b}', '{n, plural}', '{__proto__}'])(
  'a text that is broken (%s) does not hang or throw',
  (text) => {
    expect(typeof fill(text, 'en', { a: '{b}', b: 'no' })).toBe('string')
  },
)

test('what is filled in is never read as a place', () => {
  expect(fill('{a}', 'en', { a: '{b}', b: 'no' })).toBe('{b}')
})

test('texts of one own go before the built-in ones; languages fall back', () => {
  const own = { de: { kinds: { offer: { subject: 'Neu: {badge}' } } }, nl: { common: { greeting: 'Dag {name},' } } }
  expect(textsFor('offer', 'de-AT', 'en', own)).toMatchObject({ locale: 'de', kind: { subject: 'Neu: {badge}' } })
  expect(textsFor('offer', 'nl', 'en', own)).toMatchObject({ locale: 'nl', common: { greeting: 'Dag {name},' } })
  expect(textsFor('offer', 'sv', 'fr', own).locale).toBe('fr')
  expect(textsFor('offer', 'sv', 'sv').locale).toBe('en')
  expect(textsFor('offer', 'ar-EG', 'en').direction).toBe('rtl')
})
