import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sqliteStorage } from '../../src/adapters/storage/sqlite.js'
import type { JsonObject } from '../../src/types/json.js'
import { cli, temporaryFolder } from './cli.js'
import { serveHere } from './server.js'

const file = temporaryFolder()
const base = 'https://badges.example'
const DID = 'did:web:badges.example'

const serve = (data: string, baseUrl = base) => serveHere(data, baseUrl)

const signedBy = ({ credential }: JsonObject): unknown =>
  [(credential as JsonObject).proof].flat().map((proof) => (proof as JsonObject).verificationMethod)[0]

describe('badgewright keys', () => {
  test('rotates the key of a server that runs, which signs with the new one and serves both', {
    timeout: 60_000,
  }, async () => {
    const data = file('running')
    const server = await serve(data)
    const before = await server.issue(1)
    const rotated = await cli(['keys', 'rotate', '--data', data, '--lead', '0'])
    expect([rotated.code, rotated.err]).toEqual([0, ''])
    const id = rotated.out.split(' ')[0]
    expect(id).toMatch(new RegExp(`^${DID}#`))
    const did = (await (await server.ask('/.well-known/did.json')).json()) as { assertionMethod: string[] }
    expect(did.assertionMethod).toEqual([signedBy(before), id])
    let fresh = await server.issue(2)
    for (let n = 3; signedBy(fresh) !== id && n < 40; n++) {
      await new Promise((go) => setTimeout(go, 250))
      fresh = await server.issue(n)
    }
    expect(signedBy(fresh)).toBe(id)
    const list = (fresh.credential as { credentialStatus: { statusListCredential: string } }).credentialStatus
    const credential = (await (await server.ask(new URL(list.statusListCredential).pathname)).json()) as JsonObject
    expect(signedBy({ credential })).toBe(id)
    expect((await cli(['keys', 'check', '--data', data])).out).toMatch(/^\d+ badges and 1 status lists verify/)
    const listed = (await cli(['keys', 'list', '--data', data])).out.trim().split('\n')
    expect(listed.map((line) => line.split(/ +/).slice(0, 2))).toEqual([
      ['earlier', signedBy(before)],
      ['signing', id],
    ])
    const refused = await cli(['keys', 'remove', String(signedBy(before)), '--data', data])
    expect([refused.code, refused.err.split(' ')[0]]).toEqual([1, 'ERR_KEY_IN_USE'])
    expect(await server.stop()).toBe(0)
    const names = readdirSync(join(data, 'keys'))
    expect(names).toHaveLength(1)
    expect(statSync(join(data, 'keys', names[0] ?? '')).mode & 0o777).toBe(0o600)
    // The secret of the earlier key is no longer needed by anything.
    renameSync(join(data, 'key.json'), file('kept-key.json'))
    const again = await serve(data)
    expect(signedBy(await again.issue(90))).toBe(id)
    expect(existsSync(join(data, 'key.json'))).toBe(false)
    expect(await again.stop()).toBe(0)
    copyFileSync(file('kept-key.json'), join(data, 'key.json'))
  })

  test('an issuer that is its key keeps it, and no other is left behind', { timeout: 60_000 }, async () => {
    const data = file('local')
    const server = await serve(data, 'http://localhost:8080')
    await server.issue(1)
    await server.stop()
    const { code, err } = await cli(['keys', 'rotate', '--data', data, '--lead', '0'])
    expect([code, err.split(' ')[0]]).toEqual([1, 'ERR_SIGN_ISSUER_MISMATCH'])
    expect(existsSync(join(data, 'keys'))).toBe(false)
    expect((await cli(['keys', 'list', '--data', data])).out).toMatch(/^signing +did:key:/)
  })

  test('names the badges for which a rotation is refused; the next run goes on with the same key', {
    timeout: 60_000,
  }, async () => {
    const data = file('refused')
    const server = await serve(data)
    const badge = await server.issue(1)
    await server.stop()
    const storage = await sqliteStorage({ file: join(data, 'badges.db') })
    const stored = await storage.get('badges', String(badge.id))
    const alter = async (credential: JsonObject) => {
      const now = await storage.get('badges', String(badge.id))
      const value = { ...stored?.value, credential } as JsonObject
      await storage.commit([{ collection: 'badges', key: String(badge.id), expectedVersion: now?.version ?? 0, value }])
    }
    const sound = stored?.value.credential as JsonObject
    await alter({ ...sound, name: 'Welder II' })
    const refused = await cli(['keys', 'rotate', '--data', data, '--lead', '0'])
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('ERR_KEY_IN_USE')
    expect(refused.err).toContain(`ERR_PROOF_INVALID: The badge ${badge.id} `)
    const [next = ''] = readdirSync(join(data, 'keys'))
    const made = JSON.parse(readFileSync(join(data, 'keys', next), 'utf8')) as { id: string }
    await alter(sound)
    const rotated = await cli(['keys', 'rotate', '--data', data, '--lead', '0'])
    expect([rotated.code, rotated.out.split(' ')[0]]).toEqual([0, made.id])
    await storage.close()
  })

  test('a run that ended right after the switch is finished by the next, and no second key is made', {
    timeout: 60_000,
  }, async () => {
    const data = file('ended')
    const server = await serve(data)
    await server.issue(1)
    await server.stop()
    const rotated = await cli(['keys', 'rotate', '--data', data, '--lead', '0'])
    const [name = ''] = readdirSync(join(data, 'keys'))
    renameSync(join(data, 'keys', name), join(data, 'keys', 'next.json'))
    const again = await cli(['keys', 'rotate', '--data', data, '--lead', '0'])
    expect(again.out).toBe(rotated.out)
    expect(readdirSync(join(data, 'keys'))).toEqual([name])
    // One more rotation is another key.
    const further = await cli(['keys', 'rotate', '--data', data, '--lead', '0'])
    expect(further.out).not.toBe(rotated.out)
    expect(readdirSync(join(data, 'keys'))).toHaveLength(2)
  })

  test('a folder that is none of a server is not made one', async () => {
    const data = file('nothing')
    mkdirSync(data)
    const { code, err } = await cli(['keys', 'list', '--data', data])
    expect([code, err.split(' ')[0]]).toEqual([1, 'ERR_FILE_UNREADABLE'])
    expect(readdirSync(data)).toEqual([])
  })

  test.each([[['keys', 'rotate', '--lead', 'soon']], [['keys', 'rot']], [['keys', 'remove']]])(
    '%j is wrong usage',
    async (args) => {
      expect((await cli(args)).code).toBe(2)
    },
  )
})

test('two that rotate at once make one key', { timeout: 60_000 }, async () => {
  const data = file('twice')
  const server = await serve(data)
  await server.issue(1)
  await server.stop()
  const both = await Promise.all([1, 2].map(() => cli(['keys', 'rotate', '--data', data, '--lead', '0'])))
  expect(both.map(({ code }) => code)).toEqual([0, 0])
  expect(new Set(both.map(({ out }) => out)).size).toBe(1)
  expect(readdirSync(join(data, 'keys'))).toHaveLength(1)
})
