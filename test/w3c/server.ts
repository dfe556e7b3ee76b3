import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { JsonObject } from '../../src/types/json.js'
import { serveHere } from '../cli/server.js'
import { makeAuthority } from '../support/certificates.js'

const example = fileURLToPath(new URL('../../examples/w3c/serve.json', import.meta.url))

interface Example {
  readonly contexts: Record<string, string>
  readonly documents: Record<string, string>
  readonly issuers: Record<string, JsonObject>
}

/** The issuer of the server itself, whose routes are the plain ones. */
export const DEFAULT = 'default'

/** All issuers of `examples/w3c`, that of the server included, with what is set of each. */
export const issuerSettings: Readonly<Record<string, JsonObject>> = {
  [DEFAULT]: {},
  ...(JSON.parse(readFileSync(example, 'utf8')) as Example).issuers,
}

/** What `examples/w3c` offers to the suites of the W3C, over TLS as there; port, folder and certificate are others. */
export async function startIssuers(folder: string) {
  const authority = makeAuthority()
  const { cert, key } = authority.issue(['localhost', '127.0.0.1'])
  writeFileSync(join(folder, 'localhost.pem'), cert)
  writeFileSync(join(folder, 'localhost.key'), key)
  const { port: _, baseUrl: __, ...settings } = JSON.parse(readFileSync(example, 'utf8')) as Example & JsonObject
  const placed = (files: Record<string, string>) =>
    Object.fromEntries(Object.entries(files).map(([url, path]) => [url, resolve(dirname(example), path)]))
  const { contexts, documents } = settings
  const config = join(folder, 'serve.json')
  const data = join(folder, 'data')
  mkdirSync(data)
  writeFileSync(config, JSON.stringify({ ...settings, contexts: placed(contexts), documents: placed(documents) }))
  const server = await serveHere(data, undefined, ['--config', config])
  const read = (name: string, file: string) => {
    const own = name === DEFAULT ? data : join(data, 'issuers', name)
    return JSON.parse(readFileSync(join(own, file), 'utf8')) as Record<string, string>
  }
  const ask = (method: string, path: string, body?: object, token?: string): Promise<Asked> =>
    new Promise((resolved, reject) => {
      const headers = {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      }
      const sent = request(new URL(path, server.origin), { method, headers, ca: authority.ca }, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8')
          resolved({ status: response.statusCode ?? 0, body: JSON.parse(text || '{}') as Answer })
        })
      })
      sent.on('error', reject)
      sent.end(body === undefined ? undefined : JSON.stringify(body))
    })
  /** At an issuer, with its own token. */
  const at = (name: string, path: string, body: object) =>
    ask('POST', name === DEFAULT ? path : `/issuers/${name}${path}`, body, read(name, 'secrets.json').apiToken)
  let made = 0
  return {
    origin: server.origin,
    idOf: (name: string): string => read(name, 'key.json').controller ?? '',
    at,
    get: (url: string) => ask('GET', new URL(url).pathname),
    stop: server.stop,
    /** A credential of an issuer, with another id each time: one with a status has its id for itself. */
    credential: (name: string): JsonObject => ({
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      id: `urn:uuid:58172aac-d8ba-41ed-83dd-${String(made++).padStart(12, '0')}`,
      type: ['VerifiableCredential'],
      issuer: read(name, 'key.json').controller ?? '',
      validFrom: '2025-01-01T00:00:00Z',
      credentialSubject: { id: 'did:example:kim' },
    }),
    verify: (verifiableCredential: unknown) => ask('POST', '/credentials/verify', { verifiableCredential }),
    verifyPresentation: (verifiablePresentation: unknown, options: object) =>
      ask('POST', '/presentations/verify', { verifiablePresentation, options }),
  }
}

interface Asked {
  readonly status: number
  readonly body: Answer
}

/** What the answers of the VC-API have, as far as it is asked for. */
export type Answer = JsonObject & {
  readonly code?: string
  readonly verified?: boolean
  readonly problemDetails?: readonly { readonly code: string; readonly type: string }[]
  readonly verifiableCredential?: JsonObject | string
  readonly verifiablePresentation?: JsonObject
}

export type Issuers = Awaited<ReturnType<typeof startIssuers>>
