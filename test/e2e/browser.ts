import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { Host } from './host.js'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** A page that notes what must not happen: requests to other hosts, violations of the policy, errors. */
export async function openPage(
  browser: Browser,
  base: string,
  options: BrowserContextOptions = {},
  cookies: readonly Host['issuerCookie'][] = [],
  /** Origins that may be asked besides. */
  others: readonly string[] = [],
) {
  const context: BrowserContext = await browser.newContext(options)
  await context.addCookies([...cookies])
  const wrong: string[] = []
  const own = [new URL(base).origin, ...others]
  context.on('request', (request) => {
    if (!own.some((origin) => request.url().startsWith(origin)) && !/^(data|blob):/.test(request.url()))
      wrong.push(`request to ${request.url()}`)
  })
  context.on('console', (message) => {
    if (message.type() === 'error' && !/status of (4\d\d)/.test(message.text())) wrong.push(message.text())
  })
  context.on('weberror', (error) => wrong.push(String(error.error())))
  const page = await context.newPage()
  return { context, page, wrong, done: () => context.close() }
}

/** What axe-core finds, run apart from the page's own policy. */
export async function axe(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  const { frameTree } = (await session.send('Page.getFrameTree')) as { frameTree: { frame: { id: string } } }
  const { executionContextId } = (await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id })) as {
    executionContextId: number
  }
  const evaluate = async (expression: string) => {
    const { result, exceptionDetails } = (await session.send('Runtime.evaluate', {
      expression,
      contextId: executionContextId,
      awaitPromise: true,
      returnByValue: true,
    })) as { result: { value?: unknown }; exceptionDetails?: { text: string } }
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text)
    return result.value
  }
  await evaluate(`${axeSource};0`)
  const found = await evaluate(
    `axe.run(document, { runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'] }).then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).join('; '))))`,
  )
  await session.detach()
  return JSON.parse(String(found)) as string[]
}
