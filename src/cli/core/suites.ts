import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { jwtFormats, type SuiteName, suiteNames } from '../../proof/index.js'
import type { JwtFormat } from '../../types/jwt.js'

/** What `--suite` asks for: the JWT around the credential, if any, and the proofs inside it. */
export interface ChosenSuites {
  readonly jwt?: JwtFormat
  readonly embedded?: readonly SuiteName[]
}

/** Sorts the names that `--suite` was given; there may be none. */
export function chosenSuites(names: readonly string[] = []): ChosenSuites {
  const [jwt, another] = jwtFormats.filter((format) => names.includes(format))
  if (another !== undefined) throw new BadgeError('ERR_USAGE', `A badge is one JWT, ${jwt} or ${another}, not both.`)
  const embedded = names.filter((name): name is SuiteName => suiteNames.some((suite) => suite === name))
  return { ...defined({ jwt }), ...(embedded.length === 0 ? {} : { embedded }) }
}
