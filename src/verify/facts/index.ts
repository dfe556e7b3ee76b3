/** For those who show a result: the three facts, and the line that says them. */
export { factIds } from '../core/facts.js'
export { factsLine } from '../core/facts-line.js'
