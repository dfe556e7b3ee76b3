import { isBadgeError } from '../../errors.js'
import { concatBytes } from '../../internal/bytes.js'
import { base64urlDecode, base64urlEncode } from '../../internal/encoding.js'
import { limits } from '../../internal/limits.js'
import { quickSha256Hex } from '../../internal/quick-sha256.js'
import { randomBytes } from '../../internal/random.js'
import { derive, type ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import { type TokenRecord, tokenPrefixes } from '../core/records/index.js'
import { put, read } from '../core/store.js'
import { iso } from '../core/time.js'

/**
 * Nonces are made without a record: anybody may ask for one. The text has the time it was made at, 96 random bits, and 128 bits
 * that only this service can have written.
 */
const [TIME_BYTES, RANDOM_BYTES, MAC_BYTES] = [4, 12, 16]

export async function nonceText(context: ServiceContext): Promise<string> {
  const time = new Uint8Array(TIME_BYTES)
  new DataView(time.buffer).setUint32(0, Math.floor(context.now() / 1000))
  const said = concatBytes(time, randomBytes(RANDOM_BYTES))
  return tokenPrefixes['wallet-nonce'] + base64urlEncode(concatBytes(said, await macOf(context, said)))
}

const macOf = async (context: ServiceContext, said: Uint8Array): Promise<Uint8Array> =>
  base64urlDecode(await derive(context, 'wallet nonce', base64urlEncode(said))).subarray(0, MAC_BYTES)

/** From when on a nonce that was made here is good for nothing; `undefined` for any other text. */
async function endOf(context: ServiceContext, text: string): Promise<number | undefined> {
  if (!/^wan_[\w-]{43}$/.test(text)) return undefined
  const bytes = decoded(text.slice(tokenPrefixes['wallet-nonce'].length))
  if (bytes === undefined) return undefined
  const said = bytes.subarray(0, TIME_BYTES + RANDOM_BYTES)
  // As hashes, whose first difference says nothing about that of the texts.
  const [given, right] = [bytes.subarray(said.length), await macOf(context, said)].map((mac) => quickSha256Hex(mac))
  if (given !== right) return undefined
  const seconds = new DataView(said.buffer, said.byteOffset).getUint32(0) + limits.walletNonceSeconds
  return seconds * 1000
}

function decoded(text: string): Uint8Array | undefined {
  try {
    return base64urlDecode(text)
  } catch (error) {
    if (isBadgeError(error)) return undefined
    throw error
  }
}

/**
 * Whether a wallet may have answered this nonce now: it was made here in the last minutes, and nobody with another access token or
 * another key has used it. One nonce may serve several requests of one wallet, which some wallets count on.
 */
export async function takeNonce(
  context: ServiceContext,
  text: string,
  use: { readonly badgeId: string; readonly access: string; readonly key: string },
): Promise<boolean> {
  const end = await endOf(context, text)
  if (end === undefined || end <= context.now()) return false
  const hash = quickSha256Hex(text)
  const boundTo = quickSha256Hex(JSON.stringify([use.access, use.key]))
  const record: TokenRecord = {
    schemaVersion: 1,
    purpose: 'wallet-nonce',
    subject: subjectOf('badge', use.badgeId),
    createdAt: iso(context.now()),
    expiresAt: iso(end),
    data: { boundTo },
  }
  try {
    await context.storage.commit([put('tokens', hash, undefined, record, end)])
    return true
  } catch (error) {
    if (!isBadgeError(error, 'ERR_STORAGE_CONFLICT')) throw error
  }
  return (await read(context.storage, 'tokens', hash))?.value.data.boundTo === boundTo
}
