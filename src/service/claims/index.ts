import type { StepsOf } from '../core/steps.js'
import { acceptOffer, claimBadge, declineOffer } from './claim.js'
import { giveBack } from './give-back.js'
import { lookAtOffer } from './offer.js'
import { requestCode } from './policy.js'
import type { ClaimSteps } from './types.js'
import { lookAtUndo, undo } from './undo.js'

export const claimSteps: StepsOf<ClaimSteps> = {
  look: lookAtOffer,
  requestCode,
  accept: acceptOffer,
  claim: claimBadge,
  decline: declineOffer,
  giveBack,
  undo,
  lookUndo: lookAtUndo,
}

export { claimInputs } from './inputs.js'
