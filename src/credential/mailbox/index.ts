/** For the verifier: whether a mailbox is the recipient, however its address was written. */
export { matchMailbox, type RecipientMatch } from '../identity.js'
