/**
 * Status lists, by which an issuer revokes or suspends credentials: make one, set entries, publish it.
 *
 * @module badgewright/status
 */
export type {
  BitstringStatusListEntry,
  StatusList,
  StatusReport,
} from '../types/status.js'
export { allocateStatusIndex, createAllocationKey } from './lists/allocate.js'
export {
  createStatusListCredential,
  parseStatusListCredential,
  publishStatusList,
  type StatusListCredentialOptions,
} from './lists/credential.js'
export { createStatusEntry } from './lists/entry.js'
export {
  createStatusList,
  getStatus,
  MIN_STATUS_LIST_LENGTH,
  setStatus,
  statusPurposes,
} from './lists/list.js'
