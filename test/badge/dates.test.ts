import { expect, test } from 'vitest'
import { createSnippet } from '../../src/export/index.js'
import { badgeFacts } from '../../src/http/site/badge/facts.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { signCredential } from '../../src/proof/index.js'
import { shareBadge } from '../../src/share/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { explain, verifyCredential } from '../../src/verify/index.js'
import { badgeView } from '../../src/view/index.js'

/** Data model 1.1 has both pairs of dates in its context: whichever are there must hold. */
const key = await generateKeyPair({ seed: new Uint8Array(32).fill(7) })
const badgeWith = (dates: JsonObject): JsonObject => ({
  '@context': [
    'https://www.w3.org/2018/credentials/v1',
    'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
    'https://w3id.org/security/data-integrity/v2',
  ],
  id: 'urn:uuid:0b5c1a52-3c0e-4a63-9a55-1f3f3a3f8a11',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  name: 'Welder I',
  issuer: { id: key.did, type: ['Profile'], name: 'Acme' },
  ...dates,
  credentialSubject: {
    id: 'did:example:kim',
    type: ['AchievementSubject'],
    achievement: {
      id: 'urn:uuid:1',
      type: ['Achievement'],
      name: 'Welder I',
      description: 'Welds.',
      criteria: { narrative: 'Weld.' },
    },
  },
})
const [early, late] = ['2027-06-30T23:59:59+02:00', '2031-12-31T23:59:59Z']
const [first, second] = ['2025-01-01T00:00:00Z', '2026-03-01T00:00:00+01:00']
const view = (badge: JsonObject, now?: string) =>
  badgeView(badge, { url: 'https://badges.example.org/b/1', ...(now === undefined ? {} : { now }) })

test.each<[string, JsonObject, string | undefined, string]>([
  ['the older name is earlier', { expirationDate: early, validUntil: late }, early, first],
  ['the newer name is earlier', { expirationDate: late, validUntil: early }, early, first],
  ['one name', { expirationDate: early }, early, first],
  ['no end', {}, undefined, first],
  ['the later beginning decides', { validFrom: second, validUntil: late }, late, second],
])('what is shown is the date that verification decides by: %s', async (_name, dates, until, from) => {
  const badge = badgeWith({ issuanceDate: first, ...dates })
  const { expiresAt, issuedAt } = view(badge)
  const facts = badgeFacts(badge)
  expect([expiresAt, facts.validUntil]).toEqual([until, until])
  expect([issuedAt, facts.issuedAt]).toEqual([from, from])

  const signed = await signCredential(badge, key, { created: second, lint: 'off' })
  const after = (time: string, milliseconds: number) => new Date(Date.parse(time) + milliseconds)
  const atEnd = await verifyCredential(signed, { now: after(until ?? late, 0) })
  expect(atEnd.outcome).toBe('verified')
  const shown = explain(atEnd)
  for (const date of [early, late]) expect(shown.includes(date)).toBe(date === until)
  const outcomes = await Promise.all(
    [after(from, -1), ...(until === undefined ? [] : [after(until, 1)])].map((now) =>
      verifyCredential(signed, { now }),
    ),
  )
  expect(outcomes.map(({ facts: { inForce } }) => inForce)).toEqual(outcomes.map(() => false))
})

test('what is made of the view has the date that counts', () => {
  const badge = badgeWith({ issuanceDate: first, expirationDate: early, validUntil: late })
  expect(view(badge, '2028-01-01T00:00:00Z').state).toBe('expired')
  expect(view(badge, '2027-01-01T00:00:00Z').state).toBe('valid')
  const { searchParams } = new URL(shareBadge(view(badge))[0]?.href ?? '')
  expect([searchParams.get('expirationYear'), searchParams.get('expirationMonth')]).toEqual(['2027', '6'])
  expect(createSnippet(view(badge), 'json-resume')).not.toContain('2031')
})

test('what is not a date is not shown as a badge without an end', () => {
  const badge = badgeWith({ issuanceDate: first, expirationDate: 'soon' })
  expect(badgeFacts(badge).validUntil).toBe('soon')
  expect(view(badge).expiresAt).toBeUndefined()
})
