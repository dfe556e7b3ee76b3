import { maskAddresses } from '../internal/mask.js'
import { pointerGet } from '../internal/pointer.js'
import type { CredentialKind } from '../types/credential.js'
import type { JsonValue } from '../types/json.js'
import type { Check, Problem, VerificationResult } from '../types/verification.js'
import { assertResult } from './core/assert-result.js'
import { factsLine } from './core/facts-line.js'
import { quote } from './quote.js'
import { summarize } from './summary.js'

const marks: Record<Check['status'], string> = {
  passed: 'ok     ',
  failed: 'FAILED ',
  indeterminate: 'unclear',
  skipped: '-      ',
}

/** What was required and had nothing to be looked at leaves the badge undecided. */
const markOf = ({ status, required, waitsFor }: Check): string =>
  marks[status === 'skipped' && required && waitsFor === undefined ? 'indeterminate' : status]

const verdicts = {
  verified: 'Verified: the badge is whole, in force, and signed by the issuer it names.',
  failed: 'Not valid: do not rely on this badge.',
  indeterminate: 'Undecided: nothing shows that the badge is false, and nothing shows that it is true.',
}

/**
 * The verdict in words: what the badge shows, and for each finding the rule, the place, the value found there, the clause, and what to do.
 * Plain text, for a person.
 *
 * @example
 * import { explain, verifyCredential } from 'badgewright'
 *
 * console.log(explain(await verifyCredential('{"type":"nothing"}')))
 */
export function explain(result: VerificationResult<CredentialKind>): string {
  assertResult(result)
  const document = (result.verified ? result.credential : result.unverifiedCredential) as JsonValue | undefined
  const shown = summarize(result).map(([label, value]) => `  ${`${label}:`.padEnd(13)}${quoted(label, value)}`)
  const heading = result.verified ? 'The badge:' : 'What the badge says of itself:'
  const lines = [verdicts[result.outcome], factsLine(result), trustLine(result), '']
  if (shown.length > 0) lines.push(heading, ...shown, '')
  for (const check of result.checks) {
    lines.push(`${markOf(check)} ${check.id}${check.required ? '' : ' (not required)'}: ${check.summary}`)
    if (check.problems.length === 0 && check.warnings.length === 0) continue
    for (const found of check.problems) lines.push(...describe(found, document, 'problem'))
    for (const found of check.warnings) lines.push(...describe(found, document, 'warning'))
    lines.push(`          clause: ${check.spec}`)
    for (const next of nextSteps(check)) lines.push(`          next:   ${next}`)
  }
  return lines.filter((line) => line !== undefined).join('\n')
}

/** What to do: about the check, and about each of its warnings; each sentence once. */
function nextSteps({ status, next, problems, warnings }: Check): readonly string[] {
  const ofCheck = status === 'passed' || next === undefined ? [] : [next]
  const found = [...problems, ...warnings].flatMap((each) => each.next ?? [])
  return [...new Set([...ofCheck, ...found])].slice(0, NEXT_STEPS)
}

/** More sentences than this nobody reads. */
const NEXT_STEPS = 5

/** What the badge says is quoted, so that it cannot pass for a line of ours. */
const quoted = (label: string, value: string): string =>
  label === 'image' || label === 'status'
    ? maskAddresses(value).replaceAll(/\s+/g, ' ')
    : JSON.stringify(maskAddresses(value))

function trustLine(result: VerificationResult<CredentialKind>): string {
  const name = result.issuer?.name ?? result.issuer?.id
  if (name === undefined) return 'No issuer is named.'
  const trust = result.trusted ? 'is trusted by the policy given' : 'is not covered by a trust policy'
  return `It names ${JSON.stringify(maskAddresses(name))} as its issuer, who ${trust}.`
}

function describe(found: Problem, document: JsonValue | undefined, kind: string): string[] {
  const lines = [`          ${kind}: ${found.detail} (${found.code})`]
  if (found.pointer === undefined || found.pointer === '') return lines
  const value = document === undefined ? undefined : pointerGet(document, found.pointer)
  const shown = value === undefined ? 'absent' : quote(value, found.pointer)
  return [...lines, `          at:     ${found.pointer} (${shown})`]
}
