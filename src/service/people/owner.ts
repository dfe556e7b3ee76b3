import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import type { ServiceContext } from '../core/context.js'
import { newId } from '../core/ids.js'
import { logEntries, type NewEvent } from '../core/log.js'
import type { StorageChange } from '../core/ports/index.js'
import type { EventRecord, PersonRecord } from '../core/records/index.js'
import { put, read, type Stored } from '../core/store.js'
import { iso } from '../core/tokens.js'

export interface OwnerInput {
  /** Who is signed in, if anybody. */
  readonly personId: string | undefined
  readonly address: string
  /** Whether it was shown that the mailbox is theirs. */
  readonly isProven: boolean
  readonly name: string | undefined
  readonly locale: string | undefined
}

export interface PersonChange {
  readonly person: PersonRecord
  readonly changes: readonly StorageChange[]
  readonly events: readonly EventRecord[]
}

/** The person a badge goes to: who is signed in, else who has the address, else somebody new. */
export async function planOwner(context: ServiceContext, input: OwnerInput): Promise<PersonChange> {
  const { personId, address, isProven, name, locale } = input
  const hash = await context.addressHash(address)
  const owner = await read(context.storage, 'addresses', hash)
  const known = personId ?? (isProven ? owner?.value.personId : undefined)
  if (known !== undefined) {
    const stored = await needPerson(context, known)
    const isTheirs = owner?.value.personId === known
    if (isTheirs || owner !== undefined || !isProven) return { person: stored.value, changes: [], events: [] }
    return planPerson(
      context,
      stored,
      withAddress(context, stored.value, address),
      [{ type: 'address-verified' }],
      [put('addresses', hash, undefined, { schemaVersion: 1, personId: known })],
    )
  }
  const now = context.now()
  const fresh: PersonRecord = {
    schemaVersion: 1,
    id: newId(now),
    ...defined({ name, locale }),
    addresses: isProven ? [{ address, verifiedAt: iso(now) }] : [],
    autoAccept: [],
    recoveryHashes: [],
    createdAt: iso(now),
    events: 0,
  }
  return planPerson(
    context,
    { key: fresh.id, version: 0, value: fresh },
    fresh,
    isProven ? [{ type: 'address-verified' }] : [],
    isProven ? [put('addresses', hash, undefined, { schemaVersion: 1, personId: fresh.id })] : [],
  )
}

export const withAddress = (context: ServiceContext, person: PersonRecord, address: string): PersonRecord => ({
  ...person,
  addresses: [...person.addresses, { address, verifiedAt: iso(context.now()) }],
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
  const log = logEntries(context, `person:${stored.key}`, stored.value.events, by, events)
  const person = { ...next, events: stored.value.events + events.length }
  return {
    person,
    changes: [put('people', stored.key, stored, person), ...log.changes, ...changes],
    events: log.events,
  }
}

export async function needPerson(context: ServiceContext, personId: unknown): Promise<Stored<'people'>> {
  const found = await findPerson(context, personId)
  if (found === undefined) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such account.')
  return found
}

export async function findPerson(context: ServiceContext, personId: unknown): Promise<Stored<'people'> | undefined> {
  if (typeof personId !== 'string' || !/^[0-9a-z]{26}$/.test(personId)) return undefined
  return read(context.storage, 'people', personId)
}
