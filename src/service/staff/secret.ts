import { utf8Encode } from '../../internal/bytes.js'
import { sha256, sha256Hex } from '../../internal/sha256.js'
import type { ServiceContext } from '../core/context.js'
import type { StorageChange } from '../core/ports/index.js'
import { type TokenPurpose, type TokenRecord, tokenPrefixes } from '../core/records/index.js'
import { find, put, read, retrying, type Stored } from '../core/store.js'
import { iso } from '../core/time.js'
import { entryPurposes, sessionPurposes, tokenText } from '../core/tokens.js'

const purposes = Object.keys(tokenPrefixes) as readonly TokenPurpose[]

/**
 * Tokens are known by their hashes, so those that were handed out go on working under another secret: sessions are ended
 * one by one. Only links that are still to be written follow from the secret, and move to the new one.
 */
export async function changeSecret(
  context: ServiceContext,
  { from }: { from: string },
): Promise<{ sessions: number; links: number; messages: number }> {
  // The context of the former secret, for what follows from it.
  const former: ServiceContext = { ...context, secret: async () => sha256(utf8Encode(from)) }
  const moved = { sessions: 0, links: 0, messages: 0 }
  await eachPage(context, 'outbox', async ({ key }) => {
    if (await moveTokens(context, former, key)) moved.messages += 1
  })
  await eachPage(context, 'tokens', async ({ key, value }) => {
    const kind = sessionPurposes.includes(value.purpose)
      ? 'sessions'
      : entryPurposes.includes(value.purpose)
        ? 'links'
        : undefined
    if (kind !== undefined && (await endToken(context, key))) moved[kind] += 1
  })
  return moved
}

async function eachPage<Name extends 'outbox' | 'tokens'>(
  context: ServiceContext,
  collection: Name,
  each: (stored: Stored<Name>) => Promise<void>,
): Promise<void> {
  let cursor: string | undefined
  do {
    const page = await find<Name>(context.storage, collection, undefined, { cursor, limit: 500 })
    for (const stored of page.records) await each(stored)
    cursor = page.cursor
  } while (cursor !== undefined)
}

/** Whether there was something to end. */
const endToken = (context: ServiceContext, key: string): Promise<boolean> =>
  retrying(async () => {
    const stored = await read(context.storage, 'tokens', key)
    if (stored === undefined || stored.value.usedAt !== undefined || stored.value.voidedAt !== undefined) return false
    const { expiresAt } = stored.value
    if (expiresAt !== undefined && Date.parse(expiresAt) <= context.now()) return false
    const ended: TokenRecord = { ...stored.value, voidedAt: iso(context.now()) }
    await context.storage.commit([put('tokens', key, stored, ended, stored.due)])
    return true
  })

/** Lets the tokens of a message that is still to be sent follow from the new secret. */
const moveTokens = (context: ServiceContext, former: ServiceContext, key: string): Promise<boolean> =>
  retrying(async () => {
    const message = (await read(context.storage, 'outbox', key))?.value
    if (message === undefined || !['queued', 'failed'].includes(message.state)) return false
    const changes: StorageChange[] = []
    for (const purpose of purposes) {
      for (const nonce of [message.nonce, `${message.nonce}.u`]) {
        const before = sha256Hex(await tokenText(former, purpose, nonce))
        const after = sha256Hex(await tokenText(context, purpose, nonce))
        const token = await read(context.storage, 'tokens', before)
        if (token === undefined || before === after) continue
        changes.push(put('tokens', before, token, null), put('tokens', after, undefined, token.value, token.due))
      }
    }
    if (changes.length > 0) await context.storage.commit(changes)
    return changes.length > 0
  })
