/** For signing and verifying: what keeps a document from being verified, and digests of what it names. */
export { bytesGiven, bytesInside, compareDigests, imageIdOf, relatedResources } from '../digests.js'
export { lintAgainst } from '../lint-documents.js'
export { lint } from '../lint-rules.js'
