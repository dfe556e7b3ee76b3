import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { isSameMailbox } from '../../internal/mailbox.js'
import { sha256Hex } from '../../internal/sha256.js'
import { askedLocale } from '../../texts/index.js'
import { normalizeAddress } from '../core/address.js'
import { isTombstone } from '../core/collections.js'
import { consentNeeded, mayProceed, passing } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { isKnown } from '../core/due.js'
import { subjectOf } from '../core/ids.js'
import type { Session, StorageChange } from '../core/ports/index.js'
import { readName } from '../core/recipient.js'
import {
  type BadgeRecord,
  type OptionalMail,
  optionalMails,
  type PersonRecord,
  type VerifiedEmail,
} from '../core/records/index.js'
import { findAll, put, read, readMany, retrying } from '../core/store.js'
import { voidAll } from '../core/tokens.js'
import { isReminderClass } from '../outbox/messages.js'
import { mailAccount } from './account-mail.js'
import { endOthers, sinceOf } from './addresses.js'
import { planAdoption } from './adoption.js'
import { changePerson, commitPerson, findPerson, newPerson, planPerson, withAddress } from './plan.js'
import { freeAddresses, intruders } from './removed-addresses.js'

export const getPerson = async (context: ServiceContext, personId: string): Promise<PersonRecord | null> =>
  (await findPerson(context, personId))?.value ?? null

/** Badges of a person: what they claimed, and what was offered to any of their addresses. The newest first. */
export async function badgesOf(context: ServiceContext, personId: string): Promise<BadgeRecord[]> {
  const person = await findPerson(context, personId)
  if (person === undefined) return []
  if (!(await mayProceed(context, 'mine', { person: person.value }))) throw consentNeeded()
  const hashes = await Promise.all(person.value.emails.map(({ email }) => context.addressHash(email)))
  const pages = await Promise.all([
    findAll(context.storage, 'badges', { index: 'person', value: personId }),
    ...hashes.map((hash) => findAll(context.storage, 'badges', { index: 'recipient', value: hash })),
  ])
  const badges = new Map<string, BadgeRecord>()
  for (const { value } of pages.flat()) {
    if (isTombstone(value) || !isKnown(value)) continue
    // One that was claimed here by its link may be about a child, whose guardian is asked as well.
    if (
      !hashes.includes(value.recipientHash) &&
      !(await mayProceed(context, 'mine', { badge: value, person: person.value }))
    )
      continue
    if (value.personId === undefined || value.personId === personId) badges.set(value.id, value)
  }
  return [...badges.values()].sort((a, b) => (a.id < b.id ? 1 : -1))
}

/** The person whom the host has signed in, with the addresses it vouches for; created if there is none. */
export async function personFromSession(
  context: ServiceContext,
  session: Omit<Session, 'roles'>,
): Promise<PersonRecord> {
  const { subject, emails } = session
  if (typeof subject !== 'string' || subject === '' || subject.length > 300 || !Array.isArray(emails)) {
    throw new BadgeError(
      'ERR_ARGUMENT_INVALID',
      'A session needs `subject`, the unchanging name of the account, and `emails`, its verified addresses.',
    )
  }
  const addresses = (emails as Session['emails']).map(normalizeAddress)
  return retrying(async () => {
    const key = sha256Hex(subject)
    const account = await read(context.storage, 'addresses', `subject:${key}`)
    const bySubject = account === undefined ? undefined : await findPerson(context, account.value.personId)
    const owners = await Promise.all(
      addresses.map(async (address) => {
        const hash = await context.addressHash(address)
        return { address, hash, owner: await read(context.storage, 'addresses', hash) }
      }),
    )
    // The account of somebody who claimed by mail before signing in for the first time.
    const byAddress = owners.find(({ owner }) => owner !== undefined)?.owner?.value.personId
    const found = bySubject ?? (byAddress === undefined ? undefined : await findPerson(context, byAddress))
    const isOthers = found?.value.subject !== undefined && found.value.subject !== key
    const stored = found === undefined || isOthers ? newPerson(context) : found
    const consent = await passing(context, 'session', { hashes: owners.map(({ hash }) => hash), person: stored.value })
    const free = owners.filter(({ owner }) => owner === undefined)
    const { name, locale } = session
    let next: PersonRecord = {
      ...stored.value,
      subject: key,
      ...(name === undefined || stored.value.name !== undefined ? {} : { name }),
      ...(locale === undefined || stored.value.locale !== undefined ? {} : { locale: askedLocale(locale) }),
    }
    for (const { address } of free) next = withAddress(context, next, address)
    if (stored.version > 0 && free.length === 0 && stored.value.subject === key) return stored.value
    // Of several first requests at once, one creates the person.
    const names = bySubject === undefined ? [{ hash: `subject:${key}`, owner: account }] : []
    const claims = [...free, ...names].map(({ hash, owner }) =>
      put('addresses', hash, owner, { schemaVersion: 1 as const, personId: stored.key }),
    )
    const isMerged = stored.version > 0 && bySubject === undefined
    const { leaving, changes: ended } = isMerged ? await planMerge(context, stored.value, addresses) : nothing
    if (isMerged) {
      next = { ...next, emails: next.emails.filter((each) => !leaving.includes(each)), recoveryHashes: [] }
    }
    const events = [
      ...free.map(() => ({ type: 'email-verified' as const })),
      ...leaving.map(() => ({ type: 'email-removed' as const })),
    ]
    const adopted = []
    for (const { hash } of free) adopted.push(...(await planAdoption(context, stored.key, hash)))
    return commitPerson(
      context,
      planPerson(context, stored, next, events, [...consent, ...claims, ...ended, ...adopted]),
    )
  })
}

interface Merge {
  readonly leaving: readonly VerifiedEmail[]
  readonly changes: readonly StorageChange[]
}

const nothing: Merge = { leaving: [], changes: [] }

/**
 * Anyone who was in this account before the host vouched for its owner is out of it, and has no way back: an address is one
 * too, where it came later than those that the host names, and a short while ago.
 */
async function planMerge(context: ServiceContext, person: PersonRecord, vouched: readonly string[]): Promise<Merge> {
  const isVouched = ({ email }: VerifiedEmail) => vouched.some((address) => isSameMailbox(address, email))
  const [since] = person.emails.filter(isVouched).map(sinceOf).sort()
  const others = person.emails.filter((each) => !isVouched(each))
  const leaving = since === undefined ? [] : await intruders(context, others, since, context.now())
  const told = leaving.length === 0 ? [] : person.emails.map(({ email }) => email)
  return {
    leaving,
    changes: [
      ...(await freeAddresses(context, person.id, leaving)),
      ...(await endOthers(context, person.id, '')),
      ...(await voidAll(context, 'restore', subjectOf('person', person.id))),
      ...(await mailAccount(context, person, told, 'account-changed')),
    ],
  }
}

export const setProfile = (
  context: ServiceContext,
  {
    personId,
    name,
    locale,
    mailOff,
  }: { personId: string; name?: string; locale?: string; mailOff?: readonly OptionalMail[] },
): Promise<PersonRecord> =>
  changePerson(context, personId, async (person) => ({
    next: {
      ...person,
      ...defined({
        name: name === undefined ? undefined : readName(name),
        locale: locale === undefined ? undefined : askedLocale(locale),
        mailOff: mailOff && optionalMails.filter((kind) => mailOff.includes(kind)),
      }),
    },
    changes: mailOff === undefined || mailOff.some(isReminderClass) ? [] : await remindersAgain(context, person),
  }))

/** Takes back what "Stop reminders" did; mail that cannot be delivered, or that somebody of the staff has stopped, stays so. */
async function remindersAgain(context: ServiceContext, { emails }: PersonRecord): Promise<StorageChange[]> {
  const hashes = await Promise.all(emails.map(({ email }) => context.addressHash(email)))
  const stops = await readMany(context.storage, 'suppressions', hashes)
  return stops.flatMap((stop) =>
    stop?.value.reason === 'unsubscribed' ? [put('suppressions', stop.key, stop, null)] : [],
  )
}
