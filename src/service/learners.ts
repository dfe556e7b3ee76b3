/** Learners, and what they have: exported as the namespace `People`. */
export type * from './collection/types.js'
export type * from './outside/types.js'
export type * from './people/types.js'
export type * from './portfolio/types.js'
