import type { StepsOf } from '../core/steps.js'
import { deliver } from './deliver.js'
import {
  listMessages,
  lookAtUnsubscribe,
  releaseAddress,
  reportMail,
  retryMessage,
  suppressAddress,
  unsubscribe,
} from './outbox.js'
import type { MailSteps } from './types.js'

export const mailSteps: StepsOf<MailSteps> = {
  deliver,
  report: reportMail,
  unsubscribe,
  lookUnsubscribe: lookAtUnsubscribe,
  suppress: suppressAddress,
  release: releaseAddress,
  messages: listMessages,
  retry: retryMessage,
}
