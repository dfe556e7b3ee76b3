import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { browser } from '../http/client.js'
import { cli, temporaryFolder } from './cli.js'
import { serveHere } from './server.js'

const file = temporaryFolder()
const wait = (milliseconds: number) => new Promise((go) => setTimeout(go, milliseconds))

/** The link of the one mail that was sent. */
async function claimLink(data: string): Promise<string> {
  const mails = () => readdirSync(`${data}/outbox`).filter((name) => name.endsWith('.eml'))
  for (let i = 0; i < 100 && mails().length === 0; i++) await wait(100)
  const mail = readFileSync(`${data}/outbox/${mails()[0]}`, 'utf8').replace(/=\r\n/g, '')
  return /http:\/\/localhost:\d+\/claim\/clm_[\w-]{43}/.exec(mail)?.[0] ?? ''
}

test('badgewright offer holds a badge of a server that runs out to a wallet', { timeout: 60_000 }, async () => {
  const data = file('data')
  const server = await serveHere(data)
  const { id } = (await server.issue(1)) as { id: string }
  const early = await cli(['offer', id, '--data', data])
  expect([early.code, early.err.includes('ERR_STAGE_INVALID')]).toEqual([1, true])
  const learner = browser((request) => fetch(request, { redirect: 'manual' }), server.origin)
  await learner.submit(await learner.get(await claimLink(data)), '/claim/', { do: 'claim' })

  const held = await cli(['offer', id, '--data', data, '--json'])
  expect([held.code, held.err]).toEqual([0, ''])
  const { url, code } = JSON.parse(held.out) as { url: string; code: string }
  expect(code).toMatch(/^\d{6}$/)
  const page = new URL(url).pathname
  const { grants } = (await (await server.ask(`${page}/offer`)).json()) as { grants: object }
  expect(Object.values(grants)).toMatchObject([{ tx_code: { length: 6 } }])
  expect(await (await server.ask(page, { headers: { accept: 'text/html' } })).text()).not.toContain(code)

  const plain = await cli(['offer', id, '--data', data, '--without-code', '--unbound'])
  expect(plain.out).toMatch(/^page {4}http\S+\nwallet {2}openid-credential-offer:\S+\nuntil {3}\S+Z\n$/)
  const none = await cli(['offer', '0'.repeat(26), '--data', data])
  expect([none.code, none.err.includes('ERR_RECORD_NOT_FOUND')]).toEqual([1, true])
  // The server speaks the dialects that wallets of the field have.
  const unproven = await server.ask('/wallet/token', { method: 'POST', body: '' })
  expect(unproven.status).toBe(400)
  expect(await server.stop()).toBe(0)
})
