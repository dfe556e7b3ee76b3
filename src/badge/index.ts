/** Facts about a badge in memory, each in its one home. Pure: nothing here loads, verifies or changes anything. */

export { isBadgeJws, isCompactJws, looksLikeJws } from './compact-jws.js'
export { dateOf, datesOf } from './dates.js'
export { issuerIdOf, issuerIdOfKey, issuerOf } from './issuer.js'
export {
  assertPublishable,
  assertSigned,
  BASE_PROOF_START,
  hasBaseProof,
  isBaseProofValue,
  proofsOf,
  writeOneProofPlain,
} from './proofs.js'
export { comparableId, isSameId, isSameParty, partyId } from './same-id.js'
export { createSplitNodes, type SplitNodes } from './split-nodes.js'
