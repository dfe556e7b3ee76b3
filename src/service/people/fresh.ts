import { BadgeError } from '../../errors.js'
import { isFresh } from '../../internal/fresh.js'
import type { ServiceContext } from '../core/context.js'
import type { StorageChange } from '../core/ports/index.js'
import type { Authentication, PersonRecord } from '../core/records/index.js'
import { queueMessage } from '../outbox/messages.js'

/**
 * Refuses to change how one gets into an account in a session that was begun a while ago, which may be in other hands
 * (OWASP ASVS 5.0, 7.5.1). Where nothing is said, the host vouches. Throws `ERR_AUTHENTICATION_NEEDED`.
 */
export function assertFresh(context: ServiceContext, authenticated: Authentication | undefined): void {
  if (authenticated === undefined || isFresh(authenticated, context.now())) return
  throw new BadgeError('ERR_AUTHENTICATION_NEEDED', 'This changes how one gets into the account: sign in again first.')
}

/** Mails addresses of an account: what was done by the help of one must not go unseen by the others (NIST SP 800-63B-4). */
export async function mailAccount(
  context: ServiceContext,
  { id, locale }: PersonRecord,
  emails: Iterable<string>,
  kind: 'passkey-added' | 'passkey-removed' | 'account-changed',
): Promise<StorageChange[]> {
  const queued = await Promise.all(
    [...emails].map((to) => queueMessage(context, { kind, to, locale, personId: id, mailOnly: true })),
  )
  return queued.flatMap(({ changes }) => changes)
}
