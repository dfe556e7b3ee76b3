/** IPv4 blocks that are not the public Internet. Source: IANA IPv4 Special-Purpose Address Registry. */
const PRIVATE_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
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

/** Names that never leave a network. Source: RFC 6761, RFC 6762, RFC 8375, RFC 9476, ICANN's `.internal`. */
const PRIVATE_NAMES = ['localhost', 'local', 'internal', 'home.arpa', 'alt', 'onion', 'test', 'invalid', 'lan']

/**
 * Whether a host, as `URL.hostname` writes it, is private by its very name: a literal address (the URL parser has
 * already turned decimal, octal and hex forms into dotted ones), a name without a dot, or a reserved name.
 */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, '')
  if (host.startsWith('[')) return isPrivateIpv6(host.slice(1, -1))
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return isPrivateIpv4(host)
  return !host.includes('.') || PRIVATE_NAMES.some((name) => host.endsWith(`.${name}`))
}

/** Whether a dotted IPv4 address lies in a block that is not the public Internet. */
const isPrivateIpv4 = (address: string): boolean =>
  PRIVATE_IPV4.some(([block, bits]) => ipv4Bits(address).startsWith(ipv4Bits(block).slice(0, bits)))

/** Whether an IPv6 address, written as URLs do, is anything but a public unicast address. */
function isPrivateIpv6(address: string): boolean {
  const bits = ipv6Bits(address)
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
