import { isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { documentLimits } from '../../internal/document-limits.js'
import { asArray, deepFreeze } from '../../internal/json.js'
import { pointerJoin } from '../../internal/pointer.js'
import {
  assertEnvelopeContext,
  decodePresentationJwt,
  isPresentationEnvelope,
  notesOnEnvelope,
  openPresentationEnvelope,
} from '../../proof/jwt/index.js'
import { createWorkBudget, type WorkBudget } from '../../rdf/index.js'
import type { CredentialKind } from '../../types/credential.js'
import type { JsonObject } from '../../types/json.js'
import type { Presentation, PresentationResult } from '../../types/presentation.js'
import type { Check, VerifiedResult } from '../../types/verification.js'
import { advised } from '../core/advised.js'
import { attempt, skipped, toCheck } from '../core/check.js'
import { factsOf } from '../core/facts.js'
import { readInput, unread } from '../core/input.js'
import type { VerifyNested } from '../core/nested.js'
import { clock, decide } from '../core/outcome.js'
import { checkClauses } from '../core/registry.js'
import { presentationChecks } from './checks.js'
import { presentationClauses } from './registry.js'
import {
  holderOf,
  type PresentationCheck,
  type PresentationInput,
  type PresentationRun,
  type PresentationVerifyOptions,
  type PresentedCredential,
  startPresentationRun,
} from './run.js'

/** What `verifyPresentation` does; the verification of a credential is passed in, since presentations hold them. */
export async function verifyPresented(
  input: unknown,
  options: PresentationVerifyOptions<CredentialKind>,
  verifyAt: VerifyNested,
): Promise<PresentationResult<CredentialKind>> {
  const now = clock(options.now)
  const budget = createWorkBudget()
  const run = startPresentationRun(await readPresentation(input, options.holder), options, now, budget, (document) =>
    verifyAll(document, options, now, budget, verifyAt),
  )
  const done = new Map<string, Check>()
  for (const check of presentationChecks) done.set(check.id, await runPresentationCheck(check, run, done))
  return report(run, await advised([...done.values()]))
}

/** JSON with embedded proofs, a `vp+jwt`, or the envelope around one. */
async function readPresentation(input: unknown, holder: string | undefined): Promise<PresentationInput> {
  const read = await readInput(input)
  const { jwt, document } = read
  const isEnveloped = document !== undefined && isPresentationEnvelope(document)
  if (jwt === undefined && !isEnveloped) return read
  try {
    const jws = isEnveloped ? openPresentationEnvelope(document) : jwt?.jws
    if (isEnveloped) assertEnvelopeContext(document)
    if (jws === undefined) return read
    const presentationJwt = decodePresentationJwt(jws, holder)
    const notes = isEnveloped ? notesOnEnvelope(document) : []
    const warnings = [...read.warnings, ...notes]
    return { ...read, source: 'jwt', document: presentationJwt.secured, presentationJwt, warnings }
  } catch (error) {
    if (!isBadgeError(error)) throw error
    return { ...read, ...unread(error) }
  }
}

async function verifyAll(
  document: JsonObject,
  options: PresentationVerifyOptions<CredentialKind>,
  now: Date,
  budget: WorkBudget,
  verifyAt: VerifyNested,
): Promise<readonly PresentedCredential[]> {
  // What the holder answers is not for the credentials.
  const { holder: _h, challenge: _c, domain: _d, require = [], ...others } = options
  const ofCredentials = require.filter(
    (id) => Object.hasOwn(checkClauses, id) || !Object.hasOwn(presentationClauses, id),
  )
  const forCredentials = { ...others, require: ofCredentials }
  const several = Array.isArray(document.verifiableCredential)
  const results: PresentedCredential[] = []
  for (const [i, credential] of asArray(document.verifiableCredential)
    .slice(0, documentLimits.presentedCredentials)
    .entries()) {
    const pointer = several ? pointerJoin('/verifiableCredential', i) : '/verifiableCredential'
    const result = await verifyAt(credential, { ...forCredentials, now }, { depth: 0, budget })
    results.push({ pointer, result })
  }
  return results
}

async function runPresentationCheck(
  { id, needs, required = true, run: check }: PresentationCheck,
  run: PresentationRun,
  done: ReadonlyMap<string, Check>,
): Promise<Check> {
  const waitsFor = needs.find((need) => done.get(need)?.status !== 'passed')
  const finding =
    waitsFor === undefined
      ? await attempt(() => check(run))
      : skipped(`Not looked at, because ${waitsFor} has not passed.`)
  return toCheck(id, presentationClauses[id], required || (run.options.require?.includes(id) ?? false), finding)
}

async function report(run: PresentationRun, checks: readonly Check[]): Promise<PresentationResult<CredentialKind>> {
  const looked = (id: string): boolean => checks.some((check) => check.id === id && check.status === 'passed')
  const credentials = looked('presentation.model') ? await run.credentials() : []
  const holder = holderOf(run.document) ?? run.options.holder
  const common = {
    facts: factsOf(checks),
    kind: 'presentation' as const,
    trusted: credentials.length > 0 && credentials.every(({ result }) => result.trusted),
    ...defined({ holder }),
    proofs: looked('proof.present') ? (await run.proofs()).map((proof) => proof.report) : [],
    checks,
    problems: checks.flatMap((check) => check.problems),
    warnings: checks.flatMap((check) => check.warnings),
    checkedAt: run.now.toISOString(),
  }
  const outcome = decide(checks)
  if (outcome === 'verified') {
    const presentation = deepFreeze(run.document) as unknown as Presentation
    // Otherwise `presentation.credentials` would not have passed; this tells the compiler.
    return { ...common, outcome, verified: true, presentation, credentials: credentials.filter(isVerified) }
  }
  const { document } = run.input
  return {
    ...common,
    outcome,
    verified: false,
    credentials,
    ...defined({ unverifiedPresentation: document }),
  }
}

const isVerified = (
  credential: PresentedCredential,
): credential is { pointer: string; result: VerifiedResult<CredentialKind> } => credential.result.verified
