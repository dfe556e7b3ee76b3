import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bakeImage } from '../../src/container/index.js'
import { base64Encode, multibaseEncode } from '../../src/internal/encoding.js'
import { limits } from '../../src/internal/limits.js'
import { sha256 } from '../../src/internal/sha256.js'
import { issueBadge } from '../../src/issue-badge.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { signCredential } from '../../src/proof/index.js'
import type { CredentialKind } from '../../src/types/credential.js'
import type { BadgeDraft } from '../../src/types/draft.js'
import type { JsonObject } from '../../src/types/json.js'
import type { VerificationResult } from '../../src/types/verification.js'
import { type VerifyOptions, verifyCredential } from '../../src/verify/index.js'
import { codeOf } from '../support/codes.js'

const now = '2026-01-01T00:00:00Z'
const key = await generateKeyPair({ seed: new Uint8Array(32).fill(7) })
const endorser = await generateKeyPair({ seed: new Uint8Array(32).fill(9) })
const png = new Uint8Array(readFileSync(new URL('../../examples/art/welder.png', import.meta.url)))
const otherPng = new Uint8Array(readFileSync(new URL('../../examples/art/river-steward.png', import.meta.url)))

const draft: BadgeDraft = {
  issuer: { name: 'Acme' },
  achievement: { id: 'https://acme.example/a/1', name: 'Welder I', description: 'Welds.', criteria: 'Passed.' },
  recipient: { email: 'kim@example.org' },
}
const issue = (changes: Partial<BadgeDraft> = {}) => issueBadge({ ...draft, ...changes }, key, { now, created: now })
const verify = (input: unknown, options: VerifyOptions = {}) => verifyCredential(input, { now, ...options })
const checkOf = (result: VerificationResult<CredentialKind>, id: string) => {
  const check = result.checks.find((each) => each.id === id)
  if (check === undefined) throw new Error(`no check ${id}`)
  return check
}

describe('image.integrity (VCDM 2.0 §5.3)', () => {
  const url = 'https://acme.example/welder.png'
  const other = { id: 'https://acme.example/other', digestSRI: 'sha256-x' }
  const withDigest = (digest: JsonObject, image = url, others: JsonObject[] = [other]) =>
    issue({
      achievement: { ...draft.achievement, image },
      relatedResource: [...others, { id: image, ...digest }],
    })
  const sri = (name: string, bytes: Uint8Array) => `${name}-${createHash(name).update(bytes).digest('base64')}`
  const multihash512 = multibaseEncode(new Uint8Array([0x13, 0x40, ...createHash('sha512').update(png).digest()]))
  const unknownKind = multibaseEncode(new Uint8Array([0x16, 0x20, ...sha256(png)]))
  const digestSRI = `sha256-${base64Encode(sha256(png))}`
  const digestMultibase = multibaseEncode(new Uint8Array([0x12, 0x20, ...sha256(png)]))

  it.each([
    ['digestSRI', { digestSRI }, png, 'passed', 'verified'],
    ['one of several digestSRI', { digestSRI: `sha256-abc ${digestSRI}` }, png, 'passed', 'verified'],
    ['digestMultibase', { digestMultibase }, png, 'passed', 'verified'],
    ['another picture, digestSRI', { digestSRI }, otherPng, 'failed', 'failed'],
    ['another picture, digestMultibase', { digestMultibase }, otherPng, 'failed', 'failed'],
    ['a multihash of an unknown kind', { digestMultibase: unknownKind }, png, 'indeterminate', 'indeterminate'],
    ['a digest of an unknown kind', { digestSRI: 'md5-abc' }, png, 'indeterminate', 'indeterminate'],
    ['SHA-384', { digestSRI: sri('sha384', png) }, png, 'passed', 'verified'],
    ['SHA-512 with options', { digestSRI: `${sri('sha512', png)}?x=1` }, png, 'passed', 'verified'],
    ['the strongest decides', { digestSRI: `${sri('sha512', otherPng)} ${digestSRI}` }, png, 'failed', 'failed'],
    ['a multihash of SHA-512', { digestMultibase: multihash512 }, png, 'passed', 'verified'],
    [
      'both must agree',
      { digestSRI, digestMultibase: multibaseEncode(new Uint8Array([0x12, 0x20, ...sha256(otherPng)])) },
      png,
      'failed',
      'failed',
    ],
  ])('%s: the picture around the badge is compared', async (_name, digest, picture, status, outcome) => {
    const result = await verify(await bakeImage(picture, await withDigest(digest)))
    expect([checkOf(result, 'image.integrity').status, result.outcome]).toEqual([status, outcome])
  })

  it.each([
    { digestMultibase: 'z0OIl' },
    { digestMultibase: '!!!' },
    { digestMultibase: 'z' },
    { digestSRI: 'nonsense' },
    { digestSRI: 'sha256-' },
    { digestSRI: `${digestSRI} nonsense` },
  ])('what is not a digest is refused when issuing and verifying: %j', async (digest) => {
    await expect(withDigest(digest)).rejects.toMatchObject({ code: 'ERR_DRAFT_INVALID' })
    const made = JSON.parse(JSON.stringify(await withDigest({ digestSRI })))
    const { proof: _, ...unsigned } = made
    const bad = { ...unsigned, relatedResource: [{ id: url, ...digest }] }
    await expect(signCredential(bad, key, { now })).rejects.toMatchObject({ code: 'ERR_MODEL_INVALID' })
    const result = await verify(await signCredential(bad, key, { now, created: now, dangerouslySkipModelCheck: true }))
    expect([result.outcome, checkOf(result, 'model.schema').status]).toEqual(['failed', 'failed'])
  })

  it('what a `data:` URL holds is at hand, and compared', async () => {
    const id = `data:text/plain;base64,${base64Encode(png)}`
    const entry = (bytes: Uint8Array) => ({ id, digestSRI: sri('sha256', bytes) })
    const options = { now, created: now, dangerouslySkipModelCheck: true }
    const badge = JSON.parse(JSON.stringify(await issue({ relatedResource: [entry(png)] })))
    expect((await verify(badge)).outcome).toBe('verified')
    const { proof: _, ...unsigned } = badge
    const bad = { ...unsigned, relatedResource: [entry(otherPng)] }
    await expect(signCredential(bad, key, { now })).rejects.toMatchObject({ code: 'ERR_MODEL_INVALID' })
    const result = await verify(await signCredential(bad, key, options))
    expect([result.outcome, checkOf(result, 'image.integrity').status]).toEqual(['failed', 'failed'])
  })

  it('two entries for one picture are refused when issuing (VCDM 2.0 §5.3: each id once)', async () => {
    const relatedResource = [
      { id: url, digestSRI },
      { id: url, digestSRI: sri('sha256', otherPng) },
    ]
    const achievement = { ...draft.achievement, image: url }
    expect(await codeOf(() => issue({ achievement, relatedResource }))).toBe('ERR_DRAFT_INVALID')
    expect(await codeOf(() => issue({ achievement, relatedResource: relatedResource.slice(1) }))).toBe('no error')
  })

  it('the picture is compared whatever else is not at hand, which is said', async () => {
    const result = await verify(await bakeImage(png, await withDigest({ digestSRI })))
    const { status, warnings } = checkOf(result, 'image.integrity')
    expect([status, warnings.map(({ pointer }) => pointer)]).toEqual(['passed', ['/relatedResource/0']])
  })

  it('a picture inside the badge is compared too', async () => {
    const data = `data:image/png;base64,${base64Encode(png)}`
    expect(checkOf(await verify(await withDigest({ digestSRI }, data)), 'image.integrity').status).toBe('passed')
    const other = `data:image/png;base64,${base64Encode(otherPng)}`
    await expect(withDigest({ digestSRI }, other)).rejects.toMatchObject({ code: 'ERR_DRAFT_INVALID' })
    const { proof: _, ...sound } = JSON.parse(JSON.stringify(await withDigest({ digestSRI }, data))) as JsonObject
    const swapped = JSON.parse(JSON.stringify(sound).replaceAll(data, other)) as JsonObject
    const signed = await signCredential(swapped, key, { created: now, lint: 'off' })
    expect(checkOf(await verify(signed), 'image.integrity').status).toBe('failed')
  })

  const verdict = async (options: VerifyOptions, image = url) => {
    const result = await verify(await withDigest({ digestSRI }, image, []), options)
    const { status, required, problems } = checkOf(result, 'image.integrity')
    return [result.outcome, status, required, ...problems.map(({ code }) => code)]
  }

  it('without the picture at hand it is indeterminate, and decides only for who asks', async () => {
    expect(await verdict({})).toEqual(['verified', 'indeterminate', false, 'ERR_DOCUMENT_UNAVAILABLE'])
    const asked = { require: ['image.integrity'] }
    expect(await verdict(asked)).toEqual(['indeterminate', 'indeterminate', true, 'ERR_DOCUMENT_UNAVAILABLE'])
  })

  it.each<[string, () => Response, readonly unknown[], string?]>([
    ['the picture', () => new Response(png), ['verified', 'passed', true]],
    ['another picture', () => new Response(otherPng), ['failed', 'failed', true, 'ERR_IMAGE_MISMATCH']],
    ['nothing', () => new Response(null), ['failed', 'failed', true, 'ERR_IMAGE_MISMATCH']],
    ['an error', () => new Response('no', { status: 404 }), ['verified', 'indeterminate', false, 'ERR_FETCH_FAILED']],
    [
      'more than may be fetched',
      () => new Response(png, { headers: { 'content-length': String(limits.fetchBytes + 1) } }),
      ['verified', 'indeterminate', false, 'ERR_FETCH_FAILED'],
    ],
    [
      'a private address',
      () => new Response(png),
      ['verified', 'indeterminate', false, 'ERR_FETCH_REFUSED'],
      'https://127.0.0.1/welder.png',
    ],
    [
      'a way to a private address',
      () => new Response(null, { status: 302, headers: { location: 'https://10.0.0.1/welder.png' } }),
      ['verified', 'indeterminate', false, 'ERR_FETCH_REFUSED'],
    ],
    [
      'no https',
      () => new Response(png),
      ['verified', 'indeterminate', false, 'ERR_FETCH_REFUSED'],
      'http://acme.example/w.png',
    ],
  ])('fetched from its address: %s', async (_name, answer, expected, image = url) => {
    const asked: string[] = []
    const fetch = async (address: string) => {
      asked.push(address)
      return address === image ? answer() : new Response(null, { status: 404 })
    }
    expect(await verdict({ fetch }, image)).toEqual(expected)
    expect(asked.every((address) => address === image)).toBe(true)
  })

  it('a picture that was handed over is not fetched', async () => {
    const documents = { [url]: `data:image/png;base64,${base64Encode(png)}` }
    const fetch = async () => {
      throw new Error('asked')
    }
    expect(await verdict({ documents, fetch })).toEqual(['verified', 'passed', true])
  })

  it('without a signed digest there is nothing to compare', async () => {
    const check = checkOf(await verify(await bakeImage(png, await issue())), 'image.integrity')
    expect([check.status, check.required]).toEqual(['skipped', false])
  })
})

describe('endorsement.each (Open Badges 3.0 §9.2)', () => {
  const endorse = async (changes: JsonObject = {}): Promise<JsonObject> => {
    const endorsement = {
      '@context': [
        'https://www.w3.org/ns/credentials/v2',
        'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
      ],
      id: 'urn:uuid:5a3f5d5e-0000-4000-8000-000000000001',
      type: ['VerifiableCredential', 'EndorsementCredential'],
      name: 'Endorsement of Welder I',
      issuer: { id: endorser.did, type: ['Profile'], name: 'Guild' },
      validFrom: now,
      credentialSubject: { id: 'https://acme.example/a/1', type: ['EndorsementSubject'], endorsementComment: 'Good.' },
      ...changes,
    }
    return JSON.parse(JSON.stringify(await signCredential(endorsement, endorser, { created: now })))
  }
  const endorsed = (...endorsement: JsonObject[]) =>
    issue({ achievement: { ...draft.achievement, endorsement: endorsement as never } })

  it('a good endorsement passes, with its own result as evidence', async () => {
    const result = await verify(await endorsed(await endorse()))
    const check = checkOf(result, 'endorsement.each')
    expect(result.outcome).toBe('verified')
    expect([check.status, check.required]).toEqual(['passed', false])
    expect(check.nested?.map(({ pointer, result: nested }) => [pointer, nested.outcome])).toEqual([
      ['/credentialSubject/achievement/endorsement/0', 'verified'],
    ])
  })

  it('a forged endorsement fails the check and leaves the badge verified, unless it is required', async () => {
    const forged = { ...(await endorse()), validFrom: '2025-01-01T00:00:00Z' }
    const badge = await endorsed(await endorse(), forged)
    const result = await verify(badge)
    expect([result.outcome, checkOf(result, 'endorsement.each').status]).toEqual(['verified', 'failed'])
    expect((await verify(badge, { require: ['endorsement.each'] })).outcome).toBe('failed')
  })

  it('an endorsement that cannot be decided is indeterminate', async () => {
    const undecided = await endorse({
      credentialStatus: {
        id: 'https://guild.example/1',
        type: 'BitstringStatusListEntry',
        statusPurpose: 'revocation',
        statusListIndex: '1',
        statusListCredential: 'https://guild.example/list',
      },
    })
    expect(checkOf(await verify(await endorsed(undecided)), 'endorsement.each').status).toBe('indeterminate')
  })

  it('an endorsement of an endorsement is verified, and below that depth no further', async () => {
    const issuer = (endorsement: JsonObject[]) => ({ id: endorser.did, type: ['Profile'], name: 'Guild', endorsement })
    const third = await endorse()
    const second = await endorse({ id: 'urn:example:second', issuer: issuer([third]) })
    const first = await endorse({ id: 'urn:example:first', issuer: issuer([second]) })
    const check = checkOf(await verify(await endorsed(first)), 'endorsement.each')
    const below = check.nested?.[0]?.result
    expect(below && checkOf(below, 'endorsement.each').status).toBe('passed')
    const deepest = below && checkOf(below, 'endorsement.each').nested?.[0]?.result
    expect(deepest && checkOf(deepest, 'endorsement.each').status).toBe('skipped')
  })
})

describe('refresh.service', () => {
  it('is not asked offline, and the credential counts as it stands', async () => {
    const badge = await issue({ refreshService: 'https://acme.example/refresh/1' })
    const result = await verify(badge)
    const check = checkOf(result, 'refresh.service')
    expect([result.outcome, check.status, check.required]).toEqual(['verified', 'skipped', false])
  })
})

describe('profile', () => {
  it('vcdm2 is for credentials that are no badges', async () => {
    const credential = {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiableCredential'],
      issuer: key.did,
      credentialSubject: { id: 'did:example:kim' },
    }
    const signed = await signCredential(credential, key, { created: now })
    expect((await verify(signed)).outcome).toBe('failed')
    const result = await verifyCredential(signed, { now, accept: 'credential', profile: 'vcdm2' })
    expect([result.outcome, result.issuer?.name]).toEqual(['verified', undefined])
  })
})
