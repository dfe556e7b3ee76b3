import type { ServiceContext } from '../core/context.js'
import type { DeliveryReport } from '../core/steps.js'
import { commitQuietly, put, type Stored } from '../core/store.js'
import { DAY, MINUTE } from '../core/time.js'
import { webhookSignature } from './signature.js'

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
  // In rounds, so that a slow endpoint does not hold the others up for longer than the lease.
  for (let i = 0; i < leased.length; i += AT_ONCE) {
    const outcomes = await Promise.all(
      leased.slice(i, i + AT_ONCE).map((record) => deliverOne(context, record as unknown as Stored<'deliveries'>)),
    )
    for (const outcome of outcomes) report[outcome] += 1
  }
  return report
}

async function deliverOne(context: ServiceContext, stored: Stored<'deliveries'>): Promise<keyof DeliveryReport> {
  const { value: delivery } = stored
  const { webhooks } = context.options
  const endpoint = webhooks?.endpoints.find(({ url }) => url === delivery.endpoint)
  const commit = (value: typeof delivery | null, due?: number): Promise<void> =>
    commitQuietly(context.storage, [put('deliveries', stored.key, stored, value, due)])
  if (delivery.state !== 'queued' || endpoint === undefined || webhooks === undefined) {
    await commit(null)
    return 'ended'
  }
  const reason = await post(context, webhooks.fetch, endpoint, delivery.id, delivery.body)
  if (reason === undefined) {
    await commit(null)
    return 'sent'
  }
  const attempts = delivery.attempts + 1
  const isLast = attempts >= ATTEMPTS
  const delay = Math.min(MINUTE * 2 ** (attempts - 1), 12 * 60 * MINUTE)
  await commit(
    { ...delivery, attempts, reason, state: isLast ? 'failed' : 'queued' },
    context.now() + (isLast ? 30 * DAY : delay),
  )
  return isLast ? 'ended' : 'later'
}

/** Why it failed, or `undefined` when the endpoint has accepted it. */
async function post(
  context: ServiceContext,
  fetch: NonNullable<ServiceContext['options']['webhooks']>['fetch'],
  { url, secret }: { url: string; secret: string },
  id: string,
  body: string,
): Promise<string | undefined> {
  const signature = webhookSignature({ body, secret, now: new Date(context.now()) })
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      headers: {
        'content-type': 'application/json',
        'badgewright-delivery': id,
        'badgewright-signature': signature,
      },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.body?.cancel()
    return response.ok ? undefined : `HTTP ${response.status}`
  } catch (error) {
    context.report(error)
    return 'The endpoint could not be reached.'
  }
}
