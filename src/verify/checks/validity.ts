import { problem } from '../../internal/problems.js'
import { parseDateTime } from '../../internal/time.js'
import type { JsonObject } from '../../types/json.js'
import { type CheckDefinition, type Finding, passed } from '../check.js'
import type { VerificationRun } from '../run.js'

const VC_1_1 = 'https://www.w3.org/2018/credentials/v1'

/** Names of the validity members by data model (VCDM 1.1 §4.5 and §4.6, VCDM 2.0 §4.9). */
const members = (document: JsonObject): { from: string; until: string } => {
  const context = document['@context']
  const first = Array.isArray(context) ? context[0] : context
  return first === VC_1_1
    ? { from: 'issuanceDate', until: 'expirationDate' }
    : { from: 'validFrom', until: 'validUntil' }
}

/** VCDM 2.0 §4.9: a credential counts only from `validFrom` on. */
export const validityFrom: CheckDefinition = {
  id: 'validity.from',
  needs: ['input.parse'],
  run(run) {
    const name = members(run.document).from
    const from = readDate(run, name)
    if (from === undefined) return passed('No beginning of validity is given.')
    if (typeof from !== 'number') return from
    if (from <= run.now.getTime() + skew(run)) return passed(`Valid from ${run.document[name]}.`)
    const detail = `The credential is valid only from ${run.document[name]} on.`
    return {
      status: 'failed',
      summary: detail,
      next: 'Verify again once that time has come.',
      problems: [problem('ERR_NOT_YET_VALID', detail, `/${name}`)],
    }
  },
}

/** VCDM 2.0 §4.9: a credential no longer counts after `validUntil`. */
export const validityUntil: CheckDefinition = {
  id: 'validity.until',
  needs: ['input.parse'],
  run(run) {
    const name = members(run.document).until
    const inverted = run.model().problems.filter((finding) => finding.check === 'validity.until')
    const until = readDate(run, name)
    if (until === undefined) return passed('It does not expire.')
    if (typeof until !== 'number') return until
    const expired = until < run.now.getTime() - skew(run)
    const detail = `The credential expired at ${run.document[name]}.`
    const problems = [...(expired ? [problem('ERR_EXPIRED', detail, `/${name}`)] : []), ...inverted]
    const [first] = problems
    if (first === undefined) return passed(`Valid until ${run.document[name]}.`)
    return { status: 'failed', summary: first.detail, next: 'Ask the holder for a renewed credential.', problems }
  },
}

const skew = (run: VerificationRun): number => (run.options.clockSkewSeconds ?? 0) * 1000

function readDate(run: VerificationRun, name: string): number | undefined | Finding {
  const value = run.document[name]
  if (value === undefined) return undefined
  const time = typeof value === 'string' ? parseDateTime(value) : null
  if (time !== null) return time
  const detail = `${name} is not a date and time with a time zone.`
  return {
    status: 'failed',
    summary: detail,
    next: 'The issuer writes it like 2026-01-31T12:00:00Z and signs again.',
    problems: [problem('ERR_MODEL_INVALID', detail, `/${name}`)],
  }
}
