/** How anybody's badge is looked up and checked: also for what somebody adds to theirs. */
export { checkOnServer } from './check.js'
export { guardedFetchOf, lookUp } from './look-up.js'
