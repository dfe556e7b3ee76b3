/**
 * Entities that a document declares itself, XML 1.0 §4.2. Drawing programs write those of their namespaces into every
 * file. Read are flat ones: text without references but to characters, so that nothing grows by more than a limit and
 * nothing is fetched. Whatever else an internal subset can say is refused.
 */
import { BadgeError } from '../../errors.js'
import { fileLimits } from '../../internal/file-limits.js'
import { endOfBlanks, endOfName, ILLEGAL_CHARACTER } from './chars.js'
import { malformed } from './text.js'

/** What each entity says. */
export type Entities = ReadonlyMap<string, string>

export const noEntities = (): Entities => new Map()

const unsafe = (what: string): BadgeError =>
  new BadgeError('ERR_IMAGE_UNSAFE', `The SVG ${what} in its document type declaration; save it without.`)

/** The names that XML defines itself; a document that defines them again would be read in two ways. */
const PREDEFINED: ReadonlySet<string> = new Set(['amp', 'lt', 'gt', 'quot', 'apos'])

/**
 * Reads an internal subset, and where it ends.
 *
 * @param start - after its `[`
 */
export function readInternalSubset(text: string, start: number): { readonly entities: Entities; readonly end: number } {
  const entities = new Map<string, string>()
  let at = endOfBlanks(text, start)
  while (text[at] !== ']') {
    if (text.startsWith('<!--', at)) at = endOfComment(text, at)
    else if (text.startsWith('<!ENTITY', at)) at = declare(text, at + '<!ENTITY'.length, entities)
    else if (text.startsWith('<!', at)) throw unsafe('declares more than entities')
    else throw unsafe('has something that is not read')
    at = endOfBlanks(text, at)
  }
  return { entities, end: at + 1 }
}

function endOfComment(text: string, at: number): number {
  const end = text.indexOf('--', at + 4)
  if (end < 0 || text[end + 2] !== '>') throw malformed('has a comment that is not well formed')
  return end + 3
}

/** The first declaration of a name counts, XML 1.0 §4.2. */
function declare(text: string, start: number, entities: Map<string, string>): number {
  const nameStart = endOfBlanks(text, start)
  if (text[nameStart] === '%') throw unsafe('declares a parameter entity')
  const nameEnd = endOfName(text, nameStart)
  const opening = endOfBlanks(text, nameEnd)
  if (nameStart === start || nameEnd === nameStart || opening === nameEnd) throw malformed('declares an entity badly')
  const quote = text[opening]
  if (quote !== '"' && quote !== "'") throw unsafe('declares an entity that lies somewhere else')
  const closing = text.indexOf(quote, opening + 1)
  const end = closing < 0 ? -1 : endOfBlanks(text, closing + 1)
  if (end < 0 || text[end] !== '>') throw malformed('declares an entity badly')
  const name = text.slice(nameStart, nameEnd)
  if (PREDEFINED.has(name)) throw unsafe('defines an entity that XML itself defines')
  if (entities.size >= fileLimits.svgEntities || closing - opening > fileLimits.svgEntityText) {
    throw new BadgeError(
      'ERR_LIMIT_EXCEEDED',
      `An SVG may declare at most ${fileLimits.svgEntities} entities of ${fileLimits.svgEntityText} characters.`,
    )
  }
  if (!entities.has(name)) entities.set(name, flat(text.slice(opening + 1, closing)))
  return end + 1
}

const CHARACTER = /&#(?:([0-9]{1,7})|x([0-9A-Fa-f]{1,6}));/g

/** What an entity says, which must mean nothing more where it is put. Quotes in it end nothing there (XML 1.0 §4.4.5). */
function flat(written: string): string {
  const said = written.replace(CHARACTER, (_, decimal?: string, hex = '') => {
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number.parseInt(decimal, 10)
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
      throw malformed('refers to a character that XML does not allow')
    return String.fromCodePoint(code)
  })
  if (ILLEGAL_CHARACTER.test(said)) throw malformed('refers to a character that XML does not allow')
  if (/[&<%]/.test(written.replace(CHARACTER, '')) || /[&<>]/.test(said)) {
    throw unsafe('declares an entity that is more than text')
  }
  return said
}
