import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import type { VerificationResult } from '../../src/types/verification.js'
import { checkClauses, verifyCredential } from '../../src/verify/index.js'
import { cli, projectDir, temporaryFolder } from '../cli/cli.js'
import { built } from '../support/built.js'
import { attackRows } from '../verdicts/attacks.js'
import { expectKept } from '../verdicts/expect-kept.js'
import {
  type Attack,
  attacks,
  attacksFolder,
  inputOf,
  isLarge,
  needsNetwork,
  optionsOf,
  readAttack,
  resultOf,
} from './attacks.js'
import { servedResultOf } from './with-server.js'

/** Far more than any of them takes; the slowest is given up on by a timer of its own. */
const LIMIT = 30_000
/** What a process may have of memory that verifies the large ones; it is 550 at rest. */
const MEGABYTES = 800

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
    const files = attacks.flatMap((attack) => [attack, ...(attack.sound === undefined ? [] : [attack.sound])])
    const listed = new Set(files.flatMap(({ file, documents = file }) => [file, documents]))
    expect(readdirSync(attacksFolder).filter((file) => !['manifest.json', 'doors.json'].includes(file))).toEqual(
      [...listed].sort(),
    )
    for (const { file, sha256 } of files) {
      expect(createHash('sha256').update(readAttack(file)).digest('hex'), file).toBe(sha256)
    }
  })
})

const offline = attacks.filter((attack) => !needsNetwork(attack))

describe('each attack is caught by the check that must catch it', { timeout: LIMIT }, () => {
  test.each(offline.filter((attack) => !isLarge(attack)))('$name', async (attack) => {
    expectCaught(await resultOf(attack), attack)
  })
})

describe('its twin without the fault verifies', { timeout: LIMIT }, () => {
  const sound = attacks.flatMap((attack) => (attack.sound === undefined ? [] : [[attack.name, attack.sound] as const]))

  test('there are some', () => {
    expect(sound.length).toBeGreaterThanOrEqual(30)
  })

  test.each(sound)('%s', async (_, twin) => {
    const { outcome, problems } = await verifyCredential(inputOf(twin), optionsOf(twin))
    expect({ outcome, problems }).toEqual({ outcome: 'verified', problems: [] })
  })
})

/** What the process said that verifies the large ones. */
let results: Readonly<Record<string, VerificationResult>> = {}

describe('and so are the large ones, in bounded memory', () => {
  const large = offline.filter(isLarge)
  let megabytes = Number.POSITIVE_INFINITY

  beforeAll(async () => {
    built('verify.js')
    const programs = ['test/support/peak.mjs', 'test/attacks/large.mjs'].map((file) => join(projectDir, file))
    const names = large.map(({ name }) => name)
    const args = ['--import', ...programs, ...names]
    const options = { cwd: projectDir, maxBuffer: 64 * 1024 * 1024 }
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, options)
    results = JSON.parse(stdout)
    megabytes = Number(/^peak (\d+)$/m.exec(stderr)?.[1]) / 1024
  }, 4 * LIMIT)

  test('there are some', () => {
    expect(large.length).toBeGreaterThan(10)
  })

  test.each(large)('$name', (attack) => {
    const result = results[attack.name]
    if (result === undefined) throw new Error('There is no result.')
    expectCaught(result, attack)
  })

  test('one after the other in a process', () => {
    expect(megabytes).toBeLessThan(MEGABYTES)
  })
})

describe('and so are those that send their reader to a server', { timeout: LIMIT }, () => {
  test.concurrent.each(attacks.filter(needsNetwork))('$name', async (attack) => {
    const { result, connections } = await servedResultOf(attack)
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

test('nothing else is said of them than before', { timeout: 240_000 }, () => expectKept('attacks', attackRows(results)))
