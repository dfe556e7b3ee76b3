import type { Operation } from '../../catalogue/index.js'
import { type BadgeError, type BadgeErrorCode, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { isJsonObject } from '../../internal/json.js'
import { typeOfProblem } from '../../internal/problems.js'
import type { JsonObject } from '../../types/json.js'
import { errorAnswers } from '../site/error-answers.js'
import { Denied, NotFound, TooMany } from '../web/outcome.js'

/** RFC 9457, with our stable code. */
export interface ProblemBody {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  readonly code?: string
  readonly problems?: BadgeError['problems']
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'A bearer token is needed',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Too large',
  415: 'Unsupported media type',
  429: 'Too many requests',
  500: 'Internal error',
}

/** VCALM 1.0, "Error Handling". */
const UNKNOWN_OPTION = 'https://www.w3.org/TR/vcalm#UNKNOWN_OPTION_PROVIDED'

/** The body of an error of the VC-API, whose type is a URL that names the kind of problem. */
export function vcApiProblem(body: ProblemBody, { input }: Pick<Operation, 'input'> = { input: {} }): ProblemBody {
  const { code, problems = [] } = body
  if (problems.some(({ pointer = '' }) => isUnknownOption(input, pointer))) return { ...body, type: UNKNOWN_OPTION }
  return code === undefined ? body : { ...body, type: typeOfProblem(code as BadgeErrorCode) }
}

/** Whether a place is that of an option which the operation does not have. */
function isUnknownOption({ properties = {} }: JsonObject, pointer: string): boolean {
  const [, name] = /^\/options\/([^/]+)$/.exec(pointer) ?? []
  const options = isJsonObject(properties) ? properties.options : undefined
  const known = isJsonObject(options) ? options.properties : undefined
  return name !== undefined && isJsonObject(known) && !Object.hasOwn(known, name)
}

/** What the status alone says, where no operation says more. */
const plain: Readonly<Record<number, { readonly code: BadgeErrorCode; readonly detail: string }>> = {
  401: { code: 'ERR_AUTHENTICATION_NEEDED', detail: 'Send `Authorization: Bearer …` with a token that is known here.' },
  403: { code: 'ERR_ACCESS_DENIED', detail: 'The role of this token does not include this.' },
  404: { code: 'ERR_RECORD_NOT_FOUND', detail: 'There is nothing at this address.' },
  405: { code: 'ERR_ARGUMENT_INVALID', detail: '`Allow` names the methods that this address takes.' },
  415: {
    code: 'ERR_FORMAT_UNKNOWN',
    detail: 'The body must be JSON in UTF-8, sent as `application/json` and not compressed.',
  },
  429: { code: 'ERR_LIMIT_EXCEEDED', detail: '`Retry-After` says in how many seconds to try again.' },
  500: { code: 'ERR_INTERNAL', detail: 'The server failed; its operator finds the reason in the log.' },
}

export const problem = (status: number, more: Partial<ProblemBody> = {}): ProblemBody => ({
  type: 'about:blank',
  title: titles[status] ?? 'Error',
  status,
  ...plain[status],
  ...more,
})

/** Paths at which programs ask, whatever is there; those of an issuer beside the first are below its own. */
export const isForPrograms = (path: string): boolean => /^\/(api|credentials|presentations|issuers)(\/|$)/.test(path)

/** What an error means to a program; `undefined` for a defect. Input that does not fit is 400 here. */
export function problemOf(error: unknown): ProblemBody | undefined {
  if (error instanceof NotFound) return problem(404)
  if (error instanceof Denied) return problem(403)
  if (error instanceof TooMany) return problem(429)
  if (!isBadgeError(error)) return undefined
  const answer = errorAnswers[error.code]
  if (answer === undefined) return undefined
  const status = answer.status === 422 ? 400 : answer.status
  return problem(status, {
    detail: error.message,
    code: error.code,
    ...defined({ problems: problemsOf(error, status) }),
  })
}

/** The place of each fault in the body; the empty pointer is the body itself. */
function problemsOf({ code, message: detail, pointer, problems }: BadgeError, status: number): BadgeError['problems'] {
  if (problems !== undefined && problems.length > 0) return problems
  return pointer !== undefined || status === 400 ? [{ code, pointer: pointer ?? '', detail }] : undefined
}
