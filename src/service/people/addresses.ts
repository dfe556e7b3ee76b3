import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { isSameMailbox } from '../../internal/mailbox.js'
import { sha256Hex } from '../../internal/sha256.js'
import { maskAddress, normalizeAddress } from '../core/address.js'
import { isOfAge } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { assertFresh } from '../core/fresh.js'
import { idIn, subjectOf } from '../core/ids.js'
import type { NewEvent } from '../core/log.js'
import type { StorageChange } from '../core/ports/index.js'
import type { Authentication, EventRecord, PersonRecord, VerifiedEmail } from '../core/records/index.js'
import { findAll, put, read, retrying, type Stored } from '../core/store.js'
import { HOUR } from '../core/time.js'
import { lookUpOpen, openToken, stateOf, use, voidAll } from '../core/tokens.js'
import { queueMessage } from '../outbox/messages.js'
import { mailAccount } from './account-mail.js'
import { isClosed, planAbsorb, planAdoption } from './adoption.js'
import { endSessionsOf } from './badge-sessions.js'
import { endPasskeysOf } from './passkeys.js'
import { findPerson, planPerson, requirePerson, withAddress } from './plan.js'

const CONFIRM_HOURS = 24

/** Mails a link that proves the address; whether another account has it is looked up when the link is pressed. */
export async function addEmail(
  context: ServiceContext,
  { personId, email, authenticated }: { personId: string; email: string; authenticated?: Authentication },
): Promise<void> {
  const address = normalizeAddress(email)
  assertFresh(context, authenticated)
  const { value: person } = await requirePerson(context, personId)
  await context.storage.commit(await mailProof(context, person, address, 'confirm-address'))
}

/** Mails a link to an address; pressing it gives the address to the account. */
export async function mailProof(
  context: ServiceContext,
  { id, locale }: PersonRecord,
  address: string,
  kind: 'confirm-address' | 'confirm-claim' | 'recovery',
  more: { readonly badgeId?: string; readonly data?: Readonly<Record<string, string>> } = {},
): Promise<readonly StorageChange[]> {
  const { changes } = await queueMessage(context, {
    kind,
    to: address,
    locale,
    personId: id,
    ...defined({ badgeId: more.badgeId }),
    token: {
      purpose: kind === 'recovery' ? 'recovery' : 'email',
      subject: subjectOf('person', id),
      expiresAt: context.now() + CONFIRM_HOURS * HOUR,
      data: { ...more.data, address, ...(kind === 'confirm-claim' ? { asked: 'claim' } : {}) },
    },
    mailOnly: true,
  })
  return changes
}

/**
 * Asks the owner of an address whether it belongs to an account that claimed a badge sent there: the link of the badge
 * may have been forwarded. Asked once, as long as there is no answer.
 */
export async function askForAddress(
  context: ServiceContext,
  person: PersonRecord,
  { address, badgeId }: { readonly address: string; readonly badgeId: string },
): Promise<readonly StorageChange[]> {
  const subject = subjectOf('person', person.id)
  const asked = await findAll(context.storage, 'tokens', { index: 'subject', value: `email ${subject}` })
  const isAsked = asked.some(
    ({ value }) => stateOf(context, value) === 'open' && isSameMailbox(value.data.address ?? '', address),
  )
  return isAsked ? [] : mailProof(context, person, address, 'confirm-claim', { badgeId })
}

/** Presses the link of that mail. An address of another account moves to this one, whose owner has its mailbox. */
export async function confirmEmail(context: ServiceContext, { token }: { token: string }): Promise<PersonRecord> {
  return takeAddress(context, 'email', token, [{ type: 'email-verified' }])
}

/** Which address a link of that mail, or of a recovery, would give to which account. Reads only. */
export async function lookAtEmail(
  context: ServiceContext,
  { token: text, purpose }: { token: string; purpose: 'email' | 'recovery' | 'restore' },
): Promise<{ maskedEmail: string; account: string } | null> {
  const token = await lookUpOpen(context, purpose, text)
  const person = token && (await findPerson(context, idIn('person', token.value.subject)))
  if (token === undefined || person === undefined) return null
  const hash = await context.addressHash(token.value.data.address ?? '')
  if (isOver(token, person.key, await read(context.storage, 'addresses', hash))) return null
  const [first] = person.value.emails
  const account = person.value.name ?? (first === undefined ? '' : maskAddress(first.email))
  return { maskedEmail: maskAddress(token.value.data.address ?? ''), account }
}

/**
 * Whether a question that a claim has raised is settled: since then the address has got an account of its own, which a
 * press of a button in an old mail must not give away.
 */
const isOver = ({ value }: Stored<'tokens'>, personId: string, owner: Stored<'addresses'> | undefined): boolean =>
  value.data.asked === 'claim' && owner !== undefined && owner.value.personId !== personId

export async function takeAddress(
  context: ServiceContext,
  purpose: 'email' | 'recovery',
  text: string,
  events: readonly NewEvent[],
): Promise<PersonRecord> {
  return retrying(async () => {
    const token = await openToken(context, purpose, text)
    const address = token.value.data.address ?? ''
    const stored = await requirePerson(context, idIn('person', token.value.subject))
    const personId = stored.key
    const hash = await context.addressHash(address)
    const owner = await read(context.storage, 'addresses', hash)
    if (isOver(token, personId, owner)) {
      throw new BadgeError('ERR_TOKEN_EXPIRED', 'This address has an account of its own now.')
    }
    // When the owner comes back, anyone who had taken the account over is signed out, and has no way back into it.
    const ended = purpose === 'recovery' ? await endOthers(context, personId, token.key) : []
    const { since, codes } = token.value.data
    const before = purpose === 'recovery' ? withoutNewCodes(stored.value, codes) : stored.value
    if (owner?.value.personId === personId) {
      // Written as it is, so that a passkey that is added at this moment ends too.
      await context.storage.commit([use(context, token), put('people', personId, stored, before), ...ended])
      return before
    }
    const taken = await planTake(context, personId, address, owner)
    const others = stored.value.emails.map(({ email }) => email)
    const change = planPerson(context, stored, withAddress(context, before, address, since), events, [
      put('addresses', hash, owner, { schemaVersion: 1, personId }),
      use(context, token),
      ...ended,
      ...(await mailAccount(context, stored.value, others, 'account-changed')),
      ...taken.changes,
    ])
    await context.storage.commit(change.changes)
    context.emit([...change.events, ...taken.events])
    return change.person
  })
}

/** Recovery codes that somebody has made since the code was entered are not the owner's. */
const withoutNewCodes = (person: PersonRecord, codes: string | undefined): PersonRecord =>
  codes === codesDigest(person) ? person : { ...person, recoveryHashes: [] }

export const codesDigest = ({ recoveryHashes }: PersonRecord): string => sha256Hex(recoveryHashes.join(' '))

/** What else happens when an account gets an address that another one may have: its part of the commit. */
export async function planTake(
  context: ServiceContext,
  personId: string,
  address: string,
  owner: Stored<'addresses'> | undefined,
): Promise<{ changes: readonly StorageChange[]; events: readonly EventRecord[] }> {
  const hash = await context.addressHash(address)
  const before = owner === undefined ? undefined : await findPerson(context, owner.value.personId)
  if (before === undefined) return { changes: await planAdoption(context, personId, hash), events: [] }
  const left = withoutAddress(before.value, address)
  // Nobody could sign in to what the other account has, so it comes along.
  if (isClosed(left)) return { changes: await planAbsorb(context, before.key, personId), events: [] }
  await assertMayLeave(context, hash)
  const loser = planPerson(context, before, left, [{ type: 'email-removed' }])
  const others = left.emails.map(({ email }) => email)
  const changes = [
    ...loser.changes,
    ...(await mailAccount(context, left, others, 'account-changed')),
    ...(await planAdoption(context, personId, hash)),
  ]
  return { changes, events: loser.events }
}

/** Ends what others could be in the account by: sessions, passkeys, and links that would give it an address of theirs. */
export async function endOthers(context: ServiceContext, personId: string, except: string): Promise<StorageChange[]> {
  const subject = subjectOf('person', personId)
  return [
    ...(await endSessionsOf(context, personId)),
    ...(await endPasskeysOf(context, personId)),
    ...(await voidAll(context, 'email', subject)),
    ...(await voidAll(context, 'recovery', subject, except)),
  ]
}

export const withoutAddress = (person: PersonRecord, address: string): PersonRecord => ({
  ...person,
  emails: person.emails.filter(({ email }) => !isSameMailbox(email, address)),
})

/** From when on an address has belonged to its account. */
export const sinceOf = ({ since, verifiedAt }: VerifiedEmail): string => since ?? verifiedAt

/** What a guardian decides about follows from the address, so it leaves no account that goes on without it. */
export async function mayLeave(context: ServiceContext, hash: string): Promise<boolean> {
  const guardianship = await read(context.storage, 'guardianships', hash)
  return guardianship === undefined || isOfAge(context, guardianship.value)
}

export async function assertMayLeave(context: ServiceContext, hash: string): Promise<void> {
  if (await mayLeave(context, hash)) return
  throw new BadgeError('ERR_ACCESS_DENIED', 'This address stays with the account until its owner comes of age.')
}
