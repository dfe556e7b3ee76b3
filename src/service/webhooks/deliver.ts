import { BadgeError, isBadgeError } from '../../errors.js'
import { fetchableUrl } from '../../loader/fetch/index.js'
import { shown } from '../../loader/served/index.js'
import type { FetchLike } from '../../types/loader.js'
import type { ServiceContext } from '../core/context.js'
import type { WebhookEndpoint } from '../core/options.js'
import type { DeliveryReport } from '../core/steps.js'
import { commitQuietly, put, type Stored } from '../core/store.js'
import { DAY, iso, MINUTE } from '../core/time.js'
import { signWebhook } from './signature.js'

/** Five rounds of this many, each within its time, end before the lease does. */
const AT_ONCE = 20
const LEASE_MS = 60_000
const TIMEOUT_MS = 10_000
const ATTEMPTS = 10

/** Posts events that are due to their endpoints, each at least once under one id. */
export async function deliverWebhooks(context: ServiceContext, n = 100): Promise<DeliveryReport> {
  const report = { sent: 0, later: 0, ended: 0 }
  if (context.options.webhooks === undefined) return report
  const now = context.now()
  const leased = await context.storage.lease('deliveries', { due: now, n, until: now + LEASE_MS })
  if (leased.length === 0) return report
  // Only where events are posted: other runtimes have no sockets to guard. After the look at what is due, so that events
  // which come while it loads are posted next time.
  const fetch = context.options.webhooks.fetch ?? (await import('../../guard/index.js')).createGuardedFetch()
  // In rounds, so that a slow endpoint does not hold the others up for longer than the lease.
  for (let i = 0; i < leased.length; i += AT_ONCE) {
    const outcomes = await Promise.all(
      leased
        .slice(i, i + AT_ONCE)
        .map((record) => deliverOne(context, fetch, record as unknown as Stored<'deliveries'>)),
    )
    for (const outcome of outcomes) report[outcome] += 1
  }
  return report
}

async function deliverOne(
  context: ServiceContext,
  fetch: FetchLike,
  stored: Stored<'deliveries'>,
): Promise<keyof DeliveryReport> {
  const { value: delivery } = stored
  const endpoint = context.options.webhooks?.endpoints.find(({ url }) => url === delivery.endpoint)
  const commit = (value: typeof delivery | null, due?: number): Promise<void> =>
    commitQuietly(context.storage, [put('deliveries', stored.key, stored, value, due)])
  if (delivery.state !== 'queued' || endpoint === undefined) {
    await commit(null)
    return 'ended'
  }
  const reason = await post(context, fetch, endpoint, delivery.id, delivery.body)
  if (reason === undefined) {
    await commit(null)
    return 'sent'
  }
  const attempts = delivery.attempts + 1
  const isLast = attempts >= ATTEMPTS || reason === GONE
  const delay = Math.min(MINUTE * 2 ** (attempts - 1), 12 * 60 * MINUTE)
  await commit(
    { ...delivery, attempts, reason, state: isLast ? 'failed' : 'queued', lastAttemptAt: iso(context.now()) },
    context.now() + (isLast ? 30 * DAY : delay),
  )
  return isLast ? 'ended' : 'later'
}

/** An error as it may be logged: what follows the host of an endpoint may be a secret of the receiver. */
function withoutPath(error: unknown, url: string): unknown {
  const { origin } = new URL(url)
  const text = error instanceof Error ? error.message : ''
  const said = text.replaceAll(url, origin).replaceAll(shown(url), origin)
  // What another fetch says of it, in its own words or in what it was caused by, is not known here.
  if (!isBadgeError(error)) return new BadgeError('ERR_FETCH_FAILED', `${origin} could not be reached.`)
  return new BadgeError(error.code, said)
}

/** The answer of an endpoint that exists no longer (Standard Webhooks 1.0): nothing is gained by trying again. */
const GONE = 'HTTP 410'

/** Why it failed, or `undefined` when the endpoint has accepted it. */
async function post(
  context: ServiceContext,
  fetch: FetchLike,
  { url, secret }: WebhookEndpoint,
  id: string,
  body: string,
): Promise<string | undefined> {
  const signed = signWebhook({ id, body, secret, now: new Date(context.now()) })
  try {
    // A fetch that was given may check nothing; the address itself is held against the rules whatever it does.
    const { href } = fetchableUrl(url, fetch.allowsHost)
    const response = await fetch(href, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json', ...signed },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.body?.cancel()
    return response.ok ? undefined : `HTTP ${response.status}`
  } catch (error) {
    context.report(withoutPath(error, url))
    return 'The endpoint could not be reached.'
  }
}
