import type { SignedCredential } from '../../types/credential.js'

/** Status lists. */
export interface StatusSteps {
  /**
   * The list that is published under this id, signed; `null` where there is none. A change is in it within
   * `statusPublishSeconds`, or, with `newest`, at once.
   */
  publish(
    listId: string,
    options?: { readonly newest?: boolean },
  ): Promise<{ credential: SignedCredential; revision: number } | null>
}
