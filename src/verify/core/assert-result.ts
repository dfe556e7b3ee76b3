import { BadgeError } from '../../errors.js'
import { isPromise } from '../../internal/options.js'

/** Refuses what is not a result of a verification, above all the Promise of one. */
export function assertResult(result: unknown): void {
  const { outcome, checks, problems, facts } = (result ?? {}) as Record<string, unknown>
  const isWhole = Array.isArray(checks) && Array.isArray(problems) && typeof facts === 'object' && facts !== null
  if (typeof outcome === 'string' && isWhole) return
  const hint = isPromise(result) ? ' It is a Promise; await it.' : ''
  throw new BadgeError('ERR_ARGUMENT_INVALID', `This takes what \`verifyCredential\` returned.${hint}`)
}
