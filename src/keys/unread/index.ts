/** For other rooms: which refusals of a key say only that nobody can tell, and which key it is that PEM text holds. */
export { isKeyUnread } from '../fail.js'
export { isPemOf } from '../pem.js'
