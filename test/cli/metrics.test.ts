import { writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { memoryStorage } from '../../src/adapters/storage/memory.js'
import { createFigures, exposition } from '../../src/cli/serve/figures.js'
import { readMetrics, serveMetrics } from '../../src/cli/serve/metrics.js'
import { BadgeError } from '../../src/errors.js'
import { hashApiToken } from '../../src/http/index.js'
import { codeOf } from '../support/codes.js'
import { figureOf, readExposition } from '../support/exposition.js'
import { startCli, temporaryFolder } from './cli.js'
import { serveHere } from './server.js'

const file = temporaryFolder()

const nothing = { backlog: async () => ({ batches: { open: 0, rows: 0 } }) }

/** Status and text, with a `Host` of one's own. */
const ask = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<{ status: number; text: string; type: string }>((resolve, reject) => {
    const asked = request(url, { headers, method }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text, type: String(response.headers['content-type']) }),
      )
    })
    asked.on('error', reject).end()
  })

test('a server with `metrics` gives what waits and what was done, in the format of Prometheus, without an address', async () => {
  const config = file('metrics.json')
  writeFileSync(config, JSON.stringify({ metrics: { port: 0 } }))
  const server = await serveHere(file('one'), undefined, ['--config', config])
  try {
    await server.issue(1)
    const url = /Figures\s+(http:\/\/127\.0\.0\.1:\d+\/metrics)/.exec(server.said())?.[1] ?? ''
    let families = readExposition((await ask(url)).text)
    for (let i = 0; i < 200 && figureOf(families, 'badgewright_messages_total', { outcome: 'sent' }) !== 1; i++) {
      await wait(100)
      families = readExposition((await ask(url)).text)
    }
    expect(figureOf(families, 'badgewright_messages_total', { outcome: 'sent' })).toBe(1)
    expect(figureOf(families, 'badgewright_storage_up')).toBe(1)
    expect(figureOf(families, 'badgewright_messages_given_up')).toBe(0)
    expect(figureOf(families, 'badgewright_batches_open')).toBe(0)
    expect(figureOf(families, 'badgewright_status_changes_waiting')).toBe(0)
    expect(figureOf(families, 'badgewright_http_request_duration_seconds_count', { status: '2xx' })).toBe(1)
    const answer = await ask(url)
    expect(answer.type).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(answer.text).not.toMatch(/@|learner1|example|Bearer|whsec/)
    // The pages have no such path.
    expect((await server.ask('/metrics')).status).toBe(404)
  } finally {
    await server.stop()
  }
}, 60_000)

test('without `metrics`, nothing listens for it, and the pages have no such path', async () => {
  const server = await serveHere(file('two'))
  expect(server.said()).not.toContain('Figures')
  expect((await server.ask('/metrics')).status).toBe(404)
  expect(await server.stop()).toBe(0)
}, 60_000)

test.each([
  [{ port: 9464 }, true],
  [{ port: 9464, host: '127.0.0.1' }, true],
  [{ port: 9464, host: '::1' }, true],
  [{ port: 9464, host: '0.0.0.0' }, false],
  [{ port: 9464, host: '::' }, false],
  [{ port: 9464, host: '10.0.0.5' }, false],
  [{ port: 9464, host: '127.0.0.1.evil.example' }, false],
  [{ port: 9464, host: '0.0.0.0', tokenHash: hashApiToken('x'.repeat(43)) }, true],
  [{ port: 9464, host: '0.0.0.0', tokenHash: 'x'.repeat(43) }, false],
  [{ port: 9464, tokenHash: '' }, false],
])('%j: other machines reach it with a token alone', async (settings, isTaken) => {
  const outcome = await codeOf(async () => readMetrics(settings))
  expect(outcome).toBe(isTaken ? 'no error' : 'ERR_USAGE')
})

test.each([{ metrics: {} }, { metrics: { port: 1, path: '/x' } }, { metrics: true }])(
  '%j is refused at the start',
  async (given) => {
    const config = file('wrong.json')
    writeFileSync(config, JSON.stringify(given))
    const running = startCli(['work', '--config', config, '--data', file('three')])
    expect((await running.ended).code).toBe(2)
  },
)

test('without a token it answers nobody who came by another name, and no other path or method', async () => {
  const served = await serveMetrics({ port: 0 }, createFigures(), nothing)
  const url = served?.url ?? ''
  expect((await ask(url)).status).toBe(200)
  expect((await ask(url, { host: 'localhost:1' })).status).toBe(200)
  expect((await ask(url, { host: 'evil.example' })).status).toBe(403)
  expect((await ask(url.replace('/metrics', '/'))).status).toBe(404)
  expect((await ask(url, {}, 'POST')).status).toBe(405)
  expect(await ask(url, {}, 'HEAD')).toMatchObject({ status: 200, text: '' })
  await served?.close()
})

test('with a token it answers those who have it', async () => {
  const token = 'a token that nobody else has, made at random'.replaceAll(' ', '-')
  const served = await serveMetrics({ port: 0, tokenHash: hashApiToken(token) }, createFigures(), nothing)
  const url = served?.url ?? ''
  expect((await ask(url, { authorization: `Bearer ${token}`, host: 'badges.example' })).status).toBe(200)
  for (const headers of [{}, { authorization: `Bearer ${token}x` }, { authorization: token }]) {
    const { status, text } = await ask(url, headers as Record<string, string>)
    expect([status, text]).toEqual([401, ''])
  }
  await served?.close()
})

test('a storage that fails is one figure, and what the process counted is there', async () => {
  const figures = createFigures()
  const storage = figures.watch({
    ...memoryStorage(),
    get: async () => {
      throw new BadgeError('ERR_STORAGE_FAILED', 'The storage could not be read.')
    },
  })
  expect(await codeOf(() => storage.get('badges', 'kim@learner.example'))).toBe('ERR_STORAGE_FAILED')
  await storage.commit([{ collection: 'things', key: 'a', expectedVersion: 0, value: {} }])
  expect(await codeOf(() => storage.commit([{ collection: 'things', key: 'a', expectedVersion: 0, value: {} }]))).toBe(
    'ERR_STORAGE_CONFLICT',
  )
  await figures.timed(async () => new Response('', { status: 503 }))
  const failing = {
    backlog: async () => {
      throw new BadgeError('ERR_STORAGE_FAILED', 'The storage could not be read.')
    },
  }
  const served = await serveMetrics({ port: 0 }, figures, failing)
  const { text } = await ask(served?.url ?? '')
  await served?.close()
  const families = readExposition(text)
  expect(figureOf(families, 'badgewright_storage_up')).toBe(0)
  expect(families.has('badgewright_messages_due')).toBe(false)
  const errors = (code: string) => figureOf(families, 'badgewright_storage_errors_total', { code })
  expect([errors('ERR_STORAGE_FAILED'), errors('ERR_STORAGE_CONFLICT'), errors('other')]).toEqual([1, 1, 0])
  expect(figureOf(families, 'badgewright_http_request_duration_seconds_count', { status: '5xx' })).toBe(1)
  expect(text).not.toContain('learner')
})

test('every figure has a name by the conventions of Prometheus', () => {
  const backlog = {
    messages: { due: 3, oldestSeconds: 1.5, givenUp: 1 },
    webhooks: { due: 2, oldestSeconds: 0, givenUp: 4 },
    batches: { open: 1, rows: 900 },
    statusChanges: 7,
  }
  const families = readExposition(exposition(createFigures(), backlog))
  for (const [name, { type }] of families) {
    expect(name).toMatch(/^badgewright_[a-z_]+$/)
    expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter'])
  }
  expect(figureOf(families, 'badgewright_messages_oldest_due_seconds')).toBe(1.5)
  expect(figureOf(families, 'badgewright_webhooks_given_up')).toBe(4)
  expect(figureOf(families, 'badgewright_batch_rows_waiting')).toBe(900)
})
