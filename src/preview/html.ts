import type { OptionTable } from '../internal/options.js'
import { directionOf, type Spoken, type StateLabels, spoken, under } from '../texts/index.js'
import { shareTexts, stated } from '../texts/share/index.js'
import { type BadgeView, escapeMarkup, oneLine } from '../view/index.js'

/** An element without content. */
export const tag = (name: string, attributes: Readonly<Record<string, string | undefined>>): string =>
  `<${name}${attributesOf(attributes)}>`

/** An element whose content is markup already. */
export const element = (
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  content: string,
): string => `${tag(name, attributes)}${content}</${name}>`

function attributesOf(attributes: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeMarkup(value ?? '')}"`)
    .join('')
}

export const text = (value: string): string => escapeMarkup(oneLine(value))

/** The fixed words of previews, embeds and feeds. */
export interface PreviewLabels extends StateLabels {
  /** `{issuer}` is replaced. */
  readonly by: string
  /** The link of an embed. */
  readonly verify: string
  /** What an embed says once the badge is private or gone. */
  readonly unavailable: string
  /** What the picture shows, for people who do not see it: `{name}` is replaced. */
  readonly picture: string
}

export interface Labelled {
  /** Language of all words, BCP 47. Default: the badge's own. English for a language that there are no words in. */
  readonly locale?: string | undefined
  /** Words of your own, in that language. */
  readonly labels?: Partial<PreviewLabels> | undefined
}

/** The words to show a badge in. */
export const labelRules = { locale: 'text', labels: 'object' } as const satisfies OptionTable<Labelled>

export const speak = (options: Labelled, view?: BadgeView): Spoken<PreviewLabels> =>
  spoken(
    (language) => ({ ...under(shareTexts[language], 'state'), ...under(shareTexts[language], 'preview') }),
    options,
    view?.language,
  )

/** The name, after what the badge is no more. */
export const titleOf = (view: BadgeView, words: Spoken<PreviewLabels>): string =>
  oneLine(stated(view.state, view.name, words))

const DESCRIPTION_LENGTH = 300

/** One or two sentences for a preview. */
export function descriptionOf(view: BadgeView, { say }: Spoken<PreviewLabels>): string {
  const words = say('by', { issuer: oneLine(view.issuer) })
  const whole = view.description === undefined ? words : `${words} ${oneLine(view.description)}`
  const characters = [...whole]
  return characters.length <= DESCRIPTION_LENGTH
    ? whole
    : `${characters
        .slice(0, DESCRIPTION_LENGTH - 1)
        .join('')
        .trimEnd()}…`
}

/** A page that runs nothing, loads nothing but pictures of its own site, and looks alike everywhere. */
export function htmlDocument(options: {
  locale: string
  head: string
  style: string
  nonce?: string | undefined
  body: string
}): string {
  const { locale, head, style, nonce, body } = options
  return [
    '<!doctype html>',
    `${tag('html', { lang: locale, dir: directionOf(locale) })}<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">`,
    head,
    element('style', { nonce }, style),
    `</head><body>${body}</body></html>\n`,
  ].join('\n')
}
