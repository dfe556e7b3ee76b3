import { expect, test } from 'vitest'
import { verifyWebhook, webhookSignature } from '../../src/service/index.js'
import { codeOf } from '../support/codes.js'

const secret = 'the secret of the endpoint, 32 characters'
const body = '{"id":"badge:1.0000001","type":"claimed","subject":"badge:1"}'
const now = new Date('2026-01-01T00:00:00Z')
const signature = webhookSignature({ body, secret, now })
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
const request = { body, signature, secret, now }

test.each([
  ['at once', request],
  ['at the end of its time', { ...request, now: later(300) }],
  ['within a time of its own', { ...request, now: later(900), maxAgeSeconds: 900 }],
  ['by a clock that is a little slow', { ...request, now: later(-60) }],
])('an event is read %s', (_, input) => {
  expect(verifyWebhook(input)).toEqual(JSON.parse(body))
})

test.each([
  ['without a signature', { ...request, signature: null }],
  ['with an empty signature', { ...request, signature: '' }],
  ['with another form of signature', { ...request, signature: signature.toUpperCase() }],
  ['with another body', { ...request, body: body.replace('claimed', 'revoked') }],
  ['with another time', { ...request, signature: signature.replace(/t=\d+/, 't=1767225601') }],
  ['with the secret of another endpoint', { ...request, secret: secret.toUpperCase() }],
  ['too late', { ...request, now: later(301) }],
  ['from the future', { ...request, now: later(-301) }],
])('nothing is read %s', (_, input) => {
  expect(verifyWebhook(input)).toBeNull()
})

test('a secret that is no secret is refused', async () => {
  expect(await codeOf(() => verifyWebhook({ ...request, secret: '' }))).toBe('ERR_ARGUMENT_INVALID')
})
