import type { TLSSocket } from 'node:tls'
import { createGuardedFetch } from '../../src/adapters/node/index.js'
import type { FetchLike } from '../../src/types/loader.js'
import type { VerificationResult } from '../../src/types/verification.js'
import { verifyCredential } from '../../src/verify/index.js'
import { makeAuthority } from '../support/certificates.js'
import { harmfulServers } from '../support/harmful-servers.js'
import { httpsServer, type TestServer, tlsServer } from '../support/servers.js'
import { type Attack, inputOf, optionsOf } from './attacks.js'

const authority = makeAuthority()
const certificate = authority.issue(['issuer.example'])
const loopback: readonly { address: string; family: number }[] = [{ address: '127.0.0.1', family: 4 }]
const inside: readonly { address: string; family: number }[] = [{ address: '127.0.0.2', family: 4 }]
const behaviours = new Map<string, (socket: TLSSocket) => void>(harmfulServers)

/** What is said of an attack that sends its reader to a server, and how often that was asked. */
interface Served {
  readonly result: VerificationResult
  readonly connections: number
}

const results = new Map<string, Promise<Served>>()

/** Verifies such an attack with its server; asked once by all the tests of a worker. */
export function servedResultOf(attack: Attack): Promise<Served> {
  const result = results.get(attack.name) ?? runWithServer(attack)
  results.set(attack.name, result)
  return result
}

async function runWithServer(attack: Attack): Promise<Served> {
  const server = await serverOf(attack)
  let asked = 0
  const guarded = createGuardedFetch({
    ca: authority.ca,
    // Loopback stands for the public Internet; 127.0.0.2 is inside.
    lookup: async (host) => {
      asked += 1
      return host === 'issuer.example' && !(attack.rebind && asked > 1) ? loopback : inside
    },
    allow: ['127.0.0.1'],
    maxBytes: 64 * 1024,
    connectMilliseconds: 2_000,
    idleMilliseconds: 2_000,
    totalMilliseconds: 3_000,
  })
  // The badge names no port, and the server of a test has whatever port was free.
  const fetch: FetchLike = Object.assign(
    (url: string, init?: RequestInit) =>
      guarded(url.replace('://issuer.example/', `://issuer.example:${server.port}/`), init),
    { allowsHost: guarded.allowsHost },
  )
  const result = await verifyCredential(inputOf(attack), { ...optionsOf(attack), fetch })
  return { result, connections: server.connections() }
}

function serverOf({ server, redirect, rebind }: Attack): Promise<TestServer> {
  if (redirect !== undefined || rebind) {
    const location = redirect ?? '/again'
    return httpsServer(certificate, (_request, response) => response.writeHead(302, { location }).end())
  }
  if (server === 'another authority') {
    return httpsServer(makeAuthority().issue(['issuer.example']), (_request, response) => response.end('{}'))
  }
  const behaviour = behaviours.get(server ?? 'silence')
  if (behaviour === undefined) throw new Error(`There is no server of the kind ${server}.`)
  return tlsServer(certificate, behaviour)
}
