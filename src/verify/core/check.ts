import { isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { problem } from '../../internal/problems.js'
import type { Check, CheckStatus, Problem } from '../../types/verification.js'
import { type CheckId, checkClauses } from './registry.js'
import type { VerificationRun } from './run.js'

/** What a check found; problems decide nothing by themselves, the status does. */
export interface Finding {
  readonly status: CheckStatus
  readonly summary: string
  readonly waitsFor?: string
  readonly next?: string
  /** Set where the check decides nothing after all, unless the caller requires it. */
  readonly optional?: true
  readonly problems?: readonly Problem[]
  readonly warnings?: readonly Problem[]
  readonly statuses?: NonNullable<Check['statuses']>
  readonly nested?: NonNullable<Check['nested']>
}

/** One check of the registry. */
export interface CheckDefinition {
  readonly id: CheckId
  /** Checks that must have passed; otherwise this one is skipped and says which it waited for. */
  readonly needs: readonly CheckId[]
  /** Checks that may be undecided, but must have come to an answer other than no. */
  readonly unlessFailed?: readonly CheckId[]
  /** Whether it decides the outcome of this run; default yes. */
  readonly required?: (run: VerificationRun) => boolean
  /** The clause, where it is another than that of the registry. */
  readonly clause?: string
  readonly run: (run: VerificationRun) => Finding | Promise<Finding>
}

export const passed = (summary: string, warnings: readonly Problem[] = []): Finding => ({
  status: 'passed',
  summary,
  warnings,
})

export const skipped = (summary: string): Finding => ({ status: 'skipped', summary })

/** Runs one check. Whatever it throws becomes a failure of this check, so that a verification never throws. */
export function runCheck(
  definition: CheckDefinition,
  run: VerificationRun,
  done: ReadonlyMap<string, Check>,
): Check | Promise<Check> {
  const { id } = definition
  const asked = run.options.require?.includes(id) ?? false
  const decides = definition.required?.(run) ?? true
  const waitsFor =
    firstNotPassed(definition.needs, done) ??
    definition.unlessFailed?.find((need) => !OPEN.includes(done.get(need)?.status ?? 'failed'))
  const check = (finding: Finding): Check =>
    toCheck(id, definition.clause ?? checkClauses[id], asked || (decides && finding.optional !== true), finding)
  if (waitsFor !== undefined) return check(waiting(waitsFor))
  const finding = attemptNow(() => definition.run(run))
  return finding instanceof Promise ? finding.then(check) : check(finding)
}

const OPEN: readonly CheckStatus[] = ['passed', 'indeterminate']

function firstNotPassed(needs: readonly CheckId[], done: ReadonlyMap<string, Check>): CheckId | undefined {
  for (const need of needs) if (done.get(need)?.status !== 'passed') return need
  return undefined
}

export const waiting = (id: string): Finding => ({
  ...skipped(`Not looked at, because ${id} has not passed.`),
  waitsFor: id,
})

export async function attempt(run: () => Finding | Promise<Finding>): Promise<Finding> {
  try {
    return asFinding(await run())
  } catch (error) {
    return brokenBy(error)
  }
}

/** The same, at once where nothing has to be waited for. */
function attemptNow(run: () => Finding | Promise<Finding>): Finding | Promise<Finding> {
  try {
    const finding = run()
    return finding instanceof Promise ? finding.then(asFinding).catch(brokenBy) : asFinding(finding)
  } catch (error) {
    return brokenBy(error)
  }
}

function asFinding(finding: Finding): Finding {
  if (typeof finding?.status === 'string') return finding
  throw new TypeError('a check must return a finding')
}

function brokenBy(error: unknown): Finding {
  const found = isBadgeError(error)
    ? problem(error.code, error.message, error.pointer)
    : problem('ERR_INTERNAL', 'The check itself broke; the credential is not verified.')
  return { status: 'failed', summary: found.detail, problems: [found] }
}

export function toCheck(id: string, spec: string, required: boolean, finding: Finding): Check {
  const { status, waitsFor, summary, statuses, nested } = finding
  const { problems = [], warnings = [], next } = finding
  if (waitsFor === undefined && next === undefined && statuses === undefined && nested === undefined) {
    return { id, status, required, summary, spec, problems, warnings }
  }
  return {
    id,
    status,
    ...defined({ waitsFor }),
    required,
    summary,
    ...defined({ next }),
    spec,
    problems,
    warnings,
    ...defined({ statuses, nested }),
  }
}
