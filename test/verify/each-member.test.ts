import { beforeAll, describe, expect, it } from 'vitest'
import { createCredential } from '../../src/credential/index.js'
import { pointerGet, pointerJoin, pointerSet } from '../../src/internal/pointer.js'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { testKey } from '../support/badge.js'

const now = '2026-02-03T04:05:06Z'
const key = await testKey()

const unsigned = (): JsonObject =>
  createCredential(
    {
      issuer: { id: key.controller, name: 'Acme', url: 'https://acme.example', email: 'badges@acme.example' },
      recipient: { email: 'kim@example.org' },
      name: 'Welder of the year',
      achievement: {
        id: 'https://acme.example/welder',
        name: 'Welder I',
        description: 'Welds.',
        criteria: 'Weld a seam.',
        creditsAvailable: 3.5,
        tag: ['welding', 'steel'],
        alignment: { targetName: 'Welding', targetUrl: 'https://skills.example/welding' },
      },
      evidence: [{ id: 'https://acme.example/seam', name: 'The seam' }],
    },
    { now, id: 'urn:uuid:00000000-0000-4000-8000-000000000001', salt: 'salt' },
  ) as unknown as JsonObject

/** The places of all values that are not lists or objects, but for those of the proof and the contexts. */
function places(value: JsonValue, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [at]
  return Object.entries(value).flatMap(([name, member]) =>
    name === '@context' || (at === '' && name === 'proof') ? [] : places(member as JsonValue, pointerJoin(at, name)),
  )
}

const other = (value: JsonValue | undefined): JsonValue =>
  typeof value === 'string'
    ? value.replace(/\d(?=\D*$)|$/, (digit) => (digit === '' ? 'x' : String((Number(digit) + 1) % 10)))
    : typeof value === 'number'
      ? value + 0.5
      : !value

function changed(document: JsonObject, place: string): JsonObject {
  const copy = structuredClone(document)
  pointerSet(copy, place, other(pointerGet(copy, place)))
  return copy
}

describe('what is kept between badges says nothing of one that differs in a single member', () => {
  let signed: JsonObject
  const members = places(unsigned())

  beforeAll(async () => {
    signed = (await signCredential(unsigned(), key, { now })) as unknown as JsonObject
    expect((await verifyCredential(signed, { now })).verified).toBe(true)
  })

  it('the badge has members of every kind', () => {
    expect(members.length).toBeGreaterThan(25)
  })

  it.each(members)('a signed badge with another %s is not verified, and the one as signed still is', async (place) => {
    const result = await verifyCredential(changed(signed, place), { now })
    expect(result.outcome).toBe('failed')
    expect((await verifyCredential(structuredClone(signed), { now })).verified).toBe(true)
  })

  it.each(['created', 'verificationMethod', 'proofPurpose', 'cryptosuite', 'proofValue'])(
    'nor is one whose proof has another %s',
    async (member) => {
      const result = await verifyCredential(changed(signed, `/proof/${member}`), { now })
      expect(result.verified).toBe(false)
    },
  )

  it('an object that is changed after it was made is signed as it is then', async () => {
    const values = new Set([(signed.proof as JsonObject).proofValue])
    for (const place of members.filter((each) => /name|description|narrative|salt|tag/.test(each))) {
      const badge = unsigned()
      pointerSet(badge, place, other(pointerGet(badge, place)))
      const again = (await signCredential(badge, key, { now })) as unknown as JsonObject
      expect(pointerGet(again, place)).toBe(pointerGet(badge, place))
      expect((await verifyCredential(again, { now })).verified).toBe(true)
      values.add((again.proof as JsonObject).proofValue)
    }
    expect(values.size).toBeGreaterThan(8)
  })

  it('one that becomes unsound after it was made is refused', async () => {
    const badge = unsigned()
    pointerSet(badge, '/validFrom', 'yesterday')
    await expect(signCredential(badge, key, { now })).rejects.toMatchObject({ code: 'ERR_MODEL_INVALID' })
  })
})
