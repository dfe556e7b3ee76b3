import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { JsonObject } from '../../src/types/json.js'
import { serveHere } from '../cli/server.js'

const example = fileURLToPath(new URL('../../examples/w3c/serve.json', import.meta.url))

/** What `examples/w3c` offers to the suites of the W3C: the same issuers, without TLS. */
export async function startIssuers(folder: string) {
  const {
    tls: _,
    port: __,
    host: ___,
    baseUrl: ____,
    data: _____,
    ...settings
  } = JSON.parse(readFileSync(example, 'utf8')) as {
    contexts: Record<string, string>
    documents: Record<string, string>
    issuers: Record<string, JsonObject>
  } & JsonObject
  const placed = (files: Record<string, string>) =>
    Object.fromEntries(Object.entries(files).map(([url, path]) => [url, resolve(dirname(example), path)]))
  const { contexts, documents } = settings
  const config = join(folder, 'serve.json')
  const data = join(folder, 'data')
  writeFileSync(config, JSON.stringify({ ...settings, contexts: placed(contexts), documents: placed(documents) }))
  const server = await serveHere(data, undefined, ['--config', config])
  const post = async (path: string, body: object) => {
    const response = await server.ask(path, { method: 'POST', body: JSON.stringify(body) })
    return { status: response.status, body: (await response.json()) as Record<string, never> & Answer }
  }
  const idOf = (name: string): string => {
    const path = join(data, 'issuers', name, 'key.json')
    return (JSON.parse(readFileSync(path, 'utf8')) as { controller: string }).controller
  }
  return {
    names: Object.keys(settings.issuers),
    settings: settings.issuers,
    idOf,
    post,
    ask: server.ask,
    stop: server.stop,
    credential: (name: string): JsonObject => ({
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiableCredential'],
      issuer: idOf(name),
      validFrom: '2025-01-01T00:00:00Z',
      credentialSubject: { id: 'did:example:kim' },
    }),
    verify: (verifiableCredential: unknown, options: object = {}) =>
      post('/credentials/verify', { verifiableCredential, options }),
  }
}

/** What the answers of the VC-API have, as far as it is asked for. */
export interface Answer {
  readonly code?: string
  readonly verified?: boolean
  readonly problemDetails?: readonly { readonly code: string; readonly type: string }[]
  readonly verifiableCredential?: JsonObject
}

export type Issuers = Awaited<ReturnType<typeof startIssuers>>
