/** For signing and verifying: the JSON Schemas that a credential declares. */
export { checkDeclaredSchemas, type DeclaredSchemas } from './declared.js'
export { findSchemaFault } from './engine.js'
