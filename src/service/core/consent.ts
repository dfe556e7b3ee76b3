import { BadgeError } from '../../errors.js'
import type { ServiceContext } from './context.js'
import type { StorageChange } from './ports/index.js'
import type { BadgeRecord, GuardedPurpose, GuardianshipRecord, PersonRecord } from './records/index.js'
import { put, read, type Stored } from './store.js'

/**
 * Every door that leads to a badge of a child, and what its guardian must have allowed before it opens: the one table.
 * A step that lets somebody in asks {@link mayProceed} or {@link passing} with the name of its door.
 */
export const doors = {
  /** The link of an offer: look, code, accept, claim, decline. */
  offer: 'badges',
  /** Being signed in, by whatever means, and the session of a single badge. */
  session: 'badges',
  /** The list of one's badges. */
  mine: 'badges',
  /** Rules that accept badges. */
  rules: 'badges',
  /** What a rule accepts, and what takes the place of a badge that was claimed. */
  automatic: 'badges',
  /** Mail and notifications to the learner about a badge, at the moment they leave. */
  mail: 'badges',
  /** A badge as its owner sees it. */
  own: 'badges',
  /** Making a badge visible: visibility, links, consent to screens. */
  publish: 'publishing',
  /** A badge as everybody sees it: its page, files, pictures, previews and embeds. */
  page: 'publishing',
  /** A link to a badge, and what is reached through it. */
  link: 'publishing',
  /** Screens of the organisation and their feeds. */
  screens: 'publishing',
} as const satisfies Readonly<Record<string, GuardedPurpose>>

export type DoorName = keyof typeof doors

/** Whose consent a door asks for: of each that is given, the child that it is about. */
export interface Whose {
  /** The badge is about the person it was issued to, and its owner may be a child too. */
  readonly badge?: Pick<BadgeRecord, 'recipientHash'> & { readonly personId?: string }
  readonly person?: PersonRecord | undefined
  readonly personId?: string | undefined
  /** Keyed hashes of addresses. */
  readonly hashes?: readonly string[]
}

/** Whether control has passed to the learner. Nothing needs to run for that: the clock decides. */
export const isOfAge = (context: ServiceContext, { until }: GuardianshipRecord): boolean =>
  Date.parse(until) <= context.now()

/** Whether the learner may do something of this kind. Showing badges takes the consent to have them, too. */
export const allows = (context: ServiceContext, guardianship: GuardianshipRecord, purpose: GuardedPurpose): boolean => {
  if (isOfAge(context, guardianship)) return true
  const { badges, publishing } = guardianship.answers
  return badges?.given === true && (purpose === 'badges' || publishing?.given === true)
}

/** The guardianships that a step concerns: by the addresses of the badge, of its owner, and of the person who acts. */
async function guardianshipsOf(context: ServiceContext, whose: Whose): Promise<Stored<'guardianships'>[]> {
  const { badge, person, personId, hashes = [] } = whose
  const ids = new Set([personId, badge?.personId].filter((id) => id !== undefined && id !== person?.id))
  const others = await Promise.all([...ids].map(async (id) => (await read(context.storage, 'people', id ?? ''))?.value))
  const people = [person, ...others].filter((each) => each !== undefined)
  const own = await Promise.all(people.flatMap(({ emails }) => emails.map(({ email }) => context.addressHash(email))))
  const all = new Set([...hashes, ...(badge === undefined ? [] : [badge.recipientHash]), ...own])
  const found = await Promise.all([...all].map((hash) => read(context.storage, 'guardianships', hash)))
  return found.filter((each) => each !== undefined)
}

/** Whether a door is open: everybody is of age, or each guardian has allowed what the door asks for. */
export async function mayProceed(context: ServiceContext, door: DoorName, whose: Whose): Promise<boolean> {
  const found = await guardianshipsOf(context, whose)
  return found.every(({ value }) => allows(context, value, doors[door]))
}

/**
 * The same for a step that writes: throws `ERR_CONSENT_NEEDED` before a closed door, and gives changes that belong into
 * the commit of the step, so that a consent that is withdrawn at the same moment counts.
 */
export async function passing(context: ServiceContext, door: DoorName, whose: Whose): Promise<StorageChange[]> {
  const found = await guardianshipsOf(context, whose)
  if (!found.every(({ value }) => allows(context, value, doors[door]))) throw consentNeeded()
  return found
    .filter(({ value }) => !isOfAge(context, value))
    .map((stored) => put('guardianships', stored.key, stored, stored.value, stored.due))
}

export const consentNeeded = (): BadgeError =>
  new BadgeError('ERR_CONSENT_NEEDED', 'A guardian decides about this first, and has not allowed it.')
