import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createSandbox } from './sandbox.js'
import { projectDir, readExamples } from './snippets.js'

describe('@example blocks of the source', () => {
  const examples = readExamples()
  const sandbox = createSandbox('examples')
  beforeAll(sandbox.prepare)

  test('are complete programs that type-check', async () => {
    expect(examples).not.toEqual([])
    await sandbox.typeCheck(examples)
  }, 60_000)

  test.each(examples)(
    '$place runs',
    async (example) => {
      await sandbox.run(example)
    },
    60_000,
  )
})

describe('programs in examples/', () => {
  const programs = readdirSync(join(projectDir, 'examples')).filter((file) => file.endsWith('.mjs'))

  test.each(programs)(
    '%s ends well, in a folder of its own',
    (program) => {
      const folder = mkdtempSync(join(tmpdir(), 'badgewright-example-'))
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
      const printed = execFileSync(process.execPath, [join(projectDir, 'examples', program)], {
        cwd: folder,
        encoding: 'utf8',
      })
      expect(printed).not.toBe('')
    },
    180_000,
  )
})
