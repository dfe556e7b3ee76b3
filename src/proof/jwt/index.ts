/** Reading and verifying JWTs, apart from all else of the room: it loads when one is met. */
export { keyTypeOfAlgorithm, unsupportedAlgorithms } from './algorithms.js'
export { type CompactJws, parseCompactJws } from './compact.js'
export { type DecodedJwt, decodeJwt } from './decode.js'
export { assertEnvelopeContext, notesOnEnvelope, openEnvelope } from './envelope.js'
export { isPresentationJws } from './presentation-type.js'
export { decodePresentationJwt, isPresentationEnvelope, openPresentationEnvelope } from './read-presentation.js'
export { verifyJwt } from './verify-jwt.js'
