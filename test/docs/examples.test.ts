import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { createSandbox } from './sandbox.js'
import { pages, projectDir, readExamples, readFences } from './snippets.js'

describe('@example blocks of the source', () => {
  const examples = readExamples()
  const sandbox = createSandbox('examples')
  beforeAll(sandbox.prepare)

  test('are complete programs that type-check, as are the snippets of README and docs', async () => {
    const fences = ['README.md', ...pages].flatMap(readFences).filter(({ language }) => language === 'ts')
    expect([examples.length, fences.length]).not.toContain(0)
    await sandbox.typeCheck([...examples, ...fences])
  }, 60_000)

  test.each(examples)(
    '$place runs',
    async (example) => {
      await sandbox.run(example)
    },
    60_000,
  )
})

test('the programs in examples/ are run by a test: test/docs/readme.test.ts', () => {
  expect(readdirSync(join(projectDir, 'examples')).filter((file) => file.endsWith('.mjs'))).toEqual(['demo.mjs'])
})
