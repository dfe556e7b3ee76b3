import { describe, expect, test } from 'vitest'
import { plainMarkdown } from '../../src/view/index.js'

describe('Markdown as running text', () => {
  test.each([
    ['strong and code', 'Passed **both** `exams`, __twice__.', 'Passed both exams, twice.'],
    ['emphasis', 'It is *very* good, _really_.', 'It is very good, really.'],
    ['a product is no emphasis', '2 * 3 * 4 and snake_case_name', '2 * 3 * 4 and snake_case_name'],
    ['a link', 'See [the rules](https://x.example/a "Rules").', 'See the rules.'],
    ['a picture', '![A seal](https://x.example/s.png)', 'A seal'],
    ['a reference', '[the rules][1]', 'the rules'],
    ['an address', '<https://x.example/a>', 'https://x.example/a'],
    ['a heading', '## Exam ##\nSix seams', 'Exam\nSix seams'],
    ['an underlined heading', 'Exam\n====\nSix seams', 'Exam\nSix seams'],
    ['a list', '- one\n* two\n3. three', '• one\n• two\n• three'],
    ['a quotation', '> said', 'said'],
    ['a fence', '```js\nx\n```\n', 'x\n'],
    ['a rule', 'a\n\n---\n\nb', 'a\n\n\nb'],
    ['what a backslash keeps', '\\*not strong\\* \\[x\\](y) \\# 1', '*not strong* [x](y) # 1'],
    ['plain text', 'Passed the exam (3 of 4), 5 - 2 = 3.', 'Passed the exam (3 of 4), 5 - 2 = 3.'],
    ['markup stays text', '<b>bold</b>', '<b>bold</b>'],
  ])('%s', (_, markdown, text) => {
    expect(plainMarkdown(markdown)).toBe(text)
  })

  test.each(['[', '![', '*a', '_', '`', '<https://', '[a](', '- ', '~~~', '\\', '> ', '#', '[a][', '(*'])(
    'takes time that grows with the text alone: %s',
    (piece) => {
      expect(plainMarkdown(piece.repeat(200_000)).length).toBeGreaterThanOrEqual(0)
    },
    20_000,
  )
})
