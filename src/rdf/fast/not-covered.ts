/**
 * Says that the fast path leaves a document to the reference implementation: either a construct that it does not
 * cover, or something invalid, on which only the reference passes judgement. Never leaves this folder.
 */
export class NotCovered extends Error {}

export function handOver(reason: string): never {
  throw new NotCovered(reason)
}
