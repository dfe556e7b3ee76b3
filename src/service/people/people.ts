import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { base64urlEncode } from '../../internal/encoding.js'
import { randomBytes } from '../../internal/random.js'
import { sha256Hex } from '../../internal/sha256.js'
import { askedLocale } from '../../texts/index.js'
import { readRecipient } from '../badges/issue.js'
import { maskAddress, normalizeAddress } from '../core/address.js'
import { isTombstone } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import { newId } from '../core/ids.js'
import type { BadgeRecord, PersonRecord } from '../core/records/index.js'
import { findAll, put, read, retrying } from '../core/store.js'
import { iso, lookUp, mint, require, stateOf, use, voidAll } from '../core/tokens.js'
import { queueMessage } from '../outbox/messages.js'
import { findPerson, needPerson, type PersonChange, planPerson, withAddress } from './owner.js'

const HOUR = 3_600_000
const SIGN_IN_HOURS = 1
const CONFIRM_HOURS = 24
const SESSION_HOURS = 12
const RECOVERY_CODES = 10
/** Id of no person. */
const NOBODY = '0'.repeat(26)

export const getPerson = async (context: ServiceContext, personId: string): Promise<PersonRecord | null> =>
  (await findPerson(context, personId))?.value ?? null

/** Badges of a person: what they claimed, and what was offered to any of their addresses. The newest first. */
export async function badgesOf(context: ServiceContext, personId: string): Promise<BadgeRecord[]> {
  const person = await findPerson(context, personId)
  if (person === undefined) return []
  const hashes = await Promise.all(person.value.addresses.map(({ address }) => context.addressHash(address)))
  const pages = await Promise.all([
    findAll(context.storage, 'badges', { index: 'person', value: personId }),
    ...hashes.map((hash) => findAll(context.storage, 'badges', { index: 'recipient', value: hash })),
  ])
  const badges = new Map<string, BadgeRecord>()
  for (const { value } of pages.flat()) {
    if (isTombstone(value) || value.stage === 'issued') continue
    if (value.personId === undefined || value.personId === personId) badges.set(value.id, value)
  }
  return [...badges.values()].sort((a, b) => (a.id < b.id ? 1 : -1))
}

/** Reads a person, plans, commits; again as long as others are quicker. */
async function changePerson(
  context: ServiceContext,
  personId: string,
  plan: (person: PersonRecord) => Promise<PersonPlan> | PersonPlan,
): Promise<PersonRecord> {
  return retrying(async () => {
    const stored = await needPerson(context, personId)
    const planned = await plan(stored.value)
    const change = planPerson(context, stored, planned.next, planned.events ?? [], planned.changes)
    return commitPerson(context, change)
  })
}

interface PersonPlan {
  readonly next: PersonRecord
  readonly events?: Parameters<typeof planPerson>[3]
  readonly changes?: Parameters<typeof planPerson>[4]
}

async function commitPerson(context: ServiceContext, change: PersonChange): Promise<PersonRecord> {
  await context.storage.commit(change.changes)
  context.tell(change.events)
  return change.person
}

/** The person whom the host has signed in, with the addresses it vouches for; made where there is none. */
export async function personFromSession(
  context: ServiceContext,
  session: { subject: string; addresses: readonly string[]; name?: string; locale?: string },
): Promise<PersonRecord> {
  const { subject } = session
  if (typeof subject !== 'string' || subject === '' || subject.length > 300) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'A session has a `subject`: the unchanging name of the account.')
  }
  const addresses = session.addresses.map(normalizeAddress)
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
    // Somebody who claimed by mail before they signed in for the first time: the account is theirs.
    const byAddress = owners.find(({ owner }) => owner !== undefined)?.owner?.value.personId
    const found = bySubject ?? (byAddress === undefined ? undefined : await findPerson(context, byAddress))
    const isOthers = found?.value.subject !== undefined && found.value.subject !== key
    const now = context.now()
    const fresh: PersonRecord = {
      schemaVersion: 1,
      id: newId(now),
      addresses: [],
      autoAccept: [],
      recoveryHashes: [],
      createdAt: iso(now),
      events: 0,
    }
    const stored = found === undefined || isOthers ? { key: fresh.id, version: 0, value: fresh } : found
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
    // Of several first requests at once, one makes the person.
    const names = bySubject === undefined ? [{ hash: `subject:${key}`, owner: account }] : []
    const claims = [...free, ...names].map(({ hash, owner }) =>
      put('addresses', hash, owner, { schemaVersion: 1 as const, personId: stored.key }),
    )
    const events = free.map(() => ({ type: 'address-verified' as const }))
    return commitPerson(context, planPerson(context, stored, next, events, claims))
  })
}

/**
 * Sends somebody the way to their badges. Nothing is looked up here: whether the address is known is found out when the
 * message is sent, so that neither answer nor work nor time tells.
 */
export async function sendLinks(
  context: ServiceContext,
  { email, locale }: { email: string; locale?: string },
): Promise<void> {
  const address = normalizeAddress(email)
  const hash = await context.addressHash(address)
  const { changes } = await queueMessage(context, {
    kind: 'links',
    to: address,
    locale: locale === undefined ? undefined : askedLocale(locale),
    token: {
      purpose: 'sign-in',
      subject: `address:${hash}`,
      expiresAt: context.now() + SIGN_IN_HOURS * HOUR,
      data: { address },
    },
    mailOnly: true,
  })
  await context.storage.commit(changes)
}

/** Signs in the owner of the address that the link was sent to; makes the account where badges wait for it. */
export async function signIn(context: ServiceContext, { token: text }: { token: string }): Promise<PersonRecord> {
  return retrying(async () => {
    const token = await require(context, 'sign-in', text)
    const address = token.value.data.address ?? ''
    const hash = await context.addressHash(address)
    const owner = await read(context.storage, 'addresses', hash)
    if (owner !== undefined) {
      const stored = await needPerson(context, owner.value.personId)
      await context.storage.commit([use(context, token)])
      return stored.value
    }
    const now = context.now()
    const fresh: PersonRecord = {
      schemaVersion: 1,
      id: newId(now),
      addresses: [{ address, verifiedAt: iso(now) }],
      autoAccept: [],
      recoveryHashes: [],
      createdAt: iso(now),
      events: 0,
    }
    const taken = put('addresses', hash, undefined, { schemaVersion: 1, personId: fresh.id })
    return commitPerson(
      context,
      planPerson(
        context,
        { key: fresh.id, version: 0, value: fresh },
        fresh,
        [{ type: 'address-verified' }],
        [taken, use(context, token)],
      ),
    )
  })
}

export async function lookAtSignIn(context: ServiceContext, text: string): Promise<{ maskedAddress: string } | null> {
  const token = await lookUp(context, 'sign-in', text)
  if (token === undefined || stateOf(context, token.value) !== 'open') return null
  return { maskedAddress: maskAddress(token.value.data.address ?? '') }
}

export async function startSession(
  context: ServiceContext,
  personId: string,
): Promise<{ token: string; expiresAt: string }> {
  await needPerson(context, personId)
  const { text, expiresAt, change } = await mint(context, {
    purpose: 'session',
    subject: `person:${personId}`,
    expiresAt: context.now() + SESSION_HOURS * HOUR,
  })
  await context.storage.commit([change])
  return { token: text, expiresAt: expiresAt ?? '' }
}

/** Whose session this is; `null` for one that is unknown, ended or over. */
export async function sessionOf(context: ServiceContext, text: string): Promise<PersonRecord | null> {
  const token = await lookUp(context, 'session', text)
  if (token === undefined || stateOf(context, token.value) !== 'open') return null
  return getPerson(context, token.value.subject.slice('person:'.length))
}

export async function endSession(context: ServiceContext, text: string): Promise<void> {
  const token = await lookUp(context, 'session', text)
  if (token === undefined || stateOf(context, token.value) !== 'open') return
  await context.storage.commit([use(context, token)]).catch((error: unknown) => {
    if (!isBadgeError(error, 'ERR_STORAGE_CONFLICT')) throw error
  })
}

export const setProfile = (
  context: ServiceContext,
  { personId, name, locale }: { personId: string; name?: string; locale?: string },
): Promise<PersonRecord> =>
  changePerson(context, personId, (person) => {
    const read = readRecipient({ email: 'nobody@localhost', ...defined({ name }) })
    return {
      next: {
        ...person,
        ...defined({ name: read.name }),
        ...(locale === undefined ? {} : { locale: askedLocale(locale) }),
      },
    }
  })

/** Mails a link that shows that the address is theirs; whether somebody has it already is seen when it is pressed. */
export async function addAddress(
  context: ServiceContext,
  { personId, email }: { personId: string; email: string },
): Promise<void> {
  const address = normalizeAddress(email)
  const { value: person } = await needPerson(context, personId)
  const { changes } = await queueMessage(context, {
    kind: 'confirm-address',
    to: address,
    locale: person.locale,
    personId,
    token: {
      purpose: 'address',
      subject: `person:${personId}`,
      expiresAt: context.now() + CONFIRM_HOURS * HOUR,
      data: { address },
    },
    mailOnly: true,
  })
  await context.storage.commit(changes)
}

/** The link of that mail, pressed. An address that another account has moves over: its mailbox was just shown. */
export async function confirmAddress(context: ServiceContext, { token }: { token: string }): Promise<PersonRecord> {
  return takeAddress(context, 'address', token, [{ type: 'address-verified' }])
}

/** Which address a link of that mail, or of a recovery, would give to which account; reads only. */
export async function lookAtAddress(
  context: ServiceContext,
  { token: text, purpose }: { token: string; purpose: 'address' | 'recovery' },
): Promise<{ maskedAddress: string; account: string } | null> {
  const token = await lookUp(context, purpose, text)
  if (token === undefined || stateOf(context, token.value) !== 'open') return null
  const person = await findPerson(context, token.value.subject.slice('person:'.length))
  if (person === undefined) return null
  const [first] = person.value.addresses
  const account = person.value.name ?? (first === undefined ? '' : maskAddress(first.address))
  return { maskedAddress: maskAddress(token.value.data.address ?? ''), account }
}

async function takeAddress(
  context: ServiceContext,
  purpose: 'address' | 'recovery',
  text: string,
  events: PersonPlan['events'],
): Promise<PersonRecord> {
  return retrying(async () => {
    const token = await require(context, purpose, text)
    const address = token.value.data.address ?? ''
    const personId = token.value.subject.slice('person:'.length)
    const stored = await needPerson(context, personId)
    const hash = await context.addressHash(address)
    const owner = await read(context.storage, 'addresses', hash)
    // Whoever took the account over is out of it when its owner comes back.
    const ended = purpose === 'recovery' ? await voidAll(context, 'session', `person:${personId}`) : []
    if (owner?.value.personId === personId) {
      await context.storage.commit([use(context, token), ...ended])
      return stored.value
    }
    const before = owner === undefined ? undefined : await findPerson(context, owner.value.personId)
    const loser =
      before === undefined
        ? undefined
        : planPerson(context, before, withoutAddress(before.value, address), [{ type: 'address-removed' }])
    const change = planPerson(context, stored, withAddress(context, stored.value, address), events ?? [], [
      put('addresses', hash, owner, { schemaVersion: 1, personId }),
      use(context, token),
      ...ended,
      ...(loser?.changes ?? []),
    ])
    await context.storage.commit(change.changes)
    context.tell([...change.events, ...(loser?.events ?? [])])
    return change.person
  })
}

const withoutAddress = (person: PersonRecord, address: string): PersonRecord => ({
  ...person,
  addresses: person.addresses.filter((each) => each.address.toLowerCase() !== address.toLowerCase()),
})

export async function removeAddress(
  context: ServiceContext,
  { personId, email }: { personId: string; email: string },
): Promise<PersonRecord> {
  const address = normalizeAddress(email)
  const hash = await context.addressHash(address)
  return changePerson(context, personId, async (person) => {
    const next = withoutAddress(person, address)
    if (next.addresses.length === person.addresses.length) {
      throw new BadgeError('ERR_RECORD_NOT_FOUND', 'This address does not belong to the account.')
    }
    if (next.addresses.length === 0) {
      throw new BadgeError('ERR_ARGUMENT_INVALID', 'The last address cannot be removed; add another one first.')
    }
    const owner = await read(context.storage, 'addresses', hash)
    const freed = owner?.value.personId === personId ? [put('addresses', hash, owner, null)] : []
    return { next, events: [{ type: 'address-removed' }], changes: freed }
  })
}

/** Codes for the day the mailbox is lost. Only their hashes are kept; earlier ones are void. */
export async function createRecoveryCodes(context: ServiceContext, personId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () => base64urlEncode(randomBytes(12)))
  await changePerson(context, personId, (person) => ({
    next: { ...person, recoveryHashes: codes.map((code) => sha256Hex(`${personId} ${code}`)) },
  }))
  return codes
}

/**
 * A way back for somebody whose mailbox is lost: with a code, a link goes to a new address, which then belongs to the
 * account. Same answer whether account and code fit or not.
 */
export async function recover(
  context: ServiceContext,
  { email, code, newEmail }: { email: string; code: string; newEmail: string },
): Promise<void> {
  const hash = await context.addressHash(normalizeAddress(email))
  const address = normalizeAddress(newEmail)
  await retrying(async () => {
    const owner = await read(context.storage, 'addresses', hash)
    // Whoever has no account is looked for as well, so that neither work nor time tells who has one.
    const stored = await findPerson(context, owner?.value.personId ?? NOBODY)
    const used = sha256Hex(`${stored?.key ?? NOBODY} ${String(code).trim()}`)
    if (stored === undefined || !stored.value.recoveryHashes.includes(used)) return
    const { changes } = await queueMessage(context, {
      kind: 'recovery',
      to: address,
      locale: stored.value.locale,
      personId: stored.key,
      token: {
        purpose: 'recovery',
        subject: `person:${stored.key}`,
        expiresAt: context.now() + CONFIRM_HOURS * HOUR,
        data: { address },
      },
      mailOnly: true,
    })
    const left = { ...stored.value, recoveryHashes: stored.value.recoveryHashes.filter((each) => each !== used) }
    await context.storage.commit([put('people', stored.key, stored, left), ...changes])
  })
}

export const confirmRecovery = (context: ServiceContext, { token }: { token: string }): Promise<PersonRecord> =>
  takeAddress(context, 'recovery', token, [{ type: 'address-verified' }, { type: 'account-recovered' }])

/** A rule that accepts badges of an issuer for this person. It never makes anything visible. */
export async function addRule(
  context: ServiceContext,
  input: { personId: string; issuerId: string; achievementTypes?: readonly string[]; until?: string },
): Promise<PersonRecord> {
  const { personId, issuerId, achievementTypes, until } = input
  if (typeof issuerId !== 'string' || issuerId === '') {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'A rule names an issuer by its id.')
  }
  if (until !== undefined && Number.isNaN(Date.parse(until))) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`until` must be a date and time.')
  }
  return changePerson(context, personId, (person) => ({
    next: {
      ...person,
      autoAccept: [
        ...person.autoAccept.filter((rule) => rule.issuerId !== issuerId),
        {
          issuerId,
          ...defined({ achievementTypes }),
          createdAt: iso(context.now()),
          ...defined({ until }),
        },
      ],
    },
    events: [{ type: 'rule-added', data: { issuerId } }],
  }))
}

export const removeRule = (
  context: ServiceContext,
  { personId, issuerId }: { personId: string; issuerId: string },
): Promise<PersonRecord> =>
  changePerson(context, personId, (person) => ({
    next: { ...person, autoAccept: person.autoAccept.filter((rule) => rule.issuerId !== issuerId) },
    events: [{ type: 'rule-removed', data: { issuerId } }],
  }))
