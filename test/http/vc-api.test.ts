import { describe, expect, test } from 'vitest'
import { hashApiToken } from '../../src/http/index.js'
import { generateKeyPair } from '../../src/keys/index.js'
import type { KeyType } from '../../src/types/keys.js'
import { apiCaller, testSite } from './site.js'

const TOKEN = 'k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk'
const VIEWER = 'v1ewv1ewv1ewv1ewv1ewv1ewv1ewv1ewv1ewv1ewv1e'
const ID = 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33'

async function vcApi(type: KeyType = 'Ed25519', options: Parameters<typeof testSite>[0] = {}) {
  const signer = await generateKeyPair({ type })
  const site = await testSite(
    { apiTokenHashes: [hashApiToken(TOKEN), { hash: hashApiToken(VIEWER), role: 'viewer' }], ...options },
    { signer, secret: 's'.repeat(43) },
  )
  const call = apiCaller(site, TOKEN)
  const credential = {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiableCredential'],
    issuer: signer.did,
    credentialSubject: { id: 'did:example:kim', name: 'Kim', description: 'Welds.' },
  }
  const issue = (more: object = {}, given: object = credential) =>
    call('POST', '/credentials/issue', { credential: given, options: more })
  const verify = (verifiableCredential: unknown, more: object = {}) =>
    call('POST', '/credentials/verify', { verifiableCredential, options: more }, null)
  return { site, signer, call, credential, issue, verify }
}

const setting = (statusPurpose: string, status: boolean, more: object = {}) => ({
  credentialStatus: { type: 'BitstringStatusListEntry', statusPurpose },
  status,
  ...more,
})

describe('options of issuing are honoured or refused, with their place', () => {
  test.each([
    ['an unknown option', { kind: 'x' }, '/options/kind'],
    ['an unknown form', { form: 'sd-jwt' }, '/options/form'],
    ['a wrong type', { store: 'yes' }, '/options/store'],
    ['an unknown purpose', { statusPurpose: 'message' }, '/options/statusPurpose'],
  ])('%s', async (_, options, pointer) => {
    const { issue } = await vcApi()
    const { status, type, body } = await issue(options)
    expect([status, type, body.code]).toEqual([400, 'application/problem+json', 'ERR_ARGUMENT_INVALID'])
    expect(body.problems.map((each: { pointer: string }) => each.pointer)).toContain(pointer)
  })

  test.each([
    ['a suite that the key does not fit', { cryptosuite: 'ecdsa-rdfc-2019' }, 'ERR_SUITE_UNSUPPORTED'],
    ['pointers for a suite without any', { mandatoryPointers: ['/issuer'] }, 'ERR_ARGUMENT_INVALID'],
    ['a challenge for a JWT', { form: 'vc+jwt', challenge: 'c' }, 'ERR_ARGUMENT_INVALID'],
    ['storing what has no name', { store: true }, 'ERR_ARGUMENT_INVALID'],
  ])('%s', async (_, options, code) => {
    const { issue } = await vcApi()
    const { status, body } = await issue(options)
    expect([status, body.code]).toEqual([400, code])
  })

  test('created, challenge, domain and suite go into the proof', async () => {
    const { issue } = await vcApi()
    const terms = { created: '2026-01-02T03:04:05Z', challenge: 'c', domain: 'd', cryptosuite: 'eddsa-jcs-2022' }
    const { verifiableCredential } = (await issue(terms)).body
    expect(verifiableCredential.proof).toMatchObject(terms)
  })
})

test('one proof is an object, several are a list, and both are verified either way', async () => {
  const { issue, verify } = await vcApi('Ed25519', { vcApi: { suite: ['eddsa-rdfc-2022', 'eddsa-jcs-2022'] } })
  const several = (await issue()).body.verifiableCredential
  const one = (await issue({ cryptosuite: 'eddsa-rdfc-2022' })).body.verifiableCredential
  expect([several.proof.length, one.proof.cryptosuite]).toEqual([2, 'eddsa-rdfc-2022'])
  for (const credential of [several, one, { ...one, proof: [one.proof] }]) {
    expect((await verify(credential)).body.verified).toBe(true)
  }
})

describe('JWT in and out', () => {
  test.each(['Ed25519', 'P-256', 'P-384', 'RSA'] as const)(
    '%s: a vc+jwt comes in its envelope, and is verified with and without it',
    async (type) => {
      const { issue, verify } = await vcApi(type)
      const { status, body } = await issue({ form: 'vc+jwt' })
      const envelope = body.verifiableCredential
      expect([status, envelope.type]).toEqual([201, 'EnvelopedVerifiableCredential'])
      const jwt = envelope.id.slice('data:application/vc+jwt,'.length)
      for (const form of [envelope, jwt]) expect((await verify(form)).body).toMatchObject({ verified: true })
      const changed = jwt.replace(/.{8}$/, 'AAAAAAAA')
      for (const form of [{ ...envelope, id: `data:application/vc+jwt,${changed}` }, changed]) {
        expect(await verify(form)).toMatchObject({ status: 400, body: { verified: false } })
      }
      expect((await verify({ ...envelope, '@context': [] })).status).toBe(400)
    },
  )

  test('a vc-jwt is text, and is verified', async () => {
    const { issue, verify, credential } = await vcApi('P-256')
    const given = { ...credential, id: ID, validFrom: '2025-01-01T00:00:00Z' }
    const { verifiableCredential } = (await issue({ form: 'vc-jwt' }, given)).body
    expect(verifiableCredential).toEqual(expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/))
    expect((await verify(verifiableCredential)).body.verified).toBe(true)
    expect((await verify(`${verifiableCredential.slice(0, -4)}AAAA`)).body.verified).toBe(false)
  })

  test('a status in a JWT counts', async () => {
    const { issue, verify, call, credential } = await vcApi('P-256')
    const { body } = await issue({ form: 'vc+jwt', statusPurpose: 'revocation' }, { ...credential, id: ID })
    const { verifiableCredential } = body
    expect((await verify(verifiableCredential)).body).toMatchObject({ verified: true })
    expect((await call('POST', '/credentials/status', setting('revocation', true, { credentialId: ID }))).status).toBe(
      200,
    )
    expect((await verify(verifiableCredential)).body.problemDetails).toMatchObject([{ code: 'ERR_STATUS_REVOKED' }])
  })
})

describe('a status', () => {
  test('is given where it is asked for, published, set and ended; other entries stay', async () => {
    const { issue, verify, call, credential, site } = await vcApi()
    const { verifiableCredential } = (
      await issue({ statusPurpose: ['revocation', 'suspension'] }, { ...credential, id: ID })
    ).body
    const entries = verifiableCredential.credentialStatus
    expect(entries.map((entry: { statusPurpose: string }) => entry.statusPurpose)).toEqual(['revocation', 'suspension'])
    const url = entries[1].statusListCredential.replace('https://badges.example/app', '')
    expect((await call('GET', url, undefined, null)).body.type).toContain('BitstringStatusListCredential')
    expect((await verify(verifiableCredential)).body).toMatchObject({ verified: true, problemDetails: [] })
    const byEntry = { credentialStatus: entries[1], status: true }
    expect((await call('POST', '/credentials/status', byEntry)).status).toBe(200)
    expect((await verify(verifiableCredential)).body.problemDetails).toMatchObject([{ code: 'ERR_STATUS_REVOKED' }])
    expect((await call('POST', '/credentials/status', { ...byEntry, status: false })).status).toBe(200)
    expect((await verify(verifiableCredential)).body.verified).toBe(true)
    expect(site.defects).toEqual([])
  })

  test.each([
    ['of a credential that nobody knows', setting('revocation', true, { credentialId: 'urn:x:y' }), 404],
    ['for a purpose that it was not given', setting('suspension', true, { credentialId: ID }), 409],
    ['without naming the credential', setting('revocation', true), 400],
    ['with a member that is not known', setting('revocation', true, { credentialId: ID, indexAllocator: 'x' }), 400],
    [
      'with the place of another',
      {
        credentialId: ID,
        status: true,
        credentialStatus: { type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: '0x1' },
      },
      409,
    ],
  ])('%s is refused', async (_, body, status) => {
    const { issue, verify, call, credential } = await vcApi()
    const { verifiableCredential } = (await issue({ statusPurpose: 'revocation' }, { ...credential, id: ID })).body
    expect((await call('POST', '/credentials/status', body)).status).toBe(status)
    expect((await verify(verifiableCredential)).body.verified).toBe(true)
  })

  test('is not given by a key that signs no lists', async () => {
    const { issue } = await vcApi('RSA')
    expect((await issue({ form: 'vc+jwt', statusPurpose: 'revocation' })).body.code).toBe('ERR_SUITE_UNSUPPORTED')
    expect((await issue({ form: 'vc+jwt' })).status).toBe(201)
  })

  test('a revocation is for good', async () => {
    const { issue, call, credential } = await vcApi()
    await issue({ statusPurpose: 'revocation' }, { ...credential, id: ID })
    expect((await call('POST', '/credentials/status', setting('revocation', true, { credentialId: ID }))).status).toBe(
      200,
    )
    expect(
      (await call('POST', '/credentials/status', setting('revocation', false, { credentialId: ID }))).body.code,
    ).toBe('ERR_STATUS_PURPOSE')
  })

  test('of a badge cannot be changed past the badge', async () => {
    const { call, site } = await vcApi()
    const { draft } = await import('./site.js')
    const badge = await site.service.issue({ draft, recipient: { email: 'kim@learner.example' } })
    const [entry] = [(badge.credential as { credentialStatus?: unknown }).credentialStatus].flat() as object[]
    const { type, statusPurpose, statusListCredential, statusListIndex } = entry as Record<string, string>
    const credentialStatus = { type, statusPurpose, statusListCredential, statusListIndex }
    expect((await call('POST', '/credentials/status', { credentialStatus, status: true })).status).toBe(404)
    const byId = setting('revocation', true, { credentialId: badge.credentialId })
    expect((await call('POST', '/credentials/status', byId)).status).toBe(404)
  })
})

describe('what is kept', () => {
  const path = `/credentials/${encodeURIComponent(ID)}`

  test('nothing, unless it was to be stored', async () => {
    const { issue, call, credential } = await vcApi()
    await issue({}, { ...credential, id: ID })
    await issue({ statusPurpose: 'revocation' }, { ...credential, id: ID })
    expect((await call('GET', path)).status).toBe(404)
    expect((await call('DELETE', path)).status).toBe(404)
  })

  test.each(['vc', 'vc+jwt', 'vc-jwt'])(
    '%s: what was stored is given to who may read it, and removed for good',
    async (form) => {
      const { issue, call, verify, credential, site } = await vcApi('P-256')
      const given = { ...credential, id: ID, validFrom: '2025-01-01T00:00:00Z' }
      const { body } = await issue({ store: true, statusPurpose: 'revocation', form }, given)
      expect((await call('GET', path, undefined, null)).status).toBe(401)
      expect((await call('DELETE', path, undefined, null)).status).toBe(401)
      const read = await call('GET', path, undefined, VIEWER)
      expect([read.status, read.body]).toEqual([200, body])
      expect((await verify(read.body.verifiableCredential)).body.verified).toBe(true)
      expect((await call('DELETE', path, undefined, VIEWER)).status).toBe(403)
      expect((await call('DELETE', path)).status).toBe(202)
      expect((await call('GET', path)).status).toBe(404)
      expect((await call('DELETE', path)).status).toBe(404)
      const revoking = setting('revocation', true, { credentialId: ID })
      expect((await call('POST', '/credentials/status', revoking)).status).toBe(200)
      expect((await verify(body.verifiableCredential)).body.verified).toBe(false)
      expect(site.defects).toEqual([])
    },
  )

  test('an id is given once', async () => {
    const { issue, credential } = await vcApi()
    expect((await issue({ store: true }, { ...credential, id: ID })).status).toBe(201)
    const again = await issue({ store: true }, { ...credential, id: ID })
    expect([again.status, again.body.code]).toEqual([409, 'ERR_STAGE_INVALID'])
  })

  test('a credential without an id is found by `credentialId`, which its own id may not contradict', async () => {
    const { issue, call, credential } = await vcApi()
    const { body } = await issue({ store: true, credentialId: ID })
    expect((await call('GET', path)).body).toEqual(body)
    expect((await issue({ credentialId: ID }, { ...credential, id: 'urn:x:other' })).status).toBe(400)
  })
})

describe('deriving', () => {
  test('shows what was chosen, and verifies; a base does not', async () => {
    const { issue, verify, call } = await vcApi('P-256')
    const { verifiableCredential: base } = (
      await issue({ cryptosuite: 'ecdsa-sd-2023', mandatoryPointers: ['/issuer'] })
    ).body
    expect((await verify(base)).body.verified).toBe(false)
    const options = { selectivePointers: ['/credentialSubject/name'] }
    const derived = await call('POST', '/credentials/derive', { verifiableCredential: base, options }, null)
    expect(derived.status).toBe(201)
    const verifiableCredential = derived.body
    expect(verifiableCredential.credentialSubject).toEqual({ id: 'did:example:kim', name: 'Kim' })
    expect((await verify(verifiableCredential)).body.verified).toBe(true)
  })

  test.each([
    ['no base proof', {}, { selectivePointers: ['/issuer'] }, 'ERR_PROOF_MISSING'],
    ['no options', {}, undefined, 'ERR_ARGUMENT_INVALID'],
    ['an unknown option', {}, { selectivePointers: [], reveal: true }, 'ERR_ARGUMENT_INVALID'],
    [
      'a pointer that leads nowhere',
      { cryptosuite: 'ecdsa-sd-2023' },
      { selectivePointers: ['/x'] },
      'ERR_ARGUMENT_INVALID',
    ],
  ])('%s is refused', async (_, issuing, options, code) => {
    const { issue, call } = await vcApi('P-256')
    const { verifiableCredential } = (await issue(issuing)).body
    const { status, body } = await call('POST', '/credentials/derive', { verifiableCredential, options })
    expect([status, body.code]).toEqual([400, code])
  })

  test('takes a token where verifying does', async () => {
    const { call } = await vcApi('P-256', { vcApi: { protectVerify: true } })
    const body = { verifiableCredential: {}, options: { selectivePointers: [] } }
    expect((await call('POST', '/credentials/derive', body, null)).status).toBe(401)
    expect((await call('POST', '/credentials/derive', body)).status).toBe(400)
  })
})

describe('presentations', () => {
  const empty = { '@context': ['https://www.w3.org/ns/credentials/v2'], type: ['VerifiablePresentation'] }

  test.each([undefined, 'vp', 'vp+jwt'])('%s: what is signed is verified, for its challenge alone', async (form) => {
    const { issue, call } = await vcApi()
    const { verifiableCredential } = (await issue()).body
    const presentation = { ...empty, verifiableCredential: [verifiableCredential] }
    const options = { challenge: 'c', domain: 'd', ...(form === undefined ? {} : { form }) }
    const made = await call('POST', '/presentations', { presentation, options })
    expect(made.status).toBe(201)
    const { verifiablePresentation } = made.body
    const verify = (challenge: string) =>
      call('POST', '/presentations/verify', { verifiablePresentation, options: { challenge, domain: 'd' } }, null)
    expect((await verify('c')).body).toMatchObject({ verified: true })
    expect((await verify('e')).status).toBe(400)
  })

  test.each([
    ['of another holder', { ...empty, holder: 'did:example:kim' }, 'ERR_HOLDER_MISMATCH'],
    [
      'with an unsigned credential',
      { ...empty, verifiableCredential: [{ type: ['VerifiableCredential'] }] },
      'ERR_PROOF_MISSING',
    ],
    ['that is none', { '@context': empty['@context'], type: ['VerifiableCredential'] }, 'ERR_MODEL_INVALID'],
  ])('%s is not signed', async (_, presentation, code) => {
    const { call } = await vcApi()
    const { status, body } = await call('POST', '/presentations', { presentation })
    expect([status, body.code]).toEqual([400, code])
  })

  test('is not signed for a stranger', async () => {
    const { call } = await vcApi()
    expect((await call('POST', '/presentations', { presentation: empty }, null)).status).toBe(401)
  })
})

describe('`checks` without the status', () => {
  test('names what was not checked, and never says more than it knows', async () => {
    const { issue, verify, call, credential } = await vcApi()
    const { verifiableCredential } = (await issue({ statusPurpose: 'revocation' }, { ...credential, id: ID })).body
    await call('POST', '/credentials/status', setting('revocation', true, { credentialId: ID }))
    expect((await verify(verifiableCredential)).body).toMatchObject({ verified: false })
    expect((await verify(verifiableCredential, { checks: ['proof', 'credentialStatus'] })).body.verified).toBe(false)
    const { status, body } = await verify(verifiableCredential, { checks: ['proof'] })
    expect([status, body.verified, body.notChecked]).toEqual([200, true, ['credentialStatus']])
    expect(body.warnings).toContainEqual(expect.objectContaining({ code: 'ERR_STATUS_UNCHECKED' }))
    const changed = { ...verifiableCredential, name: 'Other' }
    expect((await verify(changed, { checks: ['proof'] })).body).toMatchObject({ verified: false })
  })

  test('holds for presentations too', async () => {
    const { issue, call, credential } = await vcApi()
    const { verifiableCredential } = (await issue({ statusPurpose: 'revocation' }, { ...credential, id: ID })).body
    await call('POST', '/credentials/status', setting('revocation', true, { credentialId: ID }))
    const presentation = {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiablePresentation'],
      verifiableCredential: [verifiableCredential],
    }
    const { verifiablePresentation } = (
      await call('POST', '/presentations', { presentation, options: { challenge: 'c' } })
    ).body
    const ask = async (more: object, given: object = verifiablePresentation) =>
      (
        await call('POST', '/presentations/verify', {
          verifiablePresentation: given,
          options: { challenge: 'c', ...more },
        })
      ).body
    expect(await ask({})).toMatchObject({ verified: false })
    expect(await ask({ checks: ['proof'] })).toMatchObject({ verified: true, notChecked: ['credentialStatus'] })
    const altered = { ...verifiablePresentation, verifiableCredential: [{ ...verifiableCredential, name: 'x' }] }
    expect(await ask({ checks: ['proof'] }, altered)).toMatchObject({ verified: false })
  })

  test('nothing is left out where no checks are named', async () => {
    const { issue, verify } = await vcApi()
    const { body } = await verify((await issue()).body.verifiableCredential)
    expect(body).not.toHaveProperty('notChecked')
  })
})
