/**
 * A scanner for XML 1.0 with namespaces that reports where things are, so that a file can be changed by splicing and
 * every other byte of it stays. It refuses what is not well formed, fetches no DTD, expands no entity but flat ones that
 * the document declares (in attributes, within a limit), and takes time and memory linear in the text, whatever it is.
 *
 * A general parser would not do: it builds a tree (seconds and gigabytes for ten megabytes of small elements) and
 * gives lines and columns. The tests hold this scanner against such a parser.
 */
import { BadgeError } from '../../errors.js'
import { fileLimits } from '../../internal/file-limits.js'
import { endOfBlanks, endOfName, ILLEGAL_CHARACTER } from './chars.js'
import { type Entities, noEntities, readInternalSubset } from './entities.js'
import {
  assertDistinct,
  type Bindings,
  bindPrefixes,
  endOfQName,
  initialBindings,
  namespaceOf,
  type QName,
  qname,
  unbindPrefixes,
} from './names.js'
import { assertReference, malformed, withEntities } from './text.js'

export interface XmlAttribute extends QName {
  /** From the first character of the name to the one after the closing quote. */
  readonly start: number
  readonly end: number
  /** As written, references and all (but those to the document's own entities); see `attributeValue`. */
  readonly raw: string
}

/** A start tag or an empty-element tag. */
export interface XmlTag extends QName {
  /** Empty when the element is in none. */
  readonly namespace: string
  readonly attributes: readonly XmlAttribute[]
  /** From `<` to the character after `>`. */
  readonly start: number
  readonly end: number
  /** After the last attribute, or after the name when there is none. */
  readonly attributesEnd: number
  readonly isEmpty: boolean
  /** 1 for the root element. */
  readonly depth: number
}

/** What a scan reports, in the order of the text. */
export interface XmlVisitor {
  open(tag: XmlTag): void
  /** `start` and `end` are those of the end tag; both are the end of the tag for an empty-element tag. */
  close(depth: number, start: number, end: number): void
  /** Character data (as written) or the inside of a CDATA section. */
  text(start: number, end: number, isCdata: boolean): void
}

interface Scan {
  readonly text: string
  readonly visitor: XmlVisitor
  readonly open: { readonly name: string; readonly prefixes: readonly string[] }[]
  readonly bindings: Bindings
  root: XmlTag | undefined
  hasDoctype: boolean
  entities: Entities
  /** Characters that entities have added. */
  grown: number
  /** The next `&` and `]]>`, looked up once each. */
  nextReference: number
  nextCdataEnd: number
}

/** Reads the whole text and returns the root's tag. Throws `ERR_IMAGE_CORRUPT`, `ERR_IMAGE_UNSAFE` or `ERR_LIMIT_EXCEEDED`. */
export function scanXml(text: string, visitor: XmlVisitor): XmlTag {
  if (ILLEGAL_CHARACTER.test(text)) throw malformed('holds a character that XML does not allow')
  const scan: Scan = {
    text,
    visitor,
    open: [],
    bindings: initialBindings(),
    root: undefined,
    hasDoctype: false,
    entities: noEntities(),
    grown: 0,
    nextReference: -1,
    nextCdataEnd: -1,
  }
  let at = endOfDeclaration(text, text.startsWith('\ufeff') ? 1 : 0)
  while (at < text.length) {
    const markup = find(text, '<', at)
    if (markup > at) characterData(scan, at, Math.min(markup, text.length))
    at = markup < text.length ? endOfMarkup(scan, markup) : text.length
  }
  if (scan.root === undefined || scan.open.length > 0) throw malformed('ends before its root element does')
  return scan.root
}

/** Like `indexOf`, with infinity for "not found". */
function find(text: string, what: string, from: number): number {
  const found = text.indexOf(what, from)
  return found < 0 ? Number.POSITIVE_INFINITY : found
}

const DECLARATION =
  /<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.\d+"|'1\.\d+')(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*'))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>/y

function endOfDeclaration(text: string, at: number): number {
  DECLARATION.lastIndex = at
  return DECLARATION.test(text) ? DECLARATION.lastIndex : at
}

function characterData(scan: Scan, start: number, end: number): void {
  const { text } = scan
  if (scan.open.length === 0) {
    if (endOfBlanks(text, start) < end) throw malformed('has text outside its root element')
    return
  }
  if (scan.nextCdataEnd < start) scan.nextCdataEnd = find(text, ']]>', start)
  if (scan.nextCdataEnd < end) throw malformed('has "]]>" in its text')
  if (scan.nextReference < start) scan.nextReference = find(text, '&', start)
  while (scan.nextReference < end) {
    grow(scan, assertReference(text, scan.nextReference, scan.entities))
    scan.nextReference = find(text, '&', scan.nextReference + 1)
  }
  scan.visitor.text(start, end, false)
}

/** Counts what entities add, in text and in attributes: a few megabytes may say gigabytes. */
function grow(scan: Scan, said = ''): void {
  scan.grown += said.length
  if (scan.grown > fileLimits.svgGrowth) {
    throw new BadgeError('ERR_IMAGE_UNSAFE', 'The SVG grows beyond measure by the entities that it declares.')
  }
}

const SLASH = 0x2f
const QUESTION_MARK = 0x3f
const EXCLAMATION_MARK = 0x21

/** Reads one piece of markup and returns where it ends. */
function endOfMarkup(scan: Scan, at: number): number {
  switch (scan.text.charCodeAt(at + 1)) {
    case SLASH:
      return endTag(scan, at)
    case QUESTION_MARK:
      return processingInstruction(scan.text, at)
    case EXCLAMATION_MARK:
      return declaration(scan, at)
    default:
      return startTag(scan, at)
  }
}

function processingInstruction(text: string, at: number): number {
  const nameEnd = endOfName(text, at + 2)
  const end = text.indexOf('?>', nameEnd)
  const name = text.slice(at + 2, nameEnd)
  if (
    end < 0 ||
    name === '' ||
    name.toLowerCase() === 'xml' ||
    (nameEnd < end && endOfBlanks(text, nameEnd) === nameEnd)
  ) {
    throw malformed('has a processing instruction that is not well formed')
  }
  return end + 2
}

function declaration(scan: Scan, at: number): number {
  const { text } = scan
  if (text.startsWith('<!--', at)) {
    const end = text.indexOf('--', at + 4)
    if (end < 0 || text[end + 2] !== '>') throw malformed('has a comment that is not well formed')
    return end + 3
  }
  if (text.startsWith('<![CDATA[', at)) {
    const end = text.indexOf(']]>', at + 9)
    if (end < 0 || scan.open.length === 0) throw malformed('has a CDATA section that is not well formed')
    scan.visitor.text(at + 9, end, true)
    return end + 3
  }
  if (!text.startsWith('<!DOCTYPE', at) || scan.hasDoctype || scan.root !== undefined) {
    throw malformed('has a declaration where none may be')
  }
  scan.hasDoctype = true
  return doctype(scan, at + 9)
}

/** A document type declaration may name an external DTD, which nobody reads, and declare flat entities. */
function doctype(scan: Scan, afterKeyword: number): number {
  const { text } = scan
  const nameStart = endOfBlanks(text, afterKeyword)
  if (nameStart === afterKeyword) throw malformed('has a document type declaration that is not well formed')
  let at = endOfQName(text, nameStart)
  const blanksEnd = endOfBlanks(text, at)
  const keyword = text.slice(blanksEnd, blanksEnd + 6)
  if (keyword === 'PUBLIC' || keyword === 'SYSTEM') {
    at = endOfLiteral(text, blanksEnd + 6)
    if (keyword === 'PUBLIC') at = endOfLiteral(text, at)
  }
  at = endOfBlanks(text, at)
  if (text[at] === '[') {
    const subset = readInternalSubset(text, at + 1)
    scan.entities = subset.entities
    at = endOfBlanks(text, subset.end)
  }
  if (text[at] !== '>') throw malformed('has a document type declaration that is not well formed')
  return at + 1
}

/** Where the quoted text ends that follows the blanks at `at`. */
function endOfLiteral(text: string, at: number): number {
  const start = endOfBlanks(text, at)
  const quote = text[start]
  const end = quote === '"' || quote === "'" ? text.indexOf(quote, start + 1) : -1
  if (start === at || end < 0) throw malformed('has a document type declaration that is not well formed')
  return end + 1
}

const CUT = 'ends in the middle of a tag: the file was cut off'

function startTag(scan: Scan, start: number): number {
  const { text, open, visitor } = scan
  if (open.length === 0 && scan.root !== undefined) throw malformed('has more than one root element')
  if (open.length >= fileLimits.svgDepth) {
    throw new BadgeError(
      'ERR_LIMIT_EXCEEDED',
      `An SVG may be nested at most ${fileLimits.svgDepth} elements deep; this is deeper.`,
    )
  }
  const nameEnd = endOfQName(text, start + 1)
  const attributes: XmlAttribute[] = []
  let attributesEnd = nameEnd
  let at = endOfBlanks(text, nameEnd)
  while (text[at] !== '>' && text[at] !== '/') {
    if (at >= text.length) throw malformed(CUT)
    if (at === attributesEnd) throw malformed('has a tag that is not well formed')
    const attribute = readAttribute(scan, at)
    attributes.push(attribute)
    if (attributes.length > fileLimits.svgAttributes) {
      throw new BadgeError(
        'ERR_LIMIT_EXCEEDED',
        `An SVG element may have at most ${fileLimits.svgAttributes} attributes.`,
      )
    }
    attributesEnd = attribute.end
    at = endOfBlanks(text, attributesEnd)
  }
  const isEmpty = text[at] === '/'
  if (isEmpty && at + 1 >= text.length) throw malformed(CUT)
  if (isEmpty && text[at + 1] !== '>') throw malformed('has a tag that is not well formed')
  const end = at + (isEmpty ? 2 : 1)

  const prefixes = bindPrefixes(scan.bindings, attributes)
  if (attributes.length > 1) assertDistinct(scan.bindings, attributes)
  else if (attributes[0] !== undefined) namespaceOf(scan.bindings, attributes[0].prefix)
  const name = qname(text.slice(start + 1, nameEnd))
  if (name.prefix === 'xmlns') throw malformed('has an element with the prefix xmlns')
  const depth = open.length + 1
  const namespace = namespaceOf(scan.bindings, name.prefix)
  // No object spread in what runs for every tag and attribute: it costs more than all the rest together.
  const tag: XmlTag = {
    name: name.name,
    prefix: name.prefix,
    local: name.local,
    namespace,
    attributes,
    start,
    end,
    attributesEnd,
    isEmpty,
    depth,
  }
  scan.root ??= tag
  visitor.open(tag)
  if (isEmpty) {
    visitor.close(depth, end, end)
    unbindPrefixes(scan.bindings, prefixes)
  } else {
    open.push({ name: name.name, prefixes })
  }
  return end
}

function readAttribute(scan: Scan, start: number): XmlAttribute {
  const { text } = scan
  const nameEnd = endOfQName(text, start)
  const equals = endOfBlanks(text, nameEnd)
  const opening = endOfBlanks(text, equals + 1)
  const quote = text[opening]
  const closing = quote === '"' || quote === "'" ? text.indexOf(quote, opening + 1) : -1
  if (closing < 0 && Math.min(equals, opening) >= text.length) throw malformed(CUT)
  if (text[equals] !== '=' || closing < 0) throw malformed('has an attribute that is not well formed')
  const raw = text.slice(opening + 1, closing)
  if (raw.includes('<')) throw malformed('has a "<" in an attribute')
  let isOwn = false
  for (let at = raw.indexOf('&'); at >= 0; at = raw.indexOf('&', at + 1)) {
    const said = assertReference(raw, at, scan.entities)
    if (said === undefined) continue
    isOwn = true
    grow(scan, said)
  }
  const { name, prefix, local } = qname(text.slice(start, nameEnd))
  return { name, prefix, local, start, end: closing + 1, raw: isOwn ? withEntities(raw, scan.entities) : raw }
}

function endTag(scan: Scan, start: number): number {
  const { text, open } = scan
  const element = open.pop()
  const nameEnd = start + 2 + (element?.name.length ?? 0)
  const end = endOfBlanks(text, nameEnd)
  if (element !== undefined && `</${element.name}>`.startsWith(text.slice(start, start + 3 + element.name.length))) {
    if (end >= text.length) throw malformed(CUT)
  }
  if (element === undefined || !text.startsWith(element.name, start + 2) || text[end] !== '>') {
    throw malformed('has an end tag that does not match')
  }
  scan.visitor.close(open.length + 1, start, end + 1)
  unbindPrefixes(scan.bindings, element.prefixes)
  return end + 1
}
