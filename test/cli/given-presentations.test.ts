import { writeFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { generateKeyPair } from '../../src/keys/index.js'
import { cli, temporaryFolder } from './cli.js'

const file = temporaryFolder()
const V2 = 'https://www.w3.org/ns/credentials/v2'
let holder = ''

beforeAll(async () => {
  const key = await generateKeyPair({ type: 'P-256' })
  holder = key.did
  writeFileSync(file('key.json'), JSON.stringify(await key.exportSecret()))
  const credential = {
    '@context': [V2],
    type: ['VerifiableCredential'],
    issuer: holder,
    credentialSubject: { id: holder },
  }
  writeFileSync(file('vc.json'), JSON.stringify(credential))
})

const given = (more: object = {}): string => {
  const path = file('given.json')
  const presentation = {
    '@context': [V2],
    id: 'urn:uuid:3978344f-8596-4c3a-a978-8fcaba3903c5',
    type: ['VerifiablePresentation'],
  }
  writeFileSync(path, JSON.stringify({ ...presentation, ...more }))
  return path
}

const sign = (suite: string) => cli(['sign', file('vc.json'), '--key', file('key.json'), '--suite', suite])
const verify = (path: string, ...more: string[]) =>
  cli(['verify', path, '--accept', 'credential', '--profile', 'vcdm', ...more])

test.each(['ecdsa-rdfc-2019', 'ecdsa-jcs-2019', 'vc+jwt'])(
  'a plain credential is signed (%s) and verified',
  async (suite) => {
    const { code, out } = await sign(suite)
    expect(code).toBe(0)
    writeFileSync(file('signed'), out)
    expect((await verify(file('signed'))).code).toBe(0)
  },
)

test.each(['ecdsa-rdfc-2019', 'vp+jwt'])(
  'a presentation that is given is signed as it stands (%s) and verified',
  async (suite) => {
    const credential = JSON.parse((await sign('ecdsa-rdfc-2019')).out)
    const jwt = (await sign('vc+jwt')).out.trim()
    const envelope = { '@context': V2, type: 'EnvelopedVerifiableCredential', id: `data:application/vc+jwt,${jwt}` }
    const path = given({ holder, verifiableCredential: [credential, envelope] })
    const made = await cli(['present', path, '--key', file('key.json'), '--suite', suite, '--challenge', 'c1'])
    expect([made.code, made.err]).toEqual([0, ''])
    writeFileSync(file('vp'), made.out)
    expect((await verify(file('vp'), '--challenge', 'c1')).code).toBe(0)
    expect((await verify(file('vp'), '--challenge', 'c2')).code).toBe(1)
    if (suite !== 'vp+jwt')
      expect(JSON.parse(made.out)).toMatchObject({ id: 'urn:uuid:3978344f-8596-4c3a-a978-8fcaba3903c5' })
  },
)

test.each([
  ['of another holder', { holder: 'did:example:lou' }, 'ERR_HOLDER_MISMATCH'],
  ['with an unsigned credential', { verifiableCredential: [{ type: ['VerifiableCredential'] }] }, 'ERR_PROOF_MISSING'],
  ['that is signed already', { proof: { type: 'DataIntegrityProof' } }, 'ERR_SIGN_ALREADY_SIGNED'],
])('one %s is not signed', async (_, more, word) => {
  const { code, err } = await cli(['present', given(more), '--key', file('key.json')])
  expect([code, err.includes(word)]).toEqual([1, true])
})

test('--holder is for credentials', async () => {
  expect((await cli(['present', given(), '--key', file('key.json'), '--holder', holder])).code).toBe(2)
})
