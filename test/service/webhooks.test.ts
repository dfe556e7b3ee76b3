import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { signWebhook, verifyWebhook } from '../../src/service/public.js'
import { codeOf } from '../support/codes.js'

/** What Standard Webhooks 1.0 asks of a receiver; the package `standardwebhooks` is the second opinion. */

const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
const other = 'whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA='
const id = 'badge_1_0000001_0'
const body = '{"id":"badge:1.0000001","type":"claimed","subject":"badge:1","data":{"name":"Zoë"}}'
const now = new Date('2026-01-01T00:00:00Z')
const headers = signWebhook({ id, body, secret, now })
const request = { headers, body }
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)

describe('verifyWebhook reads an event', () => {
  test.each([
    ['at once', request, secret, { now }],
    ['at the end of its time', request, secret, { now: later(300) }],
    ['within a time of its own', request, secret, { now: later(900), maxAgeSeconds: 900 }],
    ['by a clock that is a little slow', request, secret, { now: later(-60) }],
    ['as bytes', { headers, body: new TextEncoder().encode(body) }, secret, { now }],
    ['of a Request', new Request('https://a.example', { method: 'POST', headers, body }), secret, { now }],
    ['of Node, with names as they came', { headers: { 'Webhook-Id': id, ...headers }, body }, secret, { now }],
    ['with one of two secrets', request, [other, secret], { now }],
    [
      'that two secrets signed',
      { headers: signWebhook({ id, body, secret: [other, secret], now }), body },
      secret,
      { now },
    ],
  ])('%s', async (_, input, key, options) => {
    expect(await verifyWebhook(input, key, options)).toEqual(JSON.parse(body))
  })

  test('that another library signed, which reads ours', async () => {
    const theirs = new Webhook(secret)
    const signature = theirs.sign(id, now, body)
    expect(signature).toBe(headers['webhook-signature'])
    const at = Math.floor(Date.now() / 1000)
    const fresh = signWebhook({ id, body, secret, now: new Date(at * 1000) })
    expect(theirs.verify(body, fresh)).toEqual(JSON.parse(body))
    expect(() => theirs.verify(body.replace('claimed', 'revoked'), fresh)).toThrow()
  })
})

describe('verifyWebhook reads nothing', () => {
  const without = (name: keyof typeof headers) => ({ headers: { ...headers, [name]: undefined }, body })
  const withOne = (name: keyof typeof headers, value: string) => ({ headers: { ...headers, [name]: value }, body })
  const signed = (text: string) => ({ headers: signWebhook({ id, body: text, secret, now }), body: text })
  test.each([
    ['without an id', without('webhook-id')],
    ['without a time', without('webhook-timestamp')],
    ['without a signature', without('webhook-signature')],
    ['with an empty signature', withOne('webhook-signature', '')],
    [
      'with a signature of another version',
      withOne('webhook-signature', headers['webhook-signature'].replace('v1', 'v1a')),
    ],
    ['with another id', withOne('webhook-id', 'badge_1_0000002_0')],
    ['with another time', withOne('webhook-timestamp', '1767225601')],
    ['with a time that is not a number', withOne('webhook-timestamp', '1767225600.5')],
    ['with another body', { headers, body: body.replace('claimed', 'revoked') }],
    ['with bytes that are not text', { headers, body: Uint8Array.of(0xff) }],
    ['with a body that is not JSON', signed('{')],
    ['with a body that is not an object', signed('[]')],
    ['with a body that is too long', signed(`{"a":"${'x'.repeat(300_000)}"}`)],
    [
      'with the true signature behind too many',
      withOne('webhook-signature', `${'v1,x '.repeat(10)}${headers['webhook-signature']}`),
    ],
  ])('%s', async (_, input) => {
    expect(await verifyWebhook(input, secret, { now })).toBeNull()
  })

  test.each([
    ['with the secret of another endpoint', other, now],
    ['too late', secret, later(301)],
    ['from the future', secret, later(-301)],
  ])('%s', async (_, key, at) => {
    expect(await verifyWebhook(request, key, { now: at })).toBeNull()
  })
})

test.each([
  ['nothing', ''],
  ['text without its prefix', secret.slice(6)],
  ['a text of 32 characters', 'the secret of the endpoint, 32 characters'],
  ['23 bytes', `whsec_${btoa('x'.repeat(23))}`],
  ['65 bytes', `whsec_${btoa('x'.repeat(65))}`],
  ['no secrets', []],
])('a secret of %s is refused', async (_, wrong) => {
  expect(await codeOf(() => verifyWebhook(request, wrong))).toBe('ERR_ARGUMENT_INVALID')
  expect(await codeOf(() => signWebhook({ id, body, secret: wrong, now }))).toBe('ERR_ARGUMENT_INVALID')
})
