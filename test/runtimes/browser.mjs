// The suite as a web page: bundled with esbuild, run by a Chromium that is already installed.
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { relative } from 'node:path'
import process from 'node:process'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'

const candidates = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

export async function runInChromium({ app }) {
  const executablePath = candidates.find((path) => path !== undefined && existsSync(path))
  if (executablePath === undefined) {
    return { name: 'Chromium', version: '', status: 'skipped', detail: 'no Chromium here; set CHROMIUM_PATH to one' }
  }
  const server = await serve(await bundle(app))
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage()
    const requests = []
    page.on('request', (request) => requests.push(request.url()))
    // WebCrypto is there only in a secure context, which localhost is.
    await page.goto(`http://localhost:${server.address().port}/`)
    const results = await page.evaluate(() => globalThis.runSuite())
    const failures = results.filter((result) => !result.passed).map(({ name, detail }) => `not ok ${name}\n${detail}`)
    const strangers = requests.filter((url) => !url.startsWith('http://localhost:'))
    if (strangers.length > 0) failures.push(`the page asked the network for ${strangers.join(', ')}`)
    const status = failures.length === 0 && results.length > 0 ? 'passed' : 'failed'
    return { name: 'Chromium', version: browser.version(), status, detail: failures.join('\n') }
  } finally {
    await browser.close()
    server.close()
  }
}

/** File name → text. ES modules in chunks, as bundlers make them; `@digitalbazaar/vc` would not run as a classic script. */
async function bundle(app) {
  const { outputFiles } = await build({
    stdin: { contents: "import { runSuite } from './suite.mjs'\nglobalThis.runSuite = runSuite", resolveDir: app },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    absWorkingDir: app,
    outdir: app,
    logLevel: 'error',
  })
  return new Map(outputFiles.map(({ path, text }) => [`/${relative(app, path)}`, text]))
}

function serve(scripts) {
  const page =
    '<!doctype html><meta charset="utf-8"><title>badgewright</title><script type="module" src="/stdin.js"></script>'
  const server = createServer((request, response) => {
    const script = scripts.get(request.url)
    response.setHeader('content-type', `text/${script === undefined ? 'html' : 'javascript'}; charset=utf-8`)
    response.end(script ?? page)
  })
  return new Promise((resolve) => server.listen(0, 'localhost', () => resolve(server)))
}
