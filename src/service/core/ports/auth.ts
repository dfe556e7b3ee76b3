import type { Authentication } from '../records/index.js'
import type { Grant, Role } from '../roles/index.js'

/** Somebody who is signed in to the host. */
export interface Session {
  /** Name of the account at the host, unchanging. */
  readonly subject: string
  /** E-mail addresses that the host knows to be theirs: no unverified ones. */
  readonly emails: readonly string[]
  readonly name?: string
  /** BCP 47. */
  readonly locale?: string
  /** How the host has made sure who it is. Default: by `host`, at this moment. */
  readonly authenticated?: Authentication
  /**
   * `learner`: somebody with badges of their own. A role of the staff (`owner`, `awarder`, `approver`, `viewer`), at every
   * issuer of the service or at the one that is named.
   */
  readonly roles: readonly ('learner' | Role | Grant)[]
}

/** A request that may be part of signing in. */
export interface AuthRequest {
  readonly request: Request
  /** Below the base path, such as `/oidc/callback`. */
  readonly path: string
}

/** The host's login: its own session, OIDC, anything that can be read from a request. */
export interface Auth {
  /** Who makes this request, or `null` if nobody is signed in. */
  identify(request: Request): Promise<Session | null>
  /**
   * URL at which to sign in and return to `returnTo`, a path of this host. Absent if there is no such page. With `fresh`,
   * somebody who is signed in is to show once more who they are.
   */
  signInUrl?(returnTo: string, options?: { readonly fresh?: boolean }): string
  /**
   * Answers requests that are part of signing in, such as the redirect from an identity provider; `null` for every other
   * request. GET and HEAD only. An `ERR_ACCESS_DENIED` that it throws becomes a page that says that signing in failed.
   */
  respond?(request: AuthRequest): Promise<Response | null>
  /** Ends the session of this browser: lines of `Set-Cookie`. Absent if the host's own pages do that. */
  signOut?(request: Request): Promise<readonly string[]>
}
