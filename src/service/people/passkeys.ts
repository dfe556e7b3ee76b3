import { BadgeError } from '../../errors.js'
import { isBlank } from '../../internal/blank.js'
import { base64urlEncode } from '../../internal/encoding.js'
import { limits } from '../../internal/limits.js'
import { randomBytes } from '../../internal/random.js'
import { sha256Hex } from '../../internal/sha256.js'
import { passing } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { assertFresh } from '../core/fresh.js'
import { subjectOf } from '../core/ids.js'
import type { StorageChange } from '../core/ports/index.js'
import type { Authentication, AuthenticationWay, PasskeyRecord, PersonRecord } from '../core/records/index.js'
import { findAll, put, read, retrying, type Stored } from '../core/store.js'
import { iso } from '../core/time.js'
import { voidAll } from '../core/tokens.js'
import { mailAccount } from './account-mail.js'
import { answered, newChallenge, passkeySite, refuse, spend } from './passkey-challenge.js'
import { changePerson, commitPerson, planPerson, requirePerson } from './plan.js'
import type { PasskeyStart, PeopleSteps } from './types.js'

type Input<Name extends keyof PeopleSteps> = Parameters<PeopleSteps[Name]>[0]

const stored = (context: ServiceContext, personId: string): Promise<Stored<'passkeys'>[]> =>
  findAll(context.storage, 'passkeys', { index: 'person', value: personId })

/** The passkeys of an account, the oldest first. */
export async function passkeysOf(context: ServiceContext, personId: string): Promise<PasskeyRecord[]> {
  const found = (await stored(context, personId)).map(({ value }) => value)
  return found.sort((a, b) => (a.createdAt + a.id < b.createdAt + b.id ? -1 : 1))
}

/** What a browser needs to make a passkey for an account. */
export async function startPasskey(context: ServiceContext, input: Input<'startPasskey'>): Promise<PasskeyStart> {
  const { personId, browser, authenticated } = input
  const { rpId, name } = passkeySite(context)
  assertFresh(context, authenticated)
  const { value: person } = await requirePerson(context, personId)
  const consent = await passing(context, 'session', { person })
  const known = await passkeysOf(context, personId)
  assertRoom(known)
  // The same for all of an account, so that a device has one entry for it.
  const userHandle = known[0]?.userHandle ?? base64urlEncode(randomBytes(32))
  const { challenge, expiresAt, change } = await newChallenge(context, 'passkey', {
    subject: subjectOf('person', personId),
    browser,
    data: { userHandle, registeredBy: wayOf(authenticated) },
  })
  await context.storage.commit([change, ...consent])
  const account = person.emails[0]?.email ?? person.name ?? name
  return {
    expiresAt,
    options: {
      rp: { id: rpId, name },
      user: { id: userHandle, name: account, displayName: person.name ?? account },
      challenge,
      // Ed25519, ECDSA on P-256, RSA: the algorithms that `passkeys()` takes.
      pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
      timeout: limits.passkeyMinutes * 60_000,
      excludeCredentials: known.map(({ credentialId, transports }) => ({
        type: 'public-key',
        id: credentialId,
        transports: [...transports],
      })),
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      attestation: 'none',
    },
  }
}

/** How the session was begun, and for that of a passkey, the one in which the passkey was added. */
const wayOf = (authenticated: Authentication | undefined): AuthenticationWay =>
  authenticated?.registeredBy ?? authenticated?.by ?? 'host'

function assertRoom(known: readonly unknown[]): void {
  if (known.length < limits.passkeys) return
  throw new BadgeError('ERR_LIMIT_EXCEEDED', `An account has at most ${limits.passkeys} passkeys.`)
}

/** Adds the passkey that the browser has made. */
export async function addPasskey(context: ServiceContext, input: Input<'addPasskey'>): Promise<PasskeyRecord> {
  const { personId } = input
  const { verifier, origin, rpId } = passkeySite(context)
  const name = readPasskeyName(input.name)
  return retrying(async () => {
    const given = await answered(context, 'passkey', input)
    const { subject, data } = given.token.value
    if (subject !== subjectOf('person', personId)) return refuse(context, given)
    const account = await requirePerson(context, personId)
    const consent = await passing(context, 'session', { person: account.value })
    const made = await verifier.verifyNew({ ...given, origin, rpId })
    if (made === null) return refuse(context, given)
    const id = sha256Hex(made.credentialId)
    const known = await stored(context, personId)
    assertRoom(known)
    // With the passkey of somebody else one would sign in as them, or they as oneself.
    if ((await read(context.storage, 'passkeys', id)) !== undefined) return refuse(context, given)
    const passkey: PasskeyRecord = {
      schemaVersion: 1,
      id,
      personId,
      name,
      ...made,
      userHandle: data.userHandle ?? '',
      registeredBy: (data.registeredBy ?? 'hand') as AuthenticationWay,
      createdAt: iso(context.now()),
    }
    const change = planPerson(
      context,
      account,
      account.value,
      [{ type: 'passkey-added', data: { passkey: id } }],
      [
        put('passkeys', id, undefined, passkey),
        spend(given),
        ...consent,
        ...(await mailAccount(context, account.value, addressesOf(account.value), 'passkey-added')),
      ],
    )
    await commitPerson(context, change)
    return passkey
  })
}

const addressesOf = ({ emails }: PersonRecord): string[] => emails.map(({ email }) => email)

function readPasskeyName(name: string): string {
  const trimmed = name.trim()
  if (!isBlank(trimmed) && trimmed.length <= limits.passkeyName && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(trimmed))
    return trimmed
  throw new BadgeError(
    'ERR_ARGUMENT_INVALID',
    `The name of a passkey must have 1 to ${limits.passkeyName} characters on one line.`,
  )
}

async function requirePasskey(
  context: ServiceContext,
  { personId, passkeyId }: { readonly personId: string; readonly passkeyId: string },
): Promise<Stored<'passkeys'>> {
  const found = /^[0-9a-f]{64}$/.test(passkeyId) ? await read(context.storage, 'passkeys', passkeyId) : undefined
  if (found?.value.personId === personId) return found
  throw new BadgeError('ERR_RECORD_NOT_FOUND', 'The account has no such passkey.')
}

export async function renamePasskey(context: ServiceContext, input: Input<'renamePasskey'>): Promise<PasskeyRecord> {
  const name = readPasskeyName(input.name)
  return retrying(async () => {
    const found = await requirePasskey(context, input)
    const next: PasskeyRecord = { ...found.value, name }
    await context.storage.commit([put('passkeys', found.key, found, next)])
    return next
  })
}

/** Removes a passkey, and ends the sessions that it began: the device may be in other hands. */
export async function removePasskey(context: ServiceContext, input: Input<'removePasskey'>): Promise<void> {
  assertFresh(context, input.authenticated)
  await changePerson(context, input.personId, async (person) => {
    const found = await requirePasskey(context, input)
    return {
      next: person,
      events: [{ type: 'passkey-removed', data: { passkey: found.key } }],
      changes: [
        put('passkeys', found.key, found, null),
        ...(await endSessionsBegunBy(context, person.id, found.key)),
        ...(await mailAccount(context, person, addressesOf(person), 'passkey-removed')),
      ],
    }
  })
}

async function endSessionsBegunBy(
  context: ServiceContext,
  personId: string,
  passkeyId: string,
): Promise<StorageChange[]> {
  const subject = subjectOf('person', personId)
  const sessions = await findAll(context.storage, 'tokens', { index: 'subject', value: `session ${subject}` })
  const others = sessions.filter(({ value }) => value.data.passkey !== passkeyId).map(({ key }) => key)
  return voidAll(context, 'session', subject, others)
}

/** The changes that end every passkey of an account: one may be of somebody who is not its owner. */
export async function endPasskeysOf(context: ServiceContext, personId: string): Promise<StorageChange[]> {
  return [
    ...(await stored(context, personId)).map((passkey) => put('passkeys', passkey.key, passkey, null)),
    ...(await voidAll(context, 'passkey', subjectOf('person', personId))),
  ]
}
