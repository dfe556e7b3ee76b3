import { type BadgeView, escapeMarkup, oneLine, stateWords } from '../view/index.js'

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
export interface PreviewLabels {
  /** `{issuer}` is replaced. */
  readonly by: string
  readonly expired: string
  readonly revoked: string
  readonly suspended: string
  readonly replaced: string
  /** The link of an embed. */
  readonly verify: string
  /** What an embed says once the badge is private or gone. */
  readonly unavailable: string
}

const english: PreviewLabels = {
  by: 'Digital badge by {issuer}.',
  ...stateWords,
  verify: 'Verify this badge',
  unavailable: 'This badge is not available.',
}

export interface Labelled {
  /** Default: English. */
  readonly labels?: Partial<PreviewLabels> | undefined
}

export const labelsOf = ({ labels }: Labelled): PreviewLabels => ({ ...english, ...labels })

/** The name, after what the badge is no more. */
export const titleOf = (view: BadgeView, options: Labelled): string =>
  view.state === 'valid' ? oneLine(view.name) : `${labelsOf(options)[view.state]}: ${oneLine(view.name)}`

const DESCRIPTION_LENGTH = 300

/** One or two sentences for a preview. */
export function descriptionOf(view: BadgeView, options: Labelled): string {
  const words = labelsOf(options).by.replace('{issuer}', () => oneLine(view.issuer))
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
  lang: string
  head: string
  style: string
  nonce?: string | undefined
  body: string
}): string {
  const { lang, head, style, nonce, body } = options
  return [
    '<!doctype html>',
    `${tag('html', { lang })}<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">`,
    head,
    element('style', { nonce }, style),
    `</head><body>${body}</body></html>\n`,
  ].join('\n')
}
