import { describe, expect, test } from 'vitest'
import { instantOf, readInstant } from '../../src/internal/time.js'
import { signWebhook, verifyWebhook } from '../../src/service/index.js'
import { badgeView } from '../../src/view/index.js'
import { codeOf } from '../support/codes.js'

const text = '2026-05-01T12:00:00Z'
const date = new Date(text)

describe('a point in time that an option gives', () => {
  test.each([
    [date, date],
    [text, date],
    ['2026-05-01T14:00:00+02:00', date],
    ['2026-05-01', null],
    ['2026-05-01T12:00:00', null],
    ['2026-02-31T12:00:00Z', null],
    ['noon', null],
    ['', null],
    [new Date(Number.NaN), null],
    [date.getTime(), null],
    [null, null],
    [{}, null],
  ])('%j', (value, expected) => {
    expect(instantOf(value)).toEqual(expected)
  })

  test('is another Date than the one given, which its owner may change', () => {
    expect(instantOf(date)).not.toBe(date)
  })

  test('is refused under the name of the option', async () => {
    expect(await codeOf(() => readInstant('now', 'noon'))).toBe('ERR_ARGUMENT_INVALID')
    expect(() => readInstant('expires', 'noon')).toThrow('`expires`')
  })
})

const badge = {
  issuer: { id: 'https://acme.example', name: 'Acme' },
  validFrom: '2026-01-01T00:00:00Z',
  validUntil: text,
  credentialSubject: { achievement: { name: 'Welder I' } },
}
const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
const later = '2026-05-01T12:00:01Z'

describe('`now` is taken as text and as a Date', () => {
  test.each([
    [new Date(later), 'expired'],
    [later, 'expired'],
    [date, 'valid'],
    [text, 'valid'],
  ])('badgeView at %j: %s', (now, state) => {
    expect(badgeView(badge, { url: 'https://badges.example/7', now }).state).toBe(state)
  })

  test.each([text, date])('signWebhook and verifyWebhook at %j', async (now) => {
    const body = '{"id":"e1","type":"claimed"}'
    const headers = signWebhook({ id: 'e1', body, secret, now })
    expect(headers).toEqual(signWebhook({ id: 'e1', body, secret, now: date }))
    expect((await verifyWebhook({ headers, body }, secret, { now: new Date(now) }))?.type).toBe('claimed')
    expect(await verifyWebhook({ headers, body }, secret, { now: '2026-05-01T13:00:00Z' })).toBeNull()
  })

  test('and refused otherwise', async () => {
    const now = 'noon'
    expect(await codeOf(() => badgeView(badge, { url: 'https://badges.example/7', now }))).toBe('ERR_ARGUMENT_INVALID')
    expect(await codeOf(() => signWebhook({ id: 'e1', body: '', secret, now }))).toBe('ERR_ARGUMENT_INVALID')
  })
})
