import { afterEach, describe, expect, test, vi } from 'vitest'
import { BadgeError } from '../../src/errors.js'
import { limits } from '../../src/internal/limits.js'
import { fetchDocument } from '../../src/loader/fetch/index.js'
import { codeOf } from '../support/codes.js'

const never = async (): Promise<Response> => {
  throw new Error('must not be called')
}

describe('addresses that are never fetched', () => {
  test.each([
    'http://example.org/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'data:application/json,{}',
    'did:web:example.org',
    'not a url',
    '',
    'https://user:secret@example.org/',
    'https://user@example.org/',
    'https://localhost/',
    'https://localhost./',
    'https://localhost../',
    'https://LOCALHOST/',
    'https://%6cocalhost/',
    'https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/',
    'https://１２７.０.０.１/',
    'https://127。0。0。1/',
    'https://127.0.0.1./',
    'https://127.0.0.1../',
    'https://example.org..example.com/',
    'https://.example.org/',
    'https://%31%32%37.0.0.1/',
    'https:\\\\127.0.0.1\\x',
    'https:127.0.0.1',
    ' https://127.0.0.1/',
    'https://127.0\t.0.1/',
    'https://[fe80::1%25eth0]/',
    'https://[::ffff:7f00:1]/',
    'https://[::7f00:1]/',
    'https://[::ffff:8.8.8.8]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[64:ff9b:1::808:808]/',
    'https://[2002:808:808::1]/',
    'https://0300.0250.0.1/',
    'https://0xa9.0xfe.0xa9.0xfe/',
    'https://0xA9FEA9FE/',
    'https://10.1/',
    'https://168.63.129.16/',
    'https://intranet.corp/',
    'https://wiki.intranet/',
    'https://x.home.arpa/',
    'https://x.onion/',
    'https://example.org:22/',
    'https://example.org:25/',
    'https://example.org:6000/',
    'https://example.org:0/',
    `https://example.org/${'x'.repeat(limits.fetchUrl)}`,
    'https://a.localhost/',
    'https://printer/',
    'https://printer.local/',
    'https://metadata.google.internal/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://0.0.0.0/',
    'https://10.1.2.3/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://172.16.0.1/',
    'https://172.31.255.255/',
    'https://192.168.1.1/',
    'https://198.18.0.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:db8::1]/',
    'https://[2001::1]/',
    'https://[fe80::1]/',
    'https://[fc00::1]/',
    'https://[fd12:3456::1]/',
    'https://[ff02::1]/',
  ])('%s', async (url) => {
    expect(await codeOf(() => fetchDocument(url, never))).toBe('ERR_FETCH_REFUSED')
  })

  test.each([
    'https://example.org/',
    'https://example.org:8443/x?y',
    'https://8.8.8.8/',
    'https://172.32.0.1/',
    'https://100.128.0.1/',
    'https://[2606:4700::1]/',
    'https://[64:ff9b::808:808]/',
    'https://locale.example/',
    'https://localhost.example/',
    'https://example.org./',
  ])('%s is fetched', async (url) => {
    expect(await fetchDocument(url, async () => Response.json({ a: 1 }))).toEqual({ url, document: { a: 1 } })
  })
})

describe('what the fetch is asked for', () => {
  test.each([
    ['HTTPS://Example.ORG', 'https://example.org/'],
    ['https://example.org/a#b', 'https://example.org/a'],
    ['https://example.org/a/../b?c d', 'https://example.org/b?c%20d'],
    ['https:\\\\example.org\\a', 'https://example.org/a'],
    ['https://example.org\\@evil.example/', 'https://example.org/@evil.example/'],
    ['https://münchen.example/', 'https://xn--mnchen-3ya.example/'],
  ])('%s: the address that was checked, as one parser reads it', async (url, address) => {
    const asked: string[] = []
    const fetch = async (to: string) => {
      asked.push(to)
      return Response.json({})
    }
    expect((await fetchDocument(url, fetch)).url).toBe(address)
    expect(asked).toEqual([address])
  })

  test('a fetch that knows private hosts may say so', async () => {
    const answer = async () => Response.json({})
    const fetch = Object.assign(answer, { allowsHost: (host: string) => host === 'printer.local' })
    expect((await fetchDocument('https://printer.local/', fetch)).document).toEqual({})
    expect(await codeOf(() => fetchDocument('https://other.local/', fetch))).toBe('ERR_FETCH_REFUSED')
  })
})

describe('redirects', () => {
  const redirect = (location: string, status = 302) => new Response(null, { status, headers: { location } })

  test('are followed by hand, relative ones too, and the last address is told', async () => {
    const answers = [redirect('/b'), redirect('https://other.example/c', 308), Response.json({ at: 'c' })]
    const asked: string[] = []
    const fetched = await fetchDocument('https://example.org/a', async (url, init) => {
      asked.push(url)
      expect(init).toMatchObject({ redirect: 'manual', credentials: 'omit' })
      return answers.shift() ?? Response.error()
    })
    expect(asked).toEqual(['https://example.org/a', 'https://example.org/b', 'https://other.example/c'])
    expect(fetched).toEqual({ url: 'https://other.example/c', document: { at: 'c' } })
  })

  test.each([
    ['to a private host', () => redirect('https://127.0.0.1/'), 'ERR_FETCH_REFUSED'],
    ['to http', () => redirect('http://example.org/'), 'ERR_FETCH_REFUSED'],
    ['without end', () => redirect('https://example.org/again'), 'ERR_FETCH_REFUSED'],
    ['to nowhere', () => new Response(null, { status: 302 }), 'ERR_FETCH_FAILED'],
    ['to a broken address', () => redirect('https://'), 'ERR_FETCH_FAILED'],
    ['to a private host by scheme-relative address', () => redirect('//10.0.0.1/x'), 'ERR_FETCH_REFUSED'],
    ['to a private host behind a backslash', () => redirect('\\\\10.0.0.1\\x'), 'ERR_FETCH_REFUSED'],
    ['to a private host in decimal', () => redirect('https://2130706433/'), 'ERR_FETCH_REFUSED'],
    ['to an address with credentials', () => redirect('https://u:p@example.org/'), 'ERR_FETCH_REFUSED'],
    ['to a file', () => redirect('file:///etc/passwd'), 'ERR_FETCH_REFUSED'],
    ['to data', () => redirect('data:application/json,{}'), 'ERR_FETCH_REFUSED'],
    ['to an endless address', () => redirect(`/${'x'.repeat(1e6)}`), 'ERR_FETCH_REFUSED'],
    ['with a body that never stops', () => hanging(302), 'ERR_FETCH_REFUSED'],
    ['that a browser hides', () => opaque({ type: 'opaqueredirect', status: 0 }), 'ERR_FETCH_REFUSED'],
    ['that the given fetch followed', () => opaque({ redirected: true }), 'ERR_FETCH_REFUSED'],
  ])('%s', async (_, answer, code) => {
    expect(await codeOf(() => fetchDocument('https://example.org/a', async () => answer()))).toBe(code)
  })

  const hanging = (status: number) =>
    new Response(new ReadableStream({ cancel: () => new Promise(() => {}) }), {
      status,
      headers: { location: 'https://127.0.0.1/' },
    })

  function opaque(members: object): Response {
    return new Proxy(Response.json({}), {
      get: (target, name) => (name in members ? members[name as never] : Reflect.get(target, name, target)),
    })
  }
})

describe('bodies', () => {
  const get = (response: Response) => fetchDocument('https://example.org/a', async () => response)

  test('JSON, and text that is not JSON', async () => {
    expect((await get(new Response(' {"a":[1]}'))).document).toEqual({ a: [1] })
    expect((await get(new Response('eyJ.eyJ.sig\n'))).document).toBe('eyJ.eyJ.sig')
    expect((await get(new Response(null))).document).toBe('')
  })

  test.each([
    ['status 404', () => new Response('{}', { status: 404 }), 'ERR_FETCH_FAILED'],
    ['duplicate members', () => new Response('{"a":1,"a":2}'), 'ERR_JSON_DUPLICATE_KEY'],
    ['a stated length beyond the cap', () => stated(limits.fetchBytes + 1), 'ERR_FETCH_FAILED'],
    ['an endless body', () => new Response(endless()), 'ERR_FETCH_FAILED'],
    ['a body that breaks off', () => new Response(broken()), 'ERR_FETCH_FAILED'],
    ['a body of nothing without end', () => new Response(nothing()), 'ERR_FETCH_FAILED'],
    ['an answer that is none', () => ({}) as Response, 'ERR_FETCH_FAILED'],
    ['a body that was read already', () => consumed(), 'ERR_FETCH_FAILED'],
    ['a web page', () => new Response('<!doctype html><title>Not found</title>'), 'ERR_FETCH_FAILED'],
    ['nearly JSON', () => new Response('{"a":1'), 'ERR_JSON_INVALID'],
    ['a status without body', () => new Response(null, { status: 304 }), 'ERR_FETCH_FAILED'],
  ])('%s', async (_, response, code) => {
    expect(await codeOf(() => get(response()))).toBe(code)
  })

  test('a fetch that fails', async () => {
    expect(await codeOf(() => fetchDocument('https://example.org/a', never))).toBe('ERR_FETCH_FAILED')
  })

  test('a million pieces are gathered without a million objects', async () => {
    let left = 1_000_000
    const drip = new ReadableStream<Uint8Array>({
      pull(controller) {
        for (let i = 0; i < 1000; i++) controller.enqueue(SPACE)
        left -= 1000
        if (left === 0) controller.close()
      },
    })
    expect((await get(new Response(drip))).document).toBe('')
  })

  test('a stated length that is wrong decides nothing', async () => {
    const response = new Response('{"a":1}', { headers: { 'content-length': '1' } })
    expect((await get(response)).document).toEqual({ a: 1 })
  })

  const SPACE = new Uint8Array([0x20])
  const nothing = () => new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(0)) })
  const consumed = () => {
    const response = new Response('{}')
    response.body?.getReader()
    return response
  }
  const stated = (length: number) => new Response('{}', { headers: { 'content-length': String(length) } })
  const endless = () =>
    new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(1 << 20)) })
  const broken = () => new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('reset')) })
})

describe('time', () => {
  afterEach(() => void vi.useRealTimers())

  test('a fetch that never answers, and does not obey its signal, ends', async () => {
    vi.useFakeTimers()
    const code = codeOf(() => fetchDocument('https://example.org/a', () => new Promise(() => {})))
    await vi.advanceTimersByTimeAsync(limits.fetchMilliseconds)
    expect(await code).toBe('ERR_FETCH_FAILED')
  })

  test('a body that does not end is let go of when it is up', async () => {
    vi.useFakeTimers()
    let cancelled = false
    const body = new ReadableStream({
      cancel() {
        cancelled = true
      },
    })
    const code = codeOf(() => fetchDocument('https://example.org/a', async () => new Response(body)))
    await vi.advanceTimersByTimeAsync(limits.fetchMilliseconds)
    expect(await code).toBe('ERR_FETCH_FAILED')
    expect(cancelled).toBe(true)
  })
})

test('a code that the fetch itself gives is kept', async () => {
  const refusing = async () => {
    throw new BadgeError('ERR_FETCH_REFUSED', 'Its host has a private address.')
  }
  expect(await codeOf(() => fetchDocument('https://example.org/', refusing))).toBe('ERR_FETCH_REFUSED')
})

test('messages hold no credentials and no query', async () => {
  const message = await fetchDocument('https://user:secret@example.org/?token=secret', never).catch(String)
  expect(message).not.toContain('secret')
})
