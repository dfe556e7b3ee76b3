import type { MailPicture } from '../core/ports/index.js'
import type { Composed } from './compose.js'

/** The text part: all that the HTML part says. */
export function textPart(message: Composed): string {
  const { greeting, paragraphs, button, after, why, unsubscribe } = message
  const link = button === undefined ? [] : [`${button.label}:\n${button.url}`]
  const end = unsubscribe === undefined ? [] : [`${unsubscribe.label}:\n${unsubscribe.url}`]
  return `${[greeting, ...paragraphs, ...link, ...after, `-- \n${why}`, ...end].map(noControls).join('\n\n')}\n`
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

/**
 * The HTML part: tables and inline styles, which all mail programs know; colours for light and dark; nothing is loaded
 * from anywhere.
 */
export function htmlPart(message: Composed, picture: (MailPicture & { readonly alt: string }) | undefined): string {
  const { locale, direction, title, preheader, greeting, paragraphs, button, after, linkBelow, why, unsubscribe } =
    message
  const start = direction === 'rtl' ? 'right' : 'left'
  const paragraph = (text: string, style = '') =>
    `<p style="margin:0 0 16px;${style}">${escapeHtml(text).replaceAll('\n', '<br>')}</p>`
  const image =
    picture === undefined
      ? ''
      : `<tr><td align="center" style="padding:32px 32px 0"><img src="cid:${picture.cid}" alt="${escapeHtml(picture.alt)}" width="160" height="160" style="display:block;width:160px;height:160px;border:0;border-radius:16px;background-color:#ffffff"></td></tr>`
  const action =
    button === undefined
      ? ''
      : `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 24px"><tr><td class="button" style="border-radius:10px;background-color:#1f4fd1"><a href="${escapeHtml(button.url)}" style="display:inline-block;padding:14px 28px;${FONT};font-size:17px;line-height:22px;font-weight:600;color:#ffffff;text-decoration:none">${escapeHtml(button.label)}</a></td></tr></table>`
  const bare =
    button === undefined
      ? ''
      : `<p class="quiet" style="margin:0 0 16px;font-size:14px;line-height:21px;color:#4a5568">${escapeHtml(linkBelow)}<br><a class="link" href="${escapeHtml(button.url)}" style="color:#1f4fd1;word-break:break-all" dir="ltr">${escapeHtml(button.url)}</a></p>`
  const end =
    unsubscribe === undefined
      ? ''
      : ` <a class="link" href="${escapeHtml(unsubscribe.url)}" style="color:#1f4fd1">${escapeHtml(unsubscribe.label)}</a>`
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
.page{background-color:#10151f!important}.card{background-color:#1b2230!important;color:#eef2f8!important}
.quiet{color:#b6c0cf!important}.link{color:#9db9ff!important}.button{background-color:#3b6cf0!important}
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background-color:#eef2f7">
<div style="display:none;max-height:0;overflow:hidden;opacity:0">${escapeHtml(preheader)}${'&#8199;&#65279;'.repeat(40)}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#eef2f7"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;background-color:#ffffff;border-radius:16px;color:#1a2233;text-align:${start};${FONT};font-size:17px;line-height:26px">
${image}
<tr><td style="padding:28px 32px 12px">
<h1 style="margin:0 0 16px;font-size:23px;line-height:30px">${escapeHtml(title)}</h1>
${paragraph(greeting)}
${paragraphs.map((text) => paragraph(text)).join('\n')}
${action}
${after.map((text) => paragraph(text)).join('\n')}
${bare}
</td></tr>
<tr><td class="quiet" style="padding:16px 32px 28px;border-top:1px solid #d5dce6;font-size:13px;line-height:20px;color:#4a5568">${escapeHtml(why)}${end}</td></tr>
</table>
</td></tr></table>
</body>
</html>
`
}
