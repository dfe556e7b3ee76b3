import { createHash } from 'node:crypto'
import { request as httpsRequest } from 'node:https'
import { Openid4vpClient } from '@openid4vc/openid4vp'
import { DcqlQuery } from 'dcql'
import { createPresentation, type Signer, signPresentation } from '../../src/index.js'
import { importPublicKey } from '../../src/keys/index.js'
import { didWebUrl } from '../../src/loader/index.js'

/** A wallet by others (`@openid4vc/openid4vp`, with `dcql`), whose presentations are signed by a key of ours. */

type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>

/** A `fetch` that trusts a certificate authority of the test, and goes to this computer whatever the host. */
export const fetchWith =
  (ca: string): Fetch =>
  (url, init = {}) =>
    new Promise((resolve, reject) => {
      const { hostname, port, pathname, search } = new URL(url)
      const headers = Object.fromEntries(new Headers(init.headers))
      const call = httpsRequest(
        {
          host: '127.0.0.1',
          servername: hostname,
          port,
          path: pathname + search,
          method: init.method ?? 'GET',
          ca,
          headers: { host: `${hostname}:${port}`, ...headers },
        },
        (answer) => {
          const parts: Buffer[] = []
          answer.on('data', (part: Buffer) => parts.push(part))
          answer.on('end', () => {
            const response = new Response(Buffer.concat(parts), {
              status: answer.statusCode ?? 0,
              headers: answer.headers as Record<string, string>,
            })
            Object.defineProperty(response, 'url', { value: String(url) })
            resolve(response)
          })
        },
      )
      call.on('error', reject)
      const { body } = init
      call.end(body === undefined || body === null ? undefined : String(body))
    })

const unused = () => Promise.reject(new Error('unused'))

export const EXPANDED = [
  'https://www.w3.org/2018/credentials#VerifiableCredential',
  'https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential',
]

/** What the wallet has read, and what it posts. */
export interface Answering {
  /** Who asks, as the wallet shows it, and by what it was proven. */
  readonly asker: string
  readonly prefix: string
  readonly nonce: string
  readonly clientId: string
  /** Whether the wallet's own matcher finds that the badge is asked for. */
  readonly matches: boolean
  /** Posts a presentation; by default that of the badge by the key. */
  readonly post: (
    presentation?: object | string,
    id?: string,
  ) => Promise<{ status: number; body: Record<string, string> }>
  /** The presentation that it would post. */
  readonly presentation: (more?: object) => Promise<object>
}

/** Reads a request by its link, as a wallet does that has this badge and this key. */
export async function openRequest(
  link: string,
  given: {
    readonly fetch: Fetch
    readonly badge: object
    readonly key: Signer & { readonly did: string }
    readonly now?: Date
  },
): Promise<Answering> {
  const { fetch, badge, key, now } = given
  const client = new Openid4vpClient({
    callbacks: {
      fetch,
      hash: (data: Uint8Array, algorithm: string) => createHash(algorithm.replace('-', '')).update(data).digest(),
      signJwt: unused,
      encryptJwe: unused,
      decryptJwe: unused,
      // The document of the did:web is fetched, and the key looked for under `authentication`, as §5.9.3 has it.
      async verifyJwt(signer: { didUrl?: string }, { compact }: { compact: string }) {
        const id = signer.didUrl ?? ''
        const document = (await (await fetch(didWebUrl(id.split('#')[0] ?? ''))).json()) as {
          authentication: string[]
          assertionMethod: string[]
          verificationMethod: { id: string }[]
        }
        const method = document.verificationMethod.find((row) => row.id === id)
        if (method === undefined || !document.authentication.includes(id)) return { verified: false }
        if (document.assertionMethod.includes(id)) throw new Error('The key signs badges too.')
        const { publicKeyJwk, verify } = await importPublicKey(method)
        const [head, body, signature = ''] = compact.split('.')
        const verified = await verify({
          data: Buffer.from(`${head}.${body}`),
          signature: new Uint8Array(Buffer.from(signature, 'base64url')),
        })
        return verified ? { verified, signerJwk: publicKeyJwk } : { verified }
      },
    } as never,
  })
  const parsed = client.parseOpenid4vpAuthorizationRequest({ authorizationRequest: link })
  const resolved = await client.resolveOpenId4vpAuthorizationRequest({
    authorizationRequestPayload: parsed.params as never,
  })
  const payload = resolved.authorizationRequestPayload as unknown as Record<string, string> & {
    client_metadata: { client_name: string }
  }
  const query = DcqlQuery.parse(resolved.dcql?.query as never)
  DcqlQuery.validate(query)
  const own = { credential_format: 'ldp_vc', type: EXPANDED, claims: badge, cryptographic_holder_binding: true }
  const presentation = (more: object = {}) =>
    signPresentation(createPresentation({ credential: badge, holder: key.did }), key, {
      challenge: payload.nonce ?? '',
      domain: payload.client_id ?? '',
      ...(now === undefined ? {} : { now }),
      ...more,
    })
  return {
    asker: payload.client_metadata.client_name,
    prefix: resolved.client.prefix,
    nonce: payload.nonce ?? '',
    clientId: payload.client_id ?? '',
    matches: DcqlQuery.query(query, [own as never]).can_be_satisfied,
    presentation,
    async post(given, id = 'badge') {
      const made = await client.createOpenid4vpAuthorizationResponse({
        authorizationRequestPayload: payload as never,
        authorizationResponsePayload: { vp_token: { [id]: [given ?? (await presentation())] } } as never,
      })
      const { response } = await client.submitOpenid4vpAuthorizationResponse({
        authorizationRequestPayload: payload as never,
        authorizationResponsePayload: made.authorizationResponsePayload,
      })
      return { status: response.status, body: (await response.json()) as Record<string, string> }
    },
  }
}
