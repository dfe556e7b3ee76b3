import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createGuardedFetch, type GuardedFetchOptions } from '../../src/adapters/node/index.js'
import { createDocumentLoader } from '../../src/loader/index.js'
import { makeAuthority } from '../support/certificates.js'
import { codeOf } from '../support/codes.js'
import { chunk, flood, harmfulServers, head, raw, zipped } from '../support/harmful-servers.js'
import { httpsServer, tcpServer, tlsServer } from '../support/servers.js'

const authority = makeAuthority()
const certificate = authority.issue(['issuer.example', 'other.example', '127.0.0.1', 'localhost'])
const loopback: readonly { address: string; family: number }[] = [{ address: '127.0.0.1', family: 4 }]
const second: readonly { address: string; family: number }[] = [{ address: '127.0.0.2', family: 4 }]

/** Loopback stands for the public Internet: every name leads there, and only that one address is allowed. */
const guarded = (options: GuardedFetchOptions = {}) =>
  createGuardedFetch({
    ca: authority.ca,
    lookup: async () => loopback,
    allow: ['127.0.0.1'],
    maxBytes: 64 * 1024,
    connectMilliseconds: 20_000,
    idleMilliseconds: 20_000,
    totalMilliseconds: 20_000,
    ...options,
  })

/** For servers that would keep it waiting. */
const hurried = (options: GuardedFetchOptions = {}) =>
  guarded({ connectMilliseconds: 500, idleMilliseconds: 500, totalMilliseconds: 1_000, ...options })

type Handler = (request: IncomingMessage, response: ServerResponse) => void
const serve = (handler: Handler) => httpsServer(certificate, handler)
const at = ({ port }: { port: number }, path = '/') => `https://issuer.example:${port}${path}`
const redirecting = (location: string) => serve((_, response) => response.writeHead(302, { location }).end())

describe('what it does', () => {
  test('gets a document and answers with a standard Response', async () => {
    const server = await serve((_, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"a":1}'),
    )
    const response = await guarded()(at(server))
    expect(response).toBeInstanceOf(Response)
    expect([response.status, response.url, response.redirected]).toEqual([200, at(server), false])
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.json()).toEqual({ a: 1 })
  })

  test('sends the URL and Accept, and nothing that tells who asks', async () => {
    const seen: IncomingMessage[] = []
    const server = await serve((request, response) => {
      seen.push(request)
      response.writeHead(200, { 'set-cookie': 'a=b' }).end()
    })
    const headers = {
      accept: 'application/json',
      cookie: 'a=b',
      authorization: 'Bearer x',
      referer: 'https://a.example/',
    }
    const fetch = guarded()
    const response = await fetch(at(server, '/p?q#f'), {
      headers,
      credentials: 'include',
      referrer: 'https://a.example/',
    })
    await fetch(at(server))
    expect(response.headers.has('set-cookie')).toBe(false)
    expect(seen.map(({ method, url }) => [method, url])).toEqual([
      ['GET', '/p?q'],
      ['GET', '/'],
    ])
    const { host, connection, ...rest } = seen[0]?.headers ?? {}
    expect(rest).toEqual({ accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': 'badgewright' })
    expect([host, connection]).toEqual([`issuer.example:${server.port}`, 'close'])
    expect(seen[1]?.headers.cookie).toBe(undefined)
  })

  test('posts a text with its type and webhook headers, and follows no redirect', async () => {
    const seen: { method: string | undefined; headers: IncomingHttpHeaders; body: string }[] = []
    const server = await serve(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      seen.push({ method: request.method, headers: request.headers, body })
      if (request.url === '/moved') response.writeHead(307, { location: '/' })
      response.end('ok')
    })
    const init = {
      method: 'POST',
      body: '{"a":"ä"}',
      headers: { 'content-type': 'application/json', 'webhook-id': '1' },
    }
    expect((await guarded()(at(server), init)).status).toBe(200)
    expect(await codeOf(() => guarded()(at(server, '/moved'), { ...init, redirect: 'follow' }))).toBe(
      'ERR_FETCH_REFUSED',
    )
    expect(seen.map(({ method, body }) => [method, body])).toEqual([
      ['POST', '{"a":"ä"}'],
      ['POST', '{"a":"ä"}'],
    ])
    expect(seen[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': '1', accept: '*/*' })
  })

  test('hands statuses on, those without a body too', async () => {
    const server = await serve(({ url }, response) => response.writeHead(Number(url?.slice(1))).end())
    for (const status of [204, 304, 404, 500]) {
      expect((await guarded()(at(server, `/${status}`))).status).toBe(status)
    }
  })

  test.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity', (text: string) => text],
  ] as const)('reads %s, which some servers send unasked', async (encoding, compress) => {
    const body = compress('{"a":1}')
    const server = await serve((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(body))
    const response = await guarded()(at(server))
    expect(response.headers.has('content-encoding')).toBe(false)
    expect(await response.json()).toEqual({ a: 1 })
  })

  test('follows three redirects, or hands the first on', async () => {
    const server = await serve(({ url }, response) => {
      const n = Number(url?.slice(1))
      if (n === 0) response.end('there')
      else response.writeHead(307, { location: `/${n - 1}#x` }).end()
    })
    const response = await guarded()(at(server, '/3'))
    expect([response.redirected, response.url, await response.text()]).toEqual([true, at(server, '/0'), 'there'])
    const manual = await guarded()(at(server, '/3'), { redirect: 'manual' })
    expect([manual.status, manual.headers.get('location'), manual.redirected]).toEqual([307, '/2#x', false])
    expect(await codeOf(() => guarded()(at(server, '/3'), { redirect: 'error' }))).toBe('ERR_FETCH_REFUSED')
    expect((await guarded()(at(server, '/0'), { redirect: 'error' })).status).toBe(200)
  })

  test('serves the document loader, private hosts that are allowed included', async () => {
    const server = await serve((_, response) => response.end('{"id":"x"}'))
    const { port } = server
    const url = `https://localhost:${port}/did.json`
    const load = (allow: string[]) => createDocumentLoader({ fetch: guarded({ allow }) })(url, 'document')
    expect((await load(['localhost'])).document).toEqual({ id: 'x' })
    expect(await codeOf(() => load(['127.0.0.1']))).toBe('ERR_FETCH_REFUSED')
    const literal = createDocumentLoader({ fetch: guarded() })
    expect((await literal(`https://127.0.0.1:${port}/`, 'document')).document).toEqual({ id: 'x' })
  })

  test('looks up and connects by the means of the system', async () => {
    const server = await serve((_, response) => response.end('here'))
    const fetch = createGuardedFetch({ ca: authority.ca, allow: ['localhost'] })
    expect(await (await fetch(`https://localhost:${server.port}/`)).text()).toBe('here')
  })
})

describe('addresses', () => {
  const forbidden = [
    ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.100.100.200', '100.127.255.255'],
    ...['127.0.0.2', '127.255.255.255', '168.63.129.16', '169.254.0.1', '169.254.169.254', '169.254.170.2'],
    ...['172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.0.192', '192.0.2.1', '192.88.99.1', '192.168.0.1'],
    ...['198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1'],
    ...['255.255.255.255', '::', '::1', '::2', '::7f00:1', '::127.0.0.1', '::ffff:127.0.0.2', '::ffff:10.0.0.1'],
    ...['::ffff:a9fe:a9fe', '::FFFF:169.254.169.254', '0:0:0:0:0:ffff:7f00:2', '::ffff:8.8.8.8', '::ffff:0:127.0.0.1'],
    ...['64:ff9b::7f00:1', '64:ff9b::10.0.0.1', '64:ff9b::169.254.169.254', '64:ff9b:1::1', '100::1', '1::1'],
    ...['2001::1', '2001:0:7f00:1::', '2001:2::1', '2001:10::1', '2001:20::1', '2001:db8::1', '2001:DB8:ffff::1'],
    ...['2002::1', '2002:7f00:1::', '2002:a00:1::1', '3fff::1', '3fff:fff::1', '4000::1', '5f00::1', '8000::1'],
    ...['fc00::1', 'fd00::1', 'fd00:ec2::254', 'fd12:3456:789a::1', 'fe80::1', 'fe80::1%eth0', 'febf::1', 'fec0::1'],
    ...['ff00::1', 'ff02::1', 'ff05::2', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ]

  test.each(forbidden)('a host whose address is %s', async (address) => {
    const lookup = async () => [{ address, family: address.includes(':') ? 6 : 4 }]
    expect(await codeOf(() => guarded({ lookup })('https://issuer.example/'))).toBe('ERR_FETCH_REFUSED')
  })

  test.each(['2130706433', '0x7f000001', '127.1', '0177.0.0.1', 'localhost', '', '127.0.0.1 ', '1.2.3.4.5'])(
    'a resolver that answers %j, which is no address',
    async (address) => {
      const lookup = async () => [{ address, family: 4 }]
      expect(await codeOf(() => guarded({ lookup })('https://issuer.example/'))).toBe('ERR_FETCH_REFUSED')
    },
  )

  test.each([
    ...forbidden
      .filter((address) => !address.includes('%'))
      .map((address) => (address.includes(':') ? `[${address}]` : address)),
    ...[
      '2130706434',
      '0x7f000002',
      '0x7f.0.0.2',
      '0177.0.0.2',
      '017700000002',
      '127.2',
      '127.0.2',
      '0x7f.2',
      '127.0.0.2.',
    ],
    ...[
      '１２７.0.0.2',
      '127。0。0。2',
      '%31%32%37.0.0.2',
      '3232235777',
      '0xc0a80101',
      '0300.0250.1.1',
      '10.1',
      '0xA9FEA9FE',
    ],
    ...[
      'localhost',
      'LOCALHOST',
      'localhost.',
      'localhost..',
      'a.localhost',
      'printer',
      'x.local',
      'x.internal',
      'x.lan',
    ],
  ])('https://%s/ by itself', async (host) => {
    const lookup = vi.fn(async () => loopback)
    expect(await codeOf(() => guarded({ lookup })(`https://${host}/`))).toBe('ERR_FETCH_REFUSED')
    expect(lookup).not.toHaveBeenCalled()
  })

  test.each([
    'http://issuer.example/',
    'ftp://issuer.example/',
    'file:///etc/passwd',
    'https://user@issuer.example/',
    'https://user:pass@issuer.example/',
    'https://:pass@issuer.example/',
    'https://issuer.example:22/',
    'https://issuer.example:6667/',
    'https://issuer.example:65536/',
    'https://[fe80::1%25eth0]/',
    'https://',
    '',
  ])('%s', async (url) => {
    expect(await codeOf(() => guarded()(url))).toBe('ERR_FETCH_REFUSED')
  })

  test('one private address among public ones refuses the host, wherever it stands', async () => {
    const server = await serve((_, response) => response.end('x'))
    for (const mixed of [
      [...loopback, ...second],
      [...second, ...loopback],
      [...loopback, { address: '::1', family: 6 }],
    ]) {
      expect(await codeOf(() => guarded({ lookup: async () => mixed })(at(server)))).toBe('ERR_FETCH_REFUSED')
    }
    expect(server.connections()).toBe(0)
  })

  test.each([
    ['no address', async () => [], 'ERR_FETCH_FAILED'],
    ['a thousand addresses', async () => Array.from({ length: 1000 }, () => loopback).flat(), 'ERR_FETCH_REFUSED'],
    ['an error', async () => Promise.reject(new Error('ENOTFOUND')), 'ERR_FETCH_FAILED'],

    ['something else', async () => null as never, 'ERR_FETCH_FAILED'],
  ] as const)('a resolver that answers %s', async (_, lookup, code) => {
    expect(await codeOf(() => guarded({ lookup })('https://issuer.example/'))).toBe(code)
  })

  test('a resolver that never answers', async () => {
    const lookup = () => new Promise<never>(() => {})
    expect(await codeOf(() => hurried({ lookup })('https://issuer.example/'))).toBe('ERR_FETCH_FAILED')
  })

  describe('DNS rebinding', () => {
    /** The same port on the address that is allowed and on one that is not. */
    async function twins(handler: Handler) {
      const open = await serve(handler)
      const secret = await httpsServer(certificate, (_, response) => response.end('secret'), '127.0.0.2', open.port)
      return { open, secret }
    }
    const rebinding = () => {
      let asked = 0
      return vi.fn(async () => (asked++ === 0 ? loopback : second))
    }

    test('the connection goes to the address that was checked', async () => {
      const { open, secret } = await twins((_, response) => response.end('open'))
      const lookup = rebinding()
      expect(await (await guarded({ lookup })(at(open))).text()).toBe('open')
      expect(lookup).toHaveBeenCalledTimes(1)
      expect(await codeOf(() => guarded({ lookup })(at(open)))).toBe('ERR_FETCH_REFUSED')
      expect(secret.connections()).toBe(0)
    })

    test('every hop is checked anew', async () => {
      const { open, secret } = await twins((_, response) => response.writeHead(302, { location: '/again' }).end())
      expect(await codeOf(() => guarded({ lookup: rebinding() })(at(open)))).toBe('ERR_FETCH_REFUSED')
      expect([open.connections(), secret.connections()]).toEqual([1, 0])
    })
  })
})

describe('redirects', () => {
  test.each([
    'https://127.0.0.2/',
    'https://2130706434/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.2]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://localhost/',
    '//10.0.0.1/',
    '\\\\10.0.0.1\\',
    'http://issuer.example/',
    'file:///etc/passwd',
    'data:application/json,{}',
    'https://user:pass@issuer.example/',
    'https://issuer.example:25/',
  ])('to %s', async (location) => {
    const server = await redirecting(location)
    expect(await codeOf(() => guarded()(at(server)))).toBe('ERR_FETCH_REFUSED')
    expect(server.connections()).toBe(1)
  })

  test('to a name with a private address', async () => {
    const server = await redirecting('https://other.example/')
    const lookup = async (host: string) => (host === 'issuer.example' ? loopback : second)
    expect(await codeOf(() => guarded({ lookup })(at(server)))).toBe('ERR_FETCH_REFUSED')
  })

  test('in a circle', async () => {
    const server = await redirecting('/')
    expect(await codeOf(() => guarded()(at(server)))).toBe('ERR_FETCH_REFUSED')
    expect(server.connections()).toBe(4)
  })

  test('to nowhere', async () => {
    const server = await serve((_, response) => response.writeHead(302).end())
    expect(await codeOf(() => guarded()(at(server)))).toBe('ERR_FETCH_FAILED')
  })
})

describe('servers that mean harm', () => {
  test.concurrent.each(harmfulServers)('%s', async (_, handler) => {
    const server = await tlsServer(certificate, handler)
    expect(await codeOf(() => hurried()(at(server)))).toBe('ERR_FETCH_FAILED')
  })

  test.concurrent.each<[string, (socket: TLSSocket) => void, string]>([
    ['a plain body', raw(`${head}content-length: 2\r\n\r\nok`), 'ok'],
    ['a body until the end', raw(`${head}\r\nok`, (socket) => socket.end()), 'ok'],
    [
      'a chunked body with trailers',
      raw(`${head}transfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\na: b\r\n\r\n`),
      'ok',
    ],
    ['a slow header', raw(head, (socket) => void setTimeout(() => socket.write('content-length: 0\r\n\r\n'), 300)), ''],
    [
      'a slow body',
      raw(`${head}content-length: 2\r\n\r\no`, (socket) => void setTimeout(() => socket.write('k'), 300)),
      'ok',
    ],
    ['a large header', raw(`${head}a: ${'x'.repeat(12_000)}\r\ncontent-length: 0\r\n\r\n`), ''],
    ['a provisional answer', raw(`HTTP/1.1 103 Early Hints\r\n\r\n${head}content-length: 2\r\n\r\nok`), 'ok'],
    ['a body that fills the cap', raw(`${head}content-length: 65536\r\n\r\n${'x'.repeat(65_536)}`), 'x'.repeat(65_536)],
    [
      'single bytes',
      raw(`${head}transfer-encoding: chunked\r\n\r\n${chunk(1).repeat(5000)}0\r\n\r\n`),
      'x'.repeat(5000),
    ],
    ['gzip that fills the cap', raw(zipped('x'.repeat(65_536))), 'x'.repeat(65_536)],
  ])('the same server, behaving: %s', async (_, handler, body) => {
    const server = await tlsServer(certificate, handler)
    expect(await (await guarded()(at(server))).text()).toBe(body)
  })

  test('an endless body costs what the cap allows, not what the server sends', async () => {
    let sent = 0
    const server = await tlsServer(
      certificate,
      raw(`${head}\r\n`, (socket) => flood(socket, Buffer.alloc(16_384), (bytes) => (sent += bytes))),
    )
    expect(await codeOf(() => hurried()(at(server)))).toBe('ERR_FETCH_FAILED')
    expect(sent).toBeLessThan(16 * 1024 * 1024)
  })

  test.each([
    ['a connection that never becomes TLS', () => {}],
    ['what is no TLS', (socket: { end(text: string): void }) => socket.end('HTTP/1.1 200 OK\r\n\r\n')],
    ['a closed door', (socket: { destroy(): void }) => socket.destroy()],
  ])('%s', async (_, handler) => {
    const server = await tcpServer(handler)
    expect(await codeOf(() => hurried()(at(server)))).toBe('ERR_FETCH_FAILED')
  })

  test('nobody there', async () => {
    expect(await codeOf(() => hurried()('https://issuer.example:1024/'))).toBe('ERR_FETCH_FAILED')
  })

  test('redirects that use up the time together', async () => {
    const server = await serve((_, response) =>
      setTimeout(() => response.writeHead(302, { location: '/x' }).end(), 450),
    )
    expect(await codeOf(() => hurried()(at(server)))).toBe('ERR_FETCH_FAILED')
    expect(server.connections()).toBeLessThan(4)
  })
})

describe('TLS is always verified', () => {
  const ok: Handler = (_, response) => response.end('{}')
  const past = { from: new Date(Date.now() - 9e8), until: new Date(Date.now() - 8e8) }

  test.each([
    ['another authority', makeAuthority().issue(['issuer.example'])],
    ['another authority of the same name', makeAuthority('Test authority').issue(['issuer.example'])],
    ['another host', authority.issue(['other.example'])],
    ['an expired certificate', authority.issue(['issuer.example'], past)],
    ['an address for a name', authority.issue(['127.0.0.1'])],
  ])('%s', async (_, bad) => {
    const server = await httpsServer(bad, ok)
    expect(await codeOf(() => guarded()(at(server)))).toBe('ERR_FETCH_FAILED')
  })

  test('whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    onTestFinished(() => void vi.unstubAllEnvs())
    const server = await httpsServer(makeAuthority().issue(['issuer.example']), ok)
    expect(await codeOf(() => guarded()(at(server)))).toBe('ERR_FETCH_FAILED')
  })

  test('without `ca`, an authority of one’s own is not trusted', async () => {
    const server = await serve(ok)
    const fetch = createGuardedFetch({ lookup: async () => loopback, allow: ['127.0.0.1'] })
    expect(await codeOf(() => fetch(at(server)))).toBe('ERR_FETCH_FAILED')
  })
})

describe('arguments', () => {
  test.each<[string, GuardedFetchOptions]>([
    ['a port', { allow: ['example.org:443'] }],
    ['a URL', { allow: ['https://example.org'] }],
    ['a wildcard', { allow: ['*.example.org'] }],
    ['an address in another form', { allow: ['2130706433'] }],
    ['a block that is too small', { allow: ['10.0.0.0/33'] }],
    ['a block of nothing', { allow: ['10.0.0.0/'] }],
    ['a block of a name', { allow: ['example.org/8'] }],
    ['nothing', { allow: [''] }],
    ['a CA that is none', { ca: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }],
    ['no size', { maxBytes: 0 }],
    ['no time', { totalMilliseconds: Number.NaN }],
    ['too much time', { idleMilliseconds: 2 ** 31 }],
  ])('%s', async (_, options) => {
    expect(await codeOf(() => createGuardedFetch(options))).toBe('ERR_ARGUMENT_INVALID')
  })

  test.each([
    { method: 'POST' },
    { method: 'HEAD' },
    { method: 'PUT', body: 'x' },
    { body: 'x' },
    { method: 'POST', body: new FormData() },
    { method: 'POST', body: 'x'.repeat(256 * 1024 + 1) },
    { method: 'POST', body: 'x', headers: { cookie: 'a=b' } },
    { method: 'POST', body: 'x', headers: { authorization: 'Bearer x' } },
    { redirect: 'x' as RequestRedirect },
  ])('%j', async (init) => {
    expect(await codeOf(() => guarded()('https://issuer.example/', init))).toBe('ERR_ARGUMENT_INVALID')
  })

  test.each([
    ['names', ['Badges.Corp.'], ['badges.corp', 'BADGES.corp.'], ['corp', 'x.badges.corp', 'badges.corp.example']],
    ['addresses', ['10.1.2.3', 'fd00::1'], ['10.1.2.3', '[fd00::1]'], ['10.1.2.4', '[fd00::2]']],
    ['blocks', ['10.1.0.0/16', 'fd00::/8'], ['10.1.255.255', '[fd12::1]'], ['10.2.0.0', '[fe00::1]']],
    ['other scripts', ['bücher.local'], ['xn--bcher-kva.local'], ['bucher.local']],
    ['nothing', [], [], ['localhost', '127.0.0.1', '[::1]']],
  ])('allow takes %s', (_, allow, inside, outside) => {
    const { allowsHost } = createGuardedFetch({ allow })
    expect(inside.filter((host) => !allowsHost(host))).toEqual([])
    expect(outside.filter((host) => allowsHost(host))).toEqual([])
  })

  test('a signal stops it, before and while it works', async () => {
    const server = await serve(() => {})
    expect(await codeOf(() => guarded()(at(server), { signal: AbortSignal.abort() }))).toBe('ERR_FETCH_FAILED')
    expect(await codeOf(() => guarded()(at(server), { signal: AbortSignal.timeout(100) }))).toBe('ERR_FETCH_FAILED')
  })
})
