import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { takesGzip } from '../../src/http/web/respond.js'
import { testSite } from './site.js'

test('a style sheet is sent packed to those who read gzip, each with an entity tag of its own', async () => {
  const site = await testSite()
  const page = await site.visitor().get('/')
  const path = /href="(\/app\/assets\/[^"]+\.css)"/.exec(page.text)?.[1] ?? ''
  const ask = (headers: Record<string, string> = {}) =>
    site.handler(new Request(`https://badges.example${path}`, { headers }))
  const plain = await ask()
  const text = await plain.text()
  const packed = await ask({ 'accept-encoding': 'gzip, deflate, br' })
  const bytes = new Uint8Array(await packed.arrayBuffer())
  expect(packed.headers.get('content-encoding')).toBe('gzip')
  expect(plain.headers.get('content-encoding')).toBeNull()
  expect(gunzipSync(bytes).toString()).toBe(text)
  expect(bytes.length).toBeLessThan(text.length / 2)
  expect([plain, packed].map(({ headers }) => headers.get('vary'))).toEqual(['Accept-Encoding', 'Accept-Encoding'])
  const [etag, packedEtag] = [plain, packed].map(({ headers }) => headers.get('etag') ?? '') as [string, string]
  expect(packedEtag).not.toBe(etag)
  const gzip = { 'accept-encoding': 'gzip' }
  expect((await ask({ 'if-none-match': etag })).status).toBe(304)
  expect((await ask({ ...gzip, 'if-none-match': packedEtag })).status).toBe(304)
  expect((await ask({ ...gzip, 'if-none-match': etag })).status).toBe(200)
})

test.each([
  ['gzip', true],
  ['deflate, GZIP;q=0.5', true],
  ['*', true],
  ['br, *;q=0.1', true],
  ['x-gzip', true],
  [null, false],
  ['', false],
  ['identity', false],
  ['br', false],
  ['gzip;q=0', false],
  ['gzip;q=0.000, *', false],
  ['*;q=0', false],
])('Accept-Encoding %s: %s', (header, isTaken) => {
  expect(takesGzip(header)).toBe(isTaken)
})
