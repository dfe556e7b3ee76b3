import { needed } from '../../internal/options.js'
import { guardian, type InputsOf, members, text, token } from '../core/inputs.js'
import { guardedPurposes } from '../core/records/index.js'
import type { GuardianSteps } from '../people/types.js'

const ofChild = members({ email: text })

export const guardianInputs = {
  name: [members({ email: text, name: 'text', guardian: needed(guardian) })],
  get: [ofChild],
  holding: [members({ badgeIds: needed('texts') })],
  createLink: [ofChild],
  look: [token],
  answer: [members({ token, purpose: needed(guardedPurposes), given: needed('boolean'), textVersion: text, text })],
} as const satisfies InputsOf<GuardianSteps>
