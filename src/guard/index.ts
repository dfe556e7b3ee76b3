/** Requests that are safe to point at addresses from strangers and from settings: what checks every address first. */
export { addBlock, isWithin } from './allow-list.js'
export { createGuardedFetch, type GuardedFetchOptions } from './guarded-fetch.js'
