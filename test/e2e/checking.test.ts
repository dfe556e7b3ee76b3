import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCards } from '../../src/draw/cards/index.js'
import { createCertificate } from '../../src/draw/certificate/index.js'
import { qrRectangles } from '../../src/draw/qr/index.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { badgeView } from '../../src/view/index.js'
import { built } from '../support/built.js'
import { axe, openPage } from './browser.js'
import { chromiumPath, draft, type Host, hasChromium, openBrowser, picture, startHost } from './host.js'

let browser: Browser
let host: Host
const folder = mkdtempSync(join(tmpdir(), 'badgewright-check-'))
const foreign = readFileSync('fixtures/badges/eddsa-rdfc-2022.json')
const fixture = (name: string): Buffer => readFileSync(`fixtures/badges/${name}`)

const open = (options: BrowserContextOptions = {}) => openPage(browser, host.base, options)
const issue = (email: string, more: object = {}) =>
  host.service.issue({ draft, recipient: { email, name: 'Kim Doe' }, picture: picture(), ...more })
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

type Files = readonly (readonly [name: string, content: Buffer])[]

/** Chooses files, and gives the answers that the page then has. */
async function check(page: Page, files: Files, recipient = ''): Promise<string[]> {
  await page.locator('#recipient').fill(recipient)
  await page.locator('#result').evaluate((element) => element.replaceChildren())
  await page
    .locator('#file')
    .setInputFiles(files.map(([name, buffer]) => ({ name, buffer, mimeType: /png$/.test(name) ? 'image/png' : '' })))
  await page
    .locator('#result .answer')
    .nth(files.length - 1)
    .waitFor({ timeout: 60_000 })
  return answersOn(page)
}

const answersOn = (page: Page): Promise<string[]> =>
  page.locator('[data-answer]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-answer') ?? ''))

/** A QR code in the middle of a grey picture, as a photograph has it. */
function qrPng(text: string): Buffer {
  const { size, rectangles } = qrRectangles(text)
  const [scale, edge] = [6, 60]
  const side = size * scale + 2 * edge
  const png = new PNG({ width: side, height: side })
  png.data.fill(225)
  for (const [x, y, width] of rectangles) {
    for (let row = 0; row < scale; row += 1) {
      const start = ((edge + y * scale + row) * side + edge + x * scale) * 4
      for (let i = 0; i < width * scale; i += 1) png.data.fill(30, start + i * 4, start + i * 4 + 3)
    }
  }
  for (let i = 3; i < png.data.length; i += 4) png.data[i] = 255
  return PNG.sync.write(png)
}

const noStrangers = async (page: Page): Promise<void> => {
  const { claimed, all } = await page.locator('#result').evaluate((result) => ({
    claimed: result.querySelector('[data-said="claims"]') !== null,
    all: [...result.querySelectorAll('*')].flatMap((row) =>
      row.closest('q, details, .print-only') === null && row.children.length === 0 ? [row.textContent ?? ''] : [],
    ),
  }))
  expect(claimed).toBe(true)
  expect(all.join(' ')).not.toContain('Acme Academy')
}

describe.skipIf(!hasChromium)('whoever checks a badge', () => {
  let old: JsonObject
  beforeAll(async () => {
    browser = await openBrowser()
    const fetch = async (url: string) =>
      new Response(url === 'https://other.example/badge' ? foreign : null, {
        status: url === 'https://other.example/badge' ? 200 : 404,
      })
    host = await startHost({ vcApi: { fetch } })
    old = {
      '@context': 'https://w3id.org/openbadges/v2',
      id: 'https://acme.example/kim.json',
      type: 'Assertion',
      recipient: { type: 'email', hashed: false, identity: 'kim@learner.example' },
      badge: 'https://acme.example/welder.json',
      verification: { type: 'hosted' },
      issuedOn: '2026-01-01T00:00:00Z',
    }
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
    rmSync(folder, { recursive: true })
  })

  test('is given one answer to each file, and a forgery says nothing as a fact', async () => {
    const { page, wrong, done } = await open()
    await page.goto(`${host.base}/verify`)
    const good = await issue('a@learner.example')
    expect(await check(page, [['a.json', json(good.credential)]], 'a@learner.example')).toEqual(['verified'])
    const forged = JSON.parse(JSON.stringify(good.credential).replace('Welder I', 'Welder IX')) as JsonObject
    expect(await check(page, [['a.json', json(forged)]], 'a@learner.example')).toEqual(['forged'])
    await noStrangers(page)
    expect(await page.locator('#result h2').allInnerTexts()).toEqual(['This badge is not genuine.'])
    expect(await page.locator('[data-match]').count()).toBe(0)
    expect(await page.locator('[data-fact]').count()).toBe(1)
    const held = await issue('s@learner.example', { statusPurpose: 'suspension' })
    await host.service.suspend({ badgeId: held.id })
    expect(await check(page, [['s.json', json(held.credential)]])).toEqual(['suspended'])
    expect(await page.locator('#result .verdict').textContent()).not.toMatch(/revoked/i)
    await host.service.revoke({ badgeId: good.id, reason: 'Mistake' })
    expect(await check(page, [['a.json', json(good.credential)]])).toEqual(['revoked'])
    const listed = await issue('b@learner.example')
    await page.route('**/status/**', (route) => route.abort())
    expect(await check(page, [['a.json', json(listed.credential)]])).toEqual(['statusUnknown'])
    expect(await page.locator('#result h2').textContent()).toContain('we could not find out whether it was revoked')
    await page.unroute('**/status/**')
    expect(await check(page, [['a.json', json(listed.credential)]])).toEqual(['verified'])
    expect(await check(page, [['a.json', json(listed.credential)]], 'x@learner.example')).toEqual(['otherPerson'])
    const key = await generateKeyPair()
    const anything = async (change: object) => {
      const document = {
        '@context': ['https://www.w3.org/ns/credentials/v2'],
        type: ['VerifiableCredential'],
        issuer: key.did,
        credentialSubject: { id: 'did:example:kim' },
        ...change,
      }
      return json(await signCredential(document as never, key, { dangerouslySkipModelCheck: true } as never))
    }
    const {
      proof: _,
      id: __,
      credentialStatus: ___,
      ...unsigned
    } = JSON.parse(JSON.stringify(listed.credential)) as JsonObject
    const { id: ____, identifier: _____, ...nobody } = unsigned.credentialSubject as JsonObject
    const formless = await anything({
      ...unsigned,
      issuer: { id: key.did, type: ['Profile'], name: 'Acme' },
      credentialSubject: nobody,
    })
    const rows: readonly (readonly [string, Buffer, string])[] = [
      ['expired.json', fixture('expired.json'), 'expired'],
      ['future.json', fixture('not-yet-valid.json'), 'notYet'],
      ['formless.json', formless, 'malformed'],
      ['plain.json', await anything({}), 'otherKind'],
      ['old.json', json(old), 'unproven'],
      ['unsigned.json', fixture('unsigned.json'), 'forged'],
      ['university.json', fixture('forged-in-the-name-of-a-university.json'), 'unproven'],
      ['empty.png', fixture('not-baked.png'), 'empty'],
      ['a.txt', Buffer.from('hello'), 'unreadable'],
    ]
    for (const [name, content, answer] of rows) {
      expect({ name, answers: await check(page, [[name, content]]) }).toEqual({ name, answers: [answer] })
    }
    // What stays open here, the server may ask for.
    expect(await check(page, [['listed.json', fixture('has-status.json')]])).toEqual(['statusUnknown'])
    await page.getByRole('button', { name: 'Ask the issuer through our server' }).click()
    await page.waitForURL(/verify/)
    await page.locator('[data-answer="statusUnknown"]').waitFor()
    await page.goto(`${host.base}/verify`)
    // Several at once, each by its name.
    const all = rows.map(([name, content]) => [name, content] as const)
    expect(await check(page, all)).toEqual(rows.map(([, , answer]) => answer))
    expect(await page.locator('#result > h2').textContent()).toBe('9 files checked')
    expect(wrong.filter((text) => !/ERR_FAILED/.test(text))).toEqual([])
    await done()
  })

  test('holds a PDF, a card or a photo of a QR code: the badge behind it is checked, and not the picture', async () => {
    const badge = await issue('c@learner.example')
    const address = `${host.base}/b/${badge.id}`
    const view = badgeView(badge.credential as never, { url: address, recipientName: 'Kim Doe' })
    const art = picture()
    const pdf = Buffer.from((await createCertificate(view, { art, credential: badge.credential as never })).bytes)
    const [card] = await createCards(view, { art }, ['square'])
    const { page, wrong, done } = await open()
    await page.goto(`${host.base}/verify`)
    const loaded: string[] = []
    page.on('response', (response) => loaded.push(response.url()))
    expect(await check(page, [['certificate.pdf', pdf]], 'c@learner.example')).toEqual(['verified'])
    expect(loaded.filter((url) => /\/assets\/qr\./.test(url))).toEqual([])
    // Private: what the code leads to is not shown, and that is said.
    expect(await check(page, [['card.png', Buffer.from(card?.bytes ?? [])]])).toEqual([])
    expect(await page.locator('[data-led="own"]').textContent()).toContain('only its owner can see it')
    expect(loaded.filter((url) => /\/assets\/qr\./.test(url))).toHaveLength(1)
    const { link } = { link: await claimedLink(badge.id, 'c@learner.example') }
    await page.goto(`${host.base}/verify`)
    expect(await check(page, [['card.png', qrPng(link)]])).toEqual(['verified'])
    const note = await page.locator('[data-reached="qr"]').textContent()
    expect(note).toContain('The picture itself was not checked')
    expect(await page.locator('[data-said="says"]').textContent()).toContain('Kim Doe')
    expect(await check(page, [['c.png', qrPng('hello')]])).toEqual([])
    expect(await page.locator('[data-led="text"]').textContent()).toContain('does not lead to a badge')
    // Elsewhere: only when asked, and by the server.
    expect(await check(page, [['d.png', qrPng('https://other.example/badge')]])).toEqual([])
    await page.getByRole('button', { name: 'Look it up' }).last().click()
    await page.locator('[data-answer="verified"]').waitFor()
    expect(await page.locator('[data-reached="qr"]').textContent()).toContain('https://other.example/badge')
    expect(wrong).toEqual([])
    await done()
  })

  /** Makes a badge visible to people with a link, as its owner does, and gives that. */
  async function claimedLink(badgeId: string, email: string): Promise<string> {
    const mail = await host.mailTo(email)
    const { page, done } = await open()
    await page.goto(mail.links.find((url) => url.includes('/claim/')) ?? '')
    await page.locator('button[value=claim]').click()
    await page.waitForURL(/\/b\//)
    await page.locator('input[name=visibility][value=public]').check()
    await page.locator('form[action$="/visibility"] button').click()
    await page.waitForURL(/saved=1/)
    await done()
    return `${host.base}/b/${badgeId}`
  }

  test('scans with the camera, once told why the browser asks; and is told when it may not be used', async () => {
    const badge = await issue('d@learner.example')
    const link = await claimedLink(badge.id, 'd@learner.example')
    const png = PNG.sync.read(qrPng(link))
    const video = join(folder, 'camera.y4m')
    const plane = Buffer.from(
      Array.from({ length: 640 * 480 }, (_, i) => {
        const [x, y] = [(i % 640) - 100, Math.floor(i / 640) - 40]
        return x >= 0 && y >= 0 && x < png.width && y < png.height ? (png.data[(y * png.width + x) * 4] ?? 0) : 200
      }),
    )
    const chroma = Buffer.alloc((640 * 480) / 2, 128)
    writeFileSync(
      video,
      Buffer.concat([Buffer.from('YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420mpeg2\nFRAME\n'), plane, chroma]),
    )
    const camera = await chromium.launch({
      executablePath: chromiumPath,
      args: ['--no-sandbox', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${video}`],
    })
    try {
      const scanner = await openPage(camera, host.base, { permissions: ['camera'] })
      await scanner.page.goto(`${host.base}/verify`)
      await scanner.page.getByText('Scan a QR code').click()
      await scanner.page.getByText('Your browser will ask').waitFor()
      await scanner.page.getByRole('button', { name: 'Start the camera' }).click()
      await scanner.page.locator('[data-answer="verified"]').waitFor({ timeout: 30_000 })
      expect(await scanner.page.locator('[data-reached="qr"]').count()).toBe(1)
      expect(await scanner.page.locator('#camera-view').isVisible()).toBe(false)
      expect(scanner.wrong).toEqual([])
      await scanner.done()
      const refused = await openPage(camera, host.base)
      await refused.page.goto(`${host.base}/verify`)
      await refused.page.getByText('Scan a QR code').click()
      await refused.page.evaluate(() => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
      })
      await refused.page.getByRole('button', { name: 'Start the camera' }).click()
      await refused.page.getByText('The camera cannot be used.').waitFor()
      await refused.done()
    } finally {
      await camera.close()
    }
  })

  test('without scripts sends files or an address to the server, and reads the same answer', async () => {
    const badge = await issue('e@learner.example')
    const { page, wrong, done } = await open({ javaScriptEnabled: false })
    await page.goto(`${host.base}/verify`)
    await page.locator('#file').setInputFiles([
      { name: 'a.json', mimeType: '', buffer: json(badge.credential) },
      {
        name: 'b.json',
        mimeType: '',
        buffer: json(JSON.parse(JSON.stringify(badge.credential).replace('Welder I', 'Welder IX'))),
      },
    ])
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await page.waitForSelector('[data-answer]')
    expect(await answersOn(page)).toEqual(['verified', 'forged'])
    await page.locator('#address').fill('other.example/badge')
    await page.getByRole('button', { name: 'Look it up' }).click()
    await page.waitForSelector('[data-reached="address"]')
    expect(await answersOn(page)).toEqual(['verified'])
    await page.locator('#address').fill('https://other.example/nothing')
    await page.getByRole('button', { name: 'Look it up' }).click()
    await page.getByText('There is no badge at this address').waitFor()
    expect(wrong).toEqual([])
    await done()
  })

  test('prints a sheet with the date, the checks and a code that repeats it, which says that it proves nothing', async () => {
    const badge = await issue('f@learner.example')
    const { page, done } = await open()
    await page.addInitScript(() => {
      window.print = () => document.body.setAttribute('data-printed', '')
    })
    await page.goto(`${host.base}/verify`)
    await check(page, [['a.json', json(badge.credential)]])
    await page.getByRole('button', { name: 'Print this result' }).click()
    await page.locator('[data-printed]').waitFor()
    await page.emulateMedia({ media: 'print' })
    const sheet = page.locator('.printed')
    expect(await sheet.textContent()).toMatch(
      /Checked on .* 20\d\d[\s\S]*passed: Nothing was changed[\s\S]*not itself a proof/,
    )
    expect(await sheet.locator('svg').isVisible()).toBe(true)
    expect(await page.locator('form#verify').isVisible()).toBe(false)
    await done()
  })

  test('has the page as one file, from a disk and without a network, at most 300 kB packed', async () => {
    const file = join(folder, 'check.html')
    execFileSync(process.execPath, [built('cli/main.js'), 'verify-page', '--out', file, '--lang', 'en'])
    expect(gzipSync(readFileSync(file)).length).toBeLessThan(300_000)
    const context = await browser.newContext({ offline: true, viewport: { width: 320, height: 700 } })
    const page = await context.newPage()
    const wrong: string[] = []
    page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
    page.on('pageerror', (error) => wrong.push(String(error)))
    page.on('request', (request) => /^https?:/.test(request.url()) && wrong.push(request.url()))
    await page.goto(pathToFileURL(file).href)
    expect(await check(page, [['a.json', foreign]])).toEqual(['verified'])
    expect(await page.locator('#result').textContent()).toContain('nothing here shows who that is')
    expect(
      await check(page, [
        ['a.json', fixture('changed.json')],
        ['b.png', fixture('baked.png')],
      ]),
    ).toEqual(['forged', 'verified'])
    expect(await check(page, [['c.png', qrPng('https://other.example/badge')]])).toEqual([])
    expect(await page.locator('[data-led="other"]').textContent()).toContain('works without a network')
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect([overflow, await axe(page), wrong]).toEqual([0, [], []])
    await context.close()
  })

  test('loads at most 200 kB for the page, and what reads QR codes only with a picture', async () => {
    const { page, done } = await open()
    let bytes = 0
    const seen: Promise<void>[] = []
    page.on('requestfinished', (request) => {
      seen.push(
        request.sizes().then(({ responseBodySize }) => {
          bytes += responseBodySize
        }),
      )
    })
    await page.goto(`${host.base}/verify`, { waitUntil: 'networkidle' })
    await Promise.all(seen)
    console.log(`/verify: ${(bytes / 1000).toFixed(1)} kB`)
    expect(bytes).toBeLessThan(200_000)
    await done()
  })

  test.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['Arabic on a phone', { locale: 'ar', viewport: { width: 390, height: 800 } }],
    ['at 320 pixels', { viewport: { width: 320, height: 640 } }],
  ] as const)('axe-core finds nothing on any answer, and nothing is cut off (%s)', async (_, options) => {
    const badge = await issue(`${Math.random()}@learner.example`)
    const { page, done } = await open(options)
    await page.goto(`${host.base}/verify`)
    const forged = JSON.parse(JSON.stringify(badge.credential).replace('Welder I', 'Welder IX'))
    const files: Files = [
      ['good.json', json(badge.credential)],
      ['forged.json', json(forged)],
      ['old.json', json(old)],
      ['a.txt', Buffer.from('hello')],
      ['code.png', qrPng('https://other.example/badge')],
    ]
    await check(page, files, 'somebody-with-a-long-name@learner.example')
    for (const summary of await page.locator('summary').all()) await summary.click()
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect([overflow, await axe(page)]).toEqual([0, []])
    await done()
  })
})
