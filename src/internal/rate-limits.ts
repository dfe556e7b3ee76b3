/** How often something may be done: so many times in so many seconds, for each address, token or visitor. */
export interface RateLimit {
  readonly limit: number
  readonly windowSeconds: number
  /**
   * Counted in the storage, for all processes and across restarts: what keeps codes from being guessed, and mailboxes of
   * others from being filled. The rest is counted by each process.
   */
  readonly shared?: true
}

export const rateLimits = {
  claimToken: { limit: 100, windowSeconds: 600 },
  claimVisitor: { limit: 300, windowSeconds: 600 },
  codeToken: { limit: 5, windowSeconds: 600, shared: true },
  /** Codes of one badge: asking for new ones again and again gives 50 guesses of a million in a day. */
  codeBadge: { limit: 10, windowSeconds: 86_400, shared: true },
  linksAddress: { limit: 5, windowSeconds: 3600, shared: true },
  linksVisitor: { limit: 30, windowSeconds: 3600 },
  linksAll: { limit: 2000, windowSeconds: 3600 },
  recoveryAddress: { limit: 5, windowSeconds: 3600, shared: true },
  recoveryVisitor: { limit: 20, windowSeconds: 3600 },
  passkeyVisitor: { limit: 300, windowSeconds: 600 },
  passkeyAccount: { limit: 30, windowSeconds: 3600 },
  passkeyAll: { limit: 20_000, windowSeconds: 3600 },
  applyVisitor: { limit: 30, windowSeconds: 3600 },
  applyAddress: { limit: 10, windowSeconds: 3600, shared: true },
  applyAll: { limit: 2000, windowSeconds: 3600 },
  drawVisitor: { limit: 60, windowSeconds: 600 },
  verifyVisitor: { limit: 300, windowSeconds: 60 },
  /** What wallets ask of a hand-over, whole classes behind one address among them. */
  walletVisitor: { limit: 600, windowSeconds: 60 },
  /** Files that a page sends to be checked, and addresses that the server looks up for anyone who asks. */
  checkVisitor: { limit: 30, windowSeconds: 60 },
  lookUpVisitor: { limit: 20, windowSeconds: 60 },
  lookUpAll: { limit: 600, windowSeconds: 60 },
  /** Questions for badges in wallets; what wallets fetch and answer. */
  presentVisitor: { limit: 60, windowSeconds: 600 },
  presentAll: { limit: 2000, windowSeconds: 600 },
  presentWallet: { limit: 300, windowSeconds: 60 },
  // A college that checks what its applicants hand in, with a token of its own.
  verifyToken: { limit: 6000, windowSeconds: 60 },
} as const satisfies Readonly<Record<string, RateLimit>>

export type RateLimitName = keyof typeof rateLimits
