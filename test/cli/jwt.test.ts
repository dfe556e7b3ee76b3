import { readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { cli, projectDir, temporaryFolder } from './cli.js'

const file = temporaryFolder()
const art = (name: string) => `${projectDir}examples/art/${name}`
const draft = {
  issuer: { name: 'Acme' },
  achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' },
  recipient: { email: 'kim@example.org' },
}
const verdictOf = async (...args: string[]) => {
  const { code, out } = await cli(['verify', ...args, '--format', 'json'])
  const [result] = JSON.parse(out).results ?? JSON.parse(out)
  return [code, result.outcome, result.proofs.map((proof: { type: string }) => proof.type)]
}

beforeAll(async () => {
  writeFileSync(file('draft.json'), JSON.stringify(draft))
  for (const type of ['p256', 'ed25519']) {
    expect((await cli(['keygen', '--type', type, '--out', file(`${type}.json`)])).code).toBe(0)
  }
  const issued = await cli([
    'issue',
    file('draft.json'),
    '--key',
    file('p256.json'),
    '--suite',
    'vc-jwt',
    '--out',
    file('badge.jwt'),
  ])
  expect([issued.code, issued.err]).toEqual([0, expect.not.stringContaining('ERR_')])
})

describe('--suite vc-jwt', () => {
  it('issues a JWT that verifies by every rule', async () => {
    expect(await verdictOf(file('badge.jwt'), '--strict-jwt', '--recipient', 'kim@example.org')).toEqual([
      0,
      'verified',
      ['JWT'],
    ])
  })

  it('goes around the embedded proofs that are asked for too, and tells that EdDSA is not for the official validator', async () => {
    const args = [
      '--key',
      file('ed25519.json'),
      '--suite',
      'vc-jwt',
      '--suite',
      'eddsa-rdfc-2022',
      '--out',
      file('both.jwt'),
    ]
    const { code, err } = await cli(['issue', file('draft.json'), ...args])
    expect([code, err]).toEqual([0, expect.stringContaining('EdDSA')])
    expect(await verdictOf(file('both.jwt'))).toEqual([0, 'verified', ['JWT', 'DataIntegrityProof']])
  })

  it('signs a credential as it stands, whatever proofs it has', async () => {
    const badge = file('with-subject.json')
    writeFileSync(file('did-draft.json'), JSON.stringify({ ...draft, recipient: { did: 'did:example:kim' } }))
    await cli(['issue', file('did-draft.json'), '--key', file('ed25519.json'), '--out', badge])
    const signed = await cli([
      'sign',
      badge,
      '--key',
      file('ed25519.json'),
      '--suite',
      'vc+jwt',
      '--out',
      file('signed.jwt'),
    ])
    expect(signed.code).toBe(0)
    expect(await verdictOf(file('signed.jwt'))).toEqual([0, 'verified', ['JWT', 'DataIntegrityProof']])
  })

  it.each(['issue', 'sign'])('%s with two JWT suites is wrong usage', async (command) => {
    const { code, err } = await cli([
      command,
      file('draft.json'),
      '--key',
      file('p256.json'),
      '--suite',
      'vc-jwt',
      '--suite',
      'vc+jwt',
    ])
    expect([code, err.split(' ')[0]]).toEqual([2, 'ERR_USAGE'])
  })
})

describe('a JWT as a file', () => {
  it.each(['png', 'svg'])('is baked into a %s, verified there, and extracted unchanged', async (format) => {
    const baked = file(`baked.${format}`)
    expect((await cli(['bake', art(`welder.${format}`), file('badge.jwt'), '--out', baked])).code).toBe(0)
    expect(await verdictOf(baked)).toEqual([0, 'verified', ['JWT']])
    expect((await cli(['extract', baked])).out.trim()).toBe(readFileSync(file('badge.jwt'), 'utf8').trim())
  })

  it('is exported as jwt and svg', async () => {
    expect((await cli(['export', file('badge.jwt'), '--format', 'jwt', '--out', file('out.jwt')])).code).toBe(0)
    expect(readFileSync(file('out.jwt'), 'utf8')).toBe(readFileSync(file('badge.jwt'), 'utf8').trim())
    const svg = ['--format', 'svg', '--image', art('welder.svg'), '--out', file('out.svg')]
    expect((await cli(['export', file('badge.jwt'), ...svg])).code).toBe(0)
    expect(await verdictOf(file('out.svg'))).toEqual([0, 'verified', ['JWT']])
  })
})
