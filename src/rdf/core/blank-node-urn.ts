/** Ids that stand for blank nodes, so that parts of a document speak of the same ones (vc-di-ecdsa §3.3.9). */
export const BLANK_NODE_URN = 'urn:bnid:'
