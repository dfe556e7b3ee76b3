import { issuerIdOfKey } from '../../badge/index.js'
import { defined } from '../../internal/defined.js'
import type { CredentialKind } from '../../types/credential.js'
import type { JsonObject } from '../../types/json.js'
import type { VerificationResult } from '../../types/verification.js'
import type { VerifyOptions } from '../../verify/index.js'
import { acceptedKinds as accept } from '../site/answer/accepted.js'
import type { CheckedBadge } from '../site/answer/card.js'
import { matchOf } from '../site/answer/match.js'
import { ownDocuments } from '../site/badge/verify-own.js'
import type { Visit } from '../site/visit.js'
import { guardedFetchOf } from './look-up.js'

/**
 * The same check as in a browser, with what this site publishes in its newest state; where the server may ask others, with
 * keys and status lists of other issuers too.
 */
export async function checkOnServer(
  visit: Visit,
  data: Uint8Array | string | JsonObject,
  recipient: string,
): Promise<CheckedBadge> {
  const { site } = visit
  const { verifyCredential } = await import('../../verify/index.js')
  const fixed = { accept, now: site.now(), ...defined({ fetch: guardedFetchOf(site) }) }
  const read: VerificationResult<CredentialKind> = await verifyCredential(data, { accept, now: site.now() })
  const named: JsonObject | undefined = read.credential ?? read.unverifiedCredential
  const documents = named === undefined ? {} : await ownDocuments(site, named)
  const options: VerifyOptions<(typeof accept)[number]> = { ...fixed, documents }
  const result: VerificationResult<CredentialKind> = await verifyCredential(data, options)
  const match =
    recipient === ''
      ? undefined
      : await matchOf((asked) => verifyCredential(data, { ...options, recipient: asked }), recipient)
  return {
    result,
    isKnownIssuer: (await issuersHere(visit)).includes(result.issuer?.id),
    page: `${visit.service.baseUrl}/verify`,
    ...(match === undefined ? {} : { recipient: { value: recipient, match } }),
  }
}

/** Ids of the issuers of this server. */
const issuersHere = async ({ site }: Visit): Promise<readonly (string | undefined)[]> =>
  [site, ...(await site.allIssuers()).values()].map(({ service }) => issuerIdOfKey(service.options.signer))
