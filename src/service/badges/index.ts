import { subjectOf } from '../core/ids.js'
import { historyOf } from '../core/log.js'
import type { StepsOf } from '../core/steps.js'
import { assertApproved } from './approval.js'
import { badgeFigures } from './figures.js'
import { issueSaved } from './issue.js'
import { badgeJwt } from './jwt.js'
import { offerBadge } from './offer.js'
import { badgeImage, badgePicture } from './pictures.js'
import { getBadge, listBadges } from './query.js'
import { correctName, replaceBadge } from './replace.js'
import { createClaimLink, resendOffer } from './resend.js'
import { reinstateBadge, revokeBadge, suspendBadge } from './revoke.js'
import type { BadgeSteps } from './types.js'

export const badgeSteps: StepsOf<BadgeSteps> = {
  issue: (context, input) => {
    if (input.offer !== false) assertApproved(context)
    return issueSaved(context, input)
  },
  offer: (context, input) => {
    assertApproved(context)
    return offerBadge(context, input)
  },
  resend: resendOffer,
  createClaimLink,
  revoke: revokeBadge,
  suspend: suspendBadge,
  reinstate: reinstateBadge,
  replace: replaceBadge,
  correctName,
  figures: badgeFigures,
  get: getBadge,
  list: listBadges,
  history: (context, badgeId) => historyOf(context, subjectOf('badge', badgeId)),
  picture: badgePicture,
  image: badgeImage,
  jwt: badgeJwt,
}

export { badgeInputs } from './inputs.js'
