import resumeSchema from '@jsonresume/schema'
import fc from 'fast-check'
import { bibtexParser, latexParser } from 'latex-utensils'
import { micromark } from 'micromark'
import { parseFragment } from 'parse5'
import { describe, expect, test } from 'vitest'
import { createSnippet, type SnippetFormat, snippetFormats } from '../../../src/export/index.js'
import type { BadgeView } from '../../../src/share/index.js'
import { codeOf } from '../../support/codes.js'

const view: BadgeView = {
  url: 'https://badges.example.org/b/7?a=1&b=(x)_{y}#z',
  name: 'Welder I',
  issuer: 'Acme & Söhne',
  issuedAt: '2026-03-01T00:00:00Z',
  expiresAt: '2028-03-01T00:00:00Z',
  skills: [],
  tags: [],
  state: 'valid',
}
const nasty = fc
  .string({
    unit: fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
      fc.constantFrom(
        ...'\\`*_[]()<>#|!{}$&%^~"\'-=+@.:/\n\t',
        '](https://evil.example)',
        '<script>',
        '\\end{document}',
        '}}',
        '{',
        '--',
        'www.evil.example',
        'http://evil.example',
        '![](x)',
        '&lt;',
        '\u202e',
        '@misc{x,',
      ),
    ),
    minLength: 1,
    maxLength: 40,
  })
  .filter((text) => text.trim() !== '')

interface Node {
  readonly nodeName: string
  readonly value?: string
  readonly attrs?: { name: string; value: string }[]
  readonly childNodes?: Node[]
}
const nodes = (node: Node): Node[] => [node, ...(node.childNodes ?? []).flatMap(nodes)]
const elements = (html: string) =>
  nodes(parseFragment(html) as unknown as Node).filter(({ nodeName }) => /^[a-z]/.test(nodeName))
const textIn = (html: string) =>
  nodes(parseFragment(html) as unknown as Node)
    .map(({ value }) => value ?? '')
    .join('')
const squeezed = (text: string) => text.replace(/[\s\p{C}\u2028\u2029]+/gu, '')

test.each([
  [
    'text',
    undefined,
    'Welder I — Acme & Söhne, Mar 2026 – Mar 2028. Verify: https://badges.example.org/b/7?a=1&b=(x)_{y}#z',
  ],
  [
    'markdown',
    undefined,
    '[Welder I](https://badges.example.org/b/7?a=1&b=%28x%29_{y}#z) — Acme \\& Söhne, Mar 2026 – Mar 2028',
  ],
  [
    'markdown',
    'de',
    '[Welder I](https://badges.example.org/b/7?a=1&b=%28x%29_{y}#z) — Acme \\& Söhne, März 2026 – März 2028',
  ],
  [
    'latex',
    'fr',
    '\\href{https://badges.example.org/b/7?a=1\\&b=(x)\\_\\%7By\\%7D\\#z}{Welder I} --- Acme \\& Söhne, mars 2026 – mars 2028',
  ],
] as const)('%s in %s', (format, locale, expected) => {
  expect(createSnippet(view, format, locale === undefined ? {} : { locale })).toBe(expected)
})

describe('names never become markup', () => {
  const check = (format: SnippetFormat, body: (name: string, issuer: string, snippet: string) => void) =>
    fc.assert(
      fc.property(nasty, nasty, (name, issuer) => {
        const shown = { ...view, name, issuer }
        body(name, issuer, createSnippet(shown, format, { imageUrl: 'https://badges.example.org/7.png' }))
      }),
      { seed: 11, numRuns: 400 },
    )

  test.each(['html', 'email-signature'] as const)('%s, read by parse5', (format) => {
    const expected = elements(createSnippet(view, format, { imageUrl: 'https://badges.example.org/7.png' })).map(
      ({ nodeName, attrs }) => [nodeName, attrs?.map((a) => a.name)],
    )
    check(format, (name, issuer, snippet) => {
      expect(elements(snippet).map(({ nodeName, attrs }) => [nodeName, attrs?.map((a) => a.name)])).toEqual(expected)
      expect(squeezed(textIn(snippet))).toContain(squeezed(name))
      expect(squeezed(textIn(snippet))).toContain(squeezed(issuer))
    })
  })

  test('markdown, read by micromark', () => {
    check('markdown', (name, issuer, snippet) => {
      const html = micromark(snippet)
      expect(elements(html).map(({ nodeName }) => nodeName)).toEqual(['p', 'a', 'img', 'p', 'a'])
      const links = elements(html).flatMap(({ attrs }) => attrs?.find((a) => a.name === 'href')?.value ?? [])
      expect(new Set(links.map((link) => decodeURIComponent(link)))).toEqual(
        new Set([decodeURIComponent(new URL(view.url).href)]),
      )
      expect(squeezed(textIn(html))).toContain(squeezed(name))
      expect(squeezed(textIn(html))).toContain(squeezed(issuer))
    })
  })

  test('LaTeX, read by latex-utensils', () => {
    check('latex', (_, __, snippet) => {
      const commands = new Set<string>()
      const walk = (value: unknown): void => {
        if (Array.isArray(value)) value.forEach(walk)
        else if (typeof value === 'object' && value !== null) {
          const { kind, name } = value as { kind?: string; name?: string }
          if (kind === 'command' && name !== undefined) commands.add(name)
          expect(['env', 'math.inline', 'math.math_delimiters', 'verb', 'comment']).not.toContain(
            kind?.split('.')[0] === 'env' ? 'env' : kind,
          )
          for (const [key, child] of Object.entries(value)) if (key !== 'location') walk(child)
        }
      }
      walk(latexParser.parse(snippet).content)
      const allowed =
        /^(href|char|text(backslash|brace(left|right)|ascii(circum|tilde|grave)|less|greater|bar)|[$&#%_])$/
      expect([...commands].filter((name) => !allowed.test(name))).toEqual([])
    })
  })

  test('BibTeX, read by latex-utensils', () => {
    check('bibtex', (_, __, snippet) => {
      const { content } = bibtexParser.parse(snippet)
      const [entry, ...others] = content.filter(bibtexParser.isEntry)
      expect(others).toEqual([])
      expect(entry?.entryType).toBe('misc')
      expect(entry?.content.map(({ name }) => name)).toEqual([
        'title',
        'author',
        'howpublished',
        'year',
        'month',
        'url',
        'note',
      ])
    })
  })

  test('JSON Resume, held against its schema', async () => {
    const validate = (resume: unknown) =>
      new Promise((resolve) =>
        resumeSchema.validate(resume, (error: unknown, report: unknown) => resolve(error ?? report)),
      )
    const snippets: string[] = []
    check('json-resume', (name, _, snippet) => {
      expect(squeezed(JSON.parse(snippet).name)).toBe(squeezed(name))
      snippets.push(snippet)
    })
    const good = { basics: { name: 'Kim' }, certificates: snippets.slice(0, 20).map((snippet) => JSON.parse(snippet)) }
    expect(await validate(good)).toBe(true)
    const bad = { ...good, certificates: [{ ...good.certificates[0], date: 'March' }] }
    expect(await validate(bad)).not.toBe(true)
  })

  test('plain text is one line', () => {
    check('text', (_, __, snippet) => expect(snippet).not.toMatch(/[\r\n\u2028\u2029]/))
  })
})

test.each(snippetFormats)('%s: a name cannot turn the words behind it', (format) => {
  const snippet = createSnippet({ ...view, name: 'Welder \u202egro.live', issuer: '\u2067Acme' }, format)
  expect(snippet).toContain('gro.live')
  expect(snippet).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
})

test.each(snippetFormats)('%s says that a badge is revoked', (format) => {
  expect(createSnippet({ ...view, state: 'revoked' }, format)).toContain('Revoked: ')
})

test('the fixed words are those of the reader', () => {
  const labels = { verify: 'Prüfen', revoked: 'Widerrufen', until: 'gültig bis {date}' }
  const shown = { ...view, state: 'revoked' } as const
  expect(createSnippet(shown, 'text', { labels, locale: 'de' })).toMatch(/^Widerrufen: Welder I — .* Prüfen: https:/)
  expect(createSnippet(shown, 'bibtex', { labels })).toContain('note = {gültig bis 2028-03-01}')
  expect(JSON.parse(createSnippet(shown, 'json-resume', { labels })).name).toBe('Widerrufen: Welder I')
})

test.each([
  ['an unknown format', () => createSnippet(view, 'word' as never)],
  ['a locale that is none', () => createSnippet(view, 'text', { locale: 'nö nö' })],
  ['a picture that is no https URL', () => createSnippet(view, 'html', { imageUrl: 'javascript:alert(1)' })],
  ['a page that is no https URL', () => createSnippet({ ...view, url: 'data:text/html,x' }, 'html')],
])('%s is refused', async (_, run) => {
  expect(await codeOf(run)).toBe('ERR_ARGUMENT_INVALID')
})

test("the badge's own language counts where it is one", () => {
  expect(createSnippet({ ...view, language: 'de' }, 'text')).toContain('März')
  expect(createSnippet({ ...view, language: '!!' }, 'text')).toContain('Mar 2026')
})
