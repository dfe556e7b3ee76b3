import { canParseUrl } from '../../internal/url.js'

/** IPv4 blocks that are not the public Internet. Source: IANA IPv4 Special-Purpose Address Registry. */
const PRIVATE_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Not in the registry: the address under which every machine of one cloud finds its host (Microsoft Azure).
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

/** IPv6 blocks inside 2000::/3 (the only public one) that are not public. Source: IANA IPv6 registry. */
const PRIVATE_IPV6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

/** RFC 6052: the prefix under which networks without IPv4 reach it; the last 32 bits say whom. */
const NAT64 = '64:ff9b::'

/**
 * Names that never leave a network. Source: RFC 6761, RFC 6762 and its appendix G, RFC 7686, RFC 8375, RFC 9476,
 * ICANN's `.internal` and the names that it never delegates.
 */
const PRIVATE_NAMES = [
  ...['localhost', 'localdomain', 'local', 'internal', 'intranet', 'private', 'corp', 'home', 'lan', 'home.arpa'],
  ...['alt', 'onion', 'test', 'invalid'],
]

/**
 * Whether a host, as `URL.hostname` writes it, is private by its very name: a literal address (the URL parser has
 * already turned decimal, octal and hex forms into dotted ones), a name without a dot, or a reserved name.
 */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, '')
  if (host.startsWith('[')) return isPrivateIpv6(host.slice(1, -1))
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return isPrivateIpv4(host)
  const labels = host.split('.')
  // An empty label is not a name; what a resolver makes of it is anybody's guess.
  return labels.length < 2 || labels.includes('') || PRIVATE_NAMES.some((name) => host.endsWith(`.${name}`))
}

/**
 * The same for an address as a DNS resolver writes it, `::ffff:127.0.0.1` included. What is not an address, or has a zone,
 * counts as private.
 */
export function isPrivateAddress(address: string): boolean {
  const url = `https://${address.includes(':') ? `[${address}]` : address}/`
  if (!/^[\d.]+$|:/.test(address) || !canParseUrl(url)) return true
  return isPrivateHost(new URL(url).hostname)
}

/** Whether a dotted IPv4 address lies in a block that is not the public Internet. */
const isPrivateIpv4 = (address: string): boolean => isPrivateIpv4Bits(ipv4Bits(address))

const isPrivateIpv4Bits = (bits: string): boolean =>
  PRIVATE_IPV4.some(([block, length]) => bits.startsWith(ipv4Bits(block).slice(0, length)))

/** Whether an IPv6 address, written as URLs do, is anything but a public unicast address. */
function isPrivateIpv6(address: string): boolean {
  const bits = ipv6Bits(address)
  if (bits.startsWith(ipv6Bits(NAT64).slice(0, 96))) return isPrivateIpv4Bits(bits.slice(96))
  if (!bits.startsWith('001')) return true
  return PRIVATE_IPV6.some(([block, length]) => bits.startsWith(ipv6Bits(block).slice(0, length)))
}

const ipv4Bits = (address: string): string =>
  address
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('')

function ipv6Bits(address: string): string {
  const [head = '', tail] = address.split('::')
  const left = groups(head)
  const right = groups(tail ?? '')
  const gap = tail === undefined ? 0 : 8 - left.length - right.length
  return [...left, ...new Array<number>(Math.max(0, gap)).fill(0), ...right]
    .map((group) => group.toString(2).padStart(16, '0'))
    .join('')
}

const groups = (text: string): number[] =>
  text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
