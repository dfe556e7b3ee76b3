/** Values for the places of a message. */
export type Values = Readonly<Record<string, string | number>>

/** How a language counts. */
export interface Counting {
  /** The category of a number, such as `one`. */
  plural(count: number): string
  number(value: number): string
}

type Part = string | Place
interface Place {
  /** Empty where the message is broken; `#` for the number of the plural around it. */
  readonly name: string
  readonly forms?: ReadonlyMap<string, readonly Part[]>
}

/**
 * A message with its places filled in: `{name}`, and `{count, plural, one {# badge} other {# badges}}` by the plural rules of
 * the language. This is the subset of ICU MessageFormat that all texts are written in; apostrophes are plain characters.
 *
 * A place without a value stays empty: readers get a sentence with a gap rather than our syntax, and a paragraph that
 * consists of a value is left out where there is none. What is filled in is never read as a place itself. Numbers are
 * written as the language writes them.
 */
export const fill = (message: string, counting: Counting, values: Values = {}): string =>
  parse(message)
    .map((part) => write(part, counting, values))
    .join('')

function write(part: Part, counting: Counting, values: Values): string {
  if (typeof part === 'string') return part
  const value = Object.hasOwn(values, part.name) ? (values[part.name] ?? '') : ''
  if (part.forms === undefined) return typeof value === 'number' ? counting.number(value) : value
  const count = Number(value)
  const form = part.forms.get(counting.plural(count)) ?? part.forms.get('other') ?? []
  return form.map((each) => write(each, counting, { ...values, '#': count })).join('')
}

function parse(message: string, inForm = false): Part[] {
  const parts: Part[] = []
  const plain = (text: string): void => {
    const pieces = inForm ? text.split(/(#)/) : [text]
    for (const piece of pieces) if (piece !== '') parts.push(inForm && piece === '#' ? { name: '#' } : piece)
  }
  for (let i = 0; i < message.length; ) {
    const open = message.indexOf('{', i)
    if (open < 0) {
      plain(message.slice(i))
      break
    }
    const close = closing(message, open)
    plain(message.slice(i, open))
    parts.push(place(message.slice(open + 1, close)))
    i = close + 1
  }
  return parts
}

function place(inner: string): Place {
  const [, name = '', choices] = /^\s*(\w+)\s*(?:,\s*plural\s*,([\s\S]*))?$/.exec(inner) ?? []
  if (choices === undefined) return { name }
  const forms = new Map<string, readonly Part[]>()
  for (let i = 0; i < choices.length; ) {
    const open = choices.indexOf('{', i)
    if (open < 0) break
    const close = closing(choices, open)
    forms.set(choices.slice(i, open).trim(), parse(choices.slice(open + 1, close), true))
    i = close + 1
  }
  return { name, forms }
}

/** Where the brace at `open` closes; the end of a message that never closes it. */
function closing(message: string, open: number): number {
  let depth = 0
  for (let i = open; i < message.length; i++) {
    if (message[i] === '{') depth += 1
    else if (message[i] === '}') depth -= 1
    if (depth === 0) return i
  }
  return message.length
}

function* placesIn(parts: readonly Part[]): Generator<Place> {
  for (const part of parts) {
    if (typeof part === 'string') continue
    yield part
    for (const form of part.forms?.values() ?? []) yield* placesIn(form)
  }
}

/** Names of the places of a message, sorted. */
export function placesOf(message: string): string[] {
  const names = new Set([...placesIn(parse(message))].map(({ name }) => name))
  names.delete('#')
  return [...names].sort()
}

/** The categories of each plural of a message. */
export const pluralsOf = (message: string): string[][] =>
  [...placesIn(parse(message))].flatMap(({ forms }) => (forms === undefined ? [] : [[...forms.keys()]]))

/** Whether every brace closes, every place has a name, and every plural a form for the rest. */
export function isMessage(message: string): boolean {
  let depth = 0
  for (const character of message) {
    if (character === '{') depth += 1
    else if (character === '}') depth -= 1
    if (depth < 0) return false
  }
  return (
    depth === 0 &&
    [...placesIn(parse(message))].every(({ name, forms }) => name !== '' && forms?.has('other') !== false)
  )
}
