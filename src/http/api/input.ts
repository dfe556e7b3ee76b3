import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { isJsonObject } from '../../internal/json.js'
import { serviceLimits } from '../../internal/limits.js'
import type { IssueInput } from '../../service/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { issuerId } from '../badge/verify-own.js'
import type { Visit } from '../site/visit.js'
import { pictureFrom } from '../web/body.js'

export const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)

export function objectOf(value: JsonValue | undefined, what: string): JsonObject {
  if (!isJsonObject(value)) throw wrong(`${what} must be a JSON object.`)
  return value
}

/** A body that may be left out. */
export const optionalBody = (value: JsonValue | undefined): JsonObject =>
  value === undefined ? {} : objectOf(value, 'The body')

export function optionalText(
  body: JsonObject,
  name: string,
  max: number = serviceLimits.reasonText,
): string | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string' || value.length > max)
    throw wrong(`"${name}" must be text of at most ${max} characters.`)
  return value
}

/** `"false"` is no boolean: whoever meant it would get the opposite. */
export function optionalFlag(body: JsonObject, name: string): boolean | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'boolean') throw wrong(`"${name}" must be true or false.`)
  return value
}

/** One of these words, or nothing. */
export function oneOf<Word extends string>(body: JsonObject, name: string, words: readonly Word[]): Word | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  const found = words.find((word) => word === value)
  if (found === undefined) throw wrong(`"${name}" must be one of ${words.join(', ')}.`)
  return found
}

/** A member, where there is something to say. */
export const named = <Name extends string, Value>(name: Name, value: Value | undefined): { [N in Name]?: Value } =>
  (value === undefined ? {} : { [name]: value }) as { [N in Name]?: Value }

const PAGE = 50
const LARGEST_PAGE = 200

/** How many records of a list are asked for. */
export function limitOf({ url }: Visit): number {
  const limit = Number(url.searchParams.get('limit') ?? PAGE)
  if (Number.isInteger(limit) && limit >= 1 && limit <= LARGEST_PAGE) return limit
  throw wrong(`"limit" is a number from 1 to ${LARGEST_PAGE}.`)
}

export const reasonBody: JsonObject = {
  type: 'object',
  properties: { reason: { type: 'string', maxLength: serviceLimits.reasonText } },
}

export function recipientOf(value: JsonValue | undefined): IssueInput['recipient'] {
  const recipient = objectOf(value, '"recipient"')
  const name = optionalText(recipient, 'name')
  const locale = optionalText(recipient, 'locale', serviceLimits.localeTag)
  return {
    email: optionalText(recipient, 'email', serviceLimits.address) ?? '',
    ...defined({ name, locale }),
  }
}

/** The draft, with this issuer where it names none. What is wrong with it, the service says. */
export function draftOf(visit: Visit, value: JsonValue | undefined): IssueInput['draft'] {
  const { recipient: _, credentialStatus: __, ...draft } = objectOf(value, '"draft"')
  const { options, service } = visit.site
  const issuer = {
    id: issuerId(service),
    name: options.issuerProfile?.name ?? options.siteName ?? new URL(service.baseUrl).host,
    ...options.issuerProfile,
  }
  return { issuer, ...draft } as IssueInput['draft']
}

export function pictureOf({ picture }: JsonObject): { picture?: Uint8Array } {
  if (picture === undefined || picture === null) return {}
  if (typeof picture !== 'string') throw wrong('"picture" must be text in base64.')
  return { picture: pictureFrom(picture) }
}
