import { BadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'
import { isSameMailbox } from '../../internal/mailbox.js'
import { normalizeAddress } from '../core/address.js'
import type { ServiceContext } from '../core/context.js'
import { assertFresh } from '../core/fresh.js'
import { idIn, subjectOf } from '../core/ids.js'
import type { StorageChange } from '../core/ports/index.js'
import type { Authentication, PersonRecord, VerifiedEmail } from '../core/records/index.js'
import { accountOf, type Viewer } from '../core/shown.js'
import { findAll, put, read, retrying, type Stored } from '../core/store.js'
import { DAY, iso } from '../core/time.js'
import { openToken, stateOf, use, voidAll } from '../core/tokens.js'
import { queueMessage } from '../outbox/messages.js'
import { mailAccount } from './account-mail.js'
import { assertMayLeave, endOthers, mayLeave, planTake, sinceOf, withoutAddress } from './addresses.js'
import { endSessionsOf } from './badge-sessions.js'
import { changePerson, commitPerson, planPerson, requirePerson, withAddress } from './plan.js'

/**
 * Whether an address that was removed may come back. Of two people who drive each other out, the one who was there first
 * wins; after a month both count as owners.
 */
const mayComeBack = (context: ServiceContext, gone: VerifiedEmail, staying: readonly VerifiedEmail[]): boolean =>
  !isYoung(gone, context.now()) || staying.some((each) => sinceOf(each) >= sinceOf(gone))

const isYoung = (email: VerifiedEmail, at: number): boolean =>
  at - Date.parse(sinceOf(email)) < limits.restoreDays * DAY

/**
 * Removes an address, ends all sessions, and mails everybody concerned. For a month the address can come back by a link
 * that is mailed to it, and a recovery finds the account by it: the one who removed it may not be the owner.
 */
export async function removeEmail(
  context: ServiceContext,
  { personId, email, authenticated }: { personId: string; email: string; authenticated?: Authentication },
): Promise<PersonRecord> {
  const address = normalizeAddress(email)
  const hash = await context.addressHash(address)
  assertFresh(context, authenticated)
  return changePerson(context, personId, async (person) => {
    const gone = person.emails.find((each) => isSameMailbox(each.email, address))
    if (gone === undefined) {
      throw new BadgeError('ERR_RECORD_NOT_FOUND', 'This address does not belong to the account.')
    }
    const next = withoutAddress(person, address)
    if (next.emails.length === 0) {
      throw new BadgeError('ERR_ARGUMENT_INVALID', 'The last address cannot be removed; add another one first.')
    }
    await assertMayLeave(context, hash)
    const owner = await read(context.storage, 'addresses', hash)
    const others = next.emails.map((each) => each.email)
    const isLinked = mayComeBack(context, gone, next.emails)
    return {
      next,
      events: [{ type: 'email-removed' }],
      changes: [
        ...(owner?.value.personId === personId ? [put('addresses', hash, owner, null)] : []),
        ...(await endSessionsOf(context, personId)),
        // Somebody who is driven out has perhaps asked for the next address.
        ...(await voidAll(context, 'email', subjectOf('person', personId))),
        ...(isLinked ? await mailWayBack(context, person, gone, hash) : []),
        ...(await mailAccount(context, person, isLinked ? others : [gone.email, ...others], 'account-changed')),
      ],
    }
  })
}

async function mailWayBack(
  context: ServiceContext,
  { id, locale }: PersonRecord,
  gone: VerifiedEmail,
  hash: string,
): Promise<readonly StorageChange[]> {
  const expiresAt = context.now() + limits.restoreDays * DAY
  const { changes } = await queueMessage(context, {
    kind: 'address-removed',
    to: gone.email,
    locale,
    personId: id,
    data: { until: iso(expiresAt) },
    token: {
      purpose: 'restore',
      subject: subjectOf('person', id),
      expiresAt,
      data: { address: gone.email, hash, since: sinceOf(gone) },
    },
    mailOnly: true,
  })
  return changes
}

/** Links that would bring an address back, the newest first. */
export async function waysBackOf(context: ServiceContext, hash: string): Promise<Stored<'tokens'>[]> {
  const found = await findAll(context.storage, 'tokens', { index: 'address', value: hash })
  return found
    .filter(({ value }) => value.purpose === 'restore' && stateOf(context, value) === 'open')
    .sort((a, b) => (a.value.createdAt < b.value.createdAt ? 1 : -1))
}

/**
 * Presses the link of that mail: the address is back, and what others could be in the account by is gone: sessions,
 * passkeys, recovery codes, and addresses that had come a short while before. Where the address has got an account of its
 * own since, only somebody who is signed in to that one has its mailbox now.
 */
export async function restoreEmail(
  context: ServiceContext,
  { token: text, viewer }: { token: string; viewer?: Viewer },
): Promise<PersonRecord> {
  return retrying(async () => {
    const token = await openToken(context, 'restore', text)
    const { address = '', hash = '', since = token.value.createdAt } = token.value.data
    const stored = await requirePerson(context, idIn('person', token.value.subject))
    const owner = await read(context.storage, 'addresses', hash)
    if (owner?.value.personId === stored.key) {
      throw new BadgeError('ERR_TOKEN_EXPIRED', 'This address belongs to the account again.')
    }
    if (owner !== undefined) {
      if (owner.value.personId !== accountOf(viewer)) {
        throw new BadgeError(
          'ERR_AUTHENTICATION_NEEDED',
          'This address has an account of its own: sign in to it first.',
        )
      }
      assertFresh(context, viewer?.authenticated)
    }
    const { emails } = stored.value
    const later = await intruders(context, emails, since, Date.parse(token.value.createdAt))
    const freed = await freeAddresses(context, stored.key, later)
    const taken = await planTake(context, stored.key, address, owner)
    const staying = { ...stored.value, emails: emails.filter((each) => !later.includes(each)), recoveryHashes: [] }
    const change = planPerson(
      context,
      stored,
      withAddress(context, staying, address, since),
      [{ type: 'email-restored' }, ...later.map(() => ({ type: 'email-removed' as const }))],
      [
        put('addresses', hash, owner, { schemaVersion: 1, personId: stored.key }),
        use(context, token),
        ...freed,
        ...(await endOthers(context, stored.key, '')),
        ...(await mailAccount(
          context,
          stored.value,
          [address, ...emails.map(({ email }) => email)],
          'account-changed',
        )),
        ...taken.changes,
      ],
    )
    const person = await commitPerson(context, change)
    context.emit(taken.events)
    return person
  })
}

/** The changes by which addresses belong to an account no longer. */
export async function freeAddresses(
  context: ServiceContext,
  personId: string,
  leaving: readonly VerifiedEmail[],
): Promise<StorageChange[]> {
  const freed = await Promise.all(
    leaving.map(async ({ email }) => {
      const key = await context.addressHash(email)
      const found = await read(context.storage, 'addresses', key)
      return found?.value.personId === personId ? [put('addresses', key, found, null)] : []
    }),
  )
  return freed.flat()
}

/** Addresses that came after the one whose owner comes back, and less than a month before `at`, when somebody noticed. */
export async function intruders(
  context: ServiceContext,
  emails: readonly VerifiedEmail[],
  since: string,
  at: number,
): Promise<VerifiedEmail[]> {
  const later = emails.filter((each) => sinceOf(each) > since && isYoung(each, at))
  const leaving = await Promise.all(later.map(async (each) => mayLeave(context, await context.addressHash(each.email))))
  return later.filter((_, i) => leaving[i])
}
