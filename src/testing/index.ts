/**
 * Proof for adapters of your own: demands as data, that run under any test runner.
 *
 * @module badgewright/testing
 */
export { type ShareConformanceCase, shareConformance } from './share.js'
export { durableStorageCases, type StorageCase, storageCases } from './storage-cases.js'
