/** For the verifier: whether a mailbox is the recipient, however its address was written, and two identities the same. */
export { isSameIdentity, matchMailbox, type RecipientMatch } from '../identity.js'
