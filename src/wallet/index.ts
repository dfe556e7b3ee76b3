export {
  byReference,
  interactionAnswer,
  interactionUrl,
  wantsProtocols,
} from './interaction.js'
export {
  type Dialect,
  dialects,
  issuingPaths,
  wellKnownAt,
  wellKnownDocuments,
} from './paths.js'
