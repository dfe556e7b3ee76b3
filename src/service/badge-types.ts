/** Badges, and the library that they are awarded from: exported as the namespace `Badges`. */
export type * from './badges/types.js'
export type { SavedRef } from './core/saved-badge.js'
export type * from './library/types.js'
