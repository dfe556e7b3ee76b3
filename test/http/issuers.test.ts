import { describe, expect, test } from 'vitest'
import { createHandler, type HandlerOptions, hashApiToken } from '../../src/http/index.js'
import { generateKeyPair } from '../../src/keys/index.js'
import type { KeyType } from '../../src/types/keys.js'
import { codeOf } from '../support/codes.js'
import { apiCaller, testSite } from './site.js'

const OPERATOR = 'k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk'
const OWN = 'own0own0own0own0own0own0own0own0own0own0own'

const signer = (type: KeyType, name?: string) =>
  generateKeyPair({ type, ...(name === undefined ? {} : { controller: `did:web:badges.example:app:issuers:${name}` }) })

async function school() {
  const all = {
    welding: {
      signer: await signer('P-256', 'welding'),
      suite: 'ecdsa-sd-2023',
      mandatoryPointers: ['/issuer'],
      profile: { name: 'Welding', url: 'https://welding.example' },
      timeZone: 'Europe/Berlin',
    },
    tokens: { signer: await signer('P-384'), form: 'vc+jwt', statusPurpose: 'revocation' },
    sealed: {
      signer: await signer('Ed25519', 'sealed'),
      suite: ['eddsa-rdfc-2022', 'eddsa-jcs-2022'],
      statusPurpose: ['revocation', 'suspension'],
      apiTokenHashes: [hashApiToken(OWN)],
    },
  } as const satisfies HandlerOptions['issuers']
  const site = await testSite(
    { apiTokenHashes: [hashApiToken(OPERATOR)], issuers: all },
    { signer: await signer('Ed25519'), secret: 's'.repeat(43) },
  )
  const call = apiCaller(site, OPERATOR)
  const idOf = (name: keyof typeof all): string => all[name].signer.controller
  const credentialOf = (issuer: string, more: object = {}) => ({
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiableCredential'],
    issuer,
    credentialSubject: { id: 'did:example:kim' },
    ...more,
  })
  const issue = (name: keyof typeof all, options: object = {}, more: object = {}, token: string | null = OPERATOR) =>
    call('POST', `/issuers/${name}/credentials/issue`, { credential: credentialOf(idOf(name), more), options }, token)
  return { site, all, call, idOf, credentialOf, issue }
}

describe('each issuer', () => {
  test('signs by its own key, suites and form, and is verified at its own address and at every other', async () => {
    const { issue, call } = await school()
    const sealed = (await issue('sealed')).body.verifiableCredential
    expect(sealed.proof.map((proof: { cryptosuite: string }) => proof.cryptosuite)).toEqual([
      'eddsa-rdfc-2022',
      'eddsa-jcs-2022',
    ])
    expect(sealed.credentialStatus).toHaveLength(2)
    const jwt = (await issue('tokens')).body.verifiableCredential
    expect(jwt.type).toBe('EnvelopedVerifiableCredential')
    const base = (await issue('welding')).body.verifiableCredential
    const options = { selectivePointers: ['/credentialSubject'] }
    const derived = (await call('POST', '/issuers/welding/credentials/derive', { verifiableCredential: base, options }))
      .body
    for (const at of ['', '/issuers/welding', '/issuers/tokens', '/issuers/sealed']) {
      for (const verifiableCredential of [sealed, jwt, derived]) {
        const { body } = await call('POST', `${at}/credentials/verify`, { verifiableCredential }, null)
        expect([at, body.verified, body.problemDetails]).toEqual([at, true, []])
      }
    }
  })

  test('signs for itself alone', async () => {
    const { call, credentialOf, idOf } = await school()
    const credential = credentialOf(idOf('welding'))
    for (const at of ['', '/issuers/tokens', '/issuers/sealed']) {
      const { status, body } = await call('POST', `${at}/credentials/issue`, { credential })
      expect([at, status, body.code]).toEqual([at, 400, 'ERR_SIGN_ISSUER_MISMATCH'])
    }
  })

  test('publishes its own DID document and keys, and no others', async () => {
    const { call, idOf, all } = await school()
    const { status, type, body } = await call('GET', '/issuers/welding/did.json', undefined, null)
    expect([status, type, body.id]).toEqual([200, 'application/did+json', idOf('welding')])
    expect(body.verificationMethod.map(({ id }: { id: string }) => id)).toEqual([all.welding.signer.id])
    expect((await call('GET', '/issuers/tokens/did.json', undefined, null)).status).toBe(404)
    expect((await call('GET', '/issuers/tokens/jwks.json', undefined, null)).body.keys).toHaveLength(1)
  })

  test('has its own status lists: another address neither shows nor changes them', async () => {
    const { issue, call, idOf } = await school()
    const id = 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33'
    const credential = (await issue('sealed', {}, { id })).body.verifiableCredential
    const [{ statusListCredential: url, ...entry }] = credential.credentialStatus
    expect(url).toMatch(/^https:\/\/badges\.example\/app\/issuers\/sealed\/status\//)
    const path = new URL(url).pathname.replace('/app', '')
    expect((await call('GET', path, undefined, null)).body).toMatchObject({ id: url, issuer: idOf('sealed') })
    for (const at of ['', '/issuers/tokens']) {
      expect((await call('GET', path.replace('/issuers/sealed', at), undefined, null)).status).toBe(404)
      const { type, statusPurpose } = entry
      const body = { credentialId: id, credentialStatus: { type, statusPurpose }, status: true }
      expect((await call('POST', `${at}/credentials/status`, body)).status).toBe(404)
    }
    const body = { credentialId: id, credentialStatus: { type: entry.type, statusPurpose: 'revocation' }, status: true }
    expect((await call('POST', '/issuers/sealed/credentials/status', body)).status).toBe(200)
    const verified = await call('POST', '/credentials/verify', { verifiableCredential: credential })
    expect(verified.body.problemDetails).toMatchObject([{ code: 'ERR_STATUS_REVOKED' }])
  })

  test('takes its own tokens; the operator acts everywhere, and a grant at one issuer counts there alone', async () => {
    const { issue, call, idOf, site, credentialOf } = await school()
    expect((await issue('sealed', {}, {}, OWN)).status).toBe(201)
    expect((await issue('tokens', {}, {}, OWN)).status).toBe(401)
    const own = site.service.options.signer.controller ?? ''
    expect((await call('POST', '/credentials/issue', { credential: credentialOf(own) }, OWN)).status).toBe(401)
    expect((await call('GET', '/api/badges', undefined, OWN)).status).toBe(401)
    const grants = [{ role: 'awarder', issuerId: idOf('tokens') }] as const
    const { token } = await site.service.staff.createToken({ name: 'A program', grants })
    expect((await issue('tokens', {}, {}, token)).status).toBe(201)
    expect((await issue('sealed', {}, {}, token)).status).toBe(403)
    expect((await call('POST', '/credentials/issue', { credential: credentialOf(own) }, token)).status).toBe(403)
    expect((await issue('sealed', {}, {}, null)).status).toBe(401)
  })

  test('keeps what it stores apart', async () => {
    const { issue, call } = await school()
    const id = 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33'
    await issue('tokens', { store: true }, { id })
    const path = `/credentials/${encodeURIComponent(id)}`
    expect((await call('GET', `/issuers/tokens${path}`)).status).toBe(200)
    for (const at of ['', '/issuers/sealed']) {
      expect((await call('GET', at + path)).status).toBe(404)
      expect((await call('DELETE', at + path)).status).toBe(404)
    }
    expect((await issue('sealed', { store: true }, { id })).status).toBe(201)
  })

  test('has the VC-API and nothing else of the site', async () => {
    const { call } = await school()
    const whole = (await call('GET', '/api/openapi.json')).body
    const paths = Object.keys(whole.paths).filter((path) => path.startsWith('/issuers/'))
    const ids = Object.values(whole.paths as object).flatMap((row) =>
      Object.values(row as Record<string, { operationId: string }>).map(({ operationId }) => operationId),
    )
    expect([paths.length, new Set(ids).size]).toEqual([8, ids.length])
    const { parameters } = whole.paths['/issuers/{issuerName}/credentials/{credentialId}'].get
    expect(
      parameters.map(({ name, schema }: { name: string; schema: { enum?: string[] } }) => [name, schema.enum]),
    ).toEqual([
      ['issuerName', ['welding', 'tokens', 'sealed']],
      ['credentialId', undefined],
    ])
    const { body } = await call('GET', '/issuers/sealed/api/openapi.json')
    expect(body.servers).toEqual([{ url: 'https://badges.example/app/issuers/sealed' }])
    expect(Object.keys(body.paths).filter((path) => !/^\/(credentials|presentations)\b/.test(path))).toEqual([])
    for (const path of [
      '',
      '/',
      '/verify',
      '/mine',
      '/api/badges',
      '/api/tokens',
      '/issuers/tokens/did.json',
      '/claim/x',
    ]) {
      expect([path, (await call('GET', `/issuers/sealed${path}`)).status]).toEqual([path, 404])
    }
    expect((await call('GET', '/issuers/nobody/did.json')).status).toBe(404)
    expect((await call('GET', '/issuers/__proto__/did.json')).status).toBe(404)
  })

  test('is a record that is stored when the handler is made, that of the service itself included', async () => {
    const { site, idOf } = await school()
    await site.handler.start()
    const records = await site.service.issuers.list()
    expect(records.map(({ name }) => name)).toEqual([undefined, 'sealed', 'tokens', 'welding'])
    expect(records.at(-1)).toEqual(
      expect.objectContaining({
        issuerId: idOf('welding'),
        profile: { name: 'Welding', url: 'https://welding.example' },
        keyType: 'P-256',
        suites: ['ecdsa-sd-2023'],
        form: 'vc',
        statusPurposes: [],
        mandatoryPointers: ['/issuer'],
        timeZone: 'Europe/Berlin',
      }),
    )
    expect(records[0]).toEqual(
      expect.objectContaining({
        issuerId: site.service.options.signer.controller,
        profile: { name: 'Acme Academy' },
        keyType: 'Ed25519',
        form: 'vc',
      }),
    )
  })

  test('is written once, and changes with its settings', async () => {
    const { site, all } = await school()
    await site.handler.start()
    const before = await site.service.issuers.list()
    const { welding } = all
    await createHandler(site.service, { issuers: { welding } }).start()
    expect((await site.service.issuers.list()).slice(1)).toEqual(before.slice(1))
    const settings = { issuers: { welding: { ...welding, mandatoryPointers: ['/credentialSubject'] } } }
    await createHandler(site.service, settings).start()
    const after = (await site.service.issuers.list()).at(-1)
    expect(after).toEqual({ ...before.at(-1), mandatoryPointers: ['/credentialSubject'] })
  })

  test('that cannot be stored is an error for the host, and later requests are tried again', async () => {
    const { site, call } = await school()
    await site.handler.start()
    const defects: unknown[] = []
    const other = { tokens: { signer: await signer('P-384') } }
    const handler = createHandler(site.service, { issuers: other, onError: (error) => defects.push(error) })
    await expect(handler.start()).rejects.toMatchObject({ code: 'ERR_SIGN_ISSUER_MISMATCH' })
    expect(defects).toMatchObject([{ code: 'ERR_SIGN_ISSUER_MISMATCH' }])
    expect((await call('GET', '/issuers/tokens/jwks.json')).status).toBe(200)
  })

  test('whose name was another issuer is refused, and nothing is signed', async () => {
    const { site, issue, call, credentialOf } = await school()
    await issue('tokens')
    const other = await signer('P-384')
    const handler = createHandler(site.service, {
      apiTokenHashes: [hashApiToken(OPERATOR)],
      issuers: { tokens: { signer: other } },
    })
    const response = await handler(
      new Request('https://badges.example/app/issuers/tokens/credentials/issue', {
        method: 'POST',
        headers: { authorization: `Bearer ${OPERATOR}`, 'content-type': 'application/json' },
        body: JSON.stringify({ credential: credentialOf(other.did) }),
      }),
    )
    expect(response.status).toBe(500)
    expect((await call('GET', '/issuers/tokens/jwks.json')).status).toBe(200)
  })
})

describe('what would not do what it says is refused at the start', () => {
  test.each([
    ['a suite of another key', 'P-256', { suite: 'eddsa-rdfc-2022' }],
    ['one suite of several', 'P-384', { suite: ['ecdsa-rdfc-2019', 'ecdsa-sd-2023'] }],
    ['a suite for JWTs', 'P-256', { suite: 'ecdsa-rdfc-2019', form: 'vc+jwt' }],
    ['an embedded proof by RSA', 'RSA', {}],
    ['a status by RSA', 'RSA', { form: 'vc+jwt', statusPurpose: 'revocation' }],
    ['pointers without their suite', 'P-256', { mandatoryPointers: ['/issuer'] }],
    ['an unknown setting', 'P-256', { suites: ['ecdsa-rdfc-2019'] }],
    ['an unknown purpose', 'P-256', { statusPurpose: 'message' }],
    ['a pointer without its slash', 'P-256', { suite: 'ecdsa-sd-2023', mandatoryPointers: ['issuer'] }],
    ['a pointer with an escape that there is not', 'P-256', { suite: 'ecdsa-sd-2023', mandatoryPointers: ['/a~2'] }],
    ['a pointer to the proof', 'P-256', { suite: 'ecdsa-sd-2023', mandatoryPointers: ['/proof/created'] }],
    ['a pointer below a text', 'P-256', { suite: 'ecdsa-sd-2023', mandatoryPointers: ['/validFrom/0'] }],
    ['no pointers', 'P-256', { suite: 'ecdsa-sd-2023', mandatoryPointers: [] }],
    ['no suite', 'P-256', { suite: [] }],
    ['no purpose', 'P-256', { statusPurpose: [] }],
    ['a profile without a name', 'P-256', { profile: { url: 'https://a.example' } }],
    ['a profile whose page runs code', 'P-256', { profile: { name: 'A', url: 'javascript:1' } }],
    ['a profile whose page is a file', 'P-256', { profile: { name: 'A', url: 'file:///etc/passwd' } }],
    ['a picture that runs code', 'P-256', { profile: { name: 'A', image: { id: 'javascript:1', type: 'Image' } } }],
    ['a picture that is a page', 'P-256', { profile: { name: 'A', image: 'data:text/html,x' } }],
  ] as const)('%s', async (_, type, settings) => {
    const { site } = await school()
    const issuers = { one: { signer: await signer(type), ...settings } } as unknown as NonNullable<
      HandlerOptions['issuers']
    >
    expect(await codeOf(() => createHandler(site.service, { issuers }))).toBe('ERR_ARGUMENT_INVALID')
  })

  test.each([[['']], [['/issuer', '/credentialSubject/a~1b~0c', '/credentialSubject/list/0', '/x']]])(
    'the pointers %j are not',
    async (mandatoryPointers) => {
      const { site } = await school()
      const one = { signer: await signer('P-256', 'one'), suite: 'ecdsa-sd-2023', mandatoryPointers } as const
      expect(() => createHandler(site.service, { issuers: { one } })).not.toThrow()
    },
  )

  test.each(['A', '', '-a', 'a/b', 'a.b', '__proto__', 'x'.repeat(64)])('the name %j', async (name) => {
    const { site } = await school()
    const issuers = Object.fromEntries([[name, { signer: await signer('P-256') }]])
    expect(await codeOf(() => createHandler(site.service, { issuers }))).toBe('ERR_ARGUMENT_INVALID')
  })

  test('a service that `forIssuer` gave, which would fail at each request', async () => {
    const { site } = await school()
    const beside = site.service.forIssuer({ name: 'welding', signer: await signer('Ed25519', 'welding') })
    expect(await codeOf(() => createHandler(beside))).toBe('ERR_ARGUMENT_INVALID')
    expect(await codeOf(() => createHandler(site.service))).toBe('no error')
  })

  test('a key that another issuer has', async () => {
    const { site } = await school()
    const one = await signer('P-256')
    const twice = { a: { signer: one }, b: { signer: one } }
    expect(await codeOf(() => createHandler(site.service, { issuers: twice }))).toBe('ERR_ARGUMENT_INVALID')
    const main = { a: { signer: site.service.options.signer } }
    expect(await codeOf(() => createHandler(site.service, { issuers: main }))).toBe('ERR_ARGUMENT_INVALID')
    expect(() => createHandler(site.service, { issuers: { a: { signer: one } } })).not.toThrow()
  })

  test('a suite of the VC-API that the key of the service does not fit', async () => {
    const { site } = await school()
    expect(await codeOf(() => createHandler(site.service, { vcApi: { suite: 'ecdsa-rdfc-2019' } }))).toBe(
      'ERR_ARGUMENT_INVALID',
    )
    expect(() => createHandler(site.service, { vcApi: { suite: 'eddsa-jcs-2022' } })).not.toThrow()
  })
})
