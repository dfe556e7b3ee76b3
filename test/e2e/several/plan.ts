import type { Mutant } from '../chaos/mutants.js'
import { random } from '../kill-plan.js'

/** What several processes on one database do; the same seed gives the same people and deaths. */
export interface SeveralPlan {
  readonly seed: number
  readonly rows: number
  readonly claims: number
  readonly revocations: number
  readonly processes: number
  /** A process is killed this often; 0: none is. */
  readonly killEveryMs: number
  /** A fault that is planted, which the run must find. */
  readonly mutant?: Mutant
}

/** What one of them is told. */
export interface ShareTask {
  readonly url: string
  /** Which claims and revocations are its own. */
  readonly share: number
  /** When the run began, for the clock that all of them share. */
  readonly begun: number
  readonly mutant?: Mutant
}

/** What it says at its end, unless it was killed. */
export interface ShareReport {
  readonly cpuMs: number
  readonly conflicts: number
  /** Errors that were reported and thrown at nobody, by code. */
  readonly reported: Readonly<Record<string, number>>
}

/** Where the run keeps what it knows itself. */
export const OWN = 'several_run'

/** Leases of minutes end within seconds, so that what a dead process had taken up is soon due again. */
export const HASTE = 30

export const addressOf = (row: number): string => `person${row}@example.org`

/** Rows whose badges are claimed, and others whose badges are revoked. */
export function chosenRows({ seed, rows, claims, revocations }: SeveralPlan): { claimed: number[]; revoked: number[] } {
  const next = random(seed)
  const chosen = new Set<number>()
  while (chosen.size < Math.min(claims + revocations, rows)) chosen.add(Math.floor(next() * rows))
  const all = [...chosen]
  return { claimed: all.slice(0, claims), revoked: all.slice(claims) }
}
