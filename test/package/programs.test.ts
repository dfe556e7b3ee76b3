import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { testService } from '../service/service.js'
import { distDir } from './project.js'

const built = async () => {
  const { createHandler } = await import(pathToFileURL(join(distDir, 'http.js')).href)
  const { service } = await testService()
  const handler: (request: Request) => Promise<Response> = createHandler(service)
  return (path: string, headers: Record<string, string> = {}) =>
    handler(new Request(`https://badges.example${path}`, { headers }))
}

const scriptOf = async (page: Response): Promise<string> =>
  /<script type="module" src="([^"]+)"/.exec(await page.text())?.[1] ?? ''

test('the first request for a program of a page gets the text that its name and entity tag are of', async () => {
  const get = await built()
  const path = await scriptOf(await get('/app/verify'))
  const known = await get(path, { 'if-none-match': '*' })
  expect([known.status, await known.text()]).toEqual([304, ''])
  const answer = await get(path)
  const text = await answer.text()
  expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(text.length).toBeGreaterThan(100_000)
  const digest = createHash('sha256').update(text).digest()
  expect(path).toBe(`/app/assets/verify.${digest.toString('hex').slice(0, 12)}.js`)
  expect(answer.headers.get('etag')).toBe(`"${digest.toString('base64url').slice(0, 27)}"`)
  expect(known.headers.get('etag')).toBe(answer.headers.get('etag'))
})
