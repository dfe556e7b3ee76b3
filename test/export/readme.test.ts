import { describe, expect, test } from 'vitest'
import { readmeOf, readmeTextsFor } from '../../src/export/readme.js'
import { readmeTexts } from '../../src/export/readme-texts.js'
import { pageTexts } from '../../src/http/index.js'
import type { BadgeView } from '../../src/share/index.js'

const { en, ...others } = readmeTexts
const english = en as unknown as Record<string, string>
const places = (text = ''): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([place]) => place).toSorted()
const view: BadgeView = {
  url: 'https://badges.example.org/b/7',
  name: 'Welder $& {date}',
  issuer: 'Acme {date}\u202e',
  issuedAt: '2026-03-01T00:00:00Z',
  expiresAt: '2028-03-01T00:00:00Z',
  skills: [],
  tags: [],
  state: 'valid',
}
const files = ['badge.json', 'badge.jwt', 'badge.png', 'certificate.pdf', 'cards/link.png', 'snippets/badge.txt']

test('there is a README in every language of the pages', () => {
  expect(Object.keys(readmeTexts)).toEqual(Object.keys(pageTexts))
})

describe.each(Object.entries(others))('texts in %s', (_, given) => {
  const texts = given as unknown as Record<string, string>

  test('have the same keys in the same order, the same places, and are not the English ones', () => {
    expect(Object.keys(texts)).toEqual(Object.keys(english))
    for (const [key, text] of Object.entries(english)) {
      expect({ key, places: places(texts[key]) }).toEqual({ key, places: places(text) })
      expect({ key, text: texts[key] }).not.toEqual({ key, text })
    }
  })
})

test.each(Object.keys(readmeTexts))('%s: every place is filled in once, and no name is taken for one', (locale) => {
  const text = readmeOf(view, { locale, texts: readmeTextsFor(locale), files })
  expect(text.split('\n')[0]).toBe('Welder $& {date}')
  expect(text).toContain('Acme {date}')
  expect(text).not.toMatch(/\u202e|\{(issuer|command|state)\}/)
  for (const name of ['badge.json', 'badge.jwt', 'badge.png, badge.svg', 'certificate.pdf', 'cards/', 'snippets/'])
    expect(text).toContain(`\n${name}\n`)
  expect(text).toContain(view.url)
  expect(text).toContain('npx badgewright verify badge.png')
})

test.each([
  ['de-AT', 'de'],
  ['JA', 'ja'],
  ['it', 'en'],
  ['no tag', 'en'],
  [undefined, 'en'],
])('%s gets the texts in %s', (locale, expected) => {
  expect(readmeTextsFor(locale)).toEqual(readmeTexts[expected])
})

test('words of one’s own take the place of those that come along', () => {
  expect(readmeTextsFor('it', { keep: 'Conserva questo archivio.' })).toEqual({
    ...en,
    keep: 'Conserva questo archivio.',
  })
})

test('a badge that was signed as a JWT has its JWT as the badge itself', () => {
  const text = readmeOf(view, { locale: 'en', texts: readmeTextsFor('en'), files: ['badge.jwt'] })
  expect(text).toContain(`badge.jwt\n    ${en?.signed}`)
})
