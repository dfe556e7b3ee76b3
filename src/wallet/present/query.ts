import { asArray, isJsonObject } from '../../internal/json.js'
import type { JsonObject, JsonValue } from '../../types/json.js'

/** The part of DCQL (OpenID4VP 1.0 §6) that badges take: formats, types, claims with values, and alternatives. */

/** Formats of badges, as OpenID4VP 1.0 Appendix B names them. */
export const queryFormats = ['ldp_vc', 'jwt_vc_json'] as const

export type QueryFormat = (typeof queryFormats)[number]

type PathStep = string | number | null

/** What is asked of one member: where it is, and what it may say. */
export interface ClaimQuery {
  readonly path: readonly PathStep[]
  readonly values?: readonly (string | number | boolean)[]
}

/** A credential that is asked for. */
export interface CredentialQuery {
  readonly id: string
  readonly format: QueryFormat
  readonly meta: { readonly type_values: readonly (readonly string[])[] }
  readonly claims: readonly ClaimQuery[]
}

/** A query of DCQL: one of the credentials. */
export interface BadgeQuery {
  readonly credentials: readonly CredentialQuery[]
  readonly credential_sets: readonly [{ readonly options: readonly (readonly string[])[] }]
}

const CREDENTIAL_TYPE = 'https://www.w3.org/2018/credentials#VerifiableCredential'
const BADGE_TYPE = 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential'

/** The types that the contexts make of the short names; the name of version 2 of the draft is the same type. */
const EXPANDED: ReadonlyMap<JsonValue, string> = new Map<JsonValue, string>([
  ['VerifiableCredential', CREDENTIAL_TYPE],
  ['OpenBadgeCredential', BADGE_TYPE],
  ['AchievementCredential', BADGE_TYPE],
])

/**
 * "A badge of one of these achievements, by one of these issuers", in either format. Values are texts as they are in the
 * badge: how an id is compared beyond that, the answer is held against.
 */
export function badgeQuery({ achievements, issuers }: { achievements: readonly string[]; issuers: readonly string[] }) {
  const claims: readonly ClaimQuery[] = [
    { path: ['credentialSubject', 'achievement', 'id'], values: achievements },
    ...(issuers.length === 0 ? [] : [{ path: ['issuer', 'id'], values: issuers }]),
  ]
  const query: BadgeQuery = {
    credentials: queryFormats.map((format) => ({
      id: idOfFormat[format],
      format,
      meta: { type_values: [[CREDENTIAL_TYPE, BADGE_TYPE]] },
      claims,
    })),
    credential_sets: [{ options: queryFormats.map((format) => [idOfFormat[format]]) }],
  }
  return query
}

const idOfFormat: Readonly<Record<QueryFormat, string>> = { ldp_vc: 'badge', jwt_vc_json: 'badge_jwt' }

/** What at the place of a claim there is (OpenID4VP 1.0 §7.1.1); nothing where the path leads nowhere. */
function atPath(credential: JsonObject, path: readonly PathStep[]): readonly JsonValue[] {
  return path.reduce<readonly JsonValue[]>(
    (found, step) =>
      found.flatMap((value): readonly JsonValue[] => {
        if (step === null) return Array.isArray(value) ? value : []
        if (typeof step === 'number') return Array.isArray(value) && value[step] !== undefined ? [value[step]] : []
        return isJsonObject(value) && Object.hasOwn(value, step) && value[step] !== undefined ? [value[step]] : []
      }),
    [credential],
  )
}

const isClaimMet = (credential: JsonObject, { path, values }: ClaimQuery): boolean => {
  const found = atPath(credential, path)
  return found.length > 0 && (values === undefined || found.some((value) => values.includes(value as string)))
}

/** Whether a credential is one of those that this part of the query asks for. Nothing of it is verified here. */
export function meets(credential: JsonObject, format: string, query: CredentialQuery): boolean {
  if (format !== query.format) return false
  const types = new Set(asArray<JsonValue>(credential.type).map((type) => EXPANDED.get(type) ?? type))
  const isOfType = query.meta.type_values.some((all) => all.every((type) => types.has(type)))
  return isOfType && query.claims.every((claim) => isClaimMet(credential, claim))
}
