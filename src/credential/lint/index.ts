/**
 * For signing, verifying and issuing: what keeps a document from being verified, digests of what it names, badges that
 * differ in whom they are for, and a place in a status list for a credential that is known to be sound.
 */

export { type CreateAlike, createAlike } from '../create-alike.js'
export { bytesGiven, bytesInside, compareDigests, imageIdOf } from '../digests.js'
export { lintAgainst } from '../lint-documents.js'
export { lint } from '../lint-rules.js'
export { checkStatusEntry } from '../status-entry.js'
export { withStatusEntry } from '../status-place.js'
