/**
 * How it was shown that somebody is the recipient, from the weakest to the strongest, each with its rank: the one table.
 * Ways of the same rank are as good as each other.
 */
export const authenticationRanks = {
  /** A link that was handed out: it shows nothing about a mailbox. */
  hand: 0,
  /** A link that was mailed to the address. */
  link: 1,
  /** A code that was mailed to the address and entered at once. */
  code: 2,
  /** The host's own login, of which nothing more is known. */
  host: 2,
  /** An OpenID Connect provider. */
  oidc: 3,
  /** A passkey. */
  passkey: 4,
} as const

export type AuthenticationWay = keyof typeof authenticationRanks

/** How and when somebody was authenticated. */
export interface Authentication {
  readonly by: AuthenticationWay
  readonly at: string
  /** `acr` and `amr` of the provider (OpenID Connect Core 1.0 §2). */
  readonly acr?: string
  readonly amr?: readonly string[]
  /** Of a passkey: how the session was begun in which it was added to the account. */
  readonly registeredBy?: AuthenticationWay
}

/** What a badge may ask for. */
export const authenticationLevels = ['link', 'code', 'oidc', 'passkey'] as const

export type AuthenticationLevel = (typeof authenticationLevels)[number]

/**
 * Whether a way is at least as strong as a level. What is not in the table is as strong as nothing. A passkey that was
 * added after a mailed link says nothing of the institution, so it stands for `oidc` only where the institution had
 * signed its owner in when it was added.
 */
export const reaches = (
  { by, registeredBy }: Pick<Authentication, 'by' | 'registeredBy'>,
  level: AuthenticationLevel,
): boolean => isAtLeast(by, level) && (level !== 'oidc' || registeredBy === undefined || isAtLeast(registeredBy, level))

const isAtLeast = (way: AuthenticationWay, level: AuthenticationLevel): boolean =>
  Object.hasOwn(authenticationRanks, way) && authenticationRanks[way] >= authenticationRanks[level]
