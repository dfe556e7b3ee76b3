import { execFileSync } from 'node:child_process'
import { createHash, generateKeyPairSync, verify } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { walletPasses } from '../../src/adapters/passes/index.js'
import { generateKeyPair, importKeyPair } from '../../src/index.js'
import type { WalletPass } from '../../src/service/index.js'
import { claimedBadge } from '../http/sharing.js'
import { testSite } from '../http/site.js'
import { codeOf } from '../support/codes.js'
import { unzip } from '../support/unzip.js'

const pass: WalletPass = {
  at: '2026-01-02T00:00:00Z',
  id: '01jabcdefghjkmnpqrstvwxyz0',
  name: 'Welder I',
  issuer: 'Acme Academy',
  recipient: 'Kim Doe',
  issued: '1 January 2026',
  validUntil: '1 January 2027',
  expiresAt: '2027-01-01T00:00:00Z',
  url: 'https://badges.example/b/01jabcdefghjkmnpqrstvwxyz0',
  locale: 'en',
  labels: {
    issuer: 'Issued by',
    recipient: 'In the name of',
    issued: 'Issued',
    validUntil: 'Valid until',
    note: 'No proof.',
  },
}
const PNG = readFileSync(new URL('../../examples/art/welder.png', import.meta.url))

/** A certificate authority and a certificate of it, made by OpenSSL: what Apple gives to holders of a Pass Type ID. */
function account(folder: string) {
  const run = (...given: string[]) => execFileSync('openssl', given, { cwd: folder, stdio: 'pipe' })
  const subject = (name: string) => ['-subj', `/CN=${name}`]
  run(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '9',
    ...subject('Test WWDR'),
  )
  run(
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'pass.key',
    '-out',
    'pass.csr',
    ...subject('Pass Type ID: pass.example'),
  )
  run(
    'x509',
    '-req',
    '-in',
    'pass.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-out',
    'pass.pem',
    '-days',
    '9',
  )
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  return { wwdr: read('ca.pem'), certificate: read('pass.pem'), key: read('pass.key'), run }
}

describe('a pass for Apple Wallet', () => {
  const folder = mkdtempSync(join(tmpdir(), 'passes-'))
  let made: ReturnType<typeof account>
  beforeAll(() => {
    made = account(folder)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('is a zip whose manifest has the hash of every file, signed by the certificate of the account', async () => {
    const { apple } = await walletPasses({
      apple: {
        passTypeIdentifier: 'pass.example',
        teamIdentifier: 'ABCDE12345',
        organizationName: 'Acme Academy',
        wwdr: made.wwdr,
        certificate: made.certificate,
        key: made.key,
        icon: PNG,
      },
    })
    const files = await unzip((await apple?.({ ...pass, picture: PNG })) ?? new Uint8Array())
    const file = (name: string) => files.get(name) ?? new Uint8Array()
    const manifest = JSON.parse(new TextDecoder().decode(file('manifest.json'))) as Record<string, string>
    const hashed = Object.fromEntries(
      [...files]
        .filter(([name]) => !['manifest.json', 'signature'].includes(name))
        .map(([name, bytes]) => [name, createHash('sha1').update(bytes).digest('hex')]),
    )
    expect(manifest).toEqual(hashed)
    expect(Object.keys(hashed)).toEqual(expect.arrayContaining(['pass.json', 'icon.png', 'thumbnail.png']))
    writeFileSync(join(folder, 'manifest.json'), file('manifest.json'))
    writeFileSync(join(folder, 'signature'), file('signature'))
    const check = (content: string) =>
      made.run(
        'smime',
        '-verify',
        '-in',
        'signature',
        '-inform',
        'DER',
        '-content',
        content,
        '-CAfile',
        'ca.pem',
        '-purpose',
        'any',
      )
    expect(() => check('manifest.json')).not.toThrow()
    writeFileSync(join(folder, 'other.json'), '{}')
    expect(() => check('other.json')).toThrow()
    expect(JSON.parse(new TextDecoder().decode(file('pass.json')))).toMatchObject({
      serialNumber: pass.id,
      passTypeIdentifier: 'pass.example',
      teamIdentifier: 'ABCDE12345',
      description: 'Welder I',
      barcodes: [{ message: pass.url, format: 'PKBarcodeFormatQR' }],
      generic: { backFields: expect.arrayContaining([expect.objectContaining({ value: 'No proof.' })]) },
    })
  })
})

describe('a link to Google Wallet', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const google = async () => {
    const signer = await importKeyPair(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
    return {
      issuerId: '3388000000000000000',
      clientEmail: 'badges@acme.iam.example',
      signer,
      classSuffix: 'badge',
      logo: 'https://acme.example/logo.png',
    }
  }

  test('is a JWT by the service account, short enough, with the badge and what it does not prove', async () => {
    const passes = await walletPasses({ google: await google() })
    const link = (await passes.google?.(pass)) ?? ''
    expect(link.startsWith('https://pay.google.com/gp/v/save/')).toBe(true)
    expect(link.length).toBeLessThan(1800)
    const [head = '', body = '', signature = ''] = link.slice(link.lastIndexOf('/') + 1).split('.')
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
    expect(read(head)).toEqual({ alg: 'RS256', typ: 'JWT' })
    expect(verify('sha256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url'))).toBe(true)
    const { payload, ...claims } = read(body)
    expect(claims).toEqual({ iss: 'badges@acme.iam.example', aud: 'google', typ: 'savetowallet', iat: 1767312000 })
    expect(payload.genericObjects).toMatchObject([
      {
        id: `3388000000000000000.${pass.id}`,
        classId: '3388000000000000000.badge',
        header: { defaultValue: { language: 'en', value: 'Welder I' } },
        barcode: { type: 'QR_CODE', value: pass.url },
        validTimeInterval: { end: { date: pass.expiresAt } },
      },
    ])
    expect(JSON.stringify(payload)).toContain('No proof.')
  })

  test('is refused where it would be too long, and a key of another type is', async () => {
    const passes = await walletPasses({ google: await google() })
    expect(await codeOf(() => passes.google?.({ ...pass, name: 'x'.repeat(1000) }))).toBe('ERR_LIMIT_EXCEEDED')
    const signer = await generateKeyPair()
    expect(await codeOf(async () => walletPasses({ google: { ...(await google()), signer } }))).toBe(
      'ERR_ARGUMENT_INVALID',
    )
  })
})

describe('on the page of a badge', () => {
  const told: WalletPass[] = []
  const passes = {
    apple: async (given: WalletPass) => {
      told.push(given)
      return new Uint8Array([80, 75])
    },
    google: async () => 'https://pay.google.com/gp/v/save/a.b.c',
  }

  test('its learner finds the passes with the sentence that they prove nothing; nobody else does', async () => {
    const site = await testSite({ passes })
    const { kim, badge, page, show } = await claimedBadge(site)
    const own = await kim.get(page)
    expect(own.text).toContain(`${page}/wallet.pkpass`)
    expect(own.text).toContain(`${page}/google-wallet`)
    const answer = await kim.get(`${page}/wallet.pkpass`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/vnd.apple.pkpass'])
    expect((await kim.get(`${page}/google-wallet`)).headers.get('location')).toBe(
      'https://pay.google.com/gp/v/save/a.b.c',
    )
    // While others cannot open its page, no code leads there.
    expect(told[0]).toMatchObject({ id: badge.id, name: 'Welder I' })
    expect(told[0]).not.toHaveProperty('url')
    await show('public')
    await kim.get(`${page}/wallet.pkpass`)
    expect(told[1]).toMatchObject({ url: `https://badges.example/app${page}` })
    const stranger = site.visitor()
    expect((await stranger.get(page)).text).not.toContain('wallet.pkpass')
    expect((await stranger.get(`${page}/wallet.pkpass`)).status).not.toBe(200)
    await site.service.revoke({ badgeId: badge.id, reason: 'wrong' })
    expect((await kim.get(`${page}/wallet.pkpass`)).status).toBe(404)
  })

  test('without the adapter there is nothing', async () => {
    const site = await testSite()
    const { kim, page } = await claimedBadge(site)
    expect((await kim.get(page)).text).not.toContain('google-wallet')
    expect((await kim.get(`${page}/google-wallet`)).status).toBe(404)
  })
})
