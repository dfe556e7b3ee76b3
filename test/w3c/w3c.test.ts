import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { multibaseDecode } from '../../src/internal/encoding.js'
import { generateKeyPair } from '../../src/keys/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { chainCases, chained } from './chains.js'
import { type Operation, patched } from './patch.js'
import { type Issuers, startIssuers } from './server.js'

/**
 * What the interoperability suites of the W3C look at, as tables in our own words, over HTTP against one server with the
 * issuers of `examples/w3c`. The suites take any 400; here the code must be the right one. `npm run test:w3c` goes through
 * all issuers; without it, as a part of `npm test`, one of each kind of proof stands for the others.
 */
const isFull = process.env.BADGEWRIGHT_W3C === 'full'
const embedded = isFull
  ? ['eddsa-rdfc', 'eddsa-jcs', 'ecdsa-rdfc-256', 'ecdsa-rdfc-384', 'ecdsa-jcs-256', 'ecdsa-jcs-384', 'ed25519-2020']
  : ['eddsa-rdfc', 'ecdsa-jcs-384']
const issuing = isFull ? [...embedded, 'ecdsa-sd', 'status', 'jwt'] : ['eddsa-rdfc']

interface IssueCase {
  readonly name: string
  readonly patch: readonly Operation[]
  readonly options?: JsonObject
  /** Only of credentials with an embedded proof: a JWT may hold one with a proof. */
  readonly embedded?: boolean
  readonly code?: string
}
interface Mutation {
  readonly name: string
  readonly patch: readonly Operation[]
  readonly code: string
  /** Of the suites for another kind of key than that of eddsa. */
  readonly ecdsa?: string
}

const table = <Row>(name: string): readonly Row[] =>
  JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8')) as readonly Row[]
const issueCases = table<IssueCase>('issue')
const mutations = table<Mutation>('mutations')

let issuers: Issuers
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'badgewright-w3c-'))
  issuers = await startIssuers(folder)
}, 60_000)
afterAll(async () => {
  await issuers.stop()
  rmSync(folder, { recursive: true, force: true })
})

const issue = (name: string, credential = issuers.credential(name), options: JsonObject = {}) =>
  issuers.post(`/issuers/${name}/credentials/issue`, { credential, options })
const signed = async (name: string): Promise<JsonObject> => (await issue(name)).body.verifiableCredential as JsonObject
const codes = ({ problemDetails = [] }: { problemDetails?: readonly { code: string }[] }) =>
  problemDetails.map(({ code }) => code)

describe.each(issuing)('%s issues', (name) => {
  const cases = issueCases.filter((row) => row.embedded !== true || name !== 'jwt')
  test.each(cases.map((row) => [row.name, row] as const))('a credential %s', async (_, { patch, options, code }) => {
    const { status, body } = await issue(name, patched(issuers.credential(name), patch), options)
    expect([status, body.code]).toEqual(code === undefined ? [201, undefined] : [400, code])
  })
})

describe.each(embedded)('%s verifies', (name) => {
  test('its own credential', async () => {
    expect((await issuers.verify(await signed(name))).body).toMatchObject({ verified: true, problemDetails: [] })
  })

  // A proof of the older kind has no suite to change.
  const fits = ({ patch }: Mutation) =>
    name !== 'ed25519-2020' || patch.every(({ path }) => path !== '/proof/cryptosuite')
  test.each(mutations.filter(fits).map((row) => [row.name, row] as const))(
    'with %s',
    async (_, { patch, code, ecdsa }) => {
      const credential = await signed(name)
      const { status, body } = await issuers.verify(patched(credential, patch))
      expect([status, body.verified, codes(body)[0]]).toEqual([
        400,
        false,
        name.startsWith('ecdsa') ? (ecdsa ?? code) : code,
      ])
    },
  )
})

describe('the shape of what is issued', () => {
  test.each([
    ['eddsa-rdfc', 'eddsa-rdfc-2022', 64],
    ['eddsa-jcs', 'eddsa-jcs-2022', 64],
    ['ecdsa-rdfc-256', 'ecdsa-rdfc-2019', 64],
    ['ecdsa-rdfc-384', 'ecdsa-rdfc-2019', 96],
    ['ecdsa-jcs-256', 'ecdsa-jcs-2019', 64],
    ['ecdsa-jcs-384', 'ecdsa-jcs-2019', 96],
  ])('%s: one proof, as an object', async (name, cryptosuite, bytes) => {
    const { proof } = await signed(name)
    const { proofValue, verificationMethod, created } = proof as Record<string, string>
    expect(proof).toMatchObject({ type: 'DataIntegrityProof', cryptosuite, proofPurpose: 'assertionMethod' })
    expect(proofValue).toMatch(/^z[1-9A-HJ-NP-Za-km-z]+$/)
    expect(multibaseDecode(proofValue ?? '')).toHaveLength(bytes)
    expect(verificationMethod?.split('#')[0]).toBe(issuers.idOf(name))
    expect(created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  })

  test('ecdsa-sd: a base proof, of which chosen parts are shown', async () => {
    const base = await signed('ecdsa-sd')
    expect((base.proof as Record<string, string>).proofValue).toMatch(/^u2V0A/)
    expect(codes((await issuers.verify(base)).body)).toEqual(['ERR_PROOF_IS_BASE'])
    const derive = (selectivePointers: readonly string[]) =>
      issuers.post('/issuers/ecdsa-sd/credentials/derive', {
        verifiableCredential: base,
        options: { selectivePointers },
      })
    const shown = (await derive(['/credentialSubject/id'])).body as unknown as JsonObject
    expect((shown.proof as Record<string, string>).proofValue).toMatch(/^u2V0B/)
    expect((await issuers.verify(shown)).body.verified).toBe(true)
    const altered = patched(shown, [{ op: 'replace', path: '/credentialSubject/id', value: 'did:example:lou' }])
    expect(codes((await issuers.verify(altered)).body)).toEqual(['ERR_PROOF_INVALID'])
    expect((await derive(['/nothing'])).body.code).toBe('ERR_ARGUMENT_INVALID')
  })

  test('status: an entry, and the list that it names', async () => {
    const credential = await signed('status')
    const entry = credential.credentialStatus as Record<string, string>
    expect(entry).toMatchObject({ type: 'BitstringStatusListEntry', statusPurpose: 'revocation' })
    expect(entry.statusListIndex).toMatch(/^(0|[1-9]\d*)$/)
    const list = (await (await issuers.ask(new URL(entry.statusListCredential ?? '').pathname)).json()) as JsonObject
    expect(list).toMatchObject({
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      id: entry.statusListCredential,
      type: ['VerifiableCredential', 'BitstringStatusListCredential'],
      issuer: issuers.idOf('status'),
      credentialSubject: { type: 'BitstringStatusList', statusPurpose: 'revocation' },
    })
    const { encodedList = '' } = list.credentialSubject as Record<string, string>
    expect(encodedList).toMatch(/^u/)
    expect((await issuers.verify(list)).body.verified).toBe(true)
    expect((await issuers.verify(credential)).body.verified).toBe(true)
    const set = await issuers.post('/issuers/status/credentials/status', {
      credentialStatus: statusOf(entry),
      status: true,
    })
    expect(set.status).toBe(200)
    expect(codes((await issuers.verify(credential)).body)).toEqual(['ERR_STATUS_REVOKED'])
  })

  test.each(['jwt', 'vc-jwt'])('%s: a JWT, which is verified and not when it is altered', async (name) => {
    const given = { ...issuers.credential(name), id: 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33' }
    const { verifiableCredential } = (await issue(name, given)).body as { verifiableCredential: JsonObject | string }
    const jwt =
      typeof verifiableCredential === 'string'
        ? verifiableCredential
        : String(verifiableCredential.id).slice('data:application/vc+jwt,'.length)
    expect((await issuers.verify(verifiableCredential)).body.verified).toBe(true)
    expect((await issuers.verify(jwt)).body.verified).toBe(true)
    const [header, payload = '', signature] = jwt.split('.')
    const altered = [header, payload.replace(/^.{8}/, 'eyJ4IjoxLC'), signature].join('.')
    expect((await issuers.verify(altered)).body.verified).toBe(false)
  })
})

const statusOf = ({ type, statusPurpose, statusListCredential, statusListIndex }: Record<string, string>) => ({
  type,
  statusPurpose,
  statusListCredential,
  statusListIndex,
})

describe.each([
  ['one party', undefined],
  ['two parties', 'P-256'],
] as const)('a chain of proofs by %s', (_, other) => {
  let chain: JsonObject
  beforeAll(async () => {
    const issuer = await generateKeyPair()
    const second = other === undefined ? issuer : await generateKeyPair({ type: other })
    chain = await chained({ ...issuers.credential('eddsa-rdfc'), issuer: issuer.did }, issuer, second, new Date())
  })

  test.each(chainCases.map((row) => [row.name, row] as const))('%s', async (_name, { patch, code }) => {
    const { body } = await issuers.verify(patched(chain, patch))
    if (code === undefined) expect(body).toMatchObject({ verified: true, problemDetails: [] })
    else expect([body.verified, codes(body)[0]]).toEqual([false, code])
  })
})
