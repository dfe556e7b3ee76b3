export {
  byReference,
  type InteractionProtocols,
  interactionAnswer,
  interactionUrl,
  wantsProtocols,
} from './interaction.js'
export {
  type Dialect,
  dialects,
  issuingPaths,
  type WellKnownDocument,
  wellKnownAt,
  wellKnownDocuments,
} from './paths.js'
