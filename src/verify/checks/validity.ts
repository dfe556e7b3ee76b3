import { datesOf } from '../../badge/index.js'
import { problem } from '../../internal/problems.js'
import type { Problem } from '../../types/verification.js'
import { type CheckDefinition, passed } from '../core/check.js'
import type { VerificationRun } from '../core/run.js'

/** VCDM 2.0 §4.9: a credential counts only from `validFrom` on. */
export const validityFrom: CheckDefinition = {
  id: 'validity.from',
  needs: ['input.parse'],
  run(run) {
    const found = datesOf(run.document, 'begin')
    const latest = run.now.getTime() + skew(run)
    const problems = found.flatMap(({ name, time }) =>
      time === null
        ? [notADate(name)]
        : time > latest
          ? [problem('ERR_NOT_YET_VALID', `The credential is valid only from ${run.document[name]} on.`, `/${name}`)]
          : [],
    )
    const [first] = problems
    if (first !== undefined) {
      return {
        status: 'failed',
        summary: first.detail,
        problems,
      }
    }
    return passed(found.length === 0 ? 'No beginning of validity is given.' : 'The validity has begun.')
  },
}

/** VCDM 2.0 §4.9: a credential no longer counts after `validUntil`. */
export const validityUntil: CheckDefinition = {
  id: 'validity.until',
  needs: ['input.parse'],
  run(run) {
    const found = datesOf(run.document, 'end')
    const earliest = run.now.getTime() - skew(run)
    const late = found.flatMap(({ name, time }) =>
      time === null
        ? [notADate(name)]
        : time < earliest
          ? [problem('ERR_EXPIRED', `The credential expired at ${run.document[name]}.`, `/${name}`)]
          : [],
    )
    const inverted = run.model().problems.filter((finding) => finding.check === 'validity.until')
    // A window that ends before it begins is the fault; that it has ended may follow from it.
    const problems = [...inverted, ...late]
    const [first] = problems
    if (first !== undefined) {
      return {
        status: 'failed',
        summary: first.detail,
        problems,
      }
    }
    return passed(found.length === 0 ? 'It does not expire.' : 'It has not expired.')
  },
}

const skew = (run: VerificationRun): number => (run.options.clockSkewSeconds ?? 0) * 1000

const notADate = (name: string): Problem => ({
  ...problem('ERR_MODEL_INVALID', `${name} is not a date and time with a time zone.`, `/${name}`),
  next: 'The issuer mends the date and signs again.',
})
