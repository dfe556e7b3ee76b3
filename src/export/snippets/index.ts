import { defined } from '../../internal/defined.js'
import { checkOptions, checkValue, needed, type OptionTable } from '../../internal/options.js'
import { isoDay, monthOf, type Spoken, type StateLabels, spoken, under } from '../../texts/index.js'
import { shareTexts, stated } from '../../texts/share/index.js'
import { assertView, type BadgeView, escapeMarkup, oneLine, pageUrl } from '../../view/index.js'
import { escapeLatex, escapeMarkdown, latexUrl, markdownUrl } from './escape.js'

export interface SnippetOptions {
  /**
   * Language of words and months, BCP 47. Default: the badge's own. English for a language that there are no words in.
   * Machine-readable dates stay ISO 8601.
   */
  readonly locale?: string
  /** Words of your own, in that language. */
  readonly labels?: Partial<SnippetLabels>
  /** A hosted PNG of the badge, for `markdown`, `html` and `email-signature`. */
  readonly imageUrl?: string
}

/** The fixed words of snippets. */
export interface SnippetLabels extends StateLabels {
  /** Comes before the address in plain text. */
  readonly verify: string
  /** The line of plain text: `{title}`, `{issuer}`, `{date}` and `{verify}` are replaced. */
  readonly line: string
  /** `{date}` is replaced. */
  readonly until: string
  /** What it is, in a bibliography. */
  readonly kind: string
  /** What the picture shows, for people who do not see it: `{name}` is replaced. */
  readonly picture: string
}

/** An entry for the list `certificates` of a JSON Resume. */
interface JsonResumeCertificate {
  readonly name: string
  readonly date: string
  readonly url: string
  readonly issuer: string
}

/** A badge to write down, in the words to do it in. */
interface Entry {
  readonly view: BadgeView
  readonly words: Spoken<SnippetLabels>
  readonly imageUrl: string | undefined
}

type Write = (entry: Entry) => string

const writers = {
  /** One line for anywhere. */
  text({ view, words }) {
    const verify = words.say('labelled', { label: words.say('verify'), text: view.url })
    const title = titleOf({ view, words })
    return words.say('line', { title, issuer: oneLine(view.issuer), date: when({ view, words }), verify })
  },
  /** CommonMark, safe in GitHub's dialect too. */
  markdown(entry) {
    const { view, words, imageUrl } = entry
    const link = `[${escapeMarkdown(titleOf(entry))}](${markdownUrl(view.url)})`
    const line = `${link} — ${escapeMarkdown(view.issuer)}, ${escapeMarkdown(when({ view, words }))}`
    if (imageUrl === undefined) return line
    return `[![${escapeMarkdown(view.name)}](${markdownUrl(pageUrl(imageUrl))})](${markdownUrl(view.url)})\n\n${line}`
  },
  html(entry) {
    const { url, name, issuer } = escaped(entry)
    return `<p class="badge">${picture(entry, 160)}<a href="${url}" rel="noopener">${name}</a> — ${issuer}, ${times(entry)}</p>`
  },
  /** Mail programs know tables and inline styles, and little else. */
  'email-signature'(entry) {
    const { url, name, issuer } = escaped(entry)
    const cell = 'style="padding:0 12px 0 0;vertical-align:middle"'
    const image = picture(entry, 64)
    return [
      '<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>',
      image === '' ? '' : `<td ${cell}>${image}</td>`,
      `<td ${cell}><a href="${url}" style="font:bold 14px sans-serif;color:#1d4ed8;text-decoration:none">${name}</a><br>`,
      `<span style="font:13px sans-serif;color:#444444">${issuer}, ${times(entry)}</span></td>`,
      '</tr></table>',
    ].join('')
  },
  /** For `hyperref`; by itself, and as an argument of `\\item` or moderncv's `\\cvitem`. */
  latex: (entry) =>
    `\\href{${latexUrl(entry.view.url)}}{${escapeLatex(titleOf(entry))}} --- ${escapeLatex(entry.view.issuer)}, ${escapeLatex(when(entry))}`,
  /** An object for `certificates` of JSON Resume 1.0 and later. */
  'json-resume': (entry) => `${JSON.stringify(resumeEntry(entry), null, 2)}\n`,
  bibtex(entry) {
    const { view, words } = entry
    const { year, month } = monthOf(view.issuedAt)
    const fields = defined({
      title: `{${escapeLatex(titleOf(entry))}}`,
      author: `{${escapeLatex(view.issuer)}}`,
      howpublished: escapeLatex(words.say('kind')),
      year: String(year),
      month: String(month),
      url: latexUrl(view.url).replaceAll('\\', ''),
      note:
        view.expiresAt === undefined ? undefined : escapeLatex(words.say('until', { date: isoDay(view.expiresAt) })),
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
 * markup. Months are in UTC; words and months are those of `locale`.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for an unknown format, a page or picture that is not an `https` URL, a `locale`
 * that is not a language tag, or `labels` that do not exist
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
  assertView(view)
  checkValue('format', format, needed(snippetFormats))
  checkOptions(options, { locale: 'text', labels: 'object', imageUrl: 'text' } satisfies OptionTable<SnippetOptions>)
  return writers[format](entryOf(view, options))
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
  return `<!doctype html>\n<meta charset="utf-8">\n<title>${escapeMarkup(titleOf(entryOf(view, options)))}</title>\n${snippet}\n`
}

const entryOf = (view: BadgeView, { imageUrl, ...asked }: SnippetOptions): Entry => ({
  view: { ...view, url: pageUrl(view.url) },
  words: spoken(
    (language) => ({ ...under(shareTexts[language], 'state'), ...under(shareTexts[language], 'entry') }),
    asked,
    view.language,
  ),
  imageUrl,
})

type Words = Pick<Entry, 'view' | 'words'>

const titleOf = ({ view, words }: Words): string => oneLine(stated(view.state, view.name, words))

const dated = ({ issuedAt, expiresAt }: BadgeView, write: (time: string) => string): string =>
  expiresAt === undefined ? write(issuedAt) : `${write(issuedAt)} – ${write(expiresAt)}`

const when = ({ view, words }: Words): string => dated(view, words.shortMonth)

const times = ({ view, words }: Words): string =>
  dated(view, (time) => `<time datetime="${isoDay(time)}">${escapeMarkup(words.shortMonth(time))}</time>`)

const escaped = ({ view, words }: Words) => ({
  url: escapeMarkup(view.url),
  name: escapeMarkup(titleOf({ view, words })),
  issuer: escapeMarkup(oneLine(view.issuer)),
})

function picture({ view, words, imageUrl }: Entry, size: number): string {
  if (imageUrl === undefined) return ''
  const alt = escapeMarkup(oneLine(words.say('picture', { name: view.name })))
  return `<a href="${escapeMarkup(view.url)}" rel="noopener"><img src="${escapeMarkup(pageUrl(imageUrl))}" alt="${alt}" width="${size}" height="${size}" style="border:0"></a> `
}

const resumeEntry = ({ view, words }: Words): JsonResumeCertificate => ({
  name: titleOf({ view, words }),
  date: isoDay(view.issuedAt),
  url: view.url,
  issuer: oneLine(view.issuer),
})

function citationKey(view: BadgeView, year: number): string {
  const words = `${view.issuer} ${view.name}`.normalize('NFKD').match(/[a-z0-9]+/gi) ?? []
  const stem = words.slice(0, 4).join('-').toLowerCase().slice(0, 40)
  return `badge-${stem === '' ? '' : `${stem}-`}${year}`
}
