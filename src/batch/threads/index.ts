/** Threads for work that is done in many pieces: rows of a batch, files that are verified. */
export { startThreads, type Threads } from './threads.js'
