import { createHash } from 'node:crypto'
import { base58 } from '@scure/base'
import { describe, expect, test } from 'vitest'
import { checkDataModel, createCredential } from '../../src/credential/index.js'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { testKey } from '../support/badge.js'
import { codeOf } from '../support/codes.js'

/** VCDM 2.0 §5.3: whatever is at hand is compared, however its digest is written and wherever in the badge it is. */
const now = '2026-02-01T00:00:00Z'
const key = await testKey()
const essay = 'https://acme.example/essay.txt'
const text = 'How I welded.'

const hash = (name: string, of = text): Buffer => createHash(name).update(of).digest()
const multihash = (...code: number[]): Buffer => Buffer.concat([Buffer.from(code), hash('sha256')])
const sha256 = multihash(0x12, 0x20)
const sri = (name: string, encoding: BufferEncoding = 'base64'): string => `${name}-${hash(name).toString(encoding)}`

const badge = (changes: JsonObject): JsonObject => ({
  ...(createCredential(
    {
      issuer: { id: key.did, name: 'Acme' },
      achievement: { name: 'Welder', description: 'Welds.', criteria: 'Passed.' },
      recipient: 'did:example:kim',
      evidence: [{ id: essay, name: 'Essay' }],
    },
    { now },
  ) as unknown as JsonObject),
  ...changes,
})
const related = (...relatedResource: JsonValue[]): JsonObject => badge({ relatedResource })

async function judge(document: JsonObject, served = text) {
  const signed = await signCredential(document, key, { now, created: now, dangerouslySkipModelCheck: true })
  const copy = JSON.parse(JSON.stringify(signed))
  const { outcome, problems } = await verifyCredential(copy, { now, documents: { [essay]: served } })
  return [outcome, ...new Set(problems.map(({ code }) => code))]
}

const SAME = ['verified']
const SWAPPED = ['failed', 'ERR_IMAGE_MISMATCH']
const UNKNOWN = ['verified', 'ERR_DOCUMENT_UNAVAILABLE']
const MALFORMED = ['failed', 'ERR_MODEL_INVALID']

const digests: Readonly<Record<string, JsonObject>> = {
  'SRI of SHA-256': { digestSRI: sri('sha256') },
  'SRI in the alphabet of URLs': { digestSRI: sri('sha384', 'base64url') },
  'SRI without its padding': { digestSRI: sri('sha256').replace(/=+$/, '') },
  'SRI in hex': { digestSRI: sri('sha256', 'hex') },
  'SRI whose name is in capitals': { digestSRI: sri('sha512').replace('sha', 'SHA') },
  'a list of SRI': { digestSRI: ['md5-AAAA', sri('sha256')] },
  'multibase, base58btc': { digestMultibase: `z${base58.encode(sha256)}` },
  'multibase, base64url': { digestMultibase: `u${sha256.toString('base64url')}` },
  'multibase, base64url with padding': { digestMultibase: `U${sha256.toString('base64url')}==` },
  'multibase, base64': { digestMultibase: `m${sha256.toString('base64').replace(/=+$/, '')}` },
  'multibase, base64 with padding': { digestMultibase: `M${sha256.toString('base64')}` },
  'multibase, base16': { digestMultibase: `f${sha256.toString('hex')}` },
  'multibase, base16 in capitals': { digestMultibase: `F${sha256.toString('hex').toUpperCase()}` },
  'a list of multibase': { digestMultibase: [`f${sha256.toString('hex')}`] },
}

describe.each(Object.entries(digests))('%s', (_name, digest) => {
  test('is compared', async () => {
    expect(await judge(related({ id: essay, ...digest }))).toEqual(SAME)
    expect(await judge(related({ id: essay, ...digest }), 'I did not.')).toEqual(SWAPPED)
  })
})

test.each<[string, JsonObject]>([
  ['SHA-3', { digestMultibase: `f${multihash(0x16, 0x20).toString('hex')}` }],
  ['MD5', { digestSRI: `md5-${hash('md5').toString('base64')}` }],
])('of %s nobody can tell, which is said', async (_name, digest) => {
  expect(await judge(related({ id: essay, ...digest }))).toEqual(UNKNOWN)
})

test.each<[string, JsonObject]>([
  ['SRI with a byte too few', { digestSRI: `sha256-${hash('sha256').subarray(1).toString('base64')}` }],
  [
    'two digests that differ',
    { ...digests['SRI of SHA-256'], digestMultibase: `f1220${hash('sha256', 'x').toString('hex')}` },
  ],
])('%s is of nothing', async (_name, digest) => {
  expect(await judge(related({ id: essay, ...digest }))).toEqual(SWAPPED)
})

describe('a digest in the object that names the resource', () => {
  test.each(['sri', 'multibase'])('is compared: %s', async (form) => {
    const digest =
      form === 'sri' ? { digestSRI: sri('sha256') } : { digestMultibase: `u${sha256.toString('base64url')}` }
    const evidence = [{ id: essay, type: ['Evidence'], ...digest }]
    expect(await judge(badge({ evidence }))).toEqual(SAME)
    expect(await judge(badge({ evidence }), 'I did not.')).toEqual(SWAPPED)
  })

  test('and so is one in terms of use', async () => {
    const termsOfUse = { id: essay, type: 'https://acme.example/Terms', digestSRI: sri('sha256') }
    expect(await judge(badge({ termsOfUse }))).toEqual(SAME)
    expect(await judge(badge({ termsOfUse }), 'I did not.')).toEqual(SWAPPED)
  })
})

describe('entries of relatedResource', () => {
  const good = { id: essay, digestSRI: sri('sha256') }
  test.each<[string, JsonValue[], readonly string[]]>([
    ['one', [good], SAME],
    ['none', [], SAME],
    ['an id twice', [good, good], MALFORMED],
    ['an id twice, spelled otherwise', [good, { ...good, id: 'https://ACME.example:443/./essay.txt' }], MALFORMED],
    ['no id', [{ digestSRI: sri('sha256') }], MALFORMED],
    ['text', [essay], MALFORMED],
  ])('%s', async (_name, entries, expected) => {
    expect((await judge(related(...entries))).slice(0, 2)).toEqual(expected)
    expect(checkDataModel(related(...entries)).valid).toBe(expected === SAME)
    const code = await codeOf(() => signCredential(related(...entries), key, { now, created: now }))
    expect(code).toBe(expected === SAME ? 'no error' : 'ERR_MODEL_INVALID')
  })
})
