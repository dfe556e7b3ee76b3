import { BadgeError } from '../../errors.js'
import { utf8Decode, utf8Encode } from '../../internal/bytes.js'
import { base64urlDecode, base64urlEncode } from '../../internal/encoding.js'
import { isJsonObject, parseJson } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { sha256Hex } from '../../internal/sha256.js'
import type { JsonObject } from '../../types/json.js'
import type { ServiceContext } from '../core/context.js'
import type { PasskeySite } from '../core/passkey-site.js'
import type { StorageChange } from '../core/ports/index.js'
import type { TokenPurpose } from '../core/records/index.js'
import { commitQuietly, put, type Stored } from '../core/store.js'
import { mint, openToken } from '../core/tokens.js'

type Purpose = Extract<TokenPurpose, 'passkey' | 'passkey-sign-in'>

/** The relying party of this service. Throws `ERR_ARGUMENT_INVALID` where there is none. */
export function passkeySite({ passkeys }: ServiceContext): PasskeySite {
  if (passkeys !== undefined) return passkeys
  throw new BadgeError(
    'ERR_ARGUMENT_INVALID',
    'Nobody signs in with a passkey here: `passkeys` of the service is not set.',
  )
}

/**
 * A challenge for one browser, which can be answered once. It is a token as those of links are: random, known by its hash
 * alone, good for one purpose. What ties it to the browser is a cookie that another one does not have.
 */
export async function newChallenge(
  context: ServiceContext,
  purpose: Purpose,
  given: { readonly subject: string; readonly browser: string; readonly data?: Readonly<Record<string, string>> },
): Promise<{ challenge: string; expiresAt: string; change: StorageChange }> {
  const { text, expiresAt, change } = await mint(context, {
    purpose,
    subject: given.subject,
    expiresAt: context.now() + limits.passkeyMinutes * 60_000,
    data: { ...given.data, browser: tie(given.browser) },
  })
  return { challenge: base64urlEncode(utf8Encode(text)), expiresAt: expiresAt ?? '', change }
}

const tie = (browser: string): string => sha256Hex(`badgewright passkey ${browser}`)

/** What a browser has answered, and the challenge that it was asked. */
export interface Answered {
  readonly token: Stored<'tokens'>
  readonly challenge: string
  /** Of the answer, the members that are looked at. */
  readonly answer: JsonObject
  readonly credentialId: string
  /** What the device knows the account by. */
  readonly userHandle: string | undefined
}

/**
 * The open challenge that an answer is about. Throws `ERR_TOKEN_INVALID` for one that was never asked here, was answered
 * before or was another browser's, and `ERR_TOKEN_EXPIRED`.
 */
export async function answered(
  context: ServiceContext,
  purpose: Purpose,
  given: { readonly answer: JsonObject; readonly browser: string },
): Promise<Answered> {
  const read = readAnswer(given.answer)
  const token = await openToken(context, purpose, read === undefined ? undefined : tokenIn(read.challenge))
  if (read === undefined || token.value.data.browser !== tie(given.browser)) {
    throw new BadgeError('ERR_TOKEN_INVALID', 'This challenge is not known here.')
  }
  return { token, ...read }
}

/** The change that ends a challenge. Nothing of it is kept: another answer finds none. */
export const spend = ({ token }: Answered): StorageChange => put('tokens', token.key, token, null)

/** Ends the challenge of an answer that is refused, so that there is one try for each. */
export async function refuse(context: ServiceContext, given: Answered): Promise<never> {
  await commitQuietly(context.storage, [spend(given)])
  throw new BadgeError('ERR_ACCESS_DENIED', 'This passkey was not accepted.')
}

const members = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'] as const

/** What is looked at of an answer, and nothing else; `undefined` where it cannot be one. */
function readAnswer(answer: JsonObject) {
  const { id, rawId, type, response } = answer
  if (!isJsonObject(response) || typeof id !== 'string') return undefined
  const known = members.flatMap((name) => {
    const value = response[name]
    return typeof value === 'string' ? [[name, value] as const] : []
  })
  const size = known.reduce((sum, [, value]) => sum + value.length, id.length)
  if (size > limits.passkeyAnswer) return undefined
  const texts: Partial<Record<(typeof members)[number], string>> = Object.fromEntries(known)
  const challenge = challengeIn(texts.clientDataJSON ?? '')
  if (challenge === undefined) return undefined
  const { transports } = response
  return {
    challenge,
    answer: {
      id,
      rawId: rawId ?? null,
      type: type ?? null,
      response: { ...texts, ...(Array.isArray(transports) ? { transports } : {}) },
      clientExtensionResults: {},
    } satisfies JsonObject,
    credentialId: id,
    userHandle: texts.userHandle,
  }
}

/** The challenge that the browser says it was asked. The signature over it is checked later. */
function challengeIn(clientDataJSON: string): string | undefined {
  const data = unlessMalformed(() => parseJson(base64urlDecode(clientDataJSON)))
  return isJsonObject(data) && typeof data.challenge === 'string' ? data.challenge : undefined
}

/** The text of the token that a challenge is. */
const tokenIn = (challenge: string): string | undefined => unlessMalformed(() => utf8Decode(base64urlDecode(challenge)))

function unlessMalformed<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
