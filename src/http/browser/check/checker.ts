import { asArray, isJsonObject } from '../../../internal/json.js'
import { isUrlWithin } from '../../../internal/url-scope.js'
import { didWebUrl } from '../../../loader/index.js'
import type { CredentialKind } from '../../../types/credential.js'
import type { JsonObject, JsonValue } from '../../../types/json.js'
import type { VerificationResult } from '../../../types/verification.js'
import { verifyCredential } from '../../../verify/index.js'
import { acceptedKinds as accept } from '../../site/answer/accepted.js'
import type { CheckedBadge } from '../../site/answer/card.js'
import type { CheckConfig } from '../../site/answer/config.js'
import { matchOf } from '../../site/answer/match.js'

/** Checks on this device. */
export interface Checker {
  readonly config: CheckConfig
  check(data: Uint8Array | string, recipient: string): Promise<CheckedBadge>
  /** The badge on a page of this site, as this visitor may see it. */
  own(path: string): Promise<string | undefined>
}

export function checkerFor(config: CheckConfig): Checker {
  return {
    config,
    own: (path) => ask(config, path, 'same-origin'),
    async check(data, recipient) {
      const given = { ...config.documents, ...ownDid(config) }
      const read: VerificationResult<CredentialKind> = await verifyCredential(data, { accept, documents: given })
      const named: JsonObject | undefined = read.credential ?? read.unverifiedCredential
      const lists = named === undefined ? {} : await ownLists(config, named)
      const options = { accept, documents: { ...given, ...lists } }
      const result: VerificationResult<CredentialKind> =
        Object.keys(lists).length === 0 ? read : await verifyCredential(data, options)
      const match =
        recipient === ''
          ? undefined
          : await matchOf((asked) => verifyCredential(data, { ...options, recipient: asked }), recipient)
      return {
        result,
        isKnownIssuer: config.site !== undefined && result.issuer?.id === config.site.issuer,
        page: config.site === undefined ? undefined : `${config.site.baseUrl}/verify`,
        ...(match === undefined ? {} : { recipient: { value: recipient, match } }),
      }
    },
  }
}

/** The status lists that the badge names, where this site publishes them; nothing is asked of anybody else. */
async function ownLists(config: CheckConfig, credential: JsonObject): Promise<Record<string, JsonValue>> {
  const lists: Record<string, JsonValue> = {}
  const { baseUrl = '' } = config.site ?? {}
  for (const entry of asArray<JsonValue>(credential.credentialStatus).filter(isJsonObject).slice(0, 4)) {
    const url = entry.statusListCredential
    if (baseUrl === '' || typeof url !== 'string' || !url.startsWith(baseUrl)) continue
    if (!isUrlWithin(url, `${baseUrl}/status/`)) continue
    const list = await ask(config, url.slice(baseUrl.length), 'omit')
    // Without the list the status cannot be determined.
    if (list !== undefined) lists[url] = list
  }
  return lists
}

/** What this site has at a path below its base. */
async function ask({ site }: CheckConfig, path: string, credentials: RequestCredentials): Promise<string | undefined> {
  if (site === undefined) return undefined
  try {
    const url = `${location.origin}${site.path}${path}`
    const answer = await fetch(url, { credentials, referrerPolicy: 'no-referrer', cache: 'no-cache' })
    return answer.ok ? await answer.text() : undefined
  } catch {
    return undefined
  }
}

const ownDid = ({ site }: CheckConfig): Record<string, JsonValue> =>
  site?.did == null ? {} : { [didWebUrl(site.did.id)]: site.did.document }
