import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { bakeImage } from '../../src/container/index.js'
import { checkDataModel, createCredential } from '../../src/credential/index.js'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { type VerifyOptions, verifyCredential } from '../../src/verify/index.js'
import { testKey } from '../support/badge.js'
import { codeOf } from '../support/codes.js'

const now = '2026-02-01T00:00:00Z'
const art = (name: string) => new Uint8Array(readFileSync(new URL(`../../examples/art/${name}`, import.meta.url)))
const [picture, other] = [art('welder.png'), art('river-steward.png')]
const url = 'https://acme.example/welder.png'
const key = await testKey()
const draft = {
  issuer: { id: key.did, name: 'Acme' },
  achievement: { name: 'Welder', description: 'Welds.', criteria: 'Passed.', image: url },
  recipient: 'did:example:kim',
  evidence: ['https://acme.example/seam'],
}
const options = { now, id: 'urn:uuid:5a3f5d5e-0000-4000-8000-000000000001' }

describe('createCredential with resources (VCDM 2.0 §5.3)', () => {
  test('digests of pictures and evidence stand in relatedResource, never in the picture', () => {
    const evidence = new TextEncoder().encode('the seam')
    const badge = createCredential(draft, {
      ...options,
      resources: { [url]: picture, [String(draft.evidence[0])]: evidence },
    })
    expect(badge.relatedResource).toEqual([
      {
        id: url,
        digestSRI: `sha384-${createHash('sha384').update(picture).digest('base64')}`,
        digestMultibase: expect.stringMatching(/^zQm/),
      },
      {
        id: draft.evidence[0],
        digestSRI: `sha384-${createHash('sha384').update(evidence).digest('base64')}`,
        digestMultibase: expect.stringMatching(/^zQm/),
      },
    ])
    expect(badge.credentialSubject.achievement.image).toEqual({ id: url, type: 'Image' })
    expect(checkDataModel(badge)).toEqual({ valid: true, problems: [], warnings: [] })
    expect(createCredential(draft, options)).toEqual(createCredential(draft, { ...options, resources: {} }))
  })

  test('further digests of the draft are kept', () => {
    const own = { id: 'https://acme.example/terms', digestSRI: 'sha256-x' }
    const badge = createCredential({ ...draft, relatedResource: own }, { ...options, resources: { [url]: picture } })
    expect(badge.relatedResource).toMatchObject([own, { id: url }])
  })

  test.each<[string, object, Record<string, unknown>]>([
    ['a URL that the badge does not name', draft, { 'https://acme.example/other.png': picture }],
    ['something that is no bytes', draft, { [url]: 'x' }],
    [
      'a digest that is there already',
      { ...draft, relatedResource: { id: url, digestSRI: 'sha256-x' } },
      { [url]: picture },
    ],
  ])('%s is refused', async (_name, changed, resources) => {
    expect(await codeOf(() => createCredential(changed as never, { ...options, resources: resources as never }))).toBe(
      'ERR_ARGUMENT_INVALID',
    )
  })

  const verdict = async (input: unknown, more: VerifyOptions = {}) => {
    const result = await verifyCredential(input, { now, ...more })
    const check = result.checks.find(({ id }) => id === 'image.integrity')
    return [result.outcome, check?.status, check?.required]
  }

  test('a true badge in its own picture is verified; pasted into other artwork it is reported', async () => {
    const badge = await signCredential(createCredential(draft, { ...options, resources: { [url]: picture } }), key, {
      now,
    })
    expect(await verdict(await bakeImage(picture, badge))).toEqual(['verified', 'passed', true])
    expect(await verdict(await bakeImage(other, badge))).toEqual(['failed', 'failed', true])
  })

  test('without the picture around it, one among the documents is compared', async () => {
    const badge = await signCredential(createCredential(draft, { ...options, resources: { [url]: picture } }), key, {
      now,
    })
    const given = (bytes: Uint8Array) => ({
      documents: { [url]: `data:image/png;base64,${Buffer.from(bytes).toString('base64')}` },
    })
    expect(await verdict(badge, given(picture))).toEqual(['verified', 'passed', true])
    expect(await verdict(badge, given(other))).toEqual(['failed', 'failed', true])
    expect(await verdict(badge, { documents: { [url]: 'data:image/png;base64,AA=A' } })).toEqual([
      'verified',
      'indeterminate',
      false,
    ])
    expect(await verdict(badge)).toEqual(['verified', 'indeterminate', false])
  })

  test('a picture inside the badge', async () => {
    const inline = `data:image/png;base64,${Buffer.from(picture).toString('base64')}`
    const changed = { ...draft, achievement: { ...draft.achievement, image: inline } }
    const badge = createCredential(changed, { ...options, resources: { [inline]: picture } })
    expect(await verdict((await signCredential(badge, key, { now })) as JsonObject)).toEqual([
      'verified',
      'passed',
      true,
    ])
  })
})
