import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { base64urlEncode } from '../../internal/encoding.js'
import { asArray } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { checkOptions, needed, type OptionTable } from '../../internal/options.js'
import { randomBytes } from '../../internal/random.js'
import { readInstant } from '../../internal/time.js'
import { isUri } from '../../internal/url.js'
import type { JsonObject } from '../../types/json.js'
import type { Signer } from '../../types/keys.js'
import { badgeQuery } from './query.js'
import type { PresentationRequest, RequestOptions } from './types.js'

/** The audience of a request that is for whatever wallet there is (OpenID4VP 1.0 §5.8). */
const ANY_WALLET = 'https://self-issued.me/v2'

/**
 * A request to a wallet for "a badge of this achievement, by one of these issuers, held by the person who shows it": by
 * OpenID4VP 1.0, and as a request of VCALM. Show `link` as a QR code or a button, keep `asked`, and give both to
 * `checkPresentationAnswer` when the wallet has posted to `responseUri`.
 *
 * With a `signer` the request is signed and fetched from `requestUri`, so that the link is short. Without one all of it is
 * in the link, which makes a QR code dense, and the wallet shows your host in place of a proven name.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID`, `ERR_SIGN_FAILED`
 * @see https://openid.net/specs/openid-4-verifiable-presentations-1_0.html#section-5
 *
 * @example
 * import { createPresentationRequest } from 'badgewright/present'
 *
 * const request = await createPresentationRequest({
 *   achievement: 'https://acme.example/achievements/welder-1',
 *   issuers: ['did:web:acme.example'],
 *   name: 'Shipyard',
 *   responseUri: 'https://shipyard.example/answers/7',
 * })
 * console.log(request.link.startsWith('openid4vp://?')) // true
 */
export async function createPresentationRequest(options: RequestOptions): Promise<PresentationRequest> {
  checkOptions(options, rules)
  const { responseUri, signer, requestUri, holder, name, logo } = options
  const achievements = asArray(options.achievement)
  const { issuers } = options
  if (achievements.length === 0) throw wrong('`achievement` names at least one achievement.')
  if (issuers.length === 0) throw wrong('`issuers` names at least one issuer whose badges count.')
  if (![...achievements, ...issuers].every(isUri)) throw wrong('Achievements and issuers are named by URLs or DIDs.')
  for (const [at, url] of Object.entries(defined({ responseUri, requestUri }))) {
    if (new URL(url).protocol !== 'https:') throw wrong(`\`${at}\` must be an https URL: wallets refuse others.`)
  }
  const now = readInstant('now', options.now ?? new Date())
  const nonce = options.nonce ?? fresh()
  const state = options.state ?? fresh()
  if (nonce.length < MIN_TEXT || state.length < MIN_TEXT) {
    throw wrong('`nonce` and `state` are random texts of at least 128 bits.')
  }
  const clientId = signer === undefined ? `redirect_uri:${responseUri}` : clientIdOf(signer)
  const parameters = {
    response_type: 'vp_token',
    response_mode: 'direct_post',
    client_id: clientId,
    response_uri: responseUri,
    nonce,
    state,
    dcql_query: badgeQuery({ achievements, issuers }),
    client_metadata: { client_name: name, ...defined({ logo_uri: logo }), vp_formats_supported: formats },
  }
  const domain = new URL(responseUri).origin
  const exchange = exchangeRequest({ achievements, issuers, nonce, domain, name })
  const asked = { nonce, state, clientId, domain, achievements, issuers, ...defined({ holder }) }
  const common = { parameters: parameters as unknown as JsonObject, exchange, asked }
  if (signer === undefined) return { ...common, link: linkOf(byValue(parameters)) }
  if (requestUri === undefined) throw wrong('A signed request is fetched: `requestUri` says where.')
  const jwt = await signed(signer, parameters, now)
  return { ...common, jwt, link: linkOf({ client_id: clientId, request_uri: requestUri }) }
}

const MIN_TEXT = 22

const rules = {
  achievement: needed('text or texts'),
  issuers: needed('texts'),
  name: needed('some text'),
  responseUri: needed('http url'),
  signer: { methods: ['sign'] },
  requestUri: 'http url',
  logo: 'http url',
  holder: 'some text',
  nonce: 'text',
  state: 'text',
  now: 'instant',
} as const satisfies OptionTable<RequestOptions>

const embedded = {
  proof_type_values: ['DataIntegrityProof', 'Ed25519Signature2020'],
  cryptosuite_values: ['eddsa-rdfc-2022', 'ecdsa-rdfc-2019'],
}

/**
 * What `verifyPresentation` reads (OpenID4VP 1.0 Appendix B.1). Drafts named the form of presentations by `ldp_vp`. LearnCard
 * looks for that one still, and signs for the purpose of an assertion where it is not there, which proves no holder.
 */
const formats = {
  ldp_vc: embedded,
  ldp_vp: embedded,
  jwt_vc_json: { alg_values: ['ES256', 'ES384', 'EdDSA', 'RS256'] },
}

function clientIdOf({ id, controller = id.split('#', 1)[0] ?? id }: Signer): string {
  if (controller.startsWith('did:web:') && id.startsWith(`${controller}#`))
    return `decentralized_identifier:${controller}`
  throw wrong(
    'A request is signed by a key of a did:web, which wallets look up; leave `signer` out where there is none.',
  )
}

async function signed(signer: Signer, parameters: object, now: Date): Promise<string> {
  const { signJws } = await import('../../proof/index.js')
  const iat = Math.floor(now.getTime() / 1000)
  const payload = { ...parameters, aud: ANY_WALLET, iat, exp: iat + limits.presentMinutes * 60 }
  return signJws(signer, { typ: 'oauth-authz-req+jwt', kid: signer.id }, payload)
}

const byValue = (parameters: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  )

/** What a query may hold as it is (RFC 3986 §3.4) stays so: all of a request is in its QR code, which has room for 2331 bytes. */
const linkOf = (parameters: Record<string, string>): string =>
  `openid4vp://?${String(new URLSearchParams(parameters)).replace(/%(?:3A|2C|2F)/g, decodeURIComponent)}`

const fresh = (): string => base64urlEncode(randomBytes(32))

/** The same question in VCALM 1.0: the badge, and that its holder shows it. */
const exchangeRequest = ({
  achievements,
  issuers,
  nonce,
  domain,
  name,
}: {
  readonly achievements: readonly string[]
  readonly issuers: readonly string[]
  readonly nonce: string
  readonly domain: string
  readonly name: string
}): JsonObject => ({
  query: [
    {
      type: 'QueryByExample',
      credentialQuery: achievements.map((id) => ({
        reason: name,
        example: {
          '@context': [
            'https://www.w3.org/ns/credentials/v2',
            'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
          ],
          type: ['VerifiableCredential', 'OpenBadgeCredential'],
          credentialSubject: { type: ['AchievementSubject'], achievement: { id, type: ['Achievement'] } },
        },
        acceptedIssuers: issuers.map((issuer) => ({ id: issuer })),
      })),
    },
    {
      type: 'DIDAuthentication',
      acceptedMethods: [{ method: 'key' }, { method: 'jwk' }, { method: 'web' }],
      acceptedCryptosuites: [{ cryptosuite: 'eddsa-rdfc-2022' }, { cryptosuite: 'Ed25519Signature2020' }],
    },
  ],
  challenge: nonce,
  domain,
})

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)
