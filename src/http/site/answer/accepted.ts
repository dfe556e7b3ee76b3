/**
 * What people are sent to check: badges, and learner records. Of any other the answer is that it is neither. Here
 * for the server and the program of the page, which answer alike.
 */
export const acceptedKinds = ['badge', 'clr'] as const
