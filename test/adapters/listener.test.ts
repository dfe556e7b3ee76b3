import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createNodeListener } from '../../src/adapters/node/index.js'

/** Sends bytes as they are, and gives the answer as text. */
async function raw(lines: readonly string[], origin?: string): Promise<string> {
  const listener = createNodeListener(
    async (request) => new Response(`${request.method} ${request.url}`),
    origin === undefined ? {} : { origin },
  )
  const server = createServer((request, response) => void listener(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.end(`${[...lines, 'Connection: close', '', ''].join('\r\n')}`)
  let text = ''
  for await (const chunk of socket) text += String(chunk)
  return text
}

const origin = 'https://badges.example'

test.each([
  ['a path', 'GET /verify?a=1 HTTP/1.1', `${origin}/verify?a=1`],
  ['another host in the path', 'GET //evil.example/x HTTP/1.1', `${origin}/evil.example/x`],
  ['another host in the target', 'GET http://evil.example/x HTTP/1.1', `${origin}/x`],
  ['another host alone', 'GET http://evil.example HTTP/1.1', `${origin}/`],
  ['another host behind a backslash', 'GET /\\evil.example/x HTTP/1.1', `${origin}/evil.example/x`],
  ['no path', 'OPTIONS * HTTP/1.1', `${origin}/*`],
])('a request for %s is one for the origin that was given', async (_, line, url) => {
  const answer = await raw([line, 'Host: evil.example'], origin)
  expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  expect(answer.trimEnd().split(/\s/).at(-1)).toBe(url)
})

test.each(['TRACE', 'DELETE'])('%s is answered', async (method) => {
  const answer = await raw([`${method} / HTTP/1.1`, 'Host: badges.example'])
  expect(answer).toMatch(method === 'TRACE' ? /^HTTP\/1\.1 501 / : /^HTTP\/1\.1 200 /)
})

test.each([
  ['a host that is none', 'GET / HTTP/1.1', 'Host: a b'],
  ['a host in brackets that are open', 'GET / HTTP/1.1', 'Host: ['],
])('%s is 400', async (_, line, host) => {
  expect(await raw([line, host])).toMatch(/^HTTP\/1\.1 400 /)
})
