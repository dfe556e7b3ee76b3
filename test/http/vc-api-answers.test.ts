import { describe, expect, test } from 'vitest'
import { type HandlerOptions, hashApiToken } from '../../src/http/index.js'
import { limits } from '../../src/internal/limits.js'
import { generateKeyPair } from '../../src/keys/index.js'
import type { KeyType } from '../../src/types/keys.js'
import { apiCaller, testSite } from './site.js'

const TOKEN = 'k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk'
const ID = 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33'
const V2 = 'https://www.w3.org/ns/credentials/v2'

type Settings = Omit<NonNullable<HandlerOptions['issuers']>[string], 'signer'>

/** One issuer beside that of the service, with settings of its own. */
async function issuerWith(type: KeyType, settings: Settings = {}, more: Parameters<typeof testSite>[0] = {}) {
  const signer = await generateKeyPair({ type, controller: 'did:web:badges.example:app:issuers:one' })
  const site = await testSite(
    { apiTokenHashes: [hashApiToken(TOKEN)], issuers: { one: { signer, ...settings } }, ...more },
    { secret: 's'.repeat(43) },
  )
  const call = apiCaller(site, TOKEN)
  const credential = {
    '@context': [V2],
    id: ID,
    type: ['VerifiableCredential'],
    issuer: signer.controller,
    validFrom: '2025-01-01T00:00:00Z',
    credentialSubject: { id: 'did:example:kim' },
  }
  const issue = (options: object = {}, given: object = credential) =>
    call('POST', '/issuers/one/credentials/issue', { credential: given, options })
  const present = (options: object = {}, given: object = { '@context': [V2], type: ['VerifiablePresentation'] }) =>
    call('POST', '/issuers/one/presentations', { presentation: given, options })
  const verify = (path: string, body: object) => call('POST', path, body, null)
  return { site, call, credential, issue, present, verify }
}

describe('a presentation is signed as the issuer signs', () => {
  test.each([
    ['its suite', 'Ed25519', { suite: 'eddsa-jcs-2022' }, ['eddsa-jcs-2022']],
    [
      'all its suites',
      'P-256',
      { suite: ['ecdsa-rdfc-2019', 'ecdsa-jcs-2019'] },
      ['ecdsa-rdfc-2019', 'ecdsa-jcs-2019'],
    ],
    ['another for the one that hides parts', 'P-256', { suite: 'ecdsa-sd-2023' }, ['ecdsa-rdfc-2019']],
    ['what the key does', 'P-384', {}, ['ecdsa-rdfc-2019']],
  ] as const)('%s', async (_, type, settings, suites) => {
    const { present, verify } = await issuerWith(type, settings)
    const { verifiablePresentation } = (await present({ challenge: 'c' })).body
    const proofs = [verifiablePresentation.proof].flat() as { cryptosuite: string }[]
    expect(proofs.map(({ cryptosuite }) => cryptosuite)).toEqual(suites)
    const answer = await verify('/presentations/verify', { verifiablePresentation, options: { challenge: 'c' } })
    expect(answer.body.verified).toBe(true)
  })

  test('by the suite of the older kind', async () => {
    const { present } = await issuerWith('Ed25519', { suite: 'Ed25519Signature2020' })
    expect((await present()).body.verifiablePresentation.proof.type).toBe('Ed25519Signature2020')
  })

  test.each([
    ['P-256', 'vc+jwt'],
    ['RSA', 'vc-jwt'],
    ['RSA', 'vc+jwt'],
  ] as const)('%s, %s: as a JWT', async (type, form) => {
    const { present, verify } = await issuerWith(type, { form })
    const { verifiablePresentation } = (await present({ challenge: 'c' })).body
    expect(verifiablePresentation.type).toBe('EnvelopedVerifiablePresentation')
    const body = { verifiablePresentation, options: { challenge: 'c' } }
    expect((await verify('/presentations/verify', body)).body.verified).toBe(true)
  })

  test('what the caller asks for comes first', async () => {
    const jwt = await issuerWith('P-256', { form: 'vc+jwt' })
    expect((await jwt.present({ form: 'vp' })).body.verifiablePresentation.proof.cryptosuite).toBe('ecdsa-rdfc-2019')
    const plain = await issuerWith('P-256', { suite: 'ecdsa-jcs-2019' })
    const asked = (await plain.present({ cryptosuite: 'ecdsa-rdfc-2019' })).body.verifiablePresentation
    expect(asked.proof.cryptosuite).toBe('ecdsa-rdfc-2019')
    expect((await plain.present({ form: 'vp+jwt' })).body.verifiablePresentation.type).toMatch(/^Enveloped/)
  })
})

describe('what the issuer has set for all its credentials, a request adds to and never takes away', () => {
  const purposesOf = ({ credentialStatus }: { credentialStatus?: unknown }) =>
    [credentialStatus].flat().map((entry) => (entry as { statusPurpose: string }).statusPurpose)

  test.each([
    [{}, ['revocation']],
    [{ statusPurpose: 'suspension' }, ['revocation', 'suspension']],
    [{ statusPurpose: ['revocation'] }, ['revocation']],
  ])('%j: a status for %j', async (options, purposes) => {
    const { issue } = await issuerWith('Ed25519', { statusPurpose: 'revocation' })
    expect(purposesOf((await issue(options)).body.verifiableCredential)).toEqual(purposes)
  })

  test('pointers', async () => {
    const subject = { id: 'did:example:kim', name: 'Kim', description: 'Welds.' }
    const shown = async (options: object) => {
      const settings = { suite: 'ecdsa-sd-2023', mandatoryPointers: ['/credentialSubject/name'] } as const
      const { issue, verify, credential } = await issuerWith('P-256', settings)
      const { verifiableCredential } = (await issue(options, { ...credential, credentialSubject: subject })).body
      const derived = await verify('/credentials/derive', { verifiableCredential, options: { selectivePointers: [] } })
      return derived.body.credentialSubject
    }
    expect(await shown({})).toEqual({ id: subject.id, name: subject.name })
    expect(await shown({ mandatoryPointers: ['/credentialSubject/description'] })).toEqual(subject)
  })

  test.each([
    ['/options/statusPurpose', { statusPurpose: [] }],
    ['/options/mandatoryPointers', { mandatoryPointers: [] }],
    ['/options/mandatoryPointers/0', { mandatoryPointers: ['issuer'] }],
    ['/options/mandatoryPointers/1', { mandatoryPointers: ['/issuer', '/proof'] }],
    ['/options/mandatoryPointers/0', { mandatoryPointers: ['/nothing'] }],
    ['/options/mandatoryPointers', { mandatoryPointers: ['/issuer'], cryptosuite: 'ecdsa-rdfc-2019' }],
  ])('%s is refused: %j', async (pointer, options) => {
    const { issue } = await issuerWith('P-256', { suite: 'ecdsa-sd-2023', mandatoryPointers: ['/issuer'] })
    const { status, body } = await issue(options)
    expect([status, body.code]).toEqual([400, 'ERR_ARGUMENT_INVALID'])
    expect(body.problems[0].pointer).toBe(pointer)
  })
})

describe('what is stored has an id that an address can hold', () => {
  const long = (length: number) => `urn:x:${'a'.repeat(length - 6)}`
  /** Characters left where each of `urn:x:` takes one, but for two that are written as three. */
  const fits = limits.addressedId - 4
  test.each([
    ['as long as an address takes', long(fits), 201],
    ['one longer', long(fits + 1), 400],
    ['far longer', long(2040), 400],
    ['short, and long once it is encoded', `urn:x:${'ä'.repeat(500)}`, 400],
  ])('%s', async (_, id, status) => {
    const { issue, present, call, credential } = await issuerWith('Ed25519')
    const presentation = { '@context': [V2], id, type: ['VerifiablePresentation'] }
    const made = [await issue({ store: true }, { ...credential, id }), await present({ store: true }, presentation)]
    for (const [index, answer] of made.entries()) {
      expect(answer.status).toBe(status)
      const path = `/issuers/one/${['credentials', 'presentations'][index]}/${encodeURIComponent(id)}`
      if (status === 201)
        expect([(await call('GET', path)).status, (await call('DELETE', path)).status]).toEqual([200, 202])
      else expect(answer.body.problems[0].pointer).toMatch(/^\/(credential|presentation)\/id$/)
    }
  })

  test.each(['.', '..'])('%s is none, since it never arrives', async (credentialId) => {
    const { issue, credential } = await issuerWith('Ed25519')
    const { id: _, ...given } = credential
    const { status, body } = await issue({ store: true, credentialId }, given)
    expect([status, body.problems[0].pointer]).toEqual([400, '/options/credentialId'])
  })

  test.each(['/credentials/', '/presentations/', '/issuers/one/credentials/', '/issuers/one/presentations/'])(
    '%s with more than a path may have is not found, and says so to programs',
    async (path) => {
      const { call } = await issuerWith('Ed25519')
      for (const method of ['GET', 'DELETE']) {
        const { status, body } = await call(method, path + 'a'.repeat(limits.requestPath))
        expect([status, body.code]).toEqual([404, 'ERR_RECORD_NOT_FOUND'])
      }
    },
  )
})

describe('the same id', () => {
  test.each([
    ['that is stored', { store: true }, {}],
    ['that has a status', { statusPurpose: 'revocation' }, {}],
    ['that is stored', { store: true }, { store: true }],
    ['that has a status', { statusPurpose: 'revocation' }, { store: true }],
    ['that is stored', { store: true }, { statusPurpose: 'suspension' }],
  ])('%s (%j) is not given again by %j', async (_, first, second) => {
    const { issue } = await issuerWith('Ed25519')
    expect((await issue(first)).status).toBe(201)
    const { status, body } = await issue(second)
    expect([status, body.code, body.problems[0].pointer]).toEqual([409, 'ERR_STAGE_INVALID', '/credential/id'])
  })

  test('under which nothing is known can be given again, and so can one that was removed', async () => {
    const { issue, call } = await issuerWith('Ed25519')
    expect([(await issue()).status, (await issue()).status, (await issue({ store: true })).status]).toEqual([
      201, 201, 201,
    ])
    const path = `/issuers/one/credentials/${encodeURIComponent(ID)}`
    expect((await call('DELETE', path)).status).toBe(202)
    expect((await issue()).status).toBe(201)
  })

  test('of a presentation that is stored', async () => {
    const { present } = await issuerWith('Ed25519')
    const given = { '@context': [V2], id: ID, type: ['VerifiablePresentation'] }
    expect((await present({ store: true }, given)).status).toBe(201)
    expect((await present({}, given)).body.problems[0].pointer).toBe('/presentation/id')
    expect((await present({}, { ...given, id: 'urn:x:y' })).status).toBe(201)
  })
})

describe('`created` later than now is not signed, and what is signed verifies at once', () => {
  test.each([
    [-86_400, 201],
    [0, 201],
    [1, 400],
    [limits.serverClockSeconds - 1, 400],
    [10 * 365 * 86_400, 400],
  ])('%d seconds from now: %d', async (seconds, expected) => {
    const { issue, present, verify, site } = await issuerWith('Ed25519')
    const created = new Date(site.clock.now + seconds * 1000).toISOString()
    for (const { status, body } of [await issue({ created }), await present({ created, challenge: 'c' })]) {
      expect(status).toBe(expected)
      if (expected === 201) {
        const path = `/${body.verifiableCredential === undefined ? 'presentations' : 'credentials'}/verify`
        const options = body.verifiableCredential === undefined ? { challenge: 'c' } : {}
        expect((await verify(path, { ...body, options })).body.problemDetails).toEqual([])
      }
      if (expected === 400) {
        expect([body.code, body.problems[0].pointer]).toEqual(['ERR_ARGUMENT_INVALID', '/options/created'])
      }
    }
  })
})

test('the list of this very server is never too old for it, however long ago it last changed', async () => {
  const { issue, verify, call, site } = await issuerWith('Ed25519', { statusPurpose: 'revocation' })
  const { verifiableCredential } = (await issue()).body
  const listPath = new URL(verifiableCredential.credentialStatus.statusListCredential).pathname.replace('/app', '')
  await call('GET', listPath, undefined, null)
  site.clock.pass(3 * 3_600_000)
  const { body } = await verify('/credentials/verify', { verifiableCredential })
  expect([body.verified, body.warnings]).toEqual([true, []])
})

test('what decides nothing is a warning: `verified` has no problems beside it', async () => {
  const { issue, present, verify } = await issuerWith('Ed25519')
  const { verifiableCredential } = (await issue()).body
  const held = { '@context': [V2], type: ['VerifiablePresentation'], verifiableCredential: [verifiableCredential] }
  const { verifiablePresentation } = (await present({ challenge: 'c' }, held)).body
  const ask = async (options: object, given: object = verifiablePresentation) =>
    (await verify('/presentations/verify', { verifiablePresentation: given, options })).body
  for (const options of [{ challenge: 'c' }, { challenge: 'c', checks: ['proof'] }]) {
    const body = await ask(options)
    expect([body.verified, body.problemDetails]).toEqual([true, []])
    const codes = body.warnings.map(({ code }: { code: string }) => code)
    expect(codes).toContain('ERR_HOLDER_MISMATCH')
  }
  // Its twin: where the key is not the holder's, it decides.
  const stolen = await ask({ challenge: 'c' }, { ...verifiablePresentation, holder: 'did:example:kim' })
  expect(stolen.verified).toBe(false)
  expect(stolen.problemDetails.map(({ code }: { code: string }) => code)).toContain('ERR_HOLDER_MISMATCH')
})

describe('what is found in a credential of a presentation is said under its code, in its place', () => {
  const problemsOf = (body: { problemDetails: { code: string; pointer?: string }[] }) =>
    body.problemDetails.map(({ code, pointer }) => `${code} ${pointer ?? ''}`)

  test.each([
    ['an embedded proof', {}],
    ['a JWT in its envelope', { form: 'vc+jwt' }],
  ] as const)('revoked, %s', async (_, settings) => {
    const { call, issue, present, verify } = await issuerWith('P-256', { ...settings, statusPurpose: 'revocation' })
    const { verifiableCredential } = (await issue()).body
    const held = { '@context': [V2], type: ['VerifiablePresentation'], verifiableCredential: [verifiableCredential] }
    const { verifiablePresentation } = (await present({ challenge: 'c' }, held)).body
    const body = { verifiablePresentation, options: { challenge: 'c' } }
    const before = (await verify('/presentations/verify', body)).body
    expect([before.verified, before.problemDetails]).toEqual([true, []])
    const credentialStatus = { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' }
    await call('POST', '/issuers/one/credentials/status', { credentialId: ID, credentialStatus, status: true })
    const after = (await verify('/presentations/verify', body)).body
    expect(after.verified).toBe(false)
    expect(problemsOf(after)).toEqual([
      'ERR_VERIFICATION_FAILED /verifiableCredential/0',
      'ERR_STATUS_REVOKED /verifiableCredential/0/credentialStatus',
    ])
    // Where it is not asked for, the answer says that it is not known.
    const unasked = { ...body, options: { challenge: 'c', checks: ['proof'] } }
    const { verified, notChecked, warnings } = (await verify('/presentations/verify', unasked)).body
    expect([verified, notChecked]).toEqual([true, ['credentialStatus']])
    expect(warnings.map(({ code }: { code: string }) => code)).toContain('ERR_STATUS_UNCHECKED')
  })

  test('what an envelope says beside its JWT is warned of, alone and in a presentation', async () => {
    const { issue, present, verify } = await issuerWith('P-256', { form: 'vc+jwt' })
    const { verifiableCredential } = (await issue()).body
    const boasting = { ...verifiableCredential, name: 'Nobel Prize' }
    const alone = (await verify('/credentials/verify', { verifiableCredential: boasting })).body
    const warned = (body: typeof alone) =>
      body.warnings.flatMap(({ code, pointer }: { code: string; pointer?: string }) =>
        code === 'ERR_ENVELOPE_MEMBER' ? [pointer] : [],
      )
    expect([alone.verified, warned(alone)]).toEqual([true, ['/name']])
    expect(warned((await verify('/credentials/verify', { verifiableCredential })).body)).toEqual([])
    const held = { '@context': [V2], type: ['VerifiablePresentation'], verifiableCredential: [boasting] }
    const { verifiablePresentation } = (await present({ challenge: 'c' }, held)).body
    const options = { challenge: 'c' }
    const shown = (await verify('/presentations/verify', { verifiablePresentation, options })).body
    expect([shown.verified, warned(shown)]).toEqual([true, ['/verifiableCredential/0/name']])
    const around = { ...verifiablePresentation, holder: 'did:example:kim' }
    const outer = (await verify('/presentations/verify', { verifiablePresentation: around, options })).body
    expect([outer.verified, warned(outer)]).toEqual([true, ['/holder', '/verifiableCredential/0/name']])
  })
})

describe('what is not there, or is other text, is named', () => {
  test.each([
    ['nothing', '/credentials/verify', {}, 'ERR_ARGUMENT_INVALID', ''],
    [
      'two of them',
      '/credentials/verify',
      { verifiableCredential: {}, verifiableCredentialJwt: 'x' },
      'ERR_ARGUMENT_INVALID',
      '',
    ],
    ['no presentation', '/presentations/verify', {}, 'ERR_ARGUMENT_INVALID', ''],
    ['text', '/credentials/verify', { verifiableCredential: 'x' }, 'ERR_JSON_INVALID', '/verifiableCredential'],
    ['text under the other name', '/presentations/verify', { presentation: 'x' }, 'ERR_JSON_INVALID', '/presentation'],
    ['a number', '/credentials/verify', { verifiableCredential: 7 }, 'ERR_ARGUMENT_INVALID', '/verifiableCredential'],
  ])('%s', async (_, path, given, code, pointer) => {
    const { verify } = await issuerWith('P-256')
    const { status, body } = await verify(path, given)
    const found = body.problems.map((each: { code: string; pointer: string }) => [each.code, each.pointer])
    expect([status, found]).toEqual([400, [[code, pointer]]])
    expect(body.detail).not.toMatch(/schema|object,/)
  })

  test('a base proof that is to be shown: what to do is said in words of the API', async () => {
    const { issue, present } = await issuerWith('P-256', { suite: 'ecdsa-sd-2023' })
    const { verifiableCredential } = (await issue()).body
    const given = { '@context': [V2], type: ['VerifiablePresentation'], verifiableCredential: [verifiableCredential] }
    const { status, body } = await present({}, given)
    expect([status, body.code, body.detail.includes('/credentials/derive')]).toEqual([400, 'ERR_PROOF_IS_BASE', true])
  })
})

describe('a presentation that no verifier takes is not signed', () => {
  test('an object without a proof in place of a credential', async () => {
    const { present } = await issuerWith('P-256')
    const given = { '@context': [V2], type: ['VerifiablePresentation'], verifiableCredential: [{}] }
    const { status, body } = await present({}, given)
    const place = '/presentation/verifiableCredential/0'
    expect([status, body.code, body.problems[0]?.pointer]).toEqual([400, 'ERR_PROOF_MISSING', place])
  })

  test.each([
    ['null in place of a credential', { verifiableCredential: [null] }, '/presentation/verifiableCredential/0'],
    ['no credential but null', { verifiableCredential: null }, '/presentation/verifiableCredential'],
    ['a number', { verifiableCredential: [7] }, '/presentation/verifiableCredential/0'],
    ['text', { verifiableCredential: 'x' }, '/presentation/verifiableCredential'],
    [
      'a JWT as text',
      { verifiableCredential: ['eyJhbGciOiJFUzI1NiJ9.e30.c2ln'] },
      '/presentation/verifiableCredential/0',
    ],
    ['a list in a list', { verifiableCredential: [[{ type: 'x' }]] }, '/presentation/verifiableCredential/0'],
    ['a holder that is null', { holder: null }, '/presentation/holder'],
    ['a holder without an id', { holder: {} }, '/presentation/holder'],
    ['terms of use without a type', { termsOfUse: {} }, '/presentation/termsOfUse'],
    ['terms of use that are null', { termsOfUse: [null] }, '/presentation/termsOfUse/0'],
    ['an id that is a number', { id: 5 }, '/presentation/id'],
    ['a type that is null', { type: ['VerifiablePresentation', null] }, '/presentation/type'],
    ['no context', { '@context': [] }, '/presentation/@context'],
  ])('%s', async (_, more, pointer) => {
    for (const form of [undefined, 'vc+jwt'] as const) {
      const { present } = await issuerWith('P-256', form === undefined ? {} : { form })
      const { status, body } = await present({}, { '@context': [V2], type: ['VerifiablePresentation'], ...more })
      expect([status, body.code, body.problems[0]?.pointer]).toEqual([400, 'ERR_MODEL_INVALID', pointer])
    }
  })

  test.each([
    ['null', null],
    ['text', 'x'],
    ['a list', []],
  ])('%s in place of a presentation, or of a credential', async (_, given) => {
    const { call } = await issuerWith('P-256')
    for (const [path, name] of [
      ['presentations', 'presentation'],
      ['credentials/issue', 'credential'],
    ] as const) {
      const { status, body } = await call('POST', `/issuers/one/${path}`, { [name]: given })
      const { code, problems } = body
      expect([status, code, problems[0]?.pointer]).toEqual([400, 'ERR_ARGUMENT_INVALID', `/${name}`])
    }
  })
})

/** Words of the library that a caller of the VC-API has no use for. */
const LIBRARY = /`(?:suite|fetch|documents|contexts|sign|addToProofs)`|signCredentialAsJwt|\bDate\b|checkStatus/

describe('every refusal is a problem by RFC 9457 with our code, in words of the request', () => {
  const signed = { proof: { type: 'DataIntegrityProof' } }
  const issueIn = (options: object, more: object = {}) => ['/credentials/issue', options, more] as const
  test.each([
    ['a time that is none', ...issueIn({ created: 'yesterday' }), 'ERR_ARGUMENT_INVALID', '/options/created'],
    ['a day', ...issueIn({ created: '2025-01-01' }), 'ERR_ARGUMENT_INVALID', '/options/created'],
    [
      'a time without a zone',
      ...issueIn({ created: '2025-01-01T00:00:00' }),
      'ERR_ARGUMENT_INVALID',
      '/options/created',
    ],
    ['an unknown option', ...issueIn({ kind: 1 }), 'ERR_ARGUMENT_INVALID', '/options/kind'],
    [
      'a suite for a JWT',
      ...issueIn({ form: 'vc+jwt', cryptosuite: 'eddsa-jcs-2022' }),
      'ERR_ARGUMENT_INVALID',
      '/options/cryptosuite',
    ],
    [
      'a challenge for a JWT',
      ...issueIn({ form: 'vc-jwt', challenge: 'c' }),
      'ERR_ARGUMENT_INVALID',
      '/options/challenge',
    ],
    [
      'a suite of another key',
      ...issueIn({ cryptosuite: 'ecdsa-rdfc-2019' }),
      'ERR_SUITE_UNSUPPORTED',
      '/options/cryptosuite',
    ],
    ['another id', ...issueIn({ credentialId: 'urn:x:y' }), 'ERR_ARGUMENT_INVALID', '/options/credentialId'],
    ['storing without an id', ...issueIn({ store: true }, { id: undefined }), 'ERR_ARGUMENT_INVALID', '/credential/id'],
    ['a proof', ...issueIn({}, signed), 'ERR_SIGN_ALREADY_SIGNED', '/credential/proof'],
    ['another issuer', ...issueIn({}, { issuer: 'did:example:lou' }), 'ERR_SIGN_ISSUER_MISMATCH', '/credential/issuer'],
    [
      'no subject',
      ...issueIn({}, { credentialSubject: undefined }),
      'ERR_MODEL_INVALID',
      '/credential/credentialSubject',
    ],
    [
      'an unknown context',
      ...issueIn({}, { '@context': [V2, 'https://a.example/c'] }),
      'ERR_CONTEXT_UNAVAILABLE',
      '/credential/@context',
    ],
    [
      'an undefined term',
      ...issueIn({}, { credentialSubject: { id: 'did:example:kim', hue: 1 } }),
      'ERR_TERM_UNDEFINED',
      '/credential/credentialSubject/hue',
    ],
  ])('issuing with %s', async (_, path, options, more, code, pointer) => {
    const { call, credential } = await issuerWith('Ed25519')
    const body = { credential: { ...credential, ...more }, options }
    const answer = await call('POST', `/issuers/one${path}`, JSON.parse(JSON.stringify(body)))
    expect([answer.status, answer.type, answer.body.code]).toEqual([400, 'application/problem+json', code])
    expect(answer.body.problems.map((each: { pointer: string }) => each.pointer)).toContain(pointer)
    const words = [answer.body.detail, ...answer.body.problems.map((each: { detail: string }) => each.detail)]
    for (const said of words) expect(said).not.toMatch(LIBRARY)
  })

  test.each([
    ['a time for a JWT', { form: 'vp+jwt', created: '2025-01-01T00:00:00Z' }, {}, '/options/created'],
    ['another holder', {}, { holder: 'did:example:lou' }, '/presentation/holder'],
    ['another type', {}, { type: ['VerifiableCredential'] }, '/presentation/type'],
    ['storing without an id', { store: true }, {}, '/presentation/id'],
  ])('presenting with %s', async (_, options, more, pointer) => {
    const { present } = await issuerWith('Ed25519')
    const { status, body } = await present(options, { '@context': [V2], type: ['VerifiablePresentation'], ...more })
    expect([status, body.problems[0].pointer]).toEqual([400, pointer])
    expect(body.detail).not.toMatch(LIBRARY)
  })

  test('an RSA key that is to embed a proof', async () => {
    const { issue, present } = await issuerWith('RSA', { form: 'vc+jwt' })
    for (const { status, body } of [await issue({ form: 'vc' }), await present({ form: 'vp' })]) {
      expect([status, body.code, body.problems[0].pointer]).toEqual([400, 'ERR_SUITE_UNSUPPORTED', '/options/form'])
      expect(body.detail).not.toMatch(LIBRARY)
    }
  })

  test('an RSA key that is to sign a status list', async () => {
    const { issue } = await issuerWith('RSA', { form: 'vc+jwt' })
    const { status, body } = await issue({ statusPurpose: 'revocation' })
    const pointer = '/options/statusPurpose'
    expect([status, body.code, body.problems[0].pointer]).toEqual([400, 'ERR_SUITE_UNSUPPORTED', pointer])
    expect((await issue()).status).toBe(201)
  })

  test.each([
    ['a pointer that leads nowhere', { selectivePointers: ['/issuer', '/x'] }, '/options/selectivePointers/1'],
    ['no base proof', { selectivePointers: [], proofId: 'urn:x:y' }, '/verifiableCredential/proof'],
  ])('deriving with %s', async (_, options, pointer) => {
    const { issue, verify } = await issuerWith('P-256', { suite: 'ecdsa-sd-2023' })
    const { verifiableCredential } = (await issue()).body
    const { status, body } = await verify('/credentials/derive', { verifiableCredential, options })
    expect([status, body.problems[0].pointer]).toEqual([400, pointer])
  })

  test('verifying what needs a document that is not here', async () => {
    const { issue, verify } = await issuerWith('Ed25519')
    const { verifiableCredential } = (await issue()).body
    const foreign = { ...verifiableCredential, '@context': [V2, 'https://a.example/c'] }
    const { body } = await verify('/credentials/verify', { verifiableCredential: foreign })
    const said = [...body.problemDetails, ...body.warnings].map(({ detail }: { detail: string }) => detail)
    expect(said.length).toBeGreaterThan(0)
    for (const one of said) expect(one).not.toMatch(LIBRARY)
  })

  test.each([
    ['no token', 'POST', '/credentials/issue', {}, 401, 'ERR_AUTHENTICATION_NEEDED'],
    ['no token at an issuer', 'POST', '/issuers/one/credentials/issue', {}, 401, 'ERR_AUTHENTICATION_NEEDED'],
    ['no token at the API of badges', 'GET', '/api/badges', {}, 401, 'ERR_AUTHENTICATION_NEEDED'],
    ['another address', 'GET', '/credentials/a/b/c', {}, 404, 'ERR_RECORD_NOT_FOUND'],
    ['another issuer', 'GET', '/issuers/two/did.json', {}, 404, 'ERR_RECORD_NOT_FOUND'],
    ['another address of an issuer', 'GET', '/issuers/one/x', {}, 404, 'ERR_RECORD_NOT_FOUND'],
    ['what was not stored', 'GET', '/credentials/x', { token: true }, 404, 'ERR_RECORD_NOT_FOUND'],
    ['another method', 'PUT', '/credentials/issue', { token: true }, 405, 'ERR_ARGUMENT_INVALID'],
    ['another method at an issuer', 'PUT', '/issuers/one/credentials/issue', {}, 405, 'ERR_ARGUMENT_INVALID'],
    ['a form', 'POST', '/credentials/verify', { type: 'text/plain', body: 'a=b' }, 415, 'ERR_FORMAT_UNKNOWN'],
    [
      'text that is not JSON',
      'POST',
      '/credentials/verify',
      { type: 'application/json', body: '{' },
      400,
      'ERR_JSON_INVALID',
    ],
  ] as const)('%s', async (_, method, path, sent: { token?: true; type?: string; body?: string }, status, code) => {
    const { site } = await issuerWith('Ed25519')
    const response = await site.handler(
      new Request(`https://badges.example/app${path}`, {
        method,
        headers: {
          ...(sent.token === undefined ? {} : { authorization: `Bearer ${TOKEN}` }),
          ...(sent.type === undefined ? {} : { 'content-type': sent.type }),
        },
        ...(sent.body === undefined ? {} : { body: sent.body }),
      }),
    )
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
    const body = (await response.json()) as Record<string, string>
    expect(body).toMatchObject({ status, code })
    expect([typeof body.type, typeof body.title, typeof body.detail]).toEqual(['string', 'string', 'string'])
    expect(body.problems === undefined).toBe(status !== 400)
    if (!path.startsWith('/api/')) expect(body.type).not.toBe('about:blank')
  })

  test('too many requests', async () => {
    const rateLimits = { verifyVisitor: { limit: 1, windowSeconds: 60 } }
    const { call } = await issuerWith('Ed25519', {}, { rateLimits, clientAddress: () => '192.0.2.1' })
    await call('POST', '/credentials/verify', { verifiableCredential: {} }, null)
    const { status, body } = await call('POST', '/credentials/verify', { verifiableCredential: {} }, null)
    expect([status, body.code]).toEqual([429, 'ERR_LIMIT_EXCEEDED'])
  })

  test('a storage that fails', async () => {
    const { site, call, issue } = await issuerWith('Ed25519')
    await site.handler.start()
    Object.assign(site.storage, { get: () => Promise.reject(new Error('gone')) })
    const { status, type, body } = await call('GET', '/credentials/x')
    expect([status, type, body.code]).toEqual([500, 'application/problem+json', 'ERR_INTERNAL'])
    expect(JSON.stringify(body)).not.toContain('gone')
    expect((await issue({ store: true })).status).toBe(500)
    expect(site.defects.length).toBeGreaterThan(0)
  })
})
