import type { StepsOf } from '../core/steps.js'
import { deliver } from './deliver.js'
import {
  dismissMessage,
  listMessages,
  lookAtUnsubscribe,
  releaseEmail,
  reportMail,
  retryMessage,
  sendTestMail,
  suppressEmail,
  unsubscribe,
} from './outbox.js'
import type { MailSteps } from './types.js'

export const mailSteps: StepsOf<MailSteps> = {
  deliver,
  report: reportMail,
  unsubscribe,
  lookUnsubscribe: lookAtUnsubscribe,
  suppress: suppressEmail,
  release: releaseEmail,
  messages: listMessages,
  retry: retryMessage,
  sendTest: sendTestMail,
  dismiss: dismissMessage,
}

export { mailInputs } from './inputs.js'
