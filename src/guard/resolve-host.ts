import { limits } from '../internal/limits.js'
import { fetchFailed, fetchRefused, isPrivateAddress } from '../loader/fetch/index.js'
import { type AllowList, bareAddress, isIP } from './allow-list.js'
import { nodeDns } from './node-modules.js'

/** An address that a host name has, as `node:dns` gives it. */
export interface HostAddress {
  readonly address: string
  /** 4 or 6. */
  readonly family: number
}

/** Answers a host name with all its addresses: `(name) => dns.promises.lookup(name, { all: true })`. */
export type HostLookup = (hostname: string) => Promise<readonly HostAddress[]>

export const defaultLookup: HostLookup = (hostname) => nodeDns().lookup(hostname, { all: true, verbatim: true })

/**
 * The addresses to connect to, each of them checked. One private address among public ones refuses the host: which of
 * them a connection takes is not ours to say.
 */
export async function resolveHost(url: URL, lookup: HostLookup, allow: AllowList): Promise<readonly HostAddress[]> {
  const literal = bareAddress(url.hostname)
  // The host itself has been held against the rules; a name for the operating system is only what is not an address.
  if (isIP(literal) !== 0) return [{ address: literal, family: isIP(literal) }]
  const answers = await lookup(url.hostname).catch((cause: unknown) => {
    throw fetchFailed(url.href, 'is on a host that could not be looked up', cause)
  })
  if (answers.length === 0) throw fetchFailed(url.href, 'is on a host that has no address')
  if (answers.length > limits.fetchAddresses) throw fetchRefused(url.href, 'its host has too many addresses')
  return answers.map(({ address }) => {
    const version = isIP(address)
    if (version === 0) throw fetchRefused(url.href, 'its host has an address that is none')
    if (isPrivateAddress(address) && !allow.host(url.hostname) && !allow.address(address)) {
      throw fetchRefused(url.href, 'its host has a private address')
    }
    return { address, family: version }
  })
}
