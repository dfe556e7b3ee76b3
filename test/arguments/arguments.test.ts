import { describe, expect, test } from 'vitest'
import { issueBatch } from '../../src/batch/index.js'
import {
  assertVerified,
  bakeImage,
  checkDataModel,
  createClr,
  createCredential,
  createEndorsement,
  deriveCredential,
  explain,
  exportBadge,
  generateKeyPair,
  importKeyPair,
  isBadgeError,
  issueBadge,
  signCredential,
  signCredentialAsJwt,
  signPresentation,
  traceProof,
  verifyCredential,
  verifyPresentation,
} from '../../src/index.js'
import { createDocumentLoader } from '../../src/loader/index.js'
import {
  allocateStatusIndex,
  createStatusEntry,
  createStatusList,
  createStatusListCredential,
  parseStatusListCredential,
  publishStatusList,
} from '../../src/status/index.js'
import { sampleBadge, testKey } from '../support/badge.js'

const key = await testKey()
const draft = {
  issuer: { name: 'Acme' },
  achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld.' },
  recipient: 'kim@example.org',
}
const credential = sampleBadge(key.did)
const badge = await issueBadge(draft, key)
const picture = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')

const load = createDocumentLoader()
const list = createStatusList({ purpose: 'revocation' })
const url = 'https://acme.example/status/1'
const published = { id: url, issuer: key.did }
const allocation = { key: new Uint8Array(32), allocate: () => 0 }

const refused = async (run: () => unknown): Promise<string> => {
  try {
    await run()
    return 'not refused'
  } catch (error) {
    return isBadgeError(error) ? `${error.code}: ${error.message}` : `not a BadgeError: ${String(error)}`
  }
}

describe('a wrong option is ERR_ARGUMENT_INVALID, never a laxer run', () => {
  const verifyOptions: readonly unknown[] = [
    null,
    'strict',
    [],
    { profile: 'OB3' },
    { profile: '' },
    { profile: null },
    { trust: 'did:example:a' },
    { trust: null },
    { trust: {} },
    { trust: { issuers: 'did:example:a' } },
    { trust: [5] },
    { contexts: 5 },
    { contexts: new Map() },
    { documents: 5 },
    { documents: [] },
    { fetch: true },
    { require: 'proof.key' },
    { require: [5] },
    { require: ['proof.keys'] },
    { checks: 5 },
    { checks: [null] },
    { checks: [{}] },
    { checks: [{ id: 'x-a' }] },
    { checkStatus: {} },
    { dangerouslyAcceptSelfAssertedKeys: 'no' },
    { strictJwt: 1 },
    { clockSkewSeconds: '5' },
    { clockSkewSeconds: -1 },
    { recipient: 5 },
    { recipient: { email: 'kim@example.org' } },
    { domain: 5 },
    { challenge: {} },
    { now: 'noon' },
    { schemas: new Map() },
    { chalenge: 'c7a1' },
    { trusted: ['did:example:a'] },
  ]
  test.each(verifyOptions.map((options) => [options]))(
    'verifyCredential and verifyPresentation: %j',
    async (options) => {
      expect(await refused(() => verifyCredential(badge, options as never))).toMatch(/^ERR_ARGUMENT_INVALID/)
      expect(await refused(() => verifyPresentation({}, options as never))).toMatch(/^ERR_ARGUMENT_INVALID/)
    },
  )

  test.each<[string, (options: never) => unknown, unknown]>([
    ['checkDataModel', (options) => checkDataModel(credential, options), { profile: 'OB3' }],
    ['checkDataModel', (options) => checkDataModel(credential, options), null],
    ['createCredential', (options) => createCredential(draft, options), null],
    ['createCredential', (options) => createCredential(draft, options), { onWarning: 'console' }],
    ['createEndorsement', (options) => createEndorsement({} as never, options), null],
    ['createClr', (options) => createClr({} as never, options), null],
    ['issueBadge', (options) => issueBadge(draft, key, options), null],
    ['signCredential', (options) => signCredential(credential, key, options), null],
    ['signCredential', (options) => signCredential(credential, key, options), { contexts: 5 }],
    ['signCredential', (options) => signCredential(credential, key, options), { suite: 5 }],
    ['signCredential', (options) => signCredential(credential, key, options), { created: 5 }],
    ['signCredential', (options) => signCredential(credential, key, options), { now: 'noon' }],
    ['signCredential', (options) => signCredential(credential, key, options), { addToProofs: 'yes' }],
    ['signCredential', (options) => signCredential(credential, key, options), { dangerouslySkipModelCheck: 1 }],
    ['signCredentialAsJwt', (options) => signCredentialAsJwt(credential, key, options), null],
    ['signCredentialAsJwt', (options) => signCredentialAsJwt(credential, key, options), { keyHeader: 'JWK' }],
    ['signPresentation', (options) => signPresentation({}, key, options), null],
    ['deriveCredential', (options) => deriveCredential(badge, options), undefined],
    ['deriveCredential', (options) => deriveCredential(badge, options), { selectivePointers: '/evidence' }],
    ['bakeImage', (options) => bakeImage(picture, badge, options), { ifBaked: 'overwrite' }],
    ['bakeImage', (options) => bakeImage(picture, badge, options), null],
    ['exportBadge', (options) => exportBadge(badge, 'json', options), null],
    ['exportBadge', (options) => exportBadge(badge, 'svg', options), { image: 'picture.svg' }],
    ['generateKeyPair', (options) => generateKeyPair(options), null],
    ['importKeyPair', (options) => importKeyPair(new Uint8Array(32), options), null],
    ['verifyCredential', (options) => verifyCredential(badge, options), { holder: 'did:example:a' }],
    ['traceProof', (options) => traceProof(credential, {}, options), undefined],
    ['traceProof', (options) => traceProof(credential, {}, options), {}],
    ['traceProof', (options) => traceProof(credential, {}, options), { documentLoader: load, keyType: 'DSA' }],
    ['traceProof', (options) => traceProof(credential, {}, options), { documentLoader: load, keytype: 'P-384' }],
    ['createStatusList', (options) => createStatusList(options), null],
    ['createStatusList', (options) => createStatusList(options), { purpose: 'revocation', size: 2 }],
    ['createStatusEntry', (options) => createStatusEntry(list, 1, options), null],
    ['createStatusEntry', (options) => createStatusEntry(list, 1, options), { statusListCredential: url, message: [] }],
    [
      'createStatusEntry',
      (options) => createStatusEntry(list, 1, options),
      { statusListCredential: url, statusMessage: 'x' },
    ],
    [
      'createStatusListCredential',
      (options) => createStatusListCredential(list, options),
      { ...published, until: 'x' },
    ],
    ['publishStatusList', (options) => publishStatusList(list, key, options), null],
    ['publishStatusList', (options) => publishStatusList(list, key, options), { id: url, contexts: 5 }],
    ['parseStatusListCredential', (options) => parseStatusListCredential({}, options), { size: 2 }],
    ['allocateStatusIndex', (options) => allocateStatusIndex(list, options), { key: new Uint8Array(32), allocate: 5 }],
    ['allocateStatusIndex', (options) => allocateStatusIndex(list, options), { ...allocation, counter: 5 }],
    ['issueBatch', (options) => issueBatch([], { draft }, options).next(), null],
    ['issueBatch', (options) => issueBatch([], { draft }, options).next(), { key, dryrun: true }],
    ['issueBatch', (options) => issueBatch([], { draft }, options).next(), { key, dryRun: 'yes' }],
    ['issueBatch', (options) => issueBatch([], { draft }, options).next(), { key, addToProofs: true }],
  ])('%s %#', async (_name, call, options) => {
    expect(await refused(() => call(options as never))).toMatch(/^ERR_ARGUMENT_INVALID/)
  })

  test('a list of trusted issuers is a policy', async () => {
    const result = await verifyCredential(badge, { trust: [key.did] })
    expect([result.verified, result.trusted]).toEqual([true, true])
    expect((await verifyCredential(badge, { trust: ['did:example:other'] })).trusted).toBe(false)
  })
})

describe('what is no key', () => {
  const signers: [string, (key: never) => unknown][] = [
    ['issueBadge', (wrong) => issueBadge(draft, wrong)],
    ['signCredential', (wrong) => signCredential(credential, wrong)],
    ['signCredentialAsJwt', (wrong) => signCredentialAsJwt(credential, wrong)],
    ['signPresentation', (wrong) => signPresentation({}, wrong)],
  ]
  test.each(signers)('%s says what to pass', async (_name, sign) => {
    for (const wrong of [undefined, null, 5, {}, { id: 'x', type: 'Ed25519' }, { ...key, type: 'DSA' }]) {
      expect(await refused(() => sign(wrong as never))).toMatch(/^ERR_ARGUMENT_INVALID.*generateKeyPair/)
    }
    expect(await refused(() => sign(generateKeyPair() as never))).toMatch(/^ERR_ARGUMENT_INVALID.*await/)
    for (const format of ['multikey', 'jwk', 'pem', 'multibase'] as const) {
      const secret = await key.exportSecret(format)
      const message = await refused(() => sign(secret as never))
      expect(message).toMatch(/^ERR_ARGUMENT_INVALID.*importKeyPair/)
      expect(message).not.toContain(await key.exportSecret('multibase'))
    }
  })
})

test.each([[undefined], [null], [{}], ['verified'], [{ outcome: 'verified' }]])(
  'explain and assertVerified take a result only: %j',
  async (result) => {
    expect(await refused(() => explain(result as never))).toMatch(/^ERR_ARGUMENT_INVALID/)
    expect(await refused(() => assertVerified(result as never))).toMatch(/^ERR_ARGUMENT_INVALID/)
  },
)

test('explain says of a Promise to await it', async () => {
  expect(await refused(() => explain(verifyCredential(badge) as never))).toMatch(/await/)
})
