import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canParseUrl, isParsableUrl, isUri } from '../../src/internal/url.js'

/** As the parser of the platform says. `URL.canParse` says something else of some texts once it is hot. */
function parses(text: string): boolean {
  try {
    return new URL(text).href !== ''
  } catch {
    return false
  }
}

const urls: readonly string[] = [
  'https://college.example.org',
  'https://college.example.org/a b',
  'https://a-b.example/x?y#z',
  'https://a--b.example/',
  'https://xn--a.example/',
  'https://example',
  'https://1.2.3.4.5/',
  'https://a.1/',
  'https://a.0x1/',
  'https://a.b:99999/',
  'https://u:p@a.b/',
  'https://a.b%/',
  'https:/a.b/',
  'http://a..b/',
  'http:///',
  'urn:uuid:00000000-0000-4000-8000-000000000000',
  'urn:',
  'urn:a b',
  'did:key:z6Mk',
  'did:web:a%3A1',
  'mailto:a@b',
  'a.b',
  '',
  'HTTPS://A.B/',
  'https://a.b\\c',
  'https://a.b/\u00e9',
  'https://\u00e9.example/',
]

test.each(urls)('%j is parsable as the platform says', (url) => {
  expect(isParsableUrl(url)).toBe(parses(url))
})

const piece = fc.constantFrom(
  ...'aZ09-._~:/?#[]@!$&()*+,;=%\\^`{}|<>" \t\u0000\u007f\u00e9\ud83c',
  'https://',
  'urn:',
  'did:',
  '.b',
  'xn--',
  '0x',
)

test('what is told at a glance is what a closer look tells', () => {
  const text = fc.tuple(
    fc.constantFrom('', 'https://', 'http://a.b', 'urn:', 'did:'),
    fc.array(piece, { maxLength: 12 }),
  )
  // RFC 3986, as far as characters go.
  const uri = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`\p{Cc}]+$/u
  fc.assert(
    fc.property(text, ([start, rest]) => {
      const url = start + rest.join('')
      expect(isParsableUrl(url)).toBe(parses(url))
      expect(isUri(url)).toBe(uri.test(url))
    }),
    { seed: 3986, numRuns: 20_000 },
  )
})

test('a URL with an umlaut parses, however often that was asked', () => {
  const texts = ['https://m\u00fcnchen.example/', 'https://example.org/']
  const refused = Array.from({ length: 20_000 }, (_, i) => texts[i % 2] ?? '').filter((url) => !canParseUrl(url))
  expect(refused).toEqual([])
})

test('nothing in the library asks URL.canParse, which forgets umlauts', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const asking = files.filter((name) => /URL\s*\.\s*canParse\s*\(/.test(readFileSync(join('src', name), 'utf8')))
  expect(files.length).toBeGreaterThan(300)
  expect(asking).toEqual([])
})
