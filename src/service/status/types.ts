import type { SignedCredential } from '../../types/credential.js'

/** Status lists. */
export interface StatusSteps {
  /** The list that is published under this id, signed, always in its newest state; `null` where there is none. */
  publish(listId: string): Promise<{ credential: SignedCredential; revision: number } | null>
}
