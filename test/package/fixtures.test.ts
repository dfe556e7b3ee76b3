import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
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

it('fixtures/attacks/make.mjs makes the attacks that are there', async () => {
  const made = temporaryFolder()
  await node([join(projectDir, 'fixtures/attacks/make.mjs'), made], projectDir)
  const kept = join(projectDir, 'fixtures/attacks/cases')
  expect(readdirSync(made).sort()).toEqual(readdirSync(kept).sort())
  for (const file of readdirSync(kept)) {
    const [one, other] = [readFileSync(join(made, file)), readFileSync(join(kept, file))]
    // How something is packed is up to the platform; what is alike packed is alike.
    const isAlike = one.equals(other) || (file.endsWith('.gz') && gunzipSync(one).equals(gunzipSync(other)))
    expect(isAlike, file).toBe(true)
  }
}, 60_000)
