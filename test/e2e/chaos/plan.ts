import { random } from '../kill-plan.js'
import type { Mutant } from './mutants.js'

/** What a run is made of; the same seed gives the same rows, claims and endings. */
export interface ChaosPlan {
  readonly seed: number
  readonly rows: number
  readonly claims: number
  /** The storage gets a pool of the caller's, who listens to none of its errors, and whose commits may lose their answer. */
  readonly ownPool: boolean
  /** A fault that is planted, which the run must find. */
  readonly mutant?: Mutant
}

/** What the process is told that issues, mails and claims. */
export interface WorkerTask extends ChaosPlan {
  readonly url: string
}

/** What it says at its end. */
export interface WorkerReport {
  /** Calls that failed and were repeated, by what was called and the code. */
  readonly failed: Readonly<Record<string, number>>
  /** Errors that were reported and thrown at nobody, by code. */
  readonly reported: Readonly<Record<string, number>>
  /** Commits that were written and answered with an error. */
  readonly commitsLost: number
  /** Every mail that was handed to the adapter: Message-ID and address. */
  readonly sent: readonly (readonly [id: string, address: string])[]
  /** What two who claim with one link were told in the end, and whether an answer of theirs was lost. */
  readonly claims: readonly {
    readonly address: string
    readonly outcomes: readonly ('claimed' | 'used')[]
    readonly lost: number
  }[]
}

/** Connections of the library have this name, so that those of the test are left alone. */
export const NAME = 'badgewright chaos'

export const addressOf = (row: number): string => `person${row}@example.org`

/** Rows whose badges are claimed. */
export function claimedRows({ seed, rows, claims }: ChaosPlan): Set<number> {
  const next = random(seed)
  const chosen = new Set<number>()
  while (chosen.size < Math.min(claims, rows)) chosen.add(Math.floor(next() * rows))
  return chosen
}
