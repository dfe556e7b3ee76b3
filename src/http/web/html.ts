import { canParseUrl } from '../../internal/url.js'
import { escapeMarkup } from '../../view/index.js'

/** Markup that goes into a page as it is. Only {@link html} and its helpers make it. */
class Markup {
  readonly #isOwn = true
  readonly markup: string

  constructor(markup: string) {
    this.markup = markup
    Object.freeze(this)
  }

  /** An object of the same shape that came from elsewhere (parsed JSON, say) is not markup. */
  static isOwn(value: object): value is Markup {
    return #isOwn in value
  }
}

export type Html = Pick<Markup, 'markup'>

/** What a template takes: text is escaped, markup stays, lists are joined, the rest shows nothing. */
export type HtmlValue = Html | string | number | false | null | undefined | readonly HtmlValue[]

/** Characters that HTML parsers replace or choke on: controls, halves of surrogate pairs, noncharacters. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{7e}\u{a0}-\u{d7ff}\u{e000}-\u{fdcf}\u{fdf0}-\u{fffd}\u{10000}-\u{10ffff}]/gu

export const escapeHtml = (text: string): string => escapeMarkup(text.replace(FORBIDDEN, '\ufffd'))

/**
 * The one way to make markup: whatever is put in is escaped for the content of elements and for quoted attributes,
 * unless it was made here itself.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let markup = strings[0] ?? ''
  values.forEach((value, index) => {
    markup += render(value) + (strings[index + 1] ?? '')
  })
  return new Markup(markup)
}

function render(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return ''
  if (typeof value === 'string') return escapeHtml(value)
  if (typeof value === 'number') return String(value)
  if (isList(value)) return value.map(render).join('')
  return Markup.isOwn(value) ? value.markup : ''
}

const isList = (value: HtmlValue): value is readonly HtmlValue[] => Array.isArray(value)

/** Markup that another room of this library made and escaped, such as the head that previews read. */
export const ownMarkup = (markup: string): Html => new Markup(markup)

/** Attributes, each after a space: `true` is a bare name, `undefined` and `false` leave it out. */
export function attributes(values: Readonly<Record<string, string | number | boolean | undefined>>): Html {
  let markup = ''
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === false || !/^[a-z][a-z-]*$/.test(name)) continue
    markup += value === true ? ` ${name}` : ` ${name}="${escapeHtml(String(value))}"`
  }
  return new Markup(markup)
}

/** The URL, if a page may link to it: http, https and mailto. */
export function safeHref(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > 4096 || !canParseUrl(text)) return undefined
  const url = new URL(text)
  return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined
}

/** Text of others with its paragraphs and line ends, as markup. */
export const paragraphs = (text: string): Html =>
  html`${text
    .trim()
    .split(/\n\s*\n/)
    .map((part) => html`<p dir="auto">${lines(part)}</p>`)}`

const lines = (text: string): HtmlValue[] =>
  text.split('\n').map((line, index) => (index === 0 ? line : html`<br>${line}`))
