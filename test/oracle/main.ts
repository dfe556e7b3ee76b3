/**
 * A second opinion, in another language, on every demo badge and on generated ones:
 *
 *     npm run test:oracle -- --seed 1 --count 1000
 *
 * `--count` is the number of generated badges, half of them tampered with. Exit code 1 where the two verdicts differ.
 * Without the Python packages it says so and exits with 0, or with 1 where the environment variable `CI` is set.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { credentialKinds } from '../../src/badge/kinds/index.js'
import { verifyCredential } from '../../src/verify/index.js'
import { generateCases, now } from './generate.js'
import { askPython, noPythonReason, python, type Question } from './python.js'

/** What the second opinion is asked about: not the shape that Open Badges asks for, and no status. */
const asked = [
  'input.parse',
  'model.terms',
  'proof.present',
  'proof.key',
  'proof.signature',
  'proof.purpose',
  'proof.validity',
  'issuer.binding',
  'validity.from',
  'validity.until',
]

interface Case extends Question {
  readonly kind: string
  readonly input: string | Uint8Array
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '1000' } },
  })
  const [seed, count] = [Number(values.seed), Number(values.count)]
  if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(count) || count < 2) {
    console.error('Usage: oracle [--seed <integer>] [--count <integer from 2 on>]')
    return 2
  }
  if (python === undefined) {
    console.log(noPythonReason)
    return process.env.CI ? 1 : 0
  }
  const cases: Case[] = demoBadges()
  for await (const { kind, ...question } of generateCases(seed, Math.floor(count / 2))) {
    cases.push({ ...question, kind, now, input: question.jwt ?? question.json ?? '' })
  }
  const answers = await askPython(cases.map(({ kind: _k, input: _i, ...question }) => question))
  const table: Record<string, { cases: number; verified: number; refused: number; different: number }> = {}
  let different = Math.abs(cases.length - answers.length)
  for (const [i, { kind, input, id, now: at }] of cases.entries()) {
    const { checks, problems } = await verifyCredential(input, {
      now: at,
      accept: credentialKinds,
      profile: kind === 'demo' ? 'ob3' : 'vcdm',
    })
    const ours = checks.every((check) => !asked.includes(check.id) || check.status === 'passed')
    const { verified: theirs = undefined, why = 'no answer' } = answers[i] ?? {}
    const row = table[kind] ?? { cases: 0, verified: 0, refused: 0, different: 0 }
    table[kind] = row
    row.cases += 1
    if (ours === theirs) row[ours ? 'verified' : 'refused'] += 1
    else {
      row.different += 1
      different += 1
      const codes = problems.map(({ code }) => code).join(' ')
      console.log(`DIFFERENT: ${id}: ours ${ours} ${codes}; theirs ${theirs} ${why}\n${input}`)
    }
  }
  console.table(table)
  return different > 0 ? 1 : 0
}

/** What `npm run demo` writes, in a folder of its own. */
function demoBadges(): Case[] {
  const folder = mkdtempSync(join(tmpdir(), 'badgewright-demo-'))
  try {
    const demo = fileURLToPath(new URL('../../examples/demo.mjs', import.meta.url))
    execFileSync(process.execPath, [demo], { cwd: folder, stdio: 'ignore' })
    const out = join(folder, 'out')
    return readdirSync(out)
      .filter((file) => /\.(json|png|svg)$/.test(file))
      .map((file) => {
        const bytes = readFileSync(join(out, file))
        const later = new Date(Date.now() + 60_000).toISOString()
        return { id: file, kind: 'demo', now: later, file: bytes.toString('base64'), input: new Uint8Array(bytes) }
      })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

main().then((code) => {
  process.exitCode = code
})
