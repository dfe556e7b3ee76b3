import { BadgeError, isBadgeError } from '../errors.js'
import { defined } from '../internal/defined.js'
import { copyJson, isJsonObject } from '../internal/json.js'
import { problem } from '../internal/problems.js'
import { UTC } from '../internal/time-zone.js'
import type { JsonObject } from '../types/json.js'
import type { ModelFinding } from '../types/model.js'
import { finding } from './findings.js'

/** The draft as JSON of our own, so that nothing of the caller's is touched or shared. Dates are welcome anywhere. */
export function readDraft(draft: unknown, timeZone = UTC): JsonObject {
  let json: unknown
  try {
    json = copyJson(draft, { datesAsText: timeZone })
  } catch (error) {
    throw refused([unreadable(error)], error)
  }
  if (isJsonObject(json)) return json
  throw refused([finding('draft.json', '', 'A draft must be an object.')])
}

function unreadable(error: unknown): ModelFinding {
  const {
    code,
    message,
    pointer = '',
  } = isBadgeError(error) ? error : new BadgeError('ERR_JSON_INVALID', 'The draft cannot be read.')
  return { ...finding('draft.json', '', message), ...problem(code, message), pointer }
}

/** The error that carries everything found. The message quotes no value, since drafts hold addresses. */
export function refused(problems: readonly ModelFinding[], cause?: unknown): BadgeError<'ERR_DRAFT_INVALID'> {
  const [first] = problems
  const place = first === undefined || first.pointer === '' ? '' : ` at ${first.pointer}`
  const many = problems.length === 1 ? 'a problem' : `${problems.length} problems, the first`
  return new BadgeError('ERR_DRAFT_INVALID', `The draft has ${many}${place}: ${first?.detail} ${first?.fix}`, {
    problems,
    ...defined({ cause }),
  })
}
