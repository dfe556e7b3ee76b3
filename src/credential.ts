/**
 * Drafts into credentials, and documents against the data model. Pure and synchronous: no network and no keys.
 *
 * @module badgewright/credential
 */
export * from './credential/index.js'
export { fixDraft } from './fix-draft.js'
