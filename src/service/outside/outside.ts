import { BadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'
import { consentNeeded, mayProceed, passing } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { isId } from '../core/ids.js'
import type { OutsideBadgeRecord, PersonRecord } from '../core/records/index.js'
import { find, put, read, type Stored } from '../core/store.js'
import { changePerson, findPerson, requirePerson } from '../people/plan.js'
import type { OutsideBadge, OutsideSteps } from './types.js'

/** The keyed hashes of the addresses that a person has at this moment. */
export const hashesOf = (context: ServiceContext, { emails }: PersonRecord): Promise<string[]> =>
  Promise.all(emails.map(({ email }) => context.addressHash(email)))

/** One that was issued to an address that its owner has no longer is closed, whatever they had set. */
export function shownOutside(record: OutsideBadgeRecord, hashes: readonly string[]): OutsideBadge {
  const { schemaVersion: _, personId: __, text: ___, matchedHash, ...shown } = record
  const isTheirs = record.authentic === true && matchedHash !== undefined && hashes.includes(matchedHash)
  return { ...shown, isTheirs, isPublic: isTheirs && record.open }
}

/** Those of a person; nothing of a child whose guardian does not allow it. */
export async function requireCollector(context: ServiceContext, personId: string): Promise<PersonRecord> {
  const { value: person } = await requirePerson(context, personId)
  if (!(await mayProceed(context, 'mine', { person }))) throw consentNeeded()
  return person
}

export async function outsideOf(context: ServiceContext, personId: string): Promise<readonly OutsideBadgeRecord[]> {
  const by = { index: 'person', value: personId }
  const { records } = await find(context.storage, 'outside-badges', by, { limit: limits.outsideBadges })
  return records.map(({ value }) => value).sort((a, b) => (a.addedAt < b.addedAt ? 1 : -1))
}

export async function listOutside(
  context: ServiceContext,
  { personId }: { personId: string },
): Promise<readonly OutsideBadge[]> {
  const hashes = await hashesOf(context, await requireCollector(context, personId))
  return (await outsideOf(context, personId)).map((record) => shownOutside(record, hashes))
}

async function requireOwn(context: ServiceContext, personId: string, id: string): Promise<Stored<'outside-badges'>> {
  const stored = isId(id) ? await read(context.storage, 'outside-badges', id) : undefined
  if (stored?.value.personId === personId) return stored
  throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such badge among theirs.')
}

export async function setOutsideOpen(
  context: ServiceContext,
  { personId, id, open }: Parameters<OutsideSteps['setOpen']>[0],
): Promise<OutsideBadge> {
  let next: OutsideBadge | undefined
  await changePerson(context, personId, async (person) => {
    const stored = await requireOwn(context, personId, id)
    const record = { ...stored.value, open }
    next = shownOutside(record, await hashesOf(context, person))
    if (open && !next.isTheirs) {
      throw new BadgeError('ERR_ACCESS_DENIED', 'Others can see badges alone that were issued to a confirmed address.')
    }
    const consent = open ? await passing(context, 'publish', { person }) : []
    return {
      next: person,
      events: [{ type: 'outside-badge-shown', data: { open } }],
      changes: [...consent, put('outside-badges', stored.key, stored, record)],
    }
  })
  return next as OutsideBadge
}

export async function removeOutside(
  context: ServiceContext,
  { personId, id }: { personId: string; id: string },
): Promise<void> {
  await changePerson(context, personId, async (person) => {
    const stored = await requireOwn(context, personId, id)
    return {
      next: person,
      events: [{ type: 'outside-badge-removed' }],
      changes: [put('outside-badges', stored.key, stored, null)],
    }
  })
}

export async function lookAtOutside(
  context: ServiceContext,
  { id, personId }: { id: string; personId?: string },
): ReturnType<OutsideSteps['look']> {
  const record = isId(id) ? (await read(context.storage, 'outside-badges', id))?.value : undefined
  const person = record && (await findPerson(context, record.personId))?.value
  if (record === undefined || person === undefined) return null
  const shown = shownOutside(record, await hashesOf(context, person))
  const isOwner = personId === person.id
  if (!isOwner && !shown.isPublic) return null
  if (!(await mayProceed(context, isOwner ? 'mine' : 'page', { person }))) return null
  return { ...shown, text: record.text }
}
