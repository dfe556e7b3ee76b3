/** Values for the places of a text. */
export type Values = Readonly<Record<string, string | number>>

/**
 * A text with its places filled in: `{name}`, and `{count, plural, one {…} other {… # …}}` by `Intl.PluralRules`. A
 * place without a value stays empty; what is filled in is never read as a place itself.
 */
export function fill(text: string, locale: string, values: Values): string {
  let out = ''
  for (let i = 0; i < text.length; ) {
    const open = text.indexOf('{', i)
    if (open < 0) return out + text.slice(i)
    const close = closing(text, open)
    out += text.slice(i, open) + place(text.slice(open + 1, close), locale, values)
    i = close + 1
  }
  return out
}

function place(inner: string, locale: string, values: Values): string {
  const [, name = '', choices] = /^\s*(\w+)\s*(?:,\s*plural\s*,([\s\S]*))?$/.exec(inner) ?? []
  const value = values[name] ?? ''
  if (choices === undefined) return String(value)
  const count = Number(value)
  const forms = formsOf(choices)
  const rule = new Intl.PluralRules(locale).select(count)
  const form = forms.get(rule) ?? forms.get('other') ?? ''
  return form.replaceAll('#', new Intl.NumberFormat(locale).format(count))
}

/** The forms of a plural by their category. */
export function formsOf(choices: string): Map<string, string> {
  const forms = new Map<string, string>()
  for (let i = 0; i < choices.length; ) {
    const open = choices.indexOf('{', i)
    if (open < 0) break
    const close = closing(choices, open)
    forms.set(choices.slice(i, open).trim(), choices.slice(open + 1, close))
    i = close + 1
  }
  return forms
}

/** Where the brace at `open` closes; the end of a text that never closes it. */
function closing(text: string, open: number): number {
  let depth = 0
  for (let i = open; i < text.length; i++) {
    if (text[i] === '{') depth += 1
    else if (text[i] === '}') depth -= 1
    if (depth === 0) return i
  }
  return text.length
}

/** Names of the places of a text, sorted. */
export function placesOf(text: string): string[] {
  const names = new Set<string>()
  for (const [, name = ''] of text.matchAll(/\{\s*(\w+)\s*(?=[,}])/g)) names.add(name)
  return [...names].sort()
}
