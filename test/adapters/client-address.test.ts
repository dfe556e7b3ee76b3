import { describe, expect, test } from 'vitest'
import { createClientAddress } from '../../src/adapters/node/index.js'
import { codeOf } from '../support/codes.js'

type TrustedProxies = Parameters<typeof createClientAddress>[0]['trustedProxies']

/** Who the visitor is, behind these proxies, when a connection from `socket` says this. */
function visitor(trustedProxies: TrustedProxies, socket: string | undefined, forwarded?: string): string | undefined {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  return createClientAddress({ trustedProxies, remoteAddress: () => socket })(
    new Request('https://a.example/', { headers }),
  )
}

const proxy = '10.0.0.5'
const visitorAddress = '203.0.113.9'

describe('the visitor behind trusted proxies', () => {
  test.each<[string, TrustedProxies, string | undefined, string | undefined, string | undefined]>([
    ['of one proxy', 1, proxy, visitorAddress, visitorAddress],
    ['of one proxy, whatever the visitor wrote before', 1, proxy, `198.51.100.1, ${visitorAddress}`, visitorAddress],
    ['of two proxies', 2, proxy, `${visitorAddress}, 10.0.0.6`, visitorAddress],
    ['of two proxies, past the second', 2, proxy, `198.51.100.1, ${visitorAddress}, 10.0.0.6`, visitorAddress],
    ['who went past a proxy that should be there', 2, proxy, visitorAddress, visitorAddress],
    ['without a header', 1, visitorAddress, undefined, visitorAddress],
    ['by blocks', ['10.0.0.0/8'], proxy, `198.51.100.1, ${visitorAddress}, 10.9.9.9`, visitorAddress],
    ['by addresses', [proxy], proxy, `10.0.0.6, ${visitorAddress}`, visitorAddress],
    [
      'who connects from elsewhere and writes the header',
      ['10.0.0.0/8'],
      '198.51.100.7',
      visitorAddress,
      '198.51.100.7',
    ],
    ['who is a proxy itself', ['10.0.0.0/8'], proxy, '10.0.0.7', '10.0.0.7'],
    ['over IPv6', ['fd00::/8'], 'fd00::1', '2001:db8::7', '2001:db8::7'],
    ['over a socket for both protocols', ['10.0.0.0/8'], `::ffff:${proxy}`, `::ffff:${visitorAddress}`, visitorAddress],
    ['with a port', 1, proxy, `${visitorAddress}:51234`, visitorAddress],
    ['in brackets', 1, proxy, '[2001:DB8::7]:443', '2001:db8::7'],
    ['written as a word', 1, proxy, 'unknown', proxy],
    ['written as nothing', 1, proxy, '', proxy],
    ['behind a word', 2, proxy, `${visitorAddress}, unknown`, proxy],
    ['of a connection that is gone', 1, undefined, visitorAddress, undefined],
  ])('%s', (_, trusted, socket, forwarded, expected) => {
    expect(visitor(trusted, socket, forwarded)).toBe(expected)
  })

  test('a header of a million addresses costs no more than its last ones', () => {
    expect(visitor(['10.0.0.0/8'], proxy, `${'10.0.0.1,'.repeat(100_000)}10.0.0.2`)).toMatch(/^10\./)
  })
})

test.each([
  0,
  -1,
  1.5,
  21,
  Number.NaN,
  [],
  [''],
  ['proxy.example'],
  ['10.0.0.0/33'],
  ['10.0.0.0/8/8'],
  'all',
  null,
  true,
])('%j is refused', async (trusted) => {
  expect(await codeOf(() => createClientAddress({ trustedProxies: trusted as number }))).toBe('ERR_ARGUMENT_INVALID')
})
