import type { Authentication, StaffRecord } from '../core/records/index.js'
import type { Grant } from '../core/roles/index.js'

export type { Action, Grant, Role } from '../core/roles/index.js'

/** A member of staff who is signed in. */
export interface StaffSession {
  readonly staffId: string
  readonly name: string
  /** As they are at this moment. */
  readonly grants: readonly Grant[]
  readonly expiresAt: string
  /** How and when they signed in. */
  readonly authenticated: Authentication
  /**
   * Colleagues, and tokens of the API, that made the link which began the session: `staff:` or `token:` and an id. They could
   * have kept it for themselves, so what is done counts as theirs too ({@link BadgeService.as}). Absent for a link that was mailed.
   */
  readonly through?: readonly string[]
}

/** A new member of staff. */
export interface NewStaff {
  /** Where sign-in links go. */
  readonly email: string
  /** What the log and colleagues call them. */
  readonly name: string
  /** At least one role. */
  readonly grants: readonly Grant[]
  readonly locale?: string
  /** Whether they are told by mail, with a link that signs them in. Default `true`. */
  readonly invite?: boolean
  /** How who adds them is signed in; see `setRoles`. */
  readonly authenticated?: Authentication
}

/** A token of the API, without its text. */
export interface ApiToken {
  readonly id: string
  readonly name: string
  readonly grants: readonly Grant[]
  readonly createdAt: string
  /** Who made it: `staff:` or `token:` and an id. Absent where the application around the service did. */
  readonly createdBy?: string
  readonly endedAt?: string
}

/** Who may act for the issuer: members of staff with their roles and sessions, and tokens of the API. */
export interface StaffSteps {
  /** Adds a member of staff, and invites them by mail. `ERR_STAGE_INVALID` if somebody has this address. */
  add(input: NewStaff): Promise<StaffRecord>
  /**
   * Gives somebody other roles, and ends their sessions, and the tokens they made that they could make no longer.
   * `ERR_STAGE_INVALID` if no owner would be left. `authenticated` says how who does this is signed in: more than 15 minutes
   * ago is `ERR_AUTHENTICATION_NEEDED`, as it is for whatever lets somebody in or puts somebody out. Default: the host
   * vouches.
   */
  setRoles(input: { staffId: string; grants: readonly Grant[]; authenticated?: Authentication }): Promise<StaffRecord>
  /** Removes somebody, and ends their sessions and the tokens they made. `ERR_STAGE_INVALID` if no owner would be left. */
  remove(input: { staffId: string; authenticated?: Authentication }): Promise<StaffRecord>
  /** Those who are members now, by name. */
  list(): Promise<readonly StaffRecord[]>
  /** A member, also one who was removed. */
  get(staffId: string): Promise<StaffRecord | null>
  /**
   * The member whom the host's login has signed in, with the roles that it says; created if there is none. `null` for one
   * who was removed here.
   */
  fromSession(input: { subject: string; name: string; grants: readonly Grant[] }): Promise<StaffRecord | null>
  /**
   * The owner who is there before there is any other: the operator of the server. Created if there is none. `null` once
   * it was removed.
   */
  operator(): Promise<StaffRecord | null>
  /** Mails a sign-in link. The answer and the work are the same whether the address is known or not. */
  sendLink(input: { email: string; locale?: string }): Promise<void>
  /** A sign-in link to hand over by other means than mail. It works once, within an hour; earlier ones are void. */
  createSignInLink(input: {
    staffId: string
    authenticated?: Authentication
  }): Promise<{ url: string; token: string; expiresAt: string }>
  /** Whom a link would sign in; `null` if nobody. Reads only. */
  lookSignIn(token: string): Promise<{ name: string } | null>
  /** Uses a link up, and gives a token for a cookie. It works for eight hours, or until the roles change. */
  signIn(input: { token: string }): Promise<{ staff: StaffRecord; token: string; expiresAt: string }>
  /** Whose session this is; `null` for one that is unknown, was ended or has expired. */
  session(token: string): Promise<StaffSession | null>
  endSession(token: string): Promise<void>
  /** Makes a token of the API. Its text is shown once, and stored nowhere. */
  createToken(input: {
    name: string
    grants: readonly Grant[]
    authenticated?: Authentication
  }): Promise<{ apiToken: ApiToken; token: string }>
  /** Tokens of the API, the ended ones included for a while. */
  tokens(): Promise<readonly ApiToken[]>
  /** Ends a token of the API at once, and those that were made with it. */
  endToken(input: { tokenId: string }): Promise<ApiToken>
  /** The token of the API with this text, if it works. */
  lookToken(token: string): Promise<ApiToken | null>
  /**
   * After the service's `secret` was changed: ends every session and every link that signs in or adds an address, and lets
   * the links of messages that have not gone out follow from the new secret. Offers that were mailed stay open. It may be
   * repeated.
   */
  changeSecret(input: { from: string }): Promise<{ sessions: number; links: number; messages: number }>
}
