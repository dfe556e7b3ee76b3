import { isJsonObject } from '../../internal/json.js'
import { pointerJoin } from '../../internal/pointer.js'
import { problem } from '../../internal/problems.js'
import type { JsonValue } from '../../types/json.js'
import type { VerificationResult } from '../../types/verification.js'
import { type CheckDefinition, skipped } from '../check.js'
import type { VerifyOptions } from '../options.js'

/** Endorsements are credentials that may be endorsed themselves; below this level they are not looked at. */
const MAX_DEPTH = 2
const MAX_ENDORSEMENTS = 32

type VerifyNested = (value: unknown, options: VerifyOptions, depth: number) => Promise<VerificationResult>

/**
 * Open Badges 3.0 §9.2: each endorsement is verified by the same steps. The verification itself is passed in, since
 * it contains this check.
 */
export const endorsementEach = (verifyNested: VerifyNested): CheckDefinition => ({
  id: 'endorsement.each',
  needs: ['proof.signature'],
  required: () => false,
  async run({ document, options, now, depth }) {
    const found = findEndorsements(document)
    if (found.length === 0) return skipped('The credential carries no endorsement.')
    if (depth >= MAX_DEPTH) return skipped(`Endorsements are verified down to ${MAX_DEPTH} levels; these lie deeper.`)
    const nested = []
    for (const { pointer, value } of found.slice(0, MAX_ENDORSEMENTS)) {
      const { recipient: _r, require: _q, checks: _c, trust: _t, ...inherited } = options
      nested.push({ pointer, result: await verifyNested(value, { ...inherited, now }, depth + 1) })
    }
    const problems = nested
      .filter(({ result }) => !result.verified)
      .map(({ pointer, result }) =>
        problem(
          'ERR_VERIFICATION_FAILED',
          `The endorsement is ${result.outcome}: ${result.problems[0]?.detail ?? 'no problem was named'}`,
          pointer,
        ),
      )
    const status = nested.some(({ result }) => result.outcome === 'failed')
      ? 'failed'
      : problems.length > 0 || found.length > MAX_ENDORSEMENTS
        ? 'indeterminate'
        : 'passed'
    return {
      status,
      summary: `${nested.length - problems.length} of ${found.length} endorsements verified.`,
      problems,
      nested,
    }
  },
})

/** Every value of `endorsement` and `endorsementJwt`, except those inside another endorsement. */
function findEndorsements(root: JsonValue): { pointer: string; value: JsonValue }[] {
  const found: { pointer: string; value: JsonValue }[] = []
  const walk = (value: JsonValue, pointer: string): void => {
    if (Array.isArray(value)) {
      value.forEach((item, i) => {
        walk(item, pointerJoin(pointer, i))
      })
    } else if (isJsonObject(value)) {
      for (const [key, member] of Object.entries(value)) {
        if (member === undefined || key === '@context') continue
        const at = pointerJoin(pointer, key)
        if (key !== 'endorsement' && key !== 'endorsementJwt') walk(member, at)
        else if (Array.isArray(member)) {
          member.forEach((item, i) => {
            found.push({ pointer: pointerJoin(at, i), value: item })
          })
        } else found.push({ pointer: at, value: member })
      }
    }
  }
  walk(root, '')
  return found
}
