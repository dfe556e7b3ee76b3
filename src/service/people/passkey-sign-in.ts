import { limits } from '../../internal/limits.js'
import { sha256Hex } from '../../internal/sha256.js'
import { passing } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import type { PasskeyRecord } from '../core/records/index.js'
import { put, read, retrying } from '../core/store.js'
import { iso } from '../core/time.js'
import { voidAll } from '../core/tokens.js'
import { answered, newChallenge, passkeySite, refuse, spend } from './passkey-challenge.js'
import { commitPerson, findPerson, planPerson } from './plan.js'
import { planSession } from './sign-in.js'
import type { PasskeySession, PasskeyStart, PeopleSteps } from './types.js'

/** What a browser needs to ask for any passkey of this site: no account is named, so there is nothing to find out. */
export async function startPasskeySignIn(
  context: ServiceContext,
  { browser }: Parameters<PeopleSteps['startPasskeySignIn']>[0],
): Promise<PasskeyStart> {
  const { rpId } = passkeySite(context)
  const { challenge, expiresAt, change } = await newChallenge(context, 'passkey-sign-in', {
    subject: 'anybody',
    browser,
  })
  await context.storage.commit([change])
  const timeout = limits.passkeyMinutes * 60_000
  return { expiresAt, options: { challenge, rpId, timeout, allowCredentials: [], userVerification: 'required' } }
}

/** Signs in the owner of the passkey, by a session that says so. */
export async function signInByPasskey(
  context: ServiceContext,
  input: Parameters<PeopleSteps['signInByPasskey']>[0],
): Promise<PasskeySession> {
  const { verifier, origin, rpId } = passkeySite(context)
  return retrying(async () => {
    const given = await answered(context, 'passkey-sign-in', input)
    const passkey = await read(context.storage, 'passkeys', sha256Hex(given.credentialId))
    if (passkey === undefined || given.userHandle !== passkey.value.userHandle) return refuse(context, given)
    const { credentialId, publicKey, personId, registeredBy } = passkey.value
    const shown = await verifier.verify({ ...given, origin, rpId, credentialId, publicKey })
    const account = await findPerson(context, personId)
    if (shown === null || account === undefined) return refuse(context, given)
    const events = (type: 'passkey-signed-in' | 'passkey-refused') => [{ type, data: { passkey: passkey.key } }]
    if (isBehind(passkey.value, shown.counter)) {
      // The log says so before the answer is refused as any other.
      await commitPerson(
        context,
        planPerson(context, account, account.value, events('passkey-refused'), [spend(given)]),
      )
      return refuse(context, given)
    }
    const consent = await passing(context, 'session', { person: account.value })
    const at = iso(context.now())
    const next: PasskeyRecord = { ...passkey.value, ...shown, lastUsedAt: at }
    const authenticated = { by: 'passkey', at, registeredBy } as const
    const session = await planSession(context, personId, authenticated, { passkey: passkey.key })
    const change = planPerson(context, account, account.value, events('passkey-signed-in'), [
      put('passkeys', passkey.key, passkey, next),
      spend(given),
      session.change,
      ...consent,
      // As with a link: what others opened with a forwarded one ends when the owner comes.
      ...(await voidAll(context, 'badge-session', subjectOf('person', personId))),
    ])
    const person = await commitPerson(context, change)
    return { person, token: session.token, expiresAt: session.expiresAt }
  })
}

/** Whether a device counts less than it has before: then there may be a copy of it (WebAuthn Level 3 §6.1.1). */
const isBehind = (passkey: PasskeyRecord, counter: number): boolean =>
  (counter > 0 || passkey.counter > 0) && counter <= passkey.counter
