import type { DeliveryRecord } from '../core/records/index.js'

export type { WebhookEndpoint } from '../core/options.js'
export type { WebhookEvent } from './signature.js'

/** Events on their way to webhooks. What has arrived is not kept. */
export interface WebhookSteps {
  /** Deliveries that were given up (`failed`, the default), or that wait for their next try (`queued`); newest first. */
  deliveries(query?: {
    state?: DeliveryRecord['state']
    cursor?: string
    limit?: number
  }): Promise<{ readonly deliveries: readonly DeliveryRecord[]; readonly cursor?: string }>
  /**
   * Posts a delivery that was given up again, with all its tries.
   *
   * @throws BadgeError `ERR_RECORD_NOT_FOUND`; `ERR_STAGE_INVALID` for one that still waits
   */
  retry(input: { deliveryId: string }): Promise<void>
  /** Forgets a delivery that was given up; throws as `retry` does. */
  dismiss(input: { deliveryId: string }): Promise<void>
}
