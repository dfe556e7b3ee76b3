import type { BlockList } from 'node:net'
import { BadgeError } from '../errors.js'
import { canParseUrl } from '../internal/url.js'
import { nodeNet } from './node-modules.js'

/** 4 or 6; 0 for what is not an address. */
export const isIP = (text: string): number => nodeNet().isIP(text)

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
  const addresses = new (nodeNet().BlockList)()
  for (const entry of entries) {
    if (isIP(String(entry).split('/')[0] ?? '') === 0) names.add(hostName(entry))
    else if (!addBlock(addresses, entry)) throw invalid()
  }
  const address = (text: string) => isWithin(addresses, text)
  return {
    address,
    host: (hostname) => names.has(withoutDot(hostname)) || address(bareAddress(hostname)),
  }
}

/** Adds an address or a CIDR block; `false` for what is neither. */
export function addBlock(list: BlockList, entry: string): boolean {
  const [address = '', length, ...rest] = String(entry).split('/')
  const version = isIP(address)
  const most = version === 4 ? 32 : 128
  const bits = length === undefined ? most : /^\d{1,3}$/.test(length) ? Number(length) : -1
  if (version === 0 || rest.length > 0 || bits < 0 || bits > most) return false
  list.addSubnet(address, bits, family(version))
  return true
}

/** Whether an address lies in a block of the list; `false` for what is not an address. */
export const isWithin = (list: BlockList, address: string): boolean =>
  isIP(address) !== 0 && list.check(address, family(isIP(address)))

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
