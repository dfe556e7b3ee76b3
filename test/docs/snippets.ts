import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const projectDir = fileURLToPath(new URL('../../', import.meta.url))

export interface Snippet {
  /** `README.md:12`, where a reader finds it. */
  readonly place: string
  readonly language: string
  readonly code: string
}

/** The pages of `docs/`. */
export const pages: readonly string[] = readdirSync(`${projectDir}docs`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .map((file) => `docs/${file}`)

const lineOf = (text: string, offset: number) => text.slice(0, offset).split('\n').length

/** The fenced blocks of a Markdown file, in order. */
export function readFences(file: string): Snippet[] {
  const text = readFileSync(projectDir + file, 'utf8')
  return [...text.matchAll(/^```(\w+)[^\n]*\n(.*?)^```/gms)].map((match) => ({
    place: `${file}:${lineOf(text, match.index)}`,
    language: match[1] ?? '',
    code: match[2] ?? '',
  }))
}

/** The `@example` blocks in the doc comments of all of `src/`. */
export function readExamples(): Snippet[] {
  const files = readdirSync(`${projectDir}src`, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  )
  return files.flatMap((file) => {
    const text = readFileSync(`${projectDir}src/${file}`, 'utf8')
    return [...text.matchAll(/\/\*\*.*?\*\//gs)].flatMap((comment) =>
      examplesOf(comment[0], `src/${file}:${lineOf(text, comment.index)}`),
    )
  })
}

function examplesOf(comment: string, place: string): Snippet[] {
  const body = comment.replace(/\*\/$/, '').replace(/^\s*(\/\*\*|\*) ?/gm, '')
  const [, ...blocks] = body.split(/^@example\b.*$/m)
  return blocks.map((block) => {
    const code = (block.split(/^@\w/m)[0] ?? '').trim()
    return { place, language: 'ts', code: code.replace(/^```\w*$/gm, '') }
  })
}
