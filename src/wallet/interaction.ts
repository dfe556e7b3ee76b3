import { defined } from '../internal/defined.js'
import { limits } from '../internal/limits.js'

/**
 * Interaction URLs of VCALM 1.0, "Initiating Interactions": one short address that a camera opens as a page, and a
 * wallet asks, as JSON, for the protocols it may go on with.
 */

/** What a hand-over is to be had by: URLs, each as its protocol writes them. */
export interface InteractionProtocols {
  /** The URL of a VCALM exchange, to which a wallet posts. */
  readonly vcapi?: string | undefined
  /** The URL of a credential offer of OpenID4VCI, such as `openid-credential-offer://?credential_offer_uri=…`. */
  readonly offer?: string | undefined
  /** The URL of a request of OpenID4VP, such as `openid4vp://?client_id=…`. */
  readonly request?: string | undefined
}

/** The address that a QR code has, of a page. Codes are small up to 400 characters, as VCALM says. */
export function interactionUrl(page: string): string {
  const url = new URL(page)
  url.searchParams.set('iuv', '1')
  if (url.href.length > limits.interactionUrl) {
    throw new RangeError('An interaction URL has 400 characters at most: see `limits.interactionUrl`.')
  }
  return url.href
}

/**
 * The answer to a wallet: `{ protocols }`. `OID4VCI` and `OID4VP` are names of the same from before they had a version,
 * and wallets still look for them.
 */
export const interactionAnswer = ({ vcapi, offer, request }: InteractionProtocols): { protocols: object } => ({
  protocols: defined({
    vcapi,
    'oid4vci-1.0': offer,
    OID4VCI: offer,
    'oid4vp-1.0': request,
    OID4VP: request,
  }),
})

/** Whether a request wants the protocols, and not the page: it names JSON, and does not name a page. */
export function wantsProtocols(accept: string | null): boolean {
  const kinds = (accept ?? '').toLowerCase().split(',')
  const named = (kind: string): boolean => kinds.some((one) => one.split(';')[0]?.trim() === kind)
  return named('application/json') && !named('text/html')
}

/** What the URI of a place such as an offer or a request looks like, by reference: the scheme, and where to fetch it. */
export const byReference = (scheme: string, member: string, url: string): string =>
  `${scheme}://?${member}=${encodeURIComponent(url)}`
