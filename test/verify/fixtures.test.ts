import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { checkClauses, type VerifyOptions, verifyCredential } from '../../src/verify/index.js'

const folder = fileURLToPath(new URL('../../fixtures/badges/', import.meta.url))
const manifest = JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')) as { file: string; sha256: string }[]

interface Expectation {
  options: VerifyOptions
  outcome: string
  trusted?: boolean
  checks: Record<string, string>
  codes?: string[]
}

const expectationOf = (file: string): Expectation => JSON.parse(readFileSync(`${folder}${file}.expect.json`, 'utf8'))

describe('fixtures', () => {
  it('are all listed in the manifest, each with its verdict and digest', () => {
    const files = readdirSync(folder).filter((file) => file !== 'manifest.json' && !file.endsWith('.expect.json'))
    expect(manifest.map(({ file }) => file).sort()).toEqual(files.sort())
    for (const { file, sha256 } of manifest) {
      expect(existsSync(`${folder}${file}.expect.json`), file).toBe(true)
      expect(
        createHash('sha256')
          .update(readFileSync(folder + file))
          .digest('hex'),
        file,
      ).toBe(sha256)
    }
  })

  it.each(manifest.map(({ file }) => file))('%s gets the verdict written beside it', async (file) => {
    const { options, outcome, trusted, checks, codes = [] } = expectationOf(file)
    const result = await verifyCredential(new Uint8Array(readFileSync(folder + file)), options)
    const statuses = Object.fromEntries(result.checks.map(({ id, status }) => [id, status]))
    expect({ outcome: result.outcome, verified: result.verified }).toEqual({
      outcome,
      verified: outcome === 'verified',
    })
    expect(result.trusted).toBe(trusted ?? false)
    expect(statuses).toMatchObject(checks)
    expect(result.problems.map(({ code }) => code)).toEqual(expect.arrayContaining(codes))
    expect(Object.keys(statuses)).toEqual(Object.keys(checkClauses))
  })
})
