/** For signing and verifying: what keeps a document from being verified, and digests of what it names. */
export { bytesInside, compareDigests } from '../digests.js'
export { lint } from '../lint-rules.js'
export { checkStatusEntry } from '../status-entry.js'
