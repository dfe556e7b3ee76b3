/**
 * For signing and verifying: what keeps a document from being verified, digests of what it names, and a place in a status
 * list for a credential that is known to be sound.
 */
export { bytesInside, compareDigests } from '../digests.js'
export { lint } from '../lint-rules.js'
export { withStatusEntry } from '../status-place.js'
