import { BadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'
import type { ServiceContext } from '../core/context.js'
import { idIn, isId, newId, subjectOf } from '../core/ids.js'
import { logEntries, type NewEvent } from '../core/log.js'
import type { StorageChange } from '../core/ports/index.js'
import { readName } from '../core/recipient.js'
import type { EventRecord, StaffRecord } from '../core/records/index.js'
import { type Grant, roleNames } from '../core/roles/index.js'
import { findAll, put, read, retrying, type Stored } from '../core/store.js'
import { iso } from '../core/time.js'
import { voidAll } from '../core/tokens.js'

interface StaffPlan {
  readonly next: StaffRecord
  readonly events?: readonly NewEvent[]
  readonly changes?: readonly StorageChange[]
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
  { next, events = [], changes = [] }: StaffPlan,
): Promise<StaffRecord> {
  const log = logEntries(context, subjectOf('staff', stored.key), stored.value.events, 'issuer', events)
  const staff: StaffRecord = { ...next, events: stored.value.events + events.length }
  await context.storage.commit([put('staff', stored.key, stored, staff), ...log.changes, ...changes])
  context.emit(log.events as EventRecord[])
  return staff
}

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
 * nobody an owner of another. A token that is not stored here is one of the configuration, whose limits the door knows.
 */
export async function assertMayGive(context: ServiceContext, ...all: readonly (readonly Grant[])[]): Promise<void> {
  const { issuer } = context.actors
  if (issuer === undefined) return
  const own = await grantsOfActor(context, issuer)
  const isOwner = (at: string | undefined): boolean =>
    own.some(({ role, issuerId }) => role === 'owner' && (issuerId === undefined || issuerId === at))
  if (all.flat().every(({ issuerId }) => isOwner(issuerId))) return
  throw new BadgeError('ERR_ACCESS_DENIED', 'Only an owner of an issuer gives and takes roles there.')
}

async function grantsOfActor(context: ServiceContext, actor: string): Promise<readonly Grant[]> {
  const staffId = idIn('staff', actor)
  if (staffId !== undefined) return (await findStaff(context, staffId))?.value.grants ?? []
  const found = await storedToken(context, idIn('token', actor) ?? '')
  if (found === undefined) return [{ role: 'owner' }]
  return found.value.voidedAt === undefined ? (JSON.parse(found.value.data.grants ?? '[]') as Grant[]) : []
}

/** All tokens of the API have one subject, under which they are listed. */
export const TOKENS = subjectOf('token', 'all')

export const storedTokens = (context: ServiceContext): Promise<Stored<'tokens'>[]> =>
  findAll(context.storage, 'tokens', { index: 'subject', value: `api ${TOKENS}` })

export const storedToken = async (context: ServiceContext, tokenId: string): Promise<Stored<'tokens'> | undefined> =>
  (await storedTokens(context)).find(({ value }) => value.data.id === tokenId)

/** What the log says of roles. */
export const rolesText = (grants: readonly Grant[]): string =>
  grants.map(({ role, issuerId }) => (issuerId === undefined ? role : `${role} ${issuerId}`)).join(', ')

export function readStaffName(name: string): string {
  const read = readName(name)
  if (read === undefined) throw wrong('A name is needed, which the log and colleagues read.')
  return read
}

export const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)
