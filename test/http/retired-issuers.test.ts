import { describe, expect, test } from 'vitest'
import { createHandler, type HandlerOptions, hashApiToken } from '../../src/http/index.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { codeOf } from '../support/codes.js'
import { apiCaller, testSite } from './site.js'

const OPERATOR = 'k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk'
const URN = 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33'

const common = { apiTokenHashes: [hashApiToken(OPERATOR)] }

/** A site with one further issuer that has issued, and handlers of the same service with other settings. */
async function school() {
  const signer = await generateKeyPair({ controller: 'did:web:badges.example:app:issuers:welding' })
  const welding = { signer, statusPurpose: ['revocation', 'suspension'] } as const
  const site = await testSite({ ...common, issuers: { welding } }, { secret: 's'.repeat(43), statusPublishSeconds: 0 })
  const defects: unknown[] = []
  const handlerWith = (issuers: HandlerOptions['issuers']) =>
    createHandler(site.service, { ...common, ...(issuers && { issuers }), onError: (error) => defects.push(error) })
  const credential = {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: URN,
    type: ['VerifiableCredential'],
    issuer: signer.controller,
    credentialSubject: { id: 'did:example:kim' },
  }
  const issue = (call: ReturnType<typeof apiCaller>, id = URN) =>
    call('POST', '/issuers/welding/credentials/issue', { credential: { ...credential, id }, options: { store: true } })
  const before = apiCaller(site, OPERATOR)
  const { verifiableCredential } = (await issue(before)).body
  const lists: string[] = verifiableCredential.credentialStatus.map(
    ({ statusListCredential }: { statusListCredential: string }) => new URL(statusListCredential).pathname.slice(4),
  )
  /** The lists as anybody reads them. */
  const publish = () => Promise.all(lists.map((path) => before('GET', path, undefined, null)))
  const present = { presentation: { '@context': credential['@context'], type: ['VerifiablePresentation'] } }
  return { site, welding, defects, handlerWith, issue, before, verifiableCredential, lists, publish, present }
}

const setStatus = (call: ReturnType<typeof apiCaller>, statusPurpose: string) =>
  call('POST', '/issuers/welding/credentials/status', {
    credentialId: URN,
    credentialStatus: { type: 'BitstringStatusListEntry', statusPurpose },
    status: true,
  })

describe('an issuer that the settings name no longer', () => {
  test('is still verified by what is stored of it, and issues nothing', async () => {
    const { site, handlerWith, defects, issue, verifiableCredential, lists, publish, present } = await school()
    await publish()
    const handler = handlerWith(undefined)
    await handler.start()
    await handler.start()
    expect(defects.map((error) => (error as { code: string }).code)).toEqual(['ERR_ISSUER_RETIRED'])
    const call = apiCaller({ handler }, OPERATOR)
    for (const path of ['/issuers/welding/did.json', '/issuers/welding/jwks.json', ...lists]) {
      const answer = await call('GET', path, undefined, null)
      expect([path, answer.status]).toEqual([path, 200])
      expect(answer.body).toEqual((await apiCaller(site, OPERATOR)('GET', path, undefined, null)).body)
    }
    for (const at of ['', '/issuers/welding']) {
      const { body } = await call('POST', `${at}/credentials/verify`, { verifiableCredential }, null)
      expect([at, body.verified, body.problemDetails]).toEqual([at, true, []])
    }
    const stored = `/issuers/welding/credentials/${encodeURIComponent(URN)}`
    expect((await call('GET', stored)).body).toEqual({ verifiableCredential })
    expect((await call('GET', stored, undefined, null)).status).toBe(401)
    for (const answer of [
      await issue(call, `${URN}1`),
      await call('POST', '/issuers/welding/presentations', present),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([410, 'ERR_ISSUER_RETIRED'])
    }
    expect((await setStatus(call, 'revocation')).body.code).toBe('ERR_ISSUER_RETIRED')
    expect((await call('DELETE', stored)).status).toBe(202)
    expect((await call('GET', '/issuers/none/did.json', undefined, null)).status).toBe(404)
  })

  test('does not show a list that was changed since it was published: it would say that what is revoked is not', async () => {
    const { handlerWith, before, verifiableCredential, publish } = await school()
    await publish()
    expect((await setStatus(before, 'revocation')).status).toBe(200)
    const call = apiCaller({ handler: handlerWith(undefined) }, OPERATOR)
    const { body } = await call('POST', '/credentials/verify', { verifiableCredential }, null)
    expect(body.verified).toBe(false)
    // What was published before it was left out says so.
    const other = await school()
    await setStatus(other.before, 'revocation')
    await other.publish()
    const after = apiCaller({ handler: other.handlerWith(undefined) }, OPERATOR)
    const answer = await after(
      'POST',
      '/credentials/verify',
      { verifiableCredential: other.verifiableCredential },
      null,
    )
    expect(answer.body.problemDetails).toMatchObject([{ code: 'ERR_STATUS_REVOKED' }])
  })

  test('goes on where the settings name it again', async () => {
    const { handlerWith, welding, issue } = await school()
    await handlerWith(undefined).start()
    const call = apiCaller({ handler: handlerWith({ welding }) }, OPERATOR)
    expect((await issue(call, `${URN}1`)).status).toBe(201)
  })

  test('is removed for good, with all that is kept of it, and no other is', async () => {
    const { site, handlerWith, publish, before, lists } = await school()
    await publish()
    await setStatus(before, 'suspension')
    const { keys } = await site.service.keys.list()
    expect(await site.service.issuers.remove({ name: 'welding' })).toEqual({ credentials: 1, lists: 2 })
    expect(await codeOf(() => site.service.issuers.remove({ name: 'welding' }))).toBe('ERR_RECORD_NOT_FOUND')
    expect(await codeOf(() => site.service.issuers.remove({ name: '.' }))).toBe('ERR_RECORD_NOT_FOUND')
    const call = apiCaller({ handler: handlerWith(undefined) }, OPERATOR)
    for (const path of ['/issuers/welding/did.json', ...lists]) {
      expect((await call('GET', path, undefined, null)).status).toBe(404)
    }
    for (const collection of ['issuers', 'issued', 'status-lists', 'published-lists', 'status-changes']) {
      const { records } = await site.service.options.storage.query({ collection })
      const left = records.filter(({ value }) => JSON.stringify(value).includes('welding'))
      expect([collection, left]).toEqual([collection, []])
    }
    expect((await site.service.keys.list()).keys).toEqual(keys)
    const { records } = await site.service.options.storage.query({ collection: 'events', limit: 100 })
    expect(records.map(({ value }) => value.type)).toContain('issuer-removed')
  })
})

describe('an issuer that is `retired`', () => {
  test('issues nothing, and what it issued can be revoked, since its key is here', async () => {
    const { handlerWith, welding, defects, issue, verifiableCredential, present } = await school()
    const handler = handlerWith({ welding: { ...welding, retired: true } })
    await handler.start()
    expect(defects).toEqual([])
    const call = apiCaller({ handler }, OPERATOR)
    for (const answer of [
      await issue(call, `${URN}1`),
      await call('POST', '/issuers/welding/presentations', present),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([410, 'ERR_ISSUER_RETIRED'])
    }
    const verify = async () => (await call('POST', '/credentials/verify', { verifiableCredential }, null)).body
    expect((await verify()).verified).toBe(true)
    expect((await setStatus(call, 'revocation')).status).toBe(200)
    expect((await verify()).problemDetails).toMatchObject([{ code: 'ERR_STATUS_REVOKED' }])
  })
})

test('an issuer without pointers has none of those that the settings of the first issuer have', async () => {
  const signer = await generateKeyPair({ type: 'P-256' })
  const other = await generateKeyPair({ type: 'P-256' })
  const site = await testSite(
    {
      ...common,
      vcApi: { suite: 'ecdsa-sd-2023', mandatoryPointers: ['/credentialSubject/x'] },
      issuers: { whole: { signer: other, suite: 'ecdsa-rdfc-2019' } },
    },
    { signer, secret: 's'.repeat(43) },
  )
  const credential = {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiableCredential'],
    issuer: other.controller,
    credentialSubject: { id: 'did:example:kim' },
  }
  const answer = await apiCaller(site, OPERATOR)('POST', '/issuers/whole/credentials/issue', { credential })
  expect([answer.status, answer.body.code]).toEqual([201, undefined])
})
