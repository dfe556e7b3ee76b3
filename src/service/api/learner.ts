import type { CapsuleField } from '../../export/index.js'
import type { OpenBadgeCredential, SignedCredential } from '../../types/credential.js'
import type { JsonObject } from '../../types/json.js'
import type { Stage, Visibility } from '../core/lifecycle/index.js'
import type {
  ApplicationRecord,
  ApplicationStage,
  AutoAcceptRule,
  BadgeRecord,
  ConsentRecord,
  DisplayRecord,
  EventRecord,
  FormRecord,
  PersonRecord,
  ShareRecord,
} from '../core/records/index.js'
import type { ClaimPolicy } from './options.js'

/** Who asks: a signed-in person, or nobody in particular. */
export interface Viewer {
  readonly personId?: string
}

/** What the page of an offer shows. Nothing but looking was done. */
export interface OfferView {
  readonly badgeId: string
  readonly stage: Stage
  readonly suspended: boolean
  readonly credential: SignedCredential | OpenBadgeCredential
  readonly issuerName: string
  readonly achievementName: string
  /** `a•••@ex•••`: enough to recognise one's own. */
  readonly maskedAddress: string
  readonly recipientName?: string
  readonly locale: string
  readonly policy: ClaimPolicy
  readonly expiresAt: string
  readonly hasPicture: boolean
}

/** `open`: the buttons work. Others say why they do not; `unknown` also for a token of another purpose. */
export type OfferLook =
  | { readonly state: 'open'; readonly offer: OfferView }
  | { readonly state: 'used' | 'expired' | 'void' | 'unknown' }

/** What somebody does with an offer. */
export interface ClaimInput {
  readonly token: string
  readonly viewer?: Viewer
  /** With the policy `code`: the six digits. */
  readonly code?: string
  /** What to keep of the consent that the page asked for. */
  readonly consent?: { readonly purpose: string; readonly textVersion: string }
}

export interface ClaimSteps {
  /** Reads only, however often. */
  look(token: string): Promise<OfferLook>
  /** Sends the code that the policy `code` asks for. */
  requestCode(input: { token: string }): Promise<void>
  /** Accepts without claiming. The link stays good for claiming. */
  accept(input: ClaimInput): Promise<BadgeRecord>
  /** Accepts and claims: exactly one caller succeeds. Whoever holds a mailed link has shown that the address is theirs. */
  claim(input: ClaimInput): Promise<{ badge: BadgeRecord; person: PersonRecord }>
  decline(input: ClaimInput): Promise<{ badge: BadgeRecord; undoToken: string; undoUntil: string }>
  /** Takes back a decline: there is a new link. Or takes back what a rule accepted: the badge is declined. */
  undo(input: { token: string }): Promise<{ badge: BadgeRecord; claimToken?: string }>
  /** What `undo` would take back; reads only. */
  lookUndo(token: string): Promise<{ kind: 'decline' | 'auto-accept'; badge: BadgeRecord } | null>
}

/** Learners and their addresses. */
export interface PeopleSteps {
  get(personId: string): Promise<PersonRecord | null>
  /** The badges of a person: claimed ones, and offers to any of their addresses. The newest first. */
  badges(personId: string): Promise<readonly BadgeRecord[]>
  /** Signs in whom the host has signed in; makes the person where there is none. */
  fromSession(session: {
    subject: string
    addresses: readonly string[]
    name?: string
    locale?: string
  }): Promise<PersonRecord>
  /** "Send me my links". The same answer, and the same work, whether the address is known or not. */
  sendLinks(input: { email: string; locale?: string }): Promise<void>
  /** The link of that mail, pressed: the token is used up. */
  signIn(input: { token: string }): Promise<PersonRecord>
  /** Whom a sign-in link would sign in: a masked address; reads only. `null` where it would nobody. */
  lookSignIn(token: string): Promise<{ maskedAddress: string } | null>
  /** For a cookie. */
  startSession(personId: string): Promise<{ token: string; expiresAt: string }>
  session(token: string): Promise<PersonRecord | null>
  endSession(token: string): Promise<void>
  setProfile(input: { personId: string; name?: string; locale?: string }): Promise<PersonRecord>
  /** Mails a link that proves the address; the same answer whether somebody else has it or not. */
  addAddress(input: { personId: string; email: string }): Promise<void>
  confirmAddress(input: { token: string }): Promise<PersonRecord>
  /** Which address such a link would give to which account; reads only. `null` where it would give none. */
  lookAddress(input: {
    token: string
    purpose: 'address' | 'recovery'
  }): Promise<{ maskedAddress: string; account: string } | null>
  /** The last one cannot be removed. */
  removeAddress(input: { personId: string; email: string }): Promise<PersonRecord>
  /** Ten codes for the day the mailbox is lost; earlier ones are void. Shown once. */
  createRecoveryCodes(personId: string): Promise<readonly string[]>
  /** With a code, a new address gets a mail whose link makes it an address of the account. Same answer for all. */
  recover(input: { email: string; code: string; newEmail: string }): Promise<void>
  confirmRecovery(input: { token: string }): Promise<PersonRecord>
  addRule(input: {
    personId: string
    issuerId: string
    achievementTypes?: readonly string[]
    until?: string
  }): Promise<PersonRecord>
  removeRule(input: { personId: string; issuerId: string }): Promise<PersonRecord>
  rules(personId: string): Promise<readonly AutoAcceptRule[]>
  recordConsent(input: {
    personId: string
    purpose: string
    textVersion: string
    given: boolean
    badgeId?: string
  }): Promise<void>
  consents(personId: string): Promise<readonly ConsentRecord[]>
}

/** A badge as somebody may see it. No address is in it. */
export interface BadgeView {
  readonly badgeId: string
  /**
   * What the viewer may have. Of a badge with a base proof (`ecdsa-sd-2023`) it is a copy derived from it: the base never
   * leaves the service.
   */
  readonly credential: SignedCredential | OpenBadgeCredential
  /**
   * Whether `credential` is signed and may be handed out as a file. It is not behind a link that hides parts of a badge
   * whose signature covers all of it; then there is a page to look at, and nothing to take along.
   */
  readonly signed: boolean
  /** The parts that the link shows; absent where nothing is hidden. */
  readonly show?: readonly CapsuleField[]
  readonly stage: Stage
  readonly suspended: boolean
  readonly visibility: Visibility
  readonly issuerName: string
  readonly achievementName: string
  /** Id of the badge that took its place, where the viewer may see that one. */
  readonly replacedBy?: string
  readonly isOwner: boolean
  /** How the viewer got in. */
  readonly through: 'owner' | 'issuer' | 'link' | 'display' | 'public'
  readonly hasPicture: boolean
}

export interface SharingSteps {
  /** Only its owner may. */
  setVisibility(input: { badgeId: string; personId: string; visibility: Visibility }): Promise<BadgeRecord>
  /**
   * A link for one badge, good while the badge is unlisted or public, for all time or until `expiresAt`. With `show` it
   * is a capsule: only those parts, beside what every badge says. Where the badge has a base proof, what is hidden is
   * absent from the signed file too; where not, the link leads to a page without files.
   */
  createLink(input: {
    badgeId: string
    personId: string
    label?: string
    expiresAt?: string
    show?: readonly CapsuleField[]
  }): Promise<{ share: ShareRecord; token: string; url: string }>
  links(input: { badgeId: string; personId: string }): Promise<readonly ShareRecord[]>
  revokeLink(input: { badgeId: string; personId: string; shareId: string }): Promise<ShareRecord>
  /**
   * Consent to screens of the organisation, or its end; it stands in the log of consents (`purpose` `display`), with the
   * version of the text that was agreed to.
   */
  setDisplay(input: { badgeId: string; personId: string; allowed: boolean; textVersion?: string }): Promise<BadgeRecord>
  /** What can be hidden in a link: the parts that the badge has, and whether its file can go without them. */
  capsule(input: { badgeId: string; personId: string }): Promise<{ fields: readonly CapsuleField[]; inFile: boolean }>
  /** The badge as this viewer may see it; `null` is "not found", private and unknown alike. */
  view(input: { badgeId: string; viewer?: Viewer; isIssuer?: boolean }): Promise<BadgeView | null>
  /** The badge behind a link; `gone` for one that was revoked or has expired. */
  viewLink(input: { token: string }): Promise<BadgeView | 'gone' | null>
}

/** Screens of the organisation: what the host makes and ends, and what they show. */
export interface DisplaySteps {
  /** A display, and the address that its screens open. The token is shown once. */
  create(input: {
    title: string
    /** Only badges of these achievements, by id. Default: all that may be shown. */
    achievementIds?: readonly string[]
    /** 5 to 120. Default 12. */
    secondsPerSlide?: number
    locale?: string
  }): Promise<{ display: DisplayRecord; token: string; url: string }>
  /** The newest first, the ones that were ended included. */
  list(): Promise<readonly DisplayRecord[]>
  /** Ends a display at once. */
  revoke(input: { displayId: string }): Promise<DisplayRecord>
  /**
   * What a screen shows at this moment: badges in force whose learners agreed to it, the newest first, at most 24.
   * `gone` for one that was ended, `null` for one that never was.
   */
  look(token: string): Promise<{ display: DisplayRecord; badges: readonly BadgeView[] } | 'gone' | null>
}

/** Claim by form. */
export interface ApplicationSteps {
  /** A form, or a new state of the one of this id. */
  setForm(input: {
    id: string
    title: string
    description?: string
    schema: JsonObject
    draft: FormRecord['draft']
    picture?: Uint8Array
    auto?: boolean
    open?: boolean
  }): Promise<FormRecord>
  form(formId: string): Promise<FormRecord | null>
  forms(): Promise<readonly FormRecord[]>
  /**
   * Answers as text, as a form posts them; numbers and booleans are read according to the schema. The token shows the
   * applicant their application.
   */
  submit(input: {
    formId: string
    email: string
    name: string
    locale?: string
    answers: Readonly<Record<string, string | readonly string[]>>
    /** The field that people do not see; a text in it comes from a robot, which is told that all went well. */
    honeypot?: string
  }): Promise<{ application: ApplicationRecord; token: string } | { application: null; token: null }>
  look(token: string): Promise<ApplicationRecord | null>
  get(applicationId: string): Promise<ApplicationRecord | null>
  list(query?: { formId?: string; stage?: ApplicationStage; cursor?: string; limit?: number }): Promise<{
    applications: readonly ApplicationRecord[]
    cursor?: string
  }>
  approve(input: { applicationId: string }): Promise<{ application: ApplicationRecord; badge: BadgeRecord }>
  reject(input: { applicationId: string; remark?: string }): Promise<ApplicationRecord>
  /** A question to the applicant, by mail; the answer brings the application back into the queue. */
  ask(input: { applicationId: string; remark: string }): Promise<ApplicationRecord>
  answer(input: {
    token: string
    remark?: string
    answers?: Readonly<Record<string, string | readonly string[]>>
  }): Promise<ApplicationRecord>
  history(applicationId: string): Promise<readonly EventRecord[]>
}

/** Everything about one person, as plain data and files. */
export interface PersonExport {
  readonly person: PersonRecord
  /** What happened to the account and to applications. */
  readonly history: readonly EventRecord[]
  readonly badges: readonly { readonly record: BadgeRecord; readonly history: readonly EventRecord[] }[]
  readonly applications: readonly ApplicationRecord[]
  readonly shares: readonly ShareRecord[]
  readonly consents: readonly ConsentRecord[]
  readonly messages: readonly { readonly kind: string; readonly state: string; readonly createdAt: string }[]
  /** Addresses that get no mail, or no reminders. */
  readonly mailStops: readonly {
    readonly address: string
    readonly reason: string
    readonly scope: string
    readonly at: string
  }[]
  readonly files: readonly { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array }[]
}

export interface PrivacySteps {
  /** GDPR, articles 15 and 20. */
  export(personId: string): Promise<PersonExport>
  /** GDPR, article 17: badges, links, messages, applications and the account go; tombstones and status entries stay. */
  erase(input: { personId: string }): Promise<{ badges: number }>
  /** The same for an address that nobody has claimed anything with. */
  eraseAddress(input: { email: string }): Promise<{ badges: number }>
  /** Forgets what `retention` says is old. */
  retain(): Promise<{ removed: number }>
}
