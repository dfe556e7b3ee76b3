import { BlockList, isIP } from 'node:net'
import { BadgeError } from '../../errors.js'
import { addBlock, isWithin } from '../../guard/index.js'
import { limits } from '../../internal/limits.js'
import { checkOptions, needed, whole } from '../../internal/options.js'
import { nodeRequest } from './listener.js'

/**
 * Makes the `clientAddress` of `createHandler` for a server behind proxies. It reads `X-Forwarded-For` from its end: each
 * trusted proxy vouches for the address before its own, and nobody else does, so that what a visitor writes into the
 * header counts for nothing. Without it all visitors of a proxy are one to the rate limits.
 *
 * @param options.trustedProxies - How many there are, or their addresses and blocks (`10.0.0.5`, `10.0.0.0/8`, `fd00::/8`)
 * @param options.remoteAddress - The other end of the connection. Default: that of the request of Node
 * ({@link createNodeListener})
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for a number below 1 and for what is not an address or block
 *
 * @example
 * import { createClientAddress } from 'badgewright/node'
 *
 * const clientAddress = createClientAddress({ trustedProxies: ['10.0.0.0/8'], remoteAddress: () => '10.0.0.5' })
 * const headers = { 'x-forwarded-for': '198.51.100.66, 203.0.113.9' }
 * console.log(clientAddress(new Request('https://badges.example/', { headers }))) // 203.0.113.9
 */
export function createClientAddress(options: {
  readonly trustedProxies: number | readonly string[]
  readonly remoteAddress?: (request: Request) => string | undefined
}): (request: Request) => string | undefined {
  checkOptions(options, {
    trustedProxies: needed({ either: [whole(1, limits.proxyHops), 'texts'] }),
    remoteAddress: 'function',
  })
  const { trustedProxies, remoteAddress = (request) => nodeRequest(request)?.socket.remoteAddress } = options
  const isTrusted = readTrusted(trustedProxies)
  return (request) => {
    let address = plainAddress(remoteAddress(request) ?? '')
    const said = (request.headers.get('x-forwarded-for') ?? '').split(',').slice(-limits.proxyHops).reverse()
    for (const [hop, text] of said.entries()) {
      if (address === undefined || !isTrusted(address, hop)) break
      const before = plainAddress(text)
      // What a proxy wrote that is not an address leads nowhere; the proxy itself is the last that is known.
      if (before === undefined) break
      address = before
    }
    return address
  }
}

/** Whether the proxy at an address, so many hops from here, is one of ours. */
function readTrusted(trusted: number | readonly string[]): (address: string, hop: number) => boolean {
  if (typeof trusted === 'number') return (_, hop) => hop < trusted
  if (trusted.length === 0) throw invalid()
  const blocks = new BlockList()
  for (const entry of trusted) if (!addBlock(blocks, entry)) throw invalid()
  return (address) => isWithin(blocks, address)
}

/** An address without port, brackets, zone or the prefix of an IPv4 address in IPv6; `undefined` for anything else. */
function plainAddress(text: string): string | undefined {
  const [, bracketed, dotted] =
    /^\s*(?:\[([^\]]+)\](?::\d{1,5})?|(\d+\.\d+\.\d+\.\d+)(?::\d{1,5})?)\s*$/.exec(text) ?? []
  const address = (bracketed ?? dotted ?? text.trim()).replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(address) === 0 ? undefined : address.toLowerCase()
}

const invalid = (): BadgeError =>
  new BadgeError(
    'ERR_ARGUMENT_INVALID',
    `\`trustedProxies\` is the number of proxies (1 to ${limits.proxyHops}), or a list of addresses and blocks such as 10.0.0.0/8.`,
  )
