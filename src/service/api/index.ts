/** What the service offers, as types. */
export type * from './issue.js'
export type * from './learner.js'
export type * from './options.js'
export type * from './service.js'
