import { expect, test } from 'vitest'
import { markdown } from '../../src/http/site/badge/markdown.js'
import { limits } from '../../src/internal/limits.js'
import { attribute, elements } from './client.js'
import { claimedBadge, draft } from './sharing.js'
import { testSite } from './site.js'

/** What a text becomes, without the box around it. */
const read = async (text: string) => (await markdown(text)).markup.replace(/^<div class="prose">|<\/div>$/g, '')

test.each([
  ['a list', '- Six seams\n- Safety', '<ul>\n<li dir="auto">Six seams</li>\n<li dir="auto">Safety</li>\n</ul>'],
  ['emphasis', '**All** of it', '<p dir="auto"><strong>All</strong> of it</p>'],
  ['a heading, below those of the page', '# Exam', '<h3 dir="auto">Exam</h3>'],
  ['a deep heading, with none above it', '##### Part', '<h3 dir="auto">Part</h3>'],
  [
    'a heading below one, whatever was left out between',
    '# A\n\n#### B',
    '<h3 dir="auto">A</h3>\n<h4 dir="auto">B</h4>',
  ],
  [
    'a heading beside the first',
    '## A\n\n### B\n\n## C',
    '<h3 dir="auto">A</h3>\n<h4 dir="auto">B</h4>\n<h3 dir="auto">C</h3>',
  ],
  [
    'a link',
    '[Rules](https://a.example/r)',
    '<p dir="auto"><a rel="noopener noreferrer" href="https://a.example/r">Rules</a></p>',
  ],
  [
    'mail',
    '<mailto:a@a.example>',
    '<p dir="auto"><a rel="noopener noreferrer" href="mailto:a@a.example">mailto:a@a.example</a></p>',
  ],
  ['plain text', 'Passed the exam.', '<p dir="auto">Passed the exam.</p>'],
])('%s', async (_, text, markup) => {
  expect(await read(text)).toBe(markup)
})

/** Elements that Markdown may make, and what they may carry. */
const allowed = [
  'div',
  'p',
  'ul',
  'ol',
  'li',
  'h3',
  'h4',
  'h5',
  'h6',
  'a',
  'strong',
  'em',
  'code',
  'pre',
  'blockquote',
  'hr',
  'br',
]
const allowedAttributes = ['class', 'dir', 'rel', 'href', 'title', 'start']

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt&colon;alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:x)',
  '<javascript:alert(1)>',
  '![x](https://tracker.example/p.gif)',
  '![x][y]\n\n[y]: https://tracker.example/p.gif',
  '[x](https://a.example "\\" onmouseover=\\"alert(1)")',
  '</div></main><form action=https://evil.example>',
  '```html\n<script>x</script>\n```',
  '<!-- --><style>*{display:none}</style>',
  '<h1 onclick=x>\n\n# h',
  '\ud800<b>',
])('nothing of %j runs, loads or leaves its place', async (text) => {
  const { markup } = await markdown(text)
  for (const element of elements(`<main>${markup}</main>`)) {
    if (['html', 'head', 'body', 'main'].includes(element.tagName)) continue
    expect(allowed).toContain(element.tagName)
    for (const { name } of element.attrs) expect(allowedAttributes).toContain(name)
    expect(attribute(element, 'href') ?? '').toMatch(/^(?:$|https?:|mailto:|#|\/)/)
  }
  expect(markup.isWellFormed()).toBe(true)
})

test('a text that would take long to read is shown as it was written', async () => {
  const long = '*a_'.repeat(limits.markdown)
  const { markup } = await markdown(long)
  expect(markup).toContain('<p dir="auto">*a_*a_')
  expect((await markdown('*a*'.padEnd(limits.markdown, ' '))).markup).toContain('<em>a</em>')
})

test('criteria and narratives of a badge are read on its page; its description, which is plain text, is not', async () => {
  const site = await testSite()
  const { kim, page } = await claimedBadge(site, {
    draft: {
      ...draft,
      achievement: { ...draft.achievement, description: 'Not *this*.', criteria: '- **Six** seams' },
      evidence: [{ narrative: 'A *film* of it' }],
    },
  })
  const { text } = await kim.get(page)
  expect(text).toContain('<li dir="auto"><strong>Six</strong> seams</li>')
  expect(text).toContain('A <em>film</em> of it')
  expect(text).toContain('Not *this*.')
})
