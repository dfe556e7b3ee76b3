import { accentsOf } from '../internal/colours.js'
import { defined } from '../internal/defined.js'
import { checkOptions, checkValue, needed, number, type OptionTable } from '../internal/options.js'
import { isoDay } from '../texts/index.js'
import { assertView, type BadgeView, escapeMarkup, oneLine, pageUrl } from '../view/index.js'
import { element, htmlDocument, type Labelled, labelRules, speak, tag, text, titleOf } from './html.js'

export interface EmbedOptions extends Labelled {
  /** The route that gives the embedded form of the badge. */
  readonly embedUrl: string
  /** Pixels. Default: 360 × 440. */
  readonly width?: number
  readonly height?: number
}

const DEFAULT_SIZE = { width: 360, height: 440 } as const

/**
 * The `<iframe>` that a foreign page pastes. It may open links and nothing else: no scripts, no cookies, no referrer.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for an address that is not an absolute `https` URL
 *
 * @example
 * import { readFile } from 'node:fs/promises'
 * import { embedSnippet } from 'badgewright/preview'
 * import { badgeView } from 'badgewright/share'
 *
 * const view = badgeView(JSON.parse(await readFile('badge.json', 'utf8')), { url: 'https://badges.example.org/b/7' })
 * console.log(embedSnippet(view, { embedUrl: 'https://badges.example.org/b/7/embed' }))
 */
export function embedSnippet(view: BadgeView, options: EmbedOptions): string {
  assertView(view)
  checkOptions(options, embedRules)
  return snippetOf(view, options)
}

function snippetOf(view: BadgeView, options: EmbedOptions): string {
  const { width, height } = { ...DEFAULT_SIZE, ...options }
  return element(
    'iframe',
    {
      src: pageUrl(options.embedUrl),
      width: pixels(width),
      height: pixels(height),
      // Some consumers of oEmbed decode entities before they use the markup; then these would end the attribute.
      title: oneLine(
        speak(options, view)
          .say('picture', { name: view.name })
          .replace(/["'<>&`]/g, ' '),
      ),
      loading: 'lazy',
      sandbox: 'allow-popups allow-popups-to-escape-sandbox',
      referrerpolicy: 'no-referrer',
      style: 'border:0;max-width:100%',
    },
    '',
  )
}

const embedRules = {
  ...labelRules,
  embedUrl: needed('text'),
  width: number(),
  height: number(),
} as const satisfies OptionTable<EmbedOptions>

const oEmbedRules = {
  ...embedRules,
  providerName: needed('text'),
  providerUrl: needed('text'),
  thumbnail: { members: { url: needed('text'), width: needed(number()), height: needed(number()) } },
  // What the consumer asks for, whatever that is.
  maxWidth: 'number',
  maxHeight: 'number',
  cacheAge: number(),
} as const satisfies OptionTable<OEmbedOptions>

const pixels = (value: number): string => String(Math.max(1, Math.min(4096, Math.round(value) || 1)))

export interface OEmbedOptions extends EmbedOptions {
  readonly providerName: string
  readonly providerUrl: string
  readonly thumbnail?: { readonly url: string; readonly width: number; readonly height: number }
  /** What the consumer asks for: `maxwidth` and `maxheight`. */
  readonly maxWidth?: number
  readonly maxHeight?: number
  /** Seconds. Default: 300, so that a badge that turns private is gone soon. */
  readonly cacheAge?: number
}

/**
 * The answer of an oEmbed endpoint, type `rich`.
 *
 * @see https://oembed.com/
 *
 * @example
 * import { readFile } from 'node:fs/promises'
 * import { oEmbed } from 'badgewright/preview'
 * import { badgeView } from 'badgewright/share'
 *
 * const view = badgeView(JSON.parse(await readFile('badge.json', 'utf8')), { url: 'https://badges.example.org/b/7' })
 * const site = { providerName: 'Acme badges', providerUrl: 'https://badges.example.org/' }
 * console.log(oEmbed(view, { ...site, embedUrl: 'https://badges.example.org/b/7/embed', maxWidth: 300 }))
 */
export function oEmbed(view: BadgeView, options: OEmbedOptions): Readonly<Record<string, string | number>> {
  assertView(view)
  checkOptions(options, oEmbedRules)
  const width = Math.min(options.width ?? DEFAULT_SIZE.width, limitOf(options.maxWidth))
  const height = Math.min(options.height ?? DEFAULT_SIZE.height, limitOf(options.maxHeight))
  const { thumbnail } = options
  // A thumbnail has to respect the same limits; leave out what does not.
  const fits =
    thumbnail !== undefined &&
    thumbnail.width <= limitOf(options.maxWidth) &&
    thumbnail.height <= limitOf(options.maxHeight)
  return defined({
    version: '1.0',
    type: 'rich',
    title: titleOf(view, speak(options, view)),
    author_name: view.issuer,
    author_url: view.issuerUrl,
    provider_name: options.providerName,
    provider_url: pageUrl(options.providerUrl),
    cache_age: options.cacheAge ?? 300,
    width,
    height,
    html: snippetOf(view, { ...options, width, height }),
    thumbnail_url: fits ? pageUrl(thumbnail.url) : undefined,
    thumbnail_width: fits ? thumbnail.width : undefined,
    thumbnail_height: fits ? thumbnail.height : undefined,
  }) as Record<string, string | number>
}

const limitOf = (value: number | undefined): number =>
  value === undefined || !Number.isFinite(value) || value < 1 ? Number.POSITIVE_INFINITY : Math.floor(value)

/** The same answer as XML. */
export const oEmbedXml = (answer: Readonly<Record<string, string | number>>): string => {
  checkValue('answer', answer, needed('object'))
  const rows = Object.entries(answer).map(([name, value]) => `<${name}>${escapeMarkup(String(value))}</${name}>`)
  return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>${rows.join('')}</oembed>\n`
}

const STYLE = `
:root{color-scheme:light dark}
*{box-sizing:border-box}
body{margin:0;font:16px/1.45 system-ui,sans-serif;background:Canvas;color:CanvasText}
main{display:flex;flex-direction:column;align-items:center;justify-content:center;gap:10px;min-height:100vh;padding:18px;text-align:center;border:1px solid color-mix(in srgb,CanvasText 18%,transparent);border-radius:14px}
img{width:min(60vw,190px);height:auto}
h1{font-size:1.2rem;line-height:1.25;margin:0;overflow-wrap:anywhere}
p{margin:0}
.state{background:#b42318;color:#fff;font-weight:700;border-radius:99px;padding:2px 14px}
a{display:inline-block;color:LinkText;font-weight:600;padding:10px}
@media print{main{border:0}}
`

function colouring(colour: string | undefined): string {
  if (colour === undefined) return ''
  const { light, dark } = accentsOf(colour)
  const rules = (accent: string): string => `main{border-top:4px solid ${accent}}a{color:${accent}}`
  return `${rules(light.accent)}@media (prefers-color-scheme:dark){${rules(dark.accent)}}\n`
}

export interface EmbedDocumentOptions extends Labelled {
  /** The badge's picture: of the same site, or a `data:` URI of a PNG. */
  readonly imageUrl: string
  /** For `style-src 'nonce-…'`. */
  readonly nonce?: string
  /** The issuer's colour, `#rrggbb`; lighter or darker where text in it could not be read. */
  readonly colour?: string
}

/**
 * The page inside the `<iframe>`: picture, name, issuer, date, state, and a link to the badge. It needs no script.
 *
 * @example
 * import { readFile } from 'node:fs/promises'
 * import { embedDocument } from 'badgewright/preview'
 * import { badgeView } from 'badgewright/share'
 *
 * const view = badgeView(JSON.parse(await readFile('badge.json', 'utf8')), { url: 'https://badges.example.org/b/7' })
 * console.log(embedDocument(view, { imageUrl: 'https://badges.example.org/b/7.png' }))
 */
export function embedDocument(view: BadgeView, options: EmbedDocumentOptions): string {
  assertView(view)
  checkOptions(options, {
    ...labelRules,
    imageUrl: needed('text'),
    nonce: 'text',
    colour: 'colour',
  } satisfies OptionTable<EmbedDocumentOptions>)
  const isInline = /^data:image\/png;base64,[A-Za-z0-9+/=]+$/.test(options.imageUrl)
  const src = isInline ? options.imageUrl : pageUrl(options.imageUrl)
  const words = speak(options, view)
  const state = view.state === 'valid' ? '' : element('p', { class: 'state' }, text(words.say(view.state)))
  const date = element('time', { datetime: isoDay(view.issuedAt) }, text(words.longDate(view.issuedAt)))
  const body = element(
    'main',
    {},
    [
      tag('img', { src, alt: oneLine(words.say('picture', { name: view.name })), width: '190', height: '190' }),
      state,
      element('h1', {}, text(view.name)),
      element('p', {}, `${text(view.issuer)} · ${date}`),
      element(
        'a',
        { href: pageUrl(view.url), target: '_blank', rel: 'noopener noreferrer' },
        text(words.say('verify')),
      ),
    ].join(''),
  )
  return htmlDocument({
    locale: words.locale,
    head: `<title>${text(titleOf(view, words))}</title>${tag('meta', { name: 'robots', content: 'noindex' })}`,
    style: STYLE + colouring(options.colour),
    nonce: options.nonce,
    body,
  })
}

/** What an embed shows once the badge is private or gone: the same for both, so that it reveals nothing. */
export function blankEmbedDocument(options: Pick<EmbedDocumentOptions, 'locale' | 'labels' | 'nonce'> = {}): string {
  checkOptions(options, { ...labelRules, nonce: 'text' })
  const { locale, say } = speak(options)
  const words = text(say('unavailable'))
  return htmlDocument({
    locale,
    head: `<title>${words}</title>${tag('meta', { name: 'robots', content: 'noindex' })}`,
    style: STYLE,
    nonce: options.nonce,
    body: `<main><p>${words}</p></main>`,
  })
}
