export { deliverWebhooks } from './deliver.js'
export {
  verifyWebhook,
  type WebhookEvent,
  webhookSignature,
} from './signature.js'
