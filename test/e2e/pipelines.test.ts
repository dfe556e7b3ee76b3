import { existsSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kioskDocument } from '../../src/preview/index.js'
import { badgeView } from '../../src/share/index.js'
import { verifyCredential } from '../../src/verify/index.js'
import { badge, bakedCard, pageUrl, wayBack } from '../pipelines/baked-card.js'

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
if (executablePath === undefined) console.warn('skipped: Chromium is not installed (apt-get install chromium)')

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

describe.skipIf(executablePath === undefined)('in Chromium', () => {
  let browser: Browser
  let baked: Uint8Array
  let received: Uint8Array | undefined
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') {
      const headers = { 'content-type': request.headers['content-type'] ?? '' }
      const form = await new Response(new Uint8Array(await bodyOf(request)), { headers }).formData()
      received = new Uint8Array(await (form.get('badge') as File).arrayBuffer())
      response.setHeader('content-type', 'text/html').end('<p id="done">Thank you')
    } else if (request.url === '/badge.png') {
      response.setHeader('content-type', 'image/png').end(baked)
    } else {
      const form =
        '<form method="post" enctype="multipart/form-data"><input type="file" name="badge"><button>Send</button></form>'
      response.setHeader('content-type', 'text/html').end(`<!doctype html><img id="badge" src="/badge.png">${form}`)
    }
  })
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  beforeAll(async () => {
    baked = await bakedCard()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    server.closeAllConnections()
    server.close()
  })

  test('a canvas strips the badge; the result says so and the code leads back', async () => {
    const page = await browser.newPage()
    await page.goto(address())
    const url = await page.evaluate(async () => {
      const image = document.querySelector('img') as HTMLImageElement
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = image.naturalWidth
      canvas.height = image.naturalHeight
      canvas.getContext('2d')?.drawImage(image, 0, 0)
      return canvas.toDataURL('image/png')
    })
    const after = new Uint8Array(Buffer.from(url.split(',')[1] ?? '', 'base64'))
    const result = await verifyCredential(after)
    expect(result.problems.map(({ code }) => code)).toEqual(['ERR_BAKE_NOTHING_BAKED'])
    expect(wayBack(after)).toBe(pageUrl)
    await page.close()
  })

  test('a form that uploads keeps the badge', async () => {
    const page = await browser.newPage()
    await page.goto(address())
    await page.setInputFiles('input', { name: 'badge.png', mimeType: 'image/png', buffer: Buffer.from(baked) })
    await page.click('button')
    await page.waitForSelector('#done')
    expect(await verifyCredential(received ?? new Uint8Array())).toMatchObject({ verified: true, source: 'png' })
    await page.close()
  })

  test('the kiosk page fills a screen without script, cookie or request to another host, and its code can be read', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1920, height: 1080 } })
    const page = await context.newPage()
    const hosts = new Set<string>()
    await page.route('**/*', async (route) => {
      const url = new URL(route.request().url())
      hosts.add(url.host)
      if (url.pathname.endsWith('.png')) return route.fulfill({ contentType: 'image/png', body: Buffer.from(baked) })
      const view = badgeView(badge, { url: pageUrl })
      const landscape = 'https://badges.example.org/screen.png'
      const body = kioskDocument([{ view, displayConsent: true, landscape, alt: 'Welder I' }], {
        title: 'Hall',
        nonce: 'abc',
      })
      const policy = "default-src 'none'; img-src 'self'; style-src 'nonce-abc'"
      return route.fulfill({ contentType: 'text/html', headers: { 'content-security-policy': policy }, body })
    })
    await page.goto('https://badges.example.org/display/hall', { waitUntil: 'networkidle' })
    expect(wayBack(await page.screenshot())).toBe(pageUrl)
    expect([...hosts]).toEqual(['badges.example.org'])
    expect(await context.cookies()).toEqual([])
    await context.close()
  })
})
