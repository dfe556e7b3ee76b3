import { beforeAll, describe, expect, it } from 'vitest'
import { createCredential } from '../../src/credential/index.js'
import { issueBadge } from '../../src/issue-badge.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { createPresentation, signCredentialAsJwt, signPresentationAsJwt } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import type { PresentationResult } from '../../src/types/presentation.js'
import { type PresentationVerifyOptions, verifyPresentation } from '../../src/verify/index.js'
import { testKey } from '../support/badge.js'
import { codeOf } from '../support/codes.js'
import { compactJws } from '../support/jwt.js'

const now = '2026-02-03T04:05:06Z'
const asked = { challenge: 'c7a1', domain: 'lms.example' }
const [issuer, learner, stranger] = [await testKey(1), await testKey(2), await testKey(3)]
const draft = {
  issuer: { id: issuer.did, name: 'Acme' },
  achievement: { name: 'Welder', description: 'Welds.', criteria: 'Passed.' },
  recipient: { did: learner.did },
}
const header = { alg: 'EdDSA', typ: 'vp+jwt', cty: 'vp', kid: learner.id }
const claims = { iat: 1770091506, nonce: 'c7a1', aud: 'lms.example' }

let badge: JsonObject
let presentation: JsonObject
let jwt: string
beforeAll(async () => {
  badge = JSON.parse(JSON.stringify(await issueBadge(draft, issuer, { now })))
  presentation = createPresentation({ credential: badge, holder: learner.did })
  jwt = await signPresentationAsJwt(presentation, learner, { ...asked, now })
})

const verify = (input: unknown, options: PresentationVerifyOptions = {}) =>
  verifyPresentation(input, { now, ...asked, ...options })
const verdict = ({ outcome, checks }: PresentationResult): readonly unknown[] => [
  outcome,
  ...checks
    .filter(({ required, status, problems }) => required && status !== 'passed' && problems.length > 0)
    .map(({ id, problems }) => `${id} ${problems[0]?.code}`),
]

describe('presentations as vp+jwt (VC-JOSE-COSE §3.1.2)', () => {
  it('the text, its bytes, and the envelope around it are verified', async () => {
    const envelope = {
      '@context': 'https://www.w3.org/ns/credentials/v2',
      type: 'EnvelopedVerifiablePresentation',
      id: `data:application/vp+jwt,${jwt}`,
    }
    const draft = { ...envelope, id: `data:application/VP+ld+json+JWT;${jwt}` }
    for (const input of [jwt, new TextEncoder().encode(jwt), envelope, JSON.stringify(envelope), draft]) {
      const result = await verify(input)
      expect(verdict(result)).toEqual(['verified'])
      expect([result.holder, result.proofs[0]?.type, result.credentials.length]).toEqual([learner.did, 'JWT', 1])
    }
  })

  it('with credentials as vc+jwt inside', async () => {
    const credential = await signCredentialAsJwt(createCredential(draft, { now }), issuer, { format: 'vc+jwt' })
    const both = createPresentation({ credential: [credential, badge], holder: learner.did })
    const result = await verify(await signPresentationAsJwt(both, learner, { ...asked, now }))
    expect([verdict(result), result.credentials.map((each) => each.result.proofs[0]?.type)]).toEqual([
      ['verified'],
      ['JWT', 'DataIntegrityProof'],
    ])
  })

  it('with a credential as text: data model 2.0 has objects only', async () => {
    const credential = await signCredentialAsJwt(createCredential(draft, { now }), issuer, { format: 'vc+jwt' })
    const enveloped = createPresentation({ credential, holder: learner.did })
    const sound = await verify(await compactJws(header, { ...enveloped, ...claims }, learner))
    expect(verdict(sound)).toEqual(['verified'])
    for (const [verifiableCredential, pointer] of [
      [[credential], '/verifiableCredential/0'],
      [credential, '/verifiableCredential'],
    ] as const) {
      const result = await verify(await compactJws(header, { ...enveloped, ...claims, verifiableCredential }, learner))
      expect(verdict(result)).toEqual(['failed', 'presentation.model ERR_MODEL_INVALID'])
      expect(result.problems.map((found) => found.pointer)).toEqual([pointer])
    }
  })

  it('a presentation that names nobody gets the controller of the key', async () => {
    const result = await verify(
      await signPresentationAsJwt(createPresentation({ credential: badge }), learner, { ...asked, now }),
    )
    expect([verdict(result), result.holder]).toEqual([['verified'], learner.did])
  })

  it.each<[string, () => unknown, readonly unknown[], PresentationVerifyOptions?]>([
    ['another challenge', () => jwt, ['failed', 'proof.purpose ERR_PROOF_PURPOSE'], { challenge: 'x' }],
    ['another domain', () => jwt, ['failed', 'proof.purpose ERR_PROOF_PURPOSE'], { domain: 'x' }],
    [
      'another holder than expected',
      () => jwt,
      ['failed', 'holder.binding ERR_HOLDER_MISMATCH'],
      { holder: stranger.did },
    ],
    [
      'altered',
      () => compactJws(header, { ...presentation, ...claims }, stranger),
      ['failed', 'proof.signature ERR_PROOF_INVALID'],
    ],
    [
      'signed by somebody else in the name of the holder',
      () => compactJws({ ...header, kid: stranger.id }, { ...presentation, ...claims }, stranger),
      ['failed', 'holder.binding ERR_HOLDER_MISMATCH'],
    ],
    [
      'signed with a key of its own in the header',
      () =>
        compactJws(
          {
            alg: 'EdDSA',
            typ: 'vp+jwt',
            jwk: { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
          },
          { ...presentation, ...claims },
          stranger,
        ),
      ['failed', 'proof.signature ERR_PROOF_INVALID', 'holder.binding ERR_HOLDER_MISMATCH'],
    ],
    [
      'alg none',
      () => compactJws({ ...header, alg: 'none' }, { ...presentation, ...claims }, learner),
      ['failed', 'proof.signature ERR_JWT_ALGORITHM'],
    ],
    [
      'expired',
      () => compactJws(header, { ...presentation, ...claims, exp: 1770000000 }, learner),
      ['failed', 'proof.validity ERR_PROOF_TIME'],
    ],
    [
      'another typ',
      () => compactJws({ ...header, typ: 'vc+jwt' }, { ...presentation, ...claims }, learner),
      ['failed', 'input.parse ERR_JWT_HEADER'],
    ],
    [
      'another cty',
      () => compactJws({ ...header, cty: 'vc' }, { ...presentation, ...claims }, learner),
      ['failed', 'input.parse ERR_JWT_HEADER'],
    ],
    [
      'a vp claim',
      () => compactJws(header, { vp: presentation, ...claims }, learner),
      ['failed', 'presentation.model ERR_MODEL_INVALID'],
    ],
    [
      'an envelope of something else',
      () => ({ type: 'EnvelopedVerifiablePresentation', id: 'data:text/plain,x' }),
      ['failed', 'input.parse ERR_FORMAT_UNKNOWN'],
    ],
    [
      'an envelope of an SD-JWT',
      () => ({ type: 'EnvelopedVerifiablePresentation', id: `data:application/vp+sd-jwt,${jwt}~` }),
      ['indeterminate', 'input.parse ERR_SUITE_UNSUPPORTED'],
    ],
    ['an SD-JWT', () => `${jwt}~`, ['indeterminate', 'input.parse ERR_SUITE_UNSUPPORTED']],
    [
      'an envelope of nothing',
      () => ({ type: 'EnvelopedVerifiablePresentation' }),
      ['failed', 'input.parse ERR_FORMAT_UNKNOWN'],
    ],
  ])('%s', async (_name, make, expected, options = {}) => {
    expect(verdict(await verify(await make(), options))).toEqual(expected)
  })

  it('a forged credential inside fails', async () => {
    const forged = createPresentation({ credential: { ...badge, name: 'Professor' }, holder: learner.did })
    expect((await verify(await signPresentationAsJwt(forged, learner, { ...asked, now }))).outcome).toBe('failed')
  })

  it.each<[string, (given: JsonObject) => object, object, string]>([
    ['somebody else’s presentation', () => ({ ...presentation, holder: stranger.did }), {}, 'ERR_HOLDER_MISMATCH'],
    ['a credential', () => badge, {}, 'ERR_MODEL_INVALID'],
    ['data model 1.1', () => createPresentation({ holder: learner.did, dataModel: '1.1' }), {}, 'ERR_MODEL_INVALID'],
    ['a claim among the members', (given) => ({ ...given, nonce: 'x' }), {}, 'ERR_MODEL_INVALID'],
    ['an expiry in the past', (given) => given, { expires: '2020-01-01T00:00:00Z' }, 'ERR_ARGUMENT_INVALID'],
    ['a term that no context defines', (given) => ({ ...given, colour: 'blue' }), {}, 'ERR_TERM_UNDEFINED'],
    ['a list', () => [], {}, 'ERR_ARGUMENT_INVALID'],
  ])('signing refuses %s', async (_name, make, options, code) => {
    expect(await codeOf(() => signPresentationAsJwt(make(presentation), learner, { now, ...options }))).toBe(code)
  })

  it.each<[string, JsonObject]>([
    ['an id of its own in jti, where it has none', { jti: 'urn:uuid:vp' }],
    ['an iss that is the holder', { iss: learner.did }],
  ])('%s conflicts with nothing', async (_name, more) => {
    const { id: _, ...unnamed } = presentation
    expect(verdict(await verify(await compactJws(header, { ...unnamed, ...claims, ...more }, learner)))).toEqual([
      'verified',
    ])
  })

  it('the types of drafts are read, with a warning', async () => {
    for (const typ of ['vp+ld+json+jwt', 'vp+ld+jwt']) {
      const text = await compactJws({ ...header, typ, cty: 'vp+ld+json' }, { ...presentation, ...claims }, learner)
      const result = await verify(text)
      expect([verdict(result), result.warnings.map(({ code }) => code)]).toEqual([['verified'], ['ERR_JWT_HEADER']])
    }
  })

  it('every type of key', async () => {
    for (const type of ['P-256', 'P-384', 'RSA'] as const) {
      const key = await generateKeyPair({ type })
      const text = await signPresentationAsJwt(createPresentation({ credential: badge, holder: key.did }), key, {
        ...asked,
        now,
      })
      expect((await verify(text)).outcome).toBe('verified')
    }
  })
})

describe('presentations in the vp claim of a JWT (VCDM 1.1 §6.3.1)', () => {
  const plain = { alg: 'EdDSA', typ: 'JWT', kid: learner.id }
  const vp = async (): Promise<JsonObject> => ({
    '@context': ['https://www.w3.org/2018/credentials/v1'],
    type: ['VerifiablePresentation'],
    verifiableCredential: [await signCredentialAsJwt(createCredential(draft, { now }), issuer, { now })],
  })
  const around = { ...claims, iss: learner.did, jti: 'urn:uuid:vp', nbf: 1770091506, exp: 1770095106 }

  it.each<[string, JsonObject, JsonObject]>([
    ['the holder as iss', plain, around],
    ['no typ', { alg: 'EdDSA', kid: learner.id }, around],
    ['the holder in the presentation too', plain, { ...around, holder: learner.did }],
    ['nobody named but by the key', plain, claims],
  ])('%s', async (_name, header, { holder, ...payload }) => {
    const inside = { ...(await vp()), ...(holder === undefined ? {} : { holder }) }
    const result = await verify(await compactJws(header, { ...payload, vp: inside }, learner))
    const named = payload.iss === undefined ? undefined : learner.did
    expect([verdict(result), result.holder, result.credentials.length]).toEqual([['verified'], named, 1])
  })

  it.each<[string, () => unknown, readonly unknown[], PresentationVerifyOptions?]>([
    [
      'an iss that is not the holder',
      async () =>
        compactJws(plain, { ...around, iss: stranger.did, vp: { ...(await vp()), holder: learner.did } }, learner),
      ['failed', 'proof.signature ERR_JWT_CLAIM'],
    ],
    [
      'an iss that is somebody else',
      async () => compactJws(plain, { ...around, iss: stranger.did, vp: await vp() }, learner),
      ['failed', 'holder.binding ERR_HOLDER_MISMATCH'],
    ],
    [
      'a jti that is not its id',
      async () => compactJws(plain, { ...around, vp: { ...(await vp()), id: 'urn:uuid:other' } }, learner),
      ['failed', 'proof.signature ERR_JWT_CLAIM'],
    ],
    [
      'a presentation of data model 2.0',
      () => compactJws(plain, { ...around, vp: presentation }, learner),
      ['failed', 'proof.signature ERR_JWT_CLAIM'],
    ],
    [
      'another presentation beside it',
      async () => compactJws(plain, { ...around, ...presentation, vp: await vp() }, learner),
      ['failed', 'proof.signature ERR_JWT_CLAIM'],
    ],
    [
      'a credential beside it',
      async () => compactJws(plain, { ...around, vc: badge, vp: await vp() }, learner),
      ['failed', 'proof.signature ERR_JWT_CLAIM'],
    ],
    [
      'expired',
      async () => compactJws(plain, { ...around, exp: 1770000000, vp: await vp() }, learner),
      ['failed', 'proof.validity ERR_PROOF_TIME'],
    ],
    [
      'not valid yet',
      async () => compactJws(plain, { ...around, nbf: 1770099999, vp: await vp() }, learner),
      ['failed', 'proof.validity ERR_PROOF_TIME'],
    ],
    [
      'for another receiver',
      async () => compactJws(plain, { ...around, aud: 'other.example', vp: await vp() }, learner),
      ['failed', 'proof.purpose ERR_PROOF_PURPOSE'],
    ],
    [
      'replayed',
      async () => compactJws(plain, { ...around, nonce: 'old', vp: await vp() }, learner),
      ['failed', 'proof.purpose ERR_PROOF_PURPOSE'],
    ],
    [
      'signed by somebody else',
      async () => compactJws(plain, { ...around, vp: await vp() }, stranger),
      ['failed', 'proof.signature ERR_PROOF_INVALID'],
    ],
    [
      'an undefined term',
      async () => compactJws(plain, { ...around, vp: { ...(await vp()), colour: 'blue' } }, learner),
      ['failed', 'model.terms ERR_TERM_UNDEFINED'],
    ],
  ])('%s', async (_name, make, expected, options = {}) => {
    expect(verdict(await verify(await make(), options))).toEqual(expected)
  })
})

describe('what is asked of presentations', () => {
  it('an unknown check cannot be required, a misspelt one least of all', async () => {
    expect(await codeOf(() => verify(jwt, { require: ['holder.subjekt'] }))).toBe('ERR_ARGUMENT_INVALID')
    expect((await verify(jwt, { require: ['holder.subject', 'status.revocation'] })).outcome).toBe('indeterminate')
    expect((await verify(jwt, { require: ['holder.subject'] })).outcome).toBe('verified')
  })

  it('a member under another name than its own fails the presentation', async () => {
    const renamed = { ...presentation, 'https://www.w3.org/2018/credentials#holder': { id: stranger.did } }
    const result = await verify(await compactJws(header, { ...renamed, ...claims }, learner))
    expect(result.problems.map(({ code, pointer }) => [code, pointer])).toContainEqual([
      'ERR_TERM_RENAMED',
      '/https:~1~1www.w3.org~12018~1credentials#holder',
    ])
    expect(result.outcome).toBe('failed')
  })
})
