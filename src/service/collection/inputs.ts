import { type InputsOf, members, page, text } from '../core/inputs.js'
import type { CollectionSteps } from './types.js'

export const collectionInputs = {
  badges: [members({ personId: text, text: 'text', order: ['newest', 'oldest', 'issuer', 'name'] as const, ...page })],
  offers: [members({ personId: text, badgeId: 'text', ...page })],
  openOffer: [members({ personId: text, badgeId: text })],
  notices: [members({ personId: text, ...page })],
  unread: [text],
  readNotices: [members({ personId: text, noticeIds: 'texts' })],
} as const satisfies InputsOf<CollectionSteps>
