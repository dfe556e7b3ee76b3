import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { isTombstone } from './collections.js'
import type { ServiceContext } from './context.js'
import { dueOfBadge } from './due.js'
import { isId, subjectOf } from './ids.js'
import { applyMove, type LifecycleEvent, type LifecycleState, type Move, type MoveType } from './lifecycle/index.js'
import { type Actor, logEntries, type NewEvent } from './log.js'
import type { StorageChange } from './ports/index.js'
import type { BadgeRecord, EventRecord } from './records/index.js'
import { put, read, retrying, type Stored } from './store.js'
import { iso } from './time.js'

/** What a step does to a badge: all of it in one commit. */
export interface BadgePlan {
  readonly by: Actor
  readonly moves?: readonly Move[]
  /** Members of the record that change besides. */
  readonly set?: Partial<BadgeRecord>
  /** Members that go. */
  readonly unset?: readonly (keyof BadgeRecord)[]
  /** Further events; those of the moves come first. */
  readonly events?: readonly NewEvent[]
  /** Changes of other records; made only if the moves change anything, or there are none. */
  readonly changes?: readonly StorageChange[]
  /** Data for the events of the moves. */
  readonly data?: EventRecord['data']
}

export interface BadgeChange {
  readonly badge: BadgeRecord
  readonly changes: readonly StorageChange[]
  readonly events: readonly EventRecord[]
}

/** The badge with this id; throws `ERR_RECORD_NOT_FOUND` if there never was one, or it was erased. */
export async function requireBadge(
  context: ServiceContext,
  badgeId: string,
): Promise<Stored<'badges'> & { value: BadgeRecord }> {
  const found = await findBadge(context, badgeId)
  if (found === undefined) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no badge with this id.')
  return found
}

export async function findBadge(
  context: ServiceContext,
  badgeId: unknown,
): Promise<(Stored<'badges'> & { value: BadgeRecord }) | undefined> {
  if (!isId(badgeId)) return undefined
  const found = await read(context.storage, 'badges', badgeId)
  return found === undefined || isTombstone(found.value) ? undefined : { ...found, value: found.value }
}

/** What the plan changes; `undefined` if that is nothing. Throws `ERR_STAGE_INVALID`. */
export function planBadge(
  context: ServiceContext,
  { key, version, value: badge }: Stored<'badges'> & { value: BadgeRecord },
  plan: BadgePlan,
): BadgeChange | undefined {
  const at = context.now()
  assertReleased(badge, plan)
  let state: LifecycleState = badge
  const moved: LifecycleEvent[] = []
  for (const move of plan.moves ?? []) {
    const result = applyMove(state, move, at)
    state = result.state
    moved.push(...result.events)
  }
  const hasMoves = (plan.moves ?? []).length > 0
  if (hasMoves && moved.length === 0) return undefined
  const events: NewEvent[] = [
    ...moved.map(({ type, from, to, visibility }) => ({
      type,
      data: { ...defined({ from, to, visibility }), ...plan.data },
    })),
    ...(plan.events ?? []),
  ]
  if (events.length === 0 && plan.set === undefined && (plan.changes ?? []).length === 0) return undefined
  const next: BadgeRecord = {
    ...without(badge, [...(plan.unset ?? []), 'declinedAtMs']),
    ...stamps(moved, at),
    ...plan.set,
    ...lifecycleStateOf(state),
    events: badge.events + events.length,
  }
  // A claim is the act of the account that gets the badge, and a decline that of the one that had it.
  const owner = next.personId ?? badge.personId
  const learner = owner === undefined ? undefined : subjectOf('person', owner)
  const log = logEntries(context, subjectOf('badge', badge.id), badge.events, plan.by, events, learner)
  return {
    badge: next,
    changes: [
      put('badges', key, { version }, next, dueOfBadge(context, next)),
      ...log.changes,
      ...(plan.changes ?? []),
    ],
    events: log.events,
  }
}

/** Reads a badge, plans, commits; again when another change came first. */
export async function changeBadge(
  context: ServiceContext,
  badgeId: string,
  plan: (badge: BadgeRecord) => BadgePlan | Promise<BadgePlan>,
): Promise<BadgeRecord> {
  return retrying(async () => {
    const stored = await requireBadge(context, badgeId)
    const change = planBadge(context, stored, await plan(stored.value))
    if (change === undefined) return stored.value
    await context.storage.commit(change.changes)
    context.emit(change.events)
    return change.badge
  })
}

/** What the issuer may do with a badge that its learner must not hear of. */
const unseen: readonly MoveType[] = ['suspend', 'reinstate', 'expire', 'revoke', 'replace']

function assertReleased(badge: BadgeRecord, { moves = [], unset = [] }: BadgePlan): void {
  if (badge.unreleased !== true || unset.includes('unreleased')) return
  if (moves.every(({ type }) => unseen.includes(type))) return
  throw new BadgeError('ERR_STAGE_INVALID', 'The batch of this badge is not released yet.')
}

const lifecycleStateOf = ({ stage, visibility, suspended, opened, declinedAtMs }: LifecycleState): LifecycleState => ({
  stage,
  visibility,
  suspended,
  opened,
  ...defined({ declinedAtMs }),
})

/** When the record reached a stage. */
function stamps(moved: readonly LifecycleEvent[], at: number): Partial<BadgeRecord> {
  const stamp: { -readonly [Name in keyof BadgeRecord]?: BadgeRecord[Name] } = {}
  for (const { type } of moved) {
    if (type === 'offered') stamp.offeredAt = iso(at)
    if (type === 'declined') stamp.declinedAt = iso(at)
    if (type === 'claimed') stamp.claimedAt = iso(at)
    if (type === 'revoked' || type === 'replaced') stamp.revokedAt = iso(at)
  }
  return stamp
}

function without<T extends object>(value: T, names: readonly (keyof T)[]): T {
  const copy = { ...value }
  for (const name of names) delete copy[name]
  return copy
}
