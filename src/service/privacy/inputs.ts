import { authenticated, type InputsOf, members, text } from '../core/inputs.js'
import type { PrivacySteps } from './types.js'

export const privacyInputs = {
  export: [text],
  erase: [members({ personId: text, authenticated })],
  eraseEmail: [members({ email: text })],
  retain: [],
} as const satisfies InputsOf<PrivacySteps>
