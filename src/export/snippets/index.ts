import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import {
  type BadgeView,
  escapeMarkup,
  isoDay,
  languageTag,
  monthOf,
  oneLine,
  pageUrl,
  shortMonth,
  stateWords,
} from '../../view/index.js'
import { escapeLatex, escapeMarkdown, latexUrl, markdownUrl } from './escape.js'

export interface SnippetOptions {
  /** Language of the months, BCP 47. Default: the badge's own, else `en`. Machine-readable dates stay ISO 8601. */
  readonly locale?: string
  /** The fixed words, in the language of the reader. Default: English. */
  readonly labels?: Partial<SnippetLabels>
  /** A hosted PNG of the badge, for `markdown`, `html` and `email-signature`. */
  readonly imageUrl?: string
}

/** The fixed words of snippets. */
export interface SnippetLabels {
  /** Stands before the address in plain text. */
  readonly verify: string
  /** `{date}` is replaced. */
  readonly until: string
  readonly expired: string
  readonly revoked: string
  readonly suspended: string
  readonly replaced: string
}

const english: SnippetLabels = { verify: 'Verify', until: 'Valid to {date}', ...stateWords }

/** An entry for the list `certificates` of a JSON Resume. */
interface JsonResumeCertificate {
  readonly name: string
  readonly date: string
  readonly url: string
  readonly issuer: string
}

type Write = (view: BadgeView, options: SnippetOptions) => string

const writers = {
  /** One line for anywhere. */
  text: (view, options) =>
    `${stated(view, options)} — ${oneLine(view.issuer)}, ${when(view, options)}. ${wordsOf(options).verify}: ${view.url}`,
  /** CommonMark, safe in GitHub's dialect too. */
  markdown(view, options) {
    const link = `[${escapeMarkdown(stated(view, options))}](${markdownUrl(view.url)})`
    const line = `${link} — ${escapeMarkdown(view.issuer)}, ${escapeMarkdown(when(view, options))}`
    if (options.imageUrl === undefined) return line
    return `[![${escapeMarkdown(view.name)}](${markdownUrl(pageUrl(options.imageUrl))})](${markdownUrl(view.url)})\n\n${line}`
  },
  html(view, options) {
    const { url, name, issuer } = escaped(view, options)
    return `<p class="badge">${picture(view, options, 160)}<a href="${url}" rel="noopener">${name}</a> — ${issuer}, ${times(view, options)}</p>`
  },
  /** Mail programs know tables and inline styles, and little else. */
  'email-signature'(view, options) {
    const { url, name, issuer } = escaped(view, options)
    const cell = 'style="padding:0 12px 0 0;vertical-align:middle"'
    const image = picture(view, options, 64)
    return [
      '<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>',
      image === '' ? '' : `<td ${cell}>${image}</td>`,
      `<td ${cell}><a href="${url}" style="font:bold 14px sans-serif;color:#1d4ed8;text-decoration:none">${name}</a><br>`,
      `<span style="font:13px sans-serif;color:#444444">${issuer}, ${times(view, options)}</span></td>`,
      '</tr></table>',
    ].join('')
  },
  /** For `hyperref`; stands alone, and as an argument of `\\item` or moderncv's `\\cvitem`. */
  latex: (view, options) =>
    `\\href{${latexUrl(view.url)}}{${escapeLatex(stated(view, options))}} --- ${escapeLatex(view.issuer)}, ${escapeLatex(when(view, options))}`,
  /** An object for `certificates` of JSON Resume 1.0 and later. */
  'json-resume': (view, options) => `${JSON.stringify(resumeEntry(view, options), null, 2)}\n`,
  bibtex(view, options) {
    const { year, month } = monthOf(view.issuedAt)
    const fields = defined({
      title: `{${escapeLatex(stated(view, options))}}`,
      author: `{${escapeLatex(view.issuer)}}`,
      howpublished: 'Digital badge (Open Badges 3.0)',
      year: String(year),
      month: String(month),
      url: latexUrl(view.url).replaceAll('\\', ''),
      note: noteOf(view, options),
    })
    const lines = Object.entries(fields).map(([name, value]) => `  ${name} = {${value}}`)
    return `@misc{${citationKey(view, year)},\n${lines.join(',\n')}\n}\n`
  },
} as const satisfies Record<string, Write>

/** A form in which a badge is pasted somewhere. */
export type SnippetFormat = keyof typeof writers

/** Every form, in the order in which a page may offer them. */
export const snippetFormats = Object.keys(writers) as readonly SnippetFormat[]

/**
 * A badge as text to paste into a résumé, a portfolio, a signature or a bibliography, escaped so that no name becomes
 * markup. Months are in UTC and in the words of `locale`.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for an unknown format, a page or picture that is no `https` URL, or a
 * `locale` that is no language tag
 *
 * @example
 * import { readFile } from 'node:fs/promises'
 * import { createSnippet } from 'badgewright/export'
 * import { badgeView } from 'badgewright/share'
 *
 * const badge = JSON.parse(await readFile('badge.json', 'utf8'))
 * const view = badgeView(badge, { url: 'https://badges.example.org/b/7' })
 * console.log(createSnippet(view, 'markdown', { locale: 'de' }))
 */
export function createSnippet(view: BadgeView, format: SnippetFormat, options: SnippetOptions = {}): string {
  if (!Object.hasOwn(writers, format)) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', `A snippet is one of ${snippetFormats.join(', ')}.`)
  }
  return writers[format]({ ...view, url: pageUrl(view.url) }, options)
}

/** What is opened from a disk, where no header tells in which characters it is written. */
const documents: readonly SnippetFormat[] = ['html', 'email-signature']

/**
 * A snippet as a file: HTML as a small document that names its characters, so that a browser shows it as it is.
 *
 * @throws BadgeError as `createSnippet` does
 *
 * @example
 * import { readFile, writeFile } from 'node:fs/promises'
 * import { createSnippetFile } from 'badgewright/export'
 * import { badgeView } from 'badgewright/share'
 *
 * const badge = JSON.parse(await readFile('badge.json', 'utf8'))
 * const view = badgeView(badge, { url: 'https://badges.example.org/b/7' })
 * await writeFile('signature.html', createSnippetFile(view, 'email-signature'))
 */
export function createSnippetFile(view: BadgeView, format: SnippetFormat, options: SnippetOptions = {}): string {
  const snippet = createSnippet(view, format, options).trimEnd()
  if (!documents.includes(format)) return `${snippet}\n`
  return `<!doctype html>\n<meta charset="utf-8">\n<title>${escapeMarkup(stated(view, options))}</title>\n${snippet}\n`
}

const wordsOf = ({ labels }: SnippetOptions): SnippetLabels => ({ ...english, ...labels })

const stated = (view: BadgeView, options: SnippetOptions): string =>
  view.state === 'valid' ? oneLine(view.name) : `${oneLine(wordsOf(options)[view.state])}: ${oneLine(view.name)}`

function noteOf({ expiresAt }: BadgeView, options: SnippetOptions): string | undefined {
  if (expiresAt === undefined) return undefined
  return escapeLatex(wordsOf(options).until.replace('{date}', () => isoDay(expiresAt)))
}

const localeOf = (view: BadgeView, options: SnippetOptions): string | undefined =>
  options.locale ?? languageTag(view.language)

function when(view: BadgeView, options: SnippetOptions): string {
  const locale = localeOf(view, options)
  const until = view.expiresAt === undefined ? '' : ` – ${shortMonth(view.expiresAt, locale)}`
  return `${shortMonth(view.issuedAt, locale)}${until}`
}

function times(view: BadgeView, options: SnippetOptions): string {
  const locale = localeOf(view, options)
  const time = (at: string) => `<time datetime="${isoDay(at)}">${escapeMarkup(shortMonth(at, locale))}</time>`
  return view.expiresAt === undefined ? time(view.issuedAt) : `${time(view.issuedAt)} – ${time(view.expiresAt)}`
}

const escaped = (view: BadgeView, options: SnippetOptions) => ({
  url: escapeMarkup(view.url),
  name: escapeMarkup(stated(view, options)),
  issuer: escapeMarkup(oneLine(view.issuer)),
})

function picture(view: BadgeView, { imageUrl }: SnippetOptions, size: number): string {
  if (imageUrl === undefined) return ''
  const alt = escapeMarkup(`Badge: ${oneLine(view.name)}`)
  return `<a href="${escapeMarkup(view.url)}" rel="noopener"><img src="${escapeMarkup(pageUrl(imageUrl))}" alt="${alt}" width="${size}" height="${size}" style="border:0"></a> `
}

const resumeEntry = (view: BadgeView, options: SnippetOptions): JsonResumeCertificate => ({
  name: stated(view, options),
  date: isoDay(view.issuedAt),
  url: view.url,
  issuer: oneLine(view.issuer),
})

function citationKey(view: BadgeView, year: number): string {
  const words = `${view.issuer} ${view.name}`.normalize('NFKD').match(/[a-z0-9]+/gi) ?? []
  const stem = words.slice(0, 4).join('-').toLowerCase().slice(0, 40)
  return `badge-${stem === '' ? '' : `${stem}-`}${year}`
}
