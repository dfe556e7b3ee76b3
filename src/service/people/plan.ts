import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import type { ServiceContext } from '../core/context.js'
import { isId, newId, subjectOf } from '../core/ids.js'
import { logEntries, type NewEvent } from '../core/log.js'
import type { StorageChange } from '../core/ports/index.js'
import type { EventRecord, PersonRecord } from '../core/records/index.js'
import { put, read, retrying, type Stored } from '../core/store.js'
import { iso } from '../core/time.js'

export interface PersonChange {
  readonly person: PersonRecord
  readonly changes: readonly StorageChange[]
  readonly events: readonly EventRecord[]
}

/** A person who is not stored yet. */
export function newPerson(
  context: ServiceContext,
  known: { readonly name?: string | undefined; readonly locale?: string | undefined } = {},
): Stored<'people'> {
  const now = context.now()
  const id = newId(now)
  const value: PersonRecord = {
    schemaVersion: 1,
    id,
    ...defined({ name: known.name, locale: known.locale }),
    emails: [],
    autoAccept: [],
    recoveryHashes: [],
    createdAt: iso(now),
    events: 0,
  }
  return { key: id, version: 0, value }
}

export const withAddress = (
  context: ServiceContext,
  person: PersonRecord,
  address: string,
  since?: string,
): PersonRecord => ({
  ...person,
  emails: [...person.emails, { email: address, verifiedAt: iso(context.now()), ...defined({ since }) }],
})

/** The changes that write a person, with events. */
export function planPerson(
  context: ServiceContext,
  stored: Stored<'people'>,
  next: PersonRecord,
  events: readonly NewEvent[],
  changes: readonly StorageChange[] = [],
  by: EventRecord['by'] = 'learner',
): PersonChange {
  const subject = subjectOf('person', stored.key)
  const log = logEntries(context, subject, stored.value.events, by, events, subject)
  const person = { ...next, events: stored.value.events + events.length }
  return {
    person,
    changes: [put('people', stored.key, stored, person), ...log.changes, ...changes],
    events: log.events,
  }
}

export async function requirePerson(context: ServiceContext, personId: unknown): Promise<Stored<'people'>> {
  const found = await findPerson(context, personId)
  if (found === undefined) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such account.')
  return found
}

export async function findPerson(context: ServiceContext, personId: unknown): Promise<Stored<'people'> | undefined> {
  return isId(personId) ? read(context.storage, 'people', personId) : undefined
}

/** Reads a person, plans, commits; again when another change came first. */
export async function changePerson(
  context: ServiceContext,
  personId: string,
  plan: (person: PersonRecord) => Promise<PersonPlan> | PersonPlan,
): Promise<PersonRecord> {
  return retrying(async () => {
    const stored = await requirePerson(context, personId)
    const planned = await plan(stored.value)
    const change = planPerson(context, stored, planned.next, planned.events ?? [], planned.changes)
    return commitPerson(context, change)
  })
}

/** What a step does to a person. */
interface PersonPlan {
  readonly next: PersonRecord
  readonly events?: readonly NewEvent[]
  readonly changes?: readonly StorageChange[]
}

export async function commitPerson(context: ServiceContext, change: PersonChange): Promise<PersonRecord> {
  await context.storage.commit(change.changes)
  context.emit(change.events)
  return change.person
}
