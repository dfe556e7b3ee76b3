/**
 * Rate limits by key: an IP address, a token, an e-mail address. Keys are kept as keyed hashes, in the memory of this
 * process or, `shared`, in the storage: for all processes, and across restarts.
 */
export interface RateLimitSteps {
  /** Counts one use of the key. `allowed` is false when the window already holds `limit` of them. */
  take(input: {
    key: string
    limit: number
    windowSeconds: number
    /** Default `false`. */
    shared?: boolean
  }): Promise<{ allowed: boolean; retryAfterSeconds: number }>
}
