import { issuerOf } from '../badge/index.js'
import { BadgeError } from '../errors.js'
import { defined } from '../internal/defined.js'
import { deepFreeze } from '../internal/json.js'
import { createWorkBudget, type WorkBudget } from '../rdf/index.js'
import type { CredentialKind } from '../types/credential.js'
import type { Check, Problem, UnverifiedResult, VerificationResult, VerifiedResult } from '../types/verification.js'
import { clrCredentials } from './checks/clr.js'
import { endorsementEach } from './checks/endorsements.js'
import { imageIntegrity } from './checks/image.js'
import { inputParse } from './checks/input.js'
import { inputKind } from './checks/kind.js'
import { modelChecks } from './checks/model.js'
import { proofChecks } from './checks/proof.js'
import { subjectRecipient } from './checks/recipient.js'
import { refresh, refreshService } from './checks/refresh.js'
import { statusRevocation } from './checks/status.js'
import { issuerTrust } from './checks/trust.js'
import { validityFrom, validityUntil } from './checks/validity.js'
import { advised } from './core/advised.js'
import { assertOptions } from './core/assert-options.js'
import { assertResult } from './core/assert-result.js'
import { attempt, type CheckDefinition, type Finding, runCheck, toCheck, waiting } from './core/check.js'
import { factsOf } from './core/facts.js'
import { type ReadInput, readInput, recognised } from './core/input.js'
import type { NestedResult } from './core/nested.js'
import type { VerifyOptions } from './core/options.js'
import { clock, decide, reasonOf } from './core/outcome.js'
import { checkClauses } from './core/registry.js'
import { startRun, type VerificationRun } from './core/run.js'
import { standardOf } from './core/standard.js'

/**
 * Every registered check, in the order of Open Badges 3.0 §9, which is also the order of the result. Between the two
 * parts the refresh service is asked, since the copy that it gives is the one that the rest is about.
 */
const conformanceAndProof: readonly CheckDefinition[] = [inputParse, inputKind, ...modelChecks, ...proofChecks]
const afterRefresh = (found: Finding): readonly CheckDefinition[] => [
  validityFrom,
  validityUntil,
  statusRevocation(verifyAt),
  refreshService(found),
  subjectRecipient,
  endorsementEach(verifyAt),
  clrCredentials(verifyAt),
  imageIntegrity,
  issuerTrust,
]

/**
 * Verifies a badge, whatever form it comes in: a credential object, its JSON text or JWT, or the bytes of a baked PNG
 * or SVG, or of a JSON or JWT file. Offline unless `fetch` is given. Badges of Open Badges 2.0 are verified too, by the
 * same checks as far as they apply; `standard` in the result says which it is.
 *
 * Badges are accepted, and with `accept` learner records (`clr`), endorsements and any other `credential`, each held
 * against the rules of what it is; `kind` in the result says which it is, and narrows the type of `credential`.
 *
 * The result lists **every** check, each passed, failed, indeterminate or skipped. `facts` answers three questions apart:
 * is it authentic, is it in force, does it conform. `verified` says that the badge is whole, in force, and signed by the
 * issuer it names; `trusted` says that a trust policy was given and lists that issuer. What cannot be
 * decided is `indeterminate`, never verified.
 *
 * A bad badge is a result, not an exception: this throws only for wrong options (`ERR_ARGUMENT_INVALID`).
 *
 * @example
 * import { readFile } from 'node:fs/promises'
 * import { verifyCredential } from 'badgewright'
 *
 * const result = await verifyCredential(await readFile('badge.png'))
 * if (result.verified) console.log(result.credential.name, 'by', result.issuer?.name)
 * else for (const problem of result.problems) console.log(problem.code, problem.detail)
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#verification
 */
export async function verifyCredential<Kind extends CredentialKind = 'badge'>(
  input: unknown,
  options: VerifyOptions<Kind> = {},
): Promise<VerificationResult<Kind>> {
  assertOptions(options)
  const result = await verifyAt(input, options, { depth: 0, budget: createWorkBudget() })
  // Of what is verified, `input.kind` has passed, so that its kind is one of those accepted.
  return result as VerificationResult<Kind>
}

interface Place {
  readonly depth: number
  readonly budget: WorkBudget
}

/** Verifies what belongs to another verification, and shares its work. */
export async function verifyAt(
  input: unknown,
  options: VerifyOptions<CredentialKind>,
  place: Place,
): Promise<NestedResult> {
  const found = await readInput(input)
  const linked =
    found.link === undefined ? found : await (await import('./core/follow-link.js')).followLink(found, options)
  const read = await recognised(linked, options)
  return verifyRead(read, options, place, false)
}

async function verifyRead(
  input: ReadInput,
  options: VerifyOptions<CredentialKind>,
  place: Place,
  refreshed: boolean,
): Promise<NestedResult> {
  const now = clock(options.now)
  if (input.ob2 !== undefined) {
    const { verifyOpenBadge2 } = await import('./ob2/verify-ob2.js')
    const { run, done, proofs } = await verifyOpenBadge2(input, options, now, place)
    await runCustom(run, done)
    return report(run, await advised([...done.values()]), proofs)
  }
  const run = startRun(input, options, now, place, refreshed)
  const done = new Map<string, Check>()
  if (isPresentation(run)) {
    await runAll([inputParse, inputKind], run, done)
    for (const definition of [...conformanceAndProof.slice(2), ...afterRefresh(waiting('input.kind'))]) {
      const { id, required = () => true } = definition
      done.set(id, toCheck(id, checkClauses[id], required(run), waiting('input.kind')))
    }
    return report(run, await advised([...done.values()]), [])
  }
  await runAll(conformanceAndProof, run, done)
  const newer = await refresh(run, done, async (copy) => {
    const { source, image } = input
    const read = { ...(await readInput(copy)), source, ...defined({ image }) }
    return verifyRead(read, { ...options, now }, place, true)
  })
  if (newer.result !== undefined) return newer.result
  await runAll(afterRefresh(newer.finding), run, done)
  await runCustom(run, done)
  const looked = done.get('proof.present')?.status === 'passed'
  return report(run, await advised([...done.values()]), looked ? (await run.proofs()).map((proof) => proof.report) : [])
}

/** What is not a credential is not held against the rules of one. */
const isPresentation = ({ kinds }: VerificationRun): boolean => kinds.length === 1 && kinds[0] === 'presentation'

/** One after the other, since some wait for others. */
async function runAll(
  definitions: readonly CheckDefinition[],
  run: VerificationRun,
  done: Map<string, Check>,
): Promise<void> {
  for (const definition of definitions) {
    const check = runCheck(definition, run, done)
    done.set(definition.id, check instanceof Promise ? await check : check)
  }
}

async function runCustom(run: VerificationRun, done: Map<string, Check>): Promise<void> {
  const { checks = [], require } = run.options
  for (const custom of checks) {
    const required = custom.required ?? require?.includes(custom.id) ?? false
    done.set(custom.id, toCheck(custom.id, custom.spec, required, await attempt(() => custom.run(run.document))))
  }
}

function report(run: VerificationRun, checks: readonly Check[], proofs: VerificationResult['proofs']): NestedResult {
  const issuer = issuerOf(run.document)
  const [kind, ...others] = run.kinds
  const common = {
    facts: factsOf(checks),
    trusted: checks.some((check) => check.id === 'issuer.trust' && check.status === 'passed'),
    source: run.input.source,
    ...defined({ standard: run.input.document && standardOf(run.input.document), issuer }),
    proofs,
    checks,
    problems: causesFirst(all(checks, 'problems')),
    warnings: all(checks, 'warnings'),
    ...(run.refreshed ? { refreshed: true as const } : {}),
    checkedAt: run.now.toISOString(),
  }
  const outcome = decide(checks)
  if (outcome === 'verified') {
    const credential = deepFreeze(run.document)
    return { ...common, outcome, verified: true, kind, credential } as unknown as VerifiedResult<CredentialKind>
  }
  const { document } = run.input
  const unverified: UnverifiedResult = { ...common, outcome, verified: false }
  return { ...unverified, ...defined({ kind: others.length === 0 ? kind : undefined, unverifiedCredential: document }) }
}

/** As `flatMap` does, which is several times slower where most lists are empty. */
function all(checks: readonly Check[], member: 'problems' | 'warnings'): Problem[] {
  const found: Problem[] = []
  for (const check of checks) if (check[member].length > 0) found.push(...check[member])
  return found
}

/** What follows from a fault that has a finding of its own: a changed purpose or issuer breaks the signature, too. */
const EFFECTS: ReadonlySet<string> = new Set(['ERR_PROOF_INVALID', 'ERR_PROOF_MISSING'])

/** The problems in the order of the checks, but causes before their effects. */
function causesFirst(problems: readonly Problem[]): Problem[] {
  const effects = problems.filter(({ code }) => EFFECTS.has(code))
  return effects.length === 0 || effects.length === problems.length
    ? [...problems]
    : [...problems.filter(({ code }) => !EFFECTS.has(code)), ...effects]
}

/**
 * For code that wants an exception: returns nothing when the result is verified, and throws
 * `ERR_VERIFICATION_FAILED` with all problems otherwise.
 *
 * @example
 * import { assertVerified, verifyCredential } from 'badgewright'
 *
 * const result = await verifyCredential('{}')
 * try {
 *   assertVerified(result)
 * } catch (error) {
 *   console.log((error as Error).message)
 * }
 */
export function assertVerified<Kind extends CredentialKind>(
  result: VerificationResult<Kind>,
): asserts result is VerifiedResult<Kind> {
  assertResult(result)
  if (result.verified) return
  const first = reasonOf(result)
  throw new BadgeError(
    'ERR_VERIFICATION_FAILED',
    `The credential is ${result.outcome === 'failed' ? 'not valid' : 'not verified'}: ${first?.detail ?? 'nothing certain can be said of it.'}`,
    {
      problems: result.problems.map(({ code, detail, pointer = '' }) => ({ code, detail, pointer })),
    },
  )
}
