import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { assertDemo, freePort } from './demo.js'
import { createSandbox } from './sandbox.js'
import { pages, projectDir, readFences, type Snippet } from './snippets.js'

// `ts` and `sh` blocks are run, top to bottom in one folder that holds the demo's pictures; what is only to be read, such
// as some output, is in blocks of another language, such as `text` or `console`.
const readable = ['text', 'console', 'json', 'yaml']

describe('README.md and the pages of docs/', () => {
  const blocks = ['README.md', ...pages].flatMap(readFences)
  const fences = blocks.filter(({ language }) => language === 'ts' || language === 'sh')
  const sandbox = createSandbox('readme')
  beforeAll(async () => {
    await sandbox.prepare()
    sandbox.env.DEMO_PORT = String(await freePort())
  })

  test('have snippets of both kinds, and none in a language that is neither run nor only read', () => {
    expect(new Set(fences.map(({ language }) => language))).toEqual(new Set(['ts', 'sh']))
    expect(blocks.filter((each) => !fences.includes(each) && !readable.includes(each.language))).toEqual([])
  })

  const runs = (snippets: readonly Snippet[]) =>
    test.each(snippets)(
      '$place runs',
      async (snippet) => {
        await sandbox.run(snippet)
      },
      180_000,
    )
  const afterDemo = fences.findIndex(({ code }) => code.includes('npm run demo')) + 1

  runs(fences.slice(0, afterDemo))

  // Of the run above: it takes four seconds of a processor.
  test('the demo ends with offers, and with a command and a link by which one is claimed', async () => {
    const [out, err] = ['demo.out', 'demo.err'].map((name) => readFileSync(join(sandbox.folder, name), 'utf8'))
    expect(err).toBe('')
    await assertDemo(sandbox.folder, out ?? '')
  }, 240_000)

  runs(fences.slice(afterDemo))
})

test('README.md leads to docs/, and docs/README.md to each of its pages', () => {
  expect(readFileSync(`${projectDir}README.md`, 'utf8')).toContain('](docs/README.md)')
  const linked = [...readFileSync(`${projectDir}docs/README.md`, 'utf8').matchAll(/\]\(([\w/-]+\.md)\)/g)]
  expect(linked.map(([, page]) => `docs/${page}`).toSorted()).toEqual(
    pages.filter((page) => page !== 'docs/README.md').toSorted(),
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
