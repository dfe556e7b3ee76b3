import { isSameId } from '../../../badge/index.js'
import { documentLimits } from '../../../internal/document-limits.js'
import { isJsonObject } from '../../../internal/json.js'
import { problem } from '../../../internal/problems.js'
import type { JsonObject, JsonValue } from '../../../types/json.js'
import type { Problem } from '../../../types/verification.js'
import { type Finding, skipped } from '../../core/check.js'
import { type VerifyNested, withoutPolicy } from '../../core/nested.js'
import type { VerificationRun } from '../../core/run.js'

export interface FoundEndorsement {
  readonly pointer: string
  readonly value: JsonValue
  /** What it is part of. */
  readonly endorsed: JsonObject
}

/** The work of `endorsement.each`, where there are endorsements. */
export async function verifyEndorsements(
  found: readonly FoundEndorsement[],
  { options, now, depth, budget }: VerificationRun,
  verifyNested: VerifyNested,
): Promise<Finding> {
  if (depth >= documentLimits.endorsementDepth)
    return skipped(`Endorsements are verified down to ${documentLimits.endorsementDepth} levels; these lie deeper.`)
  const most = documentLimits.endorsements[depth] ?? 0
  const nested = []
  const problems: Problem[] = []
  const warnings: Problem[] = []
  let failed = false
  for (const { pointer, value, endorsed } of found.slice(0, most)) {
    const result = await verifyNested(
      value,
      { ...withoutPolicy(options), accept: 'endorsement', now },
      { depth: depth + 1, budget },
    )
    nested.push({ pointer, result })
    const document = (result.credential ?? result.unverifiedCredential) as JsonObject | undefined
    if (!result.verified) {
      failed ||= result.outcome === 'failed'
      const first = result.problems[0]?.detail ?? 'no problem was named'
      problems.push(problem('ERR_VERIFICATION_FAILED', `The endorsement is ${result.outcome}: ${first}`, pointer))
    } else if (!speaksOf(document, endorsed)) {
      const detail = 'The endorsement is about something else than what it is part of.'
      warnings.push(problem('ERR_ENDORSEMENT_MISMATCH', detail, `${pointer}`))
    }
  }
  if (found.length > most) {
    problems.push(problem('ERR_LIMIT_EXCEEDED', `Only ${most} of ${found.length} endorsements were looked at.`))
  }
  return {
    status: failed ? 'failed' : problems.length > 0 ? 'indeterminate' : 'passed',
    summary: `${nested.length - problems.filter(({ pointer }) => pointer !== undefined).length} of ${found.length} endorsements verified.`,
    problems,
    warnings,
    nested,
  }
}

/** Open Badges 3.0, EndorsementSubject: its `id` is that of what is endorsed, or of a part that the whole is about. */
function speaksOf(endorsement: JsonObject | undefined, endorsed: JsonObject): boolean {
  const { credentialSubject: about } = endorsement ?? {}
  const id = isJsonObject(about) ? about.id : undefined
  const { credentialSubject: subject, issuer, creator } = endorsed
  const achievement = isJsonObject(subject) ? subject.achievement : undefined
  return [endorsed, subject, achievement, issuer, creator].some((part) => isJsonObject(part) && isSameId(part.id, id))
}
