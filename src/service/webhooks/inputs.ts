import { type InputsOf, members, page, text } from '../core/inputs.js'
import type { WebhookSteps } from './types.js'

export const webhookInputs = {
  deliveries: [{ members: { state: ['queued', 'failed'], ...page } }],
  retry: [members({ deliveryId: text })],
  dismiss: [members({ deliveryId: text })],
} as const satisfies InputsOf<WebhookSteps>
