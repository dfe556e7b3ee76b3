import { readFileSync } from 'node:fs'
import { PDFDocument } from '@cantoo/pdf-lib'
import { expect, test } from 'vitest'
import { createCredential } from '../../src/credential/index.js'
import { capsuleFields, createCapsule, exportBadge, redactCredential } from '../../src/export/index.js'
import { issueBadge } from '../../src/issue-badge.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { signCredential, signCredentialAsJwt } from '../../src/proof/index.js'
import { verifyCredential } from '../../src/verify/index.js'
import { testKey } from '../support/badge.js'
import { codeOf } from '../support/codes.js'
import { unzip } from '../support/unzip.js'

const svg = readFileSync('examples/art/welder.svg')
const png = readFileSync('examples/art/welder.png')
const url = 'https://badges.example.org/b/7f3k9q'
const now = '2026-03-01T00:00:00Z'
const draft = {
  issuer: { name: 'Acme' },
  achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed.' },
  recipient: { email: 'kim.larsen@example.org', name: 'Kim Larsen' },
}
const key = await testKey()

test('a bundle holds everything, and each form of the badge in it verifies', async () => {
  const badge = await issueBadge(draft, key, { now })
  const bundle = await exportBadge(badge, 'bundle', { image: svg, url, recipientName: 'Kim Larsen' })
  expect([bundle.name, bundle.mediaType]).toEqual(['Welder-I.zip', 'application/zip'])
  const files = await unzip(bundle.bytes)
  expect([...files.keys()].toSorted()).toEqual(
    [
      'README.txt',
      'badge.json',
      'badge.png',
      'badge.svg',
      'certificate.pdf',
      'cards/alt-text.txt',
      ...['link-1200x630', 'square-1080x1080', 'portrait-1080x1350', 'story-1080x1920', 'screen-1920x1080'].map(
        (name) => `cards/${name}.png`,
      ),
      'share-links.txt',
      ...[
        'badge.txt',
        'badge.md',
        'badge.html',
        'email-signature.html',
        'badge.tex',
        'badge.bib',
        'json-resume.json',
      ].map((name) => `snippets/${name}`),
    ].toSorted(),
  )
  for (const [name, source] of [
    ['badge.json', 'json'],
    ['badge.png', 'png'],
    ['badge.svg', 'svg'],
    ['certificate.pdf', 'pdf'],
  ] as const) {
    const result = await verifyCredential(new Uint8Array(files.get(name) ?? []), {
      recipient: 'kim.larsen@example.org',
    })
    expect([name, result.outcome, result.source]).toEqual([name, 'verified', source])
  }
  // What is not the credential tells nothing of the recipient but the name that was asked for.
  const [identity] = [badge.credentialSubject.identifier].flat()
  const carriers = new Set(['badge.json', 'badge.png', 'badge.svg', 'certificate.pdf'])
  for (const [name, content] of files) {
    expect(content.includes('kim.larsen'), name).toBe(false)
    if (!carriers.has(name)) {
      expect(content.includes(identity?.salt ?? 'salt'), name).toBe(false)
      expect(content.includes(identity?.identityHash ?? 'hash'), name).toBe(false)
    }
  }
  expect(files.get('README.txt')?.toString()).toContain(url)
  const again = await exportBadge(badge, 'bundle', { image: svg, url, recipientName: 'Kim Larsen' })
  expect(Buffer.from(again.bytes).equals(bundle.bytes)).toBe(true)
}, 60_000)

test('a JWT goes into its bundle as a JWT, and a PNG also makes an SVG', async () => {
  const credential = createCredential(
    { ...draft, issuer: { id: key.did, name: 'Acme' } },
    { now, recipientPrivacy: 'none' },
  )
  const jwt = await signCredentialAsJwt(credential, key)
  const files = await unzip((await exportBadge(jwt, 'bundle', { image: png, url })).bytes)
  expect(files.get('badge.jwt')?.toString()).toBe(jwt)
  for (const name of ['badge.svg', 'badge.png', 'certificate.pdf']) {
    expect((await verifyCredential(new Uint8Array(files.get(name) ?? []))).verified, name).toBe(true)
  }
  // Without anything of the recipient in the credential there is nothing of them anywhere.
  for (const [name, content] of files) {
    for (const trace of ['kim.larsen', 'Kim Larsen', '"salt"', 'identityHash'])
      expect(content.includes(trace), name).toBe(false)
  }
}, 60_000)

test('a JWT of the same badge goes along beside the JSON; one of another badge does not', async () => {
  const credential = createCredential(
    { ...draft, recipient: { id: 'did:example:kim' }, issuer: { id: key.did, name: 'Acme' } },
    { now },
  )
  const badge = await signCredential(credential, key)
  const jwt = await signCredentialAsJwt(credential, key)
  const files = await unzip((await exportBadge(badge, 'bundle', { image: png, url, jwt })).bytes)
  expect(files.get('badge.jwt')?.toString()).toBe(jwt)
  expect(files.get('README.txt')?.toString()).toMatch(/badge\.json\n.*\nbadge\.jwt\n/)
  for (const name of ['badge.json', 'badge.jwt'])
    expect((await verifyCredential(files.get(name)?.toString() ?? '')).verified, name).toBe(true)
  const other = await signCredentialAsJwt({ ...credential, id: 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33' }, key)
  for (const wrong of [other, 'a.b.c'])
    expect(await codeOf(() => exportBadge(badge, 'bundle', { image: png, url, jwt: wrong }))).toMatch(
      /^ERR_(ARGUMENT_INVALID|JWT_MALFORMED)$/,
    )
})

test('the words in a bundle are those of whoever takes it, dates and design those of the badge', async () => {
  const badge = await issueBadge(draft, key, { now })
  const bundle = await exportBadge(badge, 'bundle', {
    image: png,
    url,
    locale: 'de',
    readerLocale: 'ja',
    state: 'expired',
    cards: { labels: { issued: 'Verliehen am {date}', expired: 'Abgelaufen', alt: 'Abzeichen „{name}“' } },
    certificate: { paper: 'Letter', template: 'record' },
    snippets: { labels: { expired: '期限切れ' } },
    share: { text: 'テキスト', networks: ['x'] },
  })
  const files = await unzip(bundle.bytes)
  const text = (name: string) => files.get(name)?.toString() ?? ''
  expect(text('README.txt')).toContain('2026年3月1日')
  expect(text('README.txt')).toContain('期限切れ')
  expect(text('cards/alt-text.txt')).toContain('Verliehen am 1. März 2026')
  expect(text('snippets/badge.txt')).toMatch(/^期限切れ：Welder I/)
  expect(decodeURIComponent(text('share-links.txt'))).toMatch(/^X\nhttps:.*text=テキスト/)
  const page = (await PDFDocument.load(new Uint8Array(files.get('certificate.pdf') ?? []))).getPage(0)
  expect([page.getWidth(), page.getHeight()]).toEqual([612, 792])
})

test('a badge whose page is closed, or that was taken back, has no links to post', async () => {
  const badge = await issueBadge(draft, key, { now })
  const closed = await unzip((await exportBadge(badge, 'bundle', { image: png, url, link: false })).bytes)
  expect([closed.has('share-links.txt'), closed.get('README.txt')?.includes('share-links')]).toEqual([false, false])
  const revoked = await unzip((await exportBadge(badge, 'bundle', { image: png, url, state: 'revoked' })).bytes)
  expect(revoked.get('share-links.txt')?.toString()).toBe(`Page of the badge\n${url}\n`)
  expect(revoked.get('README.txt')?.toString()).toContain('is not valid (revoked)')
})

test('HTML in a bundle is read as it was written, by a browser that is told nothing', async () => {
  const name = 'Größe 王秀英 ليلى'
  const badge = await issueBadge({ ...draft, achievement: { ...draft.achievement, name } }, key, { now })
  const files = await unzip((await exportBadge(badge, 'bundle', { image: png, url })).bytes)
  for (const file of ['badge.html', 'email-signature.html']) {
    const bytes = files.get(`snippets/${file}`) ?? Buffer.alloc(0)
    expect(bytes.subarray(0, 1024).toString('latin1')).toMatch(/<meta charset="utf-8">/)
    expect(bytes.toString()).toContain(name)
  }
  expect(files.get('snippets/badge.txt')?.toString()).not.toContain('charset')
})

test('a PDF by itself', async () => {
  const badge = await issueBadge(draft, key, { now })
  const pdf = await exportBadge(badge, 'pdf', { image: png, url, name: 'Kim' })
  expect([pdf.name, pdf.mediaType]).toEqual(['Kim.pdf', 'application/pdf'])
  expect(await verifyCredential(pdf.bytes)).toMatchObject({ verified: true, source: 'pdf' })
})

test.each([
  ['no page', { image: png }],
  ['no picture', { url }],
  ['a page that is none', { image: png, url: 'ftp://x' }],
])('%s is refused', async (_, options) => {
  const badge = await issueBadge(draft, key, { now })
  for (const format of ['pdf', 'bundle'] as const)
    expect(await codeOf(() => exportBadge(badge, format, options))).toBe('ERR_ARGUMENT_INVALID')
})

test('capsules: what is hidden is absent, the status stays, the rest verifies, and the base is never handed around', async () => {
  const issuer = await generateKeyPair({ type: 'P-256' })
  const base = await issueBadge(
    {
      ...draft,
      recipient: { id: 'did:example:kim', email: 'kim.larsen@example.org' },
      credentialSubject: { narrative: 'Kim learned fast.' },
      evidence: ['https://acme.example/seam'],
      credentialStatus: {
        id: 'https://acme.example/status/1#5',
        type: 'BitstringStatusListEntry',
        statusPurpose: 'revocation',
        statusListIndex: '5',
        statusListCredential: 'https://acme.example/status/1',
      },
    },
    issuer,
    { now, suite: 'ecdsa-sd-2023' },
  )
  const shown = await createCapsule(base, ['evidence'])
  expect(shown.evidence).toBeDefined()
  expect(shown.credentialStatus).toBeDefined()
  const text = JSON.stringify(shown)
  const [identity] = [base.credentialSubject.identifier].flat()
  for (const hidden of ['learned fast', 'kim.larsen', identity?.salt ?? 'salt', identity?.identityHash ?? 'hash'])
    expect(text).not.toContain(hidden)
  const result = await verifyCredential(shown)
  const status = Object.fromEntries(result.checks.map((check) => [check.id, check.status]))
  expect(status).toMatchObject({
    'model.schema': 'passed',
    'proof.signature': 'passed',
    'status.revocation': 'indeterminate',
  })
  const all = await createCapsule(base, capsuleFields)
  expect(JSON.stringify(all)).toContain('learned fast')
  expect(await codeOf(() => createCapsule(base, ['shoe size' as never]))).toBe('ERR_ARGUMENT_INVALID')
  for (const format of ['pdf', 'bundle'] as const)
    expect(await codeOf(() => exportBadge(base, format, { image: png, url }))).toBe('ERR_PROOF_IS_BASE')
  expect(await codeOf(async () => createCapsule(await issueBadge(draft, key, { now }), []))).toBe('ERR_PROOF_MISSING')
})

test('what a page shows of a badge has no member that was not chosen, known or not', () => {
  const credential = {
    ...createCredential(
      { ...draft, issuer: { id: key.did, name: 'Acme' }, evidence: ['https://acme.example/seam'] },
      { now },
    ),
    note: 'kim.larsen@example.org',
    proof: { type: 'DataIntegrityProof' },
  }
  const [subject] = [credential.credentialSubject].flat()
  const extended = {
    ...credential,
    credentialSubject: { ...subject, email: 'kim.larsen@example.org', narrative: 'fast' },
  }
  const shown = redactCredential(extended, ['evidence'])
  expect(JSON.stringify(shown)).not.toMatch(/kim\.larsen|fast|identityHash|DataIntegrityProof/)
  expect(Object.keys(shown)).toContain('evidence')
  expect(Object.keys(shown.credentialSubject).toSorted()).toEqual(['achievement', 'type'])
  const all = redactCredential(extended, capsuleFields)
  expect(JSON.stringify(all)).toMatch(/identityHash.*fast|fast.*identityHash/)
})
