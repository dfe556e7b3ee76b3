/** What text in XML says, as opposed to how it is written. */
import { BadgeError } from '../../errors.js'
import { ILLEGAL_CHARACTER } from './chars.js'

export const malformed = (what: string): BadgeError =>
  new BadgeError('ERR_IMAGE_CORRUPT', `The SVG is not well-formed XML: it ${what}.`)

const REFERENCE = /&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,10})|#x([0-9A-Fa-f]{1,8}));/y
const ENTITY = /&[^\s&;<#]{1,64};/y

/**
 * Refuses an `&` that does not start a reference which XML or the document itself defines; of the latter, it gives the
 * text.
 */
export function assertReference(text: string, at: number, own: ReadonlyMap<string, string>): string | undefined {
  REFERENCE.lastIndex = at
  const found = REFERENCE.exec(text)
  if (found === null) {
    ENTITY.lastIndex = at
    if (ENTITY.test(text)) {
      const said = own.get(text.slice(at + 1, ENTITY.lastIndex - 1))
      if (said !== undefined) return said
      throw new BadgeError('ERR_IMAGE_UNSAFE', 'The SVG uses an entity that it does not define, and no DTD is fetched.')
    }
    throw malformed('has an "&" that starts no reference')
  }
  const [, , decimal, hex] = found
  if (decimal === undefined && hex === undefined) return undefined
  const code = decimal === undefined ? Number.parseInt(hex as string, 16) : Number.parseInt(decimal, 10)
  const isLegal =
    code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) && !ILLEGAL_CHARACTER.test(String.fromCodePoint(code))
  if (!isLegal) throw malformed('refers to a character that XML does not allow')
  return undefined
}

const OWN_REFERENCE = /&([^\s&;<#]{1,64});/g

/** Text with what the document's own entities say; references that XML defines stay. */
export const withEntities = (raw: string, own: ReadonlyMap<string, string>): string =>
  raw.replace(OWN_REFERENCE, (reference, name: string) => own.get(name) ?? reference)

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const REFERENCES = /&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|([^\s&;<#]+));/g

/** Puts the characters in the place of references that a scan has accepted. */
function resolveReferences(raw: string): string {
  return raw.replace(REFERENCES, (_, hex?: string, decimal?: string, name = '') => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
    if (decimal !== undefined) return String.fromCodePoint(Number.parseInt(decimal, 10))
    const character = Object.hasOwn(entities, name) ? entities[name] : undefined
    if (character !== undefined) return character
    // A credential is text that all readers agree on.
    throw new BadgeError('ERR_IMAGE_UNSAFE', 'The credential in the SVG uses an entity that the SVG defines itself.')
  })
}

const normalizeLineEnds = (raw: string): string => raw.replace(/\r\n?/g, '\n')

/** What an attribute says: XML 1.0 §2.11 and §3.3.3. */
export const attributeValue = (raw: string): string =>
  // Most say what they spell, and a picture may have a million.
  SPELT.test(raw) ? resolveReferences(normalizeLineEnds(raw).replace(/[\t\n]/g, ' ')) : raw

const SPELT = /[&\r\n\t]/

/** What character data or the inside of a CDATA section says: XML 1.0 §2.11. */
export const textValue = (raw: string, isCdata: boolean): string =>
  isCdata ? normalizeLineEnds(raw) : resolveReferences(normalizeLineEnds(raw))
