import type { TLSSocket } from 'node:tls'
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib'

/** Servers that mean harm, as what they do with a TLS connection. Fetching from any of them must fail, in time. */

export const head = 'HTTP/1.1 200 OK\r\n'
/** Writes without end, as fast as it is read, and counts. */
export const flood = (socket: TLSSocket, piece: Buffer | string, count: (bytes: number) => void = () => {}) => {
  const more = () => {
    while (!socket.destroyed && socket.write(piece)) count(piece.length)
  }
  socket.on('drain', more)
  more()
}
const drip = (socket: TLSSocket, piece: string) => {
  const timer = setInterval(() => socket.write(piece), 20)
  socket.on('close', () => clearInterval(timer))
}
export const raw =
  (text: string | Buffer, more: (socket: TLSSocket) => void = () => {}) =>
  (socket: TLSSocket) =>
    socket.once('data', () => {
      socket.write(text)
      more(socket)
    })
const bomb = (compress: (bytes: Buffer) => Buffer, encoding: string) => {
  const body = compress(Buffer.alloc(16 * 1024 * 1024))
  return raw(
    Buffer.concat([
      Buffer.from(`${head}content-encoding: ${encoding}\r\ncontent-length: ${body.length}\r\n\r\n`),
      body,
    ]),
  )
}
export const zipped = (text: string) => {
  const body = gzipSync(text)
  return Buffer.concat([Buffer.from(`${head}content-encoding: gzip\r\ncontent-length: ${body.length}\r\n\r\n`), body])
}
export const chunk = (size: number) => `${size.toString(16)}\r\n${'x'.repeat(size)}\r\n`

export const harmfulServers: readonly (readonly [name: string, (socket: TLSSocket) => void])[] = [
  ['silence', raw('')],
  ['silence in the header', raw('HTTP/1.1 200')],
  ['silence in the body', raw(`${head}content-length: 9\r\n\r\nabc`)],
  ['a slow header', raw(head, (socket) => drip(socket, 'x'))],
  ['a slow header, field by field', raw(head, (socket) => drip(socket, 'a: b\r\n'))],
  ['a slow body', raw(`${head}content-length: 9999\r\n\r\n`, (socket) => drip(socket, 'x'))],
  ['a slow chunked body', raw(`${head}transfer-encoding: chunked\r\n\r\n`, (socket) => drip(socket, chunk(1)))],
  ['an endless header', raw(head, (socket) => flood(socket, 'x'.repeat(4096)))],
  ['endless header fields', raw(head, (socket) => flood(socket, 'a: b\r\n'.repeat(100)))],
  ['a header over the cap', raw(`${head}a: ${'x'.repeat(20_000)}\r\ncontent-length: 0\r\n\r\n`)],
  [
    'provisional answers without end',
    raw('', (socket) => flood(socket, 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(10))),
  ],
  ['provisional answers, slowly', raw('', (socket) => drip(socket, 'HTTP/1.1 100 Continue\r\n\r\n'))],
  ['an endless body', raw(`${head}\r\n`, (socket) => flood(socket, Buffer.alloc(4096)))],
  ['an endless chunked body', raw(`${head}transfer-encoding: chunked\r\n\r\n`, (socket) => flood(socket, chunk(4096)))],
  [
    'an endless body of single bytes',
    raw(`${head}transfer-encoding: chunked\r\n\r\n`, (socket) => flood(socket, chunk(1).repeat(500))),
  ],
  [
    'an endless chunk extension',
    raw(`${head}transfer-encoding: chunked\r\n\r\n1;`, (socket) => flood(socket, 'x'.repeat(4096))),
  ],
  [
    'endless trailers',
    raw(`${head}transfer-encoding: chunked\r\n\r\n0\r\n`, (socket) => flood(socket, 'a: b\r\n'.repeat(100))),
  ],
  ['a body over the cap', raw(`${head}content-length: 65537\r\n\r\n${'x'.repeat(65_537)}`)],
  ['a stated length beyond all measure', raw(`${head}content-length: 99999999999999\r\n\r\n`)],
  ['a gzip bomb', bomb(gzipSync, 'gzip')],
  ['a deflate bomb', bomb(deflateSync, 'deflate')],
  [
    'a brotli bomb',
    bomb((bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }), 'br'),
  ],
  ['gzip in gzip', raw(`${head}content-encoding: gzip, gzip\r\ncontent-length: 0\r\n\r\n`)],
  ['an unknown encoding', raw(`${head}content-encoding: constructor\r\ncontent-length: 0\r\n\r\n`)],
  ['gzip that is none', raw(`${head}content-encoding: gzip\r\ncontent-length: 3\r\n\r\nabc`)],
  [
    'gzip that ends too early',
    raw(
      Buffer.concat([
        Buffer.from(`${head}content-encoding: gzip\r\ncontent-length: 12\r\n\r\n`),
        gzipSync('abcdefgh').subarray(0, 12),
      ]),
    ),
  ],
  [
    'gzip that breaks off',
    raw(
      Buffer.concat([
        Buffer.from(`${head}content-encoding: gzip\r\ncontent-length: 99\r\n\r\n`),
        gzipSync('abc').subarray(0, 12),
      ]),
      (socket) => socket.end(),
    ),
  ],
  ['a body that breaks off', raw(`${head}content-length: 99\r\n\r\nabc`, (socket) => socket.end())],
  ['a chunked body that breaks off', raw(`${head}transfer-encoding: chunked\r\n\r\n5\r\nab`, (socket) => socket.end())],
  ['a reset', raw('', (socket) => socket.destroy())],
  ['a hasty end', (socket) => socket.end()],
  ['what is no HTTP', raw('220 mail.example ESMTP\r\n')],
  ['HTTP of another kind', raw('HTTP/9.9 200 OK\r\n\r\n')],
  ['two lengths', raw(`${head}content-length: 1\r\ncontent-length: 2\r\n\r\nab`)],
  ['length and chunks', raw(`${head}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`)],
  ['a status that is none', raw('HTTP/1.1 999 What\r\ncontent-length: 0\r\n\r\n')],
  ['another protocol', raw('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n')],
]
