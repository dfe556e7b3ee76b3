import { createHash, createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { existsSync, lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { base58Decode } from '../../src/internal/encoding.js'
import { importPublicKey } from '../../src/keys/index.js'
import { checkClauses } from '../../src/verify/index.js'
import { cli, projectDir, temporaryFolder } from './cli.js'

const file = temporaryFolder()
const fixture = (name: string) => `${projectDir}fixtures/badges/${name}`
const art = (name: string) => `${projectDir}examples/art/${name}`
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

const draft = {
  issuer: { name: 'Acme' },
  achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' },
  recipient: { email: 'kim@example.org' },
}

beforeAll(async () => {
  writeFileSync(file('draft.json'), JSON.stringify(draft))
  expect((await cli(['keygen', '--out', file('key.json')])).code).toBe(0)
  expect((await cli(['issue', file('draft.json'), '--key', file('key.json'), '--out', file('badge.json')])).code).toBe(
    0,
  )
})

describe('keygen', () => {
  it.each(['ed25519', 'p256', 'p384'])(
    '%s is written as Multikey JSON of mode 0600, and its DID printed',
    async (type) => {
      const { code, out } = await cli(['keygen', '--type', type, '--out', file(`${type}.json`)])
      expect(code).toBe(0)
      expect(Object.keys(json(file(`${type}.json`))).sort()).toEqual(
        ['controller', 'id', 'publicKeyMultibase', 'secretKeyMultibase', 'type'].sort(),
      )
      expect(statSync(file(`${type}.json`)).mode & 0o777).toBe(0o600)
      expect(out.trim()).toBe(json(file(`${type}.json`)).controller)
    },
  )

  it('rsa is written as JWK', async () => {
    expect((await cli(['keygen', '--type', 'rsa', '--out', file('rsa.json')])).code).toBe(0)
    expect(json(file('rsa.json'))).toMatchObject({ kty: 'RSA' })
  })

  it('never overwrites a key without --force', async () => {
    const before = readFileSync(file('key.json'), 'utf8')
    const refused = await cli(['keygen', '--out', file('key.json')])
    expect([refused.code, refused.err.split(' ')[0]]).toEqual([1, 'ERR_KEY_EXISTS'])
    expect(readFileSync(file('key.json'), 'utf8')).toBe(before)
    writeFileSync(file('force.json'), 'old', { mode: 0o644 })
    expect((await cli(['keygen', '--out', file('force.json'), '--force'])).code).toBe(0)
    expect(statSync(file('force.json')).mode & 0o777).toBe(0o600)
  })

  it('makes the same key from the same seed, as bytes or hexadecimal digits', async () => {
    writeFileSync(file('seed'), new Uint8Array(32).fill(7))
    writeFileSync(file('seed.hex'), `${'07'.repeat(32)}\n`)
    const fromBytes = await cli(['keygen', '--seed-file', file('seed')])
    expect(fromBytes.out).toBe((await cli(['keygen', '--seed-file', file('seed.hex')])).out)
    writeFileSync(file('seed.short'), 'abc')
    expect((await cli(['keygen', '--seed-file', file('seed.short')])).err).toContain('ERR_KEY_INVALID')
    expect((await cli(['keygen', '--type', 'p256', '--seed-file', file('seed')])).err).toContain('ERR_KEY_UNSUPPORTED')
  })
})

describe('keygen without --out', () => {
  it('writes nothing but the key to standard output, and warns on standard error that it is there', async () => {
    const { code, out, err } = await cli(['keygen'])
    const key = JSON.parse(out)
    expect([code, typeof key.secretKeyMultibase]).toEqual([0, 'string'])
    expect(err.split('\n')[0]).toBe(key.controller)
    expect(err).toContain('--out')
    expect(err).not.toContain(key.secretKeyMultibase)
  })

  it('with --out there is nothing to warn of', async () => {
    expect((await cli(['keygen', '--out', file('quiet.json')])).err).toBe('')
  })
})

describe('init', () => {
  it('writes a secret key, DID document, JWKS and profile that belong together', async () => {
    const { code, out } = await cli([
      'init',
      '--domain',
      'badges.example.org',
      '--name',
      'Example',
      '--out',
      file('issuer'),
    ])
    expect([code, out.trim()]).toEqual([0, 'did:web:badges.example.org'])
    const did = json(file('issuer/.well-known/did.json'))
    expect(did.id).toBe('did:web:badges.example.org')
    expect(json(file('issuer/issuer.json'))).toMatchObject({ id: did.id, name: 'Example' })
    expect(json(file('issuer/key.json')).id).toBe(did.verificationMethod[0].id)
    expect(statSync(file('issuer/key.json')).mode & 0o777).toBe(0o600)
    expect(existsSync(file('issuer/.well-known/jwks.json'))).toBe(true)
  })

  it('keeps the key that is there', async () => {
    await cli(['init', '--domain', 'a.example', '--out', file('issuer-2')])
    const again = await cli(['init', '--domain', 'a.example', '--out', file('issuer-2')])
    expect([again.code, again.err.split(' ')[0]]).toEqual([1, 'ERR_FILE_EXISTS'])
  })

  it('its badge verifies for whoever is given the DID document', async () => {
    await cli(['init', '--domain', 'b.example', '--out', file('issuer-3')])
    writeFileSync(file('web-draft.json'), JSON.stringify({ ...draft, issuer: json(file('issuer-3/issuer.json')) }))
    await cli(['issue', file('web-draft.json'), '--key', file('issuer-3/key.json'), '--out', file('web.json')])
    expect((await cli(['verify', file('web.json')])).code).toBe(3)
    const documents = { 'https://b.example/.well-known/did.json': json(file('issuer-3/.well-known/did.json')) }
    writeFileSync(file('documents.json'), JSON.stringify(documents))
    expect((await cli(['verify', file('web.json'), '--documents', file('documents.json')])).code).toBe(0)
  })
})

describe('issue and sign', () => {
  it('issue writes to standard output where no file is named', async () => {
    const args = [
      'issue',
      file('draft.json'),
      '--key',
      file('key.json'),
      '--now',
      '2026-01-01T00:00:00Z',
      '--id',
      'urn:uuid:7',
    ]
    const { code, out, err } = await cli(args)
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ id: 'urn:uuid:7', validFrom: '2026-01-01T00:00:00Z' })
    expect(err).toContain('warning')
  })

  it('issue reads a draft from standard input', async () => {
    expect((await cli(['issue', '-', '--key', file('key.json')], JSON.stringify(draft))).code).toBe(0)
  })

  it('several suites make a proof set', async () => {
    const suites = ['--suite', 'eddsa-rdfc-2022', '--suite', 'Ed25519Signature2020']
    const { out } = await cli(['issue', file('draft.json'), '--key', file('key.json'), ...suites])
    expect(
      JSON.parse(out)
        .proof.map((proof: { type: string }) => proof.type)
        .sort(),
    ).toEqual(['DataIntegrityProof', 'Ed25519Signature2020'])
  })

  it('the same suite twice is one proof', async () => {
    const suites = ['--suite', 'eddsa-rdfc-2022', '--suite', 'eddsa-rdfc-2022']
    const { code, out } = await cli(['issue', file('draft.json'), '--key', file('key.json'), ...suites])
    expect([code, JSON.parse(out).proof.cryptosuite]).toEqual([0, 'eddsa-rdfc-2022'])
  })

  it.each([
    [[], { hashed: true }],
    [['--recipient-privacy', 'hashed'], { hashed: true }],
    [['--recipient-privacy', 'plain'], { hashed: false, identityHash: 'kim@example.org' }],
    [['--recipient-privacy', 'none'], undefined],
  ])('issue %j: how the recipient is named', async (options, identity) => {
    const named = { ...draft, recipient: { ...draft.recipient, did: 'did:example:kim' } }
    const { code, out } = await cli(['issue', '-', '--key', file('key.json'), ...options], JSON.stringify(named))
    const { credentialSubject } = JSON.parse(out)
    expect(code).toBe(0)
    expect(credentialSubject.identifier).toEqual(
      identity === undefined ? undefined : [expect.objectContaining(identity)],
    )
    expect(out.includes('did:example:kim')).toBe(identity !== undefined)
    expect(out.includes('kim@example.org')).toBe(options.includes('plain'))
  })

  it('a bad draft is refused with all its problems', async () => {
    const bad = JSON.stringify({ issuer: { name: 'Acme' }, achievment: {}, recipient: { email: 'kim@example.org' } })
    const { code, err } = await cli(['issue', '-', '--key', file('key.json')], bad)
    expect([code, err.includes('ERR_DRAFT_INVALID'), err.includes('/achievment')]).toEqual([1, true, true])
    expect(err).not.toContain('kim@example.org')
  })

  it('sign signs a credential as it stands, and refuses a signed one', async () => {
    const { proof: _, ...unsigned } = json(file('badge.json'))
    writeFileSync(file('unsigned.json'), JSON.stringify(unsigned))
    const args = ['--key', file('key.json'), '--created', '2026-01-01T00:00:00Z']
    const signed = await cli(['sign', file('unsigned.json'), ...args])
    expect([JSON.parse(signed.out).proof].flat()[0].created).toBe('2026-01-01T00:00:00Z')
    expect((await cli(['sign', file('badge.json'), ...args])).err).toContain('ERR_SIGN_ALREADY_SIGNED')
  })

  it.each([
    ['no key there', 'ERR_FILE_UNREADABLE', undefined],
    ['a key file that is no key', 'ERR_KEY_INVALID', 'secret words'],
    ['a key file with an empty object', 'ERR_KEY_INVALID', '{}'],
    ['a key file with a list', 'ERR_KEY_INVALID', '[]'],
  ])('%s: %s, and nothing of the file is printed', async (_name, code, content) => {
    if (content !== undefined) writeFileSync(file('bad-key.json'), content)
    const { code: exit, err } = await cli([
      'issue',
      file('draft.json'),
      '--key',
      file(content === undefined ? 'none' : 'bad-key.json'),
    ])
    expect([exit, err.split(' ')[0]]).toEqual([1, code])
    if (content === 'secret words') expect(err).not.toContain(content)
  })
})

describe('bake, extract, strip, export', () => {
  it.each(['welder.png', 'welder.svg'])('%s goes round', async (picture) => {
    const baked = file(`baked-${picture}`)
    expect((await cli(['bake', art(picture), file('badge.json'), '--out', baked])).code).toBe(0)
    expect((await cli(['extract', baked])).out).toBe(readFileSync(file('badge.json'), 'utf8'))
    expect((await cli(['verify', baked])).code).toBe(0)
    const unwanted = file(`again-${picture}`)
    const again = await cli(['bake', baked, file('badge.json'), '--out', unwanted])
    expect([again.code, again.err.split(' ')[0]]).toEqual([1, 'ERR_BAKE_ALREADY_BAKED'])
    expect(existsSync(unwanted)).toBe(false)
    expect((await cli(['bake', baked, file('badge.json'), '--out', unwanted, '--replace'])).code).toBe(0)
    expect((await cli(['strip', baked, '--out', file('stripped')])).code).toBe(0)
    expect(readFileSync(file('stripped'))).toEqual(readFileSync(art(picture)))
  })

  it('extract of an image without a badge is refused', async () => {
    const { code, err } = await cli(['extract', art('welder.png')])
    expect([code, err.split(' ')[0]]).toEqual([1, 'ERR_BAKE_NOTHING_BAKED'])
  })

  it.each([
    ['json', []],
    ['png', ['--image', art('welder.png')]],
    ['svg', ['--image', art('welder.svg')]],
  ])('export to %s verifies', async (format, more) => {
    const out = file(`export.${format}`)
    expect((await cli(['export', file('badge.json'), '--format', format, '--out', out, ...more])).code).toBe(0)
    expect((await cli(['verify', out])).code).toBe(0)
  })

  it('export to png without a picture says what is missing', async () => {
    const { code, err } = await cli(['export', file('badge.json'), '--format', 'png', '--out', file('none.png')])
    expect([code, err.split(' ')[0]]).toEqual([1, 'ERR_ARGUMENT_INVALID'])
  })
})

describe('verify', () => {
  const at = ['--now', '2026-11-01T00:00:00Z']
  it.each([
    [0, ['eddsa-rdfc-2022.json', 'baked.png', 'baked.svg']],
    [1, ['eddsa-rdfc-2022.json', 'changed.json', 'unknown-context.json']],
    [3, ['eddsa-rdfc-2022.json', 'unknown-context.json']],
    [1, ['no-such-file.json']],
  ])('exit code %i for %j', async (code, files) => {
    expect((await cli(['verify', ...at, ...files.map(fixture)])).code).toBe(code)
  })

  it('a file that cannot be read is a result too, and the run goes on', async () => {
    const { out } = await cli([
      'verify',
      ...at,
      fixture('none.json'),
      projectDir,
      fixture('baked.png'),
      '--format',
      'json',
    ])
    const report = JSON.parse(out)
    expect(report).toMatchObject({ schemaVersion: 1, summary: { verified: 1, failed: 2, indeterminate: 0 } })
    expect(report.results[0].checks[0]).toMatchObject({ id: 'input.parse', status: 'failed' })
    expect(report.results[0].problems[0].code).toBe('ERR_FILE_UNREADABLE')
    expect(report.results[2]).toMatchObject({
      file: fixture('baked.png'),
      source: 'png',
      outcome: 'verified',
      verified: true,
      trusted: false,
    })
  })

  it('reads standard input', async () => {
    const bytes = readFileSync(fixture('baked.png'))
    expect((await cli(['verify', ...at, '-'], bytes)).code).toBe(0)
  })

  it.each([
    [['--recipient', 'kim@example.org'], 0],
    [['--recipient', 'other@example.org'], 1],
    [['--require', 'issuer.trust'], 3],
    [['--require', 'validity.from', '--require', 'validity.until'], 0],
  ])('%j: exit code %i', async (options, code) => {
    expect((await cli(['verify', ...at, ...options, fixture('eddsa-rdfc-2022.json')])).code).toBe(code)
  })

  it('--trust: an untrusted issuer is exit code 1, a trusted one 0', async () => {
    const { issuer } = json(fixture('eddsa-rdfc-2022.json'))
    writeFileSync(file('trusted.json'), JSON.stringify([issuer.id]))
    writeFileSync(file('untrusted.json'), JSON.stringify({ issuers: ['https://other.example'] }))
    const verifyWith = (trust: string) =>
      cli(['verify', ...at, '--trust', file(trust), fixture('eddsa-rdfc-2022.json')])
    expect((await verifyWith('trusted.json')).code).toBe(0)
    expect((await verifyWith('untrusted.json')).code).toBe(1)
    writeFileSync(file('trust-typo.json'), '{"isuers":[]}')
    expect((await verifyWith('trust-typo.json')).code).toBe(2)
  })

  it('--accept-self-asserted-keys', async () => {
    const forged = fixture('forged-in-the-name-of-a-university.json')
    expect((await cli(['verify', ...at, forged])).code).toBe(3)
    expect((await cli(['verify', ...at, '--accept-self-asserted-keys', forged])).code).toBe(0)
  })

  it('junit is XML with a suite a file and a case a check', async () => {
    const { out } = await cli(['verify', ...at, '--format', 'junit', fixture('changed.json'), fixture('baked.png')])
    const { DOMParser } = await import('@xmldom/xmldom')
    const document = new DOMParser({
      onError: (level, message) => {
        throw new Error(`${level}: ${message}`)
      },
    }).parseFromString(out, 'text/xml')
    const suites = [...document.getElementsByTagName('testsuite')]
    expect(suites.map((suite) => suite.getAttribute('failures'))).toEqual(['1', '0'])
    expect(document.getElementsByTagName('failure')[0]?.getAttribute('type')).toBe('ERR_PROOF_INVALID')
    expect(document.getElementsByTagName('testcase').length).toBe(2 * Object.keys(checkClauses).length)
  })

  it('sarif has a rule for each check and a result for each finding', async () => {
    const { out } = await cli([
      'verify',
      ...at,
      '--format',
      'sarif',
      fixture('changed.json'),
      fixture('unknown-context.json'),
    ])
    const [run] = JSON.parse(out).runs
    expect(run.tool.driver.rules.length).toBe(Object.keys(checkClauses).length)
    expect(run.results).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ruleId: 'proof.signature', level: 'error' }),
        expect.objectContaining({ ruleId: 'model.context', level: 'warning' }),
      ]),
    )
  })

  it('text cannot move the cursor of the reader', async () => {
    const copy = json(fixture('eddsa-rdfc-2022.json'))
    copy.issuer.name = 'Evil\u001b[2J\u202eissuer'
    const { out } = await cli(['verify', '-'], JSON.stringify(copy))
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })
})

describe('explain', () => {
  it('and messages cannot move the cursor of the reader', async () => {
    const copy = json(fixture('eddsa-rdfc-2022.json'))
    copy.issuer.name = 'Evil\u001b[2J\u202eissuer'
    copy.credentialSubject.achievement.name = 'Evil\u001b]0;x\u0007\u200f'
    const unsafe = /[\p{Cc}\p{Cf}]/u
    const { out } = await cli(['explain', '-'], JSON.stringify(copy))
    expect(out.split('\n').length).toBeGreaterThan(3)
    expect(out.replaceAll('\n', '')).not.toMatch(unsafe)
    const { err } = await cli(['issue', '-', '--key', file('key.json')], '{"\\u001b[2J\\n\\u202e":1}')
    expect(err).toContain('ERR_DRAFT_INVALID')
    expect(err.replaceAll('\n', '')).not.toMatch(unsafe)
    const missing = await cli(['extract', file('no\u001b[2J.png')])
    expect(missing.err.replaceAll('\n', '')).not.toMatch(unsafe)
  })

  it('names the finding, its place and its clause', async () => {
    const { code, out } = await cli(['explain', fixture('changed.json')])
    expect(code).toBe(0)
    expect(out).toMatch(/proof\.signature[\s\S]*ERR_PROOF_INVALID[\s\S]*https:/)
  })
})

describe('explain --trace', () => {
  const at = ['--now', '2026-11-01T00:00:00Z']
  const setOfTwo = async () => {
    const suites = ['--suite', 'eddsa-rdfc-2022', '--suite', 'Ed25519Signature2020']
    return (await cli(['issue', file('draft.json'), '--key', file('key.json'), ...suites])).out
  }
  /** Each canonical form in a trace with the digest printed above it. */
  const formsOf = (out: string) =>
    [...out.matchAll(/^ {2}(canonical [a-z ]+), sha-256 ([0-9a-f]{64}):\n((?:(?:<|_:).*\n)+)/gm)].map(
      ([, name, digest, form = '']) => ({ name, digest, actual: createHash('sha256').update(form).digest('hex') }),
    )

  it('shows the canonical forms of each embedded proof with hashes that anybody can work out again', async () => {
    const { code, out } = await cli(['explain', '-', '--trace'], await setOfTwo())
    const forms = formsOf(out)
    expect(code).toBe(0)
    expect(forms.map(({ name }) => name)).toEqual([
      'canonical document',
      'canonical proof configuration',
      'canonical document',
      'canonical proof configuration',
    ])
    for (const { digest, actual } of forms) expect(actual).toBe(digest)
    expect(new Set(forms.map(({ digest }) => digest)).size).toBe(3)
    expect(out).toMatch(/\/proof\/0[\s\S]*\/proof\/1/)
  })

  it('what a proof signs is the two hashes: the signature shows it', async () => {
    const { out } = await cli(['explain', ...at, '--trace', fixture('eddsa-rdfc-2022.json')])
    const [document, configuration] = formsOf(out)
    const badge = json(fixture('eddsa-rdfc-2022.json'))
    const proof = [badge.proof].flat()[0]
    const publicKeyMultibase = proof.verificationMethod.split('#')[1]
    const { publicKeyJwk } = await importPublicKey({ type: 'Multikey', publicKeyMultibase })
    const key = createPublicKey({ key: publicKeyJwk as JsonWebKey, format: 'jwk' })
    const signed = Buffer.from(`${configuration?.digest}${document?.digest}`, 'hex')
    expect(verify(null, signed, key, base58Decode(proof.proofValue.slice(1)))).toBe(true)
  })

  it('a badge whose terms no context defines has no canonical form, and says so', async () => {
    const copy = json(fixture('eddsa-rdfc-2022.json'))
    copy.surprise = 'unsigned'
    const { code, out } = await cli(['explain', '-', '--trace'], JSON.stringify(copy))
    expect([code, formsOf(out).length]).toEqual([0, 0])
    expect(out.split('Trace')[1]).toContain('ERR_TERM_UNDEFINED')
  })

  it.each([
    ['no proof', '{}'],
    ['a proof that is none', '{"proof":[1]}'],
    ['a thousand proofs', JSON.stringify({ proof: new Array(1000).fill({}) })],
    ['nothing that can be read', 'x'],
  ])('%s: nothing to trace', async (_name, input) => {
    const { code, out } = await cli(['explain', '-', '--trace'], input)
    expect([code, out.trimEnd().split('\n').at(-1)]).toEqual([0, 'There is no embedded proof to trace.'])
  })

  it('without --trace there is none', async () => {
    expect((await cli(['explain', fixture('eddsa-rdfc-2022.json')])).out).not.toMatch(/sha-256|trace/i)
  })

  it('neither words nor canonical forms can move the cursor of the reader', async () => {
    const named = { ...draft, issuer: { name: 'Evil\u001b[2J\u009b2J\u202eissuer' } }
    const { out: badge } = await cli(['issue', '-', '--key', file('key.json')], JSON.stringify(named))
    const { out } = await cli(['explain', '-', '--trace'], badge)
    expect(out).toContain('issuer')
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })
})

describe('a byte order mark before the JSON of a file', () => {
  it.each(['verify', 'explain'])('%s reads on', async (command) => {
    const bytes = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), readFileSync(fixture('eddsa-rdfc-2022.json'))])
    writeFileSync(file('bom.json'), bytes)
    const { code, out } = await cli([command, '--now', '2026-11-01T00:00:00Z', file('bom.json')])
    expect([code, out.includes('input.parse: ERR') || out.includes('FAILED')]).toEqual([0, false])
  })
})

describe('what is written where', () => {
  it.each([
    ['issue', () => ['issue', file('draft.json'), '--key', file('key.json'), '--out', file('key-link.json')]],
    ['verify', () => ['verify', file('badge.json'), '--trust', file('key.json'), '--record', file('key.json')]],
  ])('%s does not write over what it reads', async (_name, args) => {
    if (!existsSync(file('key-link.json'))) symlinkSync(file('key.json'), file('key-link.json'))
    const before = readFileSync(file('key.json'), 'utf8')
    const { code, err } = await cli(args())
    expect([code, err.split(' ')[0]]).toEqual([1, 'ERR_FILE_EXISTS'])
    expect(readFileSync(file('key.json'), 'utf8')).toBe(before)
  })

  it('follows a link, keeps the mode, and writes to a device as it is', async () => {
    writeFileSync(file('target.json'), 'old', { mode: 0o600 })
    symlinkSync(file('target.json'), file('link.json'))
    const to = (out: string) => cli(['issue', file('draft.json'), '--key', file('key.json'), '--out', out])
    expect((await to(file('link.json'))).code).toBe(0)
    expect(json(file('target.json')).proof).toBeDefined()
    expect(lstatSync(file('link.json')).isSymbolicLink()).toBe(true)
    expect(statSync(file('target.json')).mode & 0o777).toBe(0o600)
    symlinkSync('/dev/null', file('null'))
    expect((await to(file('null'))).code).toBe(0)
    expect(lstatSync(file('null')).isSymbolicLink()).toBe(true)
  })
})

describe('wrong usage is exit code 2', () => {
  it.each([
    [[]],
    [['no-such-command']],
    [['verify']],
    [['verify', 'a.json', '--format', 'yaml']],
    [['verify', 'a.json', '--now', 'yesterday']],
    [['verify', 'a.json', '--require', 'proof.magic']],
    [['issue', 'draft.json']],
    [['issue', 'draft.json', '--key', 'k', '--suite', 'none']],
    [['keygen', '--type', 'dsa']],
    [['issue', 'draft.json', '--key', 'k', '--recipient-privacy', 'secret']],
    [['verify', 'a.json', '--trace']],
    [['bake', 'a.png', 'b.json']],
  ])('%j', async (args) => {
    expect((await cli(args)).code).toBe(2)
  })

  it.each([['--help'], ['--version'], ['verify', '--help']])('%s %s is not', async (...args) => {
    expect((await cli(args.filter((arg) => arg !== undefined))).code).toBe(0)
  })
})
