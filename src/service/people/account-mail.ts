import type { ServiceContext } from '../core/context.js'
import type { StorageChange } from '../core/ports/index.js'
import type { PersonRecord } from '../core/records/index.js'
import { queueMessage } from '../outbox/messages.js'

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
