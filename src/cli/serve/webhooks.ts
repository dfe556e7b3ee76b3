import { createGuardedFetch } from '../../adapters/node/index.js'
import { BadgeError } from '../../errors.js'
import { isJsonObject } from '../../internal/json.js'
import type { BadgeServiceOptions, WebhookEndpoint } from '../../service/index.js'
import type { JsonValue } from '../../types/json.js'

/**
 * `webhooks` of the configuration: `{ "endpoints": [{ "url", "secret", "events"? }], "allow"?: ["lms.corp.example"] }`,
 * where `allow` names what may be posted to although it is private, as `createGuardedFetch` takes it.
 */
export function readWebhooks(value: JsonValue | undefined): BadgeServiceOptions['webhooks'] {
  if (value === undefined) return undefined
  if (!isJsonObject(value)) throw usage('"webhooks" is an object with the members endpoints, allow.')
  only('webhooks', value, ['endpoints', 'allow'])
  const { endpoints, allow } = value
  if (!Array.isArray(endpoints)) throw usage('"endpoints" of "webhooks" is a list.')
  if (allow !== undefined && !isTexts(allow))
    throw usage('"allow" of "webhooks" is a list of hosts, addresses or blocks.')
  const read = endpoints.map(readEndpoint)
  return allow === undefined ? { endpoints: read } : { endpoints: read, fetch: createGuardedFetch({ allow }) }
}

function readEndpoint(value: JsonValue): WebhookEndpoint {
  if (!isJsonObject(value)) throw usage('An endpoint of "webhooks" is an object with the members url, secret, events.')
  only('an endpoint of "webhooks"', value, ['url', 'secret', 'events'])
  const { url, secret, events } = value
  if (typeof url !== 'string') throw usage('The "url" of an endpoint of "webhooks" is missing.')
  if (typeof secret !== 'string' && !isTexts(secret))
    throw usage('The "secret" of an endpoint of "webhooks" is missing.')
  if (events !== undefined && !isTexts(events)) throw usage('The "events" of an endpoint of "webhooks" are a list.')
  // Whether they are any good is for the service to say, which has the lists.
  return { url, secret, ...(events === undefined ? {} : { events: events as NonNullable<WebhookEndpoint['events']> }) }
}

function only(what: string, value: object, names: readonly string[]): void {
  const unknown = Object.keys(value).find((name) => !names.includes(name))
  if (unknown !== undefined) throw usage(`"${unknown}" is not a member of ${what}, which has ${names.join(', ')}.`)
}

const isTexts = (value: JsonValue | undefined): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')

const usage = (message: string): BadgeError => new BadgeError('ERR_USAGE', message)
