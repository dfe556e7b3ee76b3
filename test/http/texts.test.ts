import { describe, expect, test } from 'vitest'
import { pageTexts } from '../../src/http/index.js'
import { createTranslator, negotiateLocale } from '../../src/http/texts/index.js'

const { en, ...others } = pageTexts
const english = en as unknown as Record<string, string | Record<string, string>>
const forms = (text: string | Record<string, string>): string[] =>
  typeof text === 'string' ? [text] : Object.values(text)
const places = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([place]) => place).sort()

/** Texts that are the same word in both languages. */
const mayBeEqual: Readonly<Record<string, readonly string[]>> = {
  fr: ['site.next'],
  de: [],
  es: [],
  ar: [],
  ja: [],
}

describe.each(Object.entries(others))('texts in %s', (locale, given) => {
  const texts = given as unknown as Record<string, string | Record<string, string>>

  test('has the same keys, in the same order', () => {
    expect(Object.keys(texts)).toEqual(Object.keys(english))
  })

  test('has the same places in every form', () => {
    for (const [key, text] of Object.entries(english)) {
      const wanted = places(forms(text).at(-1) ?? '')
      for (const form of forms(texts[key] ?? '')) {
        // A form for one may say "one" in words.
        const found = places(form)
        if (typeof text === 'string' || found.length > 0) expect({ key, found }).toEqual({ key, found: wanted })
      }
    }
  })

  test('has every plural form that the language has, and no other', () => {
    const categories = new Intl.PluralRules(locale).resolvedOptions().pluralCategories.toSorted()
    for (const [key, text] of Object.entries(texts)) {
      expect({ key, plural: typeof text }).toEqual({ key, plural: typeof english[key] })
      if (typeof text !== 'string')
        expect({ key, forms: Object.keys(text).toSorted() }).toEqual({ key, forms: categories })
    }
  })

  test('no text is the English one', () => {
    const equal = Object.keys(english).filter((key) => JSON.stringify(english[key]) === JSON.stringify(texts[key]))
    expect(equal.filter((key) => !(mayBeEqual[locale] ?? []).includes(key))).toEqual([])
  })
})

test('a text of one’s own takes the place of a built-in one', () => {
  const { t } = createTranslator('de', { de: { 'site.name': 'Zeugnisse' } })
  expect([t('site.name'), t('site.mine')]).toEqual(['Zeugnisse', 'Meine Abzeichen'])
})

test('numbers choose the form and are written as the language writes them', () => {
  expect(createTranslator('en').t('mine.count', { count: 1 })).toBe('1 badge')
  expect(createTranslator('en').t('mine.count', { count: 1234 })).toBe('1,234 badges')
  expect(createTranslator('ar').dir).toBe('rtl')
})

test.each([
  [[], 'de-AT,de;q=0.9,en;q=0.5', 'de'],
  [[], 'xx, fr;q=0.1', 'fr'],
  [['ja'], 'de', 'ja'],
  [[], null, 'en'],
  [[], 'de;q=0', 'en'],
  [[undefined], `${'x,'.repeat(10_000)}de`, 'en'],
])('RFC 9110 §12.5.4: wishes %j and the header give the language', (wishes, header, expected) => {
  expect(negotiateLocale(wishes, header, ['en', 'de', 'es', 'fr', 'ar', 'ja'], 'en')).toBe(expected)
})
