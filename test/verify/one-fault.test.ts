import { describe, expect, test } from 'vitest'
import { fixDraft } from '../../src/fix-draft.js'
import { utf8Encode } from '../../src/internal/bytes.js'
import { pointerGet } from '../../src/internal/pointer.js'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'

/** One fault gives one or two findings: what follows from it is not said beside it. */
const now = '2026-06-01T00:00:00Z'
const key = await testKey()

const sound = (): JsonObject => {
  const badge = JSON.parse(JSON.stringify(sampleBadge(key.did))) as JsonObject
  Object.assign(at(badge, '/credentialSubject/identifier/0'), { identityHash: `sha256$${'a'.repeat(64)}` })
  return badge
}
const at = (badge: JsonObject, pointer: string): JsonObject => pointerGet(badge, pointer) as JsonObject
const changed = (edit: (badge: JsonObject) => void): JsonObject => {
  const badge = sound()
  edit(badge)
  return badge
}

const withContext = (badge: JsonObject, context: string) =>
  Object.assign(badge, { '@context': [at(badge, '/@context/0'), context] })

async function findings(input: unknown): Promise<string[]> {
  const { problems } = await verifyCredential(input, { now })
  for (const { next } of problems) expect(next).toEqual(expect.any(String))
  return problems.filter(({ code }) => code !== 'ERR_PROOF_MISSING').map(({ code, pointer }) => `${code} ${pointer}`)
}

test('a sound badge has none', async () => {
  expect(await findings(await signCredential(sound(), key, { now, created: now }))).toEqual([])
})

const subject = '/credentialSubject'
const achievement = `${subject}/achievement`
const entry = {
  id: 'https://acme.example/status/1#5',
  type: 'BitStringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: '5',
  statusListCredential: 'https://acme.example/status/1',
}

test.each<[string, (badge: JsonObject) => void, string[]]>([
  [
    'an achievement of another type',
    (badge) => void Object.assign(at(badge, achievement), { type: ['BadgeClass'] }),
    [`ERR_MODEL_INVALID ${achievement}/type`],
  ],
  [
    'an issuer whose type is in small letters',
    (badge) => void Object.assign(at(badge, '/issuer'), { type: ['profile'] }),
    ['ERR_MODEL_INVALID /issuer/type'],
  ],
  [
    'an alignment without a type',
    (badge) => void delete at(badge, `${achievement}/alignment/0`).type,
    [`ERR_MODEL_INVALID ${achievement}/alignment/0/type`],
  ],
  [
    'an achievement that is text',
    (badge) => void Object.assign(at(badge, subject), { achievement: 'Welder' }),
    [`ERR_MODEL_INVALID ${achievement}`],
  ],
  [
    'result descriptions under a name of many',
    (badge) => {
      const { resultDescription, ...rest } = at(badge, achievement)
      Object.assign(at(badge, subject), { achievement: { ...rest, resultDescriptions: resultDescription } })
    },
    [`ERR_TERM_UNDEFINED ${achievement}/resultDescriptions`],
  ],
  [
    'a status entry whose type is nearly one',
    (badge) => Object.assign(badge, { credentialStatus: entry }),
    ['ERR_TERM_UNDEFINED /credentialStatus/type'],
  ],
  [
    'a member of an evidence whose type is defined',
    (badge) => void Object.assign(at(badge, '/evidence/0'), { grade: 'A' }),
    ['ERR_TERM_UNDEFINED /evidence/0/grade'],
  ],
])('%s', async (_name, edit, expected) => {
  expect(await findings(changed(edit))).toEqual(expected)
})

test.each([
  ['AchievmentCredential', 'ERR_KIND_UNEXPECTED'],
  ['ob:OpenBadgeCredential', 'ERR_KIND_AMBIGUOUS'],
  ['Certificate', 'ERR_KIND_UNEXPECTED'],
])('the type %s: the type that was meant is named', async (type, code) => {
  const { problems } = await verifyCredential(
    changed((badge) => Object.assign(badge, { type: ['VerifiableCredential', type] })),
    { now },
  )
  expect(problems[0]).toMatchObject({ code, detail: expect.stringMatching(/"(Achievement|OpenBadge)Credential"/) })
})

describe('what is something else', () => {
  test.each<[string, JsonObject]>([
    ['a list of revoked badges', { id: 'https://x.example/r', issuer: 'https://x.example/', revokedCredential: [] }],
    ['the answer of a server', { type: 'about:blank', title: 'Not Found', status: 404 }],
    ['the description of an API', { openapi: '3.1.0', info: {}, paths: {} }],
    ['the answer of a token endpoint', { access_token: 'x', token_type: 'Bearer' }],
  ])('%s', async (_name, document) => {
    expect(await findings(document)).toEqual(['ERR_NOT_A_BADGE undefined'])
  })

  test('but not a badge with slips in its members', async () => {
    const { '@context': context, credentialSubject, ...rest } = sound()
    const [first] = await findings({ context, credential_subject: credentialSubject, ...rest })
    expect(first).not.toMatch('ERR_NOT_A_BADGE')
  })
})

test('a file that was cut off is called so', async () => {
  const png = new Uint8Array(Buffer.from('89504e470d0a1a0a0000000d49484452000001', 'hex'))
  const svg = (text: string) => utf8Encode(`<svg xmlns="http://www.w3.org/2000/svg"><g>${text}`)
  for (const bytes of [png, svg('<rect'), svg('<rect width'), svg('<rect width="1" /'), svg('</'), svg('</g></sv')]) {
    const { problems } = await verifyCredential(bytes, { now })
    expect(problems).toMatchObject([{ code: 'ERR_IMAGE_CORRUPT', detail: expect.stringContaining('cut off') }])
  }
  const { problems } = await verifyCredential(svg('</rect></svg>'), { now })
  expect(problems).toMatchObject([{ code: 'ERR_IMAGE_CORRUPT', detail: expect.not.stringContaining('cut off') }])
})

describe('what needs no decision is mended', () => {
  test.each<[string, (badge: JsonObject) => void, string, unknown]>([
    [
      'types in one text',
      (badge) => Object.assign(badge, { type: 'VerifiableCredential, OpenBadgeCredential' }),
      '/type',
      ['VerifiableCredential', 'OpenBadgeCredential'],
    ],
    [
      'a type with blanks',
      (badge) => Object.assign(badge, { type: ['VerifiableCredential', 'Open Badge Credential'] }),
      '/type',
      ['VerifiableCredential', 'OpenBadgeCredential'],
    ],
    [
      'a day with slashes',
      (badge) => Object.assign(badge, { validFrom: '2026/01/31' }),
      '/validFrom',
      '2026-01-31T00:00:00Z',
    ],
    [
      'a zone in letters',
      (badge) => Object.assign(badge, { validFrom: '2026-01-31T10:00:00 UTC' }),
      '/validFrom',
      '2026-01-31T10:00:00Z',
    ],
    [
      'an issuer of Open Badges 2.0',
      (badge) => void Object.assign(at(badge, '/issuer'), { type: 'Issuer' }),
      '/issuer/type',
      ['Profile'],
    ],
    [
      'a context that never was',
      (badge) => withContext(badge, 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.0.json'),
      '/@context/1',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
    ],
  ])('%s', async (_name, edit, pointer, expected) => {
    const { fixed, remaining } = fixDraft(changed(edit))
    expect(remaining).toEqual([])
    expect(pointerGet(fixed as JsonObject, pointer)).toEqual(expected)
    const signed = await signCredential(fixed, key, { now })
    expect((await verifyCredential(JSON.parse(JSON.stringify(signed)), { now })).outcome).toBe('verified')
  })

  test('a newer context is not, and stays in what remains', () => {
    const newer = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.9.json'
    const { fixed, remaining } = fixDraft(changed((badge) => withContext(badge, newer)))
    expect((fixed as JsonObject)['@context']).toContain(newer)
    expect(remaining.length).toBeGreaterThan(0)
  })
})
