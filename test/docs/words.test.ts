import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { pages, projectDir } from './snippets.js'

/** The words that the glossary of CONTRIBUTING.md gives up: what to say instead, a line that is refused, and its sound twin. */
const rows: readonly (readonly [pattern: RegExp, say: string, wrong: string, right: string])[] = [
  [/(?<!\bthere )\b(is|are) no (?!longer|more\b|better|larger)/i, 'is not a', 'It is no URL.', 'There is no URL.'],
  [/\bstands?\b(?! (for|out|alone)\b)(?<!\bas it stands)/i, 'is', 'It stands in the badge.', 'It stands for a list.'],
  [/\bwhoever\b/i, 'anyone who', 'Whoever has it', 'Anyone who has it'],
  [/\banew\b/i, 'again', 'Sign it anew.', 'Sign it again.'],
  [/\b(unless|is) told(?! apart)\b/i, 'by default; is called with', 'Ed25519 unless told', 'They are told apart.'],
  [/\btells? (of|the listener)\b/i, 'emit, report', '`onWarning` tells of it.', '`onWarning` reports it.'],
  [/\bbrakes?\b|\bthrottl/i, 'rate limit', 'A brake', 'A rate limit'],
  [/\bcrews?\b/i, 'worker', 'The crew', 'The workers'],
  [/\bblind index/i, 'keyed hash', 'A blind index', 'A keyed hash'],
  [/\bstudio\b/i, 'its own word', 'The studio', 'The page'],
  [/\bSoon</, 'MaybePromise', 'Soon<string>', 'MaybePromise<string>'],
]

const offences = (text: string): readonly string[] =>
  text
    .split('\n')
    .flatMap((line, i) =>
      rows.flatMap(([pattern, say]) => (pattern.test(line) ? [`${i + 1}: say “${say}”: ${line.trim()}`] : [])),
    )

describe('the words of the glossary', () => {
  test.each(rows)('%s is refused, and its twin is not', (pattern, _, wrong, right) => {
    expect(pattern.test(wrong)).toBe(true)
    expect(offences(right)).toEqual([])
  })

  const sources = readdirSync(`${projectDir}src`, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|md)$/.test(path) && !/^texts\/(ar|de|es|fr|ja)\//.test(path))
    .map((path) => `src/${path}`)

  test('are those of error texts, docstrings, comments and documentation', () => {
    const files = ['README.md', 'SECURITY.md', 'CHANGELOG.md', ...pages, ...sources]
    const found = files.flatMap((file) =>
      offences(readFileSync(projectDir + file, 'utf8')).map((row) => `${file}:${row}`),
    )
    expect(found).toEqual([])
  })
})
