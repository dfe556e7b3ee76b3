/**
 * What needs Node: fetching documents for strangers' badges without being sent to one's own network, and answering
 * requests of `node:http`.
 *
 * @module badgewright/node
 */
export { createGuardedFetch, type GuardedFetch, type GuardedFetchOptions } from './guarded-fetch.js'
export {
  createNodeListener,
  type NodeListenerOptions,
  type NodeRequest,
  type NodeResponse,
  nodeRequest,
} from './listener.js'
export type { HostAddress, HostLookup } from './resolve-host.js'
