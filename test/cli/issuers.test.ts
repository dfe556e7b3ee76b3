import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createGuardedFetch } from '../../src/adapters/node/index.js'
import { makeAuthority } from '../support/certificates.js'
import { cli, temporaryFolder } from './cli.js'
import { serveHere } from './server.js'

const file = temporaryFolder()

const config = (json: object): string => {
  const path = file('serve.json')
  writeFileSync(path, JSON.stringify(json))
  return path
}

const issuers = {
  welding: { suite: 'ecdsa-sd-2023', mandatoryPointers: ['/issuer'] },
  tokens: { key: 'P-384', form: 'vc+jwt', statusPurpose: 'revocation' },
  sealed: { suite: ['eddsa-rdfc-2022', 'eddsa-jcs-2022'], statusPurpose: 'revocation' },
}

const json = async (response: Response) => ({ status: response.status, body: await response.json() })

test('issuers of the configuration get keys of the right type and tokens of their own, and keep them over a restart', async () => {
  const data = file('data')
  const path = config({ issuers })
  const first = await serveHere(data, 'https://badges.example', ['--config', path])
  const keyOf = async (name: string) => (await json(await first.ask(`/issuers/${name}/did.json`))).body
  const before = await Promise.all(Object.keys(issuers).map(keyOf))
  expect(before.map(({ id }) => id)).toEqual(
    Object.keys(issuers).map((name) => `did:web:badges.example:issuers:${name}`),
  )
  const keys = before.map(({ verificationMethod }) => verificationMethod[0].publicKeyMultibase.slice(0, 4))
  expect(keys).toEqual(['zDna', 'z82L', 'z6Mk'])
  for (const name of Object.keys(issuers)) {
    for (const secret of ['key.json', 'secrets.json']) {
      expect(statSync(join(data, 'issuers', name, secret)).mode & 0o777).toBe(0o600)
    }
  }
  const { apiToken } = JSON.parse(readFileSync(join(data, 'issuers', 'sealed', 'secrets.json'), 'utf8')) as {
    apiToken: string
  }
  const body = JSON.stringify({
    credential: {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiableCredential'],
      issuer: 'did:web:badges.example:issuers:sealed',
      credentialSubject: { id: 'did:example:kim' },
    },
  })
  const headers = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' }
  const issued = await json(await first.ask('/issuers/sealed/credentials/issue', { method: 'POST', headers, body }))
  expect(issued.status).toBe(201)
  expect((await first.ask('/issuers/tokens/credentials/issue', { method: 'POST', headers, body })).status).toBe(401)
  expect(await first.stop()).toBe(0)

  const second = await serveHere(data, 'https://badges.example', ['--config', path])
  const after = await Promise.all(
    Object.keys(issuers).map(async (name) => (await json(await second.ask(`/issuers/${name}/did.json`))).body),
  )
  expect(after).toEqual(before)
  const verified = await json(
    await second.ask('/credentials/verify', { method: 'POST', body: JSON.stringify(issued.body) }),
  )
  expect(verified).toMatchObject({ status: 200, body: { verified: true } })

  // A backup has the keys and tokens of all of them; a link in their place is not followed.
  mkdirSync(file('elsewhere'))
  writeFileSync(file('elsewhere/key.json'), '{"secret":"of somebody else"}')
  symlinkSync(file('elsewhere'), join(data, 'issuers', 'linked'))
  const [archive, copy] = [file('issuers.backup'), file('copy')]
  expect((await cli(['backup', '--data', data, '--out', archive])).code).toBe(0)
  await second.stop()
  expect((await cli(['restore', archive, '--data', copy])).code).toBe(0)
  expect(readdirSync(join(copy, 'issuers')).sort()).toEqual(Object.keys(issuers).sort())
  for (const name of Object.keys(issuers)) {
    for (const secret of ['key.json', 'secrets.json']) {
      const [kept, given] = [data, copy].map((folder) => readFileSync(join(folder, 'issuers', name, secret), 'utf8'))
      expect(given, name).toBe(kept)
      expect(statSync(join(copy, 'issuers', name, secret)).mode & 0o777).toBe(0o600)
    }
  }
})

test.each([
  ['a suite that the key does not fit', { a: { key: 'P-256', suite: 'eddsa-rdfc-2022' } }, 'of type Ed25519'],
  ['suites that no key fits', { a: { suite: ['eddsa-rdfc-2022', 'ecdsa-rdfc-2019'] } }, 'of type P-256'],
  ['an unknown member', { a: { signer: {} } }, 'signer'],
  ['an unknown type of key', { a: { key: 'P-521' } }, 'P-384'],
  ['a name that leads elsewhere', { '../a': {} }, 'name'],
])('%s is refused at the start', async (_, given, word) => {
  const { code, err } = await cli([
    'serve',
    '--port',
    '0',
    '--data',
    file(`refused-${word}`),
    '--config',
    config({ issuers: given }),
  ])
  expect([code, err.includes(word)]).toEqual([2, true])
})

describe('a start that is refused makes no key and no database, so that the configuration is corrected in place', () => {
  const sound = { key: 'P-256', suite: 'ecdsa-rdfc-2019' } as const
  test.each([
    ['another issuer does not fit its key', { b: { key: 'P-256', suite: 'eddsa-rdfc-2022' } }, {}],
    ['an RSA key is to sign embedded proofs', { b: { key: 'RSA' } }, {}],
    ['an RSA key is to sign status lists', { b: { key: 'RSA', form: 'vc+jwt', statusPurpose: 'revocation' } }, {}],
    ['a suite is for JWTs', { b: { key: 'P-256', form: 'vc+jwt', suite: 'ecdsa-rdfc-2019' } }, {}],
    ['pointers are without their suite', { b: { mandatoryPointers: ['/issuer'] } }, {}],
    ['a pointer is not one', { b: { suite: 'ecdsa-sd-2023', mandatoryPointers: ['issuer'] } }, {}],
    ['a pointer leads below a text', { b: { suite: 'ecdsa-sd-2023', mandatoryPointers: ['/id/x'] } }, {}],
    ['no suite is named', { b: { suite: [] } }, {}],
    ['a profile has no name', { b: { profile: { url: 'https://b.example' } } }, {}],
    ['a token could never be given', { b: { apiTokenHashes: ['x'] } }, {}],
    ['an origin is not one', {}, { frameAncestors: ['lms.example'] }],
    ['a suite of the server does not fit its key', {}, { key: 'Ed25519', suite: 'ecdsa-rdfc-2019' }],
    ['no key fits all suites of the server', {}, { suite: ['eddsa-rdfc-2022', 'ecdsa-rdfc-2019'] }],
    ['the server is to sign badges by an RSA key', {}, { key: 'RSA', form: 'vc+jwt' }],
    ['pointers of the server are without their suite', {}, { mandatoryPointers: ['/issuer'] }],
    ['a suite of the server is for JWTs', {}, { form: 'vc+jwt', suite: 'eddsa-rdfc-2022' }],
    ['a page of an issuer is no page', { b: { profile: { name: 'B', url: 'javascript:1' } } }, {}],
    ['a page of the server is no page', {}, { issuer: { name: 'B', url: 'javascript:1' } }],
    ['the profile of the server has no name', {}, { issuer: { url: 'https://b.example' } }],
    ['an owner has no address', {}, { owners: [{ email: 'nobody', name: 'Kim' }] }],
    ['a place of passkeys is another', {}, { passkeys: { rpId: 'other.example' } }],
    ['a proxy is not one', {}, { trustedProxies: ['nowhere'] }],
    ['one is to be retired that was never here', { b: { retired: true } }, {}],
  ])('%s', async (_, others, more) => {
    const data = file(`refused-${Math.random()}`)
    const start = (json: object) => cli(['serve', '--port', '0', '--data', data, '--config', config(json)])
    const { code, err } = await start({ issuers: { a: { ...sound, key: 'P-384' }, ...others }, ...more })
    expect([code, err]).toEqual([2, expect.stringContaining('ERR_USAGE')])
    expect(existsSync(data)).toBe(false)
    const server = await serveHere(data, 'https://badges.example', ['--config', config({ issuers: { a: sound } })])
    const { keys } = (await json(await server.ask('/issuers/a/jwks.json'))).body
    expect(keys[0].crv).toBe('P-256')
    await server.stop()
  })

  test('nor does one where the key of another issuer is of another type', async () => {
    const data = file('typed-twice')
    const first = await serveHere(data, 'https://badges.example', ['--config', config({ issuers: { b: sound } })])
    await first.stop()
    const both = config({ issuers: { a: sound, b: { key: 'P-384' } } })
    expect((await cli(['serve', '--port', '0', '--data', data, '--config', both])).code).toBe(2)
    expect(readdirSync(join(data, 'issuers'))).toEqual(['b'])
  })
})

test('what each issuer is has been written down when the server has started, its own included', async () => {
  const data = file('described')
  const path = config({ baseUrl: 'https://badges.example', issuers })
  await (await serveHere(data, undefined, ['--config', path])).stop()
  for (const name of Object.keys(issuers)) {
    const { code, out } = await cli(['keys', 'list', '--data', data, '--config', path, '--issuer', name])
    expect([code, out]).toEqual([0, expect.stringContaining(`issuers:${name}`)])
  }
})

test('a key of another type than the settings ask for is left as it is', async () => {
  const data = file('typed')
  const first = await serveHere(data, 'https://badges.example', [
    '--config',
    config({ issuers: { a: { key: 'P-256' } } }),
  ])
  await first.stop()
  const before = readFileSync(join(data, 'issuers', 'a', 'key.json'), 'utf8')
  const other = config({ issuers: { a: { key: 'P-384' } } })
  const { code } = await cli(['serve', '--port', '0', '--data', data, '--config', other])
  expect(code).toBe(2)
  expect(readFileSync(join(data, 'issuers', 'a', 'key.json'), 'utf8')).toBe(before)
})

test('with `tls` it listens by a certificate of its own', async () => {
  const authority = makeAuthority()
  const { cert, key } = authority.issue(['localhost', '127.0.0.1'])
  writeFileSync(file('cert.pem'), cert)
  writeFileSync(file('key.pem'), key)
  const path = config({ tls: { cert: 'cert.pem', key: 'key.pem' } })
  const server = await serveHere(file('tls'), undefined, ['--config', path])
  expect(server.origin).toMatch(/^https:\/\/127\.0\.0\.1:/)
  expect(server.said()).toContain('Start page      https://localhost:')
  const fetch = createGuardedFetch({ ca: authority.ca, allow: ['127.0.0.1'] })
  expect((await fetch(`${server.origin}/jwks.json`)).status).toBe(200)
  await server.stop()
})

test.each([
  ['files that are not there', { cert: 'none.pem', key: 'none.pem' }, 1],
  ['files that hold something else', { cert: 'serve.json', key: 'serve.json' }, 2],
  ['no key', { cert: 'serve.json' }, 2],
])('`tls` with %s is refused at the start', async (_, tls, exit) => {
  const { code } = await cli(['serve', '--port', '0', '--data', file('data'), '--config', config({ tls })])
  expect(code).toBe(exit)
})

test('`tls` and an http `baseUrl` are refused together: nobody would reach it there', async () => {
  const path = config({ tls: { cert: 'cert.pem', key: 'key.pem' }, baseUrl: 'http://badges.example' })
  const { code, err } = await cli(['serve', '--port', '0', '--data', file('mixed'), '--config', path])
  expect([code, err]).toEqual([2, expect.stringContaining('"baseUrl"')])
})

describe('the issuer of the server itself takes what others take', () => {
  const credentialOf = (issuer: unknown) => ({
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiableCredential'],
    issuer,
    credentialSubject: { id: 'did:example:kim' },
  })
  const issueAt = async (server: Awaited<ReturnType<typeof serveHere>>) => {
    const { id } = (await json(await server.ask('/did.json'))).body
    const body = JSON.stringify({ credential: credentialOf(id) })
    return (await json(await server.ask('/credentials/issue', { method: 'POST', body }))).body.verifiableCredential
  }

  test('a suite gets a key that fits it at the first start, with status and pointers for all', async () => {
    const data = file('own-sd')
    const settings = {
      suite: 'ecdsa-sd-2023',
      statusPurpose: ['revocation', 'suspension'],
      mandatoryPointers: ['/issuer'],
    }
    const server = await serveHere(data, 'https://badges.example', ['--config', config(settings)])
    const issued = await issueAt(server)
    expect([issued.proof.cryptosuite, issued.credentialStatus.length]).toEqual(['ecdsa-sd-2023', 2])
    expect((await json(await server.ask('/jwks.json'))).body.keys[0].crv).toBe('P-256')
    // Its badges are signed by the same key.
    const badge = (await server.issue(1)) as { credential?: unknown }
    expect(badge).toBeTruthy()
    await server.stop()
    // Of another type than the key, it is refused; a suite that the key fits is taken up.
    const start = (more: object) => cli(['serve', '--port', '0', '--data', data, '--config', config(more)])
    for (const more of [{ key: 'P-384' }, { suite: 'eddsa-rdfc-2022' }]) {
      expect([more, (await start(more)).code]).toEqual([more, 2])
    }
    const again = await serveHere(data, 'https://badges.example', ['--config', config({ suite: 'ecdsa-rdfc-2019' })])
    expect((await issueAt(again)).proof.cryptosuite).toBe('ecdsa-rdfc-2019')
    await again.stop()
  })

  test('it may make JWTs, and several proofs', async () => {
    const base = 'https://badges.example'
    const jwts = await serveHere(file('own-jwt'), base, ['--config', config({ key: 'P-384', form: 'vc+jwt' })])
    expect((await issueAt(jwts)).type).toBe('EnvelopedVerifiableCredential')
    await jwts.stop()
    const suites = config({ suite: ['eddsa-rdfc-2022', 'eddsa-jcs-2022'] })
    const set = await serveHere(file('own-set'), base, ['--config', suites])
    expect((await issueAt(set)).proof).toHaveLength(2)
    await set.stop()
  })
})

test('an issuer that is taken out of the configuration issues nothing, stays verified, is warned of, and is removed when asked', {
  timeout: 60_000,
}, async () => {
  const data = file('left')
  const base = 'https://badges.example'
  const all = { sealed: issuers.sealed, tokens: { key: 'RSA', form: 'vc+jwt' } }
  const first = await serveHere(data, base, ['--config', config({ issuers: all })])
  const issue = (server: typeof first, name: string) =>
    server.ask(`/issuers/${name}/credentials/issue`, {
      method: 'POST',
      body: JSON.stringify({
        credential: {
          '@context': ['https://www.w3.org/ns/credentials/v2'],
          type: ['VerifiableCredential'],
          issuer: `did:web:badges.example:issuers:${name}`,
          credentialSubject: { id: 'did:example:kim' },
        },
      }),
    })
  const issued = []
  for (const name of Object.keys(all)) issued.push((await json(await issue(first, name))).body)
  await first.stop()

  const verify = async (server: typeof first, body: object) =>
    (await json(await server.ask('/credentials/verify', { method: 'POST', body: JSON.stringify(body) }))).body
  const only = config({ baseUrl: base })
  const second = await serveHere(data, undefined, ['--config', only])
  // Nobody had asked for its status list before.
  for (const body of issued) expect(await verify(second, body)).toMatchObject({ verified: true })
  for (const name of Object.keys(all)) {
    expect(second.complained()).toContain(`The issuer ${name} is in the database`)
    expect(await json(await issue(second, name))).toMatchObject({ status: 410, body: { code: 'ERR_ISSUER_RETIRED' } })
  }
  await second.stop()
  const run = (...given: readonly string[]) => cli([...given, '--data', data, '--config', only])
  expect((await run('issuers', 'list')).out.match(/^retired /gm)).toHaveLength(2)

  const named = config({ baseUrl: base, issuers: { sealed: { retired: true }, tokens: { retired: true } } })
  const third = await serveHere(data, undefined, ['--config', named])
  for (const body of issued) expect(await verify(third, body)).toMatchObject({ verified: true })
  expect((await issue(third, 'sealed')).status).toBe(410)
  expect(third.complained()).not.toContain('The issuer')
  await third.stop()

  expect((await cli(['issuers', 'remove', 'sealed', '--yes', '--data', data, '--config', named])).code).toBe(2)
  writeFileSync(only, JSON.stringify({ baseUrl: base }))
  expect((await run('issuers', 'remove', 'sealed')).code).toBe(2)
  expect((await run('issuers', 'remove', 'seal', '--yes')).code).toBe(2)
  expect(existsSync(join(data, 'issuers', 'sealed'))).toBe(true)
  expect((await run('issuers', 'remove', 'sealed', '--yes')).code).toBe(0)
  expect(readdirSync(join(data, 'issuers'))).toEqual(['tokens'])
  const last = await serveHere(data, undefined, ['--config', only])
  expect((await last.ask('/issuers/sealed/did.json')).status).toBe(404)
  expect((await last.ask('/issuers/tokens/did.json')).status).toBe(200)
  await last.stop()
})
