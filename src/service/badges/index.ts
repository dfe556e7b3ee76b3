import { BadgeError } from '../../errors.js'
import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import { historyOf } from '../core/log.js'
import type { StepsOf } from '../core/steps.js'
import { issue } from './issue.js'
import { badgeJwt } from './jwt.js'
import { offerBadge } from './offer.js'
import { badgeImage, badgePicture } from './pictures.js'
import { getBadge, listBadges } from './query.js'
import { correctName, replaceBadge } from './replace.js'
import { createClaimLink, resendOffer } from './resend.js'
import { reinstateBadge, revokeBadge, suspendBadge } from './revoke.js'
import type { BadgeSteps } from './types.js'

/** Throws `ERR_ACCESS_DENIED` where badges are offered by batches alone, which somebody approves. */
function assertApproved({ options }: ServiceContext): void {
  if (options.approval?.required !== true) return
  throw new BadgeError(
    'ERR_ACCESS_DENIED',
    'Badges of this issuer are approved before they are offered: issue a batch, which may have a single row.',
  )
}

export const badgeSteps: StepsOf<BadgeSteps> = {
  issue: (context, input) => {
    if (input.offer !== false) assertApproved(context)
    return issue(context, input)
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
  get: getBadge,
  list: listBadges,
  history: (context, badgeId) => historyOf(context, subjectOf('badge', badgeId)),
  picture: badgePicture,
  image: badgeImage,
  jwt: badgeJwt,
}

export { badgeInputs } from './inputs.js'
