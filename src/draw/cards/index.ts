/**
 * Pictures of a badge for networks and screens.
 *
 * @module badgewright/cards
 */
import { cardRules } from '../../internal/option-tables.js'
import { checkOptions, checkValue, type OptionTable } from '../../internal/options.js'
import {
  type Asked,
  type Language,
  loadSpoken,
  type Spoken,
  type StateLabels,
  spoken,
  under,
} from '../../texts/index.js'
import { shareTexts, stated } from '../../texts/share/index.js'
import { assertView, type BadgeView, drawnView } from '../../view/index.js'
import { type FontOptions, groundOf, openFonts, palettes, prepareArt, renderSvg } from '../index.js'

import { type CardTemplate, type CardTexts, standardCard } from './template.js'

export type { BadgeView } from '../../view/index.js'
export { sanitizeSvg } from '../clean-art/index.js'
export type { Art, CardPalette, FontBook, FontOptions, FontSource } from '../index.js'

export { type CardInput, type CardTemplate, type CardTexts, qrCode, type TextBox, textBlock } from './template.js'

/** Sizes in pixels, and what each is for. */
export const cardSizes = {
  /** Previews of links: Open Graph, 1.91 to 1. */
  link: { width: 1200, height: 630 },
  /** Posts. */
  square: { width: 1080, height: 1080 },
  /** Posts, taller. */
  portrait: { width: 1080, height: 1350 },
  /** Stories, and screens on end. */
  story: { width: 1080, height: 1920 },
  /** Screens. */
  screen: { width: 1920, height: 1080 },
} as const

export type CardSize = keyof typeof cardSizes

/** What is said of a badge beside its name, in pictures and in words. */
interface AltLabels extends StateLabels {
  /** `{date}` is replaced. */
  readonly issued: string
  /** `{date}` is replaced. */
  readonly until: string
  /** `{name}` is replaced. */
  readonly awardedTo: string
  /** What the picture shows, for people who do not see it: `{name}` and `{issuer}` are replaced. */
  readonly alt: string
  /** The same of the code: `{url}` is replaced. */
  readonly altCode: string
  /** How a sentence ends: `{text}` is replaced. */
  readonly sentence: string
}

/** The fixed words of a card. */
export interface CardLabels extends AltLabels {
  readonly scan: string
}

export interface CardOptions extends FontOptions {
  /** The badge's picture: PNG or SVG. An SVG is cleaned first. */
  readonly art: Uint8Array
  readonly theme?: 'dark' | 'light'
  /** Hue of the card in degrees. Default: that of the picture. */
  readonly hue?: number
  /** The issuer's colour, `#rrggbb`, in place of a hue: the card is in shades of it. */
  readonly colour?: string
  /** Language of words and dates, BCP 47. Default: the badge's own. English for a language that there are no words in. */
  readonly locale?: string
  /** Whether a QR code and the address lead to the badge's page: `false` where it does not open for strangers. Default: true. */
  readonly link?: boolean
  /** Words of your own, in that language. */
  readonly labels?: Partial<CardLabels>
  /** A design of your own. */
  readonly template?: CardTemplate
}

/** A card. */
export interface Card {
  readonly size: CardSize
  readonly name: string
  readonly mediaType: 'image/png'
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
  /** What the picture shows, for people who do not see it. */
  readonly alt: string
}

/**
 * Draws cards of a badge as PNG: its picture, title, issuer and dates, and a QR code that leads to its page. The
 * recipient's name is there only when the view has it. Names in any script come out as they are written, or not at
 * all: a character that no font draws is an error and never a box.
 *
 * Needs the packages `@resvg/resvg-js`, `fontkit`, and fonts: those of `@expo-google-fonts/noto-*` that are installed,
 * or your own as bytes.
 *
 * @param sizes - which; default: all of {@link cardSizes}
 * @throws BadgeError `ERR_PEER_MISSING`, `ERR_FONT_MISSING`, `ERR_ARGUMENT_INVALID`, and for the picture
 * `ERR_FORMAT_UNKNOWN`, `ERR_IMAGE_CORRUPT`, `ERR_IMAGE_UNSAFE`, `ERR_LIMIT_EXCEEDED`
 *
 * @example
 * import { readFile, writeFile } from 'node:fs/promises'
 * import { createCards } from 'badgewright/cards'
 * import { badgeView } from 'badgewright/share'
 *
 * const badge = JSON.parse(await readFile('badge.json', 'utf8'))
 * const view = badgeView(badge, { url: 'https://badges.example.org/b/7' })
 * const [card] = await createCards(view, { art: await readFile('welder.png') }, ['link'])
 * if (card) await writeFile(card.name, card.bytes)
 */
export async function createCards(
  view: BadgeView,
  options: CardOptions,
  sizes: readonly CardSize[] = Object.keys(cardSizes) as CardSize[],
): Promise<Card[]> {
  checkOptions(options, cardRules satisfies OptionTable<CardOptions>)
  checkValue('sizes', sizes, { each: Object.keys(cardSizes) })
  const shown = drawnView(view)
  const words = await cardWords(shown, options)
  const texts = textsOf(shown, words)
  const art = await prepareArt(options.art)
  const book = await openFonts([shown.name, shown.issuer, ...Object.values(texts), '…'], options)
  const palette = palettes[options.theme ?? 'dark'](groundOf(options, art))
  const alt = sentencesOf(shown, words, options)
  const template = options.template ?? standardCard
  const cards: Card[] = []
  for (const size of sizes) {
    const { width, height } = cardSizes[size]
    const svg = template({ view: shown, width, height, art, book, palette, texts, alt, link: options.link ?? true })
    const bytes = (await renderSvg(svg, width)).png()
    cards.push({ size, name: `${size}-${width}x${height}.png`, mediaType: 'image/png', bytes, width, height, alt })
  }
  return cards
}

const builtIn = (language: Language): AltLabels => ({
  ...under(shareTexts[language], 'state'),
  ...under(shareTexts[language], 'card'),
})

/** The words of a card in the language asked for, else in that of the badge. */
const cardWords = (view: BadgeView, options: Asked<CardLabels>): Promise<Spoken<CardLabels>> =>
  loadSpoken(({ drawn }, language) => ({ ...builtIn(language), ...under(drawn, 'card') }), options, view.language)

/**
 * What a card shows, in words.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for a `locale` that is not a language tag, or `labels` that do not exist
 */
export function altText(view: BadgeView, options: Pick<CardOptions, 'locale' | 'labels' | 'link'> = {}): string {
  assertView(view)
  checkOptions(options, { locale: 'text', labels: 'object', link: 'boolean' })
  checkValue('labels.scan', options.labels?.scan, 'text')
  const { scan: _, ...labels } = options.labels ?? {}
  return sentencesOf(view, spoken(builtIn, { locale: options.locale, labels }, view.language), options)
}

function sentencesOf(view: BadgeView, words: Spoken<AltLabels>, { link }: Pick<CardOptions, 'link'>): string {
  const { say } = words
  const { issued, awardedTo } = datesOf(view, words)
  const sentences = [
    stated(view.state, say('alt', { name: view.name, issuer: view.issuer }), words),
    ...(awardedTo === undefined ? [] : [say('sentence', { text: awardedTo })]),
    say('sentence', { text: issued }),
    ...(link === false ? [] : [say('altCode', { url: view.url })]),
  ]
  return sentences.join(' ')
}

/** A name within a sentence keeps its own order, whatever the direction of the sentence. */
const isolated = (name: string): string => `\u2068${name.replace(/[\u2066-\u2069]/g, '')}\u2069`

function datesOf({ issuedAt, expiresAt, recipientName }: BadgeView, { say, longDate }: Spoken<AltLabels>) {
  const until = expiresAt === undefined ? '' : ` · ${say('until', { date: longDate(expiresAt) })}`
  return {
    issued: `${say('issued', { date: longDate(issuedAt) })}${until}`,
    ...(recipientName === undefined ? {} : { awardedTo: say('awardedTo', { name: isolated(recipientName) }) }),
  }
}

function textsOf(view: BadgeView, words: Spoken<CardLabels>): CardTexts {
  const { host, pathname } = new URL(view.url)
  return {
    ...datesOf(view, words),
    scan: words.say('scan'),
    address: `${host}${pathname === '/' ? '' : pathname}`,
    ...(view.state === 'valid' ? {} : { state: words.say(view.state) }),
  }
}
