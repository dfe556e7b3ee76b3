import { credentialKinds } from '../../../badge/kinds/index.js'
import { documentLimits } from '../../../internal/document-limits.js'
import { asArray, isJsonObject } from '../../../internal/json.js'
import { pointerJoin } from '../../../internal/pointer.js'
import { problem } from '../../../internal/problems.js'
import type { JsonObject, JsonValue } from '../../../types/json.js'
import type { Problem } from '../../../types/verification.js'
import type { Finding } from '../../core/check.js'
import { type NestedResult, type VerifyNested, withoutPolicy } from '../../core/nested.js'
import type { VerificationRun } from '../../core/run.js'

const PLACE = '/credentialSubject/verifiableCredential'

/** The work of `clr.credentials`, for a record. */
export async function verifyRecord(
  { document, options, now, depth, budget }: VerificationRun,
  verifyNested: VerifyNested,
): Promise<Finding> {
  if (depth > 0) return tooMuch('A record inside another credential is verified when it is handed in alone.')
  const found = credentialsIn(document)
  if (found.length > documentLimits.recordCredentials) {
    return tooMuch(`At most ${documentLimits.recordCredentials} credentials of a record are verified; it has more.`)
  }
  const nested: { pointer: string; result: NestedResult }[] = []
  for (const { pointer, value } of found) {
    const inherited = { ...withoutPolicy(options), accept: credentialKinds, now }
    nested.push({ pointer, result: await verifyNested(value, inherited, { depth: depth + 1, budget }) })
  }
  return judge(nested)
}

function credentialsIn({ credentialSubject }: JsonObject): { pointer: string; value: JsonValue }[] {
  const value = isJsonObject(credentialSubject) ? credentialSubject.verifiableCredential : undefined
  return asArray<JsonValue>(value).map((item, i) => ({
    pointer: Array.isArray(value) ? pointerJoin(PLACE, i) : PLACE,
    value: item,
  }))
}

function judge(nested: readonly { pointer: string; result: NestedResult }[]): Finding {
  const unsigned = nested.filter(({ result }) => isOnlyUnsigned(result))
  const open = nested.filter(({ result }) => !result.verified && !isOnlyUnsigned(result))
  const problems = open.map(({ pointer, result }) => {
    const first = result.problems[0]?.detail ?? 'nothing certain can be said of it.'
    return problem('ERR_VERIFICATION_FAILED', `The credential is ${result.outcome}: ${first}`, pointer)
  })
  const warnings: Problem[] = unsigned.map(({ pointer }) =>
    problem(
      'ERR_PROOF_MISSING',
      'This credential is not signed; only the issuer of the record vouches for it.',
      pointer,
    ),
  )
  const count = nested.length - open.length - unsigned.length
  const summary = `${count} of ${nested.length} credentials in the record verified${unsigned.length === 0 ? '' : `, ${unsigned.length} without a proof of their own`}.`
  const common = { summary, problems, warnings, nested }
  if (open.length === 0) return { status: 'passed', ...common }
  const failed = open.some(({ result }) => result.outcome === 'failed')
  return { status: failed ? 'failed' : 'indeterminate', next: 'See the result of each credential.', ...common }
}

/** Whether nothing speaks against a credential but that it carries no proof. */
const isOnlyUnsigned = ({ checks }: NestedResult): boolean =>
  checks.some(({ id, problems }) => id === 'proof.present' && problems[0]?.code === 'ERR_PROOF_MISSING') &&
  checks.every(
    ({ id, required, status, waitsFor }) =>
      !required || status === 'passed' || id === 'proof.present' || waitsFor !== undefined,
  )

const tooMuch = (detail: string): Finding => ({
  status: 'indeterminate',
  summary: detail,
  next: 'Verify the credentials one by one.',
  problems: [problem('ERR_LIMIT_EXCEEDED', detail, PLACE)],
})
