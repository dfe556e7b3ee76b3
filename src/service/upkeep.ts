/** What only the host does: exported as the namespace `Upkeep`. */
export type * from './backup/types.js'
export type * from './credentials/types.js'
export type * from './issuers/types.js'
export type * from './keys/types.js'
export type * from './limits/types.js'
export type * from './reports/types.js'
