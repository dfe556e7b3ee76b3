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

/** One step by keyboard: what has the focus then and how it shows, or nothing where the focus left the page. */
export async function tab(page: Page) {
  await page.keyboard.press('Tab')
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null
    if (element === null || element === document.body) return null
    const isMarked = [element, element.closest('.choice'), element.closest('.tile')].some(
      (row) => row && getComputedStyle(row).outlineStyle !== 'none',
    )
    const box = element.getBoundingClientRect()
    const isVisible = box.bottom > 0 && box.top < innerHeight
    const middle = [box.left + box.width / 2, Math.min(box.top + box.height / 2, innerHeight - 1)] as const
    const top = document.elementFromPoint(...middle)
    const isCovered = top === null || !(element.contains(top) || top.contains(element))
    const isInline = element.closest('p, dd, li, .notice, .skip') !== null && element.tagName === 'A'
    const target = (element.closest('label, .tile') ?? element).getBoundingClientRect()
    const isSmall = !isInline && (target.width < 24 || target.height < 24)
    element.dataset.seen ??= String(Math.random())
    return { id: element.dataset.seen, isMarked, isVisible, isCovered, isSmall, html: element.outerHTML.slice(0, 100) }
  })
}
