/** The page where badges are checked as one file, which works from a disk and without a network. */
import { BadgeError } from '../../../errors.js'
import { base64Encode } from '../../../internal/encoding.js'
import { quickSha256 } from '../../../internal/quick-sha256.js'
import { loadAnswers } from '../../../texts/answers/index.js'
import { createTranslator } from '../../../texts/pages/index.js'
import type { JsonValue } from '../../../types/json.js'
import { type CheckConfig, checkTexts } from '../../site/answer/config.js'
import { programs } from '../../site/built-programs.js'
import { style } from '../../site/style.js'
import { attributes, html, ownMarkup } from '../../web/html.js'
import { checkBody } from '../page.js'

/** The programs of the page, the parts before the one that looks for them. */
const inside = ['qr', 'qrDraw', 'schemas', 'jsonld', 'didKey', 'verify'] as const

/** Rules for parts that only other pages have, a line each, stay out of the file. */
const OF_OTHER_PAGES =
  /^(\[dir=rtl\] )?\.(bars?|certificate|codes|copy-field|doors?|grid|hero|networks|tabs?|table|tile|top)\b/
const ownStyle = (): string =>
  style
    .split('\n')
    .filter((line) => !OF_OTHER_PAGES.test(line))
    .join('\n')

/**
 * The page in a language, with everything in it. Nothing in it asks anybody: its own policy forbids that.
 *
 * @param documents - what it checks with beside the file: keys, status lists and contexts, by URL
 */
export async function checkFile(locale: string, documents: Readonly<Record<string, JsonValue>> = {}): Promise<string> {
  const { t, dir, texts } = await createTranslator(locale)
  const rules = ownStyle()
  const scripts = await Promise.all(inside.map(textOf))
  const sources = scripts.map((text) => `'sha256-${base64Encode(quickSha256(text))}'`).join(' ')
  const policy = `default-src 'none'; script-src ${sources}; style-src 'sha256-${base64Encode(quickSha256(rules))}'; img-src data: blob:; base-uri 'none'; form-action 'none'`
  const answers = await loadAnswers(locale)
  const config: CheckConfig = { locale, texts: checkTexts(texts), answers, parts: {}, documents }
  return html`<!DOCTYPE html>
<html${attributes({ lang: locale, dir })}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<title>${t('verify.title')}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<style>${ownMarkup(rules)}</style>
${scripts.map((text) => html`<script type="module">${ownMarkup(text)}</script>\n`)}</head>
<body>
<main id="main" tabindex="-1">${checkBody(t, { config })}</main>
</body>
</html>
`.markup
}

/** A program as it may be written between tags: nothing in it ends the element, or hides its end. */
async function textOf(name: (typeof inside)[number]): Promise<string> {
  const program = programs[name]
  if (program === null) throw new BadgeError('ERR_INTERNAL', 'The programs of pages are made by the build.')
  const text = String(await program.body())
  return text.replace(/<(?=\/script|script|!--)/gi, '\\x3C')
}
