/** Public data types. Type-only: importing this module costs nothing at run time. */
export type * from './types/credential.js'
export type * from './types/draft.js'
export type * from './types/json.js'
export type * from './types/keys.js'
export type * from './types/loader.js'
export type * from './types/model.js'
export type * from './types/proof.js'
export type * from './types/verification.js'
