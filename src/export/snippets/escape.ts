import { oneLine } from '../../view/index.js'

/** CommonMark: any ASCII punctuation may have a backslash. These begin something, in GitHub's dialect too. */
export const escapeMarkdown = (text: string): string =>
  oneLine(text)
    .replace(/[\\`*_[\]()<>#|!~&@{}$^+=-]/g, '\\$&')
    // GitHub makes links of these by themselves.
    .replace(/\b(www)\./gi, '$1\\.')
    .replace(/:(?=\/\/)/g, '\\:')

/** Parentheses would end the destination of a Markdown link. */
export const markdownUrl = (url: string): string => url.replace(/[()\\]/g, percent)

const LATEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  // `\\textquotedbl` is unknown to the encoding that LaTeX begins with, and babel gives `"` a meaning of its own.
  '"': '\\char34{}',
  '`': '\\textasciigrave{}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
}

/**
 * Text for LaTeX with UTF-8. Braces are commands and not as `\{`, because BibTeX counts them even behind a
 * backslash.
 */
export const escapeLatex = (text: string): string =>
  oneLine(text)
    .replace(/[\p{C}]/gu, (character) => (character === '\u200d' ? character : ''))
    .replace(/[\\{}^~<>|"`$&#%_]/g, (character) => LATEX[character] ?? '')
    // `--` and `?`` are ligatures; an empty group parts them.
    .replace(/-(?=-)/g, '-{}')

/** A URL as argument of `\href`, also inside other commands. */
export const latexUrl = (url: string): string => url.replace(/[{}\\^`~|"<>']/g, percent).replace(/[%#&_$]/g, '\\$&')

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
