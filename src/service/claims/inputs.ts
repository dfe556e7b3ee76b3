import { type InputsOf, members, text, token, viewer } from '../core/inputs.js'
import type { ClaimSteps } from './types.js'

const withToken = members({ token })
const answer = members({
  token,
  viewer,
  code: 'text',
  consent: { members: { purpose: text, textVersion: text } },
})

export const claimInputs = {
  look: [token],
  requestCode: [withToken],
  accept: [answer],
  claim: [answer],
  decline: [answer],
  giveBack: [members({ badgeId: text, personId: text })],
  undo: [members({ token, viewer })],
  lookUndo: [token],
} as const satisfies InputsOf<ClaimSteps>
