import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { asArray } from '../../../src/internal/json.js'
import { importKeyPair } from '../../../src/keys/index.js'
import { createDocumentLoader } from '../../../src/loader/index.js'
import { decodeJwt, signCredentialAsJwt, verifyJwt } from '../../../src/proof/index.js'
import type { JsonObject } from '../../../src/types/json.js'
import { verifyCredential } from '../../../src/verify/index.js'
import { codeOf } from '../../support/codes.js'
import { hasVectors, readVectorJson, readVectorText } from '../../support/vectors.js'

const now = '2026-06-01T00:00:00Z'
const suite = 'w3c-vc-jose-cose-test-suite/'
const issuer = 'https://example.issuer/vc-jose-cose'

interface Case {
  readonly number: number
  readonly title: string
  readonly input: string
  readonly key: string
  readonly fn: string
  readonly feature: string
  readonly expected: 'success' | 'failure'
}

const disagreements = (
  JSON.parse(readFileSync(new URL('../../../fixtures/disagreements.json', import.meta.url), 'utf8')) as {
    readonly file: string
    readonly ours: string
    readonly theirs: string
    readonly check: string
  }[]
).filter(
  ({ file }) =>
    file.startsWith(`${suite}input/credential`) || file.startsWith('w3c-vc-test-suite-v1/input/example-016'),
)

test('two disagreements, each with its reason', () => expect(disagreements.length).toBe(2))

const cases = hasVectors ? readVectorJson<Case[]>(`${suite}expected.json`) : []
const contexts = () => ({
  'https://www.w3.org/ns/credentials/examples/v2': readVectorJson<JsonObject>(
    'w3c-vc-data-model/contexts/credentials/examples/v2',
  ),
})

/** The issuer's document, with the key of the case as the suite publishes it, but without its secret. */
function controllerDocument(file: string): JsonObject {
  const { secretKeyJwk: _, ...method } = readVectorJson<JsonObject>(suite + file)
  return { id: issuer, verificationMethod: [method], assertionMethod: [String(method.id)] }
}

const options = (file: string) => ({
  now,
  accept: 'credential' as const,
  profile: 'vcdm2' as const,
  contexts: contexts(),
  documents: { [issuer]: controllerDocument(file) },
})

describe.skipIf(!hasVectors)('W3C test suite for VC-JOSE-COSE, credentials as JWT', () => {
  const credentials = cases.filter(({ feature }) => feature === 'credential_jose')
  test.each(credentials.filter(({ fn }) => fn === 'verify'))(
    '$number $title: $expected',
    async ({ input, key, expected }) => {
      const { verified, problems } = await verifyCredential(readVectorText(suite + input), options(key))
      const codes = expected === 'success' ? [] : expect.anything()
      expect([verified, problems.map(({ code }) => code)]).toEqual([codes.length === 0, codes])
    },
  )

  // Keys of P-521 cannot be used here; the case is about the credential.
  const issuing = credentials
    .filter(({ fn }) => fn === 'issue')
    .map((each) => ({ ...each, key: each.key.replace('p521', 'p256') }))
  test.each(issuing)('$number $title: $expected', async ({ input, key: file, expected }) => {
    const method = readVectorJson<JsonObject>(suite + file)
    const key = await importKeyPair(method.secretKeyJwk as JsonObject, { id: String(method.id), controller: issuer })
    const credential = readVectorJson<JsonObject>(suite + input)
    const disagreement = disagreements.find(({ file }) => file === suite + input)
    if (disagreement !== undefined) {
      expect([disagreement.ours, disagreement.theirs]).toEqual(['accept', expected === 'success' ? 'accept' : 'reject'])
      // The reason that is written there: no @vocab, no definition.
      const plain = { ...credential, '@context': ['https://www.w3.org/ns/credentials/v2'] }
      expect(await codeOf(() => signCredentialAsJwt(plain, key))).toBe('ERR_TERM_UNDEFINED')
    }
    const jwt = await signCredentialAsJwt(credential, key, { format: 'vc+jwt', contexts: contexts() })
    const result = await verifyCredential(jwt, { ...options(file), checkStatus: () => 'valid' })
    expect(result.outcome, JSON.stringify(result.problems)).toBe('verified')
    expect(result.credential).toEqual(credential)
  })

  test('the enveloped credential of its presentation with several', async () => {
    const { verifiableCredential } = readVectorJson<JsonObject>(`${suite}input/presentation-multiple.json`)
    const [first] = asArray(verifiableCredential)
    const { outcome, problems } = await verifyCredential(first, options('input/vm-p256.json'))
    expect([outcome, problems.map(({ code }) => code)]).toEqual(['verified', []])
  })

  test.each(credentials.filter(({ fn }) => fn === 'verify'))(
    '$number with the key of another case fails',
    async ({ input, key }) => {
      const other = key.includes('p256') ? 'input/vm-p384.json' : 'input/vm-p256.json'
      const result = await verifyCredential(readVectorText(suite + input), options(other))
      expect([result.outcome, result.problems[0]?.code]).toEqual(['failed', 'ERR_KEY_NOT_FOUND'])
    },
  )
})

describe.skipIf(!hasVectors)('1EdTech validator, Comprehensive Learner Record as JWT', () => {
  // Its contexts are drafts that nobody publishes any more, so that only the JWT is looked at.
  const outer = () => readVectorText('1edtech-validator/clr20/simple.jwt').trim()
  const inner = () => {
    const { credentialSubject } = decodeJwt(outer()).credential
    return String(asArray((credentialSubject as JsonObject).verifiableCredential)[0])
  }
  const verify = async (jwt: string, more: object = {}) => {
    const { aspects } = await verifyJwt(decodeJwt(jwt), {
      documentLoader: createDocumentLoader(),
      now: new Date(now),
      strict: true,
      ...more,
    })
    return Object.values(aspects).map(({ status, problems }) => [status, ...problems.map(({ code }) => code)].join(' '))
  }

  test.each([
    ['the record', outer],
    ['the badge in it', inner],
  ])('%s: sound, with a key that only the JWT vouches for', async (_name, jwt) => {
    const sound = ['passed', 'passed', 'passed', 'passed']
    expect(await verify(jwt())).toEqual([...sound, 'indeterminate ERR_KEY_SELF_ASSERTED'])
    expect(await verify(jwt(), { acceptSelfAssertedKeys: true })).toEqual([...sound, 'passed'])
  })
})

test.skipIf(!hasVectors)('W3C test suite for VCDM 1.1, its JWT', async () => {
  const file = 'w3c-vc-test-suite-v1/input/example-016-jwt.jwt'
  const result = await verifyCredential(readVectorText(file), { now })
  const disagreement = disagreements.find((each) => each.file === file)
  expect([disagreement?.ours, result.outcome]).toEqual(['reject', 'failed'])
  expect(result.checks.find(({ id }) => id === disagreement?.check)?.status).toBe('failed')
})
