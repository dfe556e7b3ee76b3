/**
 * What needs Node: fetching documents for strangers' badges without being sent to one's own network, and answering
 * requests of `node:http`.
 *
 * @module badgewright/node
 */
export { createGuardedFetch, type GuardedFetchOptions } from './guarded-fetch.js'
export {
  createNodeListener,
  type NodeRequest,
  type NodeResponse,
  nodeRequest,
} from './listener.js'
