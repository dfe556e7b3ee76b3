import { type InputsOf, members, text } from '../core/inputs.js'
import type { ClaimSteps } from './types.js'

const withToken = members({ token: text })
const answer = members({
  token: text,
  viewer: { members: { personId: 'text' } },
  code: 'text',
  consent: { members: { purpose: text, textVersion: text } },
})

export const claimInputs = {
  look: [text],
  requestCode: [withToken],
  accept: [answer],
  claim: [answer],
  decline: [answer],
  undo: [withToken],
  lookUndo: [text],
} as const satisfies InputsOf<ClaimSteps>
