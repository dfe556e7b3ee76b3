/** The name of an issuer beside others: one segment of its URL, and a folder of `badgewright serve`. */
export const isIssuerName = (name: string): boolean => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name)

/** For messages. */
export const ISSUER_NAMES = 'up to 63 small letters, digits and hyphens'
