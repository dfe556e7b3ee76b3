import { readdirSync } from 'node:fs'
import { credentialKinds } from '../../src/badge/kinds/index.js'
import type { CredentialKind } from '../../src/types/credential.js'
import type { JsonObject } from '../../src/types/json.js'
import type { Check, VerificationResult } from '../../src/types/verification.js'
import { type VerifyOptions, verifyCredential } from '../../src/verify/index.js'
import { vectorsDir } from '../support/vectors.js'

/** A verdict, ours or theirs. `undecided` is "could not tell", never verified. */
export type Verdict = 'accept' | 'reject' | 'undecided'

/** What we say of a case: the verdict, and the ids of the checks (or error codes) that speak against it. */
export interface Ours {
  readonly verdict: Verdict
  readonly against: readonly string[]
}

/** Why a case is not compared. */
export interface Skipped {
  readonly skipped: string
}

export const skipped = (reason: string): Skipped => ({ skipped: reason })

/** One published case with a verdict of its publisher. */
export interface Case {
  /** File among the vectors, with `#` and a name where the file holds several cases. */
  readonly file: string
  /** What the verdict is about: `outcome`, a check id, `model`, `canonical form`, … */
  readonly about: string
  readonly theirs: Verdict
  readonly ours: () => Promise<Ours | Skipped> | Ours | Skipped
}

/** The published cases of one folder of the vectors. */
export interface Source {
  readonly name: string
  /** Absent in a checkout without the vectors: it is only called where they are. */
  readonly cases: () => readonly Case[]
  /** Why the folder has no case, where it has none. */
  readonly without?: string
}

/** The time of every verification here. */
export const now = '2026-06-01T00:00:00Z'

export const accepted: Ours = { verdict: 'accept', against: [] }
export const rejected = (...against: string[]): Ours => ({ verdict: 'reject', against })
export const acceptedIf = (good: boolean, otherwise: string): Ours => (good ? accepted : rejected(otherwise))

const verdicts = { verified: 'accept', failed: 'reject', indeterminate: 'undecided' } as const

/** The verdict of a whole verification, with the required checks that did not pass and their codes. */
export function oursOf({ outcome, checks }: Pick<VerificationResult, 'outcome' | 'checks'>): Ours {
  const against = checks
    .filter(({ required, status }) => required && status !== 'passed')
    .flatMap(({ id, problems }) => [id, ...problems.map(({ code }) => code)])
  return { verdict: verdicts[outcome], against }
}

const byStatus: Readonly<Record<Check['status'], Verdict>> = {
  passed: 'accept',
  failed: 'reject',
  indeterminate: 'undecided',
  skipped: 'undecided',
}

/** The verdict of one check. */
export function oursOn(id: string, { checks }: Pick<VerificationResult, 'checks'>): Ours {
  const check = checks.find((each) => each.id === id)
  if (check === undefined) throw new Error(`There is no check ${id}.`)
  const verdict = byStatus[check.status]
  return {
    verdict,
    against: verdict === 'accept' ? [] : [id, check.waitsFor ?? '', ...check.problems.map(({ code }) => code)],
  }
}

/** A file that is verified as a whole. */
export const verified = (
  file: string,
  input: () => unknown,
  theirs: Verdict,
  options: () => VerifyOptions<CredentialKind>,
): Case => ({
  file,
  about: 'outcome',
  theirs,
  ours: async () => oursOf(await verifyCredential(input(), { now, accept: credentialKinds, ...options() })),
})

/**
 * A file whose key nothing but itself vouches for, which its publishers accept: undecided as it is, accepted with
 * `dangerouslyAcceptSelfAssertedKeys`.
 */
export const selfAsserted = (
  file: string,
  input: () => unknown,
  options: () => VerifyOptions<CredentialKind>,
): readonly Case[] => [
  {
    file,
    about: 'issuer.binding',
    theirs: 'undecided',
    ours: async () =>
      oursOn('issuer.binding', await verifyCredential(input(), { now, accept: credentialKinds, ...options() })),
  },
  {
    file,
    about: 'outcome, self-asserted keys accepted',
    theirs: 'accept',
    ours: async () =>
      oursOf(
        await verifyCredential(input(), {
          now,
          accept: credentialKinds,
          ...options(),
          dangerouslyAcceptSelfAssertedKeys: true,
        }),
      ),
  },
]

/** The files under a folder of the vectors, as paths below the vectors, in order. */
export const filesUnder = (folder: string): readonly string[] =>
  readdirSync(vectorsDir + folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(vectorsDir.length))
    .toSorted()

export const documentWithoutProof = ({ proof: _, ...document }: JsonObject): JsonObject => document
