import type { StepsOf } from '../core/steps.js'
import { dismissDelivery, listDeliveries, retryDelivery } from './deliveries.js'
import type { WebhookSteps } from './types.js'

export { deliverWebhooks } from './deliver.js'
export { webhookInputs } from './inputs.js'
export { signWebhook, verifyWebhook } from './signature.js'

export const webhookSteps: StepsOf<WebhookSteps> = {
  deliveries: listDeliveries,
  retry: retryDelivery,
  dismiss: dismissDelivery,
}
