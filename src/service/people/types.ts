import type { JsonObject } from '../../types/json.js'
import type { Session } from '../core/ports/index.js'
import type {
  Authentication,
  AutoAcceptRule,
  BadgeRecord,
  ConsentRecord,
  OptionalMail,
  PasskeyRecord,
  PersonRecord,
} from '../core/records/index.js'
import type { Viewer } from '../core/shown.js'

/** A rule to accept badges of an issuer. It never makes anything visible. */
export interface NewRule {
  readonly personId: string
  readonly issuerId: string
  /** Only these types of achievement. Default: all. */
  readonly achievementTypes?: readonly string[]
  /** Date and time at which the rule ends. */
  readonly until?: string
}

/** A consent that was given, or withdrawn (`given: false`). */
export interface NewConsent {
  readonly personId: string
  readonly purpose: string
  /** Version of the text that was shown. */
  readonly textVersion: string
  readonly given: boolean
  readonly badgeId?: string
}

/** What a browser has opened that claimed a badge by its link: this badge, for the person who owns it. */
export interface BadgeSession {
  readonly badgeId: string
  readonly personId: string
  readonly expiresAt: string
}

/** What a browser needs to make or use a passkey. */
export interface PasskeyStart {
  /**
   * For `PublicKeyCredential.parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON`, whose result is `publicKey` of
   * `navigator.credentials.create` or `get`.
   */
  readonly options: JsonObject
  readonly expiresAt: string
}

/** Somebody who has signed in with a passkey, and the token of their session, for a cookie. */
export interface PasskeySession {
  readonly person: PersonRecord
  readonly token: string
  readonly expiresAt: string
}

/** Who decides for a child, and until when. */
export interface Guardian {
  /** Another address than that of the child. */
  readonly email: string
  /** When control passes to the learner: a date (its beginning in the issuer's time zone), or a date and time with a time zone. */
  readonly until: string
  /** BCP 47: the language of the guardian's mails. */
  readonly locale?: string
}

/** What a guardian has decided on one question; absent from the answers as long as there is no decision. */
export interface GuardianDecision {
  readonly given: boolean
  readonly at: string
  /** Version of the text that was shown. */
  readonly textVersion: string
}

/** What the link of a guardian shows: one child, and what is asked. */
export interface GuardianView {
  /** Name of the child as the issuer gave it, else their masked address. */
  readonly child: string
  readonly maskedGuardian: string
  /** When control passes to the learner. */
  readonly until: string
  /** Whose badges it is about. */
  readonly issuers: readonly string[]
  /** The badges of the child, the newest first, at most 50. */
  readonly badges: readonly { readonly name: string; readonly issuerName: string }[]
  readonly answers: {
    /** To be given badges, and keep them in an account. */
    readonly badges?: GuardianDecision
    /** To show them to others. */
    readonly publishing?: GuardianDecision
  }
}

/**
 * Guardians of learners who are under age. Without a guardian's consent nothing is claimed, kept in an account or shown;
 * from the date on which control passes to the learner, nothing asks for it.
 */
export interface GuardianSteps {
  /**
   * Names the guardian of the child with this address, as `recipient.guardian` of a badge does. Another guardian than
   * before decides again: earlier answers and links do not count. It covers every badge of the address, also earlier ones.
   */
  name(input: { email: string; name?: string; guardian: Guardian }): Promise<void>
  /** Who decides for the child with this address, and what was decided; `null` if nobody does, or no longer. */
  get(input: { email: string }): Promise<(GuardianView & { readonly guardian: Guardian }) | null>
  /** Of these badges (at most 200) the offers that a guardian holds back: undecided, or `refused`. */
  holding(input: {
    badgeIds: readonly string[]
  }): Promise<readonly { readonly badgeId: string; readonly refused: boolean }[]>
  /** A link for the guardian, to hand out by other means than mail. Anyone who has it can decide. */
  createLink(input: { email: string }): Promise<{ url: string; token: string; expiresAt: string }>
  /** What the link of a guardian shows; `gone` for one that no longer works. Reads only. */
  look(token: string): Promise<GuardianView | 'gone' | null>
  /**
   * Gives, refuses or withdraws a consent, at once: what is no longer allowed is closed, hidden and ended in the same
   * commit. `text` is what was shown, of which the digest is kept.
   */
  answer(input: {
    token: string
    purpose: 'badges' | 'publishing'
    given: boolean
    textVersion: string
    text: string
  }): Promise<GuardianView>
}

/** Learners and their addresses. */
export interface PeopleSteps {
  get(personId: string): Promise<PersonRecord | null>
  /** The badges of a person: claimed ones, and offers to any of their addresses. The newest first. */
  badges(personId: string): Promise<readonly BadgeRecord[]>
  /** The person whom the host has signed in; created if there is none. */
  fromSession(session: Omit<Session, 'roles'>): Promise<PersonRecord>
  /** Mails a link that signs in. The answer and the work are the same whether the address is known or not. */
  sendLinks(input: { email: string; locale?: string }): Promise<void>
  /** Presses the link of that mail, which uses the token up. */
  signIn(input: { token: string }): Promise<PersonRecord>
  /** Whom a sign-in link would sign in: a masked address; `null` if nobody. Reads only. */
  lookSignIn(token: string): Promise<{ maskedEmail: string } | null>
  /** A token for a cookie. `authenticated` says how it was made sure who it is. Default: by a `link`, just now. */
  startSession(personId: string, authenticated?: Authentication): Promise<{ token: string; expiresAt: string }>
  /** Whose session it is, and how they were authenticated when it began. */
  session(token: string): Promise<(PersonRecord & { readonly authenticated: Authentication }) | null>
  /**
   * Which badge a token opens that `claims.claim` gave; `null` for one that is unknown, was ended, has expired, or whose
   * badge has another owner since. It is not a sign-in: it may see, share, publish, download and decline this badge, and
   * nothing of the account.
   */
  badgeSession(token: string): Promise<BadgeSession | null>
  /** Ends a session of an account, or of a badge. */
  endSession(token: string): Promise<void>
  /**
   * What a browser needs to sign in with a passkey, for five minutes and one answer. `browser` is the value of a cookie of
   * this browser: the answer counts only with the same.
   */
  startPasskeySignIn(input: { browser: string }): Promise<PasskeyStart>
  /**
   * Signs in with a passkey; `answer` is `toJSON()` of what the browser gave. Throws `ERR_ACCESS_DENIED` for whatever is
   * not a right answer by a passkey of an account here, and for a device that counts fewer uses than before.
   */
  signInByPasskey(input: { browser: string; answer: JsonObject }): Promise<PasskeySession>
  /**
   * What a browser needs to make a passkey for an account. `authenticated` says how the person is signed in, which is kept
   * with the passkey. Default: by the `host`, just now. What changes how one gets into an account throws
   * `ERR_AUTHENTICATION_NEEDED` where they signed in more than 15 minutes ago.
   */
  startPasskey(input: { personId: string; browser: string; authenticated?: Authentication }): Promise<PasskeyStart>
  /** Adds the passkey, and mails the addresses of the account. */
  addPasskey(input: { personId: string; browser: string; answer: JsonObject; name: string }): Promise<PasskeyRecord>
  /** The passkeys of a person, the oldest first. */
  passkeys(personId: string): Promise<readonly PasskeyRecord[]>
  renamePasskey(input: { personId: string; passkeyId: string; name: string }): Promise<PasskeyRecord>
  /** Removes a passkey, ends the sessions that it began, and mails the addresses of the account. `authenticated` as below. */
  removePasskey(input: { personId: string; passkeyId: string; authenticated?: Authentication }): Promise<void>
  /**
   * Sets name and language, and which mails are turned off: reminders, badges that were accepted by a rule, badges that expire
   * soon, offers that expired unclaimed. Turning reminders on again takes back what a link "Stop reminders" did to any of their
   * addresses.
   */
  setProfile(input: {
    personId: string
    name?: string
    locale?: string
    mailOff?: readonly OptionalMail[]
  }): Promise<PersonRecord>
  /**
   * Mails a link that proves the address. The answer is the same whether somebody else has it or not. `authenticated` says
   * how the person is signed in; default: by the `host`, just now.
   */
  addEmail(input: { personId: string; email: string; authenticated?: Authentication }): Promise<void>
  confirmEmail(input: { token: string }): Promise<PersonRecord>
  /** Which address such a link would give to which account; `null` if none. Reads only. */
  lookEmail(input: {
    token: string
    purpose: 'email' | 'recovery' | 'restore'
  }): Promise<{ maskedEmail: string; account: string } | null>
  /**
   * Removes an address, ends all sessions, and mails all addresses; the last one cannot be removed. For 30 days the link
   * in that mail brings it back. An address that came after all others, less than 30 days ago, gets no link.
   */
  removeEmail(input: { personId: string; email: string; authenticated?: Authentication }): Promise<PersonRecord>
  /**
   * Presses that link. Ends sessions, passkeys and recovery codes, and removes addresses that came after the restored one
   * and less than 30 days before it went. Where the address has an account of its own by now, `viewer` must be signed in to
   * it: `ERR_AUTHENTICATION_NEEDED`.
   */
  restoreEmail(input: { token: string; viewer?: Viewer }): Promise<PersonRecord>
  /** Ten codes for the day the mailbox is lost; earlier ones are void. Shown once; all addresses get a mail. */
  createRecoveryCodes(personId: string, authenticated?: Authentication): Promise<readonly string[]>
  /**
   * With a code, mails a link to a new address that makes it an address of the account. The answer is the same whether
   * account and code match or not.
   */
  recover(input: { email: string; code: string; newEmail: string }): Promise<void>
  confirmRecovery(input: { token: string }): Promise<PersonRecord>
  /** Adds a rule, in place of the one for the same issuer if there is one. */
  addRule(input: NewRule): Promise<PersonRecord>
  removeRule(input: { personId: string; issuerId: string }): Promise<PersonRecord>
  rules(personId: string): Promise<readonly AutoAcceptRule[]>
  recordConsent(input: NewConsent): Promise<void>
  consents(personId: string): Promise<readonly ConsentRecord[]>
}
