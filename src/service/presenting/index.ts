import type { StepsOf } from '../core/steps.js'
import { confirm, look, lookAsked, number, open, request, settle } from './answer.js'
import { ask } from './ask.js'
import { publishedRequestKey } from './request-key.js'
import type { PresentingSteps } from './types.js'

export { badgeHashOf } from './answer.js'
export { presentingInputs } from './inputs.js'

export const presentingSteps: StepsOf<PresentingSteps> = {
  ask,
  look,
  lookAsked,
  request,
  open,
  settle,
  number,
  confirm,
  key: publishedRequestKey,
}
