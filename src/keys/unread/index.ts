/** For other rooms: which refusals of a key say only that nobody can tell. */
export { isKeyUnread } from '../fail.js'
