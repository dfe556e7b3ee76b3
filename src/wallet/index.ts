export {
  byReference,
  interactionAnswer,
  interactionUrl,
  wantsProtocols,
} from './interaction.js'
export { readMessage } from './messages.js'
export {
  type Dialect,
  dialects,
  issuingPaths,
  wellKnownAt,
  wellKnownDocuments,
} from './paths.js'
