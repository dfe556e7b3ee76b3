import { createHandler, type HandlerOptions } from '../../src/http/index.js'
import type { Auth } from '../../src/service/index.js'
import { draft, type TestService, testService } from '../service/service.js'
import { browser } from './client.js'

export { draft }

/** A host whose login is a header. */
export const headerAuth: Auth = {
  async identify(request) {
    const account = request.headers.get('x-account')
    if (account === null) return null
    const isIssuer = account.startsWith('issuer')
    return {
      subject: account,
      emails: isIssuer ? [] : [`${account}@learner.example`],
      name: account,
      roles: isIssuer ? ['owner'] : ['learner'],
    }
  },
  signInUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
}

export interface TestSite extends TestService {
  readonly handler: ReturnType<typeof createHandler>
  readonly defects: unknown[]
  /** A visitor with cookies of their own. */
  readonly visitor: (account?: string) => ReturnType<typeof browser>
}

export async function testSite(
  options: HandlerOptions = {},
  serviceOptions: Parameters<typeof testService>[0] = {},
): Promise<TestSite> {
  const service = await testService(serviceOptions)
  const defects: unknown[] = []
  const handler = createHandler(service.service, {
    auth: headerAuth,
    issuerProfile: { name: 'Acme Academy' },
    clientAddress: (request) => request.headers.get('x-ip') ?? undefined,
    onError: (error) => defects.push(error),
    ...options,
  })
  return {
    ...service,
    handler,
    defects,
    visitor: (account) =>
      browser(handler, service.service.baseUrl, account === undefined ? {} : { 'x-account': account }),
  }
}

/** An offer to somebody, and the path of its link. */
export async function offerTo(site: TestSite, email = 'kim@learner.example', more: object = {}) {
  const badge = await site.service.issue({ draft, recipient: { email, name: 'Kim Doe' }, ...more })
  const mail = await site.mailTo(email)
  const path = /\/claim\/clm_[\w-]{43}/.exec(mail.text)?.[0] ?? ''
  return { badge, mail, path, token: path.slice('/claim/'.length) }
}

/** Signs somebody in by the link of a mail. */
export async function signIn(site: TestSite, visitor: ReturnType<typeof browser>, email = 'kim@learner.example') {
  await visitor.submit(await visitor.get('/sign-in'), '/sign-in', { email })
  const link = /\/sign-in\/log_[\w-]{43}/.exec((await site.mailTo(email)).text)?.[0] ?? ''
  return visitor.follow(await visitor.submit(await visitor.get(link), '/sign-in/'))
}

/** Asks the API of a site with JSON, by this token unless a call names another, or none. */
export const apiCaller =
  (site: Pick<TestSite, 'handler'>, own: string) =>
  async (method: string, path: string, body?: unknown, token: string | null = own) => {
    const response = await site.handler(
      new Request(`https://badges.example/app${path}`, {
        method,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    )
    const text = await response.text()
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      location: response.headers.get('location'),
      body: /^[{[]/.test(text) ? JSON.parse(text) : undefined,
    }
  }
