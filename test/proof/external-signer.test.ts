import { describe, expect, test } from 'vitest'
import { isBadgeError } from '../../src/errors.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { signCredential, signCredentialAsJwt } from '../../src/proof/index.js'
import type { Signer } from '../../src/types/keys.js'
import { sampleBadge, testKey } from '../support/badge.js'

const own = await testKey()
const zeros = async () => new Uint8Array(64)
const codeOf = async (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => 'signed',
    (error) => (isBadgeError(error) ? error.code : String(error)),
  )

/** In front of a KMS, wrong keys and double hashing are what happens; the issuer learns of it, not the learner. */
describe.each([
  ['signCredential', (key: Signer) => signCredential(sampleBadge(key.controller ?? own.did), key)],
  ['signCredentialAsJwt', (key: Signer) => signCredentialAsJwt(sampleBadge(key.controller ?? own.did), key)],
] as const)('%s holds what a signer returns against its public key', (_name, sign) => {
  const { id, type, sign: signature } = own
  const web = { id: 'did:web:a.example#k', controller: 'did:web:a.example', type }
  const publicKeyMultibase = own.did.slice('did:key:'.length)

  test.each<[string, Signer, string]>([
    ['a did:key that signs', { id, type, sign: signature }, 'signed'],
    ['a did:key that returns zeros', { id, type, sign: zeros }, 'ERR_SIGN_FAILED'],
    ['a public key that signs', { ...web, publicKeyMultibase, sign: signature }, 'signed'],
    ['a public key that returns zeros', { ...web, publicKeyMultibase, sign: zeros }, 'ERR_SIGN_FAILED'],
    ['a name alone, of which nothing can be told', { ...web, sign: zeros }, 'signed'],
    ['a public key that is none', { ...web, publicKeyMultibase: 'z1', sign: signature }, 'ERR_KEY_UNSUPPORTED'],
  ])('%s', async (_case, key, expected) => {
    expect(await codeOf(sign(key))).toBe(expected)
    expect(await codeOf(sign(key))).toBe(expected)
  })

  test('a signer with the key of another', async () => {
    const other = await generateKeyPair()
    expect(await codeOf(sign({ id, type, sign: other.sign }))).toBe('ERR_SIGN_FAILED')
  })
})
