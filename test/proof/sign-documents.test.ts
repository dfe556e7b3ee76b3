import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createCredential } from '../../src/credential/index.js'
import { isBadgeError } from '../../src/errors.js'
import { issueBadge } from '../../src/issue-badge.js'
import { addProof, signCredential, signCredentialAsJwt } from '../../src/proof/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import type { ModelFinding } from '../../src/types/model.js'
import { verifyCredential } from '../../src/verify/index.js'
import { testKey } from '../support/badge.js'

/** What `verify` would fail with the documents at hand is refused where it is made, when they are handed over. */
const now = '2026-02-03T04:05:06Z'
const key = await testKey()
const other = await testKey(9)
const schema = 'https://acme.example/schema.json'
const inner = 'https://acme.example/inner.json'
const evidence = 'https://acme.example/report.txt'
const picture = 'https://acme.example/welder.png'
const sri = (bytes: string | Uint8Array) => `sha256-${createHash('sha256').update(bytes).digest('base64')}`
const art = Buffer.from('\x89PNG a picture', 'latin1')
const dataUrl = (bytes: Uint8Array) => `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`

const draft = {
  issuer: { id: key.did, name: 'Acme' },
  achievement: {
    name: 'Welder I',
    description: 'Welds.',
    criteria: 'Weld.',
    image: { id: picture, type: 'Image' as const },
  },
  recipient: { email: 'kim@example.org' },
  evidence: [{ id: evidence, type: ['Evidence'], name: 'Report' }],
} as const
const options = { now, id: 'urn:uuid:00000000-0000-4000-8000-000000000001', salt: 'x' }
const badgeWith = (changes: JsonObject): JsonObject => ({ ...createCredential(draft, options), ...changes })
const declared = (id = schema) => ({ credentialSchema: [{ id, type: 'JsonSchema' }] })
const related = (id: string, bytes: string | Uint8Array) => ({ relatedResource: [{ id, digestSRI: sri(bytes) }] })

type Row = readonly [string, JsonObject, Readonly<Record<string, JsonValue>>]

const refusedRows: readonly (readonly [...Row, pointer: string])[] = [
  ['a rule of its schema', declared(), { [schema]: { required: ['image'] } }, '/'],
  ['a schema as text', declared(), { [schema]: '{"properties":{"name":{"maxLength":3}}}' }, '/name'],
  [
    'a rule in a schema that its schema refers to',
    declared(),
    { [schema]: { $ref: inner }, [inner]: { properties: { name: { const: 'Diver' } } } },
    '/name',
  ],
  ['another evidence', related(evidence, 'welded well'), { [evidence]: 'welded badly' }, '/relatedResource/0'],
  ['another picture', related(picture, art), { [picture]: dataUrl(Buffer.from('other')) }, '/relatedResource/0'],
  [
    'another evidence under another spelling of its address',
    related(evidence.replace('acme', 'ACME'), 'welded well'),
    { [evidence]: 'welded badly' },
    '/relatedResource/0',
  ],
]

/** Sound twins, and what nobody can tell yet. */
const signedRows: readonly Row[] = [
  ['a schema that it keeps', declared(), { [schema]: { required: ['name'] } }],
  ['a schema that is not at hand', declared(), {}],
  ['a schema that is gone', declared(), { [schema]: null }],
  ['a schema that cannot be used', declared(), { [schema]: { $ref: '#/nowhere' } }],
  ['the evidence', related(evidence, 'welded well'), { [evidence]: 'welded well' }],
  ['the picture', related(picture, art), { [picture]: dataUrl(art) }],
  ['a resource that is not at hand', related(evidence, 'welded well'), {}],
  ['a resource as parsed JSON, whose bytes nobody knows', related(evidence, 'x'), { [evidence]: { a: 1 } }],
]

const refusal = async (run: () => Promise<unknown>): Promise<readonly unknown[]> => {
  try {
    await run()
  } catch (error) {
    if (isBadgeError(error)) return [error.code, error.pointer]
    throw error
  }
  return ['no error']
}

describe('documents that the issuer has at hand', () => {
  test.each(refusedRows)('%s is refused, as it would fail', async (_name, changes, documents, pointer) => {
    const badge = badgeWith(changes)
    const at = pointer === '/' ? expect.any(String) : pointer
    const refused = ['ERR_MODEL_INVALID', at]
    expect(await refusal(() => signCredential(badge, key, { now, documents }))).toEqual(refused)
    expect(await refusal(() => signCredentialAsJwt(badge, key, { now, documents }))).toEqual(refused)
    expect(await refusal(() => issueBadge({ ...draft, ...changes } as never, key, { ...options, documents }))).toEqual(
      refused,
    )
    // As verification has it, and without them nobody can tell.
    const found: ModelFinding[] = []
    const lint = (findings: readonly ModelFinding[]) => void found.push(...findings)
    const signed = await signCredential(badge, key, { now, documents, lint })
    expect(found.map(({ code }) => code)).toEqual(['ERR_MODEL_INVALID'])
    expect((await verifyCredential(signed, { now, documents })).outcome).toBe('failed')
    expect(await refusal(() => signCredential(badge, key, { now, documents, lint: 'off' }))).toEqual(['no error'])
    expect(await refusal(() => signCredential(badge, key, { now }))).toEqual(['no error'])
    const second = () => addProof(signed, other, { now, documents })
    expect(await refusal(second)).toEqual(refused)
  })

  test.each(signedRows)('%s is signed', async (_name, changes, documents) => {
    const signed = await signCredential(badgeWith(changes), key, { now, documents })
    const { outcome } = await verifyCredential(signed, { now, documents })
    expect(outcome).not.toBe('failed')
  })

  test('nothing is fetched for them', async () => {
    let asked = 0
    const fetch = () => {
      asked += 1
      return Promise.reject(new Error('no network'))
    }
    await signCredential(badgeWith({ ...declared(), ...related(evidence, 'x') }), key, { now, documents: {}, fetch })
    expect(asked).toBe(0)
  })
})
