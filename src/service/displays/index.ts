import type { StepsOf } from '../core/steps.js'
import { createDisplay, listDisplays, lookAtDisplay, revokeDisplay } from './display.js'
import type { DisplaySteps } from './types.js'

export const displaySteps: StepsOf<DisplaySteps> = {
  create: createDisplay,
  list: listDisplays,
  revoke: revokeDisplay,
  look: lookAtDisplay,
}

export { displayInputs } from './inputs.js'
