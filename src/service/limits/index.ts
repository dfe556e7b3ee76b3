import { BadgeError } from '../../errors.js'
import { needed, number } from '../../internal/options.js'
import { keyedHash, type ServiceContext } from '../core/context.js'
import { type InputsOf, members, text } from '../core/inputs.js'
import { takeHere, takeSome } from '../core/rate-limit.js'
import type { StepsOf } from '../core/steps.js'
import type { RateLimitSteps } from './types.js'

async function take(
  context: ServiceContext,
  { key, limit, windowSeconds, shared = false }: Parameters<RateLimitSteps['take']>[0],
): Promise<{ allowed: boolean; retryAfterSeconds: number }> {
  if (typeof key !== 'string' || !(limit >= 1) || !(windowSeconds > 0)) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'A rate limit needs a key, a limit and a window of seconds.')
  }
  const counter = `rate:${await keyedHash(context, 'rate', key)}`
  const window = { limit, windowMs: windowSeconds * 1000 }
  const { granted, retryAfterMs } = shared
    ? await takeSome(context, counter, 1, window)
    : takeHere(context, counter, window)
  return { allowed: granted === 1, retryAfterSeconds: Math.ceil(retryAfterMs / 1000) }
}

export const limitSteps: StepsOf<RateLimitSteps> = { take }

export const limitInputs = {
  take: [members({ key: text, limit: needed(number(1)), windowSeconds: needed(number(0)), shared: 'boolean' })],
} as const satisfies InputsOf<RateLimitSteps>
