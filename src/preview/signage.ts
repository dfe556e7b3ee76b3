import { defined } from '../internal/defined.js'
import { checkOptions, checkValue, needed, number, type OptionTable } from '../internal/options.js'
import { parseDateTime } from '../internal/time.js'
import { assertView, type BadgeView, escapeMarkup, oneLine, pageUrl } from '../view/index.js'
import { descriptionOf, element, htmlDocument, type Labelled, labelRules, speak, tag, text } from './html.js'

/** A badge that may be shown on a screen. */
export interface Slide {
  readonly view: BadgeView
  /** The learner's consent to being shown on screens. Without it the badge is left out: public is not enough. */
  readonly displayConsent: boolean
  /** Cards: 1920 × 1080, and where there is one 1080 × 1920. */
  readonly landscape: string
  readonly portrait?: string
  readonly alt: string
  /** Whether the page of the badge opens for everybody; without it feeds name the badge and do not link it. Default: true. */
  readonly linked?: boolean
}

/** Slides that may be shown: with consent, and of badges that are still in force. */
export const shownSlides = (slides: readonly Slide[]): readonly Slide[] => {
  checkValue('slides', slides, needed('objects'))
  for (const slide of slides) assertView(slide.view)
  return slides.filter(({ displayConsent, view }) => displayConsent === true && view.state === 'valid')
}

export interface KioskOptions {
  readonly title: string
  /** Seconds that a slide stays. Default: 12. */
  readonly secondsPerSlide?: number
  /** Seconds after which the page loads again, so that a badge that was removed is gone. Default: 300. */
  readonly refreshSeconds?: number
  /** Language of title and text, BCP 47. Default: English. */
  readonly locale?: string
  /** For `style-src 'nonce-…'`. */
  readonly nonce?: string
  /** What an empty screen says. */
  readonly emptyText?: string
}

/**
 * A page for a screen in a hall: full-screen cards that change by themselves. It needs no script, no cookie and no
 * hand: style sheets rotate it, and it loads itself again. Who prefers less motion gets cuts in place of fades.
 *
 * @example
 * import { readFile } from 'node:fs/promises'
 * import { kioskDocument } from 'badgewright/preview'
 * import { badgeView } from 'badgewright/share'
 *
 * const view = badgeView(JSON.parse(await readFile('badge.json', 'utf8')), { url: 'https://badges.example.org/b/7' })
 * const slide = { view, displayConsent: true, landscape: 'https://badges.example.org/b/7/screen.png', alt: 'Welder I' }
 * console.log(kioskDocument([slide], { title: 'New badges' }))
 */
export function kioskDocument(slides: readonly Slide[], options: KioskOptions): string {
  checkOptions(options, kioskRules)
  const shown = shownSlides(slides)
  const seconds = Math.max(3, options.secondsPerSlide ?? 12)
  const total = seconds * shown.length
  // The page loads again between two rounds, never in the middle of a slide.
  const refresh =
    Math.max(total, Math.ceil((options.refreshSeconds ?? 300) / Math.max(total, 1)) * total) ||
    (options.refreshSeconds ?? 300)
  const body =
    shown.length === 0
      ? element('p', { class: 'empty' }, text(options.emptyText ?? ''))
      : shown.map((slide, i) => figure(slide, i)).join('')
  return htmlDocument({
    locale: options.locale ?? 'en',
    head: [
      `<title>${text(options.title)}</title>`,
      tag('meta', { name: 'robots', content: 'noindex, nofollow' }),
      tag('meta', { name: 'referrer', content: 'no-referrer' }),
      tag('meta', { 'http-equiv': 'refresh', content: String(Math.round(refresh)) }),
    ].join(''),
    style: kioskStyle(shown.length, seconds),
    nonce: options.nonce,
    body: element('main', {}, body),
  })
}

function figure({ landscape, portrait, alt }: Slide, index: number): string {
  const upright =
    portrait === undefined ? '' : tag('source', { media: '(orientation:portrait)', srcset: pageUrl(portrait) })
  const image = tag('img', {
    src: pageUrl(landscape),
    alt: oneLine(alt),
    ...(index === 0 ? {} : { decoding: 'async' }),
  })
  return element('figure', { class: `s${index}` }, `<picture>${upright}${image}</picture>`)
}

function kioskStyle(count: number, seconds: number): string {
  const base = `html,body{margin:0;height:100%;background:#0b0f14;color:#fff;overflow:hidden;cursor:none;font:5vmin/1.4 system-ui,sans-serif}
figure{position:absolute;inset:0;margin:0}
picture{display:contents}
img{width:100%;height:100%;object-fit:contain}
.empty{position:absolute;inset:0;margin:auto;height:max-content;text-align:center}`
  if (count < 2) return base
  const part = 100 / count
  const fade = Math.min(part / 6, 100 / (seconds * count))
  const stop = (value: number) => `${Number(value.toFixed(3))}%`
  const delays = Array.from({ length: count }, (_, i) => `.s${i}{animation-delay:${i * seconds}s}`).join('')
  return `${base}
figure{opacity:0;animation:turn ${seconds * count}s linear infinite}
${delays}
@keyframes turn{0%{opacity:0}${stop(fade)}{opacity:1}${stop(part)}{opacity:1}${stop(part + fade)}{opacity:0}100%{opacity:0}}
@media (prefers-reduced-motion:reduce){figure{animation-name:cut}@keyframes cut{0%,${stop(part)}{opacity:1}${stop(part + 0.001)},100%{opacity:0}}}`
}

export interface FeedOptions extends Labelled {
  readonly title: string
  /** The page that the feed belongs to. */
  readonly homeUrl: string
  /** The address of the feed itself. */
  readonly feedUrl: string
  readonly description?: string
  readonly orientation?: 'landscape' | 'portrait'
}

const SIZES = { landscape: { width: 1920, height: 1080 }, portrait: { width: 1080, height: 1920 } } as const

/** XSD knows years of five digits, and `Date` does not read them. */
const timeOf = ({ issuedAt }: BadgeView): Date => new Date(parseDateTime(issuedAt) ?? 0)

interface Entry {
  readonly view: BadgeView
  readonly image: string
  readonly alt: string
  readonly linked: boolean
}

/** The newest first. In a portrait feed, a badge without an upright card is left out. */
function entriesOf(slides: readonly Slide[], orientation: 'landscape' | 'portrait'): Entry[] {
  return shownSlides(slides)
    .flatMap(({ view, landscape, portrait, alt, linked = true }) => {
      const image = orientation === 'landscape' ? landscape : portrait
      return image === undefined ? [] : [{ view, image: pageUrl(image), alt, linked }]
    })
    .toSorted((a, b) => timeOf(b.view).getTime() - timeOf(a.view).getTime())
}

/**
 * RSS 2.0 with Media RSS, as players of digital signage read it.
 *
 * @see https://www.rssboard.org/media-rss
 *
 * @example
 * import { mediaRss } from 'badgewright/preview'
 *
 * const hall = { title: 'New badges', homeUrl: 'https://badges.example.org/', feedUrl: 'https://badges.example.org/display/hall.rss' }
 * console.log(mediaRss([], hall))
 */
export function mediaRss(slides: readonly Slide[], options: FeedOptions): string {
  checkOptions(options, feedRules)
  speak(options)
  const orientation = options.orientation ?? 'landscape'
  const { width, height } = SIZES[orientation]
  const xml = (name: string, value: string) => `<${name}>${escapeMarkup(oneLine(value))}</${name}>`
  const items = entriesOf(slides, orientation).map(({ view, image, alt, linked }) =>
    [
      '<item>',
      xml('title', `${view.name} – ${view.issuer}`),
      linked ? xml('link', pageUrl(view.url)) : '',
      `<guid isPermaLink="${linked}">${escapeMarkup(pageUrl(view.url))}</guid>`,
      xml('pubDate', timeOf(view).toUTCString()),
      xml('description', descriptionOf(view, speak(options, view))),
      `<media:content url="${escapeMarkup(image)}" type="image/png" medium="image" width="${width}" height="${height}">${xml('media:title', view.name)}${xml('media:description', alt)}</media:content>`,
      '</item>',
    ].join(''),
  )
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>',
    xml('title', options.title),
    xml('link', pageUrl(options.homeUrl)),
    xml('description', options.description ?? options.title),
    options.locale === undefined ? '' : xml('language', speak(options).locale),
    '<ttl>5</ttl>',
    `<atom:link rel="self" type="application/rss+xml" href="${escapeMarkup(pageUrl(options.feedUrl))}"/>`,
    ...items,
    '</channel></rss>\n',
  ].join('\n')
}

/**
 * The same as a JSON Feed 1.1.
 *
 * @see https://www.jsonfeed.org/version/1.1/
 *
 * @example
 * import { jsonFeed } from 'badgewright/preview'
 *
 * const hall = { title: 'New badges', homeUrl: 'https://badges.example.org/', feedUrl: 'https://badges.example.org/display/hall.json' }
 * console.log(JSON.stringify(jsonFeed([], hall)))
 */
export function jsonFeed(slides: readonly Slide[], options: FeedOptions): object {
  checkOptions(options, feedRules)
  speak(options)
  const orientation = options.orientation ?? 'landscape'
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: options.title,
    home_page_url: pageUrl(options.homeUrl),
    feed_url: pageUrl(options.feedUrl),
    ...defined({
      description: options.description,
      language: options.locale === undefined ? undefined : speak(options).locale,
    }),
    items: entriesOf(slides, orientation).map(({ view, image, alt, linked }) => ({
      id: pageUrl(view.url),
      ...(linked ? { url: pageUrl(view.url) } : {}),
      title: oneLine(view.name),
      content_text: descriptionOf(view, speak(options, view)),
      summary: oneLine(alt),
      image,
      date_published: timeOf(view).toISOString(),
      authors: [{ name: oneLine(view.issuer) }],
      attachments: [{ url: image, mime_type: 'image/png', title: oneLine(alt) }],
    })),
  }
}

const kioskRules = {
  title: needed('text'),
  secondsPerSlide: number(),
  refreshSeconds: number(),
  locale: 'language tag',
  nonce: 'text',
  emptyText: 'text',
} as const satisfies OptionTable<KioskOptions>

const feedRules = {
  ...labelRules,
  title: needed('text'),
  description: 'text',
  homeUrl: needed('text'),
  feedUrl: needed('text'),
  orientation: ['landscape', 'portrait'],
} as const satisfies OptionTable<FeedOptions>
