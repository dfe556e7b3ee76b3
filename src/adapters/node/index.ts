/**
 * What needs Node: fetching documents for strangers' badges without being sent to one's own network.
 *
 * @module badgewright/node
 */
export { createGuardedFetch, type GuardedFetch, type GuardedFetchOptions } from './guarded-fetch.js'
export type { HostAddress, HostLookup } from './resolve-host.js'
