import type { StepsOf } from '../core/steps.js'
import { eraseEmail, erasePerson } from './erase.js'
import { exportPerson } from './export.js'
import { retain } from './retain.js'
import type { PrivacySteps } from './types.js'

export const privacySteps: StepsOf<PrivacySteps> = {
  export: exportPerson,
  erase: erasePerson,
  eraseEmail,
  retain,
}

export { privacyInputs } from './inputs.js'
