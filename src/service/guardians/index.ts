import type { StepsOf } from '../core/steps.js'
import type { GuardianSteps } from '../people/types.js'
import { answerGuardian } from './answer.js'
import { createGuardianLink, getGuardian, heldBack, lookAtGuardian, nameGuardianOf } from './look.js'

export const guardianSteps: StepsOf<GuardianSteps> = {
  name: nameGuardianOf,
  get: getGuardian,
  holding: heldBack,
  createLink: createGuardianLink,
  look: lookAtGuardian,
  answer: answerGuardian,
}

export { guardianInputs } from './inputs.js'
