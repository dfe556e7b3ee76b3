import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import type { ServiceContext } from '../core/context.js'
import type { DeliveryRecord } from '../core/records/index.js'
import { findPage, put, read, retrying, type Stored } from '../core/store.js'
import type { WebhookSteps } from './types.js'

export async function listDeliveries(
  context: ServiceContext,
  { state = 'failed', cursor, limit }: { state?: DeliveryRecord['state']; cursor?: string; limit?: number } = {},
): ReturnType<WebhookSteps['deliveries']> {
  if (!states.includes(state)) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', `\`state\` is one of ${states.join(', ')}.`)
  }
  const by = { index: 'state', value: state }
  const page = await findPage(context.storage, 'deliveries', by, { cursor, limit, descending: true })
  return { deliveries: page.records.map(({ value }) => value), ...defined({ cursor: page.cursor }) }
}

/** The form of a delivery's id; anything else is the id of none. */
const isKey = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-z_-]{1,100}$/.test(value)

const states: readonly DeliveryRecord['state'][] = ['queued', 'failed']

export async function retryDelivery(context: ServiceContext, { deliveryId }: { deliveryId: string }): Promise<void> {
  await retrying(async () => {
    const stored = await givenUp(context, deliveryId)
    const next: DeliveryRecord = { ...stored.value, state: 'queued', attempts: 0 }
    await context.storage.commit([put('deliveries', deliveryId, stored, next, context.now())])
  })
}

export async function dismissDelivery(context: ServiceContext, { deliveryId }: { deliveryId: string }): Promise<void> {
  await retrying(async () => {
    const stored = await givenUp(context, deliveryId)
    await context.storage.commit([put('deliveries', deliveryId, stored, null)])
  })
}

async function givenUp(context: ServiceContext, deliveryId: string): Promise<Stored<'deliveries'>> {
  const stored = isKey(deliveryId) ? await read(context.storage, 'deliveries', deliveryId) : undefined
  if (stored === undefined) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such delivery.')
  if (stored.value.state !== 'failed') throw new BadgeError('ERR_STAGE_INVALID', 'This delivery was not given up.')
  return stored
}
