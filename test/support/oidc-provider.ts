import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { onTestFinished } from 'vitest'

/** What a provider does otherwise than it should. */
export interface Mischief {
  readonly claims?: Readonly<Record<string, unknown>>
  /** `other`: by a key that is not published. */
  readonly signature?: 'none' | 'other'
  readonly tokenStatus?: number
  readonly discovery?: object
  readonly userinfo?: object
}

export interface Account {
  readonly sub: string
  readonly email?: string
  readonly email_verified?: boolean
  readonly name?: string
}

interface Grant {
  readonly account: Account
  readonly challenge: string
  readonly redirectUri: string
  readonly nonce: string
}

/**
 * An OpenID provider as a process would see it: discovery, authorization code with PKCE, signed ID tokens, userinfo. It
 * signs in whoever the browser's cookie `at-provider` names, and asks nothing.
 */
export async function startProvider(
  accounts: Readonly<Record<string, Account>>,
  client: { readonly id: string; readonly secret: string; readonly redirectUri: string },
) {
  const key = await generateKeyPair('ES256')
  const other = await generateKeyPair('ES256')
  const jwk = { ...(await exportJWK(key.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }
  const grants = new Map<string, Grant>()
  const asked: string[] = []
  let mischief: Mischief = {}
  let codes = 0
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', issuer())
    asked.push(url.pathname)
    const json = (body: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (url.pathname === '/.well-known/openid-configuration') {
      return json({
        issuer: issuer(),
        authorization_endpoint: `${issuer()}/authorize`,
        token_endpoint: `${issuer()}/token`,
        userinfo_endpoint: `${issuer()}/userinfo`,
        jwks_uri: `${issuer()}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['ES256'],
        authorization_response_iss_parameter_supported: true,
        ...mischief.discovery,
      })
    }
    if (url.pathname === '/jwks') return json({ keys: [jwk] })
    if (url.pathname === '/authorize') {
      const query = url.searchParams
      if (query.get('client_id') !== client.id || query.get('redirect_uri') !== client.redirectUri) {
        return json({ error: 'invalid_request' }, 400)
      }
      const who = /at-provider=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? ''
      const account = accounts[who]
      const back = new URL(client.redirectUri)
      back.searchParams.set('state', query.get('state') ?? '')
      back.searchParams.set('iss', issuer())
      if (account === undefined) back.searchParams.set('error', 'access_denied')
      else {
        codes += 1
        const [challenge = '', nonce = ''] = [query.get('code_challenge'), query.get('nonce')].map(String)
        if (query.get('code_challenge_method') !== 'S256') return json({ error: 'invalid_request' }, 400)
        grants.set(`code-${codes}`, { account, challenge, redirectUri: client.redirectUri, nonce })
        back.searchParams.set('code', `code-${codes}`)
      }
      return response.writeHead(302, { location: back.href }).end()
    }
    if (url.pathname === '/token') {
      const form = new URLSearchParams(await bodyOf(request))
      const basic = Buffer.from(`${client.id}:${encodeURIComponent(client.secret)}`).toString('base64')
      const grant = grants.get(form.get('code') ?? '')
      grants.delete(form.get('code') ?? '')
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      if (request.headers.authorization !== `Basic ${basic}`) return json({ error: 'invalid_client' }, 401)
      if (grant === undefined || grant.challenge !== challenge || form.get('redirect_uri') !== grant.redirectUri) {
        return json({ error: 'invalid_grant' }, 400)
      }
      if (mischief.tokenStatus !== undefined) return json({ error: 'server_error' }, mischief.tokenStatus)
      return json({ access_token: `at ${grant.account.sub}`, token_type: 'Bearer', id_token: await idToken(grant) })
    }
    if (url.pathname === '/userinfo') {
      const sub = /^Bearer at (.+)$/.exec(request.headers.authorization ?? '')?.[1]
      return json({ ...Object.values(accounts).find((row) => row.sub === sub), ...mischief.userinfo })
    }
    return json({}, 404)
  })

  async function idToken({ account, nonce }: Grant): Promise<string> {
    const now = Math.floor(Date.now() / 1000)
    const { sub, email, email_verified, name } = account
    const claims: JWTPayload = {
      ...{ iss: issuer(), aud: client.id, sub, iat: now, exp: now + 300, nonce },
      ...{ email, email_verified, name },
      ...mischief.claims,
    }
    if (mischief.signature === 'none') return new UnsecuredJWT(claims).encode()
    const { privateKey } = mischief.signature === 'other' ? other : key
    return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).sign(privateKey)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }
  onTestFinished(close)
  const issuer = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    issuer: issuer(),
    asked,
    misbehave: (how: Mischief) => {
      mischief = how
    },
    /** What a browser does at the provider: goes there, and is sent back. */
    async visit(location: string, who: string): Promise<string> {
      const answer = await fetch(location, { redirect: 'manual', headers: { cookie: `at-provider=${who}` } })
      return answer.headers.get('location') ?? `${answer.status}`
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
