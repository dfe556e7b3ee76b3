/**
 * Asks wallets for badges, by OpenID4VP 1.0 and as exchanges of VCALM 1.0, and reads their answers.
 *
 * @module badgewright/present
 */

export { checkPresentationAnswer } from './answer.js'
export { createPresentationRequest } from './request.js'
export type * as Presenting from './types.js'
