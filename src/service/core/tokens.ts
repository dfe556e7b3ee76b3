import { BadgeError } from '../../errors.js'
import { quickSha256Hex } from '../../internal/quick-sha256.js'
import { derive, type ServiceContext } from './context.js'
import { newNonce } from './ids.js'
import type { StorageChange } from './ports/index.js'
import { type TokenPurpose, type TokenRecord, tokenPrefixes } from './records/index.js'
import { findAll, put, read, type Stored } from './store.js'
import { DAY, iso } from './time.js'

/** `xxx_` and 256 bits in base64url. */
const TOKEN = /^[a-z]{3}_[A-Za-z0-9_-]{43}$/

export interface NewToken {
  readonly purpose: TokenPurpose
  readonly subject: string
  readonly expiresAt?: number
  readonly data?: Readonly<Record<string, string>>
  /** What it is derived from, with the secret; without one it is random. */
  readonly nonce?: string
}

/** A new token: its text, and the change that stores its hash. */
export async function mint(
  context: ServiceContext,
  { purpose, subject, expiresAt, data = {}, nonce = newNonce() }: NewToken,
): Promise<{ text: string; hash: string; expiresAt: string | undefined; change: StorageChange }> {
  const text = await tokenText(context, purpose, nonce)
  const hash = quickSha256Hex(text)
  const token: TokenRecord = {
    schemaVersion: 1,
    purpose,
    subject,
    createdAt: iso(context.now()),
    ...(expiresAt === undefined ? {} : { expiresAt: iso(expiresAt) }),
    data,
  }
  return {
    text,
    hash,
    expiresAt: token.expiresAt,
    change: put('tokens', hash, undefined, token, dueOf(context, token)),
  }
}

/** The text of a token that follows from a nonce. */
export const tokenText = async (context: ServiceContext, purpose: TokenPurpose, nonce: string): Promise<string> =>
  tokenPrefixes[purpose] + (await derive(context, 'token', purpose, nonce))

/** Six digits that follow from a nonce, as a token's text does. */
export async function codeText(context: ServiceContext, nonce: string): Promise<string> {
  const text = quickSha256Hex(await derive(context, 'code', nonce))
  return String(Number.parseInt(text.slice(0, 12), 16) % 1_000_000).padStart(6, '0')
}

const challenges: readonly TokenPurpose[] = ['passkey', 'passkey-sign-in', 'wallet-nonce']

const isChallenge = ({ purpose }: TokenRecord): boolean => challenges.includes(purpose)

/** When a token may be deleted. */
function dueOf(context: ServiceContext, token: TokenRecord): number | undefined {
  const end = token.usedAt ?? token.voidedAt ?? token.expiresAt
  if (end === undefined) return undefined
  // Nobody asks later what became of a challenge, and anybody can ask for one.
  const days = isChallenge(token) ? 0 : (context.options.retention?.tokenDays ?? 30)
  return Date.parse(end) + days * DAY
}

/** A token that works no longer, and when it may be deleted. */
export function voided(context: ServiceContext, token: TokenRecord): { value: TokenRecord; due: number | undefined } {
  const value: TokenRecord = { ...token, voidedAt: iso(context.now()) }
  return { value, due: dueOf(context, value) }
}

/** What lets somebody in as long as it lasts. */
export const sessionPurposes: readonly TokenPurpose[] = ['session', 'badge-session', 'staff-session']
/** Links and challenges that let somebody in once, or give an account an address. */
export const entryPurposes: readonly TokenPurpose[] = [
  'sign-in',
  'staff-sign-in',
  'email',
  'recovery',
  'passkey',
  'passkey-sign-in',
]

/** The token of this text in any state; `undefined` if there is none of that purpose. */
export async function lookUp(
  context: ServiceContext,
  purpose: TokenPurpose,
  text: unknown,
): Promise<Stored<'tokens'> | undefined> {
  if (typeof text !== 'string' || !TOKEN.test(text) || !text.startsWith(tokenPrefixes[purpose])) return undefined
  const found = await read(context.storage, 'tokens', quickSha256Hex(text))
  return found?.value.purpose === purpose ? found : undefined
}

export type TokenState = 'open' | 'used' | 'void' | 'expired'

export function stateOf(context: ServiceContext, token: TokenRecord): TokenState {
  if (token.usedAt !== undefined) return 'used'
  if (token.voidedAt !== undefined) return 'void'
  return token.expiresAt !== undefined && Date.parse(token.expiresAt) <= context.now() ? 'expired' : 'open'
}

/** The token of this text if it is open, `undefined` otherwise. */
export async function lookUpOpen(
  context: ServiceContext,
  purpose: TokenPurpose,
  text: unknown,
): Promise<Stored<'tokens'> | undefined> {
  const token = await lookUp(context, purpose, text)
  return token !== undefined && stateOf(context, token.value) === 'open' ? token : undefined
}

/** The token of this text, if it is open. Throws `ERR_TOKEN_INVALID`, `ERR_TOKEN_USED` or `ERR_TOKEN_EXPIRED`. */
export async function openToken(
  context: ServiceContext,
  purpose: TokenPurpose,
  text: unknown,
): Promise<Stored<'tokens'>> {
  const found = await lookUp(context, purpose, text)
  if (found === undefined) throw new BadgeError('ERR_TOKEN_INVALID', 'This link is not known here.')
  const state = stateOf(context, found.value)
  if (state === 'used') throw new BadgeError('ERR_TOKEN_USED', 'This link was already used.')
  if (state !== 'open') {
    throw new BadgeError('ERR_TOKEN_EXPIRED', 'This link is too old, or a newer one took its place; ask for a new one.')
  }
  return found
}

/** The change that uses a token up: of several who try at once, one succeeds. */
export function use(context: ServiceContext, { key, version, value }: Stored<'tokens'>): StorageChange {
  const used: TokenRecord = { ...value, usedAt: iso(context.now()) }
  return put('tokens', key, { version }, used, dueOf(context, used))
}

/** The changes that void every open token of this purpose and subject. */
export async function voidAll(
  context: ServiceContext,
  purpose: TokenPurpose,
  subject: string,
  except: string | readonly string[] = [],
): Promise<StorageChange[]> {
  const tokens = await findAll(context.storage, 'tokens', { index: 'subject', value: `${purpose} ${subject}` })
  return tokens
    .filter(
      ({ key, value }) => ![except].flat().includes(key) && value.usedAt === undefined && value.voidedAt === undefined,
    )
    .map(({ key, version, value }) => {
      const next = voided(context, value)
      return put('tokens', key, { version }, next.value, next.due)
    })
}
