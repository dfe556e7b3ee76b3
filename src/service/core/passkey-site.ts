import { BadgeError } from '../../errors.js'
import type { BadgeServiceOptions } from './options.js'
import type { PasskeyVerifier } from './ports/index.js'

/** The relying party: what passkeys of this service are made for, and who checks them. */
export interface PasskeySite {
  readonly verifier: PasskeyVerifier
  readonly rpId: string
  /** What devices call it. */
  readonly name: string
  /** The one origin on which a passkey may be used. */
  readonly origin: string
}

/**
 * The relying party of a service: the host of its base URL, or a domain above it (WebAuthn Level 3 §5.1.3). Browsers
 * refuse anything else, and a domain that many share, so what can be known of that is refused here, at the start.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID`
 */
export function passkeySiteOf({
  passkeys,
  baseUrl,
}: Pick<BadgeServiceOptions, 'passkeys' | 'baseUrl'>): PasskeySite | undefined {
  if (passkeys === undefined) return undefined
  const { hostname, protocol, origin } = new URL(baseUrl)
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost')
  if (protocol !== 'https:' && !isLocal) {
    throw wrong('With `passkeys`, `baseUrl` must be an https URL, or one of localhost: browsers refuse others.')
  }
  if (hostname.startsWith('[') || /^[\d.]+$/.test(hostname)) {
    throw wrong('With `passkeys`, `baseUrl` must have a host name: a passkey is for a name, and not for an IP address.')
  }
  const rpId = passkeys.rpId ?? hostname
  const isAbove = hostname.endsWith(`.${rpId}`) && (rpId.includes('.') || rpId === 'localhost')
  if (typeof rpId !== 'string' || rpId.startsWith('.') || !(rpId === hostname || isAbove)) {
    throw wrong(
      `\`rpId\` of \`passkeys\` must be the host of \`baseUrl\` (${hostname}) or a domain above it, in lower case.`,
    )
  }
  return { verifier: passkeys, rpId, name: passkeys.name ?? rpId, origin }
}

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)
