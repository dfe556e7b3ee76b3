import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { createCredential, type KeyPair, signCredential } from '../../src/index.js'
import { createDidDocument, generateKeyPair, importPublicKey } from '../../src/keys/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { makeAuthority } from '../support/certificates.js'
import { httpsServer } from '../support/servers.js'
import { builtCli, cli, projectDir, temporaryFolder } from './cli.js'

/** A live run against a server of our own, its recording, and the same run again without a network. */
const file = temporaryFolder()
const authority = makeAuthority()

/** What the server answers: JSON, text, bytes, a status, or where to go. */
type Page = JsonObject | string | number | Uint8Array | { readonly to: string } | (() => JsonObject)
const pages: Record<string, Page> = {}
const asked: string[] = []
let origin = ''
let did = ''

beforeAll(async () => {
  const server = await httpsServer(authority.issue(['localhost']), ({ url = '' }, response) => {
    asked.push(url)
    const page = pages[url]
    const content = typeof page === 'function' ? page() : (page ?? 404)
    if (typeof content === 'number') response.writeHead(content).end()
    else if (typeof content === 'string' || content instanceof Uint8Array) response.end(content)
    else if (typeof content.to === 'string') response.writeHead(302, { location: content.to }).end()
    else response.end(JSON.stringify(content))
  })
  origin = `https://localhost:${server.port}`
  did = `did:web:localhost%3A${server.port}`
  writeFileSync(file('ca.pem'), authority.ca)
  await publish()
})

async function publish(): Promise<void> {
  const listed = await keyOf(did)
  pages['/.well-known/did.json'] = createDidDocument({ did, keys: [listed] })
  await write('did-web', did, listed)

  const moved = await keyOf(`${did}:moved`)
  pages['/moved/did.json'] = { to: '/elsewhere/did.json' }
  pages['/elsewhere/did.json'] = createDidDocument({ did: `${did}:moved`, keys: [moved] })
  await write('moved', `${did}:moved`, moved)

  const foreign = await keyOf(`${did}:foreign`)
  pages['/foreign/did.json'] = createDidDocument({ did, keys: [listed] })
  await write('foreign', `${did}:foreign`, foreign)

  const revoked = await keyOf(`${did}:revoked`)
  const document = createDidDocument({ did: `${did}:revoked`, keys: [revoked] })
  const [method] = document.verificationMethod
  pages['/revoked/did.json'] = {
    ...document,
    verificationMethod: [{ ...method, revoked: '2026-01-01T00:00:00Z' }],
  } as JsonObject
  await write('revoked', `${did}:revoked`, revoked)

  await write('missing', `${did}:missing`, await keyOf(`${did}:missing`))
  pages['/broken/did.json'] = '{"id":1,"id":2}'
  await write('broken', `${did}:broken`, await keyOf(`${did}:broken`))
  pages['/page/did.json'] = '<!doctype html><title>Welcome</title>'
  await write('page', `${did}:page`, await keyOf(`${did}:page`))
  pages['/inward/did.json'] = { to: 'https://169.254.169.254/did.json' }
  await write('inward', `${did}:inward`, await keyOf(`${did}:inward`))

  // A server that tells everybody something else.
  const fickle = await keyOf(`${did}:fickle`)
  let turn = 0
  const [yes, no] = [fickle, await keyOf(`${did}:fickle`)].map((key) =>
    createDidDocument({ did: `${did}:fickle`, keys: [key] }),
  )
  pages['/fickle/did.json'] = () => (turn++ === 0 ? yes : no) as JsonObject
  await write('fickle-1', `${did}:fickle`, fickle)
  await write('fickle-2', `${did}:fickle`, fickle)

  const issuer = `${origin}/issuer`
  const own = await keyOf(issuer)
  const { publicKeyJwk } = await jwkOf(own)
  pages['/issuer'] = { id: issuer, type: ['Profile'], name: 'Acme' }
  pages['/.well-known/jwks.json'] = { keys: [{ ...publicKeyJwk, iss: issuer }] }
  await write('fragment', issuer, own)
  await write('fragment-unlisted', issuer, await keyOf(issuer))

  const context = { '@context': { shoeSize: 'https://example.org/shoeSize' } }
  pages['/context'] = { to: '/context/v2' }
  pages['/context/v2'] = context
  await write('context', did, listed, { context: `${origin}/context#v`, terms: context })

  const [picture, other] = ['welder', 'river-steward'].map((name) =>
    readFileSync(`${projectDir}examples/art/${name}.png`),
  )
  const assertion = `${origin}/assertion`
  pages['/assertion'] = 410
  writeFileSync(
    file('gone.json'),
    JSON.stringify({
      '@context': 'https://w3id.org/openbadges/v2',
      type: 'Assertion',
      id: assertion,
      recipient: { type: 'email', hashed: false, identity: 'kim@example.org' },
      badge: `${origin}/badge`,
      issuedOn: '2025-01-01T00:00:00Z',
      verification: { type: 'hosted' },
    }),
  )
  await write('gone-key', `${did}:gone`, await keyOf(`${did}:gone`))
  pages['/gone/did.json'] = 410

  for (const [name, served] of [
    ['picture', picture],
    ['other-picture', other],
    ['no-picture', 404],
  ] as const) {
    pages[`/${name}.png`] = served ?? 404
    await writePicture(name, did, listed, picture ?? new Uint8Array())
  }
}

/** A badge with the digest of its picture, which lies at its own address. */
async function writePicture(name: string, issuerId: string, key: KeyPair, picture: Uint8Array): Promise<void> {
  const url = `${origin}/${name}.png`
  const draft = {
    issuer: { id: issuerId, name: 'Acme' },
    achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Passed.', image: url },
    recipient: { did: 'did:example:kim' },
  }
  const credential = createCredential(draft, { now: '2026-01-01T00:00:00Z', resources: { [url]: picture } })
  const badge = await signCredential(credential, key, { created: '2026-01-01T00:00:00Z' })
  writeFileSync(file(`${name}.json`), JSON.stringify(badge))
}

const keyOf = (controller: string) => generateKeyPair({ controller })
const jwkOf = (key: KeyPair) => importPublicKey(key.toJSON())

async function write(name: string, issuerId: string, key: KeyPair, extra?: { context: string; terms: JsonObject }) {
  const draft = {
    issuer: { id: issuerId, name: 'Acme' },
    achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' },
    recipient: { did: 'did:example:kim' },
    validFrom: '2026-01-01T00:00:00Z',
  }
  const credential = createCredential(draft, { now: new Date('2026-01-01T00:00:00Z') })
  const more = extra === undefined ? {} : { '@context': [...credential['@context'], extra.context], shoeSize: '43' }
  const documents = extra === undefined ? {} : { [extra.context]: extra.terms }
  const badge = await signCredential({ ...credential, ...more }, key, { documents, created: '2026-01-01T00:00:00Z' })
  writeFileSync(file(`${name}.json`), JSON.stringify(badge))
}

const verdicts = {
  'did-web': 'verified',
  moved: 'verified',
  foreign: 'failed',
  revoked: 'failed',
  missing: 'indeterminate',
  broken: 'failed',
  page: 'indeterminate',
  inward: 'indeterminate',
  'fickle-1': 'verified',
  'fickle-2': 'verified',
  fragment: 'verified',
  'fragment-unlisted': 'indeterminate',
  context: 'verified',
  gone: 'failed',
  'gone-key': 'indeterminate',
  picture: 'verified',
  'other-picture': 'failed',
  'no-picture': 'verified',
}
const files = Object.keys(verdicts).map((name) => file(`${name}.json`))
const verifying = (...options: string[]) => [
  'verify',
  ...files,
  '--format',
  'json',
  '--now',
  '2026-02-01T00:00:00Z',
  ...options,
]
/** Only a process of its own can be made to trust our authority: Node reads this once, when it starts. */
const trusting = (args: readonly string[]) => builtCli(args, '', { NODE_EXTRA_CA_CERTS: file('ca.pem') })
const outcomes = (out: string) => {
  const { results } = JSON.parse(out) as { results: { file: string; outcome: string }[] }
  return Object.fromEntries(results.map((result) => [result.file.replace(/^.*\/|\.json$/g, ''), result.outcome]))
}

describe('verify --online --record, then --documents', () => {
  it('gives the verdicts, and the same ones from the recording without a network', async () => {
    asked.length = 0
    const live = await trusting(verifying('--online', '--allow-host', 'localhost', '--record', file('record.json')))
    expect([live.err, outcomes(live.out)]).toEqual(['', verdicts])
    expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted())

    const recorded = JSON.parse(readFileSync(file('record.json'), 'utf8')) as JsonObject
    expect(Object.keys(recorded)).toEqual(
      [
        '/.well-known/did.json',
        '/.well-known/jwks.json',
        '/assertion',
        '/broken/did.json',
        '/context',
        '/fickle/did.json',
        '/foreign/did.json',
        '/gone/did.json',
        '/issuer',
        '/moved/did.json',
        '/other-picture.png',
        '/picture.png',
        '/revoked/did.json',
      ].map((path) => origin + path),
    )
    expect(recorded[`${origin}/moved/did.json`]).toEqual(pages['/elsewhere/did.json'])
    expect(recorded[`${origin}/assertion`]).toBeNull()
    expect(recorded[`${origin}/broken/did.json`]).toBe(pages['/broken/did.json'])

    const before = asked.length
    const replayed = await cli(verifying('--documents', file('record.json')))
    expect(outcomes(replayed.out)).toEqual(verdicts)
    expect(replayed.code).toBe(live.code)
    expect(asked.length).toBe(before)
  })

  it('records what was given too, so that the recording stands alone', async () => {
    const given = { 'did:example:1': { id: 'did:example:1' } }
    writeFileSync(file('given.json'), JSON.stringify(given))
    const options = [
      '--online',
      '--allow-host',
      'localhost',
      '--documents',
      file('given.json'),
      '--record',
      file('both.json'),
    ]
    await trusting(['verify', file('did-web.json'), ...options])
    const both = JSON.parse(readFileSync(file('both.json'), 'utf8')) as JsonObject
    expect(Object.keys(both)).toEqual([`${origin}/.well-known/did.json`, 'did:example:1'])
  })

  it('asks no private host unless it is allowed, and nothing at all unless --online is given', async () => {
    const before = asked.length
    expect(outcomes((await cli(verifying('--online'))).out)).toMatchObject({
      'did-web': 'indeterminate',
      fragment: 'indeterminate',
    })
    expect(outcomes((await cli(verifying())).out)).toMatchObject({ 'did-web': 'indeterminate' })
    expect(asked.length).toBe(before)
  })

  it('trusts no certificate that the machine does not', async () => {
    const before = asked.length
    const { out } = await cli([
      'verify',
      file('did-web.json'),
      '--format',
      'json',
      '--online',
      '--allow-host',
      'localhost',
    ])
    expect(outcomes(out)).toEqual({ 'did-web': 'indeterminate' })
    expect(asked.length).toBe(before)
  })

  it.each([
    ['--record', 'x.json'],
    ['--allow-host', 'localhost'],
    ['--online', '--allow-host', 'https://localhost'],
  ])('wrong usage: %s %s', async (...options) => {
    const { code, err } = await cli(['verify', file('did-web.json'), ...options])
    expect([code, err.split(' ')[0]]).toEqual([2, 'ERR_USAGE'])
    expect(existsSync('x.json')).toBe(false)
  })

  it('explain goes the same way', async () => {
    const options = ['--online', '--allow-host', 'localhost', '--now', '2026-02-01T00:00:00Z']
    const { code, out } = await trusting(['explain', file('did-web.json'), ...options])
    expect([code, out.split(':')[0]]).toEqual([0, 'Verified'])
  })
})

it('the key of the fragment is the one that the test signs with', async () => {
  const key = await keyOf(`${origin}/issuer`)
  expect(key.id).toBe(`${origin}/issuer#${(await jwkOf(key)).publicKeyMultibase}`)
})
