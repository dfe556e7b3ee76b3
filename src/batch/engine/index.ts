export { inOrder } from './in-order.js'
export { createTurns } from './in-turn.js'
export { refusal, refuseRow } from './refusal.js'
