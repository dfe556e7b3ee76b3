/** For `fixDraft`, which also asks what signing asks: mending, by the data model. */
export { mendDraft } from '../mend-draft.js'
