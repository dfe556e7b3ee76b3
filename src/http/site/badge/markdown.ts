import { limits } from '../../../internal/limits.js'
import { type Html, ownMarkup, paragraphs } from '../../web/html.js'

/**
 * Markdown of others as markup, for members that Open Badges says are Markdown: criteria and narratives. Markup in it
 * stays text, addresses other than of the web and of mail lead nowhere, and pictures are links, since a page that fetches
 * them tells a stranger who reads it. Headings come below those of the page.
 *
 * Longer texts than the limit are shown as they were written: reading Markdown takes quadratic time in the worst case.
 */
export async function markdown(text: string): Promise<Html> {
  if (text.length > limits.markdown) return paragraphs(text)
  const { micromark } = await import('micromark')
  const off = { disable: { null: ['htmlFlow', 'htmlText', 'labelStartImage'] } }
  // Every `<` of a tag below was written by micromark: those of the text are escaped.
  const markup = belowPage(micromark(text.toWellFormed(), { extensions: [off] }))
    .replace(/<a href=/g, '<a rel="noopener noreferrer" href=')
    .replace(/<(p|li|h[3-6]|pre)>/g, '<$1 dir="auto">')
  return ownMarkup(`<div class="prose">${markup}</div>`)
}

/** Headings below those of the page, by how they lie within each other: somebody who listens finds no level left out. */
function belowPage(markup: string): string {
  const above: number[] = []
  return markup.replace(/<(\/?)h([1-6])>/g, (_, end: string, level: string) => {
    const own = Number(level)
    if (end === '') {
      while ((above.at(-1) ?? 0) >= own) above.pop()
      above.push(own)
    }
    return `<${end}h${Math.min(6, 2 + above.length)}>`
  })
}
