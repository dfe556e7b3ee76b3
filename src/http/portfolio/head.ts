import { attributes, type Html, html } from '../web/html.js'

export interface PortfolioHead {
  readonly title: string
  readonly text: string
  readonly url: string
  readonly siteName: string
  readonly listed: boolean
  /** A picture of a badge on the page. */
  readonly image:
    | { readonly url: string; readonly alt: string; readonly width: number; readonly height: number }
    | undefined
}

/** What link previews and search engines read from the page of a person. */
export function portfolioHead({ title, text, url, siteName, listed, image }: PortfolioHead): Html {
  const property = (name: string, content: string | number | undefined) =>
    content !== undefined && content !== '' && html`<meta property="${name}" content="${content}">\n`
  const named = (name: string, content: string | undefined) =>
    content !== undefined && content !== '' && html`<meta${attributes({ name, content })}>\n`
  const line = text.replaceAll(/\s+/g, ' ')
  return html`<title>${title} · ${siteName}</title>
${!listed && named('robots', 'noindex, nofollow, noarchive')}<link rel="canonical" href="${url}">
${named('description', line)}${property('og:type', 'website')}${property('og:title', title)}${property('og:description', line)}${property('og:url', url)}${property('og:site_name', siteName)}${
  image !== undefined &&
  html`${property('og:image', image.url)}${property('og:image:width', image.width)}${property('og:image:height', image.height)}${property('og:image:alt', image.alt)}`
}${named('twitter:card', image === undefined ? 'summary' : 'summary_large_image')}`
}
