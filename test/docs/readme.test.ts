import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { createSandbox } from './sandbox.js'
import { projectDir, readFences } from './snippets.js'

// In README.md, `ts` and `sh` blocks are run, top to bottom in one folder that holds the demo's pictures; what is only
// to be read, such as some output, stands in blocks of another language, such as `text` or `console`.
const fences = readFences('README.md').filter(({ language }) => language === 'ts' || language === 'sh')

describe('README.md', () => {
  const sandbox = createSandbox('readme')
  beforeAll(sandbox.prepare)

  test('has snippets of both kinds', () => {
    expect(new Set(fences.map(({ language }) => language))).toEqual(new Set(['ts', 'sh']))
  })

  test.each(fences)(
    '$place runs',
    async (snippet) => {
      await sandbox.run(snippet)
    },
    180_000,
  )
})

const pages = readdirSync(`${projectDir}docs`).map((name) => `docs/${name}`)

describe.each(pages)('%s', (page) => {
  const sandbox = createSandbox(page.replace(/\W/g, '-'))
  const snippets = readFences(page).filter(({ language }) => language === 'ts' || language === 'sh')
  beforeAll(sandbox.prepare)

  test.each(snippets)(
    '$place runs',
    async (snippet) => {
      await sandbox.run(snippet)
    },
    180_000,
  )
})

describe.each(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...pages])('%s', (file) => {
  const text = readFileSync(projectDir + file, 'utf8')

  test('links and pictures inside the project exist', () => {
    const targets = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map((match) => match[1] ?? '')
    const inside = targets.filter((target) => !/^[a-z]+:/.test(target))
    expect(inside.filter((target) => !existsSync(join(projectDir, dirname(file), target)))).toEqual([])
  })

  test('npm scripts that it names exist', () => {
    const named = [...text.matchAll(/npm run ([\w:]+)/g)].map((match) => match[1] ?? '')
    expect(named.filter((name) => !(name in manifest.scripts))).toEqual([])
  })
})
