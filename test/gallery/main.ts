/**
 * Every page, mail, card and certificate as a picture, in each language and both themes, with an index to look through.
 *
 *     npm run gallery -- --out gallery
 *     npm run gallery -- --out gallery --languages en,ar --only "my badges,offer" --width 360
 *
 * It wants Chromium (`BADGEWRIGHT_TEST_CHROMIUM`), and poppler (`pdftoppm`) for certificates; what is not there is left out and
 * said. Exit code 1 where a page scrolls sideways, a picture in it is broken, or axe-core finds something.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { createCards } from '../../src/draw/cards/index.js'
import { createCertificate } from '../../src/draw/certificate/index.js'
import { type Language, languages } from '../../src/texts/index.js'
import { badgeView } from '../../src/view/index.js'
import { axe, openPage } from '../e2e/browser.js'
import { examples, type Host, hasChromium, openBrowser, signIn, startHost } from '../e2e/host.js'
import { indexPage, type Shot } from './index-page.js'
import { draft, issuer, learner, prepare, type Scene } from './scenes.js'

const themes = ['light', 'dark'] as const

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'gallery' },
    languages: { type: 'string', default: languages.join() },
    themes: { type: 'string', default: themes.join() },
    only: { type: 'string', default: '' },
    width: { type: 'string', default: '390' },
  },
})

/** The parts of a list, all of which must be there. */
function chosen<const Each extends string>(name: string, given: string, all: readonly Each[]): readonly Each[] {
  const parts = given.split(',').map((part) => part.trim())
  const unknown = parts.filter((part) => !(all as readonly string[]).includes(part))
  if (unknown.length > 0) throw new Error(`--${name}: there is ${all.join(', ')}; not ${unknown.join(', ')}.`)
  return all.filter((each) => parts.includes(each))
}

const spoken = chosen('languages', values.languages, languages)
const shown = chosen('themes', values.themes, themes)
const width = Number(values.width)
if (!(width >= 320 && width <= 2560)) throw new Error('--width: 320 to 2560.')
const out = resolve(values.out)
const file = (...parts: string[]): string => `${parts.join('-').replaceAll(/[^a-z0-9-]+/gi, '-')}.png`

const shots: Shot[] = []
const found: string[] = []

async function pages(browser: Browser, host: Host, scenes: readonly Scene[]): Promise<void> {
  for (const locale of spoken) {
    for (const theme of shown) {
      for (const who of ['nobody', 'learner', 'staff'] as const) {
        const mine = scenes.filter((scene) => scene.who === who)
        if (mine.length === 0) continue
        const look = { locale, colorScheme: theme, viewport: { width, height: 844 } } as const
        const visitor = await openPage(browser, host.base, look, who === 'staff' ? [host.issuerCookie] : [])
        if (who === 'learner') await signIn(host, visitor.page, learner)
        for (const { name, group, path, isScreen } of mine) {
          await visitor.page.goto(host.base + path)
          const picture = file(group, name, locale, theme)
          await visitor.page.screenshot({ path: join(out, picture), fullPage: true })
          shots.push({ group, name, locale, theme, file: picture })
          const place = `${name}, ${locale}, ${theme}`
          if (await visitor.page.evaluate(() => document.documentElement.scrollWidth > innerWidth))
            found.push(`${place}: scrolls sideways`)
          const broken = await visitor.page.evaluate(
            () => [...document.images].filter(({ complete, naturalWidth }) => complete && naturalWidth === 0).length,
          )
          if (broken > 0) found.push(`${place}: ${broken} pictures are broken`)
          if (isScreen !== true)
            found.push(...(await axe(visitor.page)).map((problem) => `${place}: ${problem.slice(0, 200)}`))
        }
        found.push(...visitor.wrong.map((problem) => `${who}, ${locale}, ${theme}: ${problem}`))
        await visitor.done()
      }
    }
  }
}

/** Mails that come to a learner, as a mail program shows them. */
async function mails(browser: Browser, host: Host): Promise<void> {
  for (const locale of spoken) {
    const email = `mail-${locale}@learner.example`
    const picture = new Uint8Array(readFileSync(`${examples}art/welder.png`))
    const { id } = await host.service.issue({ draft, recipient: { email, name: 'Kim Larsen', locale }, picture })
    const kinds = [
      ['offer', async () => {}],
      ['sign in', () => host.service.people.sendLinks({ email })],
      ['revoked', () => host.service.revoke({ badgeId: id, reason: 'Issued by mistake.' })],
    ] as const
    const mailed: [string, string][] = []
    for (const [name, send] of kinds) {
      await send()
      mailed.push([name, (await host.mailTo(email)).html])
    }
    for (const theme of shown) {
      const context = await browser.newContext({ colorScheme: theme, viewport: { width, height: 844 } })
      const page = await context.newPage()
      for (const [name, html] of mailed) {
        await page.setContent(html)
        const picture = file('mail', name, locale, theme)
        await page.screenshot({ path: join(out, picture), fullPage: true })
        shots.push({ group: 'mail', name, locale, theme, file: picture })
      }
      await context.close()
    }
  }
}

/** What is drawn: it has no theme. */
async function drawn(host: Host): Promise<void> {
  const { badges } = await host.service.list({ limit: 100 })
  const badge = badges.find(({ recipient, stage }) => recipient.email === learner && stage === 'claimed')
  if (badge?.credential === undefined) throw new Error('the learner has no badge')
  const art = readFileSync(`${examples}art/welder.svg`)
  const image = (name: string) => new Uint8Array(readFileSync(`${examples}brand/${name}.svg`))
  const view = badgeView(badge.credential as never, { url: `${host.base}/b/${badge.id}`, recipientName: 'Kim Larsen' })
  for (const locale of spoken) {
    for (const { name, bytes } of await createCards(view, { art, locale, colour: '#0b5c7a' })) {
      const picture = file('card', name.replace(/\.\w+$/, ''), locale)
      writeFileSync(join(out, picture), bytes)
      shots.push({ group: 'card', name: name.replace(/\.\w+$/, ''), locale, file: picture })
    }
    for (const template of ['classic', 'modern', 'record'] as const) {
      const { bytes } = await createCertificate(view, {
        art,
        locale,
        template,
        logo: image('logo'),
        colour: '#0b5c7a',
        signatures: [
          { name: 'Dr. Hanna Vogt', role: 'Head of the college', image: image('signature-head') },
          { name: 'Tomas Reed', role: 'Welding', image: image('signature-teacher') },
        ],
      })
      const pdf = join(out, `certificate-${template}-${locale}`)
      writeFileSync(`${pdf}.pdf`, bytes)
      try {
        execFileSync('pdftoppm', ['-png', '-r', '80', '-singlefile', `${pdf}.pdf`, pdf])
      } catch (error) {
        if ((error as { code?: unknown }).code !== 'ENOENT') throw error
        console.warn('skipped: certificates as pictures, since poppler is not installed')
        continue
      }
      shots.push({ group: 'certificate', name: template, locale, file: `certificate-${template}-${locale}.png` })
    }
  }
}

if (!hasChromium) throw new Error('There is no Chromium; set BADGEWRIGHT_TEST_CHROMIUM.')
mkdirSync(out, { recursive: true })
const browser = await openBrowser()
const host = await startHost({ siteName: issuer.name, issuerProfile: issuer })
try {
  const scenes = await prepare(host)
  const names = values.only === '' ? [] : values.only.split(',').map((name) => name.trim())
  const unknown = names.filter((name) => !scenes.some((scene) => scene.name === name))
  if (unknown.length > 0) throw new Error(`--only: there is ${scenes.map(({ name }) => name).join(', ')}.`)
  await pages(browser, host, names.length === 0 ? scenes : scenes.filter(({ name }) => names.includes(name)))
  if (names.length === 0) {
    await mails(browser, host)
    await drawn(host)
  }
} finally {
  await browser.close()
  await host.close()
}
writeFileSync(join(out, 'index.html'), indexPage(shots, spoken as readonly Language[]))
console.log(`${shots.length} pictures, ${join(values.out, 'index.html')}; ${found.length} findings`)
for (const problem of found) console.log(`  ${problem}`)
process.exitCode = found.length === 0 ? 0 : 1
