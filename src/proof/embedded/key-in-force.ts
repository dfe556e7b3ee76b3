import { problem } from '../../internal/problems.js'
import { parseDateTime } from '../../internal/time.js'
import type { ResolvedMethod } from '../../loader/index.js'
import type { JsonValue } from '../../types/json.js'
import type { Problem } from '../../types/verification.js'

/** The present, as wide as clocks may differ. */
export interface Clock {
  readonly earliest: number
  readonly latest: number
}

export function clockOf({
  now,
  clockSkewSeconds = 0,
}: {
  readonly now: Date
  readonly clockSkewSeconds?: number
}): Clock {
  const skew = clockSkewSeconds * 1000
  return { earliest: now.getTime() - skew, latest: now.getTime() + skew }
}

/** Whether a value is a time after another; what is not a time is not. */
export function isAfter(value: JsonValue, milliseconds: number): boolean {
  const time = typeof value === 'string' ? parseDateTime(value) : null
  return time !== null && time > milliseconds
}

const assertions: KeyUse = { purpose: 'assertionMethod', use: 'making assertions' }

/** What a key is used for: the relationship that must list it, and words for it. */
export interface KeyUse {
  readonly purpose: string
  readonly use: string
}

/** What speaks against a key, whatever it signed: not listed for its use, revoked, or expired. */
export function keyInForceProblems(
  { relationships, revoked, expires }: Pick<ResolvedMethod, 'relationships' | 'revoked' | 'expires'>,
  clock: Clock,
  pointer?: string,
  { purpose, use }: KeyUse = assertions,
): Problem[] {
  const found: Problem[] = []
  if (relationships !== null && !relationships.includes(purpose)) {
    found.push(problem('ERR_KEY_RELATIONSHIP', `The controller does not list the key for ${use}.`, pointer))
  }
  // When the proof says it was made is the signer's word; a thief of the key would write an earlier time.
  if (revoked !== undefined && !isAfter(revoked, clock.latest)) {
    found.push(problem('ERR_KEY_REVOKED', 'The key has been revoked.', pointer))
  }
  if (expires !== undefined && !isAfter(expires, clock.earliest)) {
    found.push(problem('ERR_KEY_EXPIRED', 'The key has expired.', pointer))
  }
  return found
}
