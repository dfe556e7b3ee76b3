export { inOrder } from './in-order.js'
export { createTurns } from './in-turn.js'
export { type Refusal, refusal, refuseRow } from './refusal.js'
