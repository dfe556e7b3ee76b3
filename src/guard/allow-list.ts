import { BlockList, isIP } from 'node:net'
import { BadgeError } from '../errors.js'
import { canParseUrl } from '../internal/url.js'

/** Hosts and addresses that may be asked although they are private. */
export interface AllowList {
  /** Whether a host, as `URL.hostname` writes it, is named, or is an address that is. */
  host(hostname: string): boolean
  /** Whether an address is named or lies in a block that is. */
  address(address: string): boolean
}

/** Reads host names, addresses and CIDR blocks. */
export function readAllowList(entries: readonly string[]): AllowList {
  const names = new Set<string>()
  const addresses = new BlockList()
  for (const entry of entries) {
    const [address = '', length, ...rest] = String(entry).split('/')
    const version = isIP(address)
    if (version === 0) {
      names.add(hostName(entry))
      continue
    }
    const bits = length === undefined ? (version === 4 ? 32 : 128) : /^\d{1,3}$/.test(length) ? Number(length) : -1
    if (rest.length > 0 || bits < 0 || bits > (version === 4 ? 32 : 128)) throw invalid()
    addresses.addSubnet(address, bits, family(version))
  }
  const address = (text: string) => isIP(text) !== 0 && addresses.check(text, family(isIP(text)))
  return {
    address,
    host: (hostname) => names.has(withoutDot(hostname)) || address(bareAddress(hostname)),
  }
}

/** An IPv6 address without the brackets that a URL puts around it. */
export const bareAddress = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1')

const family = (version: number): 'ipv4' | 'ipv6' => (version === 4 ? 'ipv4' : 'ipv6')

const withoutDot = (hostname: string): string => hostname.toLowerCase().replace(/\.$/, '')

function hostName(entry: string): string {
  const plain = /^[^\s/?#@\\:%[\]*]{1,255}$/.test(entry)
  if (!plain || !canParseUrl(`https://${entry}/`)) throw invalid()
  const { hostname } = new URL(`https://${entry}/`)
  // An address in another form than the one it is compared in.
  if (isIP(hostname) !== 0) throw invalid()
  return withoutDot(hostname)
}

const invalid = (): BadgeError =>
  new BadgeError(
    'ERR_ARGUMENT_INVALID',
    'An allowed host is a host name without port, an IP address, or a block such as 10.1.0.0/16.',
  )
