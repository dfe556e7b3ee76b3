export { deliverWebhooks } from './deliver.js'
export {
  type VerifyWebhookInput,
  verifyWebhook,
  type WebhookEvent,
  type WebhookSignatureInput,
  webhookSignature,
} from './signature.js'
