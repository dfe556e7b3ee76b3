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

const STATES: Readonly<Record<BadgeView['state'], string>> = {
  valid: '',
  expired: 'Expired: ',
  revoked: 'Revoked: ',
  suspended: 'Suspended: ',
  replaced: 'Replaced: ',
}

/** The name, after what the badge is no more. */
export const titleOf = (view: BadgeView): string => `${STATES[view.state]}${oneLine(view.name)}`

const MAX_DESCRIPTION = 300

/** One or two sentences for a preview. */
export function descriptionOf(view: BadgeView): string {
  const words = `Digital badge by ${oneLine(view.issuer)}.`
  const whole = view.description === undefined ? words : `${words} ${oneLine(view.description)}`
  const characters = [...whole]
  return characters.length <= MAX_DESCRIPTION
    ? whole
    : `${characters
        .slice(0, MAX_DESCRIPTION - 1)
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
