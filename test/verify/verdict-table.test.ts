import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { createCredential } from '../../src/credential/index.js'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { type VerifyOptions, verifyCredential } from '../../src/verify/index.js'
import { cli, projectDir } from '../cli/cli.js'
import { testKey } from '../support/badge.js'

const now = '2026-02-01T00:00:00Z'
const key = await testKey(7)

const signed = async (credential: JsonObject): Promise<JsonObject> => {
  const options = { created: '2026-01-01T00:00:00Z', dangerouslySkipModelCheck: true }
  return JSON.parse(JSON.stringify(await signCredential(credential as never, key, options))) as JsonObject
}

const sign = (changes: JsonObject): Promise<JsonObject> => {
  const draft = {
    issuer: { id: key.did, name: 'Acme' },
    achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Passed.' },
    recipient: { did: 'did:example:kim' },
    validFrom: '2026-01-01T00:00:00Z',
  }
  return signed({ ...createCredential(draft, { now: '2026-01-01T00:00:00Z' }), ...changes })
}

const status = {
  id: 'https://acme.example/status/1#3',
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: '3',
  statusListCredential: 'https://acme.example/status/1',
}
const past = '2026-01-15T00:00:00Z'
const image = 'https://acme.example/welder.png'

interface Case {
  readonly make: () => Promise<JsonObject | string>
  readonly options?: Pick<VerifyOptions, 'recipient'>
  readonly args?: readonly string[]
}

const cases: Readonly<Record<string, Case>> = {
  sound: { make: () => sign({}) },
  'genuine, with a fault of form': { make: () => sign({ image }) },
  'genuine, but expired': { make: () => sign({ validUntil: past }) },
  'genuine, expired, a fault of form': { make: () => sign({ validUntil: past, image }) },
  'its status list is out of reach': { make: () => sign({ credentialStatus: status }) },
  'its context is out of reach': {
    make: async () => {
      const badge = await sign({})
      return { ...badge, '@context': [...(badge['@context'] as string[]), 'https://acme.example/context'] }
    },
  },
  'altered after it was signed': { make: async () => ({ ...(await sign({})), name: 'Welder II' }) },
  'its end lies before its beginning': { make: () => sign({ validFrom: past, validUntil: '2026-01-10T00:00:00Z' }) },
  'not JSON': { make: async () => '{"type":' },
  'genuine, but for somebody else': {
    make: () => sign({}),
    options: { recipient: 'did:example:lee' },
    args: ['--recipient', 'did:example:lee'],
  },
  'genuine, but of a kind not accepted': {
    make: () =>
      signed({
        '@context': ['https://www.w3.org/ns/credentials/v2'],
        type: ['VerifiableCredential'],
        issuer: key.did,
        name: 'A diploma',
        credentialSubject: { id: 'did:example:kim' },
      }),
  },
}

/** The rows of the table in the documentation. */
const [, ...table] = readFileSync(`${projectDir}docs/verdicts.md`, 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => cells.length === 8)
  .filter(([, , dashes = '']) => !/^-+$/.test(dashes))
const rows = table.map(([, name = '', ...expected]) => [name, expected.slice(0, 5)] as const)

describe('docs/verdicts.md', () => {
  const made = new Map<string, JsonObject | string>()
  beforeAll(async () => {
    for (const [name, { make }] of Object.entries(cases)) made.set(name, await make())
  })

  it('has the cases of this test', () => {
    expect(rows.map(([name]) => name)).toEqual(Object.keys(cases))
  })

  it.each(rows)('%s', async (name, expected) => {
    const { options = {}, args = [] } = cases[name] ?? {}
    const input = made.get(name) ?? ''
    const { outcome, facts } = await verifyCredential(input, { now, ...options })
    const text = typeof input === 'string' ? input : JSON.stringify(input)
    const { code } = await cli(['verify', '-', '--now', now, ...args], text)
    expect([outcome, ...Object.values(facts), code].map(String)).toEqual(expected)
  })
})
