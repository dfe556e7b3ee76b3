import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { simpleParser } from 'mailparser'
import { type Browser, chromium, type Page } from 'playwright-core'
import { SMTPServer } from 'smtp-server'
import { smtpMail } from '../../src/adapters/mail/smtp.js'
import { createNodeListener } from '../../src/adapters/node/index.js'
import { memoryStorage } from '../../src/adapters/storage/memory.js'
import type { HandlerOptions } from '../../src/http/index.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { type BadgeService, type BadgeServiceOptions, createBadgeService } from '../../src/service/index.js'
import type { Certificate } from '../support/certificates.js'

/** As it was built, since only the build has the program of the page that verifies. */
const built = new URL('../../dist/http.js', import.meta.url).href
const { createHandler } = (await import(built)) as typeof import('../../src/http/index.js')

/** Debian's; elsewhere by environment variable. */
export const chromiumPath = process.env.BADGEWRIGHT_TEST_CHROMIUM ?? '/usr/bin/chromium'
export const hasChromium = existsSync(chromiumPath)
if (!hasChromium) console.warn(`skipped: no browser at ${chromiumPath}; set BADGEWRIGHT_TEST_CHROMIUM`)

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })

export const examples = fileURLToPath(new URL('../../examples/', import.meta.url))
export const picture = (): Uint8Array => new Uint8Array(readFileSync(`${examples}art/welder.png`))

export const draft = {
  issuer: { name: 'Acme Academy', url: 'https://acme.example/' },
  achievement: {
    name: 'Welder I',
    description: 'Welds structural steel to ISO 9606-1, in all positions, without supervision.',
    criteria: 'Passed the practical exam of six seams and the written exam on safety.',
    achievementType: 'Certification',
    tag: ['welding', 'steel', 'safety'],
  },
} as const

export interface Mail {
  readonly to: string
  readonly text: string
  readonly links: readonly string[]
  readonly html: string
  /** Logos that are part of it. */
  readonly logos: number
  readonly headers: ReadonlyMap<string, unknown>
}

export interface Host {
  readonly base: string
  readonly service: BadgeService
  /** Sends what is due, and gives the newest message to the address. */
  readonly mailTo: (address: string) => Promise<Mail>
  /** How many came to the address so far. */
  readonly mailsTo: (address: string) => number
  readonly issuerCookie: { readonly name: string; readonly value: string; readonly url: string }
  readonly close: () => Promise<void>
}

const listen = (server: Server | SMTPServer): Promise<number> =>
  new Promise((resolve) => {
    const socket = 'server' in server ? server.server : server
    server.listen(0, '127.0.0.1', () => resolve((socket.address() as AddressInfo).port))
  })

/** The service under a prefix of a host with its own login (a cookie), and a mail server that keeps what it gets. */
export async function startHost(
  options: HandlerOptions = {},
  more: (base: string) => Promise<Partial<BadgeServiceOptions>> = async () => ({}),
  certificate?: Certificate,
): Promise<Host> {
  const mails: Mail[] = []
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      simpleParser(stream).then((mail) => {
        const text = mail.text ?? ''
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address).join(),
          text,
          links: [...text.matchAll(/https?:\/\/localhost:\d+\S+/g)].map(([link]) => link),
          headers: mail.headers,
          html: typeof mail.html === 'string' ? mail.html : '',
          logos: mail.attachments.filter(({ filename }) => filename?.startsWith('logo.')).length,
        })
        done()
      }, done)
    },
  })
  const smtpPort = await listen(smtp)
  const server: Server = certificate === undefined ? createServer() : createHttpsServer({ ...certificate })
  const port = await listen(server)
  const base = `${certificate === undefined ? 'http' : 'https'}://localhost:${port}/lms/badges`
  const mail = await smtpMail({ host: '127.0.0.1', port: smtpPort, dangerouslyAllowPlaintext: true })
  const service = createBadgeService({
    // What was revoked is looked at in the next moment.
    statusPublishSeconds: 0,
    signer: await generateKeyPair(),
    storage: memoryStorage(),
    baseUrl: base,
    mail,
    mailSettings: { from: { address: 'badges@acme.example', name: 'Acme Academy' }, perMinute: 10_000 },
    ...(await more(base)),
  })
  const handler = createHandler(service, {
    siteName: 'Acme Academy',
    issuerProfile: draft.issuer,
    auth: {
      async identify(request) {
        const isIssuer = /host-login=issuer/.test(request.headers.get('cookie') ?? '')
        return isIssuer ? { subject: 'issuer', emails: [], roles: ['owner'] } : null
      },
    },
    ...options,
  })
  const listener = createNodeListener(async (request) => {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/lms/badges')) return handler(request)
    if (pathname.startsWith('/.well-known/')) return handler.wellKnown(request)
    const frame = `<!doctype html><html lang="en"><title>LMS</title><iframe title="Badges" width="900" height="700" src="/lms/badges/verify"></iframe></html>`
    return new Response(frame, { headers: { 'content-type': 'text/html' } })
  })
  server.on('request', (request, response) => void listener(request, response))
  return {
    base,
    service,
    issuerCookie: { name: 'host-login', value: 'issuer', url: base },
    mailsTo: (address) => mails.filter(({ to }) => to === address).length,
    async mailTo(address) {
      await service.tick()
      const found = mails.findLast(({ to }) => to === address)
      if (found === undefined) throw new Error('no mail arrived')
      return found
    },
    async close() {
      server.closeAllConnections()
      await service.close()
      await mail.close?.()
      await Promise.all([
        new Promise((done) => server.close(done)),
        new Promise<void>((done) => smtp.close(() => done())),
      ])
    },
  }
}

/** Signs a browser in by the link of a mail. */
export async function signIn(host: Host, page: Page, email: string): Promise<void> {
  await host.service.people.sendLinks({ email })
  const { links } = await host.mailTo(email)
  await page.goto(links.find((url) => url.includes('/sign-in/')) ?? '')
  await page.locator('main form button').click()
  await page.waitForURL(/\/mine/)
}
