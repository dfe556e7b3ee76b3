import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { browser } from '../http/client.js'
import { startProvider } from '../support/oidc-provider.js'
import { cli, main, temporaryFolder } from './cli.js'

const file = temporaryFolder()

async function start(args: readonly string[]) {
  const child = spawn(process.execPath, [main(), 'serve', '--port', '0', ...args])
  let out = ''
  let err = ''
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  for (let i = 0; i < 300 && !out.includes('Everything is kept'); i++) await wait(100)
  const url = (label: string) => new RegExp(`${label}\\s+(\\S+)`).exec(out)?.[1] ?? ''
  return {
    url,
    said: () => err,
    async stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

test('one command serves pages and API, mails into a folder, and keeps everything over a restart', {
  timeout: 120_000,
}, async () => {
  const data = file('data')
  // A folder that was there before, open to everybody.
  mkdirSync(data, { mode: 0o755 })
  const first = await start(['--data', data])
  const base = first.url('Start page').replace(/\/$/, '')
  expect((await fetch(first.url('Check a badge'))).status).toBe(200)
  const { apiToken } = JSON.parse(readFileSync(`${data}/secrets.json`, 'utf8')) as { apiToken: string }
  const issued = await fetch(`${base}/api/badges`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      draft: { achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' } },
      recipient: { email: 'kim@example.org' },
    }),
  })
  expect(issued.status).toBe(201)
  // One that is being written has another name.
  const mails = () => readdirSync(`${data}/outbox`).filter((file) => file.endsWith('.eml'))
  for (let i = 0; i < 100 && mails().length === 0; i++) await wait(100)
  const [name = ''] = mails()
  const mail = readFileSync(`${data}/outbox/${name}`, 'utf8').replace(/=\r\n/g, '')
  const link = /http:\/\/localhost:\d+\/claim\/clm_[\w-]{43}/.exec(mail)?.[0] ?? ''
  expect((await fetch(link)).status).toBe(200)
  const operator = browser((request) => fetch(request, { redirect: 'manual' }), base)
  await operator.submit(await operator.get(first.url('Issue badges')), '/staff/sign-in/')
  expect((await operator.get('/issuer/staff')).text).toContain('Operator')
  expect((await fetch(first.url('Issue badges'))).status).toBe(404)
  expect((await fetch(`${base}/issuer`)).status).toBe(401)
  for (const name of ['badges-issuer', 'badges-staff', 'badges-session']) {
    expect((await fetch(`${base}/issuer`, { headers: { cookie: `${name}=${apiToken}` } })).status).toBe(401)
  }
  // Links in mails open offers, and the database names learners: neither is for other accounts of the machine.
  for (const secret of ['key.json', 'secrets.json', 'badges.db', `outbox/${name}`])
    expect(statSync(`${data}/${secret}`).mode & 0o777, secret).toBe(0o600)
  expect(await first.stop()).toBe(0)
  const second = await start(['--data', data])
  const list = await fetch(`${second.url('Start page')}api/badges`, {
    headers: { authorization: `Bearer ${apiToken}` },
  })
  expect(((await list.json()) as { badges: unknown[] }).badges).toHaveLength(1)
  expect(second.url('Issuer')).toBe(first.url('Issuer'))
  await second.stop()
})

test.each([
  ['an unknown member', { prot: 1 }],
  ['a port that is text', { port: '80' }],
  ['a base URL that is none', { baseUrl: 'ftp://x' }],
  ['a policy that is none', { claimPolicy: 'sesion' }],
  ['an owner without a name', { owners: [{ email: 'ola@acme.example' }] }],
  ['a token with a role that does not exist', { apiTokenHashes: [{ hash: 'a'.repeat(64), role: 'admin' }] }],
  ['a provider without a client', { oidc: { issuer: 'https://login.example' } }],
  ['a brand with a member that there is not', { brand: { color: '#ffd500' } }],
  ['a word for the colour of the brand', { brand: { colour: 'yellow' } }],
])('a configuration with %s is wrong usage', async (_, config) => {
  writeFileSync(file('config.json'), JSON.stringify(config))
  const { code, err } = await cli(['serve', '--config', file('config.json')])
  expect([code, err.includes('ERR_USAGE')]).toEqual([2, true])
})

test('the brand of the configuration is on the pages, its logo a file beside it; a logo that is not one is refused at the start', {
  timeout: 60_000,
}, async () => {
  mkdirSync(file('branded'))
  writeFileSync(
    file('branded/logo.svg'),
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle r="3"/></svg>',
  )
  const config = file('branded/config.json')
  writeFileSync(config, JSON.stringify({ brand: { name: 'Ravensburg', colour: '#ffd500', logo: 'logo.svg' } }))
  const server = await start(['--config', config, '--data', file('branded/data')])
  const page = await (await fetch(server.url('Start page'))).text()
  const [, logo = ''] = /<img src="([^"]*\/assets\/logo\.[0-9a-f]+\.svg)" alt="">/.exec(page) ?? []
  expect(page).toContain('<title>Ravensburg</title>')
  expect(page).toContain('/assets/accent-ffd500.')
  expect((await fetch(new URL(logo, server.url('Start page')))).status).toBe(200)
  expect(await server.stop()).toBe(0)
  writeFileSync(file('branded/logo.svg'), '<html><script>alert(1)</script></html>')
  const { code, err } = await cli(['serve', '--config', config, '--data', file('branded/data'), '--port', '0'])
  expect([code === 0, err.includes('ERR_FORMAT_UNKNOWN')]).toEqual([false, true])
})

test('learners sign in at the provider that the configuration names, the operator by the printed link', {
  timeout: 60_000,
}, async () => {
  const account = { sub: 'u-1', name: 'Kim at college', email: 'kim@learner.example', email_verified: true }
  const baseUrl = 'http://localhost:9'
  const redirectUri = `${baseUrl}/oidc/callback`
  const provider = await startProvider({ kim: account }, { id: 'badges', secret: 's3cret', redirectUri })
  const oidc = { issuer: provider.issuer, clientId: 'badges', clientSecret: 's3cret' }
  const config = file('oidc.json')
  writeFileSync(config, JSON.stringify({ oidc, claimPolicy: 'session', data: 'oidc-data' }))
  const server = await start(['--config', config, '--base-url', baseUrl])
  const listens = server.url('Listens on')
  // The links are those of the base URL; the requests go where the server listens.
  const reach = (request: Request) =>
    fetch(request.url.replace(baseUrl, listens), { redirect: 'manual', headers: request.headers })
  const send = async (request: Request) => {
    const body = request.method === 'POST' ? { body: await request.text() } : {}
    const { method, headers } = request
    return fetch(request.url.replace(baseUrl, listens), { redirect: 'manual', method, headers, ...body })
  }
  const kim = browser(reach, baseUrl)
  const begun = await kim.get('/oidc/login?returnTo=/account')
  const back = await provider.visit(begun.headers.get('location') ?? '', 'kim')
  expect((await kim.get(back)).headers.get('location')).toBe('/account')
  expect((await kim.get('/account')).text).toContain('Kim at college')
  expect((await kim.get('/issuer')).status).toBe(403)
  const operator = browser(send, baseUrl)
  await operator.submit(await operator.get(server.url('Issue badges')), '/staff/sign-in/')
  expect((await operator.get('/issuer')).status).toBe(200)
  expect(await server.stop()).toBe(0)
})

test('an owner of the configuration who was removed does not come back with a restart', {
  timeout: 60_000,
}, async () => {
  const config = file('owners.json')
  const owners = ['Ola', 'Pat'].map((name) => ({ email: `${name.toLowerCase()}@acme.example`, name }))
  writeFileSync(config, JSON.stringify({ data: 'owners', owners }))
  const enter = async (server: Awaited<ReturnType<typeof start>>) => {
    const base = server.url('Start page').replace(/\/$/, '')
    const operator = browser((request) => fetch(request, { redirect: 'manual' }), base)
    await operator.submit(await operator.get(server.url('Issue badges')), '/staff/sign-in/')
    return operator
  }
  const first = await start(['--config', config])
  const operator = await enter(first)
  const page = await operator.get('/issuer/staff')
  const [, staffId = ''] = /Ola<[\s\S]*?action="\/issuer\/staff\/([^/"]+)\/remove"/.exec(page.text) ?? []
  await operator.submit(page, `/issuer/staff/${staffId}/remove`)
  expect((await operator.get('/issuer/staff')).text).not.toContain('ola@acme.example')
  await first.stop()
  const second = await start(['--config', config])
  const { text } = await (await enter(second)).get('/issuer/staff')
  expect([text.includes('ola@acme.example'), text.includes('pat@acme.example')]).toEqual([false, true])
  await second.stop()
})

test('--rotate-secrets: the old token and every session end, the rest is as it was, and it says what it did', {
  timeout: 120_000,
}, async () => {
  const data = file('rotated')
  const config = file('rotated.json')
  writeFileSync(config, JSON.stringify({ data: 'rotated', owners: [{ email: 'ola@acme.example', name: 'Ola' }] }))
  const secrets = () => JSON.parse(readFileSync(`${data}/secrets.json`, 'utf8')) as Record<string, unknown>
  const first = await start(['--config', config])
  const base = first.url('Start page').replace(/\/$/, '')
  const operator = browser((request) => fetch(request, { redirect: 'manual' }), base)
  await operator.submit(await operator.get(first.url('Issue badges')), '/staff/sign-in/')
  expect((await operator.get('/issuer/staff')).text).toContain('Ola')
  const before = secrets()
  await first.stop()
  const second = await start(['--config', config, '--rotate-secrets'])
  const after = secrets()
  expect(Object.keys(after)).toEqual(['apiToken', 'secret'])
  expect([after.apiToken === before.apiToken, after.secret === before.secret]).toEqual([false, false])
  expect(statSync(`${data}/secrets.json`).mode & 0o777).toBe(0o600)
  expect(second.said()).toMatch(/Ended: 1 sessions/)
  const at = second.url('Start page').replace(/\/$/, '')
  const withToken = (token: unknown) => fetch(`${at}/api/staff`, { headers: { authorization: `Bearer ${token}` } })
  expect([(await withToken(before.apiToken)).status, (await withToken(after.apiToken)).status]).toEqual([401, 200])
  const cookie = [...operator.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  expect((await fetch(`${at}/issuer`, { headers: { cookie } })).status).toBe(401)
  expect(second.url('Issuer')).toBe(first.url('Issuer'))
  await second.stop()
  // A run that broke off: what is kept of the former secret is taken up at the next start.
  writeFileSync(`${data}/secrets.json`, JSON.stringify({ ...after, former: ['x'.repeat(43)] }))
  const third = await start(['--config', config])
  expect(Object.keys(secrets())).toEqual(['apiToken', 'secret'])
  await third.stop()
})
