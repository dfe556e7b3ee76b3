import { accentsOf, grounds } from '../../internal/colours.js'
import type { MailPicture } from '../core/ports/index.js'
import type { Composed } from './compose.js'

/** The text part: all that the HTML part says. */
export function textPart(message: Composed): string {
  const { greeting, paragraphs, button, after, why, contact, unsubscribe, links, postal } = message
  const link = button === undefined ? [] : [`${button.label}:\n${button.url}`]
  const ends = [...(unsubscribe === undefined ? [] : [unsubscribe]), ...links]
  const end = ends.map(({ label, url }) => `${label}:\n${url}`)
  const from = postal === undefined ? [] : [postal]
  const asked = contact === undefined ? why : `${why} ${contact}`
  return `${[greeting, ...paragraphs, ...link, ...after, `-- \n${asked}`, ...end, ...from].map(noControls).join('\n\n')}\n`
}

const noControls = (text: string): string => text.replaceAll(/[^\n\P{Cc}]/gu, ' ')

/** Text as HTML has it, between tags and inside quoted attributes alike. */
export const escapeHtml = (text: string): string =>
  text
    .replaceAll(/[^\n\P{Cc}]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Noto Sans',sans-serif"

/** What the look of a message follows from. */
interface Look {
  readonly picture: (MailPicture & { readonly alt: string }) | undefined
  readonly logo: MailPicture | undefined
  /** The issuer's, as on the pages. */
  readonly name?: string
  readonly colour: string | undefined
}

const LOGO_HEIGHT = 40

/**
 * The HTML part: tables and inline styles, which all mail programs know; the colours of the pages, for light and dark;
 * nothing is loaded from anywhere.
 */
export function htmlPart(message: Composed, { picture, logo, name, colour }: Look): string {
  const { locale, direction, title, preheader, greeting, paragraphs, button, after, linkBelow } = message
  const { light, dark } = accentsOf(colour)
  const ground = grounds.light
  const start = direction === 'rtl' ? 'right' : 'left'
  const paragraph = (text: string, style = '') =>
    `<p style="margin:0 0 16px;${style}">${escapeHtml(text).replaceAll('\n', '<br>')}</p>`
  const link = (url: string, label: string) =>
    `<a class="link" href="${escapeHtml(url)}" style="color:${light.accent}">${escapeHtml(label)}</a>`
  const head =
    logo === undefined && name === undefined
      ? ''
      : `<tr><td style="padding:24px 32px 0;font-size:17px;line-height:${LOGO_HEIGHT}px;font-weight:600">${
          logo === undefined
            ? ''
            : `<img src="cid:${logo.cid}" alt="" height="${LOGO_HEIGHT}" style="height:${LOGO_HEIGHT}px;width:auto;max-width:200px;border:0;vertical-align:middle;background-color:#ffffff;border-radius:4px">&ensp;`
        }${escapeHtml(name ?? '')}</td></tr>`
  const image =
    picture === undefined
      ? ''
      : `<tr><td align="center" style="padding:32px 32px 0"><img src="cid:${picture.cid}" alt="${escapeHtml(picture.alt)}" width="160" height="160" style="display:block;width:160px;height:160px;border:0;border-radius:16px;background-color:#ffffff"></td></tr>`
  const action =
    button === undefined
      ? ''
      : `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 24px"><tr><td class="button" style="border-radius:10px;background-color:${light.accent}"><a class="press" href="${escapeHtml(button.url)}" style="display:inline-block;padding:14px 28px;${FONT};font-size:17px;line-height:22px;font-weight:600;color:${light.on};text-decoration:none">${escapeHtml(button.label)}</a></td></tr></table>`
  const bare =
    button === undefined
      ? ''
      : `<p class="quiet" style="margin:0 0 16px;font-size:14px;line-height:21px;color:${ground.soft}">${escapeHtml(linkBelow)}<br><a class="link" href="${escapeHtml(button.url)}" style="color:${light.accent};word-break:break-all" dir="ltr">${escapeHtml(button.url)}</a></p>`
  return `<!DOCTYPE html>
<html lang="${escapeHtml(locale)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.page{background-color:${grounds.dark.paper}!important}.card{background-color:${grounds.dark.surface}!important;color:${grounds.dark.ink}!important}
.quiet{color:${grounds.dark.soft}!important}.link{color:${dark.accent}!important}.button{background-color:${dark.accent}!important}.press{color:${dark.on}!important}
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background-color:${ground.paper}">
<div style="display:none;max-height:0;overflow:hidden;opacity:0">${escapeHtml(preheader)}${'&#8199;&#65279;'.repeat(40)}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:${ground.paper}"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;background-color:${ground.surface};border-radius:16px;color:${ground.ink};text-align:${start};${FONT};font-size:17px;line-height:26px">
${head}
${image}
<tr><td style="padding:28px 32px 12px">
<h1 style="margin:0 0 16px;font-size:23px;line-height:30px">${escapeHtml(title)}</h1>
${paragraph(greeting)}
${paragraphs.map((text) => paragraph(text)).join('\n')}
${action}
${after.map((text) => paragraph(text)).join('\n')}
${bare}
</td></tr>
<tr><td class="quiet" style="padding:16px 32px 28px;border-top:1px solid ${ground.line};font-size:13px;line-height:20px;color:${ground.soft}">${foot(message, link)}</td></tr>
</table>
</td></tr></table>
</body>
</html>
`
}

/** Why somebody gets this, how to end it, and who sent it. */
function foot(
  { why, contact, unsubscribe, links, postal }: Composed,
  link: (url: string, label: string) => string,
): string {
  const end = unsubscribe === undefined ? '' : ` ${link(unsubscribe.url, unsubscribe.label)}`
  const own = links.length === 0 ? '' : `<br>${links.map(({ url, label }) => link(url, label)).join(' · ')}`
  // An address by post is written in its own direction: a house number stays before its street.
  const from = (postal?.split('\n') ?? []).map((line) => `<br><span dir="auto">${escapeHtml(line)}</span>`).join('')
  const asked = contact === undefined ? '' : ` ${escapeHtml(contact)}`
  return `${escapeHtml(why)}${asked}${end}${own}${from}`
}
