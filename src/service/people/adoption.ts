import { planBadge } from '../core/change.js'
import { isTombstone } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import { putNotice } from '../core/notices.js'
import { endPortfolio } from '../core/portfolios.js'
import type { StorageChange } from '../core/ports/index.js'
import type { PersonRecord } from '../core/records/index.js'
import { findAll, put } from '../core/store.js'
import { endSessionsOf } from './badge-sessions.js'
import { endPasskeysOf } from './passkeys.js'
import { findPerson } from './plan.js'

/** Whether nobody can sign in to an account: it has no address, and is none of the host's. */
export const isClosed = ({ emails, subject }: PersonRecord): boolean => emails.length === 0 && subject === undefined

/**
 * The changes that give an account the badges of an address it has just proven, as far as they lie in accounts that
 * nobody can sign in to: those of links that were handed out.
 */
export async function planAdoption(context: ServiceContext, personId: string, hash: string): Promise<StorageChange[]> {
  const badges = await findAll(context.storage, 'badges', { index: 'recipient', value: hash })
  const ids = new Set(badges.map(({ key }) => key))
  const owners = new Set(badges.flatMap(({ value }) => (isTombstone(value) ? [] : (value.personId ?? []))))
  const changes: StorageChange[] = []
  for (const id of owners) {
    const owner = id === personId ? undefined : await findPerson(context, id)
    if (owner === undefined || !isClosed(owner.value)) continue
    const owned = await findAll(context.storage, 'badges', { index: 'person', value: id })
    if (owned.every(({ key }) => ids.has(key))) changes.push(...(await planAbsorb(context, id, personId)))
  }
  return changes
}

/** The changes that move what an account has to another one: badges and consents. Its sessions and passkeys end, and it goes. */
export async function planAbsorb(context: ServiceContext, from: string, to: string): Promise<StorageChange[]> {
  const by = { index: 'person', value: from }
  const [person, badges, consents, notices] = await Promise.all([
    findPerson(context, from),
    findAll(context.storage, 'badges', by),
    findAll(context.storage, 'consents', by),
    findAll(context.storage, 'notices', { index: 'to', value: subjectOf('person', from) }),
  ])
  return [
    ...badges.flatMap((stored) => {
      const { value } = stored
      if (isTombstone(value)) return []
      return planBadge(context, { ...stored, value }, { by: 'system', set: { personId: to } })?.changes ?? []
    }),
    ...consents.map((stored) => put('consents', stored.key, stored, { ...stored.value, personId: to })),
    ...notices.map((stored) => putNotice({ ...stored.value, to: subjectOf('person', to) }, stored)),
    ...(await endPortfolio(context, from)),
    ...(await endSessionsOf(context, from)),
    ...(await endPasskeysOf(context, from)),
    ...(person === undefined ? [] : [put('people', from, person, null)]),
  ]
}
