import { askedLocale } from '../../texts/index.js'
import { maskAddress, normalizeAddress } from '../core/address.js'
import { mayProceed, passing } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { idIn, subjectOf } from '../core/ids.js'
import type { StorageChange } from '../core/ports/index.js'
import type { Authentication, PersonRecord } from '../core/records/index.js'
import { commitQuietly, put, read, retrying } from '../core/store.js'
import { HOUR, iso } from '../core/time.js'
import { lookUpOpen, mint, openToken, use, voidAll } from '../core/tokens.js'
import { queueMessage } from '../outbox/messages.js'
import { planAdoption } from './adoption.js'
import { commitPerson, findPerson, newPerson, planPerson, requirePerson, withAddress } from './plan.js'

const SIGN_IN_HOURS = 1
const SESSION_HOURS = 12

/**
 * Mails somebody a link to their badges. Nothing is looked up here: whether the address is known is found out when the
 * message is sent, so that neither the answer nor the time it takes gives that away.
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
      subject: subjectOf('address', hash),
      expiresAt: context.now() + SIGN_IN_HOURS * HOUR,
      data: { address },
    },
    mailOnly: true,
  })
  await context.storage.commit(changes)
}

/** Signs in the owner of the address that the link was sent to; creates the account if there is none. */
export async function signIn(context: ServiceContext, { token: text }: { token: string }): Promise<PersonRecord> {
  return retrying(async () => {
    const token = await openToken(context, 'sign-in', text)
    const address = token.value.data.address ?? ''
    const hash = await context.addressHash(address)
    const owner = await read(context.storage, 'addresses', hash)
    const consent = await passing(context, 'session', { hashes: [hash], personId: owner?.value.personId })
    if (owner !== undefined) {
      const stored = await requirePerson(context, owner.value.personId)
      const adopted = await planAdoption(context, stored.key, hash)
      // What others opened with a forwarded link ends when the owner of the mailbox comes.
      const ended = await voidAll(context, 'badge-session', subjectOf('person', stored.key))
      await context.storage.commit([use(context, token), ...consent, ...ended, ...adopted])
      return stored.value
    }
    const fresh = newPerson(context)
    const taken = put('addresses', hash, undefined, { schemaVersion: 1, personId: fresh.key })
    const change = planPerson(
      context,
      fresh,
      withAddress(context, fresh.value, address),
      [{ type: 'email-verified' }],
      [taken, use(context, token), ...consent, ...(await planAdoption(context, fresh.key, hash))],
    )
    return commitPerson(context, change)
  })
}

export async function lookAtSignIn(context: ServiceContext, text: string): Promise<{ maskedEmail: string } | null> {
  const token = await lookUpOpen(context, 'sign-in', text)
  return token === undefined ? null : { maskedEmail: maskAddress(token.value.data.address ?? '') }
}

export async function startSession(
  context: ServiceContext,
  personId: string,
  authenticated: Authentication = { by: 'link', at: iso(context.now()) },
): Promise<{ token: string; expiresAt: string }> {
  return retrying(async () => {
    const { value: person } = await requirePerson(context, personId)
    const consent = await passing(context, 'session', { person })
    const { change, ...session } = await planSession(context, personId, authenticated)
    await context.storage.commit([change, ...consent])
    return session
  })
}

/** A session, and the change that begins it. */
export async function planSession(
  context: ServiceContext,
  personId: string,
  authenticated: Authentication,
  data: Readonly<Record<string, string>> = {},
): Promise<{ token: string; expiresAt: string; change: StorageChange }> {
  const { text, expiresAt, change } = await mint(context, {
    purpose: 'session',
    subject: subjectOf('person', personId),
    expiresAt: context.now() + SESSION_HOURS * HOUR,
    data: { ...data, authenticated: JSON.stringify(authenticated) },
  })
  return { token: text, expiresAt: expiresAt ?? '', change }
}

/** Whose session this is; `null` for one that is unknown, was ended or has expired. */
export async function sessionOf(
  context: ServiceContext,
  text: string,
): Promise<(PersonRecord & { readonly authenticated: Authentication }) | null> {
  const token = await lookUpOpen(context, 'session', text)
  const person = token && (await findPerson(context, idIn('person', token.value.subject)))?.value
  if (token === undefined || person === undefined || !(await mayProceed(context, 'session', { person }))) return null
  const { authenticated } = token.value.data
  // Of a session that says nothing, no more is known than that a link may have begun it.
  const weakest: Authentication = { by: 'link', at: token.value.createdAt }
  return {
    ...person,
    authenticated: authenticated === undefined ? weakest : (JSON.parse(authenticated) as Authentication),
  }
}

export async function endSession(context: ServiceContext, text: string): Promise<void> {
  const token = (await lookUpOpen(context, 'session', text)) ?? (await lookUpOpen(context, 'badge-session', text))
  if (token !== undefined) await commitQuietly(context.storage, [use(context, token)])
}
