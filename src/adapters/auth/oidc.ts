/**
 * Signing in at an OpenID Connect provider (through `oauth4webapi`): Google, Microsoft, Keycloak, a university's own.
 *
 * @module badgewright/auth/oidc
 */

import type { AuthorizationServer, Client, ClientAuth, IDToken } from 'oauth4webapi'
import { BadgeError } from '../../errors.js'
import { languageTag } from '../../internal/language-tag.js'
import { limits } from '../../internal/limits.js'
import { checkOptions, needed, number, type OptionTable } from '../../internal/options.js'
import { safeReturnTo } from '../../internal/return-to.js'
import { sha256Hex } from '../../internal/sha256.js'
import { isHttpUrl } from '../../internal/url.js'
import { grantRules } from '../../service/core/roles/index.js'
import type { Auth, Grant, Session } from '../../service/index.js'
import type { JsonObject } from '../../types/json.js'
import type { FetchLike } from '../../types/loader.js'
import { importPeer } from '../peer.js'
import { createSeal } from './seal.js'

/** Options of {@link oidcAuth}. */
export interface OidcAuthOptions {
  /** Issuer identifier of the provider, an https URL; its configuration is read from there at the first login. */
  readonly issuer: string
  readonly clientId: string
  /** Of a confidential client, sent with `client_secret_basic`. Without one the client is public. */
  readonly clientSecret?: string
  /** That of the service. The redirect URI to register at the provider is this and `/oidc/callback`. */
  readonly baseUrl: string
  /** At least 32 bytes, or text of at least 43 characters, the same on every server: what cookies are sealed with. */
  readonly secret: string | Uint8Array
  /** Default `openid email profile`. */
  readonly scope?: string
  /**
   * For a provider that leaves `email_verified` out, as Microsoft Entra ID and ADFS do: the addresses that you vouch for,
   * by the claims. Give only those of domains that the provider administers itself; anything else lets people take badges
   * of others. It is not asked where the claim is there: what is `false` is never an address of theirs. Default: none.
   */
  readonly trustAddresses?: (claims: JsonObject) => readonly string[]
  /** What somebody may do, by the claims of the provider. Default: everybody is a learner. */
  readonly roles?: (claims: JsonObject) => Session['roles']
  /**
   * Groups of the institution whose members act for the issuer, and the role of each. Somebody in several has all of
   * them. What the provider says counts when somebody signs in, until the session ends. Default: none.
   */
  readonly groups?: Readonly<Record<string, Grant>>
  /** The claim that holds the groups, or what reads them from the claims. Default `groups`. */
  readonly groupsClaim?: string | ((claims: JsonObject) => readonly string[])
  /** Hours until somebody has to sign in again. Default 12. */
  readonly sessionHours?: number
  /** Asks the provider. Default: the platform's. */
  readonly fetch?: FetchLike
  readonly clock?: () => Date
}

const rules = {
  issuer: needed('text'),
  clientId: needed('text'),
  clientSecret: 'text',
  baseUrl: needed('text'),
  secret: needed('text or bytes'),
  scope: 'text',
  trustAddresses: 'function',
  roles: 'function',
  groups: 'object',
  groupsClaim: { either: ['some text', 'function'] },
  sessionHours: number(0),
  fetch: 'function',
  clock: 'function',
} as const satisfies OptionTable<OidcAuthOptions>

const LOGIN = '/oidc/login'
const CALLBACK = '/oidc/callback'
/** Somebody may have to look for their password. */
const LOGIN_SECONDS = 900
const TIMEOUT_MS = 10_000
const SESSION = 'badges-oidc'

/**
 * A login by the authorization code flow with PKCE, `state` and `nonce` (OpenID Connect Core 1.0 §3.1, RFC 9700); the
 * signature of the ID token is verified. Nothing is kept on the server: cookies are encrypted. An address counts as
 * somebody's own only where the provider says `email_verified`, or where `trustAddresses` vouches for it.
 *
 * @throws BadgeError `ERR_PEER_MISSING` without `oauth4webapi`; `ERR_ARGUMENT_INVALID` for options that no login can
 * work with, such as an `http` issuer that is not on this machine
 *
 * @example
 * import { oidcAuth } from 'badgewright/auth/oidc'
 *
 * const auth = await oidcAuth({
 *   issuer: 'https://login.university.example',
 *   clientId: 'badges',
 *   clientSecret: 'what the provider gave you',
 *   baseUrl: 'https://badges.university.example',
 *   secret: 'text of at least 43 random characters, kept safe',
 * })
 * console.log(auth.signInUrl('/mine')) // /oidc/login?returnTo=%2Fmine
 */
export async function oidcAuth(options: OidcAuthOptions): Promise<Required<Auth>> {
  checkOptions(options, rules)
  const { clientId, baseUrl, fetch, sessionHours = 12, clock = () => new Date() } = options
  const issuer = readOptions(options)
  const oauth = await importPeer('oauth4webapi', () => import('oauth4webapi'))
  const base = new URL(baseUrl)
  const prefix = base.pathname.replace(/\/+$/, '')
  const redirectUri = `${base.origin}${prefix}${CALLBACK}`
  const cookies = cookieJar(base.protocol === 'https:')
  const seal = createSeal(options.secret)
  const client: Client = { client_id: clientId }
  const clientAuth: ClientAuth =
    options.clientSecret === undefined ? oauth.None() : oauth.ClientSecretBasic(options.clientSecret)
  /** Of every request: never waits for ever, and is encrypted but on this machine. */
  const asking = () => ({
    signal: AbortSignal.timeout(TIMEOUT_MS),
    [oauth.allowInsecureRequests]: isOwnMachine(issuer),
    ...(fetch === undefined
      ? {}
      : { [oauth.customFetch]: (url: string, init: object) => fetch(url, init as RequestInit) }),
  })
  type Provider = AuthorizationServer & { readonly authorization_endpoint: string }
  let known: Promise<Provider> | undefined
  const provider = (): Promise<Provider> => {
    known ??= oauth
      .discoveryRequest(issuer, asking())
      .then((response) => oauth.processDiscoveryResponse(issuer, response))
      .then((as) => {
        if (as.authorization_endpoint === undefined) throw new Error('It has no page to sign in on.')
        return as as Provider
      })
      .catch((cause) => {
        known = undefined
        throw new BadgeError('ERR_ACCESS_DENIED', 'The identity provider does not answer as it should.', {
          cause: withoutSecrets(cause),
        })
      })
    return known
  }

  async function login(url: URL): Promise<Response> {
    const as = await provider()
    const [state, nonce, verifier] = [
      oauth.generateRandomState(),
      oauth.generateRandomNonce(),
      oauth.generateRandomCodeVerifier(),
    ]
    const returnTo = safeReturnTo(url.searchParams.get('returnTo'), `${prefix}/mine`)
    const to = new URL(as.authorization_endpoint)
    const asked = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      scope: options.scope ?? 'openid email profile',
      state,
      nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      // Whether it was done, `auth_time` says, where the provider has it.
      ...(url.searchParams.get('fresh') === '1' ? { prompt: 'login' } : {}),
    }
    for (const [name, value] of Object.entries(asked)) to.searchParams.set(name, value)
    const until = clock().getTime() + LOGIN_SECONDS * 1000
    const name = loginCookie(state)
    const sealed = await seal.close(name, { state, nonce, verifier, returnTo, until })
    return redirect(to.href, [cookies.write(name, sealed, LOGIN_SECONDS)])
  }

  async function callback(request: Request, url: URL): Promise<Response> {
    const name = loginCookie(url.searchParams.get('state') ?? '')
    const begun = await seal.open(name, cookies.read(request, name))
    if (begun === undefined || Number(begun.until) <= clock().getTime()) {
      throw new BadgeError('ERR_ACCESS_DENIED', 'This way back belongs to no login that this browser has begun.')
    }
    const over = cookies.write(name, '', 0)
    const returnTo = safeReturnTo(String(begun.returnTo), `${prefix}/mine`)
    // Somebody who changed their mind at the provider is not in error.
    if (url.searchParams.get('error') === 'access_denied') return redirect(returnTo, [over])
    try {
      const { sub, ...person } = await signedIn(url, String(begun.state), String(begun.nonce), String(begun.verifier))
      const until = clock().getTime() + sessionHours * 3_600_000
      const session = await seal.close(SESSION, {
        subject: `oidc:${sha256Hex(JSON.stringify([issuer.href, sub]))}`,
        ...person,
        until,
      } as unknown as JsonObject)
      return redirect(returnTo, [over, cookies.write(SESSION, session, Math.round(sessionHours * 3600))])
    } catch (cause) {
      if (cause instanceof BadgeError) throw cause
      throw new BadgeError('ERR_ACCESS_DENIED', 'The answer of the identity provider was refused.', {
        cause: withoutSecrets(cause),
      })
    }
  }

  /** What the provider says of the person who came back, every part of it checked. */
  async function signedIn(url: URL, state: string, nonce: string, verifier: string) {
    const as = await provider()
    const parameters = oauth.validateAuthResponse(as, client, url, state)
    const response = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      clientAuth,
      parameters,
      redirectUri,
      verifier,
      asking(),
    )
    const result = await oauth.processAuthorizationCodeResponse(as, client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
    })
    await oauth.validateApplicationLevelSignature(as, response, asking())
    const token = oauth.getValidatedIdTokenClaims(result) as IDToken
    let claims = token as unknown as JsonObject
    const isIncomplete = claims.email === undefined || isMissingGroups(claims, options)
    if (isIncomplete && as.userinfo_endpoint !== undefined) {
      const answer = await oauth.userInfoRequest(as, client, result.access_token, asking())
      const more = await oauth.processUserInfoResponse(as, client, token.sub, answer)
      claims = withMore(claims, more as unknown as JsonObject)
    }
    return { sub: token.sub, ...personOf(claims, options), authenticated: authenticationOf(token, clock()) }
  }

  return {
    signInUrl: (returnTo, { fresh = false } = {}) =>
      `${prefix}${LOGIN}?${new URLSearchParams({ returnTo, ...(fresh ? { fresh: '1' } : {}) })}`,
    async identify(request) {
      const value = await seal.open(SESSION, cookies.read(request, SESSION))
      if (value === undefined || Number(value.until) <= clock().getTime()) return null
      const { until: _, ...session } = value
      return session as unknown as Session
    },
    async respond({ request, path }) {
      if (path === LOGIN) return login(new URL(request.url))
      return path === CALLBACK ? callback(request, new URL(request.url)) : null
    },
    async signOut(request) {
      return cookies.read(request, SESSION) === undefined ? [] : [cookies.write(SESSION, '', 0)]
    },
  }
}

function readOptions({ issuer, clientId, baseUrl, secret, sessionHours = 12, groups = {} }: OidcAuthOptions): URL {
  for (const [group, grant] of Object.entries(groups))
    checkOptions(grant, grantRules, `groups[${JSON.stringify(group)}]`)
  const wrong = (message: string) => new BadgeError('ERR_ARGUMENT_INVALID', message)
  if (!isHttpUrl(issuer)) throw wrong('`issuer` must be the https URL of the identity provider.')
  const url = new URL(issuer)
  if (url.protocol !== 'https:' && !isOwnMachine(url)) throw wrong('`issuer` must be an https URL.')
  if (typeof clientId !== 'string' || clientId === '') throw wrong('`clientId` is what the provider calls you.')
  if (!isHttpUrl(baseUrl)) throw wrong('`baseUrl` must be that of the service.')
  if (!(sessionHours > 0)) throw wrong('`sessionHours` must be a number above 0.')
  const isLong = typeof secret === 'string' ? secret.length >= 43 : secret?.length >= 32
  if (!isLong) throw wrong('`secret` must be at least 32 bytes, or text of at least 43 characters.')
  return url
}

const isOwnMachine = ({ hostname }: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname)

/** Errors of the vendor carry what the provider said: codes, tokens, claims. Its own words hold none of them. */
const withoutSecrets = (error: unknown): Error =>
  new Error(error instanceof Error ? `${error.name}: ${error.message}` : 'An error of another kind.')

/** Several logins may be under way in one browser, each with its own. */
const loginCookie = (state: string): string => `${SESSION}-${sha256Hex(state).slice(0, 16)}`

/**
 * Claims of the signed token, and what it leaves out. That an address is verified is said by the document that has the
 * address, and of no other address.
 */
function withMore(token: JsonObject, more: JsonObject): JsonObject {
  const without = ({ email_verified: _, ...others }: JsonObject): JsonObject => others
  if (token.email === undefined) return { ...more, ...without(token) }
  return { ...(more.email === token.email ? more : without(more)), ...token }
}

/** How the provider says it has made sure who it is, as its signed token has it. */
function authenticationOf({ acr, amr, auth_time: time }: IDToken, now: Date) {
  const at = typeof time === 'number' && time > 0 && time * 1000 < now.getTime() ? new Date(time * 1000) : now
  const methods = Array.isArray(amr) ? amr.filter(isShortText).slice(0, 10) : []
  return {
    by: 'oidc' as const,
    at: at.toISOString(),
    ...(isShortText(acr) ? { acr } : {}),
    ...(methods.length === 0 ? {} : { amr: methods }),
  }
}

const isShortText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= 200

/** What a session holds of the claims. */
function personOf(claims: JsonObject, options: OidcAuthOptions) {
  const { name, locale } = claims
  const { roles, trustAddresses } = options
  return {
    emails: addressesOf(claims, trustAddresses),
    ...(typeof name === 'string' && name.trim() !== '' ? { name: oneLine(name) } : {}),
    ...(typeof locale === 'string' && languageTag(locale) !== undefined ? { locale } : {}),
    roles: [...(roles?.(claims) ?? (['learner'] as const)), ...grantsOf(claims, options)],
  }
}

/** The roles that the groups of somebody bring. A group that is not configured brings none. */
function grantsOf(claims: JsonObject, options: OidcAuthOptions): Grant[] {
  const { groups = {} } = options
  const named = new Set(groupsIn(claims, options).filter((group) => Object.hasOwn(groups, group)))
  return [...named].flatMap((group) => groups[group] ?? [])
}

function groupsIn(claims: JsonObject, { groupsClaim = 'groups' }: OidcAuthOptions): readonly string[] {
  const given = typeof groupsClaim === 'function' ? groupsClaim(claims) : claims[groupsClaim]
  const list = typeof given === 'string' ? [given] : Array.isArray(given) ? given : []
  return list.slice(0, limits.claimedGroups).filter((group) => typeof group === 'string')
}

/** Many providers leave groups out of the ID token, and say them at the userinfo endpoint. */
const isMissingGroups = (claims: JsonObject, { groups, groupsClaim = 'groups' }: OidcAuthOptions): boolean =>
  groups !== undefined && typeof groupsClaim === 'string' && claims[groupsClaim] === undefined

/** The addresses that the provider, or the host in its place, vouches for (OpenID Connect Core 1.0 §5.1). */
function addressesOf(claims: JsonObject, trustAddresses: OidcAuthOptions['trustAddresses']): string[] {
  const { email, email_verified: isVerified } = claims
  const isAddress = (text: unknown): text is string =>
    typeof text === 'string' && text.length <= limits.address && /^[^\s@]+@[^\s@]+$/.test(text)
  if (isVerified === true || isVerified === 'true') return [email].filter(isAddress)
  if (isVerified !== undefined) return []
  return [...(trustAddresses?.(claims) ?? [])].slice(0, limits.vouchedAddresses).filter(isAddress)
}

const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, limits.personName)

/** Cookies of this host alone. */
function cookieJar(secure: boolean) {
  const full = (name: string): string => `${secure ? '__Host-' : ''}${name}`
  return {
    read(request: Request, name: string): string | undefined {
      const found = (request.headers.get('cookie') ?? '')
        .slice(0, 16_384)
        .split(';')
        .map((part) => part.trim())
        .filter((part) => part.startsWith(`${full(name)}=`))
      // Twice the same name: somebody may have planted one of them.
      return found.length === 1 ? found[0]?.slice(full(name).length + 1) || undefined : undefined
    },
    write: (name: string, value: string, seconds: number): string =>
      `${full(name)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? '; Secure' : ''}`,
  }
}

function redirect(location: string, cookies: readonly string[]): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: 303, headers })
}
