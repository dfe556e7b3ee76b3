import { mkdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Browser, BrowserContextOptions, Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axe, openPage } from './browser.js'
import { examples, type Host, hasChromium, openBrowser, startHost } from './host.js'

let browser: Browser
let host: Host

const shots = `${tmpdir()}/badgewright-screenshots/`
const art = (name: string) => ({ name, mimeType: 'image/png', buffer: readFileSync(`${examples}art/${name}`) })
const hand = {
  name: 'hand.svg',
  mimeType: 'image/svg+xml',
  buffer: Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><path d="M4 30c20-40 20 20 34-4s12 18 30-2 20 10 46-4" fill="none" stroke="#123" stroke-width="3"/></svg>',
  ),
}
const skillFile = {
  name: 'framework.json',
  mimeType: 'application/json',
  buffer: Buffer.from(
    JSON.stringify({
      CFDocument: { title: 'Welding skills' },
      CFItems: [
        { fullStatement: 'Welds pipes in all positions', uri: 'https://skills.example/1', humanCodingScheme: 'W.1' },
        { fullStatement: 'Reads drawings', uri: 'https://skills.example/2', humanCodingScheme: 'W.2' },
      ],
    }),
  ),
}

const open = (options: BrowserContextOptions = {}) => openPage(browser, host.base, options, [host.issuerCookie])

const looks = {
  light: { colorScheme: 'light' },
  'dark on a phone': { colorScheme: 'dark', viewport: { width: 320, height: 700 } },
  arabic: { colorScheme: 'light', locale: 'ar' },
} as const satisfies Record<string, BrowserContextOptions>

async function expectSound(path: string, name: string): Promise<void> {
  for (const [look, options] of Object.entries(looks)) {
    const visitor = await open(options)
    await visitor.page.goto(host.base + path)
    const shot = `${shots}library-${name}-${look}.png`.replaceAll(' ', '-')
    await visitor.page.screenshot({ path: shot, fullPage: true })
    const scrolls = await visitor.page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
    const broken = await visitor.page.evaluate(() =>
      [...document.images].filter(({ complete, naturalWidth }) => complete && naturalWidth === 0).map(({ src }) => src),
    )
    expect({ path, look, found: await axe(visitor.page), scrolls, broken, wrong: visitor.wrong }).toEqual({
      ...{ path, look },
      ...{ found: [], scrolls: false, broken: [], wrong: [] },
    })
    await visitor.done()
  }
}

describe.skipIf(!hasChromium)('the badge library, in Chromium', () => {
  beforeAll(async () => {
    browser = await openBrowser()
    host = await startHost()
    mkdirSync(shots, { recursive: true })
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
  })

  test('a badge is made, previewed, awarded from a file in four clicks, changed and retired', async () => {
    const { page, wrong, done } = await open({ colorScheme: 'light' })
    page.setDefaultTimeout(20_000)
    await page.goto(`${host.base}/issuer/library`)
    await page.getByRole('link', { name: 'Make a badge' }).click()
    // All that is wrong is said at once, and leads to its field.
    await page.locator('form').evaluateAll((forms) => {
      for (const form of forms) form.setAttribute('novalidate', '')
    })
    await page.getByLabel('Upload a picture').setInputFiles(art('welder.png'))
    await page.getByLabel('Valid for').fill('two')
    await page.getByRole('button', { name: 'Save and preview' }).click()
    const problems = page.getByRole('alert')
    expect(await problems.getByRole('link').allTextContents()).toEqual([
      'Please give a name.',
      'Please say what it recognises.',
      'Please say what it takes to earn it.',
      'Please give a whole number, such as 2.',
    ])
    expect(await axe(page)).toEqual([])
    await problems.getByRole('link').first().click()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('f-name')

    await page.getByLabel('Name of the badge').fill('Pipe welder')
    await page.getByLabel('What it recognises').fill('Welds pipes.')
    await page.getByLabel('What it takes to earn it').fill('# Exam\n\n- six seams\n- **safety**')
    await page.getByLabel('Topics').fill('welding, pipes')
    await page.getByLabel('Level', { exact: false }).first().fill('B2')
    await page.getByLabel('Valid for').fill('2')
    await page.getByLabel('Name of the person who signs').first().fill('Ada Ravens')
    await page.getByLabel('Function').first().fill('Head of studies')
    await page.getByLabel('Signature as a picture').first().setInputFiles(hand)
    await page.getByRole('button', { name: 'Save and preview' }).click()
    await page.getByText('Nothing has been issued or sent.').waitFor()
    expect(await page.getByRole('heading', { name: 'Exam' }).count()).toBe(1)
    // The picture was chosen before the form came again.
    const pictures = await page
      .locator('.medal img')
      .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth))
    expect(pictures).toEqual([512])
    const path = new URL(page.url()).pathname.replace('/lms/badges', '')
    const pdf = await page.request.get(`${host.base}${path}/certificate.pdf`)
    expect([pdf.status(), (await pdf.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-'])
    const mail = await page.request.get(`${host.base}${path}/mail.html`)
    expect([mail.status(), (await mail.text()).includes('Pipe welder')]).toEqual([200, true])
    expect(host.mailsTo('learner@learner.example')).toBe(0)
    await expectSound(path, 'preview')
    await expectSound(`${path}/edit`, 'edit')
    await expectSound('/issuer/library/new', 'new')

    // Skills of a file.
    await page.getByRole('link', { name: 'Add skills' }).click()
    await page.getByLabel('File', { exact: true }).setInputFiles(skillFile)
    await page.getByRole('button', { name: 'Add the file' }).click()
    await page.getByLabel('Words of a skill').fill('welds pipes')
    await page.getByRole('button', { name: 'Search' }).click()
    await expectSound(`${path}/skills?q=welds`, 'skills')
    await page.getByLabel('Welds pipes in all positions').check()
    await page.getByRole('button', { name: 'Add what is ticked' }).click()
    await page.getByText('The skills were added.').waitFor()

    // From the first page of the issuer to all mailed: links and buttons count, a file chooser does not.
    await page.goto(`${host.base}/issuer`)
    let clicks = 0
    const click = async (target: Locator): Promise<void> => {
      clicks += 1
      await target.click()
    }
    await click(page.getByRole('navigation', { name: 'Issue' }).getByRole('link', { name: 'Badge library' }))
    await expectSound('/issuer/library', 'list')
    await click(page.getByRole('link', { name: /^Issue\W+Pipe welder$/ }))
    await page.getByLabel('Recipients (CSV file)').setInputFiles({
      name: 'class.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('email,name\nkim@learner.example,Kim Doe\nlee@learner.example,Lee Roe\n'),
    })
    await click(page.getByRole('button', { name: 'Preview' }))
    await click(page.getByRole('button', { name: 'Issue 2 badges and send the e-mails' }))
    await page.getByText('2 badges issued.').waitFor()
    expect(clicks).toBeLessThanOrEqual(4)
    await expectSound(new URL(page.url()).pathname.replace('/lms/badges', ''), 'batch')
    await expectSound('/issuer/figures', 'figures')
    for (const address of ['kim@learner.example', 'lee@learner.example']) {
      expect((await host.mailTo(address)).headers.get('subject')).toContain('Pipe welder')
    }

    // A new version changes nothing of what was issued.
    const { badges } = await host.service.list({ email: 'kim@learner.example' })
    const before = JSON.stringify(badges[0]?.credential)
    expect(badges[0]?.saved).toMatchObject({ version: 2 })
    const years = Date.parse(badges[0]?.validUntil ?? '') - Date.parse(badges[0]?.issuedAt ?? '')
    expect(Math.round(years / 31_557_600_000)).toBe(2)
    await page.goto(host.base + path)
    await page.getByRole('link', { name: 'Edit' }).click()
    await page.getByLabel('Shape').selectOption('shield')
    await page.getByLabel('Words on it').fill('PIPES')
    await page.getByLabel('Name of the badge').fill('Pipe welder II')
    await page.getByRole('button', { name: 'Save and preview' }).click()
    await page.getByText('Saved.').first().waitFor()
    await page.screenshot({ path: `${shots}library-drawn.png`, fullPage: true })
    const after = await host.service.get(badges[0]?.id ?? '')
    expect(JSON.stringify(after?.credential)).toBe(before)
    expect(after?.picture).toBe(badges[0]?.picture)

    await page.getByRole('button', { name: 'Duplicate' }).click()
    await page.getByText('This is the copy.').waitFor()
    await page.getByRole('button', { name: 'Retire' }).click()
    await page.getByText('This badge is retired').waitFor()
    await page.goto(`${host.base}/issuer/library`)
    expect(await page.getByRole('link', { name: /^Issue\W+Pipe welder/ }).count()).toBe(1)
    expect(wrong).toEqual([])
    await done()
  })
})
