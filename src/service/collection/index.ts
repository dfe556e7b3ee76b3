import type { StepsOf } from '../core/steps.js'
import { badgesOf } from './badges.js'
import { noticesOf, readNotices, unreadOf } from './notices.js'
import { offersTo, openOffer } from './offers.js'
import type { CollectionSteps } from './types.js'

export const collectionSteps: StepsOf<CollectionSteps> = {
  badges: badgesOf,
  offers: offersTo,
  openOffer,
  notices: noticesOf,
  unread: unreadOf,
  readNotices,
}

export { collectionInputs } from './inputs.js'
