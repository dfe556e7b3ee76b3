import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tarOf, untar } from '../../src/cli/backup/tar.js'
import type { JsonObject } from '../../src/types/json.js'
import { cli, temporaryFolder } from './cli.js'
import { serveHere } from './server.js'

const file = temporaryFolder()
const base = 'https://badges.example'
const DID = `${base.replace('https://', 'did:web:')}:issuers:sealed`

const config = (): string => {
  const path = file('serve.json')
  const issuers = { sealed: { suite: 'eddsa-rdfc-2022', statusPurpose: 'revocation' }, other: { key: 'P-256' } }
  writeFileSync(path, JSON.stringify({ issuers }))
  return path
}

const tokenOf = (data: string, name = 'sealed'): string =>
  (JSON.parse(readFileSync(join(data, 'issuers', name, 'secrets.json'), 'utf8')) as { apiToken: string }).apiToken

function issueAt(server: Awaited<ReturnType<typeof serveHere>>, token: string, n: number) {
  return server.ask('/issuers/sealed/credentials/issue', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      credential: {
        '@context': ['https://www.w3.org/ns/credentials/v2'],
        id: `urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc${30 + n}`,
        type: ['VerifiableCredential'],
        issuer: DID,
        credentialSubject: { id: 'did:example:kim' },
      },
      options: { store: true },
    }),
  })
}

const start = (data: string, more: readonly string[] = []) => serveHere(data, base, ['--config', config(), ...more])
const jsonOf = async (response: Response) =>
  (await response.json()) as JsonObject & { verifiableCredential: JsonObject }
const methodOf = ({ proof }: JsonObject): unknown => (proof as JsonObject).verificationMethod

test('keys of an issuer beside that of the server are listed, checked, rotated and removed by its name', {
  timeout: 90_000,
}, async () => {
  const data = file('data')
  const server = await start(data)
  const issue = async (n: number) => (await jsonOf(await issueAt(server, tokenOf(data), n))).verifiableCredential
  const before = await issue(1)
  await server.issue(1)
  const rotated = await cli(['keys', 'rotate', '--data', data, '--issuer', 'sealed', '--lead', '0'])
  expect([rotated.code, rotated.err]).toEqual([0, ''])
  const [id] = rotated.out.split(' ')
  expect(id).toMatch(new RegExp(`^${DID}#`))
  const did = await jsonOf(await server.ask('/issuers/sealed/did.json'))
  expect(did.assertionMethod).toEqual([methodOf(before), id])
  const jwks = (await jsonOf(await server.ask('/issuers/sealed/jwks.json'))) as { keys?: JsonObject[] }
  expect(jwks.keys).toHaveLength(2)
  let fresh = await issue(2)
  for (let n = 3; methodOf(fresh) !== id && n < 40; n++) {
    await new Promise((go) => setTimeout(go, 250))
    fresh = await issue(n)
  }
  expect(methodOf(fresh)).toBe(id)
  for (const verifiableCredential of [before, fresh]) {
    const body = JSON.stringify({ verifiableCredential })
    expect(await jsonOf(await server.ask('/credentials/verify', { method: 'POST', body }))).toMatchObject({
      verified: true,
    })
  }
  const lines = (await cli(['keys', 'list', '--data', data, '--issuer', 'sealed'])).out.trim().split('\n')
  expect(lines.map((line) => line.split(/ +/).slice(0, 2))).toEqual([
    ['earlier', methodOf(before)],
    ['signing', id],
  ])
  expect((await cli(['keys', 'check', '--data', data, '--issuer', 'sealed'])).out).toBe(
    '0 badges and 1 status lists verify.\n',
  )
  const remove = ['keys', 'remove', String(methodOf(before)), '--data', data, '--issuer', 'sealed']
  expect((await cli(remove)).err.split(' ')[0]).toBe('ERR_KEY_IN_USE')
  // The keys of the server are as they were, and the other issuer too.
  expect((await cli(['keys', 'list', '--data', data])).out.trim().split('\n')).toHaveLength(1)
  expect((await cli(['keys', 'list', '--data', data, '--issuer', 'sealedd'])).err).toContain('Did you mean sealed?')
  expect(readdirSync(join(data, 'issuers', 'sealed', 'keys'))).toHaveLength(1)

  // A backup has them all; the server that is made of it signs with the new key.
  const [archive, copy] = [file('all.backup'), file('copy')]
  expect((await cli(['backup', '--data', data, '--out', archive])).code).toBe(0)
  expect(await server.stop()).toBe(0)
  const made = await cli(['restore', archive, '--data', copy])
  expect(made.code).toBe(0)
  // What is to be done again, and nothing else.
  expect(made.err).toMatch(/^What was done after \S+ is not known here\. [^\n]*Everybody signs in again\.\n$/)
  expect(readdirSync(join(copy, 'issuers', 'sealed', 'keys'))).toHaveLength(1)
  const again = await start(copy)
  const restored = await jsonOf(await issueAt(again, tokenOf(copy), 50))
  expect(methodOf(restored.verifiableCredential)).toBe(id)
  expect(await again.stop()).toBe(0)
})

test('a key of an issuer with a long name goes into a backup and out of it', async () => {
  const name = `files/issuers/${'n'.repeat(63)}/keys/${'k'.repeat(90)}.json`
  async function* one() {
    yield { name, bytes: new Uint8Array([1, 2, 3]) }
  }
  const found: string[] = []
  for await (const entry of untar(tarOf(one()))) found.push(`${entry.name} ${entry.bytes.length}`)
  expect(found).toEqual([`${name} 3`])
})

test('without its keys an issuer that has signed gets no new one', { timeout: 60_000 }, async () => {
  const data = file('lost')
  const server = await start(data)
  expect((await issueAt(server, tokenOf(data), 1)).status).toBe(201)
  await server.stop()
  const folder = join(data, 'issuers', 'sealed')
  renameSync(folder, file('kept'))
  const refused = await cli(['serve', '--port', '0', '--data', data, '--base-url', base, '--config', config()])
  expect([refused.code, refused.err.split(' ')[0]]).toEqual([1, 'ERR_FILE_UNREADABLE'])
  expect(readdirSync(join(data, 'issuers'))).not.toContain('sealed')
  const keys = await cli(['keys', 'rotate', '--data', data, '--issuer', 'sealed', '--lead', '0'])
  expect([keys.code, keys.err.split(' ')[0]]).toEqual([1, 'ERR_FILE_UNREADABLE'])
  // Its twin: with the folder in its place it starts.
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(data, 'issuers'), { recursive: true })
  renameSync(file('kept'), folder)
  const again = await start(data)
  expect((await issueAt(again, tokenOf(data), 2)).status).toBe(201)
  await again.stop()
})

test('--rotate-secrets ends the token of every issuer', { timeout: 60_000 }, async () => {
  const data = file('tokens')
  const first = await start(data)
  const [old, other] = [tokenOf(data), tokenOf(data, 'other')]
  expect((await issueAt(first, old, 1)).status).toBe(201)
  await first.stop()
  const second = await start(data, ['--rotate-secrets'])
  expect([tokenOf(data) === old, tokenOf(data, 'other') === other]).toEqual([false, false])
  expect((await issueAt(second, old, 2)).status).toBe(401)
  expect((await issueAt(second, tokenOf(data), 3)).status).toBe(201)
  await second.stop()
  // Once is enough: the next start keeps them.
  const kept = tokenOf(data)
  await (await start(data)).stop()
  expect(tokenOf(data)).toBe(kept)
})
