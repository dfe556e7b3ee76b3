import { createHash } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { VerificationResult } from '../../src/types/verification.js'
import { checkClauses, verifyCredential } from '../../src/verify/index.js'
import { cli, temporaryFolder } from '../cli/cli.js'
import { type Attack, attacks, attacksFolder, inputOf, needsNetwork, optionsOf, readAttack } from './attacks.js'
import { runWithServer } from './with-server.js'

/** Far more than any of them takes; the slowest is given up on by a timer of its own. */
const LIMIT = 30_000
/** What all of them together may take of memory beyond what the tests had before. */
const MEGABYTES = 700

function expectCaught(result: VerificationResult, { expect: { outcome, check, code } }: Attack): void {
  const found = result.checks.find(({ id }) => id === check)
  const codes = found?.problems.map((problem) => problem.code) ?? []
  expect({ verified: result.verified, outcome: result.outcome, status: found?.status, codes }).toEqual({
    verified: false,
    outcome,
    status: expect.stringMatching(/^(failed|indeterminate)$/),
    codes: expect.arrayContaining([code]),
  })
  expect(result.problems.map((problem) => problem.code)).not.toContain('ERR_INTERNAL')
}

describe('the attacks', () => {
  test('are at least 150, each with a name of its own and a check that is registered', () => {
    expect(attacks.length).toBeGreaterThanOrEqual(300)
    expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length)
    for (const { expect: expected } of attacks) expect(Object.keys(checkClauses)).toContain(expected.check)
  })

  test('are the files that are there, with their digests', () => {
    const listed = new Set(attacks.flatMap(({ file, documents = file }) => [file, documents]))
    expect(readdirSync(attacksFolder).filter((file) => file !== 'manifest.json')).toEqual([...listed].sort())
    for (const { file, sha256 } of attacks) {
      expect(createHash('sha256').update(readAttack(file)).digest('hex'), file).toBe(sha256)
    }
  })
})

describe('each attack is caught by the check that must catch it', { timeout: LIMIT }, () => {
  const before = process.resourceUsage().maxRSS

  test.each(attacks.filter((attack) => !needsNetwork(attack)))('$name', async (attack) => {
    expectCaught(await verifyCredential(inputOf(attack), optionsOf(attack)), attack)
  })

  test('in bounded memory', () => {
    expect((process.resourceUsage().maxRSS - before) / 1024).toBeLessThan(MEGABYTES)
  })
})

describe('and so are those that send their reader to a server', { timeout: LIMIT }, () => {
  test.concurrent.each(attacks.filter(needsNetwork))('$name', async (attack) => {
    const { result, connections } = await runWithServer(attack)
    expectCaught(result, attack)
    if (attack.untouched) expect(connections).toBe(0)
    else expect(connections).toBeGreaterThan(0)
  })
})

describe('the command says the same', { timeout: 4 * LIMIT }, () => {
  const path = temporaryFolder()
  const sample = attacks.filter(
    (attack, i) =>
      i % 8 === 0 &&
      !needsNetwork(attack) &&
      !attack.text &&
      Object.keys(attack.options).every((option) => ['now', 'documents'].includes(option)),
  )

  test('of a sample', async () => {
    expect(sample.length).toBeGreaterThanOrEqual(12)
    for (const attack of sample) {
      const { documents = {} } = optionsOf(attack)
      writeFileSync(path('badge'), readAttack(attack.file))
      writeFileSync(path('documents.json'), JSON.stringify(documents))
      const args = ['--documents', path('documents.json'), '--now', String(attack.options.now), '--format', 'json']
      const { code, out } = await cli(['verify', path('badge'), ...args])
      const { results } = JSON.parse(out)
      expect([attack.name, code]).toEqual([attack.name, attack.expect.outcome === 'failed' ? 1 : 3])
      expectCaught(results[0], attack)
    }
  })
})
