/**
 * Status lists, by which an issuer revokes or suspends credentials: make one, set entries, publish it.
 *
 * @module badgewright/status
 */
export type {
  BitstringStatusListEntry,
  StatusList,
  StatusMessage,
  StatusPurpose,
  StatusReport,
} from '../types/status.js'
export { type AllocateOptions, allocateStatusIndex, createAllocationKey } from './lists/allocate.js'
export {
  createStatusListCredential,
  type PublishStatusListOptions,
  parseStatusListCredential,
  publishStatusList,
  type StatusListCredentialOptions,
} from './lists/credential.js'
export { createStatusEntry, type StatusEntryOptions } from './lists/entry.js'
export {
  type CreateStatusListOptions,
  createStatusList,
  getStatus,
  MIN_STATUS_LIST_LENGTH,
  setStatus,
  statusPurposes,
} from './lists/list.js'
export type { ListVerdict, StatusContext, StatusFinding } from './read/finding.js'
export { readStatus } from './read/read-status.js'
