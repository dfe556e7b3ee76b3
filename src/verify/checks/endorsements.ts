import { isJsonObject } from '../../internal/json.js'
import { pointerJoin } from '../../internal/pointer.js'
import { problem } from '../../internal/problems.js'
import type { JsonValue } from '../../types/json.js'
import { type CheckDefinition, skipped } from '../check.js'
import { type VerifyNested, withoutPolicy } from '../nested.js'

/** Endorsements are credentials that may be endorsed themselves; below this level they are not looked at. */
const MAX_DEPTH = 2
const MAX_ENDORSEMENTS = 32

/**
 * Open Badges 3.0 §9.2: each endorsement is verified by the same steps. The verification itself is passed in, since
 * it contains this check.
 */
export const endorsementEach = (verifyNested: VerifyNested): CheckDefinition => ({
  id: 'endorsement.each',
  needs: ['proof.signature'],
  required: () => false,
  async run({ document, options, now, depth, budget }) {
    const found = findEndorsements(document)
    if (found.length === 0) return skipped('The credential carries no endorsement.')
    if (depth >= MAX_DEPTH) return skipped(`Endorsements are verified down to ${MAX_DEPTH} levels; these lie deeper.`)
    const nested = []
    for (const { pointer, value } of found.slice(0, MAX_ENDORSEMENTS)) {
      const result = await verifyNested(value, { ...withoutPolicy(options), now }, { depth: depth + 1, budget })
      nested.push({ pointer, result })
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
  const path: (string | number)[] = []
  const add = (value: JsonValue): void => {
    found.push({ pointer: path.reduce<string>(pointerJoin, ''), value })
  }
  const within = (token: string | number, value: JsonValue, visit: (value: JsonValue) => void): void => {
    if (typeof value !== 'object' && visit === walk) return
    path.push(token)
    visit(value)
    path.pop()
  }
  const walk = (value: JsonValue): void => {
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) within(i, value[i] ?? null, walk)
    } else if (isJsonObject(value)) {
      for (const key of Object.keys(value)) {
        const member = value[key]
        if (member === undefined || key === '@context') continue
        within(key, member, key === 'endorsement' || key === 'endorsementJwt' ? addEach : walk)
      }
    }
  }
  const addEach = (value: JsonValue): void => {
    if (!Array.isArray(value)) add(value)
    else for (const [i, item] of value.entries()) within(i, item, add)
  }
  walk(root)
  return found
}
