/** Paths below the URL of an issuer, at which wallets are answered. */
export const issuingPaths = {
  token: '/wallet/token',
  nonce: '/wallet/nonce',
  credential: '/wallet/credential',
  notification: '/wallet/notification',
} as const

/** What can be spoken with wallets beside OpenID4VCI 1.0. */
export const dialects = ['draft13', 'digitalbazaar'] as const

export type Dialect = (typeof dialects)[number]

/**
 * The two documents that a wallet reads of an issuer, below `/.well-known/`. That part comes before the path of the issuer (RFC 8414
 * §3.1); clients of earlier drafts put it behind.
 */
export const wellKnownDocuments = ['openid-credential-issuer', 'oauth-authorization-server'] as const

export type WellKnownDocument = (typeof wellKnownDocuments)[number]

/** Which of them lies at this path of the host, for an issuer with this path of its own; an empty one where it has none. */
export const wellKnownAt = (pathname: string, issuerPath: string): WellKnownDocument | undefined =>
  wellKnownDocuments.find((name) => pathname === `/.well-known/${name}${issuerPath}`)
