import { expect, test } from 'vitest'
import { readmeOf, readmeWords } from '../../src/export/readme.js'
import type { BadgeView } from '../../src/share/index.js'
import { languages, loadTexts } from '../../src/texts/index.js'
import { codeOf } from '../support/codes.js'

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

test.each(languages)('%s: every place is filled in once, and no name is taken for one', async (locale) => {
  const text = readmeOf(view, await readmeWords(locale, undefined), files)
  expect(text.split('\n')[0]).toBe('Welder $& {date}')
  expect(text).toContain('Acme {date}')
  expect(text).not.toMatch(/\u202e|\{(issuer|command|state)\}/)
  for (const name of ['badge.json', 'badge.jwt', 'badge.png, badge.svg', 'certificate.pdf', 'cards/', 'snippets/'])
    expect(text).toContain(`\n${name}\n`)
  expect(text).toContain(view.url)
  expect(text).toContain('npx badgewright verify badge.png')
})

test.each([
  ['de-AT', undefined, 'de'],
  ['JA', 'de', 'ja'],
  ['it', 'de', 'en'],
  [undefined, 'de', 'de'],
  [undefined, 'it', 'en'],
  [undefined, undefined, 'en'],
] as const)('asked for %s, a badge in %s gets the texts in %s', async (locale, about, expected) => {
  expect((await readmeWords(locale, undefined, about)).words).toEqual((await loadTexts(expected)).archive)
})

test('a locale that is not a tag is refused', async () => {
  expect(await codeOf(() => readmeWords('no tag', undefined))).toBe('ERR_ARGUMENT_INVALID')
})

test('words of one’s own take the place of those that come along', async () => {
  const { archive } = await loadTexts('en')
  const own = { keep: 'Conserva questo archivio.' }
  expect((await readmeWords('it', own)).words).toEqual({ ...archive, ...own })
})

test('a badge that was signed as a JWT has its JWT as the badge itself', async () => {
  const words = await readmeWords('en', undefined)
  expect(readmeOf(view, words, ['badge.jwt'])).toContain(`badge.jwt\n    ${words.say('signed')}`)
})
