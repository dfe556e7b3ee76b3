import { createGuardedFetch } from '../../adapters/node/index.js'
import { defined } from '../../internal/defined.js'
import { needed, type OptionTable } from '../../internal/options.js'
import type { BadgeServiceOptions, WebhookEndpoint } from '../../service/index.js'

/** `webhooks` of the configuration. */
export interface WebhookSettings {
  readonly endpoints: readonly WebhookEndpoint[]
  /** What may be posted to although it is private, as `createGuardedFetch` takes it. */
  readonly allow?: readonly string[]
}

/** Whether URLs, secrets and events are any good is for the service to say, which has the lists. */
const endpoint = {
  url: needed('text'),
  secret: needed('text or texts'),
  events: 'texts',
} as const satisfies Readonly<Record<keyof WebhookEndpoint, unknown>>

export const webhookRules = {
  endpoints: needed({ each: { members: endpoint } }),
  allow: 'texts',
} as const satisfies OptionTable<WebhookSettings>

/** What the service takes, of settings that were held against the rules. */
export function readWebhooks(settings: WebhookSettings | undefined): BadgeServiceOptions['webhooks'] {
  if (settings === undefined) return undefined
  const { endpoints, allow } = settings
  return { endpoints, ...defined({ fetch: allow && createGuardedFetch({ allow }) }) }
}
