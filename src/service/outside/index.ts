import type { StepsOf } from '../core/steps.js'
import { addOutside } from './add.js'
import { listOutside, lookAtOutside, removeOutside, setOutsideOpen } from './outside.js'
import type { OutsideSteps } from './types.js'

export const outsideSteps: StepsOf<OutsideSteps> = {
  add: addOutside,
  list: listOutside,
  setOpen: setOutsideOpen,
  remove: removeOutside,
  look: lookAtOutside,
}

export { outsideInputs } from './inputs.js'
