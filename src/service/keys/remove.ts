import { BadgeError } from '../../errors.js'
import { limits } from '../../internal/limits.js'
import type { ServiceContext } from '../core/context.js'
import { readKeys } from '../core/signing.js'
import { commitKeys } from './commit-keys.js'
import { issuerDocuments } from './published.js'
import type { KeySteps } from './types.js'
import { publishedLists, verifyAll } from './verify-all.js'

/** Ends the publication of a key that no stored badge needs. */
export async function removeKey(
  context: ServiceContext,
  { id, documents = {} }: Parameters<KeySteps['remove']>[0],
): ReturnType<KeySteps['remove']> {
  const stored = await readKeys(context)
  const key = stored?.value.keys.find(({ document }) => document.id === id)
  if (stored === undefined || key === undefined) {
    throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such key; `keys.list` has those there are.')
  }
  const { signing, keys } = stored.value
  if (signing === id) throw new BadgeError('ERR_KEY_IN_USE', 'This key signs; let another take its place first.')
  // A process that has not heard of the rotation may have signed with it, and not stored the badge yet.
  const restsUntil = key.signedUntil === undefined ? 0 : Date.parse(key.signedUntil) + limits.keyRestMilliseconds
  if (context.now() < restsUntil) {
    const when = new Date(restsUntil).toISOString()
    throw new BadgeError('ERR_KEY_IN_USE', `This key signed a moment ago; it can be removed from ${when} on.`)
  }
  const kept = keys.filter((other) => other !== key)
  const own = await issuerDocuments(context.issuerId, kept)
  const report = await verifyAll(context, await publishedLists(context), { ...documents, ...own })
  await commitKeys(context, stored, { ...stored.value, keys: kept }, [{ type: 'key-removed', data: { key: id } }])
  return report
}
