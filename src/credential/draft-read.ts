import { BadgeError, isBadgeError } from '../errors.js'
import { copyJson, isJsonObject } from '../internal/json.js'
import { limits } from '../internal/limits.js'
import { problem } from '../internal/problems.js'
import { formatDateTime } from '../internal/time.js'
import type { JsonObject } from '../types/json.js'
import type { ModelFinding } from '../types/model.js'
import { finding } from './findings.js'

/** The draft as JSON of our own, so that nothing of the caller's is touched or shared. */
export function readDraft(draft: unknown): JsonObject {
  let json: unknown
  try {
    json = copyJson(withDatesAsText(draft, 0))
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

/** Dates are welcome anywhere in a draft; an invalid one is left for the copy to refuse. */
function withDatesAsText(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth > limits.jsonDepth) return value
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? value : formatDateTime(value)
  if (Array.isArray(value)) return value.map((item) => withDatesAsText(item, depth + 1))
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withDatesAsText(member, depth + 1)]))
}

/** The error that carries everything found. The message quotes no value, since drafts hold addresses. */
export function refused(problems: readonly ModelFinding[], cause?: unknown): BadgeError<'ERR_DRAFT_INVALID'> {
  const [first] = problems
  const place = first === undefined || first.pointer === '' ? '' : ` at ${first.pointer}`
  const many = problems.length === 1 ? 'a problem' : `${problems.length} problems, the first`
  return new BadgeError('ERR_DRAFT_INVALID', `The draft has ${many}${place}: ${first?.detail} ${first?.fix}`, {
    problems,
    ...(cause === undefined ? {} : { cause }),
  })
}
