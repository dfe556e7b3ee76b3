export {
  byReference,
  type InteractionProtocols,
  interactionAnswer,
  interactionUrl,
  wantsProtocols,
} from './interaction.js'
