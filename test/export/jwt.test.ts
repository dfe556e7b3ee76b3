import { beforeAll, describe, expect, test } from 'vitest'
import { extractCredential } from '../../src/container/index.js'
import { exportBadge } from '../../src/export/index.js'
import { utf8Decode, utf8Encode } from '../../src/internal/bytes.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { envelopCredential, signCredentialAsJwt } from '../../src/proof/index.js'
import { sampleBadge } from '../support/badge.js'
import { codeOf } from '../support/codes.js'

const svg = utf8Encode('<svg xmlns="http://www.w3.org/2000/svg"/>')
let vcJwt: string
let w3cJwt: string

beforeAll(async () => {
  const key = await generateKeyPair({ type: 'P-256' })
  vcJwt = await signCredentialAsJwt(sampleBadge(key.did), key)
  w3cJwt = await signCredentialAsJwt(sampleBadge(key.did), key, { format: 'vc+jwt' })
})

describe('exportBadge of a JWT (Open Badges 3.0 §5)', () => {
  test('as jwt: the text itself, with the name of the credential', async () => {
    const file = await exportBadge(`${vcJwt}\n`, 'jwt')
    expect({ ...file, bytes: utf8Decode(file.bytes) }).toEqual({
      name: 'Welder-I.jwt',
      mediaType: 'text/plain',
      bytes: vcJwt,
    })
  })

  test('as svg: baked as it is', async () => {
    const { bytes } = await exportBadge(vcJwt, 'svg', { image: svg })
    expect(await extractCredential(bytes)).toBe(vcJwt)
  })

  test('as json: the envelope, which only a vc+jwt has', async () => {
    const { bytes } = await exportBadge(w3cJwt, 'json')
    expect(JSON.parse(utf8Decode(bytes))).toEqual(envelopCredential(w3cJwt))
    expect(await codeOf(() => exportBadge(vcJwt, 'json'))).toBe('ERR_ARGUMENT_INVALID')
  })

  test('an envelope is the JWT in it', async () => {
    const { bytes } = await exportBadge(envelopCredential(w3cJwt), 'jwt')
    expect(utf8Decode(bytes)).toBe(w3cJwt)
  })

  test.each<[string, () => Promise<unknown>, string]>([
    [
      'a badge with embedded proofs as jwt',
      () => exportBadge({ ...sampleBadge('did:example:acme'), proof: { type: 'DataIntegrityProof' } }, 'jwt'),
      'ERR_ARGUMENT_INVALID',
    ],
    ['a broken JWT', () => exportBadge('a.b.c', 'jwt'), 'ERR_JWT_MALFORMED'],
    ['text that is neither', () => exportBadge('badge', 'json'), 'ERR_JSON_INVALID'],
    ['a list', () => exportBadge('[]', 'json'), 'ERR_JSON_INVALID'],
  ])('%s: %s', async (_name, run, code) => {
    expect(await codeOf(run)).toBe(code)
  })
})

test('JSON text is a badge as well', async () => {
  const { name, bytes } = await exportBadge('{"name":"Welder I","proof":{}}', 'json')
  expect([name, utf8Decode(bytes)]).toEqual(['Welder-I.json', '{\n  "name": "Welder I",\n  "proof": {}\n}\n'])
})
