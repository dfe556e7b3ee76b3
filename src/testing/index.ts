/**
 * What adapters of your own are proven with, as data that runs under any test runner.
 *
 * @module badgewright/testing
 */
export { type ShareConformanceCase, shareConformance } from './share.js'
