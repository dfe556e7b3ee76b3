export {
  byReference,
  type InteractionProtocols,
  interactionAnswer,
  interactionUrl,
  wantsProtocols,
} from './interaction.js'
export { issuingPaths, type WellKnownDocument, wellKnownAt, wellKnownDocuments } from './paths.js'
