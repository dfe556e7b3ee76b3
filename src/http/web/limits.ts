/** Caps of what comes in over HTTP. */
export const httpLimits = {
  /** Bytes of a form without files. */
  formBytes: 256 * 1024,
  /** Bytes of a form with files, or with what a preview carries along. */
  uploadBytes: 12 * 1024 * 1024,
  /** Fields of a form. */
  formFields: 300,
  /** Bytes of a request to the API. */
  apiBytes: 2 * 1024 * 1024,
  /** Bytes of a batch through the API. */
  batchBytes: 10 * 1024 * 1024,
  /** Rows of one upload or batch. */
  rows: 10_000,
  /** Bytes of a picture that is uploaded. */
  pictureBytes: 4 * 1024 * 1024,
  /** Pictures and certificates that are drawn at once, that may wait for it, and that are kept. */
  drawingsAtOnce: 2,
  drawingsWaiting: 64,
  drawingsKept: 96,
  /** Characters of a path. */
  pathLength: 2048,
} as const

/** How often something may be done: so many times in so many seconds, for each address, token or visitor. */
export const rateLimits = {
  claimToken: { limit: 100, windowSeconds: 600 },
  claimVisitor: { limit: 300, windowSeconds: 600 },
  codeToken: { limit: 5, windowSeconds: 600 },
  linksAddress: { limit: 5, windowSeconds: 3600 },
  linksVisitor: { limit: 30, windowSeconds: 3600 },
  linksAll: { limit: 2000, windowSeconds: 3600 },
  recoveryAddress: { limit: 5, windowSeconds: 3600 },
  recoveryVisitor: { limit: 20, windowSeconds: 3600 },
  applyVisitor: { limit: 30, windowSeconds: 3600 },
  applyAddress: { limit: 10, windowSeconds: 3600 },
  applyAll: { limit: 2000, windowSeconds: 3600 },
  drawVisitor: { limit: 60, windowSeconds: 600 },
  verifyVisitor: { limit: 300, windowSeconds: 60 },
} as const
