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
  const markup = micromark(text.toWellFormed(), { extensions: [off] })
    .replace(/<(\/?)h([1-6])>/g, (_, end: string, level: string) => `<${end}h${Math.min(6, Number(level) + 2)}>`)
    .replace(/<a href=/g, '<a rel="noopener noreferrer" href=')
    .replace(/<(p|li|h[3-6]|pre)>/g, '<$1 dir="auto">')
  return ownMarkup(`<div class="prose">${markup}</div>`)
}
