import { BadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'
import type { ServiceContext } from '../core/context.js'
import { idIn, isId, newId, subjectOf } from '../core/ids.js'
import { logEntries, type NewEvent } from '../core/log.js'
import type { StorageChange } from '../core/ports/index.js'
import { readName } from '../core/recipient.js'
import type { EventRecord, StaffRecord } from '../core/records/index.js'
import { type Action, type Grant, grantsAction, roleNames } from '../core/roles/index.js'
import { findAll, put, read, retrying, type Stored } from '../core/store.js'
import { iso } from '../core/time.js'
import { voidAll } from '../core/tokens.js'
import {
  type EndedTokens,
  endOf,
  grantsOf,
  makersOf,
  storedToken,
  storedTokens,
  withThoseMadeBy,
} from './api-tokens.js'

interface StaffPlan {
  readonly next: StaffRecord
  readonly events?: readonly NewEvent[]
  readonly changes?: readonly StorageChange[]
  /** Events of other subjects, whose changes are among `changes`. */
  readonly others?: readonly EventRecord[]
  /** What {@link assertMayGive} gave. */
  readonly fence?: readonly StorageChange[]
}

export async function findStaff(context: ServiceContext, staffId: unknown): Promise<Stored<'staff'> | undefined> {
  return isId(staffId) ? read(context.storage, 'staff', staffId) : undefined
}

/** A member who was not removed. Throws `ERR_RECORD_NOT_FOUND`. */
export async function requireStaff(context: ServiceContext, staffId: unknown): Promise<Stored<'staff'>> {
  const found = await findStaff(context, staffId)
  if (found === undefined || found.value.removedAt !== undefined) {
    throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such member of staff.')
  }
  return found
}

export function newStaff(
  context: ServiceContext,
  known: Pick<StaffRecord, 'name' | 'grants'> & Partial<StaffRecord>,
): Stored<'staff'> {
  const now = context.now()
  const id = newId(now)
  return { key: id, version: 0, value: { schemaVersion: 1, id, ...known, createdAt: iso(now), events: 0 } }
}

/** Writes a member with its log, and hands out the events. */
export async function commitStaff(
  context: ServiceContext,
  stored: Stored<'staff'>,
  { next, events = [], changes = [], others = [], fence = [] }: StaffPlan,
): Promise<StaffRecord> {
  const log = logEntries(context, subjectOf('staff', stored.key), stored.value.events, 'issuer', events)
  const staff: StaffRecord = { ...next, events: stored.value.events + events.length }
  await context.storage.commit(fenced([put('staff', stored.key, stored, staff), ...log.changes, ...changes], fence))
  context.emit([...log.events, ...others])
  return staff
}

/** The changes with a fence around them, as far as they do not write the same records. */
export const fenced = (changes: readonly StorageChange[], fence: readonly StorageChange[]): StorageChange[] => [
  ...changes,
  ...fence.filter(({ collection, key }) =>
    changes.every((change) => change.collection !== collection || change.key !== key),
  ),
]

/** Reads a member, plans, commits; again when another change came first. */
export const changeStaff = (
  context: ServiceContext,
  staffId: string,
  plan: (stored: Stored<'staff'>) => Promise<StaffPlan>,
): Promise<StaffRecord> =>
  retrying(async () => {
    const stored = await requireStaff(context, staffId)
    return commitStaff(context, stored, await plan(stored))
  })

export const staffNow = async (context: ServiceContext): Promise<StaffRecord[]> =>
  (await findAll(context.storage, 'staff', undefined))
    .map(({ value }) => value)
    .filter(({ removedAt }) => removedAt === undefined)

/** Those whom the host's login makes owners do not count: they are not ours to keep. */
const ownersAt = (staff: readonly StaffRecord[], issuerId: string | undefined): StaffRecord[] =>
  staff.filter(
    ({ subject, grants }) =>
      subject === undefined &&
      grants.some((grant) => grant.role === 'owner' && (grant.issuerId === undefined || grant.issuerId === issuerId)),
  )

/**
 * Refuses that a member becomes `next` (`undefined`: goes) where an issuer, or the service as a whole, would be without
 * an owner that it had. The change that it gives makes sure that of two owners who remove each other one is too late.
 */
export async function keepAnOwner(
  context: ServiceContext,
  before: StaffRecord,
  next: readonly Grant[] | undefined,
): Promise<StorageChange[]> {
  const lost = before.subject === undefined ? before.grants.filter(({ role }) => role === 'owner') : []
  if (lost.length === 0) return []
  const guard = await read(context.storage, 'settings', 'owners')
  const others = (await staffNow(context)).filter(({ id }) => id !== before.id)
  const after = next === undefined ? others : [...others, { ...before, grants: next }]
  if (lost.some(({ issuerId }) => ownersAt(after, issuerId).length === 0)) {
    throw new BadgeError('ERR_STAGE_INVALID', 'This is the last owner. Make somebody else an owner first.')
  }
  const count = Number(guard?.value.value ?? 0) + 1
  return [put('settings', 'owners', guard, { schemaVersion: 1, value: String(count) })]
}

export const endStaffSessions = (context: ServiceContext, staffId: string): Promise<StorageChange[]> =>
  voidAll(context, 'staff-session', subjectOf('staff', staffId))

/** Grants without repetition. Throws `ERR_ARGUMENT_INVALID` for none, and for more than anybody needs. */
export function readGrants(grants: readonly Grant[]): Grant[] {
  const found = new Map<string, Grant>()
  for (const { role, issuerId } of grants) {
    if (!roleNames.includes(role)) throw wrong(`A role is one of ${roleNames.join(', ')}.`)
    if (issuerId !== undefined && issuerId.length > limits.issuerId) throw wrong('The id of an issuer is too long.')
    found.set(JSON.stringify([role, issuerId]), { role, ...(issuerId === undefined ? {} : { issuerId }) })
  }
  if (found.size === 0) throw wrong('At least one role is needed.')
  if (found.size > limits.grants) throw wrong(`There are at most ${limits.grants} roles.`)
  return [...found.values()]
}

/**
 * Refuses that somebody gives, takes or touches roles at an issuer whose owner they are not: an owner of one issuer makes
 * nobody an owner of another. A token that is not stored here is one of the configuration, whose limits the door knows. The
 * changes belong into the commit of the step: roles that are taken away at the same moment give nothing any more.
 */
export async function assertMayGive(
  context: ServiceContext,
  ...all: readonly (readonly Grant[])[]
): Promise<readonly StorageChange[]> {
  const { issuer } = context.actors
  if (issuer === undefined) return []
  const { grants, fence } = await actorNow(context, issuer)
  if (mayGive(grants, all.flat())) return fence
  throw new BadgeError('ERR_ACCESS_DENIED', 'Only an owner of an issuer gives and takes roles there.')
}

/** Whether the maker of a link or of what follows from it may still act for a member with these roles. */
export async function mayStillGive(context: ServiceContext, maker: string, grants: readonly Grant[]): Promise<boolean> {
  return mayGive((await actorNow(context, maker)).grants, grants)
}

/** Whether somebody's roles include an action at this moment. What nobody in particular did, the application vouches for. */
export async function mayStillAct(
  context: ServiceContext,
  actor: string | undefined,
  action: Action,
): Promise<boolean> {
  return actor === undefined || grantsAction((await actorNow(context, actor)).grants, action, context.issuerId)
}

/** Whether all of these may still act. */
export async function allMayStillAct(
  context: ServiceContext,
  actors: readonly string[],
  action: Action,
): Promise<boolean> {
  for (const actor of actors) if (!(await mayStillAct(context, actor, action))) return false
  return true
}

/** Whether somebody with these roles may give those. */
const mayGive = (own: readonly Grant[], given: readonly Grant[]): boolean =>
  given.every(({ issuerId }) =>
    own.some((grant) => grant.role === 'owner' && (grant.issuerId === undefined || grant.issuerId === issuerId)),
  )

/**
 * What ends the tokens that somebody made and, with the roles they have from now on, could make no longer; and whatever was
 * made with those. A program must not go on in the name of somebody who has left.
 */
export async function endTokensBeyond(
  context: ServiceContext,
  staffId: string,
  grants: readonly Grant[],
): Promise<EndedTokens> {
  const all = await storedTokens(context)
  const maker = subjectOf('staff', staffId)
  const beyond = all.filter(({ value: { data } }) => makersOf(data).includes(maker) && !mayGive(grants, grantsOf(data)))
  return endOf(context, withThoseMadeBy(all, beyond))
}

/** The roles of somebody at this moment, and the change that writes them as they are: if somebody takes them away first, it fails. */
async function actorNow(
  context: ServiceContext,
  actor: string,
): Promise<{ grants: readonly Grant[]; fence: readonly StorageChange[] }> {
  const staffId = idIn('staff', actor)
  if (staffId !== undefined) {
    const found = await findStaff(context, staffId)
    if (found === undefined) return { grants: [], fence: [] }
    return { grants: found.value.grants, fence: [put('staff', found.key, found, found.value)] }
  }
  const tokenId = idIn('token', actor) ?? ''
  const found = await storedToken(context, tokenId)
  // One that was made here has an id, and is there; any other is of the configuration.
  if (found === undefined) return { grants: isId(tokenId) ? [] : [{ role: 'owner' }], fence: [] }
  const { value, key } = found
  if (value.voidedAt !== undefined) return { grants: [], fence: [] }
  return { grants: grantsOf(value.data), fence: [put('tokens', key, found, value, found.due)] }
}

/** What the log says of roles. */
export const rolesText = (grants: readonly Grant[]): string =>
  grants.map(({ role, issuerId }) => (issuerId === undefined ? role : `${role} ${issuerId}`)).join(', ')

export function readStaffName(name: string): string {
  const read = readName(name)
  if (read === undefined) throw wrong('A name is needed, which the log and colleagues read.')
  return read
}

export const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)
