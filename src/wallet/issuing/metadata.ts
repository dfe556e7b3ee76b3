import { defined } from '../../internal/defined.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { issuingPaths } from '../paths.js'
import { configurations, definitionOf, type WalletConfiguration } from './configurations.js'
import { PRE_AUTHORIZED } from './offer.js'
import { proofAlgorithms } from './proof-jwt.js'

export interface IssuerFacts {
  /** The URL of the issuer, without a slash at its end: wallets compare it byte by byte. */
  readonly issuer: string
  /** Its name and what a badge is called, by language. */
  readonly display: readonly { readonly locale: string; readonly issuer: string; readonly badge: string }[]
  readonly logo?: string | undefined
  /** The algorithm of its JWTs. */
  readonly algorithm?: string | undefined
  /** What its embedded proofs are of: `DataIntegrityProof`, or the name of a suite that is a type of its own. */
  readonly proofType: string
}

/** Issuer metadata, OpenID4VCI 1.0 §12.2. */
export function issuerMetadata(facts: IssuerFacts): JsonObject {
  const { issuer, display, logo } = facts
  const at = (name: keyof typeof issuingPaths): string => issuer + issuingPaths[name]
  const picture: { logo?: JsonValue } = logo === undefined ? {} : { logo: { uri: logo } }
  return {
    credential_issuer: issuer,
    credential_endpoint: at('credential'),
    nonce_endpoint: at('nonce'),
    notification_endpoint: at('notification'),
    display: display.map(({ locale, issuer: name }) => ({ name, locale, ...picture })),
    credential_configurations_supported: Object.fromEntries(
      configurations.map((one) => [one.id, configurationRow(one, facts)]),
    ),
    // Some clients merge the wrong one of the two documents, and read these here (@digitalbazaar/oid4-client 5).
    issuer,
    token_endpoint: at('token'),
    authorization_details_types_supported: ['openid_credential'],
  }
}

function configurationRow(one: WalletConfiguration, { display, logo, algorithm, proofType }: IssuerFacts): JsonObject {
  const { format, bound } = one
  const picture: { logo?: JsonValue } = logo === undefined ? {} : { logo: { uri: logo } }
  const shown: JsonValue = display.map(({ locale, badge }) => ({ name: badge, locale, ...picture }))
  const signing = format === 'ldp_vc' ? proofType : algorithm
  // Without a way of binding there is no proof to send (§12.2.4): proof types would make wallets send one.
  const binding: JsonObject = bound
    ? {
        cryptographic_binding_methods_supported: ['did:key', 'did:jwk', 'jwk'],
        proof_types_supported: {
          jwt: { proof_signing_alg_values_supported: [...proofAlgorithms.keys()] },
          ...(format === 'ldp_vc' ? { di_vp: { proof_signing_alg_values_supported: ['eddsa-rdfc-2022'] } } : {}),
        },
      }
    : {}
  return {
    format,
    scope: one.id,
    credential_definition: definitionOf(one),
    ...binding,
    ...defined({ credential_signing_alg_values_supported: signing === undefined ? undefined : [signing] }),
    credential_metadata: { display: shown },
    // Where drafts up to 15 had it.
    display: shown,
  }
}

/** Metadata of the authorization server (RFC 8414), which is the issuer itself. */
export const serverMetadata = ({ issuer }: Pick<IssuerFacts, 'issuer'>): JsonObject => ({
  issuer,
  token_endpoint: issuer + issuingPaths.token,
  token_endpoint_auth_methods_supported: ['none'],
  grant_types_supported: [PRE_AUTHORIZED],
  // Default false: without it a wallet that has not registered gives up.
  'pre-authorized_grant_anonymous_access_supported': true,
  authorization_details_types_supported: ['openid_credential'],
})
