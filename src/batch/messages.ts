import { BadgeError, type BadgeErrorCode, type ErrorProblem, isBadgeError } from '../errors.js'
import { defined } from '../internal/defined.js'
import type { JsonObject } from '../types/json.js'
import type { Done } from './executor.js'
import type { Plan } from './plan.js'

/** What a worker gets when it starts. */
export interface WorkerSetup {
  readonly plan: Plan
  /** JWK of the issuer's key. */
  readonly secret: JsonObject
  readonly id: string
  readonly controller: string | undefined
  /** Shared by all threads; holds {@link STOP} when no further row is to be started. */
  readonly stop: Int32Array
}

export const STOP = 1

/** What a worker answers: errors do not travel whole, since their class and code would be lost. */
export interface Reply extends Omit<Done, 'error'> {
  readonly error?: {
    readonly code: BadgeErrorCode
    readonly message: string
    readonly problems: readonly ErrorProblem[]
    readonly cause?: string
  }
}

export function write({ error, ...done }: Done): Reply {
  if (error === undefined) return done
  if (!isBadgeError(error)) {
    const cause = error instanceof Error ? error.stack : String(error)
    return {
      ...done,
      error: {
        code: 'ERR_INTERNAL',
        message: 'Issuing a row failed.',
        problems: [],
        ...defined({ cause }),
      },
    }
  }
  const { code, message, problems = [] } = error
  return { ...done, error: { code, message, problems } }
}

export function revive({ error, ...done }: Reply): Done {
  if (error === undefined) return done
  const { code, message, ...options } = error
  return { ...done, error: new BadgeError(code, message, options) }
}
