import { type InputsOf, members, text } from '../core/inputs.js'
import type { ClaimSteps } from './types.js'

const withToken = members({ token: text })
const viewer = { members: { personId: 'text' } } as const
const answer = members({
  token: text,
  viewer,
  code: 'text',
  consent: { members: { purpose: text, textVersion: text } },
})

export const claimInputs = {
  look: [text],
  requestCode: [withToken],
  accept: [answer],
  claim: [answer],
  decline: [answer],
  giveBack: [members({ badgeId: text, personId: text })],
  undo: [members({ token: text, viewer })],
  lookUndo: [text],
} as const satisfies InputsOf<ClaimSteps>
