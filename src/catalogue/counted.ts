import { problem } from '../internal/problems.js'
import type { JsonObject } from '../types/json.js'
import type { Check, Problem } from '../types/verification.js'

/** What callers of the VC-API may leave out. Whatever else there is to check needs nobody and is always checked. */
const leavable = { credentialStatus: 'status.revocation' } as const

/** Which of what can be left out the caller left out; nothing where they named no checks. */
export const notAskedFor = ({ checks }: JsonObject): readonly (keyof typeof leavable)[] =>
  Array.isArray(checks)
    ? (Object.keys(leavable) as (keyof typeof leavable)[]).filter((name) => !checks.includes(name))
    : []

/** For a verification that leaves the status out: no list is read, and nothing is known of it. */
export const unasked = { checkStatus: () => 'unknown' as const }

interface Verified {
  readonly verified: boolean
  readonly checks: readonly Check[]
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
}

/** What a verification says that was not asked for everything: `verified` comes with the names of what was left out. */
export interface Counted {
  readonly verified: boolean
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
  readonly notChecked: readonly string[]
}

/**
 * The verdict without what the caller left out. It is left out where nobody knows of it, and nowhere else: a status that was
 * found to be set counts all the same.
 */
export function counted(given: Verified, left: readonly (keyof typeof leavable)[]): Counted {
  const result = apart(given)
  if (left.length === 0) return { ...pick(result), notChecked: [] }
  const ids: readonly string[] = left.map((name) => leavable[name])
  const isLeft = ({ id, status }: Check): boolean =>
    ids.includes(id) && (status === 'indeterminate' || status === 'skipped')
  const verified = result.checks.every((check) => !check.required || check.status === 'passed' || isLeft(check))
  const gone = new Set(result.checks.filter(isLeft).flatMap(({ problems }) => problems))
  const unchecked = left.map((name) =>
    problem('ERR_STATUS_UNCHECKED', `"${name}" was not checked, since \`checks\` leaves it out.`, `/${name}`),
  )
  return {
    verified,
    problems: result.problems.filter((each) => !gone.has(each)),
    warnings: [...result.warnings, ...unchecked],
    notChecked: left,
  }
}

/**
 * VCALM 1.0, "Verification Errors vs. Warnings": with an error it is not verified, without any it is. What a check found that
 * decides nothing is a warning.
 */
function apart<Result extends Verified>(result: Result): Result {
  const decidesNothing = new Set(result.checks.flatMap(({ required, problems }) => (required ? [] : problems)))
  if (decidesNothing.size === 0) return result
  return {
    ...result,
    problems: result.problems.filter((each) => !decidesNothing.has(each)),
    warnings: [...result.warnings, ...decidesNothing],
  }
}

/** A presentation, with the result of each credential in it, and where that is. */
type Presented = Verified & {
  readonly credentials: readonly { readonly pointer: string; readonly result: Verified }[]
}

/**
 * The same for a presentation, whose credentials are each held to it: what is wrong with one of them, or worth knowing, is said
 * under its own code, in its place in the presentation.
 */
export function countedWithin(result: Presented, left: readonly (keyof typeof leavable)[]): Counted {
  const within = result.credentials.map(({ pointer, result: each }) => ({ pointer, ...counted(each, left) }))
  const own = ofPresentation(result, within, left)
  const placed = (member: 'problems' | 'warnings') =>
    within.flatMap((each) => each[member].map((found) => at(each.pointer, found)))
  const inside = placed('warnings').filter(({ code }) => code !== 'ERR_STATUS_UNCHECKED' || left.length === 0)
  return {
    ...own,
    problems: [...own.problems, ...placed('problems')],
    warnings: [...own.warnings, ...inside],
  }
}

const at = (place: string, { pointer = '', ...found }: Problem): Problem => ({ ...found, pointer: place + pointer })

function ofPresentation(
  result: Presented,
  within: readonly Counted[],
  left: readonly (keyof typeof leavable)[],
): Counted {
  if (left.length === 0 || !within.every(({ verified }) => verified))
    return { ...counted(result, []), notChecked: left }
  const checks = result.checks.map(
    (check): Check => (check.id === CREDENTIALS ? { ...check, status: 'passed', problems: [] } : check),
  )
  const problems = result.problems.filter((each) => !ofCredentials(result.checks).has(each))
  return counted({ ...result, checks, problems }, left)
}

const CREDENTIALS = 'presentation.credentials'
const ofCredentials = (checks: readonly Check[]): ReadonlySet<Problem> =>
  new Set(checks.filter(({ id }) => id === CREDENTIALS).flatMap(({ problems }) => problems))

const pick = ({ verified, problems, warnings }: Verified) => ({ verified, problems, warnings })
