import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkDataModel } from '../../src/credential/index.js'
import { explain, extractCredential, stripCredential } from '../../src/index.js'
import type { ModelFinding, ModelReport } from '../../src/types/model.js'
import type { VerificationResult } from '../../src/types/verification.js'
import type { TrustPolicy, VerifyOptions } from '../../src/verify/index.js'
import { verifyCredential } from '../../src/verify/index.js'
import { cli } from '../cli/cli.js'
import { digest, row, sorted, type Table, verdict, wordless, wordsOf } from './rows.js'

const folder = fileURLToPath(new URL('../../fixtures/badges/', import.meta.url))
const manifest: readonly { readonly file: string }[] = JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8'))

const optionsOf = (file: string): VerifyOptions =>
  JSON.parse(readFileSync(`${folder}${file}.expect.json`, 'utf8')).options

/** Each badge of the fixtures: its verdict, what explains it, what the command prints, and what the model says of it. */
export async function fixtureRows(): Promise<Table> {
  const rows: string[] = []
  const words: unknown[] = []
  for (const { file } of manifest) {
    const [bytes, options] = [new Uint8Array(readFileSync(folder + file)), optionsOf(file)]
    const result = await verifyCredential(bytes, options)
    rows.push(row(`${file} verdict`, ...verdict(result)), await commandRow(file, options))
    words.push(result.checks, explained(result))
    if (file.endsWith('.json')) rows.push(...modelRows(file, new TextDecoder().decode(bytes)))
    else rows.push(row(`${file} extracted`, digest(await extractCredential(bytes))))
    if (file.startsWith('baked')) rows.push(row(`${file} stripped`, digest(await stripCredential(bytes))))
  }
  return { rows: sorted(rows), words: wordsOf(...words) }
}

/** What explains a result, line by line. */
const explained = (result: VerificationResult): unknown =>
  explain(result)
    .split('\n')
    .map((line) => ({ detail: `explained as ${JSON.stringify(line)}` }))

async function commandRow(file: string, options: VerifyOptions): Promise<string> {
  const scratch = mkdtempSync(join(tmpdir(), 'badgewright-verdicts-'))
  try {
    const { now, recipient, trust } = options
    const args = ['verify', folder + file, '--format', 'json', '--now', String(now)]
    if (recipient !== undefined) args.push('--recipient', String(recipient))
    if (trust !== undefined) {
      writeFileSync(join(scratch, 'trust.json'), JSON.stringify((trust as TrustPolicy).issuers))
      args.push('--trust', join(scratch, 'trust.json'))
    }
    const { code, out } = await cli(args)
    const report: unknown = JSON.parse(out.replaceAll(folder, ''))
    return row(`${file} command`, `exit ${code}`, digest(wordless(report)))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

const profiles = ['ob3', 'vcdm2', 'vcdm'] as const

const modelRows = (file: string, text: string): readonly string[] =>
  profiles.map((profile) =>
    row(`${file} model ${profile}`, ...report(checkDataModel(JSON.parse(text) as unknown, { profile }))),
  )

/** What the model says of a document. */
export const report = ({ valid, problems, warnings }: ModelReport): readonly string[] => [
  valid ? 'valid' : 'invalid',
  findings(problems),
  warnings.length === 0 ? '' : `warnings: ${findings(warnings)}`,
]

const findings = (all: readonly ModelFinding[]): string =>
  all.map(({ check, rule, code, pointer }) => `${check} ${rule} ${code}@${pointer}`).join('; ')
