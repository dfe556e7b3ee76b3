import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Case, Ours, Skipped, Source, Verdict } from './case.js'

/** One row of `fixtures/disagreements.json`. */
export interface Disagreement {
  readonly file: string
  /** What the two verdicts are about, where the file has several; see `Case`. */
  readonly about?: string
  /** Of a suite that is run beside the project, over HTTP: its test. No case here is about such a row. */
  readonly test?: string
  readonly ours: Verdict
  readonly theirs: Verdict
  readonly check: string
  readonly clause: string
  readonly why: string
}

export interface Compared {
  readonly source: string
  readonly case: Case
  readonly ours?: Ours
  readonly result: 'agree' | 'explained' | 'unexplained' | 'skipped'
  /** Why it was skipped. */
  readonly reason?: string
  readonly disagreement?: Disagreement
}

const place = fileURLToPath(new URL('../../fixtures/disagreements.json', import.meta.url))

const readAll = (): readonly Disagreement[] => JSON.parse(readFileSync(place, 'utf8'))

/** Those about published cases that are compared here. */
export const readDisagreements = (): readonly Disagreement[] => readAll().filter(({ test }) => test === undefined)

/** Those about tests of suites that are run beside the project. */
export const readSuiteDifferences = (): readonly Disagreement[] => readAll().filter(({ test }) => test !== undefined)

/** Runs every case of a source. A case that throws is an unexplained disagreement, whatever was expected. */
export async function compareAll(
  { name, cases }: Source,
  disagreements: readonly Disagreement[],
): Promise<readonly Compared[]> {
  const judged = known.get(name) ?? judge(cases())
  known.set(name, judged)
  return (await judged).map(([each, ours]) => compare(name, each, ours, disagreements))
}

type Judged = readonly [Case, Ours | Skipped]

/** What we say of the cases of a source, asked once by all the tests of a worker. */
const known = new Map<string, Promise<readonly Judged[]>>()

async function judge(cases: readonly Case[]): Promise<readonly Judged[]> {
  const judged: Judged[] = []
  for (const each of cases) judged.push([each, await verdictOf(each.ours)])
  return judged
}

function compare(source: string, each: Case, ours: Ours | Skipped, disagreements: readonly Disagreement[]): Compared {
  const common = { source, case: each }
  if ('skipped' in ours) return { ...common, result: 'skipped', reason: ours.skipped }
  if (ours.verdict === each.theirs) return { ...common, ours, result: 'agree' }
  const disagreement = disagreements.find(
    ({ file, about, ...row }) =>
      file === each.file &&
      (about === undefined || about === each.about) &&
      row.theirs === each.theirs &&
      row.ours === ours.verdict &&
      (ours.verdict === 'accept' || ours.against.includes(row.check)),
  )
  if (disagreement === undefined) return { ...common, ours, result: 'unexplained' }
  return { ...common, ours, result: 'explained', disagreement }
}

async function verdictOf(run: Case['ours']): Promise<Ours | Skipped> {
  try {
    return await run()
  } catch (error) {
    return { verdict: 'undecided', against: [`it threw: ${String(error).slice(0, 200)}`] }
  }
}

/** The counts of one source, as the table shows them. */
export function count(source: Source, compared: readonly Compared[]) {
  const of = (result: Compared['result']) => compared.filter((each) => each.result === result).length
  const reasons = compared.flatMap(({ reason }) => reason ?? [])
  return {
    cases: compared.length,
    agree: of('agree'),
    explained: of('explained'),
    unexplained: of('unexplained'),
    skipped: of('skipped'),
    remark: source.without ?? [...new Set(reasons)].join('; '),
  }
}

export const describeCase = ({ source, case: { file, about, theirs }, ours }: Compared): string =>
  `${source}: ${file} (${about}): theirs ${theirs}, ours ${ours?.verdict ?? '–'} ${ours?.against.join(' ') ?? ''}`
