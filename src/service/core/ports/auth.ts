/** Somebody who is signed in to the host. */
export interface Session {
  /** Name of the account at the host, unchanging. */
  readonly subject: string
  /** E-mail addresses that the host knows to be theirs: no unverified ones. */
  readonly emails: readonly string[]
  readonly name?: string
  /** BCP 47. */
  readonly locale?: string
  /** Issuers see lists and records; learners what is theirs. */
  readonly roles: readonly ('learner' | 'issuer')[]
}

/** A request that may belong to signing in itself. */
export interface AuthRequest {
  readonly request: Request
  /** Below the base path, such as `/oidc/callback`. */
  readonly path: string
}

/** The host's login: its own session, OIDC, anything that can be read from a request. */
export interface Auth {
  /** Who makes this request, or `null` for nobody in particular. */
  identify(request: Request): Promise<Session | null>
  /** Where to sign in and come back to `returnTo`, a path of this host. Absent where there is no such page. */
  signInUrl?(returnTo: string): string
  /**
   * Answers what signing in takes, such as the way back from an identity provider; `null` for every other request. GET
   * and HEAD only. What it throws with `ERR_ACCESS_DENIED` becomes a page that says that it did not work.
   */
  respond?(request: AuthRequest): Promise<Response | null>
  /** Ends the session of this browser: lines of `Set-Cookie`. Absent where the host's own pages do that. */
  signOut?(request: Request): Promise<readonly string[]>
}
