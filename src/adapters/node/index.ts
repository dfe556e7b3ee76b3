/**
 * What needs Node: fetching documents for strangers' badges without being sent to one's own network, and answering
 * requests of `node:http`.
 *
 * @module badgewright/node
 */

export { createGuardedFetch, type GuardedFetchOptions } from '../../guard/index.js'
export { createClientAddress } from './client-address.js'
export {
  createNodeListener,
  type NodeRequest,
  type NodeResponse,
  nodeRequest,
} from './listener.js'
