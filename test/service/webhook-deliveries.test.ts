import { describe, expect, test } from 'vitest'
import { verifyWebhook } from '../../src/service/public.js'
import { codeOf } from '../support/codes.js'
import { draft, type TestService, testService, tokenIn } from './service.js'

const url = 'https://lms.example/hook'
const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
/** A badge that its recipient has claimed. */
async function claimed(t: TestService) {
  await t.service.issue({ draft, recipient: { email: 'kim@example.org', name: 'Kim Lee' } })
  return t.service.claims.claim({ token: tokenIn(await t.mailTo('kim@example.org'), 'claim') })
}

const DAY = 24 * 3_600_000

/** A service whose webhook answers with a status that can be changed, and what it got. */
async function withWebhook(events?: readonly ('claimed' | 'revoked')[]) {
  const requests: { url: string; headers: Record<string, string>; body: string; init: RequestInit }[] = []
  const endpoint = { status: 500 }
  const t = await testService({
    webhooks: {
      endpoints: [{ url, secret, ...(events && { events }) }],
      fetch: async (address, init = {}) => {
        const headers = init.headers as Record<string, string>
        requests.push({ url: address, headers, body: String(init.body), init })
        return new Response(null, { status: endpoint.status })
      },
    },
  })
  return { ...t, requests, endpoint }
}

test('every event arrives signed, is tried again under the same id, and names nobody', async () => {
  const t = await withWebhook(['claimed', 'revoked'])
  const { badge } = await claimed(t)
  expect((await t.service.tick()).webhooks).toEqual({ sent: 0, later: 1, ended: 0 })
  t.endpoint.status = 204
  expect((await t.service.tick()).webhooks).toEqual({ sent: 0, later: 0, ended: 0 })
  t.clock.pass(60_000)
  expect((await t.service.tick()).webhooks).toEqual({ sent: 1, later: 0, ended: 0 })
  const [first, second] = t.requests
  expect(t.requests).toHaveLength(2)
  expect(first?.headers['webhook-id']).toBe(second?.headers['webhook-id'])
  expect(first?.init).toMatchObject({ method: 'POST', redirect: 'error' })
  for (const request of t.requests) {
    expect(await verifyWebhook(request, secret, { now: new Date(t.clock.now), maxAgeSeconds: 60 })).toMatchObject({
      type: 'claimed',
      subject: `badge:${badge.id}`,
      by: 'learner',
      data: { from: 'accepted', to: 'claimed' },
    })
    expect(request.body).not.toMatch(/kim|example\.org/i)
  }
  expect((await t.service.webhooks.deliveries({ state: 'queued' })).deliveries).toEqual([])
})

describe('a delivery that never arrives', () => {
  test('is seen while it waits, given up after ten tries, listed, and posted again by hand', async () => {
    const t = await withWebhook(['claimed'])
    await claimed(t)
    await t.service.tick()
    const waiting = (await t.service.webhooks.deliveries({ state: 'queued' })).deliveries
    expect(waiting).toMatchObject([{ endpoint: url, attempts: 1, reason: 'HTTP 500' }])
    expect(await codeOf(() => t.service.webhooks.retry({ deliveryId: waiting[0]?.id ?? '' }))).toBe('ERR_STAGE_INVALID')
    for (let i = 0; i < 9; i++) {
      t.clock.pass(12 * 3_600_000)
      await t.service.tick()
    }
    expect(t.requests).toHaveLength(10)
    const [dead] = (await t.service.webhooks.deliveries()).deliveries
    expect(dead).toMatchObject({ id: waiting[0]?.id, state: 'failed', attempts: 10 })
    t.clock.pass(DAY)
    expect((await t.service.tick()).webhooks.later).toBe(0)
    t.endpoint.status = 200
    await t.service.webhooks.retry({ deliveryId: dead?.id ?? '' })
    expect((await t.service.tick()).webhooks.sent).toBe(1)
    expect((await t.service.webhooks.deliveries()).deliveries).toEqual([])
  })

  test('is given up at once where the endpoint says that it is gone (410), and forgotten after 30 days', async () => {
    const t = await withWebhook(['claimed'])
    await claimed(t)
    t.endpoint.status = 410
    expect((await t.service.tick()).webhooks).toEqual({ sent: 0, later: 0, ended: 1 })
    expect((await t.service.webhooks.deliveries()).deliveries).toHaveLength(1)
    t.clock.pass(31 * DAY)
    await t.service.tick()
    expect((await t.service.webhooks.deliveries()).deliveries).toEqual([])
  })

  test('unknown ids and states are refused', async () => {
    const t = await withWebhook()
    expect(await codeOf(() => t.service.webhooks.retry({ deliveryId: 'badge_1' }))).toBe('ERR_RECORD_NOT_FOUND')
    expect(await codeOf(() => t.service.webhooks.retry({ deliveryId: '../x' }))).toBe('ERR_RECORD_NOT_FOUND')
    expect(await codeOf(() => t.service.webhooks.deliveries({ state: 'dead' as 'failed' }))).toBe(
      'ERR_ARGUMENT_INVALID',
    )
  })
})

describe('an endpoint is refused when the service is made', () => {
  const good = { url, secret }
  test.each([
    ['a file', [{ ...good, url: 'file:///etc/passwd' }]],
    ['http', [{ ...good, url: 'http://lms.example/hook' }]],
    ['the machine itself', [{ ...good, url: 'https://127.0.0.1/hook' }]],
    ['the machine itself by name', [{ ...good, url: 'https://localhost/hook' }]],
    ['the metadata service of a cloud', [{ ...good, url: 'https://169.254.169.254/' }]],
    ['a fragment', [{ ...good, url: 'https://lms.example/hook#part' }]],
    ['an empty fragment', [{ ...good, url: 'https://lms.example/hook#' }]],
    ['a password in the URL', [{ ...good, url: 'https://a:b@lms.example/' }]],
    ['a fragment, which is never sent', [{ ...good, url: 'https://lms.example/hook#a' }]],
    ['a short secret', [{ ...good, secret: 'short' }]],
    ['an event that does not exist', [{ ...good, events: ['claimd' as 'claimed'] }]],
    ['the same URL twice', [good, good]],
  ])('%s', async (_, endpoints) => {
    expect(await codeOf(() => testService({ webhooks: { endpoints } }))).toBe('ERR_ARGUMENT_INVALID')
  })

  test('but not for a query, in which %23 is a character as any other', async () => {
    const endpoints = [{ ...good, url: 'https://lms.example/hook?part=%23a' }]
    expect((await testService({ webhooks: { endpoints } })).service.baseUrl).toBe('https://badges.example/app')
  })

  test('but not where the fetch that is given allows its host', async () => {
    const fetch = Object.assign(async () => new Response(), { allowsHost: (host: string) => host === '10.1.2.3' })
    const endpoints = [{ ...good, url: 'https://10.1.2.3/hook' }]
    expect((await testService({ webhooks: { endpoints, fetch } })).service.baseUrl).toBe('https://badges.example/app')
  })
})

test('without a fetch, the guarded one posts', async () => {
  // Not what becomes of the mail, which the same `tick` sends beside it: posted now or by the next one, as it comes.
  const t = await testService({ webhooks: { endpoints: [{ url, secret, events: ['issued', 'offered'] }] } })
  await t.service.issue({ draft, recipient: { email: 'kim@example.org' } })
  expect((await t.service.tick()).webhooks).toEqual({ sent: 0, later: 2, ended: 0 })
  expect(t.errors.map((error) => (error as { code?: string }).code)).toContain('ERR_FETCH_FAILED')
})

test.each([
  ['is refused by the guarded fetch', undefined, 'ERR_FETCH_FAILED'],
  [
    'is refused by a fetch that was given, in its own words',
    async (to: string) => {
      throw new Error(`connect ECONNREFUSED ${to}`, { cause: to })
    },
    'ERR_FETCH_FAILED',
  ],
])('what is reported of an endpoint that %s names its host alone', async (_, fetch, code) => {
  const address = 'https://hooks.does-not-exist.example/T0/secret-in-the-path?key=secret-in-the-query'
  const endpoints = [{ url: address, secret, events: ['issued' as const] }]
  const t = await testService({ webhooks: { endpoints, ...(fetch === undefined ? {} : { fetch: fetch as never }) } })
  await t.service.issue({ draft, recipient: { email: 'kim@example.org' } })
  await t.service.tick()
  const reported = t.errors as (Error & { code?: string })[]
  expect(reported.map((error) => error.code)).toContain(code)
  for (const error of reported) {
    const text = `${error.message} ${error.stack} ${String(error.cause)}`
    expect(text).toContain('hooks.does-not-exist.example')
    expect(text).not.toContain('secret-in')
  }
})
