import type { RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TLSSocket } from 'node:tls'
import { afterAll } from 'vitest'
import type { Certificate } from './certificates.js'

/** A server on loopback. All of them end with the test file that imports this. */
export interface TestServer {
  readonly port: number
  /** Connections that were made to it so far. */
  readonly connections: () => number
}

const running: (() => Promise<unknown>)[] = []

afterAll(() => Promise.all(running.map((end) => end())))

async function listen(server: Server, address: string, port: number): Promise<TestServer> {
  const open = new Set<Socket>()
  let connections = 0
  server.on('connection', (socket: Socket) => {
    connections++
    open.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => open.delete(socket))
  })
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject)
    server.listen(port, address, resolve)
  })
  running.push(() => {
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of open) socket.destroy()
    return closed
  })
  return { port: (server.address() as AddressInfo).port, connections: () => connections }
}

/** An https server with a handler as of `node:http`. */
export const httpsServer = (certificate: Certificate, handler: RequestListener, address = '127.0.0.1', port = 0) =>
  listen(createHttpsServer({ ...certificate }, handler), address, port)

/** A TLS server whose handler writes what it likes. */
export const tlsServer = (certificate: Certificate, handler: (socket: TLSSocket) => void) =>
  listen(
    createTlsServer({ ...certificate }, (socket) => {
      socket.on('error', () => {})
      handler(socket)
    }),
    '127.0.0.1',
    0,
  )

/** A server without TLS. */
export const tcpServer = (handler: (socket: Socket) => void) => listen(createTcpServer(handler), '127.0.0.1', 0)
