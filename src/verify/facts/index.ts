/** For those who show a result: the line that says the three facts. */
export { factsLine } from '../core/facts-line.js'
