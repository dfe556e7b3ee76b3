import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { node, projectDir, temporaryFolder } from './project.js'

it('fixtures/make.mjs makes the fixtures that are there, byte for byte', async () => {
  const made = temporaryFolder()
  await node([join(projectDir, 'fixtures/make.mjs'), made], projectDir)
  const kept = join(projectDir, 'fixtures/badges')
  expect(readdirSync(made).sort()).toEqual(readdirSync(kept).sort())
  for (const file of readdirSync(kept)) {
    expect(readFileSync(join(made, file)).equals(readFileSync(join(kept, file))), file).toBe(true)
  }
})
